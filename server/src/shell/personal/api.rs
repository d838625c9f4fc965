//! People's rights for programs.

use super::{Whole, disclose, erase_person, erasure, pages::as_json};
use crate::{
    identity::{ApiDone, ApiDoor, ApiStop, Denied, policy::AnswerForPerson},
    platform::http::Problem,
};
use rocket::{Route, get, http::Status, post, routes, serde::json::Json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

/// `/me/data` and `/personal-data`.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![own, show, preview, erase]
}

/// Their part of the API's description.
#[derive(OpenApi)]
#[openapi(paths(own, show, preview, erase), components(schemas(ErasureJson, StayJson, Problem)))]
pub struct ApiDoc;

/// What stays of an erased person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct StayJson {
    /// What.
    #[schema(example = "vouchers")]
    what: String,
    /// How much of it.
    count: i64,
}

/// What erasing means.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct ErasureJson {
    /// What is still needed and refuses it; empty: it can be done.
    holds: Vec<String>,
    /// What stays.
    stays: Vec<StayJson>,
}

impl From<super::Erasure> for ErasureJson {
    fn from(erasure: super::Erasure) -> Self {
        let stays = erasure.stays.into_iter().map(|(what, count)| StayJson { what: what.to_owned(), count });
        Self { holds: erasure.holds.into_iter().map(str::to_owned).collect(), stays: stays.collect() }
    }
}

async fn handed_out(api: &ApiDoor, person: &Whole) -> Result<Json<serde_json::Value>, ApiStop> {
    let mut tx = api.db().begin().await?;
    let sections = disclose(api.actor(), person, api.now(), &mut tx).await?;
    tx.commit().await?;
    Ok(Json(as_json(&sections)))
}

async fn find(api: &ApiDoor, kind: &str, id: Uuid) -> Result<Whole, ApiStop> {
    Ok(Whole::find(api.db(), kind, id).await?.ok_or(Denied::Unknown)?)
}

/// Everything about oneself (Art. 15 GDPR), by section.
#[utoipa::path(
    get,
    path = "/api/v1/me/data",
    tag = "personal",
    operation_id = "disclose_me",
    responses((status = 200, body = Object)),
    security(("bearer" = []))
)]
#[get("/me/data")]
async fn own(api: ApiDoor) -> Result<Json<serde_json::Value>, ApiStop> {
    let account = api.actor().account().ok_or(Denied::Unknown)?;
    let person = Whole::of_account(api.db(), account).await?.ok_or(Denied::Unknown)?;
    handed_out(&api, &person).await
}

/// Everything about one person (Art. 15 GDPR), by section.
#[utoipa::path(
    get,
    path = "/api/v1/personal-data/{kind}/{id}",
    tag = "personal",
    operation_id = "disclose_person",
    params(("kind" = String, Path, description = "account or interpreter"), ("id" = Uuid, Path, description = "Their key")),
    responses((status = 200, body = Object), (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/personal-data/<kind>/<id>")]
async fn show(api: ApiDoor, kind: &str, id: Uuid) -> Result<Json<serde_json::Value>, ApiStop> {
    api.permit(AnswerForPerson {})?;
    handed_out(&api, &find(&api, kind, id).await?).await
}

/// What erasing a person would mean now.
#[utoipa::path(
    get,
    path = "/api/v1/personal-data/{kind}/{id}/erasure",
    tag = "personal",
    operation_id = "preview_erasure",
    params(("kind" = String, Path, description = "account or interpreter"), ("id" = Uuid, Path, description = "Their key")),
    responses((status = 200, body = ErasureJson), (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/personal-data/<kind>/<id>/erasure")]
async fn preview(api: ApiDoor, kind: &str, id: Uuid) -> Result<Json<ErasureJson>, ApiStop> {
    api.permit(AnswerForPerson {})?;
    let person = find(&api, kind, id).await?;
    Ok(Json(erasure(api.db().read(), &person, api.now()).await?.into()))
}

/// Erases a person (Art. 17 GDPR). Says what stays.
#[utoipa::path(
    post,
    path = "/api/v1/personal-data/{kind}/{id}/erasure",
    tag = "personal",
    operation_id = "erase_person",
    params(("kind" = String, Path, description = "account or interpreter"), ("id" = Uuid, Path, description = "Their key")),
    responses(
        (status = 200, body = ErasureJson),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem, description = "Something of theirs is still needed")
    ),
    security(("bearer" = []))
)]
#[post("/personal-data/<kind>/<id>/erasure")]
async fn erase(api: ApiDoor, kind: &str, id: Uuid) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(AnswerForPerson {})?;
    let person = find(&api, kind, id).await?;
    let mut once = api.begin(&"").await?;
    let meaning = erase_person(&permit, &person, api.now(), &mut once.tx).await?;
    api.finish(once, Status::Ok, None, &ErasureJson::from(meaning)).await
}
