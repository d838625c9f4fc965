//! Budgets for programs.

mod transfers;

use super::{
    balances_after,
    commands::{LineDetails, Opened, grant_supplement, open_line},
    find_balance, postings as ledger,
    views::{BudgetLineJson, CommitmentJson, PostingJson, TransferJson},
};
use crate::{
    directory,
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{ManageBudget, ViewBudget},
    },
    kernel::{
        ids::{BudgetLineId, OfficeId},
        money::Cents,
        time::FiscalYear,
    },
    platform::{
        fault::Fault,
        http::{Cursor, JsonBody, PageParams, PageRequest, Paged, Problem, TextRule, clean_text},
    },
};
use rocket::{Route, get, http::Status, post, routes, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

/// Lines, postings, supplements, transfers, carry-overs.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    let mut all = routes![list, open, one, postings, supplement];
    all.extend(transfers::routes());
    all
}

/// The budget's part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(
        list,
        open,
        one,
        postings,
        supplement,
        transfers::propose,
        transfers::commitments,
        transfers::propose_carry_over,
        transfers::list,
        transfers::approve,
        transfers::reject
    ),
    components(schemas(
        BudgetLineJson,
        PostingJson,
        LineInput,
        SupplementInput,
        transfers::TransferInput,
        transfers::CarryOverInput,
        transfers::RejectionInput,
        TransferJson,
        CommitmentJson,
        Problem
    ))
)]
pub struct ApiDoc;

fn unknown() -> ApiStop {
    ApiStop::from(Denied::Unknown)
}

/// The lines that the reader may see, in the order they were opened.
#[utoipa::path(
    get,
    path = "/api/v1/budget-lines",
    tag = "budget",
    operation_id = "list_budget_lines",
    params(
        PageParams,
        ("year" = Option<i32>, Query, description = "Fiscal year"),
        ("office" = Option<Uuid>, Query, description = "Office")
    ),
    responses((status = 200, body = Paged<BudgetLineJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/budget-lines?<year>&<office>")]
async fn list(
    api: ApiDoor,
    page: PageRequest,
    year: Option<i32>,
    office: Option<OfficeId>,
) -> Result<Json<Paged<BudgetLineJson>>, ApiStop> {
    let offices = directory::offices(api.db().read()).await?;
    let visible: Vec<OfficeId> =
        offices.into_iter().map(|each| each.id).filter(|id| api.permit(ViewBudget { office: *id }).is_ok()).collect();
    if visible.is_empty() {
        return Err(Denied::Forbidden.into());
    }
    let wanted: Vec<OfficeId> = visible.into_iter().filter(|id| office.is_none_or(|only| only == *id)).collect();
    let after = page.cursor.as_ref().map(|cursor| BudgetLineId(cursor.id));
    let found = balances_after(api.db().read(), &wanted, year.map(FiscalYear), after, page.fetch()).await?;
    let cut = Paged::cut(found, &page, |line| Cursor::after("", line.line.0));
    Ok(Json(cut.map(BudgetLineJson::from)))
}

/// One line.
#[utoipa::path(
    get,
    path = "/api/v1/budget-lines/{id}",
    tag = "budget",
    operation_id = "get_budget_line",
    params(("id" = Uuid, Path, description = "The line")),
    responses((status = 200, body = BudgetLineJson), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/budget-lines/<id>")]
async fn one(api: ApiDoor, id: BudgetLineId) -> Result<Json<BudgetLineJson>, ApiStop> {
    let line = find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    api.permit(ViewBudget { office: line.office })?;
    Ok(Json(line.into()))
}

/// A line's ledger, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/budget-lines/{id}/postings",
    tag = "budget",
    operation_id = "list_postings",
    params(PageParams, ("id" = Uuid, Path, description = "The line")),
    responses((status = 200, body = Paged<PostingJson>), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/budget-lines/<id>/postings")]
async fn postings(api: ApiDoor, id: BudgetLineId, page: PageRequest) -> Result<Json<Paged<PostingJson>>, ApiStop> {
    let line = find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    api.permit(ViewBudget { office: line.office })?;
    let before = page.cursor.as_ref().map(|cursor| cursor.id);
    let found = ledger(api.db().read(), id, before, 0, page.fetch()).await?;
    Ok(Json(Paged::cut(found, &page, |posting| Cursor::after("", posting.id)).map(PostingJson::from)))
}

/// A line to open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineInput {
    /// Whose.
    office: Uuid,
    /// Fiscal year.
    #[schema(minimum = 2000, maximum = 2100)]
    fiscal_year: i32,
    /// Cost center.
    #[schema(max_length = 40)]
    cost_center: String,
    /// Cost object.
    #[schema(max_length = 40)]
    cost_object: String,
    /// Account.
    #[schema(max_length = 40)]
    account: String,
    /// Its name.
    #[schema(max_length = 120)]
    name: String,
    /// What the council appropriated.
    #[schema(minimum = 0)]
    appropriation_cents: i64,
    /// Warn from this share of use, in percent.
    #[schema(minimum = 1, maximum = 100)]
    warn_percent: i32,
}

impl LineInput {
    fn details(&self) -> Result<LineDetails, Problem> {
        let mut problem = Problem::new(Status::UnprocessableEntity, "invalid");
        let mut line = |field: &'static str, typed: &str, max: usize| match clean_text(typed, TextRule::line(max)) {
            Ok(text) => text,
            Err(why) => {
                let told = format!("one line of at most {max} characters");
                problem = std::mem::replace(&mut problem, Problem::of_status(Status::UnprocessableEntity)).field(
                    field,
                    why.code(),
                    told,
                );
                String::new()
            }
        };
        let cost_center = line("cost_center", &self.cost_center, 40);
        let cost_object = line("cost_object", &self.cost_object, 40);
        let account = line("account", &self.account, 40);
        let name = line("name", &self.name, 120);
        if !(2000..=2100).contains(&self.fiscal_year) {
            problem = problem.field("fiscal_year", "out-of-range", "2000 to 2100");
        }
        if !problem.errors().is_empty() {
            return Err(problem);
        }
        Ok(LineDetails {
            office: OfficeId(self.office),
            fiscal_year: FiscalYear(self.fiscal_year),
            cost_center,
            cost_object,
            account,
            name,
            appropriation: Cents(self.appropriation_cents),
            warn_percent: self.warn_percent,
        })
    }
}

/// Opens a line with its appropriation. The same line with the same appropriation twice changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/budget-lines",
    tag = "budget",
    operation_id = "open_budget_line",
    request_body = LineInput,
    responses(
        (status = 201, body = BudgetLineJson),
        (status = 200, body = BudgetLineJson, description = "It was there"),
        (status = 403, body = Problem),
        (status = 404, body = Problem, description = "No such office"),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/budget-lines", data = "<body>")]
async fn open(api: ApiDoor, body: JsonBody<LineInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageBudget {})?;
    let details = body.0.details()?;
    directory::office(api.db().read(), details.office).await?.ok_or_else(unknown)?;
    let mut once = api.begin(&body.0).await?;
    let (id, opened) = open_line(&permit, &details, api.now(), &mut once.tx).await?;
    let line = find_balance(once.tx.conn(), id).await?.ok_or_else(|| Fault::new("the line is gone"))?;
    let status = if opened == Opened::Now { Status::Created } else { Status::Ok };
    api.finish(once, status, Some(format!("/api/v1/budget-lines/{id}")), &BudgetLineJson::from(line)).await
}

/// A supplement during the year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SupplementInput {
    /// How much, above zero.
    #[schema(minimum = 1)]
    amount_cents: i64,
    /// The decision it rests on.
    #[schema(max_length = 500)]
    reason: String,
}

fn reason(typed: &str) -> Result<String, Problem> {
    clean_text(typed, TextRule::lines(500).or_empty()).map_err(|why| {
        Problem::new(Status::UnprocessableEntity, "invalid").field(
            "reason",
            why.code(),
            "at most 500 characters of text",
        )
    })
}

/// Grants a supplement; what waits for money is served next.
#[utoipa::path(
    post,
    path = "/api/v1/budget-lines/{id}/supplements",
    tag = "budget",
    operation_id = "grant_supplement",
    params(("id" = Uuid, Path, description = "The line")),
    request_body = SupplementInput,
    responses(
        (status = 201, body = BudgetLineJson, description = "The line afterwards"),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/budget-lines/<id>/supplements", data = "<body>")]
async fn supplement(api: ApiDoor, id: BudgetLineId, body: JsonBody<SupplementInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageBudget {})?;
    find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    let why = reason(&body.0.reason)?;
    let mut once = api.begin(&body.0).await?;
    grant_supplement(permit, id, Cents(body.0.amount_cents), &why, api.now(), &mut once.tx).await?;
    let line = find_balance(once.tx.conn(), id).await?.ok_or_else(|| Fault::new("the line is gone"))?;
    api.finish(once, Status::Created, None, &BudgetLineJson::from(line)).await
}
