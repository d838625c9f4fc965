//! Connected calendars for programs: `text/calendar` in, how much was understood out.

use super::{FileRefused, MOST_BYTES, read_file};
use crate::{
    directory::{
        self,
        busy::{ConnectedCalendar, Reading},
        commands::{connect_calendar, disconnect_calendar, read_anew},
    },
    identity::{ApiDone, ApiDoor, ApiStop, Denied, Permit, policy::ConnectCalendars},
    kernel::{ids::ConnectedCalendarId, refusal::Refusal},
    platform::{
        fault::Stop,
        http::{EntityTag, IfMatch, Problem, Tagged, read_upload},
        i18n::say,
    },
};
use chrono::{DateTime, Utc};
use rocket::{
    Data, Route,
    data::ByteUnit,
    delete, get,
    http::{ContentType, Status},
    post, put, routes,
    serde::json::Json,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

/// `/connected-calendars`, mounted at `/api/v1`.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, connect, one, replace, disconnect]
}

/// This part of the API's description.
#[derive(OpenApi)]
#[openapi(paths(list, connect, one, replace, disconnect), components(schemas(ConnectedCalendarJson, Problem)))]
pub struct ApiDoc;

/// A calendar that says when its owner is busy. The times themselves are not handed out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct ConnectedCalendarJson {
    /// Its key.
    id: Uuid,
    /// What its owner calls it.
    name: String,
    /// Since when it is connected.
    created_at: DateTime<Utc>,
    /// When it was last read.
    read_at: Option<DateTime<Utc>>,
    /// Up to when it was looked at then.
    covers_to: Option<DateTime<Utc>>,
    /// How many separate busy times it gave; appointments that touch are one.
    busy: i32,
    /// How many events were left out because their times or rules could not be understood.
    left_out: i32,
    /// Raised with each reading; the entity tag.
    version: i32,
}

impl From<ConnectedCalendar> for ConnectedCalendarJson {
    fn from(calendar: ConnectedCalendar) -> Self {
        Self {
            id: calendar.id.0,
            name: calendar.name,
            created_at: calendar.created_at,
            read_at: calendar.read_at,
            covers_to: calendar.covers_to,
            busy: calendar.busy_count,
            left_out: calendar.left_out,
            version: calendar.version,
        }
    }
}

fn permit(api: &ApiDoor) -> Result<Permit<ConnectCalendars>, ApiStop> {
    let interpreter = api.person().interpreter.ok_or_else(|| ApiStop::from(Denied::Forbidden))?;
    api.permit(ConnectCalendars { interpreter })
}

/// The caller's own calendar; somebody else's is none.
async fn own(
    api: &ApiDoor,
    permit: &Permit<ConnectCalendars>,
    id: ConnectedCalendarId,
) -> Result<ConnectedCalendar, ApiStop> {
    let found = directory::connected_calendar(api.db().read(), id).await?;
    found.filter(|one| one.interpreter == permit.interpreter).ok_or_else(|| Denied::Unknown.into())
}

/// The body as a reading, with the digest that makes the same call again harmless.
async fn reading(api: &ApiDoor, media: Option<&ContentType>, body: Data<'_>) -> Result<(Reading, String), ApiStop> {
    if !media.is_some_and(|media| media.top() == "text" && media.sub() == "calendar") {
        return Err(Problem::of_status(Status::UnsupportedMediaType).into());
    }
    let bytes = read_upload(body, ByteUnit::from(MOST_BYTES)).await?;
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    match read_file(bytes, api.now()).await {
        Ok(reading) => Ok((reading, digest)),
        Err(Stop::Refused(refused)) => {
            let status = match refused {
                FileRefused::TooLarge => Status::PayloadTooLarge,
                FileRefused::Unreadable(_) => Status::UnprocessableEntity,
            };
            let why = say(api.locale(), &refused.message());
            Err(Problem::new(status, refused.code()).detail(why.clone()).field("body", refused.code(), why).into())
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Calendars of the interpreter who asks, the oldest first; five at most.
#[utoipa::path(
    get,
    path = "/api/v1/connected-calendars",
    tag = "calendar",
    operation_id = "list_connected_calendars",
    responses((status = 200, body = [ConnectedCalendarJson]), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/connected-calendars")]
async fn list(api: ApiDoor) -> Result<Json<Vec<ConnectedCalendarJson>>, ApiStop> {
    let permit = permit(&api)?;
    let found = directory::connected_calendars(api.db().read(), permit.interpreter).await?;
    Ok(Json(found.into_iter().map(ConnectedCalendarJson::from).collect()))
}

/// One of them.
#[utoipa::path(
    get,
    path = "/api/v1/connected-calendars/{id}",
    tag = "calendar",
    operation_id = "get_connected_calendar",
    params(("id" = Uuid, Path, description = "The calendar")),
    responses(
        (status = 200, body = ConnectedCalendarJson, headers(("ETag" = String, description = "The version read"))),
        (status = 404, body = Problem)
    ),
    security(("bearer" = []))
)]
#[get("/connected-calendars/<id>")]
async fn one(api: ApiDoor, id: ConnectedCalendarId) -> Result<Tagged<Json<ConnectedCalendarJson>>, ApiStop> {
    let permit = permit(&api)?;
    let found = own(&api, &permit, id).await?;
    Ok(Tagged(EntityTag::of_version(found.version.into()), Json(found.into())))
}

/// Connects a calendar: its busy times are stored, nothing else of it.
#[utoipa::path(
    post,
    path = "/api/v1/connected-calendars",
    tag = "calendar",
    operation_id = "connect_calendar",
    params(("name" = String, Query, description = "What its owner calls it; at most 60 characters")),
    request_body(content = String, content_type = "text/calendar", description = "An iCalendar file (RFC 5545)"),
    responses(
        (status = 201, body = ConnectedCalendarJson),
        (status = 403, body = Problem),
        (status = 413, body = Problem, description = "Larger than 5 MiB"),
        (status = 415, body = Problem),
        (status = 422, body = Problem, description = "No name, no calendar, or a calendar too many")
    ),
    security(("bearer" = []))
)]
#[post("/connected-calendars?<name>", data = "<body>")]
async fn connect(
    api: ApiDoor,
    name: Option<&str>,
    media: Option<&ContentType>,
    body: Data<'_>,
) -> Result<ApiDone, ApiStop> {
    let permit = permit(&api)?;
    let (reading, digest) = reading(&api, media, body).await?;
    let mut once = api.begin(&digest).await?;
    let id = connect_calendar(&permit, name.unwrap_or_default(), &reading, api.now(), &mut once.tx).await?;
    let found = directory::connected_calendar(once.tx.conn(), id).await?.ok_or(Denied::Unknown)?;
    let location = Some(format!("/api/v1/connected-calendars/{id}"));
    api.finish(once, Status::Created, location, &ConnectedCalendarJson::from(found)).await
}

/// Reads a calendar anew: what it says now stands in the place of what it said. `If-Match` carries the tag that was read.
#[utoipa::path(
    put,
    path = "/api/v1/connected-calendars/{id}",
    tag = "calendar",
    operation_id = "read_connected_calendar_anew",
    params(
        ("id" = Uuid, Path, description = "The calendar"),
        ("If-Match" = String, Header, description = "The ETag read")
    ),
    request_body(content = String, content_type = "text/calendar", description = "An iCalendar file (RFC 5545)"),
    responses(
        (status = 200, body = ConnectedCalendarJson),
        (status = 404, body = Problem),
        (status = 412, body = Problem, description = "It was read anew meanwhile"),
        (status = 413, body = Problem, description = "Larger than 5 MiB"),
        (status = 415, body = Problem),
        (status = 422, body = Problem, description = "No calendar; the last good reading stays in force"),
        (status = 428, body = Problem, description = "If-Match is missing")
    ),
    security(("bearer" = []))
)]
#[put("/connected-calendars/<id>", data = "<body>")]
async fn replace(
    api: ApiDoor,
    id: ConnectedCalendarId,
    seen: IfMatch,
    media: Option<&ContentType>,
    body: Data<'_>,
) -> Result<ApiDone, ApiStop> {
    let permit = permit(&api)?;
    own(&api, &permit, id).await?;
    let (reading, digest) = reading(&api, media, body).await?;
    let mut once = api.begin(&digest).await?;
    once.tx.lock_for_use([id.into()]).await?;
    let found = directory::connected_calendar(once.tx.conn(), id).await?.ok_or(Denied::Unknown)?;
    seen.require(EntityTag::of_version(found.version.into()))?;
    read_anew(&permit, id, &reading, api.now(), &mut once.tx).await?;
    let found = directory::connected_calendar(once.tx.conn(), id).await?.ok_or(Denied::Unknown)?;
    api.finish(once, Status::Ok, None, &ConnectedCalendarJson::from(found)).await
}

/// Forgets a calendar and everything it said.
#[utoipa::path(
    delete,
    path = "/api/v1/connected-calendars/{id}",
    tag = "calendar",
    operation_id = "disconnect_calendar",
    params(("id" = Uuid, Path, description = "The calendar")),
    responses((status = 200, description = "It is gone"), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[delete("/connected-calendars/<id>")]
async fn disconnect(api: ApiDoor, id: ConnectedCalendarId) -> Result<ApiDone, ApiStop> {
    let permit = permit(&api)?;
    let mut once = api.begin(&id.0).await?;
    disconnect_calendar(&permit, id, api.now(), &mut once.tx).await?;
    api.finish(once, Status::Ok, None, &serde_json::json!({ "removed": id })).await
}
