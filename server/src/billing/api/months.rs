//! `/api/v1/months`.

use super::month_of;
use crate::{
    billing::{
        commands, queries,
        reconcile::{self, Report},
        store::DocumentFilter,
        views::{DocumentView, MissingView},
    },
    identity::{ApiDone, ApiDoor, ApiStop, policy::*},
    platform::http::Problem,
};
use rocket::{get, http::Status, post, serde::json::Json};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A month: what it waits for, and its documents.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct MonthView {
    /// The month, such as `2027-03`.
    pub month: String,
    /// What is missing and who must act.
    pub missing: Vec<MissingView>,
    /// What was issued.
    pub documents: Vec<DocumentView>,
}

/// What closing a month led to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct ClosedView {
    /// The month.
    pub month: String,
    /// The documents issued now.
    pub documents: Vec<DocumentView>,
    /// How many claims stand on them.
    pub claims: usize,
    /// Who could not be issued a document.
    pub held_back: Vec<HeldBackView>,
}

/// Somebody whose data don't suffice.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct HeldBackView {
    /// The interpreter.
    pub interpreter: Uuid,
    /// What is missing: `name`, `street`, `postcode`, `place`, `phone`, `email`, `tax-number`, `iban`.
    pub data: Vec<&'static str>,
}

/// What a month waits for, and its documents.
#[utoipa::path(get, path = "/api/v1/months/{month}", tag = "billing", operation_id = "readMonth",
    params(("month" = String, Path, description = "Such as 2027-03")),
    responses((status = 200, description = "The month", body = MonthView), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/months/<month>")]
pub(in crate::billing) async fn month(api: ApiDoor, month: &str) -> Result<Json<MonthView>, ApiStop> {
    api.permit(ViewBilling {})?;
    let month = month_of(month)?;
    let filter = DocumentFilter { month: Some(month), ..DocumentFilter::default() };
    Ok(Json(MonthView {
        month: month.to_string(),
        missing: queries::missing(api.db().read(), month, api.now()).await?,
        documents: queries::documents(api.db().read(), &filter).await?,
    }))
}

/// Issues the documents of a month for every claim certified twice. Called again, it issues only what is new.
#[utoipa::path(post, path = "/api/v1/months/{month}/close", tag = "billing", operation_id = "closeMonth",
    params(("month" = String, Path, description = "Such as 2027-03")),
    responses((status = 201, description = "What was issued", body = ClosedView), (status = 403, body = Problem),
        (status = 409, description = "It has not begun, rates are not accepted, or the city has no address", body = Problem)),
    security(("bearer" = [])))]
#[post("/months/<month>/close")]
pub(in crate::billing) async fn close(api: ApiDoor, month: &str) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(CloseSettlement {})?;
    let month = month_of(month)?;
    let mut once = api.begin(&()).await?;
    let city = api.site().config.city();
    let closed = commands::close_settlement(permit, month, city.as_ref(), api.now(), &mut once.tx).await?;
    let documents = if closed.documents.is_empty() {
        Vec::new()
    } else {
        let filter = DocumentFilter { ids: closed.documents, ..DocumentFilter::default() };
        queries::documents(once.tx.conn(), &filter).await?
    };
    let held_back = closed.held_back.iter().map(|(interpreter, missing)| HeldBackView {
        interpreter: interpreter.0,
        data: missing.iter().map(|one| one.name()).collect(),
    });
    let view =
        ClosedView { month: month.to_string(), documents, claims: closed.claims, held_back: held_back.collect() };
    api.finish(once, Status::Created, Some(format!("/api/v1/months/{month}")), &view).await
}

/// Proves a month: by office and in sum, with every difference and its cause.
#[utoipa::path(get, path = "/api/v1/months/{month}/reconciliation", tag = "billing", operation_id = "reconcileMonth",
    params(("month" = String, Path, description = "Such as 2027-03")),
    responses((status = 200, description = "The proof", body = Report), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/months/<month>/reconciliation")]
pub(in crate::billing) async fn reconciliation(api: ApiDoor, month: &str) -> Result<Json<Report>, ApiStop> {
    api.permit(Reconcile {})?;
    Ok(Json(reconcile::run(api.db(), month_of(month)?).await?))
}
