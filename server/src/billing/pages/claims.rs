//! Claims to certify, and the calculation sheet of each.

use super::{dashed, scope, steps, told, waiting, wall};
use crate::{
    billing::{
        claim::{CertificationKind, Claim, ClaimStatus, status_key},
        commands, queries,
        store::{self, ClaimFilter, ClaimOrder},
        views::ClaimView,
    },
    identity::{Denied, Done, Door, PageStop, policy::*},
    kernel::{figures, ids::FeeId, message::Message, refusal::Refusal},
    platform::{
        fault::Stop,
        i18n::Locale,
        render::{FormState, NavItem, Page, PageContext, Pager, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, http::Status, post};

const PER_PAGE: u64 = 50;

/// The steps of the list's tabs: name, label, statuses.
const STEPS: &[(&str, &str, &[ClaimStatus])] = &[
    ("factual", "billing-tab-factual", &[ClaimStatus::Priced]),
    ("arithmetic", "billing-tab-arithmetic", &[ClaimStatus::CertifiedFactually]),
    ("budget", "billing-tab-budget", &[ClaimStatus::AwaitingBudget]),
    ("certified", "billing-tab-certified", &[ClaimStatus::Certified]),
    ("all", "billing-tab-all", &[]),
];

#[derive(Template)]
#[template(path = "billing/claims.html")]
pub(super) struct ClaimsPage {
    page: PageContext,
    form: FormState,
    step: String,
    tabs: Vec<NavItem>,
    claims: Vec<ClaimView>,
    pager: Pager,
    can_certify: bool,
}

impl ClaimsPage {
    fn status(&self, claim: &ClaimView) -> String {
        self.page.t(status_key(claim.status))
    }
    fn outcome(&self, claim: &ClaimView) -> String {
        self.page.t(format!("billing-outcome-{}", dashed(&claim.outcome)))
    }
}

/// The step that waits for this reader first.
fn first_step(door: &Door) -> &'static str {
    if door.may(CloseSettlement {}) {
        "arithmetic"
    } else if door.may(ViewBilling {}) {
        "all"
    } else {
        "factual"
    }
}

async fn page(door: &Door, step: Option<&str>, number: u64, form: FormState) -> Result<ClaimsPage, PageStop> {
    let offices = scope(door.actor())?;
    let step = step.unwrap_or_else(|| first_step(door));
    let (step, _, statuses) =
        STEPS.iter().find(|(name, _, _)| *name == step).ok_or_else(|| PageStop::from(Denied::Unknown))?;
    let filter = |statuses: &[ClaimStatus]| ClaimFilter {
        statuses: statuses.to_vec(),
        offices: offices.clone(),
        ..ClaimFilter::default()
    };
    let mut tabs = Vec::new();
    for (name, label, statuses) in STEPS {
        let tab = NavItem::new(label, format!("/claims?step={name}")).current_if(name == step);
        tabs.push(if *name == "all" { tab } else { tab.counting(waiting(door, &filter(statuses)).await?) });
    }
    let filter = filter(statuses);
    let total = waiting(door, &filter).await?;
    let page = door.page("billing-claims-title");
    let pager = Pager::new(number, PER_PAGE, total, &format!("/claims?step={step}"));
    let order = if *step == "all" { ClaimOrder::LatestService } else { ClaimOrder::Service };
    let claims = store::claims(door.db().read(), &filter, order, pager.offset(), PER_PAGE).await?;
    let claims = queries::claim_views(door.db().read(), &claims).await?;
    let page = page.noted(figures::note(claims.iter().map(|claim| claim.schedule_id.as_str())));
    let can_certify = match *step {
        "factual" => offices.is_some(),
        "arithmetic" => door.may(CloseSettlement {}),
        _ => false,
    };
    Ok(ClaimsPage { page, form, step: (*step).to_owned(), tabs, claims, pager, can_certify })
}

/// The claims of the reader's offices, or of the city.
#[get("/claims?<step>&<page>")]
pub(super) async fn list(door: Door, step: Option<&str>, page: Option<u64>) -> Result<Page<ClaimsPage>, PageStop> {
    Ok(Page::ok(self::page(&door, step, page.unwrap_or(1), FormState::new()).await?))
}

/// Certifies the chosen claims: all of them, or none and why.
#[post("/claims/certify", data = "<sent>")]
pub(super) async fn certify_many(door: Door, sent: Submitted) -> Result<Either<Page<ClaimsPage>, Done>, PageStop> {
    let step = sent.0.value("step").to_owned();
    let chosen: Vec<FeeId> = sent.0.values("claim").into_iter().filter_map(|id| id.parse().ok()).collect();
    let mut form = sent.0.clone();
    if chosen.is_empty() {
        form.refuse_all(door.page("billing-claims-title").t("billing-choose-some"));
        return Ok(Either::Left(Page::unprocessable(page(&door, Some(&step), 1, form).await?)));
    }
    let mut once = door.begin(&sent).await?;
    let mut refused = Vec::new();
    for fee in &chosen {
        let claim = seen(&door, *fee).await?;
        match certify_one(&door, &claim, &step, &mut once.tx).await {
            Ok(()) => {}
            Err(Stop::Refused(refusal)) => refused.push((claim, refusal)),
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
        if !refused.is_empty() {
            break; // the unit of work may be spoilt; nothing of it is kept
        }
    }
    if !refused.is_empty() {
        drop(once);
        for (claim, refusal) in &refused {
            let booking = queries::claim_views(door.db().read(), std::slice::from_ref(claim)).await?;
            let booking = booking.first().map(|view| view.booking.clone()).unwrap_or_default();
            form.refuse_all(format!("{booking}: {}", told(&door, refusal.as_ref())));
        }
        return Ok(Either::Left(Page::conflict(page(&door, Some(&step), 1, form).await?)));
    }
    let notice = Message::new("billing-certified-many").with("count", i64::try_from(chosen.len()).unwrap_or(i64::MAX));
    Ok(Either::Right(door.finish(once, format!("/claims?step={step}"), notice).await?))
}

type Boxed = Stop<Box<dyn Refusal>>;

async fn certify_one(door: &Door, claim: &Claim, step: &str, tx: &mut crate::platform::db::Tx) -> Result<(), Boxed> {
    let now = door.now();
    let denied = |denied: Denied| -> Boxed { Stop::Refused(Box::new(denied)) };
    let ask = |kind| (kind, claim.office, claim.id);
    let done = match ask(step) {
        ("factual", office, fee) => {
            let permit =
                crate::identity::Permit::ask(door.actor(), CertifyFactually { office, fee }).map_err(denied)?;
            commands::certify_factually(permit, now, tx).await
        }
        ("arithmetic", _, fee) => {
            let permit = crate::identity::Permit::ask(door.actor(), CertifyArithmetically { fee }).map_err(denied)?;
            commands::certify_arithmetically(permit, now, tx).await
        }
        _ => return Err(denied(Denied::Unknown)),
    };
    done.map(|_| ()).map_err(Stop::boxed)
}

/// A claim that the reader may see; for everybody else it does not exist.
async fn seen(door: &Door, id: FeeId) -> Result<Claim, PageStop> {
    let claim = store::claim(door.db().read(), id).await?.ok_or_else(|| PageStop::from(Denied::Unknown))?;
    if door.may(ViewOwnMoney { interpreter: claim.interpreter }) {
        return Ok(claim);
    }
    if door.may(ViewBilling {}) {
        return Ok(claim);
    }
    door.permit(ViewOfficeClaims { office: claim.office })?;
    Ok(claim)
}

#[derive(Template)]
#[template(path = "billing/claim.html")]
pub(super) struct SheetPage {
    page: PageContext,
    form: FormState,
    claim: ClaimView,
    steps: Vec<(String, bool)>,
    certifiable: Option<&'static str>,
    can_send_back: bool,
    can_override: bool,
}

impl SheetPage {
    fn status(&self) -> String {
        self.page.t(status_key(self.claim.status))
    }
    fn outcome(&self) -> String {
        self.page.t(format!("billing-outcome-{}", dashed(&self.claim.outcome)))
    }
    fn because(&self, line: &crate::billing::views::LineView) -> String {
        if self.page.locale == Locale::De { line.because_de.clone() } else { line.because_en.clone() }
    }
    fn number(&self, text: &str) -> String {
        if self.page.locale == Locale::De { text.replace('.', ",") } else { text.to_owned() }
    }
    fn unit(&self, line: &crate::billing::views::LineView) -> String {
        self.page.t(format!("billing-unit-{}", line.unit.to_lowercase()))
    }
    fn certify_label(&self, step: &str) -> String {
        self.page.t(if step == "factual" { "billing-certify-factual" } else { "billing-certify-arithmetic" })
    }
    fn certification(&self, one: &crate::billing::views::CertificationView) -> String {
        self.page.t(format!("billing-certification-{}", one.kind.name()))
    }
    fn moment(&self, instant: &crate::kernel::clock::Instant) -> String {
        self.page.moment(wall(*instant))
    }
}

async fn sheet_page(door: &Door, id: FeeId, form: FormState) -> Result<SheetPage, PageStop> {
    let claim = seen(door, id).await?;
    let page = door.page("billing-claim-title").noted(figures::note([claim.schedule_id.as_str()]));
    let (office, fee) = (claim.office, claim.id);
    let certifiable = match claim.status {
        ClaimStatus::Priced
            if door.may(CertifyFactually { office, fee })
                && claim.certify(CertificationKind::Factual, door.actor()).is_ok() =>
        {
            Some("factual")
        }
        ClaimStatus::CertifiedFactually
            if door.may(CertifyArithmetically { fee })
                && claim.certify(CertificationKind::Arithmetic, door.actor()).is_ok() =>
        {
            Some("arithmetic")
        }
        _ => None,
    };
    Ok(SheetPage {
        steps: steps(&page, claim.status.steps_done()),
        certifiable,
        can_send_back: claim.can_be_sent_back() && door.may(SendBackClaim { fee }),
        can_override: claim.status == ClaimStatus::AwaitingBudget && door.may(OverrideBudget { office }),
        claim: queries::claim_view(door.db().read(), &claim).await?,
        page,
        form,
    })
}

/// The calculation sheet: every line with its reason.
#[get("/claims/<id>")]
pub(super) async fn sheet(door: Door, id: FeeId) -> Result<Page<SheetPage>, PageStop> {
    Ok(Page::ok(sheet_page(&door, id, FormState::new()).await?))
}

type Answered = Result<Either<Page<SheetPage>, Done>, PageStop>;

/// The sheet again, with why it was refused.
async fn again(door: &Door, id: FeeId, mut form: FormState, refusal: &dyn Refusal) -> Answered {
    form.refuse(refusal.field().unwrap_or_default(), told(door, refusal));
    let status = if refusal.field().is_some() { Status::UnprocessableEntity } else { Status::Conflict };
    Ok(Either::Left(Page::with(status, sheet_page(door, id, form).await?)))
}

/// Certifies this claim.
#[post("/claims/<id>/certify", data = "<sent>")]
pub(super) async fn certify(door: Door, id: FeeId, sent: Submitted) -> Answered {
    let claim = seen(&door, id).await?;
    match sent.0.value("step") {
        "factual" => drop(door.permit(CertifyFactually { office: claim.office, fee: id })?),
        _ => drop(door.permit(CertifyArithmetically { fee: id })?),
    }
    let mut once = door.begin(&sent).await?;
    match certify_one(&door, &claim, sent.0.value("step"), &mut once.tx).await {
        Ok(()) => {
            let notice = Message::new("billing-certified-one");
            Ok(Either::Right(door.finish(once, format!("/claims/{id}"), notice).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            again(&door, id, sent.0, refusal.as_ref()).await
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Sends this claim back to the office.
#[post("/claims/<id>/send-back", data = "<sent>")]
pub(super) async fn send_back(door: Door, id: FeeId, sent: Submitted) -> Answered {
    seen(&door, id).await?;
    let permit = door.permit(SendBackClaim { fee: id })?;
    let mut once = door.begin(&sent).await?;
    match commands::send_back(permit, sent.0.value("reason"), door.now(), &mut once.tx).await {
        Ok(()) => {
            let notice = Message::new("billing-sent-back");
            Ok(Either::Right(door.finish(once, format!("/claims/{id}"), notice).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            again(&door, id, sent.0, &refusal).await
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Lets a claim that waits for money be paid beyond the budget.
#[post("/claims/<id>/override", data = "<sent>")]
pub(super) async fn pay_beyond_budget(door: Door, id: FeeId, sent: Submitted) -> Answered {
    let claim = seen(&door, id).await?;
    let permit = door.permit(OverrideBudget { office: claim.office })?;
    let mut once = door.begin(&sent).await?;
    match commands::pay_beyond_budget(permit, id, sent.0.value("reason"), door.now(), &mut once.tx).await {
        Ok(()) => {
            let notice = Message::new("billing-paid-beyond-budget");
            Ok(Either::Right(door.finish(once, format!("/claims/{id}"), notice).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            again(&door, id, sent.0, &refusal).await
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
