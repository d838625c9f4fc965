//! Months: what is missing and who must act, closing, documents, and the proof.

use super::{Download, dashed, month_of};
use crate::{
    billing::{
        commands,
        files::NamedFile,
        queries,
        reconcile::{self, Report, cause_key},
        store::{self, DocumentFilter},
        views::{DocumentView, MissingView},
    },
    identity::{Done, Door, PageStop, policy::*},
    kernel::{
        figures,
        message::Message,
        time::{FiscalYear, Month, berlin_date},
    },
    platform::render::{ConfirmPage, Page, PageContext, Submitted},
};
use askama::Template;
use chrono::NaiveDate;
use rocket::{get, post};

#[derive(Template)]
#[template(path = "billing/months.html")]
pub(super) struct MonthsPage {
    page: PageContext,
    months: Vec<MonthLine>,
}

/// A month in the list.
struct MonthLine {
    month: String,
    first: NaiveDate,
    documents: usize,
    gross: i64,
    open: usize,
}

/// The months in which there were sessions, latest first; the current one and two years back.
#[get("/months")]
pub(super) async fn list(door: Door) -> Result<Page<MonthsPage>, PageStop> {
    door.permit(ViewBilling {})?;
    let current = Month::of(berlin_date(door.now()));
    let mut months = Vec::new();
    let pool = queries::Pool::load(door.db().read(), door.now()).await?;
    for month in store::months(door.db().read()).await?.into_iter().filter(|month| *month <= current).take(24) {
        let filter = DocumentFilter { month: Some(month), ..DocumentFilter::default() };
        let documents = store::documents(door.db().read(), &filter).await?;
        let payable = || documents.iter().filter(|row| row.kind.is_payable() && !row.is_reversed);
        let open = pool.missing(door.db().read(), month, door.now()).await?.len();
        months.push(MonthLine {
            month: month.to_string(),
            first: month.first(),
            documents: payable().count(),
            gross: payable().map(|row| row.gross.get()).sum(),
            open,
        });
    }
    let year = FiscalYear::of(berlin_date(door.now()));
    let page = door.page("billing-months-title").noted(figures::note_of_year(year));
    Ok(Page::ok(MonthsPage { page, months }))
}

#[derive(Template)]
#[template(path = "billing/month.html")]
pub(super) struct MonthPage {
    page: PageContext,
    month: String,
    missing: Vec<(String, String, Vec<MissingView>)>,
    documents: Vec<DocumentView>,
    report: Report,
    certified: usize,
    can_close: bool,
    can_hand_over: bool,
}

impl MonthPage {
    fn kind(&self, document: &DocumentView) -> String {
        self.page.t(document.kind.key())
    }
    fn state(&self, document: &DocumentView) -> String {
        self.page.t(format!("billing-document-{}", document.state.name()))
    }
    fn data(&self, missing: &MissingView) -> String {
        missing.data.iter().map(|name| self.page.t(format!("directory-missing-{name}"))).collect::<Vec<_>>().join(", ")
    }
    fn address(&self, below: &str) -> String {
        format!("/months/{}/{below}", self.month)
    }
    fn missing_heading(&self, what: &str, who: &str, items: &[MissingView]) -> String {
        format!("{what} ({}) – {}: {who}", items.len(), self.page.t("billing-missing-who"))
    }
    fn key_of(&self, items: &[MissingView]) -> &'static str {
        items.first().map_or("", |one| one.missing.name())
    }
    fn cause(&self, difference: &reconcile::Difference) -> String {
        self.page.t(cause_key(difference.cause))
    }
    fn amounts(&self, sums: &reconcile::Sums) -> Vec<(String, i64)> {
        sums.amounts().iter().map(|(key, amount)| (self.page.t(*key), amount.get())).collect()
    }
}

/// One month.
#[get("/months/<month>")]
pub(super) async fn month(door: Door, month: &str) -> Result<Page<MonthPage>, PageStop> {
    door.permit(ViewBilling {})?;
    let month = month_of(month)?;
    let page = door.page("billing-month-title");
    let page = page
        .clone()
        .titled_with("billing-month-title", &[("month", page.month(month.first()).into())])
        .noted(figures::note_of_year(FiscalYear::of(month.first())));
    let all = queries::missing(door.db().read(), month, door.now()).await?;
    let certified = all.iter().filter(|one| one.missing.name() == "document").count();
    let mut missing: Vec<(String, String, Vec<MissingView>)> = Vec::new();
    let mut kinds: Vec<_> = all.iter().map(|one| one.missing).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let of_kind: Vec<MissingView> = all.iter().filter(|one| one.missing == kind).cloned().collect();
        missing.push((
            page.t(format!("billing-missing-{}", dashed(kind.name()))),
            page.t(format!("billing-who-{}", kind.who())),
            of_kind,
        ));
    }
    let filter = DocumentFilter { month: Some(month), ..DocumentFilter::default() };
    Ok(Page::ok(MonthPage {
        month: month.to_string(),
        missing,
        documents: queries::documents(door.db().read(), &filter).await?,
        report: reconcile::run(door.db(), month).await?,
        certified,
        can_close: door.may(CloseSettlement {}),
        can_hand_over: door.may(HandOver {}),
        page,
    }))
}

/// Asks before the documents of a month are issued for ever.
#[get("/months/<month>/close")]
pub(super) async fn ask_to_close(door: Door, month: &str) -> Result<Page<ConfirmPage>, PageStop> {
    door.permit(CloseSettlement {})?;
    let month = month_of(month)?;
    let all = queries::missing(door.db().read(), month, door.now()).await?;
    let ready = all.iter().filter(|one| one.missing.name() == "document").count();
    let late = all.iter().filter(|one| one.missing.delays_documents() && one.missing.name() != "document").count();
    let page = door.page("billing-close-title");
    let page = page.clone().titled_with("billing-close-title", &[("month", page.month(month.first()).into())]);
    let mut consequences = vec![page.t1("billing-close-ready", "count", ready)];
    if late > 0 {
        consequences.push(page.t1("billing-close-late", "count", late));
    }
    if month.last() >= berlin_date(door.now()) {
        consequences.push(page.t("billing-close-not-over"));
    }
    consequences.push(page.t("billing-close-for-ever"));
    Ok(Page::ok(ConfirmPage {
        consequences,
        action: format!("/months/{month}/close"),
        fields: Vec::new(),
        confirm_label: page.t("billing-close"),
        back_href: format!("/months/{month}"),
        page,
    }))
}

/// Issues the documents of a month.
#[post("/months/<month>/close", data = "<sent>")]
pub(super) async fn close(door: Door, month: &str, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(CloseSettlement {})?;
    let month = month_of(month)?;
    let mut once = door.begin(&sent).await?;
    let city = door.config().city();
    let closed = commands::close_settlement(permit, month, city.as_ref(), door.now(), &mut once.tx).await?;
    let count = i64::try_from(closed.documents.len()).unwrap_or(i64::MAX);
    let held_back = i64::try_from(closed.held_back.len()).unwrap_or(i64::MAX);
    let notice = Message::new("billing-closed").with("count", count).with("held", held_back);
    door.finish(once, format!("/months/{month}"), notice).await
}

/// The proof of a month as text to print.
#[get("/months/<month>/reconciliation.txt")]
pub(super) async fn proof(door: Door, month: &str) -> Result<Download, PageStop> {
    door.permit(Reconcile {})?;
    let month = month_of(month)?;
    let report = reconcile::run(door.db(), month).await?;
    let file = NamedFile {
        name: format!("{}-{month}.txt", door.page("billing-proof-title").t("billing-proof-file")),
        media_type: "text/plain; charset=utf-8".to_owned(),
        bytes: report.text(door.locale()).into_bytes(),
    };
    Ok(file.into())
}
