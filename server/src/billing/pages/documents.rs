//! A document: what it says, its frozen bytes, and taking it back.

use super::{Download, dashed, first_day, told, wall};
use crate::{
    billing::{
        commands,
        documents::{Claimed, Content, FormKind, Line},
        files::NamedFile,
        queries,
        store::{self, DocumentRow},
        views::DocumentView,
    },
    identity::{Denied, Done, Door, PageStop, policy::*},
    kernel::{clock::Instant, figures, ids::DocumentId, message::Message, money::Cents, refusal::Refusal},
    platform::{
        fault::Stop,
        i18n::Locale,
        render::{FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, http::Status, post};

#[derive(Template)]
#[template(path = "billing/document.html")]
pub(super) struct DocumentPage {
    page: PageContext,
    form: FormState,
    document: DocumentView,
    content: Content,
    corrects: Option<DocumentView>,
    can_order: bool,
    can_reverse: bool,
}

impl DocumentPage {
    fn kind(&self) -> String {
        self.page.t(self.document.kind.key())
    }
    fn state(&self) -> String {
        self.page.t(format!("billing-document-{}", self.document.state.name()))
    }
    fn month(&self) -> String {
        self.page.month(first_day(&self.document.month))
    }
    fn because(&self, line: &Line) -> String {
        if self.page.locale == Locale::De { line.because_de.clone() } else { line.because_en.clone() }
    }
    fn outcome(&self, claimed: &Claimed) -> String {
        self.page.t(format!("billing-outcome-{}", dashed(&claimed.outcome)))
    }
    fn heading(&self, claimed: &Claimed) -> String {
        let day = self.page.date(claimed.service_on);
        format!("{} · {day} · {} · {}", claimed.booking, claimed.office, self.outcome(claimed))
    }
    fn form_label(&self, form: &FormKind) -> String {
        self.page.t(format!("billing-document-load-{}", dashed(form.name())))
    }
    fn cents(&self, cents: &Cents) -> String {
        self.page.money(cents.get())
    }
    fn moment(&self, instant: &Instant) -> String {
        self.page.moment(wall(*instant))
    }
}

/// A document that the reader may see: their own, their office's, or any for finance.
async fn seen(door: &Door, id: DocumentId) -> Result<DocumentRow, PageStop> {
    let row = store::document(door.db().read(), id).await?.ok_or_else(|| PageStop::from(Denied::Unknown))?;
    if row.interpreter.is_some_and(|interpreter| door.may(ViewOwnMoney { interpreter })) || door.may(ViewBilling {}) {
        return Ok(row);
    }
    match row.office {
        Some(office) => drop(door.permit(ViewOfficeClaims { office })?),
        None => return Err(Denied::Unknown.into()),
    }
    Ok(row)
}

async fn page(door: &Door, id: DocumentId, form: FormState) -> Result<DocumentPage, PageStop> {
    let row = seen(door, id).await?;
    let is_untouched = row.kind.is_payable() && !row.is_reversed && row.order.is_none();
    let document = queries::document_views(door.db().read(), std::slice::from_ref(&row)).await?.pop();
    let document = document.ok_or_else(|| PageStop::from(Denied::Unknown))?;
    let corrects = match row.corrects {
        Some(id) => {
            let filter = store::DocumentFilter { ids: vec![id], ..Default::default() };
            queries::documents(door.db().read(), &filter).await?.pop()
        }
        None => None,
    };
    let page = door.page("billing-document-title");
    let page = page.titled_with("billing-document-title", &[("reference", row.reference.as_str().into())]);
    let content = store::content(door.db().read(), id).await?;
    let page = page.noted(figures::note(content.assumed.iter().map(String::as_str)));
    Ok(DocumentPage {
        content,
        can_order: is_untouched && door.may(OrderPayment { document: id }),
        can_reverse: is_untouched && door.may(CloseSettlement {}),
        page,
        form,
        document,
        corrects,
    })
}

/// What a document says.
#[get("/documents/<id>")]
pub(super) async fn document(door: Door, id: DocumentId) -> Result<Page<DocumentPage>, PageStop> {
    Ok(Page::ok(page(&door, id, FormState::new()).await?))
}

/// The PDF, as it was issued.
#[get("/documents/<id>/file")]
pub(super) async fn file(door: Door, id: DocumentId) -> Result<Download, PageStop> {
    let row = seen(&door, id).await?;
    let (media_type, bytes) =
        store::frozen(door.db().read(), id).await?.ok_or_else(|| PageStop::from(Denied::Unknown))?;
    Ok(NamedFile::of_document(&row.reference, media_type, bytes).into())
}

/// An invoice as data, as it was issued.
#[get("/documents/<id>/forms/<form>")]
pub(super) async fn form(door: Door, id: DocumentId, form: &str) -> Result<Download, PageStop> {
    let row = seen(&door, id).await?;
    let form = FormKind::parse(form).ok_or_else(|| PageStop::from(Denied::Unknown))?;
    let (media_type, bytes) =
        store::form(door.db().read(), id, form).await?.ok_or_else(|| PageStop::from(Denied::Unknown))?;
    Ok(NamedFile::of_form(&row.reference, form, media_type, bytes).into())
}

/// Takes a document back.
#[post("/documents/<id>/reverse", data = "<sent>")]
pub(super) async fn reverse(
    door: Door,
    id: DocumentId,
    sent: Submitted,
) -> Result<Either<Page<DocumentPage>, Done>, PageStop> {
    seen(&door, id).await?;
    let permit = door.permit(CloseSettlement {})?;
    let mut once = door.begin(&sent).await?;
    match commands::reverse_document(permit, id, sent.0.value("reason"), door.now(), &mut once.tx).await {
        Ok(reversal) => {
            let notice = Message::new("billing-reversed");
            Ok(Either::Right(door.finish(once, format!("/documents/{reversal}"), notice).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            let mut form = sent.0;
            form.refuse(refusal.field().unwrap_or_default(), told(&door, &refusal));
            let status = if refusal.field().is_some() { Status::UnprocessableEntity } else { Status::Conflict };
            Ok(Either::Left(Page::with(status, page(&door, id, form).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
