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

fn task(key: &'static str, count: u64, href: &'static str) -> Task {
    Task { key, count, href, urgent: true }
}

/// The lines of somebody's first page: counts, nothing is loaded.
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
        let count = store::count_claims(conn, &filter).await?;
        tasks.push(task("home-task-certify-factually", count, "/claims"));
    }
    if actor.holds(Role::FinanceClerk) {
        let filter = in_state(ClaimStatus::CertifiedFactually);
        let count = store::count_claims(conn, &filter).await?;
        tasks.push(task("home-task-certify-arithmetically", count, "/claims?step=arithmetic"));
        let certified = store::count_claims(conn, &in_state(ClaimStatus::Certified)).await?;
        tasks.push(task("home-task-close", certified, "/months"));
    }
    if actor.holds(Role::AuthorizingOfficer) {
        let filter = DocumentFilter { to_order: true, ..DocumentFilter::default() };
        tasks.push(task("home-task-order", store::count_documents(conn, &filter).await?, "/orders"));
    }
    if actor.holds(Role::Treasury) {
        tasks.push(task("home-task-hand-over", store::count_orders_to_hand_over(conn).await?, "/treasury"));
        tasks.push(task("home-task-unmatched", store::count_unmatched(conn).await?, "/treasury"));
    }
    Ok(tasks)
}
