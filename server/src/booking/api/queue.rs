//! The queue for money, for programs.

use crate::{
    booking::{queue, views::BookingJson},
    directory,
    identity::{ApiDoor, ApiStop, Denied, policy::ViewBudget},
    platform::http::Problem,
};
use chrono::{DateTime, Utc};
use rocket::{get, serde::json::Json};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A request that waits for money.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct WaitingJson {
    /// What waits.
    booking: BookingJson,
    /// Its place in the line's queue, from 1: legal duties first, then urgent ones, then by age.
    place: usize,
    /// `normal`, `urgent`, `legal_duty`.
    priority: String,
    /// When it was asked for.
    requested_at: DateTime<Utc>,
    /// What would be committed for it, gross, in cents; absent if it has no price any more.
    needs_cents: Option<i64>,
    /// What must come free on the line until it is served, in cents.
    missing_cents: i64,
    /// Weeks until then at the pace of the last twelve; absent if nothing comes free, or not before the session.
    weeks: Option<i64>,
}

/// Those who wait for the money of one line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct QueueJson {
    /// The line.
    line: Uuid,
    /// Its office.
    office: Uuid,
    /// Its year.
    year: i32,
    /// What it has left, in cents.
    available_cents: i64,
    /// What came free on it in the last twelve weeks, in cents.
    freed_cents: i64,
    /// In the order in which they are served.
    waiting: Vec<WaitingJson>,
}

/// Who waits for money, by line, in the order in which they are served; of the offices that the reader sees.
#[utoipa::path(
    get,
    path = "/api/v1/queue",
    tag = "booking",
    operation_id = "list_queue",
    responses((status = 200, body = [QueueJson]), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/queue")]
pub(super) async fn list(api: ApiDoor) -> Result<Json<Vec<QueueJson>>, ApiStop> {
    let offices = directory::offices(api.db().read()).await?;
    let may = |office| api.permit(ViewBudget { office }).is_ok();
    if !offices.iter().any(|office| may(office.id)) {
        return Err(Denied::Forbidden.into());
    }
    let queues = queue::queues(api.db(), api.actor(), api.now()).await?;
    let seen = queues.into_iter().filter(|one| may(one.line.office)).map(|one| QueueJson {
        line: one.line.line.0,
        office: one.line.office.0,
        year: one.line.fiscal_year.0,
        available_cents: one.line.available().get(),
        freed_cents: one.freed.get().max(0),
        waiting: one
            .waiting
            .into_iter()
            .map(|each| WaitingJson {
                place: each.place,
                priority: each.priority.name().to_owned(),
                requested_at: each.requested_at,
                needs_cents: each.needs.map(|needs| needs.get()),
                missing_cents: each.missing.get(),
                weeks: each.weeks,
                booking: BookingJson::seen_by(api.actor(), api.locale(), each.facts),
            })
            .collect(),
    });
    Ok(Json(seen.collect()))
}
