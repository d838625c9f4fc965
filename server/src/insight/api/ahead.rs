//! `/api/v1/insight/forecast`.

use super::span;
use crate::{
    directory,
    identity::{ApiDoor, ApiStop, Denied, policy::ViewBudget},
    insight::{Ends, OfficeForecast, Week, office_forecasts},
    kernel::ids::OfficeId,
    platform::http::{Problem, Wanted},
};
use chrono::NaiveDate;
use rocket::{get, serde::json::Json};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How far the money of one office reaches.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct ForecastJson {
    /// The office.
    office_id: Uuid,
    /// The fiscal year.
    year: i32,
    /// Granted and overridden.
    means_cents: i64,
    /// Open commitments.
    committed_cents: i64,
    /// Consumed by priced claims.
    consumed_cents: i64,
    /// Consumed, committed and still to come.
    expected_cents: i64,
    /// The low end of the middle 80 %.
    low_cents: i64,
    /// The high end.
    high_cents: i64,
    /// `season` (last year's weeks at this year's level), `mean` (of this year's weeks) or `in-hand` (only what is booked).
    method: &'static str,
    /// When nothing is left.
    ends: EndsJson,
    /// The weeks: blocks of seven days from 1 January.
    weeks: Vec<WeekJson>,
}

/// When nothing is left; absent: not within the year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct EndsJson {
    /// At the high end of the range.
    earliest: Option<NaiveDate>,
    /// As expected.
    expected: Option<NaiveDate>,
    /// At the low end.
    latest: Option<NaiveDate>,
}

/// One week.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct WeekJson {
    /// Its first day.
    from: NaiveDate,
    /// Committed or consumed for services in it.
    bound_cents: i64,
    /// What it is expected to cost.
    expected_cents: i64,
    /// It is over.
    is_over: bool,
}

impl From<OfficeForecast> for ForecastJson {
    fn from(one: OfficeForecast) -> Self {
        let Ends { earliest, expected, latest } = one.forecast.ends;
        let week = |week: Week| WeekJson {
            from: week.from,
            bound_cents: week.bound.get(),
            expected_cents: week.expected.get(),
            is_over: week.is_over,
        };
        Self {
            office_id: one.office.0,
            year: one.given.year,
            means_cents: one.given.means.get(),
            committed_cents: one.given.committed.get(),
            consumed_cents: one.given.consumed.get(),
            expected_cents: one.forecast.expected.get(),
            low_cents: one.forecast.low.get(),
            high_cents: one.forecast.high.get(),
            method: one.forecast.method.name(),
            ends: EndsJson { earliest, expected, latest },
            weeks: one.forecast.weeks.into_iter().map(week).collect(),
        }
    }
}

/// How far the money of each office that the reader may see reaches.
#[utoipa::path(
    get,
    path = "/api/v1/insight/forecast",
    tag = "insight",
    operation_id = "get_forecast",
    params(
        ("year" = Option<i32>, Query, description = "Fiscal year; the current one by default"),
        ("office" = Option<Uuid>, Query, description = "One office only")
    ),
    responses((status = 200, body = [ForecastJson]), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/insight/forecast?<year>&<office>")]
pub(super) async fn forecasts(
    api: ApiDoor,
    year: Wanted<i32>,
    office: Wanted<OfficeId>,
) -> Result<Json<Vec<ForecastJson>>, ApiStop> {
    let (year, _) = span(&api, year.0)?;
    let visible: Vec<OfficeId> = directory::offices(api.db().read())
        .await?
        .into_iter()
        .map(|each| each.id)
        .filter(|id| api.permit(ViewBudget { office: *id }).is_ok())
        .collect();
    if visible.is_empty() {
        return Err(Denied::Forbidden.into());
    }
    let wanted: Vec<OfficeId> = visible.into_iter().filter(|id| office.0.is_none_or(|only| only == *id)).collect();
    let found = office_forecasts(api.db(), year, &wanted, api.now()).await?;
    Ok(Json(found.into_iter().map(ForecastJson::from).collect()))
}
