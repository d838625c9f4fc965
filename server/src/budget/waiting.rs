//! What waits for somebody in the budget.

use super::store;
use crate::{
    identity::{Permit, policy::DecideTransfer},
    kernel::{actor::Actor, task::Task},
    platform::{db::Db, fault::Fault},
};

/// The lines of somebody's first page.
///
/// # Errors
/// The database can't be read.
pub async fn waiting(db: &Db, actor: &Actor) -> Result<Vec<Task>, Fault> {
    let (Ok(_), Some(account)) = (Permit::ask(actor, DecideTransfer {}), actor.account()) else {
        return Ok(Vec::new());
    };
    let count = store::count_to_decide(db.read(), account).await?;
    Ok(vec![Task { key: "home-task-transfers", count, href: "/budget-transfers?state=proposed", urgent: true }])
}
