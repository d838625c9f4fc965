//! Budgets for programs.

use super::{
    balances_after,
    commands::{grant_supplement, transfer as move_money},
    find_balance, postings as ledger,
    views::{BudgetLineJson, PostingJson},
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

/// Lines, postings, supplements, transfers.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![list, one, postings, supplement, transfer]
}

/// The budget's part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(list, one, postings, supplement, transfer),
    components(schemas(BudgetLineJson, PostingJson, BudgetLines, Postings, SupplementInput, TransferInput, Problem))
)]
pub struct ApiDoc;

type BudgetLines = Paged<BudgetLineJson>;
type Postings = Paged<PostingJson>;

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
    responses((status = 200, body = BudgetLines), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/budget-lines?<year>&<office>")]
async fn list(
    api: ApiDoor,
    page: PageRequest,
    year: Option<i32>,
    office: Option<OfficeId>,
) -> Result<Json<BudgetLines>, ApiStop> {
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
    responses((status = 200, body = Postings), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/budget-lines/<id>/postings")]
async fn postings(api: ApiDoor, id: BudgetLineId, page: PageRequest) -> Result<Json<Postings>, ApiStop> {
    let line = find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    api.permit(ViewBudget { office: line.office })?;
    let before = page.cursor.as_ref().map(|cursor| cursor.id);
    let found = ledger(api.db().read(), id, before, 0, page.fetch()).await?;
    Ok(Json(Paged::cut(found, &page, |posting| Cursor::after("", posting.id)).map(PostingJson::from)))
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

/// Money that moves to another line of the same year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TransferInput {
    /// The receiving line.
    to: Uuid,
    /// How much, above zero.
    #[schema(minimum = 1)]
    amount_cents: i64,
    /// Why.
    #[schema(max_length = 500)]
    reason: String,
}

fn reason(typed: &str) -> Result<String, Problem> {
    clean_text(typed, TextRule::lines(500).or_empty())
        .map_err(|why| Problem::invalid().field("reason", why.code(), "at most 500 characters of text"))
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
#[post("/budget-lines/<id>/supplements", data = "<body>", format = "json")]
async fn supplement(api: ApiDoor, id: BudgetLineId, body: JsonBody<SupplementInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageBudget {})?;
    find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    let why = reason(&body.0.reason)?;
    let mut once = api.begin(&body.0).await?;
    grant_supplement(permit, id, Cents(body.0.amount_cents), &why, api.now(), &mut once.tx).await?;
    let line = find_balance(once.tx.conn(), id).await?.ok_or_else(|| Fault::new("the line is gone"))?;
    api.finish(once, Status::Created, None, &BudgetLineJson::from(line)).await
}

/// Moves money to another line.
#[utoipa::path(
    post,
    path = "/api/v1/budget-lines/{id}/transfers",
    tag = "budget",
    operation_id = "transfer_money",
    params(("id" = Uuid, Path, description = "The giving line")),
    request_body = TransferInput,
    responses(
        (status = 201, body = BudgetLineJson, description = "The giving line afterwards"),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/budget-lines/<id>/transfers", data = "<body>", format = "json")]
async fn transfer(api: ApiDoor, id: BudgetLineId, body: JsonBody<TransferInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageBudget {})?;
    find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    let why = reason(&body.0.reason)?;
    let mut once = api.begin(&body.0).await?;
    let to = BudgetLineId(body.0.to);
    move_money(permit, id, to, Cents(body.0.amount_cents), &why, api.now(), &mut once.tx).await?;
    let line = find_balance(once.tx.conn(), id).await?.ok_or_else(|| Fault::new("the line is gone"))?;
    api.finish(once, Status::Created, None, &BudgetLineJson::from(line)).await
}
