//! Transfers and carry-overs for programs: proposed by one person, decided by another.

use super::{reason, unknown};
use crate::{
    budget::{
        balances,
        commands::{self, approve_transfer, propose_transfer, reject_transfer},
        find_balance, open_commitments, store,
        transfer::TransferState,
        transfers as find_transfers,
        views::{CommitmentJson, TransferJson},
    },
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{DecideTransfer, ProposeTransfer, ViewBudget},
    },
    kernel::{
        ids::{BudgetLineId, BudgetTransferId, CommitmentId},
        money::Cents,
    },
    platform::{
        db::Tx,
        fault::Fault,
        http::{Cursor, JsonBody, PageParams, PageRequest, Paged, Problem},
    },
};
use rocket::{Route, get, http::Status, post, routes, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    routes![propose, commitments, propose_carry_over, list, approve, reject]
}

/// Money that is to move to another line of the same year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferInput {
    /// The receiving line.
    to: Uuid,
    /// How much, above zero.
    #[schema(minimum = 1)]
    amount_cents: i64,
    /// Why.
    #[schema(max_length = 500)]
    reason: String,
}

/// Open commitments that are to move into the next year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CarryOverInput {
    /// The line of the next year.
    to: Uuid,
    /// Which commitments.
    #[schema(max_items = 5000)]
    commitments: Vec<Uuid>,
    /// Why, or the decision it rests on.
    #[schema(max_length = 500)]
    reason: String,
}

/// Why a proposal is rejected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RejectionInput {
    /// Why.
    #[schema(max_length = 500)]
    reason: String,
}

async fn answer(tx: &Tx, id: BudgetTransferId) -> Result<TransferJson, Fault> {
    let transfer = store::transfer(tx.conn(), id).await?.ok_or_else(|| Fault::new("the transfer is gone"))?;
    Ok(transfer.into())
}

/// Proposes to move money to another line of the same year; a second person decides.
#[utoipa::path(
    post,
    path = "/api/v1/budget-lines/{id}/transfers",
    tag = "budget",
    operation_id = "propose_transfer",
    params(("id" = Uuid, Path, description = "The giving line")),
    request_body = TransferInput,
    responses(
        (status = 201, body = TransferJson, description = "The proposal; nothing has moved yet"),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/budget-lines/<id>/transfers", data = "<body>")]
pub(super) async fn propose(api: ApiDoor, id: BudgetLineId, body: JsonBody<TransferInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ProposeTransfer {})?;
    find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    let why = reason(&body.0.reason)?;
    let mut once = api.begin(&body.0).await?;
    let to = BudgetLineId(body.0.to);
    let amount = Cents(body.0.amount_cents);
    let proposed = propose_transfer(permit, id, to, amount, &why, api.now(), &mut once.tx).await?;
    let json = answer(&once.tx, proposed).await?;
    api.finish(once, Status::Created, None, &json).await
}

/// The open commitments of a line, oldest first: what can be carried over when its year has ended.
#[utoipa::path(
    get,
    path = "/api/v1/budget-lines/{id}/commitments",
    tag = "budget",
    operation_id = "list_open_commitments",
    params(("id" = Uuid, Path, description = "The line")),
    responses((status = 200, body = [CommitmentJson]), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/budget-lines/<id>/commitments")]
pub(super) async fn commitments(api: ApiDoor, id: BudgetLineId) -> Result<Json<Vec<CommitmentJson>>, ApiStop> {
    let line = find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    api.permit(ViewBudget { office: line.office })?;
    let open = open_commitments(api.db().read(), id).await?;
    Ok(Json(open.into_iter().map(CommitmentJson::from).collect()))
}

/// Proposes to carry open commitments of a year that is over into the next, with the money that they bind.
#[utoipa::path(
    post,
    path = "/api/v1/budget-lines/{id}/carry-overs",
    tag = "budget",
    operation_id = "propose_carry_over",
    params(("id" = Uuid, Path, description = "The line of the year that is over")),
    request_body = CarryOverInput,
    responses(
        (status = 201, body = TransferJson, description = "The proposal; nothing has moved yet"),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/budget-lines/<id>/carry-overs", data = "<body>")]
pub(super) async fn propose_carry_over(
    api: ApiDoor,
    id: BudgetLineId,
    body: JsonBody<CarryOverInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ProposeTransfer {})?;
    find_balance(api.db().read(), id).await?.ok_or_else(unknown)?;
    let why = reason(&body.0.reason)?;
    let mut once = api.begin(&body.0).await?;
    let chosen: Vec<CommitmentId> = body.0.commitments.iter().copied().map(CommitmentId).collect();
    let to = BudgetLineId(body.0.to);
    let proposed = commands::propose_carry_over(permit, id, to, &chosen, &why, api.now(), &mut once.tx).await?;
    let json = answer(&once.tx, proposed).await?;
    api.finish(once, Status::Created, None, &json).await
}

/// Proposals that give to or take from a line that the reader may see, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/budget-transfers",
    tag = "budget",
    operation_id = "list_transfers",
    params(PageParams, ("state" = Option<String>, Query, description = "proposed, approved or rejected")),
    responses((status = 200, body = Paged<TransferJson>), (status = 403, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[get("/budget-transfers?<state>")]
pub(super) async fn list(
    api: ApiDoor,
    page: PageRequest,
    state: Option<&str>,
) -> Result<Json<Paged<TransferJson>>, ApiStop> {
    let state = match state.map(|name| TransferState::parse(name).ok_or(name)) {
        Some(Err(name)) => {
            return Err(Problem::new(Status::UnprocessableEntity, "invalid")
                .field("state", "unknown", format!("{name} is none of proposed, approved, rejected"))
                .into());
        }
        Some(Ok(state)) => Some(state),
        None => None,
    };
    let lines = balances(api.db().read(), None, None).await?;
    let visible: Vec<BudgetLineId> = lines
        .iter()
        .filter(|line| api.permit(ViewBudget { office: line.office }).is_ok())
        .map(|line| line.line)
        .collect();
    if visible.is_empty() {
        return Err(Denied::Forbidden.into());
    }
    let before = page.cursor.as_ref().map(|cursor| cursor.id);
    let found = find_transfers(api.db().read(), Some(&visible), state, before, 0, page.fetch()).await?;
    Ok(Json(Paged::cut(found, &page, |one| Cursor::after("", one.id.0)).map(TransferJson::from)))
}

/// Approves what somebody else proposed; the money moves now.
#[utoipa::path(
    post,
    path = "/api/v1/budget-transfers/{id}/approve",
    tag = "budget",
    operation_id = "approve_transfer",
    params(("id" = Uuid, Path, description = "The proposal")),
    responses(
        (status = 200, body = TransferJson),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/budget-transfers/<id>/approve")]
pub(super) async fn approve(api: ApiDoor, id: BudgetTransferId) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(DecideTransfer {})?;
    store::transfer(api.db().read(), id).await?.ok_or_else(unknown)?;
    let mut once = api.begin(&()).await?;
    approve_transfer(permit, id, api.now(), &mut once.tx).await?;
    let json = answer(&once.tx, id).await?;
    api.finish(once, Status::Ok, None, &json).await
}

/// Rejects a proposal, or takes one's own back. Nothing moves.
#[utoipa::path(
    post,
    path = "/api/v1/budget-transfers/{id}/reject",
    tag = "budget",
    operation_id = "reject_transfer",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = RejectionInput,
    responses(
        (status = 200, body = TransferJson),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/budget-transfers/<id>/reject", data = "<body>")]
pub(super) async fn reject(
    api: ApiDoor,
    id: BudgetTransferId,
    body: JsonBody<RejectionInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(DecideTransfer {})?;
    store::transfer(api.db().read(), id).await?.ok_or_else(unknown)?;
    let why = reason(&body.0.reason)?;
    let mut once = api.begin(&body.0).await?;
    reject_transfer(permit, id, &why, api.now(), &mut once.tx).await?;
    let json = answer(&once.tx, id).await?;
    api.finish(once, Status::Ok, None, &json).await
}
