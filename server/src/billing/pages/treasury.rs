//! The treasury's desk: files to take, feedback to import, items that are open, payments that wait for a person.

use super::{Download, told, wall};
use crate::{
    billing::{
        commands::{self, FeedbackRefused},
        files::HandOverFile,
        queries,
        store::{self, MatchesOf},
        views::{HandOverView, MatchView, OpenItemView, PaymentView, ProposalView},
    },
    identity::{Denied, Done, Door, PageStop, policy::*},
    kernel::{
        clock::Instant,
        figures,
        ids::*,
        message::Message,
        refusal::Refusal,
        time::{FiscalYear, berlin_date},
    },
    platform::{
        fault::Stop,
        idempotency::Answer,
        render::{Choice, FormState, Page, PageContext, Submitted},
        table::Problem,
    },
};
use askama::Template;
use rocket::{Either, FromForm, data::Capped, form::Form, get, http::Status, post};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Nobody looks at more payments on one page; what is dealt with makes room for the next.
const MOST_SHOWN: u64 = 100;

#[derive(Template)]
#[template(path = "billing/treasury.html")]
pub(super) struct TreasuryPage {
    page: PageContext,
    form: FormState,
    problems: Vec<Told>,
    to_hand_over: usize,
    to_hand_over_cents: i64,
    files: Vec<HandOverView>,
    open: Vec<OpenItemView>,
    open_cents: i64,
    open_choices: Vec<Choice>,
    unmatched: Vec<PaymentView>,
    unmatched_in_all: u64,
    has_more: bool,
    matches: Vec<MatchView>,
    can_hand_over: bool,
    can_match: bool,
}

/// A problem of a file in the reader's language.
struct Told {
    line: u64,
    column: String,
    value: String,
    why: String,
}

impl TreasuryPage {
    fn moment(&self, instant: &Instant) -> String {
        self.page.moment(wall(*instant))
    }
    fn payment_heading(&self, payment: &PaymentView) -> String {
        format!("{} · {}", payment.entry_reference, self.page.money(payment.unmatched_cents))
    }
    fn why(&self, proposal: &ProposalView) -> String {
        self.page.t(format!("billing-why-{}", proposal.why.name()))
    }
    fn doubt(&self, proposal: &ProposalView) -> String {
        self.page.t(format!("billing-doubt-{}", proposal.certainty.name()))
    }
    fn why_matched(&self, one: &MatchView) -> String {
        self.page.t(format!("billing-why-{}", one.why))
    }
}

fn told_problem(page: &PageContext, problem: &Problem) -> Told {
    Told {
        line: problem.line,
        column: problem.column.clone().unwrap_or_default(),
        value: problem.value.clone(),
        why: problem.sentence(page.locale),
    }
}

async fn page(door: &Door, form: FormState, problems: &[Problem]) -> Result<TreasuryPage, PageStop> {
    door.permit(ViewBilling {})?;
    let conn = door.db().read();
    let waiting = store::orders_to_hand_over(conn).await?;
    let open: Vec<OpenItemView> = store::open_items(conn, true).await?.iter().map(OpenItemView::from).collect();
    let year = FiscalYear::of(berlin_date(door.now()));
    let page = door.page("billing-treasury-title").noted(figures::note_of_year(year));
    let choice = |item: &OpenItemView| {
        Choice::new(item.order, format!("{} · {} · {}", item.reference, item.payee, page.money(item.open_cents)))
    };
    let in_all = store::count_unmatched(conn).await?;
    Ok(TreasuryPage {
        problems: problems.iter().map(|problem| told_problem(&page, problem)).collect(),
        to_hand_over: waiting.len(),
        to_hand_over_cents: waiting.iter().map(|order| order.amount.get()).sum(),
        files: store::hand_overs(conn, None).await?.iter().map(HandOverView::from).collect(),
        open_cents: open.iter().map(|item| item.open_cents).sum(),
        open_choices: open.iter().map(choice).collect(),
        open,
        unmatched: queries::unmatched(conn, Some(MOST_SHOWN)).await?,
        has_more: in_all > MOST_SHOWN,
        unmatched_in_all: in_all,
        matches: store::matches(conn, MatchesOf::Latest(50)).await?.iter().map(MatchView::from).collect(),
        can_hand_over: door.may(HandOver {}),
        can_match: door.may(MatchPayments {}),
        page,
        form,
    })
}

type Answered = Result<Either<Page<TreasuryPage>, Done>, PageStop>;

async fn again(door: &Door, mut form: FormState, refusal: &dyn Refusal) -> Answered {
    form.refuse(refusal.field().unwrap_or_default(), told(door, refusal));
    Ok(Either::Left(Page::conflict(page(door, form, &[]).await?)))
}

/// The desk.
#[get("/treasury")]
pub(super) async fn desk(door: Door) -> Result<Page<TreasuryPage>, PageStop> {
    Ok(Page::ok(page(&door, FormState::new(), &[]).await?))
}

/// Puts everything that is ordered into one file.
#[post("/treasury/hand-over", data = "<sent>")]
pub(super) async fn hand_over(door: Door, sent: Submitted) -> Answered {
    let permit = door.permit(HandOver {})?;
    let mut once = door.begin(&sent).await?;
    let account = door.config().pool_account();
    match commands::hand_over(permit, account.as_ref(), door.now(), &mut once.tx).await {
        Ok(_) => Ok(Either::Right(door.finish(once, "/treasury", Message::new("billing-handed-over")).await?)),
        Err(Stop::Refused(refusal)) => {
            drop(once);
            again(&door, sent.0, &refusal).await
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Takes a file in the form that is named: the answer is the file itself, once, also if the same press comes again. A second time is
/// refused and points to the copy.
#[post("/treasury/files/<id>/accept", data = "<sent>")]
pub(super) async fn accept(
    door: Door,
    id: HandOverId,
    sent: Submitted,
) -> Result<Either<Page<TreasuryPage>, Download>, PageStop> {
    let permit = door.permit(HandOver {})?;
    let form = HandOverFile::parse(sent.0.value("form")).ok_or_else(|| PageStop::from(Denied::Unknown))?;
    let found = file(&door, id, form).await?;
    let mut once = match door.begin(&sent).await {
        Ok(once) => once,
        Err(PageStop::Again(_)) => return Ok(Either::Right(found)),
        Err(stop) => return Err(stop),
    };
    match commands::accept_hand_over(permit, id, form.taker(), door.now(), &mut once.tx).await {
        Ok(()) => {
            once.commit(&Answer { status: 200, location: None, body: None }).await?;
            Ok(Either::Right(found))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            let mut form = sent.0;
            form.refuse_all(told(&door, &refusal));
            Ok(Either::Left(Page::conflict(page(&door, form, &[]).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn file(door: &Door, id: HandOverId, file: HandOverFile) -> Result<Download, PageStop> {
    let conn = door.db().read();
    let row = store::hand_overs(conn, Some(id)).await?.pop().ok_or(Denied::Unknown)?;
    Ok(file.of(&row, conn).await?.ok_or(Denied::Unknown)?.into())
}

/// A copy of a file, which says so.
#[get("/treasury/files/<id>?<form>")]
pub(super) async fn copy(door: Door, id: HandOverId, form: Option<&str>) -> Result<Download, PageStop> {
    door.permit(ViewBilling {})?;
    let form = HandOverFile::parse(form.unwrap_or_default()).ok_or_else(|| PageStop::from(Denied::Unknown))?;
    Ok(file(&door, id, form).await?.copied())
}

/// A file with what was paid.
#[derive(FromForm)]
pub(super) struct Feedback<'r> {
    #[field(name = "_key")]
    key: Option<&'r str>,
    file: Capped<&'r [u8]>,
}

/// Imports a list or a statement.
#[post("/treasury/feedback", data = "<sent>")]
pub(super) async fn upload(door: Door, sent: Form<Feedback<'_>>) -> Answered {
    let permit = door.permit(MatchPayments {})?;
    let mut form = FormState::new();
    if !sent.file.is_complete() {
        form.refuse("file", door.page("billing-treasury-title").t("billing-feedback-too-large"));
        return Ok(Either::Left(Page::with(Status::PayloadTooLarge, page(&door, form, &[]).await?)));
    }
    let bytes: &[u8] = sent.file.value;
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let call = Submitted(FormState::new().with_some("_key", sent.key).with("sha256", hash));
    let mut once = door.begin(&call).await?;
    match commands::import_feedback(permit, bytes, door.now(), &mut once.tx).await {
        Ok(imported) => {
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            let notice = Message::new("billing-feedback-imported")
                .with("new", number(imported.new))
                .with("known", number(imported.known))
                .with("matched", number(imported.matched))
                .with("waiting", number(imported.waiting));
            Ok(Either::Right(door.finish(once, "/treasury", notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse("file", told(&door, &refused));
            let FeedbackRefused(problems) = refused;
            Ok(Either::Left(Page::unprocessable(page(&door, form, &problems).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// A person says where a payment belongs.
#[post("/treasury/payments/<id>/match", data = "<sent>")]
pub(super) async fn match_one(door: Door, id: PaymentId, sent: Submitted) -> Answered {
    let permit = door.permit(MatchPayments {})?;
    let Ok(order) = sent.0.value("order").parse::<PaymentOrderId>() else {
        let mut form = sent.0;
        form.refuse_all(door.page("billing-treasury-title").t("billing-choose-order"));
        return Ok(Either::Left(Page::unprocessable(page(&door, form, &[]).await?)));
    };
    let mut once = door.begin(&sent).await?;
    match commands::match_payment(permit, id, order, door.now(), &mut once.tx).await {
        Ok(amount) => {
            let notice = Message::new("billing-matched").with("amount", amount);
            Ok(Either::Right(door.finish(once, "/treasury", notice).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            again(&door, sent.0, &refusal).await
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Tries everything that waits once more.
#[post("/treasury/match", data = "<sent>")]
pub(super) async fn match_again(door: Door, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(MatchPayments {})?;
    let mut once = door.begin(&sent).await?;
    let matched = commands::match_payments(permit, door.now(), &mut once.tx).await?;
    let notice = Message::new("billing-matched-again").with("count", i64::try_from(matched).unwrap_or(i64::MAX));
    door.finish(once, "/treasury", notice).await
}

/// Takes a match back.
#[post("/treasury/matches/<id>/undo", data = "<sent>")]
pub(super) async fn undo(door: Door, id: Uuid, sent: Submitted) -> Answered {
    let permit = door.permit(MatchPayments {})?;
    let mut once = door.begin(&sent).await?;
    match commands::undo_match(permit, id, door.now(), &mut once.tx).await {
        Ok(()) => Ok(Either::Right(door.finish(once, "/treasury", Message::new("billing-match-undone")).await?)),
        Err(Stop::Refused(refusal)) => {
            drop(once);
            again(&door, sent.0, &refusal).await
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
