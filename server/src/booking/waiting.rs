//! What waits for somebody in booking.

use super::{
    assignment::Status,
    queries::offices_in_sight,
    store::lists::{self, Filter},
    timesheet::TimesheetStatus,
};
use crate::{
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        task::Task,
    },
    platform::{db::Db, fault::Fault},
};

fn task(key: &'static str, count: u64, href: &'static str, urgent: bool) -> Task {
    Task { key, count, href, urgent }
}

fn in_state(status: Status) -> Filter {
    Filter { statuses: vec![status], ..Filter::default() }
}

/// The lines of somebody's first page. A handful of counts, each on an index.
///
/// # Errors
/// The database can't be read.
pub async fn waiting(db: &Db, actor: &Actor, now: Instant) -> Result<Vec<Task>, Fault> {
    let conn = db.read();
    let mut tasks = Vec::new();
    if actor.holds(Role::CaseWorker) || actor.holds(Role::OfficeHead) {
        let of = |status| Filter { offices: offices_in_sight(actor), ..in_state(status) };
        let ahead = |status| Filter { from: Some(now), ..of(status) };
        let everything = Filter { offices: offices_in_sight(actor), ..Filter::default() };
        if actor.holds(Role::CaseWorker) {
            let count = lists::count_timesheets(conn, &everything, &[TimesheetStatus::Drafted]).await?;
            tasks.push(task("home-task-timesheets", count, "/timesheets", true));
        }
        let waiting = lists::count(conn, &ahead(Status::AwaitingBudget)).await?;
        tasks.push(task("home-task-awaiting-budget", waiting, "/queue", waiting > 0));
        let searching = lists::count(conn, &ahead(Status::Searching)).await?;
        tasks.push(task("home-task-searching", searching, "/requests?status=searching", false));
        let filled = lists::count(conn, &ahead(Status::Filled)).await?;
        tasks.push(task("home-task-filled", filled, "/requests?status=filled", false));
    }
    if actor.holds(Role::Coordination) {
        let ahead = |status| Filter { from: Some(now), ..in_state(status) };
        let searching = lists::count(conn, &ahead(Status::Searching)).await?;
        tasks.push(task("home-task-dispatch", searching, "/dispatch", true));
        let waiting = lists::count(conn, &ahead(Status::AwaitingBudget)).await?;
        tasks.push(task("home-task-all-awaiting-budget", waiting, "/queue", false));
    }
    if let Some(interpreter) = actor.interpreter() {
        let mine = |status| Filter { interpreter: Some(interpreter), ..in_state(status) };
        let open = lists::count_open_offers(conn, interpreter, now).await?;
        tasks.push(task("home-task-offers", open, "/offers", true));
        let over = Filter { to: Some(now), ..mine(Status::Filled) };
        tasks.push(task("home-task-record", lists::count(conn, &over).await?, "/jobs", true));
        let disputed = Filter { interpreter: Some(interpreter), ..Filter::default() };
        let disputed = lists::count_timesheets(conn, &disputed, &[TimesheetStatus::Disputed]).await?;
        tasks.push(task("home-task-disputed", disputed, "/jobs", true));
        let ahead = Filter { from: Some(now), ..mine(Status::Filled) };
        tasks.push(task("home-task-jobs", lists::count(conn, &ahead).await?, "/jobs", false));
    }
    Ok(tasks)
}
