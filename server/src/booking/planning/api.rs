//! Plans for programs, below `/api/v1`.

use super::{
    commands::{self, PlanAsk, Selection},
    entry::Entry,
    plan::{CityPlan, Span, USUAL_SECONDS},
    queries::{self, PlanView},
    store,
};
use crate::{
    booking::{pages::in_words, store::read, views::ReasonJson},
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{PlanCity, ViewPlans},
    },
    kernel::ids::*,
    platform::{
        http::{JsonBody, PageParams, PageRequest, Paged, Problem},
        i18n::{Locale, say},
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use rocket::{Route, get, http::Status as Http, post, routes, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

/// All routes, mounted at `/api/v1`.
#[must_use]
pub(in crate::booking) fn api_routes() -> Vec<Route> {
    routes![list, ask, one, stop, send]
}

/// Planning's part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(list, ask, one, stop, send),
    components(schemas(
        PlanJson,
        PlanDetailsJson,
        PlanEntryJson,
        PlanChangeJson,
        PlanInput,
        PlanOffersInput,
        SendingJson,
        Problem
    ))
)]
pub struct PlanningDoc;

/// A plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct PlanJson {
    /// Its key.
    id: Uuid,
    /// The first day.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
    /// Who can't come after all: what this person accepted is planned anew.
    instead_of: Option<Uuid>,
    /// `waiting`, `running`, `made`, `failed`.
    status: String,
    /// `interrupted`, `stopped`, `broken`.
    failure: Option<String>,
    /// The longest it may be worked on, in seconds.
    seconds: i32,
    /// How long it was worked on, in milliseconds.
    elapsed_ms: i64,
    /// Points of the best plan so far; fewer are better.
    points: Option<i64>,
    /// No plan has fewer points: this is proven.
    bound: Option<i64>,
    /// By how much any other plan can be better at most, in hundredths of a percent; sessions that nobody can take left out.
    gap_basis_points: Option<i64>,
    /// When it was asked for.
    asked_at: DateTime<Utc>,
    /// When it was ready.
    made_at: Option<DateTime<Utc>>,
}

impl From<&CityPlan> for PlanJson {
    fn from(plan: &CityPlan) -> Self {
        Self {
            id: plan.id.0,
            from: plan.span.from,
            to: plan.span.to,
            instead_of: plan.instead_of.map(|id| id.0),
            status: plan.status.name().to_owned(),
            failure: plan.failure.map(|failure| failure.name().to_owned()),
            seconds: plan.seconds,
            elapsed_ms: plan.standing.elapsed_ms,
            points: plan.standing.points,
            bound: plan.standing.bound,
            gap_basis_points: plan.standing.gap_basis_points(),
            asked_at: plan.asked_at,
            made_at: plan.made_at,
        }
    }
}

/// One session of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct PlanEntryJson {
    /// The assignment.
    assignment: Uuid,
    /// The number people say on the phone.
    reference: String,
    /// The ordering office.
    office: Uuid,
    /// Begin.
    starts_at: DateTime<Utc>,
    /// End.
    ends_at: DateTime<Utc>,
    /// `accepted` stays as it is; `asked` has an open offer and keeps it; `proposed` should be asked; `open` has nobody.
    outcome: String,
    /// Who.
    interpreter: Option<Uuid>,
    /// Who had accepted it and can't come.
    held_by: Option<Uuid>,
    /// Who had an open offer when the plan was made.
    asked_before: Vec<Uuid>,
    /// What was committed for it, in cents.
    committed_cents: i64,
    /// What the interpreter can expect, in cents.
    net_cents: i64,
    /// What the office pays, in cents.
    gross_cents: i64,
    /// What speaks for the interpreter.
    reasons: Vec<ReasonJson>,
    /// Why nobody: `no_money_yet`, `nobody_speaks`, `nobody_qualified`, `nobody_free`, `weekly_cap`, `said_no`, `budget`,
    /// `outweighed`.
    open_reason: Option<String>,
    /// `waiting`, `sent`, `refused`; none as long as nobody chose it.
    sending: Option<String>,
    /// Why it was refused, in the reader's language.
    refused: Option<String>,
}

/// Something that is otherwise than when the plan was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct PlanChangeJson {
    /// Which session, if it is about one that the plan knows.
    assignment: Option<Uuid>,
    /// The number of a session that the plan does not know.
    reference: Option<String>,
    /// What happened, in the reader's language.
    sentence: String,
    /// What stands now against whom the plan names.
    obstacles: Vec<String>,
}

/// A plan with everything that it says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct PlanDetailsJson {
    /// The plan.
    #[serde(flatten)]
    plan: PlanJson,
    /// Its sessions, by begin.
    sessions: Vec<PlanEntryJson>,
    /// What happened since.
    changes: Vec<PlanChangeJson>,
}

impl PlanDetailsJson {
    fn of(locale: Locale, view: &PlanView) -> Self {
        Self {
            plan: PlanJson::from(&view.plan),
            sessions: view
                .lines
                .iter()
                .map(|(entry, facts)| entry_json(locale, entry, facts.reference.clone(), facts.office))
                .collect(),
            changes: view
                .changes
                .iter()
                .map(|change| PlanChangeJson {
                    assignment: change.assignment.map(|id| id.0),
                    reference: change.reference.clone(),
                    sentence: say(locale, &change.message),
                    obstacles: change.obstacles.iter().map(|reason| in_words(locale, reason)).collect(),
                })
                .collect(),
        }
    }
}

fn entry_json(locale: Locale, entry: &Entry, reference: String, office: OfficeId) -> PlanEntryJson {
    PlanEntryJson {
        assignment: entry.assignment.0,
        reference,
        office: office.0,
        starts_at: entry.starts_at,
        ends_at: entry.ends_at,
        outcome: entry.outcome.name().to_owned(),
        interpreter: entry.interpreter.map(|id| id.0),
        held_by: entry.held_by.map(|id| id.0),
        asked_before: entry.facts.asked.iter().map(|id| id.0).collect(),
        committed_cents: entry.facts.committed.get(),
        net_cents: entry.net.get(),
        gross_cents: entry.gross.get(),
        reasons: entry
            .facts
            .parts
            .iter()
            .map(|part| ReasonJson { points: Some(part.points), sentence: in_words(locale, &part.reason) })
            .collect(),
        open_reason: entry.facts.why.map(|why| why.name().to_owned()),
        sending: entry.sending.map(|sending| sending.name().to_owned()),
        refused: entry.refused.as_ref().map(|message| say(locale, message)),
    }
}

/// Which days are to be planned.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanInput {
    /// The first day; next Monday if it is not said.
    #[serde(default)]
    from: Option<NaiveDate>,
    /// The last day, at most 56 days; the Sunday of next week if it is not said.
    #[serde(default)]
    to: Option<NaiveDate>,
    /// The longest it may be worked on, 1 to 120; 10 if it is not said.
    #[serde(default)]
    seconds: Option<i32>,
    /// Who can't come after all: what this person accepted on these days is planned anew.
    #[serde(default)]
    instead_of: Option<Uuid>,
}

/// Which proposals are offered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanOffersInput {
    /// These assignments; all that can be if it is not said.
    #[serde(default)]
    assignments: Option<Vec<Uuid>>,
    /// A person knows that whoever the plan replaces can't come: what they accepted is given back in their name.
    #[serde(default)]
    absence_confirmed: bool,
}

/// How many offers are being sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SendingJson {
    /// How many; each ends as `sent` or `refused` in the plan.
    sending: usize,
}

fn unknown() -> ApiStop {
    ApiStop::from(Denied::Unknown)
}

async fn exists(api: &ApiDoor, id: CityPlanId) -> Result<(), ApiStop> {
    store::plan(read(api.db()), id).await?.map(|_| ()).ok_or_else(unknown)
}

/// The last fifty plans, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/plans",
    tag = "booking",
    operation_id = "list_plans",
    params(PageParams),
    responses((status = 200, body = Paged<PlanJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/plans")]
pub(super) async fn list(api: ApiDoor, page: PageRequest) -> Result<Json<Paged<PlanJson>>, ApiStop> {
    api.permit(ViewPlans {})?;
    Ok(Json(queries::latest(api.db(), &page).await?.map(|plan| PlanJson::from(&plan))))
}

/// Has days planned. The plan is made in the background: ask for it until it is `made` or `failed`.
#[utoipa::path(
    post,
    path = "/api/v1/plans",
    tag = "booking",
    operation_id = "ask_for_plan",
    request_body = PlanInput,
    responses((status = 202, body = PlanJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/plans", data = "<body>")]
pub(super) async fn ask(api: ApiDoor, body: JsonBody<PlanInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(PlanCity {})?;
    let usual = Span::next_week(api.now());
    let from = body.0.from.unwrap_or(usual.from);
    let ask = PlanAsk {
        span: Span { from, to: body.0.to.unwrap_or(usual.to) },
        seconds: body.0.seconds.unwrap_or(USUAL_SECONDS),
        instead_of: body.0.instead_of.map(InterpreterId),
    };
    let mut once = api.begin(&body.0).await?;
    let id = commands::ask_for_plan(&permit, &ask, api.now(), &mut once.tx).await?;
    let plan = store::plan(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Http::Accepted, Some(format!("/api/v1/plans/{id}")), &PlanJson::from(&plan)).await
}

/// One plan: how far it is, what it says, what happened since.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{id}",
    tag = "booking",
    operation_id = "get_plan",
    params(("id" = Uuid, Path, description = "The plan")),
    responses((status = 200, body = PlanDetailsJson), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/plans/<id>")]
pub(super) async fn one(api: ApiDoor, id: CityPlanId) -> Result<Json<PlanDetailsJson>, ApiStop> {
    api.permit(ViewPlans {})?;
    let view = queries::plan(api.db(), id, api.now()).await?.ok_or_else(unknown)?;
    Ok(Json(PlanDetailsJson::of(api.locale(), &view)))
}

/// Stops a plan that is being made: it ends with the best there is.
#[utoipa::path(
    post,
    path = "/api/v1/plans/{id}/stop",
    tag = "booking",
    operation_id = "stop_plan",
    params(("id" = Uuid, Path, description = "The plan")),
    responses((status = 202, body = PlanJson), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/plans/<id>/stop")]
pub(super) async fn stop(api: ApiDoor, id: CityPlanId) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(PlanCity {})?;
    exists(&api, id).await?;
    let mut once = api.begin(&()).await?;
    commands::stop_plan(&permit, id, api.now(), &mut once.tx).await?;
    let plan = store::plan(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Http::Accepted, None, &PlanJson::from(&plan)).await
}

/// Sends the offers of a plan, all or some. Each is checked again and sent by itself; look at the plan for what became of it.
#[utoipa::path(
    post,
    path = "/api/v1/plans/{id}/offers",
    tag = "booking",
    operation_id = "send_plan",
    params(("id" = Uuid, Path, description = "The plan")),
    request_body = PlanOffersInput,
    responses((status = 202, body = SendingJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/plans/<id>/offers", data = "<body>")]
pub(super) async fn send(api: ApiDoor, id: CityPlanId, body: JsonBody<PlanOffersInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(PlanCity {})?;
    exists(&api, id).await?;
    let selection = match &body.0.assignments {
        Some(some) => Selection::These(some.iter().copied().map(AssignmentId).collect()),
        None => Selection::All,
    };
    let confirmed = body.0.absence_confirmed;
    let mut once = api.begin(&body.0).await?;
    let sending = commands::send_plan(&permit, id, &selection, confirmed, api.now(), &mut once.tx).await?;
    api.finish(once, Http::Accepted, Some(format!("/api/v1/plans/{id}")), &SendingJson { sending }).await
}
