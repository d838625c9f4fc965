//! Timesheets: confirmed or disputed by the office, corrected by the interpreter.

use super::{inputs::*, piece_of, unknown};
use crate::{
    booking::{
        commands, queries,
        store::{self, lists::Filter},
        timesheet::{Timesheet, TimesheetStatus},
        views::*,
    },
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{AnswerTimesheet, RecordSession, ViewOwnJobs, ViewRequests},
    },
    kernel::ids::*,
    platform::http::{JsonBody, PageParams, PageRequest, Paged, Problem},
};
use rocket::{get, http::Status as Http, post, put, serde::json::Json};

/// The timesheets of the reader's offices in a state (by default those that wait for confirmation), longest waiting first.
#[utoipa::path(
    get,
    path = "/api/v1/timesheets",
    tag = "booking",
    operation_id = "list_timesheets",
    params(PageParams, ("status" = Option<String>, Query, description = "drafted, disputed or confirmed")),
    responses((status = 200, body = Paged<TimesheetJson>), (status = 400, body = Problem), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/timesheets?<status>")]
pub(super) async fn list(
    api: ApiDoor,
    page: PageRequest,
    status: Option<&str>,
) -> Result<Json<Paged<TimesheetJson>>, ApiStop> {
    let offices = queries::offices_in_sight(api.actor());
    if offices.as_ref().is_some_and(Vec::is_empty) {
        return Err(Denied::Forbidden.into());
    }
    let wanted = status
        .map_or(Some(TimesheetStatus::Drafted), TimesheetStatus::parse)
        .ok_or_else(|| Problem::new(Http::BadRequest, "bad-filter").field("status", "unreadable", "no such status"))?;
    let filter = Filter { offices, ..Filter::default() };
    let found = store::lists::timesheets(store::read(api.db()), &filter, &[wanted], piece_of(&page)?).await?;
    let found = Paged::cut(found, &page, |(sheet, _)| store::lists::cursor_at(sheet.recorded_at, sheet.id.0));
    Ok(Json(found.map(|(sheet, _)| TimesheetJson::from(&sheet))))
}

/// A timesheet with the office it is for.
async fn of_office(api: &ApiDoor, id: TimesheetId) -> Result<(Timesheet, OfficeId), ApiStop> {
    let conn = store::read(api.db());
    let sheet = store::timesheet(conn, id).await?.ok_or_else(unknown)?;
    let assignment = store::assignment(conn, sheet.assignment).await?.ok_or_else(unknown)?;
    Ok((sheet, assignment.office))
}

/// One timesheet: for the office, and for the interpreter whose work it is.
#[utoipa::path(
    get,
    path = "/api/v1/timesheets/{id}",
    tag = "booking",
    operation_id = "get_timesheet",
    params(("id" = Uuid, Path, description = "The timesheet")),
    responses((status = 200, body = TimesheetJson), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/timesheets/<id>")]
pub(super) async fn one(api: ApiDoor, id: TimesheetId) -> Result<Json<TimesheetJson>, ApiStop> {
    let (sheet, office) = of_office(&api, id).await?;
    if api.permit(ViewOwnJobs { interpreter: sheet.interpreter }).is_err() {
        api.permit(ViewRequests { office })?;
    }
    Ok(Json(TimesheetJson::from(&sheet)))
}

/// Confirms a timesheet; from here on it can be priced.
#[utoipa::path(
    post,
    path = "/api/v1/timesheets/{id}/sign",
    tag = "booking",
    operation_id = "sign_timesheet",
    params(("id" = Uuid, Path, description = "The timesheet")),
    request_body = SignInput,
    responses((status = 200, body = TimesheetJson), (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/timesheets/<id>/sign", data = "<body>")]
pub(super) async fn sign(api: ApiDoor, id: TimesheetId, body: JsonBody<SignInput>) -> Result<ApiDone, ApiStop> {
    let (_, office) = of_office(&api, id).await?;
    let permit = api.permit(AnswerTimesheet { office, timesheet: id })?;
    let mut once = api.begin(&body.0).await?;
    commands::sign_timesheet(&permit, body.0.version, api.now(), &mut once.tx).await?;
    let stored = store::timesheet(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Http::Ok, None, &TimesheetJson::from(&stored)).await
}

/// Disputes a timesheet, with the reason.
#[utoipa::path(
    post,
    path = "/api/v1/timesheets/{id}/dispute",
    tag = "booking",
    operation_id = "dispute_timesheet",
    params(("id" = Uuid, Path, description = "The timesheet")),
    request_body = ReasonInput,
    responses((status = 200, body = TimesheetJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/timesheets/<id>/dispute", data = "<body>")]
pub(super) async fn dispute(api: ApiDoor, id: TimesheetId, body: JsonBody<ReasonInput>) -> Result<ApiDone, ApiStop> {
    let (_, office) = of_office(&api, id).await?;
    let permit = api.permit(AnswerTimesheet { office, timesheet: id })?;
    let mut once = api.begin(&body.0).await?;
    commands::dispute_timesheet(&permit, &body.0.reason, api.now(), &mut once.tx).await?;
    let stored = store::timesheet(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Http::Ok, None, &TimesheetJson::from(&stored)).await
}

/// Corrects a disputed timesheet; for the interpreter whose work it is.
#[utoipa::path(
    put,
    path = "/api/v1/timesheets/{id}",
    tag = "booking",
    operation_id = "correct_timesheet",
    params(("id" = Uuid, Path, description = "The timesheet")),
    request_body = SessionInput,
    responses((status = 200, body = TimesheetJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[put("/timesheets/<id>", data = "<body>")]
pub(super) async fn correct(api: ApiDoor, id: TimesheetId, body: JsonBody<SessionInput>) -> Result<ApiDone, ApiStop> {
    let (sheet, _) = of_office(&api, id).await?;
    let permit = api.permit(RecordSession { interpreter: sheet.interpreter, assignment: sheet.assignment })?;
    let mut once = api.begin(&body.0).await?;
    commands::correct_timesheet(&permit, &body.0.record(), api.now(), &mut once.tx).await?;
    let stored = store::timesheet(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Http::Ok, None, &TimesheetJson::from(&stored)).await
}
