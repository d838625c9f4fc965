//! The authorizing officer's desk: documents whose payment is to be ordered.

use super::{first_day, told};
use crate::{
    billing::{commands, queries, store::DocumentFilter, views::DocumentView},
    identity::{Denied, Done, Door, PageStop, policy::*},
    kernel::{
        figures,
        ids::DocumentId,
        message::Message,
        time::{FiscalYear, berlin_date},
    },
    platform::{
        fault::Stop,
        render::{FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};

#[derive(Template)]
#[template(path = "billing/orders.html")]
pub(super) struct OrdersPage {
    page: PageContext,
    form: FormState,
    documents: Vec<DocumentView>,
    total: i64,
    can_order: bool,
}

impl OrdersPage {
    fn kind(&self, document: &DocumentView) -> String {
        self.page.t(document.kind.key())
    }
    fn month(&self, document: &DocumentView) -> String {
        self.page.month(first_day(&document.month))
    }
}

async fn page(door: &Door, form: FormState) -> Result<OrdersPage, PageStop> {
    door.permit(ViewBilling {})?;
    let filter = DocumentFilter { to_order: true, limit: Some(500), ..DocumentFilter::default() };
    let documents = queries::documents(door.db().read(), &filter).await?;
    Ok(OrdersPage {
        page: door.page("billing-orders-title").noted(figures::note_of_year(FiscalYear::of(berlin_date(door.now())))),
        form,
        total: documents.iter().map(|document| document.gross_cents).sum(),
        can_order: documents.first().is_some_and(|one| door.may(OrderPayment { document: DocumentId(one.id) })),
        documents,
    })
}

/// What waits for an order.
#[get("/orders")]
pub(super) async fn list(door: Door) -> Result<Page<OrdersPage>, PageStop> {
    Ok(Page::ok(page(&door, FormState::new()).await?))
}

/// Orders the chosen payments: all of them, or none and why.
#[post("/orders", data = "<sent>")]
pub(super) async fn order(door: Door, sent: Submitted) -> Result<Either<Page<OrdersPage>, Done>, PageStop> {
    let chosen: Vec<DocumentId> = sent.0.values("document").into_iter().filter_map(|id| id.parse().ok()).collect();
    let mut form = sent.0.clone();
    if chosen.is_empty() {
        form.refuse_all(door.page("billing-orders-title").t("billing-choose-some"));
        return Ok(Either::Left(Page::unprocessable(page(&door, form).await?)));
    }
    let filter = DocumentFilter { ids: chosen.clone(), ..DocumentFilter::default() };
    let known = queries::documents(door.db().read(), &filter).await?;
    if known.len() != chosen.len() {
        return Err(Denied::Unknown.into());
    }
    let mut once = door.begin(&sent).await?;
    for document in &chosen {
        let permit = door.permit(OrderPayment { document: *document })?;
        match commands::order_payment(permit, door.now(), &mut once.tx).await {
            Ok(_) => {}
            Err(Stop::Refused(refusal)) => {
                drop(once);
                let reference = known.iter().find(|one| one.id == document.0).map(|one| one.reference.clone());
                form.refuse_all(format!("{}: {}", reference.unwrap_or_default(), told(&door, &refusal)));
                return Ok(Either::Left(Page::conflict(page(&door, form).await?)));
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    }
    let notice = Message::new("billing-ordered").with("count", i64::try_from(chosen.len()).unwrap_or(i64::MAX));
    Ok(Either::Right(door.finish(once, "/orders", notice).await?))
}
