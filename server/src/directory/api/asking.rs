//! How the interpreter who asks wants to be asked.

use super::{availability::own, unknown};
use crate::{
    directory::{
        commands::{Asking, change_asking},
        facts::OffersBy,
        interpreter,
        views::AskingJson,
    },
    identity::{ApiDone, ApiDoor, ApiStop, policy::ManageOwnAvailability},
    kernel::ids::*,
    platform::http::{JsonBody, Problem},
};
use rocket::{get, http::Status, put, serde::json::Json};

/// How and for what the interpreter who asks wants to be asked.
#[utoipa::path(
    get,
    path = "/api/v1/asking",
    tag = "directory",
    operation_id = "get_own_asking",
    responses((status = 200, body = AskingJson), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/asking")]
pub(super) async fn show(api: ApiDoor) -> Result<Json<AskingJson>, ApiStop> {
    let id = own(&api)?;
    api.permit(ManageOwnAvailability { interpreter: id })?;
    let facts = interpreter(api.db().read(), id).await?.ok_or_else(unknown)?;
    Ok(Json(AskingJson::of(&facts)))
}

/// Replaces it. Accepted jobs and open offers stay as they are.
#[utoipa::path(
    put,
    path = "/api/v1/asking",
    tag = "directory",
    operation_id = "replace_own_asking",
    request_body = AskingJson,
    responses((status = 200, body = AskingJson), (status = 403, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[put("/asking", data = "<body>")]
pub(super) async fn change(api: ApiDoor, body: JsonBody<AskingJson>) -> Result<ApiDone, ApiStop> {
    let id = own(&api)?;
    let permit = api.permit(ManageOwnAvailability { interpreter: id })?;
    let Some(offers_by) = OffersBy::parse(&body.0.offers_by) else {
        let problem = Problem::new(Status::UnprocessableEntity, "invalid");
        return Err(problem.field("offers_by", "unknown", "One of mail, digest, board.").into());
    };
    let asking = Asking {
        offers_by,
        paused_until: body.0.paused_until,
        declined_offices: body.0.declined_offices.iter().copied().map(OfficeId).collect(),
        declined_topics: body.0.declined_topics.iter().copied().map(RequirementProfileId).collect(),
    };
    let mut once = api.begin(&body.0).await?;
    change_asking(permit, &asking, api.now(), &mut once.tx).await?;
    let facts = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Status::Ok, None, &AskingJson::of(&facts)).await
}
