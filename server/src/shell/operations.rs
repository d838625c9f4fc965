//! `/admin/operations`: what fails, and what can be done about it.

use crate::{
    audit::{self, ActionKind},
    identity::{Denied, Done, Door, PageStop, policy::WatchOperations},
    kernel::{ids::JobId, message::Message},
    mail::{self, MailView},
    platform::{
        jobs::{self, FailedJob},
        render::{Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Route, get, post, routes};
use serde_json::json;

/// Mails in trouble that are shown at once.
const MAILS: u64 = 100;

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
    mails: Vec<MailView>,
    /// Whether the database answered.
    database: bool,
    engine: &'static str,
    version: &'static str,
}

#[get("/admin/operations")]
async fn show(door: Door) -> Result<Page<OperationsPage>, PageStop> {
    door.permit(WatchOperations {})?;
    let database = door.db().ping().await.is_ok();
    Ok(Page::ok(OperationsPage {
        page: door.page("shell-operations-title"),
        jobs: jobs::failed(door.db()).await?,
        mails: mail::recent(door.db(), MAILS, true).await?,
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
