//! `/api/v1/rates`: who stands by assumed figures, and what another schedule would have cost.

use crate::{
    billing::{
        commands,
        comparison::{CompareRefused, compare_year},
        figures::{Standing, standings},
    },
    identity::{ApiDone, ApiDoor, ApiStop, policy::*},
    platform::{
        fault::Stop,
        http::{JsonBody, Problem},
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use rates::{Catalog, Figures, compare::Difference};
use rocket::{get, http::Status, post, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A fee schedule that comes with the program.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct ScheduleView {
    /// Its id.
    pub id: String,
    /// First day of service.
    pub valid_from: NaiveDate,
    /// Last day, or open.
    pub valid_to: Option<NaiveDate>,
    /// `official` or `assumed`.
    pub figures: &'static str,
    /// Where the figures were read.
    pub source: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// Who accepted assumed figures.
    pub acceptances: Vec<AcceptanceView>,
    /// Documents may be issued on it.
    pub is_payable: bool,
}

/// Somebody accepted assumed figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct AcceptanceView {
    /// Who.
    pub account: Uuid,
    /// The decision it rests on.
    pub reason: String,
    /// When.
    pub accepted_at: DateTime<Utc>,
}

impl From<Standing> for ScheduleView {
    fn from(one: Standing) -> Self {
        let is_payable = one.is_payable();
        Self {
            id: one.schedule.id.clone(),
            valid_from: one.schedule.valid_from,
            valid_to: one.schedule.valid_to,
            figures: if one.schedule.figures == Figures::Official { "official" } else { "assumed" },
            source: one.schedule.source.clone(),
            sha256: one.sha256,
            acceptances: one
                .acceptances
                .into_iter()
                .map(|accepted| AcceptanceView {
                    account: accepted.account.0,
                    reason: accepted.reason,
                    accepted_at: accepted.accepted_at,
                })
                .collect(),
            is_payable,
        }
    }
}

/// Why figures are accepted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::billing) struct AcceptanceForm {
    /// The decision it rests on.
    #[schema(max_length = 500)]
    pub reason: String,
}

/// One office and group of interpreters under both schedules; amounts are net, in minor units.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct DifferenceView {
    /// The office's code; empty in the total.
    pub office: String,
    /// `full_time` or `part_time`; empty in the total.
    pub group: String,
    /// Sessions that both could price.
    pub sessions: u64,
    /// By the first schedule.
    pub before_cents: i64,
    /// By the second.
    pub after_cents: i64,
    /// Sessions that would have been dearer.
    pub dearer: u64,
    /// Sessions that would have been cheaper.
    pub cheaper: u64,
    /// Sessions that one of the two could not price; in neither sum.
    pub unpriced: u64,
}

impl DifferenceView {
    fn of(office: &str, group: &str, one: &Difference) -> Self {
        Self {
            office: office.to_owned(),
            group: group.to_owned(),
            sessions: one.sessions,
            before_cents: one.before.minor(),
            after_cents: one.after.minor(),
            dearer: one.dearer,
            cheaper: one.cheaper,
            unpriced: one.unpriced_sessions,
        }
    }
}

/// Two schedules over the sessions of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct ComparisonView {
    /// The year of service.
    pub year: i32,
    /// All together.
    pub total: DifferenceView,
    /// By office and group of interpreters.
    pub groups: Vec<DifferenceView>,
}

/// The fee schedules, and who stands by assumed figures.
#[utoipa::path(get, path = "/api/v1/rates", tag = "billing", operation_id = "listSchedules",
    responses((status = 200, body = [ScheduleView]), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/rates")]
pub(in crate::billing) async fn list(api: ApiDoor) -> Result<Json<Vec<ScheduleView>>, ApiStop> {
    if api.permit(AcceptFigures {}).is_err() {
        api.permit(CompareSchedules {})?;
    }
    Ok(Json(standings(api.db().read()).await?.into_iter().map(ScheduleView::from).collect()))
}

/// Accepts assumed figures. Documents are issued on them when two people have.
#[utoipa::path(post, path = "/api/v1/rates/{schedule}/accept", tag = "billing", operation_id = "acceptFigures",
    params(("schedule" = String, Path, description = "The schedule's id")), request_body = AcceptanceForm,
    responses((status = 201, body = ScheduleView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = [])))]
#[post("/rates/<schedule>/accept", data = "<body>")]
pub(in crate::billing) async fn accept(
    api: ApiDoor,
    schedule: &str,
    body: JsonBody<AcceptanceForm>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(AcceptFigures {})?;
    let mut once = api.begin(&body.0).await?;
    commands::accept_figures(permit, schedule, &body.0.reason, api.now(), &mut once.tx).await?;
    let all = standings(once.tx.conn()).await?;
    let view = all.into_iter().find(|one| one.schedule.id == schedule).map(ScheduleView::from);
    api.finish(once, Status::Created, None, &view).await
}

/// What a year's sessions would have cost by another schedule, by office and group of interpreters.
#[utoipa::path(get, path = "/api/v1/rates/compare", tag = "billing", operation_id = "compareSchedules",
    params(("from" = String, Query, description = "The first schedule's id"),
        ("to" = String, Query, description = "The second schedule's id"),
        ("year" = i32, Query, description = "Year of the sessions")),
    responses((status = 200, body = ComparisonView), (status = 403, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = [])))]
#[get("/rates/compare?<from>&<to>&<year>")]
pub(in crate::billing) async fn compare(
    api: ApiDoor,
    from: &str,
    to: &str,
    year: i32,
) -> Result<Json<ComparisonView>, ApiStop> {
    api.permit(CompareSchedules {})?;
    let find = |id: &str| Catalog::builtin().by_id(id).ok_or(Stop::Refused(CompareRefused::UnknownSchedule));
    let all = compare_year(api.db(), find(from)?, find(to)?, year).await?;
    Ok(Json(ComparisonView {
        year,
        total: DifferenceView::of("", "", &all.total),
        groups: all.groups.iter().map(|((office, group), one)| DifferenceView::of(office, group, one)).collect(),
    }))
}
