//! What a session costs: facts, schedule, lines, and the office's money for it.

use super::locked_claim;
use crate::{
    audit::{self, ActionKind},
    billing::{
        claim::{Claim, ClaimStatus},
        events::FeePriced,
        store::{self, ClaimFilter, ClaimOrder},
    },
    booking::{self, facts::BillableSession},
    budget::{self, BudgetExhausted},
    directory::{self, facts::CredentialKind},
    identity::{Permit, policy},
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::*,
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
        time::Month,
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use rates::{Catalog, Currency, Facts, Figures};
use rust_decimal::Decimal;
use serde_json::json;

/// What pricing led to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Priced {
    /// There is a claim; the office is to certify it.
    Claim(FeeId),
    /// There is a claim; the office's line can't bear it yet.
    AwaitsBudget(FeeId),
    /// Nothing is owed; the money is free again.
    Nothing,
    /// It was priced before.
    Known(FeeId),
}

/// Why there is no price.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PriceRefused {
    /// The session is neither confirmed nor cancelled late.
    NotBillable,
    /// The schedule that was promised is not among those of this program.
    UnknownSchedule(String),
    /// The schedule has no answer for these facts; it is never replaced by another one.
    NoPrice(String),
    /// The city pays in euro.
    ForeignCurrency,
}

impl Refusal for PriceRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotBillable => "claim-not-billable",
            Self::UnknownSchedule(_) => "claim-unknown-schedule",
            Self::NoPrice(_) => "claim-no-price",
            Self::ForeignCurrency => "claim-foreign-currency",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::UnknownSchedule(schedule) => message.with("schedule", schedule.as_str()),
            Self::NoPrice(why) => message.with("why", why.as_str()),
            _ => message,
        }
    }
}

/// Prices a confirmed timesheet by the schedule that was promised with the booking, and consumes the office's money.
///
/// # Errors
/// The session is not confirmed, or the schedule has no answer.
#[doc(alias = "Honorarberechnung")]
pub async fn price_timesheet(
    permit: Permit<policy::PriceClaims>,
    assignment: AssignmentId,
    now: Instant,
    tx: &mut Tx,
) -> Result<Priced, Stop<PriceRefused>> {
    price(permit.actor(), assignment, ActionKind::TimesheetPriced, now, tx).await
}

/// Prices a late cancellation: the cancellation fee, or nothing.
///
/// # Errors
/// The session was not cancelled late, or the schedule has no answer.
#[doc(alias = "Ausfallhonorar")]
pub async fn price_cancellation(
    permit: Permit<policy::PriceClaims>,
    assignment: AssignmentId,
    now: Instant,
    tx: &mut Tx,
) -> Result<Priced, Stop<PriceRefused>> {
    price(permit.actor(), assignment, ActionKind::CancellationPriced, now, tx).await
}

async fn price(
    actor: &Actor,
    assignment: AssignmentId,
    action: ActionKind,
    now: Instant,
    tx: &mut Tx,
) -> Result<Priced, Stop<PriceRefused>> {
    tx.lock_for_use([assignment.into()]).await?;
    if let Some(known) = store::claim_of(tx.conn(), assignment).await? {
        return Ok(Priced::Known(known.id));
    }
    let session = booking::billable(tx.conn(), assignment).await?.ok_or(Stop::Refused(PriceRefused::NotBillable))?;
    let facts = facts_of(tx, &session).await?;
    let schedule = Catalog::builtin()
        .by_id(&session.schedule_id)
        .ok_or_else(|| Stop::Refused(PriceRefused::UnknownSchedule(session.schedule_id.clone())))?;
    let quote =
        rates::quote(schedule, &facts).map_err(|error| Stop::Refused(PriceRefused::NoPrice(error.to_string())))?;
    if quote.currency() != Currency::Eur {
        return Err(Stop::Refused(PriceRefused::ForeignCurrency));
    }
    let gross = Cents(quote.gross.minor());
    if gross == Cents::ZERO {
        let freed = budget::release(tx, actor, assignment, now).await?;
        let facts = json!({ "schedule": quote.schedule, "outcome": session.outcome, "gross": 0, "released": freed });
        audit::record(tx, actor, action, assignment, &facts, now).await?;
        return Ok(Priced::Nothing);
    }
    // What was carried over is paid from the line that bears it now.
    let bound = budget::commitment_of(tx.conn(), assignment).await?;
    let mut claim = Claim {
        id: FeeId::new(),
        assignment,
        timesheet: session.timesheet,
        interpreter: session.interpreter,
        office: session.office,
        budget_line: bound.map_or(session.budget_line, |one| one.line),
        service_on: session.agreed.date(),
        outcome: session.outcome.clone(),
        net: Cents(quote.net.minor()),
        vat: Cents(quote.vat.minor()),
        gross,
        vat_rate: quote.vat_rate.map(|rate| rate.normalize().to_string()),
        schedule_id: quote.schedule.clone(),
        figures: if quote.figures == Figures::Official { "official" } else { "assumed" }.to_owned(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        facts: serde_json::to_string(&facts).map_err(Fault::from)?,
        quote: quote.to_json(),
        status: ClaimStatus::Priced,
        sent_back_reason: None,
        round: 1,
        priced_at: now,
        version: 1,
        certifications: Vec::new(),
    };
    if !consume(actor, &claim, now, tx).await? {
        claim.status = ClaimStatus::AwaitingBudget;
    }
    store::insert_claim(tx, &claim).await?;
    let trace = json!({
        "assignment": assignment, "schedule": claim.schedule_id, "program": claim.program_version,
        "net": claim.net, "vat": claim.vat, "gross": claim.gross, "status": claim.status.name(),
    });
    audit::record(tx, actor, action, claim.id, &trace, now).await?;
    if claim.status == ClaimStatus::AwaitingBudget {
        return Ok(Priced::AwaitsBudget(claim.id));
    }
    tx.publish(&priced(&claim), now).await?;
    Ok(Priced::Claim(claim.id))
}

fn priced(claim: &Claim) -> FeePriced {
    FeePriced { fee: claim.id, assignment: claim.assignment, interpreter: claim.interpreter }
}

/// `false` if the line can't bear it; nothing was posted then.
async fn consume(actor: &Actor, claim: &Claim, now: Instant, tx: &mut Tx) -> Result<bool, Fault> {
    match budget::consume(tx, actor, claim.assignment, claim.gross, now).await {
        Ok(()) => Ok(true),
        Err(Stop::Refused(BudgetExhausted { .. })) => Ok(false),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Tries once more whether the line can bear a claim that waits for money. `true` if it could.
///
/// # Errors
/// The database can't be written.
pub async fn claim_budget(
    permit: Permit<policy::PriceClaims>,
    fee: FeeId,
    now: Instant,
    tx: &mut Tx,
) -> Result<bool, Fault> {
    let claim = locked_claim(tx, fee).await?;
    if claim.status != ClaimStatus::AwaitingBudget || !consume(permit.actor(), &claim, now, tx).await? {
        return Ok(false);
    }
    funded(&claim, now, tx).await?;
    Ok(true)
}

async fn funded(claim: &Claim, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
    store::set_status(tx, &[claim.id], ClaimStatus::Priced, None).await?;
    tx.publish(&priced(claim), now).await
}

/// Why an office head can't pay beyond the budget.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BeyondBudgetRefused {
    /// The claim does not wait for money.
    NotWaiting,
    /// An override needs a reason.
    ReasonMissing,
}

impl Refusal for BeyondBudgetRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotWaiting => "claim-not-awaiting-budget",
            Self::ReasonMissing => "billing-reason-missing",
        }
    }
    fn field(&self) -> Option<&'static str> {
        (*self == Self::ReasonMissing).then_some("reason")
    }
    fn kind(&self) -> RefusalKind {
        if *self == Self::ReasonMissing { RefusalKind::Input } else { RefusalKind::Conflict }
    }
}

/// The office head lets a claim be paid although the line is used up: what is owed is owed, and the overrun has a name.
///
/// # Errors
/// No reason, or the claim does not wait for money.
pub async fn pay_beyond_budget(
    permit: Permit<policy::OverrideBudget>,
    fee: FeeId,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<BeyondBudgetRefused>> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Stop::Refused(BeyondBudgetRefused::ReasonMissing));
    }
    let claim = locked_claim(tx, fee).await?;
    if claim.status != ClaimStatus::AwaitingBudget || claim.office != permit.office {
        return Err(Stop::Refused(BeyondBudgetRefused::NotWaiting));
    }
    let actor = permit.actor();
    if let Err(stop) = budget::consume(tx, actor, claim.assignment, claim.gross, now).await {
        let exhausted = match stop {
            Stop::Refused(exhausted) => exhausted,
            Stop::Fault(fault) => return Err(fault.into()),
        };
        budget::raise_ceiling(tx, actor, exhausted.line, claim.assignment, exhausted.wanted, reason, now).await?;
        budget::consume(tx, actor, claim.assignment, claim.gross, now)
            .await
            .map_err(|_| Fault::new("the raised ceiling does not bear the claim"))?;
    }
    funded(&claim, now, tx).await?;
    Ok(())
}

/// What the schedule asks, from the booking's snapshot. What was filled before the group was kept with the booking takes it from
/// the agreement of that day.
async fn facts_of(tx: &Tx, session: &BillableSession) -> Result<Facts, Stop<PriceRefused>> {
    let date = session.agreed.date();
    let interpreter = directory::interpreter(tx.conn(), session.interpreter)
        .await?
        .ok_or_else(|| Fault::new(format!("interpreter {} does not exist", session.interpreter)))?;
    let unknown = |what: &str, name: &str| Fault::new(format!("unknown {what} \"{name}\""));
    let group = session.rate_group.as_deref().unwrap_or_else(|| interpreter.rate_terms(date).group);
    let group = by_name(rates::Group::NAMES, group).ok_or_else(|| unknown("rate group", group))?;
    let vat = by_name(rates::VatStatus::NAMES, &interpreter.vat_kind)
        .ok_or_else(|| unknown("VAT kind", &interpreter.vat_kind))?;
    let delivery = by_name(rates::Delivery::NAMES, session.delivery.name())
        .ok_or_else(|| unknown("delivery", session.delivery.name()))?;
    let outcome =
        by_name(rates::Outcome::NAMES, &session.outcome).ok_or_else(|| unknown("outcome", &session.outcome))?;
    let minutes = |number: i32| u32::try_from(number).unwrap_or_default();
    Ok(Facts {
        interpreter: rates::InterpreterFacts { group, trained: interpreter.holds(CredentialKind::Training, date), vat },
        language: session.language.clone(),
        delivery,
        class: "standard".to_owned(),
        requested_at: Some(session.requested_at),
        agreed: rates::SpanFacts { from: session.agreed.starts_at(), to: session.agreed.ends_at() },
        outcome,
        held: session.held.map(|(from, to)| rates::HeldFacts {
            from,
            to,
            break_minutes: minutes(session.break_minutes),
        }),
        notified_at: session.notified_at,
        proven_loss: None,
        travel: rates::TravelFacts {
            minutes: minutes(session.travel_minutes),
            km: Decimal::new(i64::from(session.travel_meters), 3),
            zone: None,
            tickets: Decimal::new(session.tickets.get(), 2),
            already_paid: way_is_paid(tx, session).await?,
        },
    })
}

fn by_name<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// The way to this place was paid that day with another session: same interpreter, same day, same address.
async fn way_is_paid(tx: &Tx, session: &BillableSession) -> Result<bool, Fault> {
    let date = session.agreed.date();
    let filter =
        ClaimFilter { interpreter: Some(session.interpreter), month: Some(Month::of(date)), ..ClaimFilter::default() };
    let same_day: Vec<Claim> = store::claims(tx.conn(), &filter, ClaimOrder::Service, 0, 1_000)
        .await?
        .into_iter()
        .filter(|claim| claim.service_on == date && claim.status != ClaimStatus::Void)
        .collect();
    if same_day.is_empty() {
        return Ok(false);
    }
    let Some(here) = booking::assignment_facts(tx.conn(), session.assignment).await? else { return Ok(false) };
    for claim in same_day {
        let travelled =
            claim.lines()?.lines.iter().any(|line| line.rule.starts_with("travel") && line.amount.minor() > 0);
        if !travelled {
            continue;
        }
        let there = booking::assignment_facts(tx.conn(), claim.assignment).await?;
        if there.is_some_and(|there| there.address.trim() == here.address.trim()) {
            return Ok(true);
        }
    }
    Ok(false)
}
