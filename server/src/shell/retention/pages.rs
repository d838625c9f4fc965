//! `/admin/retention`: what a run would do now, what runs did, and the button that starts one.

use super::{Line, RunReport, job, preview, report, start_run};
use crate::{
    identity::{
        Denied, Done, Door, PageStop,
        policy::{RunRetention, ViewRetention},
    },
    kernel::message::Message,
    platform::{
        render::{Page, PageContext, Submitted},
        retention,
    },
};
use askama::Template;
use rocket::{Route, get, post, routes};
use uuid::Uuid;

/// Runs that are shown at once; older ones are found by the API.
const RUNS: u64 = 30;

/// `/admin/retention` and what lies below.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, one, run]
}

#[derive(Template)]
#[template(path = "shell/retention.html")]
struct RetentionPage {
    page: PageContext,
    lines: Vec<Line>,
    runs: Vec<RunReport>,
    may_run: bool,
}

#[get("/admin/retention")]
async fn show(door: Door) -> Result<Page<RetentionPage>, PageStop> {
    door.permit(ViewRetention {})?;
    let periods = &door.config().retention;
    let lines = preview(door.db(), periods, door.now()).await?;
    let runs = retention::runs(door.db().read(), None, RUNS).await?;
    let runs = report(door.db(), periods, runs).await?;
    let may_run = door.permit(RunRetention {}).is_ok();
    Ok(Page::ok(RetentionPage { page: door.page("retention-title"), lines, runs, may_run }))
}

#[derive(Template)]
#[template(path = "shell/retention_run.html")]
struct RunPage {
    page: PageContext,
    shown: RunReport,
}

impl RunPage {
    fn trace_href(&self) -> String {
        format!("/audit/retention_run/{}", self.shown.run.id)
    }
}

#[get("/admin/retention/<id>")]
async fn one(door: Door, id: Uuid) -> Result<Page<RunPage>, PageStop> {
    door.permit(ViewRetention {})?;
    let run = retention::run(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let shown = report(door.db(), &door.config().retention, vec![run]).await?.pop().ok_or(Denied::Unknown)?;
    Ok(Page::ok(RunPage { page: door.page("retention-run-title"), shown }))
}

#[post("/admin/retention", data = "<sent>")]
async fn run(door: Door, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(RunRetention {})?;
    let mut once = door.begin(&sent).await?;
    let id = start_run(&permit, door.now(), &mut once.tx).await?;
    job::go_on_later(&mut once.tx, id, door.now()).await?;
    door.finish(once, format!("/admin/retention/{id}"), Message::new("retention-started")).await
}
