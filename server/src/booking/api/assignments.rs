//! Searches: the coordination's side, and the office head's override.

use super::{
    inputs::*,
    office_of,
    requests::{filter, page_of},
    unknown,
};
use crate::{
    booking::{
        commands::{self, Who},
        pages::in_words,
        queries, store,
        views::*,
    },
    identity::{
        ApiDone, ApiDoor, ApiStop,
        policy::{Dispatch, OverrideBudget, ViewAllRequests, ViewRanking, ViewRequests},
    },
    kernel::ids::*,
    platform::http::{EntityTag, JsonBody, PageParams, PageRequest, Paged, Problem, Tagged},
};
use chrono::{DateTime, Utc};
use rocket::{get, http::Status as Http, post, serde::json::Json};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// All assignments of the city, by begin.
#[utoipa::path(
    get,
    path = "/api/v1/assignments",
    tag = "booking",
    operation_id = "list_assignments",
    params(PageParams, ("status" = Option<String>, Query, description = "One or several statuses, separated by commas")),
    responses((status = 200, body = Paged<BookingJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/assignments?<status>")]
pub(super) async fn list(
    api: ApiDoor,
    page: PageRequest,
    status: Option<&str>,
) -> Result<Json<Paged<BookingJson>>, ApiStop> {
    api.permit(ViewAllRequests {})?;
    let filter = filter(&api, status, None, None, None, None)?;
    Ok(Json(page_of(&api, &filter, &page).await?))
}

/// One assignment.
#[utoipa::path(
    get,
    path = "/api/v1/assignments/{id}",
    tag = "booking",
    operation_id = "get_assignment",
    params(("id" = Uuid, Path, description = "The assignment")),
    responses((status = 200, body = BookingDetailsJson), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/assignments/<id>")]
pub(super) async fn one(api: ApiDoor, id: AssignmentId) -> Result<Tagged<Json<BookingDetailsJson>>, ApiStop> {
    let details = queries::details(api.db(), id).await?.ok_or_else(unknown)?;
    api.permit(ViewRequests { office: details.request.office })?;
    let tag = EntityTag::of_version(details.assignment.version.into());
    Ok(Tagged(tag, Json(BookingDetailsJson::seen_by(api.actor(), api.locale(), &details))))
}

/// The offers of an assignment, in the order in which they were sent.
#[utoipa::path(
    get,
    path = "/api/v1/assignments/{id}/offers",
    tag = "booking",
    operation_id = "list_assignment_offers",
    params(("id" = Uuid, Path, description = "The assignment")),
    responses((status = 200, body = Vec<OfferJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/assignments/<id>/offers")]
pub(super) async fn offers(api: ApiDoor, id: AssignmentId) -> Result<Json<Vec<OfferJson>>, ApiStop> {
    api.permit(ViewRanking { assignment: id })?;
    office_of(&api, id).await?;
    let offers = store::offers(store::read(api.db()), id).await?;
    Ok(Json(offers.iter().map(OfferJson::from).collect()))
}

/// What was sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SentJson {
    /// The offers.
    pub(super) offers: Vec<Uuid>,
    /// When the next wave is due, if nobody says yes.
    pub(super) next_look_at: Option<DateTime<Utc>>,
}

/// Asks the next wave, everybody, or one.
#[utoipa::path(
    post,
    path = "/api/v1/assignments/{id}/offers",
    tag = "booking",
    operation_id = "send_offers",
    params(("id" = Uuid, Path, description = "The assignment")),
    request_body = SendInput,
    responses((status = 201, body = SentJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/assignments/<id>/offers", data = "<body>")]
pub(super) async fn send(api: ApiDoor, id: AssignmentId, body: JsonBody<SendInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(Dispatch { assignment: id })?;
    office_of(&api, id).await?;
    let who = match (body.0.who, body.0.interpreter) {
        (WhoInput::NextWave, _) => Who::NextWave,
        (WhoInput::Everybody, _) => Who::Everybody,
        (WhoInput::One, Some(person)) => Who::One(InterpreterId(person)),
        (WhoInput::One, None) => {
            return Err(Problem::new(Http::UnprocessableEntity, "invalid")
                .field("interpreter", "required", "needed with who = one")
                .into());
        }
    };
    let mut once = api.begin(&body.0).await?;
    let sent = commands::send_offers(&permit, who, api.now(), &mut once.tx).await?;
    let offers = sent.offers.into_iter().map(|offer| offer.0).collect();
    let location = Some(format!("/api/v1/assignments/{id}/offers"));
    api.finish(once, Http::Created, location, &SentJson { offers, next_look_at: sent.next_look_at }).await
}

/// How many offers were called back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct WithdrawnJson {
    /// How many.
    pub(super) withdrawn: usize,
}

/// Calls one open offer back, or all.
#[utoipa::path(
    post,
    path = "/api/v1/assignments/{id}/withdraw",
    tag = "booking",
    operation_id = "withdraw_offers",
    params(("id" = Uuid, Path, description = "The assignment")),
    request_body = WithdrawInput,
    responses((status = 200, body = WithdrawnJson), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/assignments/<id>/withdraw", data = "<body>")]
pub(super) async fn withdraw(
    api: ApiDoor,
    id: AssignmentId,
    body: JsonBody<WithdrawInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(Dispatch { assignment: id })?;
    office_of(&api, id).await?;
    let mut once = api.begin(&body.0).await?;
    let only = body.0.offer.map(OfferId);
    let withdrawn = commands::withdraw_offers(&permit, only, api.now(), &mut once.tx).await?;
    api.finish(once, Http::Ok, None, &WithdrawnJson { withdrawn }).await
}

/// How the whole pool ranks: now while the search runs, as it was kept when it is over.
#[utoipa::path(
    get,
    path = "/api/v1/assignments/{id}/ranking",
    tag = "booking",
    operation_id = "get_ranking",
    params(("id" = Uuid, Path, description = "The assignment")),
    responses((status = 200, body = RankingJson), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/assignments/<id>/ranking")]
pub(super) async fn ranking(api: ApiDoor, id: AssignmentId) -> Result<Json<RankingJson>, ApiStop> {
    api.permit(ViewRanking { assignment: id })?;
    let details = queries::details(api.db(), id).await?.ok_or_else(unknown)?;
    let ranking = queries::ranking(api.db(), &details, api.now()).await?.ok_or_else(unknown)?;
    Ok(Json(RankingJson::of(&ranking, |reason| in_words(api.locale(), reason))))
}

/// Where an assignment stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct StandingJson {
    /// The assignment.
    pub(super) assignment: Uuid,
    /// Its status.
    pub(super) status: String,
}

/// Gives up a search, with the reason.
#[utoipa::path(
    post,
    path = "/api/v1/assignments/{id}/unfilled",
    tag = "booking",
    operation_id = "declare_unfilled",
    params(("id" = Uuid, Path, description = "The assignment")),
    request_body = UnfilledInput,
    responses((status = 200, body = StandingJson), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/assignments/<id>/unfilled", data = "<body>")]
pub(super) async fn unfilled(
    api: ApiDoor,
    id: AssignmentId,
    body: JsonBody<UnfilledInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(Dispatch { assignment: id })?;
    office_of(&api, id).await?;
    let mut once = api.begin(&body.0).await?;
    commands::declare_unfilled(&permit, body.0.reason, api.now(), &mut once.tx).await?;
    api.finish(once, Http::Ok, None, &StandingJson { assignment: id.0, status: "unfilled".to_owned() }).await
}

/// By how much a line was raised.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct OverriddenJson {
    /// The assignment.
    pub(super) assignment: Uuid,
    /// What was added to the line's ceiling, in cents.
    pub(super) raised_cents: i64,
}

/// Lets a session take place beyond the means, with a reason.
#[utoipa::path(
    post,
    path = "/api/v1/assignments/{id}/override",
    tag = "booking",
    operation_id = "override_budget",
    params(("id" = Uuid, Path, description = "The assignment")),
    request_body = ReasonInput,
    responses((status = 200, body = OverriddenJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/assignments/<id>/override", data = "<body>")]
pub(super) async fn override_budget(
    api: ApiDoor,
    id: AssignmentId,
    body: JsonBody<ReasonInput>,
) -> Result<ApiDone, ApiStop> {
    let office = office_of(&api, id).await?;
    let permit = api.permit(OverrideBudget { office })?;
    let mut once = api.begin(&body.0).await?;
    let raised = commands::override_budget(permit, id, &body.0.reason, api.now(), &mut once.tx).await?;
    api.finish(once, Http::Ok, None, &OverriddenJson { assignment: id.0, raised_cents: raised.get() }).await
}
