//! `/api/v1/claims`.

use super::ReasonForm;
use crate::{
    billing::{
        claim::{CertificationKind, Claim, ClaimStatus},
        commands,
        pages::scope,
        queries,
        store::{self, ClaimFilter, ClaimOrder},
        views::ClaimView,
    },
    identity::{ApiDone, ApiDoor, ApiStop, Denied, Permit, policy::*},
    kernel::{ids::*, time::Month},
    platform::{
        fault::Fault,
        http::{Cursor, JsonBody, PageParams, PageRequest, Paged, Problem},
    },
};
use rocket::{get, http::Status, post, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Which certification.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::billing) struct CertificationForm {
    /// `factual` (the office) or `arithmetic` (finance).
    pub kind: CertificationKind,
}

/// Claims that the caller may see, in the order they were priced.
#[utoipa::path(get, path = "/api/v1/claims", tag = "billing", operation_id = "listClaims",
    params(
        ("status" = Option<ClaimStatus>, Query, description = "Only claims that stand here"),
        ("month" = Option<String>, Query, description = "Only services of this month, such as 2027-03"),
        PageParams,
    ),
    responses((status = 200, description = "A page of claims", body = Paged<ClaimView>), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/claims?<status>&<month>")]
pub(in crate::billing) async fn list(
    api: ApiDoor,
    status: Option<&str>,
    month: Option<&str>,
    page: PageRequest,
) -> Result<Json<Paged<ClaimView>>, ApiStop> {
    let own = api
        .person()
        .interpreter
        .filter(|interpreter| Permit::ask(api.actor(), ViewOwnMoney { interpreter: *interpreter }).is_ok());
    let (offices, interpreter) = match scope(api.actor()) {
        Ok(offices) => (offices, None),
        Err(denied) => (None, Some(own.ok_or(denied)?)),
    };
    let status = status.map(|name| ClaimStatus::parse(name).ok_or_else(|| unreadable("status"))).transpose()?;
    let month = month.map(|text| Month::parse(text).ok_or_else(|| unreadable("month"))).transpose()?;
    let filter = ClaimFilter {
        statuses: status.into_iter().collect(),
        offices,
        interpreter,
        month,
        after: page.cursor.as_ref().map(|cursor| FeeId(cursor.id)),
    };
    let claims = store::claims(api.db().read(), &filter, ClaimOrder::Key, 0, page.fetch()).await?;
    let views = queries::claim_views(api.db().read(), &claims).await?;
    Ok(Json(Paged::cut(views, &page, |view| Cursor::after("", view.id))))
}

/// A query parameter that can't be read.
pub(super) fn unreadable(name: &str) -> Problem {
    Problem::new(Status::BadRequest, "parameter-unreadable").field(name, "unreadable", "not a value of this parameter")
}

async fn seen(api: &ApiDoor, id: Uuid) -> Result<Claim, ApiStop> {
    let claim = store::claim(api.db().read(), FeeId(id)).await?.ok_or_else(|| ApiStop::from(Denied::Unknown))?;
    let own = Permit::ask(api.actor(), ViewOwnMoney { interpreter: claim.interpreter }).is_ok();
    if !own && Permit::ask(api.actor(), ViewBilling {}).is_err() {
        api.permit(ViewOfficeClaims { office: claim.office })?;
    }
    Ok(claim)
}

/// The claim as it stands inside the unit of work.
async fn after(tx: &crate::platform::db::Tx, id: FeeId) -> Result<ClaimView, Fault> {
    let claim = store::claim(tx.conn(), id).await?.ok_or_else(|| Fault::new("a claim went away"))?;
    queries::claim_view(tx.conn(), &claim).await
}

/// One claim with its calculation: every line with its reason.
#[utoipa::path(get, path = "/api/v1/claims/{id}", tag = "billing", operation_id = "readClaim",
    params(("id" = Uuid, Path, description = "The claim")),
    responses((status = 200, description = "The claim", body = ClaimView), (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/claims/<id>")]
pub(in crate::billing) async fn one(api: ApiDoor, id: Uuid) -> Result<Json<ClaimView>, ApiStop> {
    let claim = seen(&api, id).await?;
    Ok(Json(queries::claim_view(api.db().read(), &claim).await?))
}

/// Certifies a claim. Nobody holds two steps of one claim, nor certifies their own.
#[utoipa::path(post, path = "/api/v1/claims/{id}/certifications", tag = "billing", operation_id = "certifyClaim",
    params(("id" = Uuid, Path, description = "The claim")), request_body = CertificationForm,
    responses((status = 201, description = "Certified", body = ClaimView), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, description = "Not its turn", body = Problem)),
    security(("bearer" = [])))]
#[post("/claims/<id>/certifications", data = "<sent>")]
pub(in crate::billing) async fn certify(
    api: ApiDoor,
    id: Uuid,
    sent: JsonBody<CertificationForm>,
) -> Result<ApiDone, ApiStop> {
    let claim = seen(&api, id).await?;
    let (office, fee) = (claim.office, claim.id);
    let mut once = api.begin(&sent.0).await?;
    match sent.0.kind {
        CertificationKind::Factual => {
            let permit = api.permit(CertifyFactually { office, fee })?;
            commands::certify_factually(permit, api.now(), &mut once.tx).await?;
        }
        CertificationKind::Arithmetic => {
            let permit = api.permit(CertifyArithmetically { fee })?;
            commands::certify_arithmetically(permit, api.now(), &mut once.tx).await?;
        }
    }
    let view = after(&once.tx, fee).await?;
    api.finish(once, Status::Created, Some(format!("/api/v1/claims/{id}")), &view).await
}

/// Sends a claim back to the office; its certifications fall.
#[utoipa::path(post, path = "/api/v1/claims/{id}/send-back", tag = "billing", operation_id = "sendBackClaim",
    params(("id" = Uuid, Path, description = "The claim")), request_body = ReasonForm,
    responses((status = 200, description = "Sent back", body = ClaimView), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, description = "On a document already", body = Problem),
        (status = 422, description = "No reason", body = Problem)),
    security(("bearer" = [])))]
#[post("/claims/<id>/send-back", data = "<sent>")]
pub(in crate::billing) async fn send_back(
    api: ApiDoor,
    id: Uuid,
    sent: JsonBody<ReasonForm>,
) -> Result<ApiDone, ApiStop> {
    let claim = seen(&api, id).await?;
    let permit = api.permit(SendBackClaim { fee: claim.id })?;
    let mut once = api.begin(&sent.0).await?;
    commands::send_back(permit, &sent.0.reason, api.now(), &mut once.tx).await?;
    let view = after(&once.tx, claim.id).await?;
    api.finish(once, Status::Ok, None, &view).await
}

/// Lets a claim that waits for money be paid beyond the budget, in the caller's name.
#[utoipa::path(post, path = "/api/v1/claims/{id}/override", tag = "billing", operation_id = "payBeyondBudget",
    params(("id" = Uuid, Path, description = "The claim")), request_body = ReasonForm,
    responses((status = 200, description = "It goes on", body = ClaimView), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, description = "It does not wait for money", body = Problem),
        (status = 422, description = "No reason", body = Problem)),
    security(("bearer" = [])))]
#[post("/claims/<id>/override", data = "<sent>")]
pub(in crate::billing) async fn pay_beyond_budget(
    api: ApiDoor,
    id: Uuid,
    sent: JsonBody<ReasonForm>,
) -> Result<ApiDone, ApiStop> {
    let claim = seen(&api, id).await?;
    let permit = api.permit(OverrideBudget { office: claim.office })?;
    let mut once = api.begin(&sent.0).await?;
    commands::pay_beyond_budget(permit, claim.id, &sent.0.reason, api.now(), &mut once.tx).await?;
    let view = after(&once.tx, claim.id).await?;
    api.finish(once, Status::Ok, None, &view).await
}
