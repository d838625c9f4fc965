//! Offices retire and come back, for programs.

use super::retire;
use crate::{
    directory::{self, commands::reopen_office},
    identity::{ApiDone, ApiDoor, ApiStop, Denied, policy::ManageOffices},
    kernel::ids::OfficeId,
    platform::{
        db::Tx,
        fault::Fault,
        http::{EntityTag, IfMatch, Problem},
    },
};
use chrono::{DateTime, Utc};
use rocket::{Route, http::Status, post, routes};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

/// `POST /offices/<id>/retire` and `/reopen`.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![end, reopen]
}

/// Their part of the API's description.
#[derive(OpenApi)]
#[openapi(paths(end, reopen), components(schemas(OfficeStandingJson, Problem)))]
pub struct ApiDoc;

/// Whether an office orders.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct OfficeStandingJson {
    /// The office.
    id: Uuid,
    /// Since when it asks for nothing more; absent while it does.
    retired_at: Option<DateTime<Utc>>,
}

async fn standing(tx: &Tx, id: OfficeId) -> Result<OfficeStandingJson, ApiStop> {
    let facts = directory::office(tx.conn(), id).await?.ok_or(Denied::Unknown)?;
    Ok(OfficeStandingJson { id: facts.id.0, retired_at: facts.retired_at })
}

/// The version that was read, if it is the current one.
async fn seen_version(tx: &Tx, id: OfficeId, seen: &IfMatch) -> Result<i32, ApiStop> {
    let known = directory::office(tx.conn(), id).await?;
    let known = known.ok_or_else(|| Fault::new(format!("office {id} vanished")))?;
    seen.require(EntityTag::of_version(known.version.into()))?;
    Ok(known.version)
}

async fn must_exist(api: &ApiDoor, id: OfficeId) -> Result<(), ApiStop> {
    directory::office(api.db().read(), id).await?.map(|_| ()).ok_or_else(|| Denied::Unknown.into())
}

/// Retires an office; refused while bookings or commitments of it are open.
#[utoipa::path(
    post,
    path = "/api/v1/offices/{id}/retire",
    tag = "directory",
    operation_id = "retire_office",
    params(
        ("id" = Uuid, Path, description = "The office"),
        ("If-Match" = String, Header, description = "The ETag read")
    ),
    responses(
        (status = 200, body = OfficeStandingJson),
        (status = 404, body = Problem),
        (status = 409, body = Problem, description = "office-has-open-bookings, office-has-open-commitments, office-is-retired"),
        (status = 412, body = Problem),
        (status = 428, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/offices/<id>/retire")]
async fn end(api: ApiDoor, id: OfficeId, seen: IfMatch) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageOffices {})?;
    must_exist(&api, id).await?;
    let mut once = api.begin(&"retire").await?;
    let version = seen_version(&once.tx, id, &seen).await?;
    retire(&permit, id, version, api.now(), &mut once.tx).await?;
    let view = standing(&once.tx, id).await?;
    api.finish(once, Status::Ok, None, &view).await
}

/// Takes a retired office back into service.
#[utoipa::path(
    post,
    path = "/api/v1/offices/{id}/reopen",
    tag = "directory",
    operation_id = "reopen_office",
    params(
        ("id" = Uuid, Path, description = "The office"),
        ("If-Match" = String, Header, description = "The ETag read")
    ),
    responses(
        (status = 200, body = OfficeStandingJson),
        (status = 404, body = Problem),
        (status = 409, body = Problem, description = "office-is-active"),
        (status = 412, body = Problem),
        (status = 428, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/offices/<id>/reopen")]
async fn reopen(api: ApiDoor, id: OfficeId, seen: IfMatch) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageOffices {})?;
    must_exist(&api, id).await?;
    let mut once = api.begin(&"reopen").await?;
    let version = seen_version(&once.tx, id, &seen).await?;
    reopen_office(&permit, id, version, api.now(), &mut once.tx).await?;
    let view = standing(&once.tx, id).await?;
    api.finish(once, Status::Ok, None, &view).await
}
