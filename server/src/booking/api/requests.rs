//! Requests and series.

use super::{all_of, cursor_after, inputs::*, piece_of, unknown};
use crate::{
    booking::{
        ask::AskRefused,
        assignment::Status,
        commands::{self, Effect, Occurrence, SeriesChange, SeriesRefused, SubmitSeriesRefused},
        queries::{self, BookingDetails},
        store::{self, lists::Filter},
        views::*,
    },
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{
            CancelAssignment, ChangeRequest, ReportInterpreterAbsent, SubmitRequest, ViewFileReference, ViewRequests,
        },
    },
    kernel::{ids::*, refusal::Refusal, time::start_of_day},
    platform::{
        fault::Stop,
        http::{EntityTag, IfMatch, JsonBody, PageParams, PageRequest, Paged, Problem, Tagged, Wanted},
        i18n::say,
    },
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use rocket::{get, http::Status as Http, patch, post, serde::json::Json};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a list may be narrowed to.
pub(super) fn filter(
    api: &ApiDoor,
    status: Option<&str>,
    office: Option<OfficeId>,
    language: Option<&str>,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<Filter, ApiStop> {
    let in_sight = queries::offices_in_sight(api.actor());
    if in_sight.as_ref().is_some_and(Vec::is_empty) {
        return Err(Denied::Forbidden.into());
    }
    let offices = match (office, in_sight) {
        (Some(office), Some(own)) if !own.contains(&office) => return Err(unknown()),
        (Some(office), _) => Some(vec![office]),
        (None, own) => own,
    };
    let day = |field: &'static str, text: Option<&str>| match text.map(str::parse::<NaiveDate>) {
        Some(Err(_)) => Err(bad(field, "not a date like 2027-03-04")),
        Some(Ok(day)) => Ok(Some(day)),
        None => Ok(None),
    };
    let mut statuses = Vec::new();
    for word in status.into_iter().flat_map(|list| list.split(',')) {
        statuses.push(Status::parse(word).ok_or_else(|| bad("status", "no such status"))?);
    }
    Ok(Filter {
        offices,
        statuses,
        language: language.map(str::to_owned),
        from: day("from", from)?.map(start_of_day),
        to: day("to", to)?.map(|day| start_of_day(day + Days::new(1))),
        ..Filter::default()
    })
}

fn bad(field: &'static str, why: &'static str) -> ApiStop {
    Problem::new(Http::BadRequest, "bad-filter")
        .detail("A filter has the wrong form.")
        .field(field, "unreadable", why)
        .into()
}

/// A page of assignments by begin.
pub(super) async fn page_of(api: &ApiDoor, filter: &Filter, page: &PageRequest) -> Result<Paged<BookingJson>, ApiStop> {
    let found = store::lists::piece(store::read(api.db()), filter, false, piece_of(page)?).await?;
    let rows = found.into_iter().map(|facts| BookingJson::seen_by(api.actor(), api.locale(), facts)).collect();
    Ok(Paged::cut(rows, page, cursor_after))
}

/// The requests that the reader may see, by begin.
#[utoipa::path(
    get,
    path = "/api/v1/requests",
    tag = "booking",
    operation_id = "list_requests",
    params(
        PageParams,
        ("status" = Option<String>, Query, description = "One or several statuses, separated by commas"),
        ("office" = Option<Uuid>, Query, description = "Office"),
        ("language" = Option<String>, Query, description = "Language code"),
        ("from" = Option<NaiveDate>, Query, description = "First day"),
        ("to" = Option<NaiveDate>, Query, description = "Last day")
    ),
    responses((status = 200, body = Paged<BookingJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/requests?<status>&<office>&<language>&<from>&<to>")]
#[allow(clippy::too_many_arguments, reason = "a list has that many filters")]
pub(super) async fn list(
    api: ApiDoor,
    page: PageRequest,
    status: Option<&str>,
    office: Wanted<OfficeId>,
    language: Option<&str>,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<Json<Paged<BookingJson>>, ApiStop> {
    let filter = filter(&api, status, office.0, language, from, to)?;
    Ok(Json(page_of(&api, &filter, &page).await?))
}

/// Everything that is wrong with a request, field by field.
fn refused(api: &ApiDoor, refused: &AskRefused) -> ApiStop {
    let errors: Vec<(String, &'static str, String)> = refused
        .problems()
        .iter()
        .map(|one| (one.field().unwrap_or_default().to_owned(), one.code(), say(api.locale(), &one.message())))
        .collect();
    match refused.kind() {
        crate::kernel::refusal::RefusalKind::Input => all_of(api, refused, &errors),
        _ => ApiStop::Refused(Box::new(refused.clone())),
    }
}

/// Asks for a session. The estimate is committed in the same moment; without enough money the request waits
/// (`awaiting_budget`). Nothing is promised before the status is `filled`.
#[utoipa::path(
    post,
    path = "/api/v1/requests",
    tag = "booking",
    operation_id = "submit_request",
    request_body = RequestInput,
    responses(
        (status = 201, body = BookedJson),
        (status = 404, body = Problem),
        (status = 409, body = Problem),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/requests", data = "<body>")]
pub(super) async fn submit(api: ApiDoor, body: JsonBody<RequestInput>) -> Result<ApiDone, ApiStop> {
    let ask = body.0.ask()?;
    let permit = api.permit(SubmitRequest { office: ask.office })?;
    let mut once = api.begin(&body.0).await?;
    match commands::book(&permit, &ask, api.now(), &mut once.tx).await {
        Ok(booked) => {
            let view = BookedJson::of(api.locale(), ask.time.date, &booked);
            let location = format!("/api/v1/requests/{}", view.id);
            api.finish(once, Http::Created, Some(location), &view).await
        }
        Err(Stop::Refused(why)) => Err(refused(&api, &why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// One request, if the reader may see it.
async fn visible(api: &ApiDoor, id: BookingRequestId) -> Result<BookingDetails, ApiStop> {
    let details = queries::details_of_request(api.db(), id).await?.ok_or_else(unknown)?;
    api.permit(ViewRequests { office: details.request.office })?;
    Ok(details)
}

/// One request, with its ETag.
#[utoipa::path(
    get,
    path = "/api/v1/requests/{id}",
    tag = "booking",
    operation_id = "get_request",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, body = BookingDetailsJson), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/requests/<id>")]
pub(super) async fn one(api: ApiDoor, id: BookingRequestId) -> Result<Tagged<Json<BookingDetailsJson>>, ApiStop> {
    let details = visible(&api, id).await?;
    let tag = EntityTag::of_version(details.assignment.version.into());
    Ok(Tagged(tag, Json(BookingDetailsJson::seen_by(api.actor(), api.locale(), &details))))
}

/// Moves or changes a request. Another time, way, district or kind of session makes a new appointment of it: whoever was booked is
/// asked again.
#[utoipa::path(
    patch,
    path = "/api/v1/requests/{id}",
    tag = "booking",
    operation_id = "change_request",
    params(
        ("id" = Uuid, Path, description = "The request"),
        ("If-Match" = String, Header, description = "The ETag that was read")
    ),
    request_body = ChangeInput,
    responses(
        (status = 200, body = BookingJson),
        (status = 409, body = Problem),
        (status = 412, body = Problem),
        (status = 422, body = Problem),
        (status = 428, body = Problem)
    ),
    security(("bearer" = []))
)]
#[patch("/requests/<id>", data = "<body>")]
pub(super) async fn change(
    api: ApiDoor,
    id: BookingRequestId,
    seen: IfMatch,
    body: JsonBody<ChangeInput>,
) -> Result<ApiDone, ApiStop> {
    let details = visible(&api, id).await?;
    let permit = api.permit(ChangeRequest { office: details.request.office, request: id })?;
    let wanted = body.0.change()?;
    if wanted.file_reference.is_some() {
        api.permit(ViewFileReference { office: details.request.office })?;
    }
    let mut once = api.begin(&body.0).await?;
    let version = details.assignment.version;
    seen.require(EntityTag::of_version(version.into()))?;
    // Under the lock the command compares once more, so that a change between these lines is noticed, too.
    commands::change_request(&permit, &wanted, Some(version), api.now(), &mut once.tx).await?;
    let now = store::booking_of_request(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    let facts = store::snapshots::assignment_facts(once.tx.conn(), now.1.id).await?.ok_or_else(unknown)?;
    let view = BookingJson::seen_by(api.actor(), api.locale(), facts);
    api.finish(once, Http::Ok, None, &view).await
}

/// What a cancellation would mean now.
#[utoipa::path(
    get,
    path = "/api/v1/requests/{id}/cancellation",
    tag = "booking",
    operation_id = "preview_cancellation",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, body = ConsequenceJson), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/requests/<id>/cancellation")]
pub(super) async fn preview_cancellation(api: ApiDoor, id: BookingRequestId) -> Result<Json<ConsequenceJson>, ApiStop> {
    let details = visible(&api, id).await?;
    let (request, assignment) = (&details.request, &details.assignment);
    let means = commands::consequence(store::read(api.db()), request, assignment, api.now()).await?;
    Ok(Json(ConsequenceJson::of(api.locale(), &means)))
}

/// Cancels a request. The class is computed from the time and the dated rule.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{id}/cancel",
    tag = "booking",
    operation_id = "cancel_request",
    params(("id" = Uuid, Path, description = "The request")),
    request_body = CancelInput,
    responses((status = 200, body = ConsequenceJson), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/requests/<id>/cancel", data = "<body>")]
pub(super) async fn cancel(
    api: ApiDoor,
    id: BookingRequestId,
    body: JsonBody<CancelInput>,
) -> Result<ApiDone, ApiStop> {
    let details = visible(&api, id).await?;
    let permit = api.permit(CancelAssignment { office: details.request.office, assignment: details.assignment.id })?;
    let mut once = api.begin(&body.0).await?;
    let (reason, seen) = (&body.0.reason, body.0.seen_class);
    let done = commands::cancel_assignment(&permit, reason, seen, api.now(), &mut once.tx).await?;
    let view = ConsequenceJson::of(api.locale(), &done.consequence);
    api.finish(once, Http::Ok, None, &view).await
}

/// Says that the interpreter did not come.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{id}/interpreter-absent",
    tag = "booking",
    operation_id = "report_interpreter_absent",
    params(("id" = Uuid, Path, description = "The request")),
    request_body = ReasonInput,
    responses((status = 201, body = TimesheetJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/requests/<id>/interpreter-absent", data = "<body>")]
pub(super) async fn interpreter_absent(
    api: ApiDoor,
    id: BookingRequestId,
    body: JsonBody<ReasonInput>,
) -> Result<ApiDone, ApiStop> {
    let details = visible(&api, id).await?;
    let action = ReportInterpreterAbsent { office: details.request.office, assignment: details.assignment.id };
    let permit = api.permit(action)?;
    let mut once = api.begin(&body.0).await?;
    let sheet = commands::report_interpreter_absent(&permit, &body.0.reason, api.now(), &mut once.tx).await?;
    let stored = store::timesheet(once.tx.conn(), sheet).await?.ok_or_else(unknown)?;
    let location = Some(format!("/api/v1/timesheets/{sheet}"));
    api.finish(once, Http::Created, location, &TimesheetJson::from(&stored)).await
}

/// A series that was booked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SeriesJson {
    /// The series.
    pub(super) series: Uuid,
    /// Each booking.
    pub(super) booked: Vec<BookedJson>,
    /// Holidays that were left out.
    pub(super) skipped: Vec<NaiveDate>,
}

/// Asks for a series. Every date is checked; all are booked or none.
#[utoipa::path(
    post,
    path = "/api/v1/series",
    tag = "booking",
    operation_id = "submit_series",
    request_body = SeriesInput,
    responses((status = 201, body = SeriesJson), (status = 404, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/series", data = "<body>")]
pub(super) async fn submit_series(api: ApiDoor, body: JsonBody<SeriesInput>) -> Result<ApiDone, ApiStop> {
    let (ask, series) = (body.0.first.ask()?, body.0.series()?);
    let permit = api.permit(SubmitRequest { office: ask.office })?;
    let mut once = api.begin(&body.0).await?;
    match commands::submit_series(&permit, &ask, series, api.now(), &mut once.tx).await {
        Ok(done) => {
            let booked = done.booked.iter().map(|(date, one)| BookedJson::of(api.locale(), *date, one)).collect();
            let view = SeriesJson { series: done.series.0, booked, skipped: done.skipped };
            api.finish(once, Http::Created, None, &view).await
        }
        Err(Stop::Refused(SubmitSeriesRefused::Request(why))) => Err(refused(&api, &why)),
        Err(Stop::Refused(why)) => {
            let errors: Vec<(String, &'static str, String)> = match &why {
                SubmitSeriesRefused::Dates(problems) => problems
                    .iter()
                    .map(|one| (one.date.to_string(), one.code(), say(api.locale(), &one.message())))
                    .collect(),
                _ => Vec::new(),
            };
            Err(all_of(&api, &why, &errors))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What was done to several dates of a series.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SeriesDoneJson {
    /// The assignments it was done to.
    pub(super) assignments: Vec<Uuid>,
}

fn dates_refused<R: Refusal>(api: &ApiDoor, stop: Stop<SeriesRefused<R>>) -> ApiStop {
    match stop {
        Stop::Refused(why) => {
            let errors: Vec<(String, &'static str, String)> = match &why {
                SeriesRefused::Dates(problems) => problems
                    .iter()
                    .map(|(date, one)| (date.to_string(), one.code(), say(api.locale(), &one.message())))
                    .collect(),
                _ => return ApiStop::Refused(Box::new(why)),
            };
            all_of(api, &why, &errors)
        }
        Stop::Fault(fault) => fault.into(),
    }
}

/// Cancels this date of a series, it and those that follow, or all.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{id}/series/cancel",
    tag = "booking",
    operation_id = "cancel_series",
    params(("id" = Uuid, Path, description = "One request of the series")),
    request_body = CancelSeriesInput,
    responses((status = 200, body = SeriesDoneJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/requests/<id>/series/cancel", data = "<body>")]
pub(super) async fn cancel_series(
    api: ApiDoor,
    id: BookingRequestId,
    body: JsonBody<CancelSeriesInput>,
) -> Result<ApiDone, ApiStop> {
    let details = visible(&api, id).await?;
    let permit = api.permit(CancelAssignment { office: details.request.office, assignment: details.assignment.id })?;
    let mut once = api.begin(&body.0).await?;
    let (scope, reason) = (body.0.scope, &body.0.reason);
    let done = commands::cancel_series(&permit, id, scope, reason, api.now(), &mut once.tx).await;
    let done = done.map_err(|stop| dates_refused(&api, stop))?;
    let view = SeriesDoneJson { assignments: done.into_iter().map(|(assignment, _)| assignment.0).collect() };
    api.finish(once, Http::Ok, None, &view).await
}

/// The change that was sent; another file reference is the ordering office's to say.
fn series_change(api: &ApiDoor, office: OfficeId, body: &ChangeSeriesInput) -> Result<SeriesChange, ApiStop> {
    if body.file_reference.is_some() {
        api.permit(ViewFileReference { office })?;
    }
    Ok(body.change()?)
}

/// What a change means for one date of a series.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct OccurrenceJson {
    /// The request.
    request: Uuid,
    /// Its assignment.
    assignment: Uuid,
    /// The version this was said of; send it back in `seen`.
    version: i32,
    /// When it is, as it stands.
    starts_at: DateTime<Utc>,
    /// Its end, as it stands.
    ends_at: DateTime<Utc>,
    /// When it would be; absent if it stays.
    new_starts_at: Option<DateTime<Utc>>,
    /// Its end then.
    new_ends_at: Option<DateTime<Utc>>,
    /// What is expected now, net, in cents.
    estimate: i64,
    /// What would be expected, net, in cents.
    new_estimate: i64,
    /// `anew` (searched or asked anew), `asked_again` (whoever said yes must say it again), `kept` (stays as agreed, told), `same`
    /// (is so already), `over` (has begun, is over or cancelled), `refused`.
    effect: &'static str,
    /// Who is asked again.
    asked_again: Option<Uuid>,
    /// The stable code of why it can't be done.
    code: Option<&'static str>,
    /// The same in the reader's language.
    detail: Option<String>,
}

impl OccurrenceJson {
    fn of(api: &ApiDoor, one: &Occurrence) -> Self {
        let changed = match &one.effect {
            Effect::Changed(changed) => Some(changed),
            _ => None,
        };
        let refused = match &one.effect {
            Effect::Refused(refused) => Some(refused),
            _ => None,
        };
        Self {
            request: one.request.0,
            assignment: one.assignment.0,
            version: one.version,
            starts_at: one.slot.starts_at(),
            ends_at: one.slot.ends_at(),
            new_starts_at: changed.map(|changed| changed.slot.starts_at()),
            new_ends_at: changed.map(|changed| changed.slot.ends_at()),
            estimate: one.estimate.get(),
            new_estimate: changed.map_or(one.estimate, |changed| changed.estimate).get(),
            effect: match &one.effect {
                Effect::Changed(changed) if changed.asked_again.is_some() => "asked_again",
                Effect::Changed(changed) if changed.is_anew => "anew",
                Effect::Changed(_) => "kept",
                Effect::Same => "same",
                Effect::Over => "over",
                Effect::Refused(_) => "refused",
            },
            asked_again: changed.and_then(|changed| changed.asked_again).map(|person| person.0),
            code: refused.map(Refusal::code),
            detail: refused.map(|refused| say(api.locale(), &refused.message())),
        }
    }
}

/// What a change of a series would mean, date by date; nothing is stored.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{id}/series/preview",
    tag = "booking",
    operation_id = "preview_series_change",
    params(("id" = Uuid, Path, description = "One request of the series")),
    request_body = ChangeSeriesInput,
    responses((status = 200, body = [OccurrenceJson]), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/requests/<id>/series/preview", data = "<body>")]
pub(super) async fn preview_series(
    api: ApiDoor,
    id: BookingRequestId,
    body: JsonBody<ChangeSeriesInput>,
) -> Result<Json<Vec<OccurrenceJson>>, ApiStop> {
    let details = visible(&api, id).await?;
    let permit = api.permit(ChangeRequest { office: details.request.office, request: id })?;
    let change = series_change(&api, details.request.office, &body.0)?;
    // Tried and given up: nothing of it stays.
    let mut tx = api.db().begin().await?;
    let means =
        commands::rehearse_series_change(&permit, body.0.scope, &change, body.0.seen().as_ref(), api.now(), &mut tx)
            .await
            .map_err(|stop| dates_refused(&api, stop))?;
    Ok(Json(means.iter().map(|one| OccurrenceJson::of(&api, one)).collect()))
}

/// Changes this date of a series, it and those that follow, or all, in place: all of them, or none and why.
#[utoipa::path(
    patch,
    path = "/api/v1/requests/{id}/series",
    tag = "booking",
    operation_id = "change_series",
    params(("id" = Uuid, Path, description = "One request of the series")),
    request_body = ChangeSeriesInput,
    responses((status = 200, body = SeriesDoneJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[patch("/requests/<id>/series", data = "<body>")]
pub(super) async fn change_series(
    api: ApiDoor,
    id: BookingRequestId,
    body: JsonBody<ChangeSeriesInput>,
) -> Result<ApiDone, ApiStop> {
    let details = visible(&api, id).await?;
    let permit = api.permit(ChangeRequest { office: details.request.office, request: id })?;
    let change = series_change(&api, details.request.office, &body.0)?;
    let mut once = api.begin(&body.0).await?;
    let seen = body.0.seen();
    let done = commands::change_series(&permit, body.0.scope, &change, seen.as_ref(), api.now(), &mut once.tx).await;
    let done = done.map_err(|stop| dates_refused(&api, stop))?;
    let view = SeriesDoneJson { assignments: done.into_iter().map(|(assignment, _)| assignment.0).collect() };
    api.finish(once, Http::Ok, None, &view).await
}
