//! `/api/v1/hand-overs`, `/api/v1/open-items`, `/api/v1/payments` and `/api/v1/matches`.

use crate::{
    billing::{
        commands::{self, FeedbackRefused, Taker},
        files::HandOverFile,
        pages::Download,
        queries,
        store::{self, MatchesOf},
        treasury::HandOverForm,
        views::{HandOverView, OpenItemView, PaymentView},
    },
    identity::{ApiDone, ApiDoor, ApiStop, Denied, policy::*},
    kernel::{ids::*, refusal::Refusal},
    platform::{
        fault::{Fault, Stop},
        http::{Cursor, JsonBody, PageParams, PageRequest, Paged, Problem, Wanted, read_upload},
        i18n::{Locale, say},
    },
};
use rocket::{Data, data::ToByteUnit, delete, get, http::Status, post, serde::json::Json};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

/// What an import led to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct ImportedView {
    /// `camt.053`, `list`, or `pain.002`.
    pub source: &'static str,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Entries that are new.
    pub new: usize,
    /// Entries that were known already.
    pub known: usize,
    /// New entries that were matched at once.
    pub matched: usize,
    /// New entries that wait for a person.
    pub waiting: usize,
}

/// Which payment belongs to which order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::billing) struct MatchForm {
    /// The payment.
    pub payment: Uuid,
    /// The order.
    pub order: Uuid,
}

/// How many were matched.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::billing) struct MatchedView {
    /// Payments matched now.
    pub matched: usize,
}

/// Files handed over to the treasury, latest first.
#[utoipa::path(get, path = "/api/v1/hand-overs", tag = "billing", operation_id = "listHandOvers",
    responses((status = 200, description = "The files", body = Vec<HandOverView>), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/hand-overs")]
pub(in crate::billing) async fn hand_overs(api: ApiDoor) -> Result<Json<Vec<HandOverView>>, ApiStop> {
    api.permit(ViewBilling {})?;
    Ok(Json(store::hand_overs(api.db().read(), None).await?.iter().map(HandOverView::from).collect()))
}

/// Puts everything that is ordered into one hand-over.
#[utoipa::path(post, path = "/api/v1/hand-overs", tag = "billing", operation_id = "handOver",
    responses((status = 201, description = "The file", body = HandOverView), (status = 403, body = Problem),
        (status = 409, description = "Nothing is ordered, or an account can't receive a SEPA transfer", body = Problem)),
    security(("bearer" = [])))]
#[post("/hand-overs")]
pub(in crate::billing) async fn hand_over(api: ApiDoor) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(HandOver {})?;
    let account = api.site().config.pool_account();
    let mut once = api.begin(&()).await?;
    let id = commands::hand_over(permit, account.as_ref(), api.now(), &mut once.tx).await?;
    let view = hand_over_view(&once.tx, id).await?;
    api.finish(once, Status::Created, Some(format!("/api/v1/hand-overs/{id}/file")), &view).await
}

async fn hand_over_view(tx: &crate::platform::db::Tx, id: HandOverId) -> Result<HandOverView, Fault> {
    let row = store::hand_overs(tx.conn(), Some(id)).await?.pop();
    row.as_ref().map(HandOverView::from).ok_or_else(|| Fault::new("a hand-over went away"))
}

/// The treasury takes a file, as CSV or as XML, once. Afterwards everybody gets a copy.
#[utoipa::path(post, path = "/api/v1/hand-overs/{id}/acceptance", tag = "billing", operation_id = "acceptHandOver",
    params(("id" = Uuid, Path, description = "The file")),
    responses((status = 201, description = "Taken", body = HandOverView), (status = 404, body = Problem),
        (status = 409, description = "Taken already", body = Problem)),
    security(("bearer" = [])))]
#[post("/hand-overs/<id>/acceptance")]
pub(in crate::billing) async fn accept(api: ApiDoor, id: Uuid) -> Result<ApiDone, ApiStop> {
    take(&api, HandOverId(id), Taker::Treasury, format!("/api/v1/hand-overs/{id}/file")).await
}

/// Somebody carries the credit transfers to the bank, once. Afterwards everybody gets a copy.
#[utoipa::path(post, path = "/api/v1/hand-overs/{id}/bank-acceptance", tag = "billing", operation_id = "takeToBank",
    params(("id" = Uuid, Path, description = "The hand-over")),
    responses((status = 201, description = "Taken", body = HandOverView), (status = 404, body = Problem),
        (status = 409, description = "Taken already, or there is nothing for the bank", body = Problem)),
    security(("bearer" = [])))]
#[post("/hand-overs/<id>/bank-acceptance")]
pub(in crate::billing) async fn take_to_bank(api: ApiDoor, id: Uuid) -> Result<ApiDone, ApiStop> {
    take(&api, HandOverId(id), Taker::Bank, format!("/api/v1/hand-overs/{id}/forms/pain001")).await
}

async fn take(api: &ApiDoor, id: HandOverId, taker: Taker, location: String) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(HandOver {})?;
    if store::hand_overs(api.db().read(), Some(id)).await?.is_empty() {
        return Err(Denied::Unknown.into());
    }
    let mut once = api.begin(&()).await?;
    commands::accept_hand_over(permit, id, taker, api.now(), &mut once.tx).await?;
    let view = hand_over_view(&once.tx, id).await?;
    api.finish(once, Status::Created, Some(location), &view).await
}

/// The CSV of a hand-over. Once it was taken, the header `Dragoman-Copy: true` and the name say that this is a copy.
#[utoipa::path(get, path = "/api/v1/hand-overs/{id}/file", tag = "billing", operation_id = "downloadHandOver",
    params(("id" = Uuid, Path, description = "The file")),
    responses((status = 200, description = "The bytes", body = String, content_type = "text/csv"), (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/hand-overs/<id>/file")]
pub(in crate::billing) async fn file(api: ApiDoor, id: Uuid) -> Result<Download, ApiStop> {
    api.permit(ViewBilling {})?;
    download(&api, HandOverId(id), HandOverFile::Csv).await
}

/// Another form of a hand-over: `xml` says the same as the CSV; `pain001` are the credit transfers for the bank, where the city pays by
/// itself. Once it was taken, the header `Dragoman-Copy: true` and the name say that this is a copy.
#[utoipa::path(get, path = "/api/v1/hand-overs/{id}/forms/{form}", tag = "billing", operation_id = "downloadHandOverForm",
    params(("id" = Uuid, Path, description = "The hand-over"), ("form" = HandOverForm, Path, description = "Which form")),
    responses((status = 200, description = "The bytes", body = String, content_type = "application/xml"),
        (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/hand-overs/<id>/forms/<form>")]
pub(in crate::billing) async fn form(api: ApiDoor, id: Uuid, form: &str) -> Result<Download, ApiStop> {
    api.permit(ViewBilling {})?;
    let form = HandOverForm::parse(form).ok_or(Denied::Unknown)?;
    download(&api, HandOverId(id), HandOverFile::Form(form)).await
}

/// A file of a hand-over; a copy of it once it was taken.
async fn download(api: &ApiDoor, id: HandOverId, file: HandOverFile) -> Result<Download, ApiStop> {
    let conn = api.db().read();
    let row = store::hand_overs(conn, Some(id)).await?.pop().ok_or(Denied::Unknown)?;
    let found = Download::from(file.of(&row, conn).await?.ok_or(Denied::Unknown)?);
    Ok(if file.taker().took_at(&row).is_some() { found.copied() } else { found })
}

/// Handed-over orders that are not wholly paid.
#[utoipa::path(get, path = "/api/v1/open-items", tag = "billing", operation_id = "listOpenItems",
    responses((status = 200, description = "The items", body = Vec<OpenItemView>), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/open-items")]
pub(in crate::billing) async fn open_items(api: ApiDoor) -> Result<Json<Vec<OpenItemView>>, ApiStop> {
    api.permit(ViewBilling {})?;
    Ok(Json(store::open_items(api.db().read(), true).await?.iter().map(OpenItemView::from).collect()))
}

/// Payments. With `unmatched=true` only those of which a part belongs to no order, with proposals.
#[utoipa::path(get, path = "/api/v1/payments", tag = "billing", operation_id = "listPayments",
    params(("unmatched" = Option<bool>, Query, description = "Only what waits for a person"), PageParams),
    responses((status = 200, description = "A page of payments", body = Paged<PaymentView>), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/payments?<unmatched>")]
pub(in crate::billing) async fn payments(
    api: ApiDoor,
    unmatched: Wanted<bool>,
    page: PageRequest,
) -> Result<Json<Paged<PaymentView>>, ApiStop> {
    api.permit(ViewBilling {})?;
    let after = page.cursor.as_ref().map(|cursor| PaymentId(cursor.id));
    let views = if unmatched.0.unwrap_or_default() {
        let mut all = queries::unmatched(api.db().read(), None).await?;
        all.sort_by_key(|view| view.id);
        all.retain(|view| after.is_none_or(|after| view.id > after.0));
        all
    } else {
        let rows = store::payments(api.db().read(), after, page.fetch()).await?;
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            views.extend(queries::payment(api.db().read(), row.id).await?);
        }
        views
    };
    Ok(Json(Paged::cut(views, &page, |view| Cursor::after("", view.id))))
}

/// One payment with its matches and proposals.
#[utoipa::path(get, path = "/api/v1/payments/{id}", tag = "billing", operation_id = "readPayment",
    params(("id" = Uuid, Path, description = "The payment")),
    responses((status = 200, description = "The payment", body = PaymentView), (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/payments/<id>", rank = 2)]
pub(in crate::billing) async fn payment(api: ApiDoor, id: Uuid) -> Result<Json<PaymentView>, ApiStop> {
    api.permit(ViewBilling {})?;
    let view = queries::payment(api.db().read(), PaymentId(id)).await?;
    Ok(Json(view.ok_or_else(|| ApiStop::from(Denied::Unknown))?))
}

/// Imports what was paid, a CSV list or a camt.053 statement, or the bank's answer to a file (pain.002), as the body. All of it or nothing; the same file twice changes
/// nothing.
#[utoipa::path(post, path = "/api/v1/payments/feedback", tag = "billing", operation_id = "importFeedback",
    request_body(content = String, description = "The file", content_type = "application/octet-stream"),
    responses((status = 201, description = "What was booked", body = ImportedView), (status = 403, body = Problem),
        (status = 413, description = "Too large", body = Problem),
        (status = 422, description = "Every problem of the file with its line", body = Problem)),
    security(("bearer" = [])))]
#[post("/payments/feedback", data = "<sent>")]
pub(in crate::billing) async fn feedback(api: ApiDoor, sent: Data<'_>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(MatchPayments {})?;
    let limit = u64::from(api.site().config.limits.max_body_mib).mebibytes();
    let bytes = read_upload(sent, limit).await?;
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    let mut once = api.begin(&hash).await?;
    match commands::import_feedback(permit, &bytes, api.now(), &mut once.tx).await {
        Ok(imported) => {
            let view = ImportedView {
                source: imported.source,
                sha256: imported.sha256,
                new: imported.new,
                known: imported.known,
                matched: imported.matched,
                waiting: imported.waiting,
            };
            api.finish(once, Status::Created, Some("/api/v1/payments".to_owned()), &view).await
        }
        Err(Stop::Refused(refused)) => Err(problem(&refused, api.locale()).into()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Every problem of a file, by line and column.
fn problem(refused: &FeedbackRefused, locale: Locale) -> Problem {
    let problem = Problem::new(Status::UnprocessableEntity, refused.code()).detail(say(locale, &refused.message()));
    refused.0.iter().fold(problem, |problem, one| {
        let path = format!("lines[{}].{}", one.line, one.column.as_deref().unwrap_or_default());
        problem.field(path.trim_end_matches('.'), one.why.key, one.sentence(locale))
    })
}

/// A person says where a payment belongs: as much of it as is left and owed.
#[utoipa::path(post, path = "/api/v1/matches", tag = "billing", operation_id = "matchPayment", request_body = MatchForm,
    responses((status = 201, description = "The payment with its matches", body = PaymentView), (status = 404, body = Problem),
        (status = 409, description = "Nothing is left or owed", body = Problem)),
    security(("bearer" = [])))]
#[post("/matches", data = "<sent>")]
pub(in crate::billing) async fn match_one(api: ApiDoor, sent: JsonBody<MatchForm>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(MatchPayments {})?;
    let mut once = api.begin(&sent.0).await?;
    let (payment, order) = (PaymentId(sent.0.payment), PaymentOrderId(sent.0.order));
    commands::match_payment(permit, payment, order, api.now(), &mut once.tx).await?;
    let view = queries::payment(once.tx.conn(), payment).await?.ok_or_else(|| Fault::new("a payment went away"))?;
    api.finish(once, Status::Created, Some(format!("/api/v1/payments/{payment}")), &view).await
}

/// Tries everything that waits once more, for example after a hand-over.
#[utoipa::path(post, path = "/api/v1/matches/run", tag = "billing", operation_id = "matchPayments",
    responses((status = 200, description = "How many were matched", body = MatchedView), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[post("/matches/run")]
pub(in crate::billing) async fn match_all(api: ApiDoor) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(MatchPayments {})?;
    let mut once = api.begin(&()).await?;
    let matched = commands::match_payments(permit, api.now(), &mut once.tx).await?;
    api.finish(once, Status::Ok, None, &MatchedView { matched }).await
}

/// Takes a match back; it stays as a trace, and the item is open again.
#[utoipa::path(delete, path = "/api/v1/matches/{id}", tag = "billing", operation_id = "undoMatch",
    params(("id" = Uuid, Path, description = "The match")),
    responses((status = 200, description = "The payment with its matches", body = PaymentView), (status = 404, body = Problem),
        (status = 409, description = "Undone already", body = Problem)),
    security(("bearer" = [])))]
#[delete("/matches/<id>")]
pub(in crate::billing) async fn undo(api: ApiDoor, id: Uuid) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(MatchPayments {})?;
    let found = store::matches(api.db().read(), MatchesOf::One(id)).await?.pop();
    let payment = found.map(|one| one.payment).ok_or_else(|| ApiStop::from(Denied::Unknown))?;
    let mut once = api.begin(&()).await?;
    commands::undo_match(permit, id, api.now(), &mut once.tx).await?;
    let view = queries::payment(once.tx.conn(), payment).await?.ok_or_else(|| Fault::new("a payment went away"))?;
    api.finish(once, Status::Ok, None, &view).await
}
