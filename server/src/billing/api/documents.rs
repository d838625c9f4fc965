//! `/api/v1/documents` and `/api/v1/orders`.

use super::{ReasonForm, claims::unreadable};
use crate::{
    billing::{
        commands,
        documents::{Content, DocumentKind, FormKind},
        files::NamedFile,
        pages::{Download, scope},
        queries,
        store::{self, DocumentFilter, DocumentRow},
        views::{DocumentView, OrderView},
    },
    identity::{ApiDone, ApiDoor, ApiStop, Denied, Permit, policy::*},
    kernel::{ids::*, time::Month},
    platform::{
        fault::Fault,
        http::{Cursor, JsonBody, PageParams, PageRequest, Paged, Problem, Wanted},
    },
};
use rocket::{get, http::Status, post, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is to be paid.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::billing) struct OrderForm {
    /// The document.
    pub document: Uuid,
}

/// Documents that the caller may see, in the order they were issued.
#[utoipa::path(get, path = "/api/v1/documents", tag = "billing", operation_id = "listDocuments",
    params(
        ("month" = Option<String>, Query, description = "Only of this month, such as 2027-03"),
        ("kind" = Option<DocumentKind>, Query, description = "Only of this kind"),
        ("to_order" = Option<bool>, Query, description = "Only what waits for a payment order"),
        PageParams,
    ),
    responses((status = 200, description = "A page of documents", body = Paged<DocumentView>), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/documents?<month>&<kind>&<to_order>")]
pub(in crate::billing) async fn list(
    api: ApiDoor,
    month: Option<&str>,
    kind: Option<&str>,
    to_order: Wanted<bool>,
    page: PageRequest,
) -> Result<Json<Paged<DocumentView>>, ApiStop> {
    let (offices, interpreter) = match (scope(api.actor()), api.person().interpreter) {
        (Ok(offices), _) => (offices, None),
        (Err(_), Some(interpreter)) => {
            api.permit(ViewOwnMoney { interpreter })?;
            (None, Some(interpreter))
        }
        (Err(denied), None) => return Err(denied.into()),
    };
    let month = month.map(|text| Month::parse(text).ok_or_else(|| unreadable("month"))).transpose()?;
    let kind = kind.map(|name| DocumentKind::parse(name).ok_or_else(|| unreadable("kind"))).transpose()?;
    let filter = DocumentFilter {
        month,
        kinds: kind.into_iter().collect(),
        interpreter,
        offices,
        to_order: to_order.0.unwrap_or_default(),
        after: page.cursor.as_ref().map(|cursor| DocumentId(cursor.id)),
        limit: Some(page.fetch()),
        ids: Vec::new(),
    };
    let views = queries::documents(api.db().read(), &filter).await?;
    Ok(Json(Paged::cut(views, &page, |view| Cursor::after("", view.id))))
}

async fn seen(api: &ApiDoor, id: Uuid) -> Result<DocumentRow, ApiStop> {
    let row = store::document(api.db().read(), DocumentId(id)).await?.ok_or_else(|| ApiStop::from(Denied::Unknown))?;
    let own = row.interpreter.is_some_and(|interpreter| Permit::ask(api.actor(), ViewOwnMoney { interpreter }).is_ok());
    if own || Permit::ask(api.actor(), ViewBilling {}).is_ok() {
        return Ok(row);
    }
    match row.office {
        Some(office) => drop(api.permit(ViewOfficeClaims { office })?),
        None => return Err(Denied::Unknown.into()),
    }
    Ok(row)
}

/// One document.
#[utoipa::path(get, path = "/api/v1/documents/{id}", tag = "billing", operation_id = "readDocument",
    params(("id" = Uuid, Path, description = "The document")),
    responses((status = 200, description = "The document", body = DocumentView), (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/documents/<id>")]
pub(in crate::billing) async fn one(api: ApiDoor, id: Uuid) -> Result<Json<DocumentView>, ApiStop> {
    let row = seen(&api, id).await?;
    let view = queries::document_views(api.db().read(), &[row]).await?.pop();
    Ok(Json(view.ok_or_else(|| ApiStop::from(Denied::Unknown))?))
}

/// What a document says, as data (`dragoman-document/1`).
#[utoipa::path(get, path = "/api/v1/documents/{id}/content", tag = "billing", operation_id = "readDocumentContent",
    params(("id" = Uuid, Path, description = "The document")),
    responses((status = 200, description = "The content model; money in cents", body = Object), (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/documents/<id>/content")]
pub(in crate::billing) async fn content(api: ApiDoor, id: Uuid) -> Result<Json<Content>, ApiStop> {
    seen(&api, id).await?;
    Ok(Json(store::content(api.db().read(), DocumentId(id)).await?))
}

/// The PDF (PDF/A-3b; of an invoice with its CII inside, ZUGFeRD EN 16931), as it was issued.
#[utoipa::path(get, path = "/api/v1/documents/{id}/file", tag = "billing", operation_id = "downloadDocument",
    params(("id" = Uuid, Path, description = "The document")),
    responses((status = 200, description = "The bytes", body = Vec<u8>, content_type = "application/pdf"), (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/documents/<id>/file")]
pub(in crate::billing) async fn file(api: ApiDoor, id: Uuid) -> Result<Download, ApiStop> {
    let row = seen(&api, id).await?;
    let (media_type, bytes) =
        store::frozen(api.db().read(), row.id).await?.ok_or_else(|| ApiStop::from(Denied::Unknown))?;
    Ok(NamedFile::of_document(&row.reference, media_type, bytes).into())
}

/// An invoice as data, as it was issued.
#[utoipa::path(get, path = "/api/v1/documents/{id}/forms/{form}", tag = "billing", operation_id = "downloadDocumentForm",
    params(("id" = Uuid, Path, description = "The document"),
        ("form" = FormKind, Path, description = "Which; the document lists those it has")),
    responses((status = 200, description = "The bytes", body = String, content_type = "application/xml"), (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/documents/<id>/forms/<form>")]
pub(in crate::billing) async fn form(api: ApiDoor, id: Uuid, form: &str) -> Result<Download, ApiStop> {
    let row = seen(&api, id).await?;
    let form = FormKind::parse(form).ok_or_else(|| ApiStop::from(Denied::Unknown))?;
    let (media_type, bytes) =
        store::form(api.db().read(), row.id, form).await?.ok_or_else(|| ApiStop::from(Denied::Unknown))?;
    Ok(NamedFile::of_form(&row.reference, form, media_type, bytes).into())
}

/// Takes a document back: a new document that refers to it. Its claims go back to be certified again.
#[utoipa::path(post, path = "/api/v1/documents/{id}/reversal", tag = "billing", operation_id = "reverseDocument",
    params(("id" = Uuid, Path, description = "The document")), request_body = ReasonForm,
    responses((status = 201, description = "The reversal", body = DocumentView), (status = 403, body = Problem),
        (status = 409, description = "Not payable, reversed or ordered already", body = Problem),
        (status = 422, description = "No reason", body = Problem)),
    security(("bearer" = [])))]
#[post("/documents/<id>/reversal", data = "<sent>")]
pub(in crate::billing) async fn reverse(
    api: ApiDoor,
    id: Uuid,
    sent: JsonBody<ReasonForm>,
) -> Result<ApiDone, ApiStop> {
    seen(&api, id).await?;
    let permit = api.permit(CloseSettlement {})?;
    let mut once = api.begin(&sent.0).await?;
    let reversal = commands::reverse_document(permit, DocumentId(id), &sent.0.reason, api.now(), &mut once.tx).await?;
    let filter = DocumentFilter { ids: vec![reversal], ..DocumentFilter::default() };
    let view = queries::documents(once.tx.conn(), &filter).await?.pop();
    let view = view.ok_or_else(|| Fault::new("a reversal went away"))?;
    api.finish(once, Status::Created, Some(format!("/api/v1/documents/{reversal}")), &view).await
}

/// Payment orders, in the order they were made.
#[utoipa::path(get, path = "/api/v1/orders", tag = "billing", operation_id = "listOrders", params(PageParams),
    responses((status = 200, description = "A page of orders", body = Paged<OrderView>), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/orders")]
pub(in crate::billing) async fn orders(api: ApiDoor, page: PageRequest) -> Result<Json<Paged<OrderView>>, ApiStop> {
    api.permit(ViewBilling {})?;
    let after = page.cursor.as_ref().map(|cursor| PaymentOrderId(cursor.id));
    let rows = store::orders(api.db().read(), None, after, Some(page.fetch())).await?;
    let views: Vec<OrderView> = rows.iter().map(OrderView::from).collect();
    Ok(Json(Paged::cut(views, &page, |view| Cursor::after("", view.id))))
}

/// Orders the payment of a document. The officer holds no certification of a claim on it.
#[utoipa::path(post, path = "/api/v1/orders", tag = "billing", operation_id = "orderPayment", request_body = OrderForm,
    responses((status = 201, description = "Ordered", body = OrderView), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, description = "Not payable, reversed or ordered already", body = Problem)),
    security(("bearer" = [])))]
#[post("/orders", data = "<sent>")]
pub(in crate::billing) async fn order(api: ApiDoor, sent: JsonBody<OrderForm>) -> Result<ApiDone, ApiStop> {
    let document = DocumentId(sent.0.document);
    let permit = api.permit(OrderPayment { document })?;
    seen(&api, sent.0.document).await?;
    let mut once = api.begin(&sent.0).await?;
    let id = commands::order_payment(permit, api.now(), &mut once.tx).await?;
    let row = store::order(once.tx.conn(), id).await?.ok_or_else(|| Fault::new("an order went away"))?;
    api.finish(once, Status::Created, Some("/api/v1/orders".to_owned()), &OrderView::from(&row)).await
}
