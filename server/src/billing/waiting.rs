//! What waits for somebody in billing.

use super::{
    claim::ClaimStatus,
    store::{self, ClaimFilter, DocumentFilter},
};
use crate::{
    kernel::{
        actor::{Actor, Role},
        task::Task,
    },
    platform::{db::Db, fault::Fault},
};

fn task(key: &'static str, count: usize, href: &'static str) -> Task {
    Task { key, count: u64::try_from(count).unwrap_or(u64::MAX), href, urgent: true }
}

/// The lines of somebody's first page.
///
/// # Errors
/// The database can't be read.
pub async fn waiting(db: &Db, actor: &Actor) -> Result<Vec<Task>, Fault> {
    let conn = db.read();
    let in_state = |status| ClaimFilter { statuses: vec![status], ..ClaimFilter::default() };
    let mut tasks = Vec::new();
    let mut offices = actor.offices(Role::CaseWorker);
    offices.extend(actor.offices(Role::OfficeHead));
    if !offices.is_empty() {
        let filter = ClaimFilter { offices: Some(offices), ..in_state(ClaimStatus::Priced) };
        let count = usize::try_from(store::count_claims(conn, &filter).await?).unwrap_or(usize::MAX);
        tasks.push(task("home-task-certify-factually", count, "/claims"));
    }
    if actor.holds(Role::FinanceClerk) {
        let filter = in_state(ClaimStatus::CertifiedFactually);
        let count = usize::try_from(store::count_claims(conn, &filter).await?).unwrap_or(usize::MAX);
        tasks.push(task("home-task-certify-arithmetically", count, "/claims?step=arithmetic"));
        let certified = store::count_claims(conn, &in_state(ClaimStatus::Certified)).await?;
        tasks.push(task("home-task-close", usize::try_from(certified).unwrap_or(usize::MAX), "/months"));
    }
    if actor.holds(Role::AuthorizingOfficer) {
        let filter = DocumentFilter { to_order: true, ..DocumentFilter::default() };
        tasks.push(task("home-task-order", store::documents(conn, &filter).await?.len(), "/orders"));
    }
    if actor.holds(Role::Treasury) {
        tasks.push(task("home-task-hand-over", store::orders_to_hand_over(conn).await?.len(), "/treasury"));
        tasks.push(task("home-task-unmatched", store::unmatched(conn).await?.len(), "/treasury"));
    }
    Ok(tasks)
}
