//! What a session will cost, before anybody is known who holds it.

use super::{facts::Delivery, refusals::refusals, request::BookingRequest};
use crate::{
    directory::facts::{CredentialKind, InterpreterFacts, ProfileFacts},
    kernel::{clock::Instant, money::Cents, place::Point},
    platform::fault::{Fault, Stop},
};
use chrono::NaiveDate;
use rates::{Catalog, Group, Outcome, Quote, QuoteError, Schedule, VatStatus};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// An expected fee.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Estimate {
    /// What the interpreter can expect, without VAT.
    pub net: Cents,
    /// What the city pays: this is committed in the budget.
    pub gross: Cents,
    /// The schedule.
    pub schedule_id: String,
    /// Whose price it is.
    pub basis: Basis,
}

/// Whose price an estimate is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// That of the interpreter who does it.
    Interpreter,
    /// Nobody is chosen yet: the dearest of those who speak the language and hold the credentials, so that the money is
    /// enough whoever says yes.
    DearestEligible,
    /// Nobody in the pool is eligible now: a trained interpreter beside another job, without VAT.
    Neutral,
}

impl Basis {
    /// As part of a locale key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interpreter => "interpreter",
            Self::DearestEligible => "dearest-eligible",
            Self::Neutral => "neutral",
        }
    }
}

refusals! {
    /// Why a session has no price.
    EstimateRefused {
        /// No schedule of the city, or of what was agreed, is in force that day; last year's is never taken instead.
        NoSchedule { date: NaiveDate } = "no-schedule-for-date", Input, "date";
        /// The schedule has no rate for such a session.
        NoRate { schedule: String } = "no-rate-in-schedule", Input, "date";
    }
}

/// What the price depends on in a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Payee {
    series: &'static str,
    group: Group,
    trained: bool,
    vat: VatStatus,
    home: Option<(i32, i32)>,
}

impl Payee {
    /// A trained interpreter beside another job, small business.
    const NEUTRAL: Self =
        Self { series: rates::CITY, group: Group::PartTime, trained: true, vat: VatStatus::SmallBusiness, home: None };

    /// By the agreement that holds on the day.
    fn of(person: &InterpreterFacts, date: NaiveDate) -> Self {
        let terms = person.rate_terms(date);
        Self {
            // The command that records an agreement knows no other series.
            series: if terms.series == rates::JVEG { rates::JVEG } else { rates::CITY },
            group: group_of(terms.group),
            trained: person.holds(CredentialKind::Training, date),
            vat: match person.vat_kind.as_str() {
                "standard" => VatStatus::Standard,
                "exempt" => VatStatus::Exempt,
                _ => VatStatus::SmallBusiness,
            },
            home: Some(person.home),
        }
    }
}

fn group_of(name: &str) -> Group {
    if name == "full_time" { Group::FullTime } else { Group::PartTime }
}

/// The schedule of a series for a day.
fn schedule_of(series: &str, date: NaiveDate) -> Result<&'static Schedule, EstimateRefused> {
    Catalog::builtin().on(series, date).map_err(|_| EstimateRefused::NoSchedule { date })
}

/// The city's schedule for a day.
///
/// # Errors
/// Refuses if none is in force.
pub fn schedule_on(date: NaiveDate) -> Result<&'static Schedule, EstimateRefused> {
    schedule_of(rates::CITY, date)
}

/// The key of the schedule by which one interpreter is paid for a session on that day; empty where none is in force.
#[must_use]
pub fn schedule_for(person: &InterpreterFacts, date: NaiveDate) -> String {
    schedule_of(person.rate_terms(date).series, date).map(|schedule| schedule.id.clone()).unwrap_or_default()
}

/// The price for one interpreter, if the session is held as agreed.
///
/// # Errors
/// No schedule, or no rate in it.
pub fn for_interpreter(request: &BookingRequest, person: &InterpreterFacts) -> Result<Estimate, Stop<EstimateRefused>> {
    estimate(request, Payee::of(person, request.slot.date()), Basis::Interpreter)
}

/// The prices of one session for many people. Whoever is priced alike is priced once.
pub struct PriceList<'a> {
    request: &'a BookingRequest,
    known: BTreeMap<Payee, Result<(Cents, Cents), EstimateRefused>>,
}

impl<'a> PriceList<'a> {
    /// For this session.
    ///
    /// # Errors
    /// No schedule is in force that day.
    pub fn of(request: &'a BookingRequest) -> Result<Self, EstimateRefused> {
        schedule_on(request.slot.date())?;
        Ok(Self { request, known: BTreeMap::new() })
    }

    /// What this person can expect and what the city pays, net and gross, if the session is held as agreed.
    ///
    /// # Errors
    /// The schedule has no rate for it.
    pub fn price(&mut self, person: &InterpreterFacts) -> Result<(Cents, Cents), Stop<EstimateRefused>> {
        let payee = Payee::of(person, self.request.slot.date());
        if let Some(known) = self.known.get(&payee) {
            return known.clone().map_err(Stop::Refused);
        }
        let found = match estimate(self.request, payee, Basis::Interpreter) {
            Ok(estimate) => Ok((estimate.net, estimate.gross)),
            Err(Stop::Refused(refused)) => Err(refused),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        };
        self.known.insert(payee, found.clone());
        found.map_err(Stop::Refused)
    }
}

/// The price while nobody is chosen: see [`Basis`].
///
/// # Errors
/// No schedule, or no rate in it.
pub fn for_anybody(
    request: &BookingRequest,
    profile: &ProfileFacts,
    pool: &[InterpreterFacts],
) -> Result<Estimate, Stop<EstimateRefused>> {
    let date = request.slot.date();
    schedule_on(date).map_err(Stop::Refused)?;
    let mut payees: Vec<Payee> =
        pool.iter().filter(|person| is_eligible(request, profile, person)).map(|one| Payee::of(one, date)).collect();
    payees.sort_unstable();
    payees.dedup();
    let mut dearest: Option<Estimate> = None;
    for payee in payees {
        let one = estimate(request, payee, Basis::DearestEligible)?;
        if dearest.as_ref().is_none_or(|most| most.gross < one.gross) {
            dearest = Some(one);
        }
    }
    match dearest {
        Some(dearest) => Ok(dearest),
        None => estimate(request, Payee::NEUTRAL, Basis::Neutral),
    }
}

/// Speaks the language, takes jobs and holds the credentials on that day.
fn is_eligible(request: &BookingRequest, profile: &ProfileFacts, person: &InterpreterFacts) -> bool {
    person.active
        && person.languages.iter().any(|(language, _)| *language == request.language)
        && profile.credentials.iter().all(|kind| person.holds(*kind, request.slot.date()))
}

/// What is due if the office cancels at `notified_at`: by the schedule and the group promised with the booking.
///
/// # Errors
/// The schedule is gone, or has no rate.
pub fn cancellation_fee(
    request: &BookingRequest,
    schedule: &Schedule,
    person: &InterpreterFacts,
    promised_group: Option<&str>,
    notified_at: Instant,
) -> Result<Cents, Fault> {
    let mut payee = Payee::of(person, request.slot.date());
    if let Some(group) = promised_group {
        payee.group = group_of(group);
    }
    let facts = rates_facts(request, payee, Outcome::CancelledByOffice, Some(notified_at));
    Ok(Cents(rates::quote(schedule, &facts)?.net.minor()))
}

fn rates_facts(request: &BookingRequest, payee: Payee, outcome: Outcome, notified_at: Option<Instant>) -> rates::Facts {
    rates::Facts {
        interpreter: rates::InterpreterFacts { group: payee.group, trained: payee.trained, vat: payee.vat },
        language: request.language.clone(),
        delivery: match request.delivery {
            Delivery::OnSite => rates::Delivery::OnSite,
            Delivery::Phone => rates::Delivery::Phone,
            Delivery::Video => rates::Delivery::Video,
        },
        class: "standard".to_owned(),
        requested_at: Some(request.requested_at),
        agreed: rates::SpanFacts { from: request.slot.starts_at(), to: request.slot.ends_at() },
        outcome,
        held: None,
        notified_at,
        proven_loss: None,
        travel: expected_way(request, payee.home),
    }
}

/// The way there and back as it is estimated between districts; nothing while nobody is chosen.
fn expected_way(request: &BookingRequest, home: Option<(i32, i32)>) -> rates::TravelFacts {
    let (Some((x, y)), Some(place)) = (home, request.place()) else { return rates::TravelFacts::default() };
    let units = Point { x, y }.manhattan(Point { x: place.0, y: place.1 });
    let minutes = u32::try_from(units / 4 + 10).unwrap_or_default() * 2;
    rates::TravelFacts { minutes, km: Decimal::new(i64::from(units) * 2, 1), ..rates::TravelFacts::default() }
}

fn estimate(request: &BookingRequest, payee: Payee, basis: Basis) -> Result<Estimate, Stop<EstimateRefused>> {
    let schedule = schedule_of(payee.series, request.slot.date()).map_err(Stop::Refused)?;
    let facts = rates_facts(request, payee, Outcome::Held, None);
    let quote: Quote = rates::estimate(schedule, &facts).map_err(|error| match error {
        QuoteError::NoRate { schedule, .. } => Stop::Refused(EstimateRefused::NoRate { schedule }),
        QuoteError::NotValidOn { date, .. } => Stop::Refused(EstimateRefused::NoSchedule { date }),
        other => Stop::Fault(Fault::from(other).while_doing("estimating a session's price")),
    })?;
    Ok(Estimate {
        net: Cents(quote.net.minor()),
        gross: Cents(quote.gross.minor()),
        schedule_id: quote.schedule,
        basis,
    })
}
