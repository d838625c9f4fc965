//! The deletion for programs.

use super::{Line, RunReport, job, preview, report, start_run};
use crate::{
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{RunRetention, ViewRetention},
    },
    platform::{
        http::{Cursor, PageParams, PageRequest, Paged, Problem},
        retention::{self, Term},
    },
};
use chrono::{DateTime, Utc};
use rocket::{Route, get, http::Status, post, routes, serde::json::Json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

/// `/retention` and what lies below.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![rules, runs, run, start]
}

/// The deletion's part of the API's description.
#[derive(OpenApi)]
#[openapi(paths(rules, runs, run, start), components(schemas(RetentionLineJson, RetentionRunJson, Problem)))]
pub struct ApiDoc;

/// What one rule did, or would do now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct RetentionLineJson {
    /// The rule.
    #[schema(example = "case-content")]
    rule: String,
    /// Kept for so many days.
    days: Option<u32>,
    /// Kept for so many calendar years after the year it is of.
    years: Option<u32>,
    /// What is older goes.
    before: DateTime<Utc>,
    /// Rows or things that went, or would go.
    count: i64,
    /// Those that stay because they are still needed.
    held: i64,
}

impl From<Line> for RetentionLineJson {
    fn from(line: Line) -> Self {
        let (days, years) = match line.term {
            Some(Term::Days(days)) => (Some(days), None),
            Some(Term::Years(years)) => (None, Some(years)),
            None => (None, None),
        };
        Self { rule: line.rule, days, years, before: line.before, count: line.count, held: line.held }
    }
}

/// A run and what it did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct RetentionRunJson {
    /// Its key.
    id: Uuid,
    /// When it began.
    started_at: DateTime<Utc>,
    /// Who started it; absent: the house.
    started_by: Option<Uuid>,
    /// When it was through; absent while it goes on.
    finished_at: Option<DateTime<Utc>>,
    /// By rule.
    rules: Vec<RetentionLineJson>,
}

impl From<RunReport> for RetentionRunJson {
    fn from(report: RunReport) -> Self {
        Self {
            id: report.run.id,
            started_at: report.run.started_at,
            started_by: report.run.started_by,
            finished_at: report.run.finished_at,
            rules: report.lines.into_iter().map(RetentionLineJson::from).collect(),
        }
    }
}

/// What a run would do now, by rule.
#[utoipa::path(
    get,
    path = "/api/v1/retention",
    tag = "retention",
    operation_id = "preview_retention",
    responses((status = 200, body = Vec<RetentionLineJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/retention")]
async fn rules(api: ApiDoor) -> Result<Json<Vec<RetentionLineJson>>, ApiStop> {
    api.permit(ViewRetention {})?;
    let lines = preview(api.db(), &api.site().config.retention, api.now()).await?;
    Ok(Json(lines.into_iter().map(RetentionLineJson::from).collect()))
}

/// Runs, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/retention/runs",
    tag = "retention",
    operation_id = "list_retention_runs",
    params(PageParams),
    responses((status = 200, body = Paged<RetentionRunJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/retention/runs")]
async fn runs(api: ApiDoor, page: PageRequest) -> Result<Json<Paged<RetentionRunJson>>, ApiStop> {
    api.permit(ViewRetention {})?;
    let before = page.cursor.as_ref().map(|cursor| cursor.id);
    let found = retention::runs(api.db().read(), before, page.fetch()).await?;
    let reports = report(api.db(), &api.site().config.retention, found).await?;
    let cut = Paged::cut(reports, &page, |report| Cursor::after("", report.run.id));
    Ok(Json(cut.map(RetentionRunJson::from)))
}

/// One run.
#[utoipa::path(
    get,
    path = "/api/v1/retention/runs/{id}",
    tag = "retention",
    operation_id = "get_retention_run",
    params(("id" = Uuid, Path, description = "The run")),
    responses((status = 200, body = RetentionRunJson), (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/retention/runs/<id>")]
async fn run(api: ApiDoor, id: Uuid) -> Result<Json<RetentionRunJson>, ApiStop> {
    api.permit(ViewRetention {})?;
    let run = retention::run(api.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let report = report(api.db(), &api.site().config.retention, vec![run]).await?.pop().ok_or(Denied::Unknown)?;
    Ok(Json(report.into()))
}

/// Starts a run; it is done in the background.
#[utoipa::path(
    post,
    path = "/api/v1/retention/runs",
    tag = "retention",
    operation_id = "start_retention_run",
    responses(
        (status = 202, body = RetentionRunJson),
        (status = 403, body = Problem),
        (status = 409, body = Problem, description = "A run goes on")
    ),
    security(("bearer" = []))
)]
#[post("/retention/runs")]
async fn start(api: ApiDoor) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(RunRetention {})?;
    let mut once = api.begin(&"").await?;
    let id = start_run(&permit, api.now(), &mut once.tx).await?;
    job::go_on_later(&mut once.tx, id, api.now()).await?;
    let run = retention::run(once.tx.conn(), id).await?.ok_or(Denied::Unknown)?;
    let body = RetentionRunJson::from(RunReport { run, lines: Vec::new() });
    api.finish(once, Status::Accepted, Some(format!("/api/v1/retention/runs/{id}")), &body).await
}
