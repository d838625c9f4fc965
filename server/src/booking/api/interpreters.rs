//! An interpreter's own offers and jobs.

use super::{cursor_after, inputs::*, piece_of, unknown};
use crate::{
    booking::{
        assignment::Status,
        commands,
        facts::AssignmentFacts,
        offer::{Offer, OfferStatus},
        own_calendar::OwnCalendars,
        queries,
        store::{self, lists::Filter},
        views::*,
    },
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied, Permit,
        policy::{AnswerOffer, DropOut, RecordSession, ViewOwnJobs},
    },
    kernel::ids::*,
    platform::http::{JsonBody, PageParams, PageRequest, Paged, Problem},
};
use chrono::Duration;
use rocket::{get, http::Status as Http, post, serde::json::Json};

pub(super) fn me(api: &ApiDoor) -> Result<InterpreterId, ApiStop> {
    let interpreter = api.person().interpreter.ok_or_else(|| ApiStop::from(Denied::Forbidden))?;
    api.permit(ViewOwnJobs { interpreter })?;
    Ok(interpreter)
}

/// One's own offers: the open ones, and those of the last 30 days, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/offers",
    tag = "booking",
    operation_id = "list_own_offers",
    params(PageParams),
    responses((status = 200, body = Paged<OwnOfferJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/offers")]
pub(super) async fn offers(api: ApiDoor, page: PageRequest) -> Result<Json<Paged<OwnOfferJson>>, ApiStop> {
    let me = me(&api)?;
    let now = api.now();
    let since = now - Duration::days(30);
    let found = store::lists::offers_to(store::read(api.db()), me, since, now, piece_of(&page)?).await?;
    let open = found.iter().filter(|(offer, _)| offer.status == OfferStatus::Open).map(|(_, facts)| facts);
    let said = OwnCalendars::of(store::read(api.db()), me, open, now).await?;
    let against = |offer: &Offer, facts: &AssignmentFacts| {
        (offer.status == OfferStatus::Open).then(|| said.about(facts)).flatten()
    };
    let view = |(offer, facts): (Offer, AssignmentFacts)| OwnOfferJson {
        own_calendar: in_words_to_its_owner(api.locale(), against(&offer, &facts).as_ref()),
        offer: OfferJson::from(&offer),
        booking: BookingJson::for_interpreter(me, api.locale(), facts),
    };
    Ok(Json(Paged::cut(found, &page, |(offer, _)| store::lists::cursor_at(offer.sent_at, offer.id.0)).map(view)))
}

async fn mine(api: &ApiDoor, id: OfferId) -> Result<Permit<AnswerOffer>, ApiStop> {
    let offer = store::offer(store::read(api.db()), id).await?.ok_or_else(unknown)?;
    api.permit(AnswerOffer { interpreter: offer.interpreter, offer: id, assignment: offer.assignment })
}

/// Says yes. The first yes wins; whoever was not first gets 409 `assignment-taken`.
#[utoipa::path(
    post,
    path = "/api/v1/offers/{id}/accept",
    tag = "booking",
    operation_id = "accept_offer",
    params(("id" = Uuid, Path, description = "The offer")),
    responses((status = 200, body = BookingJson), (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/offers/<id>/accept")]
pub(super) async fn accept(api: ApiDoor, id: OfferId) -> Result<ApiDone, ApiStop> {
    let permit = mine(&api, id).await?;
    let mut once = api.begin(&()).await?;
    let assignment = commands::accept_offer(&permit, api.now(), &mut once.tx).await?;
    let facts = store::snapshots::assignment_facts(once.tx.conn(), assignment.id).await?.ok_or_else(unknown)?;
    let view = BookingJson::for_interpreter(permit.interpreter, api.locale(), facts);
    api.finish(once, Http::Ok, Some(format!("/api/v1/jobs/{}", assignment.id)), &view).await
}

/// Says no; a reason may be given.
#[utoipa::path(
    post,
    path = "/api/v1/offers/{id}/decline",
    tag = "booking",
    operation_id = "decline_offer",
    params(("id" = Uuid, Path, description = "The offer")),
    request_body = OptionalReasonInput,
    responses((status = 200, body = OfferJson), (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/offers/<id>/decline", data = "<body>")]
pub(super) async fn decline(
    api: ApiDoor,
    id: OfferId,
    body: JsonBody<OptionalReasonInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = mine(&api, id).await?;
    let mut once = api.begin(&body.0).await?;
    commands::decline_offer(&permit, &body.0.reason, api.now(), &mut once.tx).await?;
    let offer = store::offer(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Http::Ok, None, &OfferJson::from(&offer)).await
}

/// One's own jobs, by begin: filled, held, confirmed, and those that were cancelled.
#[utoipa::path(
    get,
    path = "/api/v1/jobs",
    tag = "booking",
    operation_id = "list_own_jobs",
    params(PageParams),
    responses((status = 200, body = Paged<BookingJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/jobs")]
pub(super) async fn jobs(api: ApiDoor, page: PageRequest) -> Result<Json<Paged<BookingJson>>, ApiStop> {
    let me = me(&api)?;
    let statuses = vec![Status::Filled, Status::Held, Status::Confirmed, Status::Cancelled];
    let filter = Filter { interpreter: Some(me), statuses, ..Filter::default() };
    let found = store::lists::piece(store::read(api.db()), &filter, false, piece_of(&page)?).await?;
    let rows = found.into_iter().map(|facts| BookingJson::for_interpreter(me, api.locale(), facts)).collect();
    Ok(Json(Paged::cut(rows, &page, cursor_after)))
}

/// One of one's own jobs.
#[utoipa::path(
    get,
    path = "/api/v1/jobs/{id}",
    tag = "booking",
    operation_id = "get_own_job",
    params(("id" = Uuid, Path, description = "The assignment")),
    responses((status = 200, body = BookingJson), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/jobs/<id>")]
pub(super) async fn job(api: ApiDoor, id: AssignmentId) -> Result<Json<BookingJson>, ApiStop> {
    let me = me(&api)?;
    let details = queries::details(api.db(), id).await?.ok_or_else(unknown)?;
    if details.assignment.interpreter != Some(me) {
        return Err(unknown());
    }
    Ok(Json(BookingJson::for_interpreter(me, api.locale(), details.facts)))
}

/// One's own job, or 404.
async fn own(api: &ApiDoor, id: AssignmentId) -> Result<InterpreterId, ApiStop> {
    let me = me(api)?;
    let found = store::assignment(store::read(api.db()), id).await?.ok_or_else(unknown)?;
    if found.interpreter == Some(me) { Ok(me) } else { Err(unknown()) }
}

/// Gives a job back; the search begins again.
#[utoipa::path(
    post,
    path = "/api/v1/jobs/{id}/drop-out",
    tag = "booking",
    operation_id = "drop_out",
    params(("id" = Uuid, Path, description = "The assignment")),
    request_body = OptionalReasonInput,
    responses((status = 204, description = "Given back"), (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/jobs/<id>/drop-out", data = "<body>")]
pub(super) async fn drop_out(
    api: ApiDoor,
    id: AssignmentId,
    body: JsonBody<OptionalReasonInput>,
) -> Result<ApiDone, ApiStop> {
    let interpreter = own(&api, id).await?;
    let permit = api.permit(DropOut { interpreter, assignment: id })?;
    let mut once = api.begin(&body.0).await?;
    commands::drop_out(&permit, &body.0.reason, api.now(), &mut once.tx).await?;
    api.finish(once, Http::NoContent, None, &()).await
}

/// Takes a yes back within its first minute, as if it had not been said: the offer, and those that ended by it, are open again.
#[utoipa::path(
    post,
    path = "/api/v1/jobs/{id}/take-back",
    tag = "booking",
    operation_id = "take_back",
    params(("id" = Uuid, Path, description = "The assignment")),
    responses((status = 204, description = "Taken back"), (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/jobs/<id>/take-back")]
pub(super) async fn take_back(api: ApiDoor, id: AssignmentId) -> Result<ApiDone, ApiStop> {
    let interpreter = own(&api, id).await?;
    let permit = api.permit(DropOut { interpreter, assignment: id })?;
    let mut once = api.begin(&"").await?;
    commands::take_back(&permit, api.now(), &mut once.tx).await?;
    api.finish(once, Http::NoContent, None, &()).await
}

/// Records what took place; the office is asked to confirm.
#[utoipa::path(
    post,
    path = "/api/v1/jobs/{id}/session",
    tag = "booking",
    operation_id = "record_session",
    params(("id" = Uuid, Path, description = "The assignment")),
    request_body = SessionInput,
    responses((status = 201, body = TimesheetJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/jobs/<id>/session", data = "<body>")]
pub(super) async fn record(api: ApiDoor, id: AssignmentId, body: JsonBody<SessionInput>) -> Result<ApiDone, ApiStop> {
    let interpreter = own(&api, id).await?;
    let permit = api.permit(RecordSession { interpreter, assignment: id })?;
    let mut once = api.begin(&body.0).await?;
    let sheet = commands::record_session(&permit, &body.0.record(), api.now(), &mut once.tx).await?;
    let stored = store::timesheet(once.tx.conn(), sheet).await?.ok_or_else(unknown)?;
    let location = Some(format!("/api/v1/timesheets/{sheet}"));
    api.finish(once, Http::Created, location, &TimesheetJson::from(&stored)).await
}
