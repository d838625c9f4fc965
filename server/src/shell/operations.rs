//! `/admin/operations`: what fails, and what can be done about it.

use crate::{
    audit::{self, ActionKind},
    identity::{Denied, Done, Door, PageStop, policy::WatchOperations},
    kernel::{ids::{JobId, MailId}, message::Message},
    mail::{self, MailView},
    platform::{
        jobs::{self, FailedJob},
        render::{Onward, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Route, get, post, routes};
use serde_json::json;

/// Jobs, and mails, that are shown at once.
const ROWS: usize = 50;

/// `/admin/operations` and the button that tries a job again.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, retry]
}

#[derive(Template)]
#[template(path = "shell/operations.html")]
struct OperationsPage {
    page: PageContext,
    jobs: Vec<FailedJob>,
    jobs_on: Onward,
    mails: Vec<MailView>,
    mails_on: Onward,
    /// Whether the database answered.
    database: bool,
    engine: &'static str,
    version: &'static str,
}

/// The first rows of `found`, and the key of the last of them if there are more.
fn cut<T>(mut found: Vec<T>, key: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    let next = found.last().filter(|_| more).map(key);
    (found, next)
}

#[get("/admin/operations?<jobs>&<mails>")]
async fn show(door: Door, jobs: Option<JobId>, mails: Option<MailId>) -> Result<Page<OperationsPage>, PageStop> {
    door.permit(WatchOperations {})?;
    let (db, page) = (door.db(), door.page("shell-operations-title"));
    let database = db.ping().await.is_ok();
    let fetch = ROWS as u64 + 1;
    let (jobs, next) = cut(jobs::failed(db, jobs, fetch).await?, |job| job.id.to_string());
    let jobs_on = Onward::new(jobs::count_failed(db).await?, &page.path, "jobs", next);
    let (mails, next) = cut(mail::troubled(db, mails, fetch).await?, |mail| mail.id.to_string());
    let mails_on = Onward::new(mail::count_in_trouble(db).await?, &page.path, "mails", next);
    Ok(Page::ok(OperationsPage {
        page,
        jobs,
        jobs_on,
        mails,
        mails_on,
        database,
        engine: door.db().engine(),
        version: env!("CARGO_PKG_VERSION"),
    }))
}

#[post("/admin/operations/jobs/<id>/retry", data = "<sent>")]
async fn retry(door: Door, id: JobId, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(WatchOperations {})?;
    let mut once = door.begin(&sent).await?;
    if !jobs::retry(&mut once.tx, id, door.now()).await? {
        return Err(Denied::Unknown.into());
    }
    audit::record(&once.tx, permit.actor(), ActionKind::JobRetried, id, &json!({}), door.now()).await?;
    door.finish(once, "/admin/operations", Message::new("shell-job-retried")).await
}
