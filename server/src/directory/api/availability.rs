//! An interpreter's own availability and absences.

use super::{
    input::{Check, read_availability},
    unknown,
};
use crate::{
    directory::{
        absences as absences_of,
        commands::{add_absence, change_availability, remove_absence},
        interpreter,
        views::{AbsenceJson, AvailabilityJson},
    },
    identity::{ApiDone, ApiDoor, ApiStop, Denied, policy::ManageOwnAvailability},
    kernel::{ids::InterpreterId, time::Interval},
    platform::{
        db::stored,
        http::{JsonBody, Problem},
    },
};
use chrono::{DateTime, Utc};
use rocket::{delete, get, http::Status, post, put, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn own(api: &ApiDoor) -> Result<InterpreterId, ApiStop> {
    api.person().interpreter.ok_or_else(|| ApiStop::from(Denied::Forbidden))
}

/// When and how the interpreter who asks works.
#[utoipa::path(
    get,
    path = "/api/v1/availability",
    tag = "directory",
    operation_id = "get_own_availability",
    responses((status = 200, body = AvailabilityJson), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/availability")]
pub(super) async fn show(api: ApiDoor) -> Result<Json<AvailabilityJson>, ApiStop> {
    let id = own(&api)?;
    api.permit(ManageOwnAvailability { interpreter: id })?;
    let facts = interpreter(api.db().read(), id).await?.ok_or_else(unknown)?;
    Ok(Json(AvailabilityJson::of(&facts)))
}

/// Replaces it. Accepted jobs stay as they are.
#[utoipa::path(
    put,
    path = "/api/v1/availability",
    tag = "directory",
    operation_id = "replace_own_availability",
    request_body = AvailabilityJson,
    responses((status = 200, body = AvailabilityJson), (status = 403, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[put("/availability", data = "<body>")]
pub(super) async fn change(api: ApiDoor, body: JsonBody<AvailabilityJson>) -> Result<ApiDone, ApiStop> {
    let id = own(&api)?;
    let permit = api.permit(ManageOwnAvailability { interpreter: id })?;
    let mut check = Check::new(api.locale());
    let settings = read_availability(&body.0, "", &mut check);
    check.finish()?;
    let settings = settings.ok_or_else(|| Problem::of_status(Status::UnprocessableEntity))?;
    let mut once = api.begin(&body.0).await?;
    change_availability(permit, &settings, api.now(), &mut once.tx).await?;
    let facts = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Status::Ok, None, &AvailabilityJson::of(&facts)).await
}

/// Absences of the interpreter who asks that are not over, by start.
#[utoipa::path(
    get,
    path = "/api/v1/absences",
    tag = "directory",
    operation_id = "list_own_absences",
    responses((status = 200, body = [AbsenceJson]), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/absences")]
pub(super) async fn absences(api: ApiDoor) -> Result<Json<Vec<AbsenceJson>>, ApiStop> {
    let id = own(&api)?;
    api.permit(ManageOwnAvailability { interpreter: id })?;
    let found = absences_of(api.db().read(), id, api.now()).await?;
    Ok(Json(found.into_iter().map(AbsenceJson::from).collect()))
}

/// A stretch to be away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AbsenceInput {
    /// First instant.
    starts_at: DateTime<Utc>,
    /// First instant after it.
    ends_at: DateTime<Utc>,
}

/// Enters an absence.
#[utoipa::path(
    post,
    path = "/api/v1/absences",
    tag = "directory",
    operation_id = "add_own_absence",
    request_body = AbsenceInput,
    responses((status = 201, body = AbsenceJson), (status = 403, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/absences", data = "<body>")]
pub(super) async fn add(api: ApiDoor, body: JsonBody<AbsenceInput>) -> Result<ApiDone, ApiStop> {
    let id = own(&api)?;
    let permit = api.permit(ManageOwnAvailability { interpreter: id })?;
    let Some(away) = Interval::new(stored(body.0.starts_at), stored(body.0.ends_at)) else {
        let problem = Problem::new(Status::UnprocessableEntity, "ends-before-it-starts");
        return Err(problem.field("ends_at", "ends-before-it-starts", "It must end after it starts.").into());
    };
    let mut once = api.begin(&body.0).await?;
    let absence = add_absence(permit, away, api.now(), &mut once.tx).await?;
    let view =
        AbsenceJson { id: absence, starts_at: away.starts_at(), ends_at: away.ends_at(), source: "own".to_owned() };
    api.finish(once, Status::Created, Some(format!("/api/v1/absences/{absence}")), &view).await
}

/// Takes an absence back that was entered here.
#[utoipa::path(
    delete,
    path = "/api/v1/absences/{absence}",
    tag = "directory",
    operation_id = "remove_own_absence",
    params(("absence" = Uuid, Path, description = "The absence")),
    responses((status = 200, description = "It is gone"), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[delete("/absences/<absence>")]
pub(super) async fn remove(api: ApiDoor, absence: Uuid) -> Result<ApiDone, ApiStop> {
    let id = own(&api)?;
    let permit = api.permit(ManageOwnAvailability { interpreter: id })?;
    let mut once = api.begin(&absence).await?;
    if !remove_absence(permit, absence, api.now(), &mut once.tx).await? {
        return Err(unknown());
    }
    api.finish(once, Status::Ok, None, &serde_json::json!({ "removed": absence })).await
}
