//! Figures for programs.

mod ahead;

use super::{
    Tally, UnmetView,
    report::{days, report},
    unmet as find_unmet,
};
use crate::{
    identity::{ApiDoor, ApiStop, policy::ViewInsight},
    kernel::{ids::OfficeId, time::berlin_date},
    platform::http::{Cursor, PageParams, PageRequest, Paged, Problem},
};
use chrono::{Datelike, NaiveDate};
use rocket::{Route, get, http::Status, routes, serde::json::Json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

/// The year's figures and what could not be covered.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![figures, unmet, ahead::forecasts]
}

/// The reports' part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(figures, unmet, ahead::forecasts),
    components(schemas(
        InsightJson,
        TallyJson,
        MissedReasonJson,
        LanguageJson,
        OfficeMonthJson,
        TrainingJson,
        UnmetJson,
        ahead::ForecastJson,
        ahead::WeekJson,
        ahead::EndsJson,
        Problem
    ))
)]
pub struct ApiDoc;

/// What became of requests.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct TallyJson {
    /// All requests.
    requests: i64,
    /// Somebody comes or came.
    covered: i64,
    /// Nobody could come, or there was no money.
    uncovered: i64,
    /// Still searched for, or waiting for money.
    open: i64,
    /// No longer wanted.
    cancelled: i64,
    /// Share of the decided requests that were covered, in basis points; absent if nothing was decided.
    coverage_basis_points: Option<i64>,
    /// What the uncovered would have cost.
    missed_cents: i64,
}

impl From<Tally> for TallyJson {
    fn from(tally: Tally) -> Self {
        Self {
            requests: tally.requests,
            covered: tally.covered,
            uncovered: tally.uncovered,
            open: tally.open,
            cancelled: tally.cancelled,
            coverage_basis_points: tally.coverage(),
            missed_cents: tally.missed.get(),
        }
    }
}

/// Uncovered for one reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct MissedReasonJson {
    /// `nobody_free`, `nobody_qualified`, `no_money`, `too_late`.
    reason: String,
    /// How many.
    uncovered: i64,
    /// What they would have cost.
    missed_cents: i64,
}

/// One language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct LanguageJson {
    /// Code.
    language: String,
    /// Its figures.
    figures: TallyJson,
}

/// One office in one month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct OfficeMonthJson {
    /// The office.
    office_id: Uuid,
    /// 1 is January.
    month: u32,
    /// Its figures.
    figures: TallyJson,
}

/// A language in which nobody qualified was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct TrainingJson {
    /// Code.
    language: String,
    /// How often.
    uncovered: i64,
}

/// The figures of a year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct InsightJson {
    /// The year of the sessions.
    year: i32,
    /// Everything.
    total: TallyJson,
    /// January first, all twelve.
    months: Vec<TallyJson>,
    /// Uncovered by reason.
    reasons: Vec<MissedReasonJson>,
    /// By language, most wanted first.
    languages: Vec<LanguageJson>,
    /// By office and month.
    offices: Vec<OfficeMonthJson>,
    /// Need for training.
    training: Vec<TrainingJson>,
}

/// A request that could not be covered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct UnmetJson {
    /// The request.
    request_id: Uuid,
    /// Its number.
    reference: String,
    /// Who asked.
    office_id: Uuid,
    /// Language code.
    language: String,
    /// The requirement profile.
    profile_id: Uuid,
    /// The day it was wanted.
    on_date: NaiveDate,
    /// Its calendar week (ISO 8601).
    #[schema(example = "2027-W09")]
    week: String,
    /// `nobody_free`, `nobody_qualified`, `no_money`, `too_late`.
    reason: String,
    /// What it would have cost.
    estimate_cents: i64,
}

impl From<UnmetView> for UnmetJson {
    fn from(view: UnmetView) -> Self {
        Self {
            request_id: view.request.0,
            reference: view.reference,
            office_id: view.office.0,
            language: view.language,
            profile_id: view.profile.0,
            on_date: view.on_date,
            week: view.on_date.format("%G-W%V").to_string(),
            reason: view.reason,
            estimate_cents: view.estimate.get(),
        }
    }
}

/// The year that is asked for, else the current one, with its days.
fn span(api: &ApiDoor, year: Option<i32>) -> Result<(i32, (NaiveDate, NaiveDate)), ApiStop> {
    let year = year.unwrap_or_else(|| berlin_date(api.now()).year());
    let span = days(year).filter(|_| (1900..2200).contains(&year)).ok_or_else(|| {
        Problem::new(Status::BadRequest, "year-out-of-range").field("year", "out-of-range", "1900 to 2199")
    })?;
    Ok((year, span))
}

/// Demand and coverage of a year.
#[utoipa::path(
    get,
    path = "/api/v1/insight",
    tag = "insight",
    operation_id = "get_insight",
    params(
        ("year" = Option<i32>, Query, description = "Year of the sessions; the current one by default"),
        ("office" = Option<Uuid>, Query, description = "One office only")
    ),
    responses((status = 200, body = InsightJson), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/insight?<year>&<office>")]
async fn figures(api: ApiDoor, year: Option<i32>, office: Option<OfficeId>) -> Result<Json<InsightJson>, ApiStop> {
    api.permit(ViewInsight {})?;
    let (year, _) = span(&api, year)?;
    let found = report(api.db(), year, office).await?;
    Ok(Json(InsightJson {
        year,
        total: found.total.into(),
        months: found.months.into_iter().map(TallyJson::from).collect(),
        reasons: found
            .reasons
            .into_iter()
            .map(|(reason, uncovered, missed)| MissedReasonJson {
                reason: reason.to_owned(),
                uncovered,
                missed_cents: missed.get(),
            })
            .collect(),
        languages: found
            .languages
            .into_iter()
            .map(|(language, tally)| LanguageJson { language, figures: tally.into() })
            .collect(),
        offices: found
            .offices
            .into_iter()
            .map(|(office, month, tally)| OfficeMonthJson { office_id: office.0, month, figures: tally.into() })
            .collect(),
        training: found
            .training
            .into_iter()
            .map(|(language, uncovered)| TrainingJson { language, uncovered })
            .collect(),
    }))
}

/// What could not be covered in a year, latest day first.
#[utoipa::path(
    get,
    path = "/api/v1/insight/unmet",
    tag = "insight",
    operation_id = "list_unmet_demand",
    params(
        PageParams,
        ("year" = Option<i32>, Query, description = "Year of the sessions; the current one by default"),
        ("office" = Option<Uuid>, Query, description = "One office only")
    ),
    responses((status = 200, body = Paged<UnmetJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/insight/unmet?<year>&<office>")]
async fn unmet(
    api: ApiDoor,
    page: PageRequest,
    year: Option<i32>,
    office: Option<OfficeId>,
) -> Result<Json<Paged<UnmetJson>>, ApiStop> {
    api.permit(ViewInsight {})?;
    let (_, days) = span(&api, year)?;
    let after = match &page.cursor {
        Some(cursor) => {
            let day = cursor.key.parse().map_err(|_| Problem::new(Status::BadRequest, "cursor-unreadable"))?;
            Some((day, cursor.id))
        }
        None => None,
    };
    let found = find_unmet(api.db().read(), days, office, after, 0, page.fetch()).await?;
    let cut = Paged::cut(found, &page, |one| Cursor::after(one.on_date.to_string(), one.request.0));
    Ok(Json(cut.map(UnmetJson::from)))
}
