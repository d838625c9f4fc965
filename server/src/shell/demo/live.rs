//! The demo city lives: the year behind it, step by step in the order of time, and the weeks ahead.
//!
//! Every step runs the product's own command in the name of the person who would have done it, with the time it would have
//! happened at. What a command refuses did not happen: the script is a wish, the rules are the rules.

mod ahead;
mod closing;
mod shown;

pub(super) use shown::Shown;

use super::{
    found::Founded,
    script::{Outcome, PastBooking, Progress, Script, Uncovered},
};
use crate::{
    billing::commands::{Priced, certify_arithmetically, certify_factually, price_cancellation, price_timesheet},
    booking::{
        ask::{Ask, WishedTime},
        assignment::{Status, UnfilledReason},
        commands::{
            SessionRecord, Who, accept_offer, book, cancel_assignment, declare_unfilled, dispute_timesheet, drop_out,
            record_session, report_interpreter_absent, send_offers, sign_timesheet,
        },
        facts::Delivery,
        request::{AskedGender, Priority},
        timesheet,
    },
    identity::{
        Permit,
        policy::{self, Action},
    },
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        ids::{AssignmentId, FeeId, InterpreterId, OfferId, TimesheetId},
        money::Cents,
        time::{Fold, Month, resolve},
    },
    platform::{
        db::{Db, Tx},
        fault::{Fault, Stop},
    },
    shell::import::words::{self, GenderWish},
};
use chrono::{Duration, NaiveDate, NaiveTime};
use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
};

/// Steps in one unit of work: large enough to be quick, small enough to be shown as progress.
const BATCH: usize = 600;

/// Something that happens to a booking (by its place in the script) or to a month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Step {
    Book(usize),
    /// The second of two is asked once the first has dropped out.
    Ask(usize, bool),
    Accept(usize, bool, OfferId),
    DropOut(usize),
    GiveUp(usize),
    Cancel(usize),
    Hold(usize),
    Answer(usize, TimesheetId),
    Price(usize),
    Certify(usize, FeeId),
    Close(i64),
    Order(i64),
    HandOver(i64),
    Pay(i64),
}

struct Life<'a> {
    city: &'a Founded,
    script: &'a Script,
    assignments: Vec<Option<AssignmentId>>,
    files: closing::Files,
    agenda: BinaryHeap<Reverse<(Instant, Step)>>,
    today: NaiveDate,
}

/// Lets the city live from a year ago until `now`.
pub(super) async fn live(
    db: &Db,
    city: &Founded,
    script: &Script,
    shown: Option<Shown<'_>>,
    now: Instant,
) -> Result<(), Fault> {
    let today = crate::kernel::time::berlin_date(now);
    let mut life = Life {
        city,
        script,
        assignments: vec![None; script.past.len()],
        files: closing::Files::default(),
        agenda: BinaryHeap::new(),
        today,
    };
    life.plan_ahead();
    let mut tx = db.begin().await?;
    let mut steps = 0;
    while let Some(Reverse((at, step))) = life.agenda.pop() {
        if at > now {
            break;
        }
        life.take(step, at, &mut tx).await?;
        steps += 1;
        if steps % BATCH == 0 {
            super::quietly(tx, now).await?;
            tx = db.begin().await?;
        }
    }
    super::quietly(tx, now).await?;
    ahead::ahead(db, city, script, now).await?;
    match shown {
        Some(shown) => shown::shown(db, city, shown, now).await,
        None => Ok(()),
    }
}

/// Whoever is not allowed to do what the script says shows a mistake in the script.
fn may<A: Action>(actor: &Actor, action: A) -> Result<Permit<A>, Fault> {
    Permit::ask(actor, action).map_err(|denied| Fault::new(format!("the demo's script: {} {denied:?}", A::RULE.name)))
}

/// What a refusal means here: it did not happen.
fn happened<T, R: std::fmt::Debug>(result: Result<T, Stop<R>>) -> Result<Option<T>, Fault> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(Stop::Refused(refused)) => {
            tracing::debug!(?refused, "the demo's script asked for something that the rules refuse");
            Ok(None)
        }
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

fn at(date: NaiveDate, time: NaiveTime) -> Result<Instant, Fault> {
    resolve(date.and_time(time), Fold::Earlier)
        .or_else(|_| resolve(date.and_time(time) + Duration::hours(1), Fold::Earlier))
        .map_err(|_| Fault::new("the demo's script names a time that does not exist"))
}

fn hour(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
}

/// What the script wishes for, as a case worker would type it.
fn ask_of(city: &Founded, wanted: &super::script::Wanted, slot: super::script::DemoSlot) -> Result<Ask, Fault> {
    let unknown = || Fault::new("the demo's script names an office or a profile that was not founded");
    let asked = |gender: words::Gender| match gender {
        words::Gender::Female => Some(AskedGender::Female),
        words::Gender::Male => Some(AskedGender::Male),
        words::Gender::Diverse => None,
    };
    let (gender, gender_required) = match wanted.gender_wish {
        GenderWish::Any => (None, false),
        GenderWish::Wished(gender) => (asked(gender), false),
        GenderWish::Required(gender) => (asked(gender), true),
    };
    Ok(Ask {
        office: *city.offices.get(wanted.office.code).ok_or_else(unknown)?,
        language: wanted.language.code().to_owned(),
        profile: *city.profiles.get(wanted.profile.code).ok_or_else(unknown)?,
        time: WishedTime { date: slot.on, from: slot.from, to: slot.to, fold: Fold::Earlier },
        delivery: match wanted.delivery {
            words::Delivery::OnSite => Delivery::OnSite,
            words::Delivery::Phone => Delivery::Phone,
            words::Delivery::Video => Delivery::Video,
        },
        address: wanted.place.as_ref().map(|p| format!("{}, {} Stuttgart", p.street, p.postcode)).unwrap_or_default(),
        district: wanted.place.as_ref().map(|place| place.district.name().to_owned()).unwrap_or_default(),
        gender,
        gender_required,
        preferred: None,
        file_reference: wanted.file_reference.clone(),
        remark: String::new(),
        priority: if wanted.profile.legal_duty { Priority::LegalDuty } else { Priority::Normal },
        external_reference: None,
    })
}

impl Life<'_> {
    fn plan_ahead(&mut self) {
        let mut months = BTreeSet::new();
        for (index, booking) in self.script.past.iter().enumerate() {
            let minute = u32::try_from(index % 50).unwrap_or(0);
            self.then(at(booking.wanted.requested_on, hour(8, minute)), Step::Book(index));
            if booking.progress.is_some_and(|progress| progress >= Progress::HandedOver) {
                months.insert(Month::of(booking.slot.on));
            }
        }
        for month in months {
            let first = month.after();
            let serial = closing::serial(month);
            for (day, step) in [
                (5, Step::Close(serial)),
                (6, Step::Order(serial)),
                (7, Step::HandOver(serial)),
                (16, Step::Pay(serial)),
            ] {
                self.then(at(first + Duration::days(day), hour(10, 0)), step);
            }
        }
    }

    /// A time that does not exist is no appointment; nothing follows then.
    fn then(&mut self, at: Result<Instant, Fault>, step: Step) {
        if let Ok(at) = at {
            self.agenda.push(Reverse((at, step)));
        }
    }

    fn booking(&self, index: usize) -> Result<(&PastBooking, Actor), Fault> {
        let booking = self.script.past.get(index).ok_or_else(|| Fault::new("no such booking in the script"))?;
        Ok((booking, self.city.staff(Role::CaseWorker, Some(booking.wanted.office.code))?))
    }

    fn assignment(&self, index: usize) -> Result<AssignmentId, Fault> {
        let found = self.assignments.get(index).copied().flatten();
        found.ok_or_else(|| Fault::new("the script goes on with a booking that was never made"))
    }

    /// Somebody of the cast, to act as.
    fn person(&self, place: Option<usize>) -> Result<(InterpreterId, Actor), Fault> {
        let unknown = || Fault::new("the script names nobody");
        let place = place.ok_or_else(unknown)?;
        let id = self.city.interpreters.get(place).ok_or_else(unknown)?;
        let person = self.city.people.get(place).ok_or_else(unknown)?;
        Ok((*id, Actor::Person(person.clone())))
    }

    async fn take(&mut self, step: Step, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        match step {
            Step::Book(index) => self.book(index, now, tx).await,
            Step::Ask(index, second) => self.ask(index, second, now, tx).await,
            Step::Accept(index, second, offer) => self.accept(index, second, offer, now, tx).await,
            Step::DropOut(index) => self.drop_out(index, now, tx).await,
            Step::GiveUp(index) => self.give_up(index, now, tx).await,
            Step::Cancel(index) => self.cancel(index, now, tx).await,
            Step::Hold(index) => self.hold(index, now, tx).await,
            Step::Answer(index, timesheet) => self.answer(index, timesheet, now, tx).await,
            Step::Price(index) => self.price(index, now, tx).await,
            Step::Certify(index, fee) => self.certify(index, fee, now, tx).await,
            Step::Close(month) => self.files.close(self.city, closing::month(month), now, tx).await,
            Step::Order(month) => self.files.order(self.city, closing::month(month), now, tx).await,
            Step::HandOver(month) => self.files.hand_over(self.city, closing::month(month), now, tx).await,
            Step::Pay(month) => {
                let two_back = Month::of(self.today - chrono::Months::new(2));
                let month = closing::month(month);
                if month < two_back { self.files.pay(self.city, month, now, tx).await } else { Ok(()) }
            }
        }
    }

    async fn book(&mut self, index: usize, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, worker) = self.booking(index)?;
        let ask = ask_of(self.city, &booking.wanted, booking.slot)?;
        let begin = at(booking.slot.on, booking.slot.from)?;
        let permit = may(&worker, policy::SubmitRequest { office: ask.office })?;
        let (wants_somebody, replaced) = (booking.interpreter.is_some(), booking.dropped_out.is_some());
        let Some(booked) = happened(book(&permit, &ask, now, tx).await)? else { return Ok(()) };
        if let Some(place) = self.assignments.get_mut(index) {
            *place = Some(booked.submitted.assignment);
        }
        if wants_somebody && booked.planned.status == Status::Searching {
            self.then(Ok(now + Duration::minutes(40)), Step::Ask(index, !replaced));
        } else {
            self.then(Ok(begin - Duration::hours(2)), Step::GiveUp(index));
        }
        Ok(())
    }

    async fn ask(&mut self, index: usize, second: bool, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, _) = self.booking(index)?;
        let begin = at(booking.slot.on, booking.slot.from)?;
        let (who, _) = self.person(if second { booking.interpreter } else { booking.dropped_out })?;
        let coordination = self.city.staff(Role::Coordination, None)?;
        let permit = may(&coordination, policy::Dispatch { assignment: self.assignment(index)? })?;
        match happened(send_offers(&permit, Who::One(who), now, tx).await)?
            .and_then(|sent| sent.offers.first().copied())
        {
            Some(offer) => self.then(Ok(now + Duration::minutes(20)), Step::Accept(index, second, offer)),
            None => self.then(Ok(begin - Duration::hours(2)), Step::GiveUp(index)),
        }
        Ok(())
    }

    async fn accept(
        &mut self,
        index: usize,
        second: bool,
        offer: OfferId,
        now: Instant,
        tx: &mut Tx,
    ) -> Result<(), Fault> {
        let (booking, _) = self.booking(index)?;
        let (begin, end) = (at(booking.slot.on, booking.slot.from)?, at(booking.slot.on, booking.slot.to)?);
        let outcome = booking.outcome;
        let (interpreter, actor) = self.person(if second { booking.interpreter } else { booking.dropped_out })?;
        let assignment = self.assignment(index)?;
        let permit = may(&actor, policy::AnswerOffer { interpreter, offer, assignment })?;
        if happened(accept_offer(&permit, now, tx).await)?.is_none() {
            self.then(Ok(begin - Duration::hours(1)), Step::GiveUp(index));
            return Ok(());
        }
        let next = match outcome {
            _ if !second => (begin - Duration::hours(40), Step::DropOut(index)),
            Outcome::CancelledEarly { days_before } => {
                (begin - Duration::days(days_before.into()), Step::Cancel(index))
            }
            Outcome::CancelledLate { hours_before } => {
                (begin - Duration::hours(hours_before.into()), Step::Cancel(index))
            }
            _ => (end + Duration::minutes(30), Step::Hold(index)),
        };
        self.then(Ok(next.0.max(now + Duration::minutes(5))), next.1);
        Ok(())
    }

    async fn drop_out(&mut self, index: usize, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, _) = self.booking(index)?;
        let (interpreter, actor) = self.person(booking.dropped_out)?;
        let permit = may(&actor, policy::DropOut { interpreter, assignment: self.assignment(index)? })?;
        if happened(drop_out(&permit, "Krank", now, tx).await)?.is_some() {
            self.then(Ok(now + Duration::minutes(30)), Step::Ask(index, true));
        }
        Ok(())
    }

    async fn give_up(&mut self, index: usize, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, _) = self.booking(index)?;
        let reason = match booking.outcome {
            Outcome::Unfilled(Uncovered::NobodyQualified) => UnfilledReason::NobodyQualified,
            Outcome::Unfilled(Uncovered::NoMoney) => UnfilledReason::NoMoney,
            Outcome::Unfilled(Uncovered::TooLate) => UnfilledReason::TooLate,
            _ => UnfilledReason::NobodyFree,
        };
        let coordination = self.city.staff(Role::Coordination, None)?;
        let permit = may(&coordination, policy::Dispatch { assignment: self.assignment(index)? })?;
        happened(declare_unfilled(&permit, reason, now, tx).await)?;
        Ok(())
    }

    async fn cancel(&mut self, index: usize, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, worker) = self.booking(index)?;
        let office = self.city.offices.get(booking.wanted.office.code).copied();
        let office = office.ok_or_else(|| Fault::new("no such office"))?;
        let permit = may(&worker, policy::CancelAssignment { office, assignment: self.assignment(index)? })?;
        if happened(cancel_assignment(&permit, "Termin entfällt", None, now, tx).await)?.is_some() {
            self.then(Ok(now + Duration::minutes(5)), Step::Price(index));
        }
        Ok(())
    }

    async fn hold(&mut self, index: usize, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, worker) = self.booking(index)?;
        let slot = booking.slot;
        let (begin, end) = (at(slot.on, slot.from)?, at(slot.on, slot.to)?);
        let (interpreter, actor) = self.person(booking.interpreter)?;
        let assignment = self.assignment(index)?;
        let away = match (&booking.wanted.place, self.home(booking.interpreter)) {
            (Some(place), Some(home)) => home.travel_minutes(place.district),
            _ => 0,
        };
        let record = |outcome, held| SessionRecord {
            outcome,
            held,
            break_minutes: 0,
            travel_minutes: away * 2,
            // Districts are a plane of 100 m steps; a minute of the city's traffic is four of them.
            travel_meters: (away - 10).max(0) * 800,
            tickets: Cents::ZERO,
            deviation_reason: "Das Gespräch dauerte anders als geplant.".to_owned(),
        };
        let written = match booking.outcome {
            Outcome::Held { from, to } => {
                let held = (at(slot.on, from)?, at(slot.on, to)?);
                let permit = may(&actor, policy::RecordSession { interpreter, assignment })?;
                let held = if held.0 < held.1 { held } else { (begin, end) };
                let now = now.max(held.1 + Duration::minutes(10));
                happened(record_session(&permit, &record(timesheet::Outcome::Held, Some(held)), now, tx).await)?
            }
            Outcome::ClientAbsent { .. } => {
                let permit = may(&actor, policy::RecordSession { interpreter, assignment })?;
                happened(record_session(&permit, &record(timesheet::Outcome::ClientAbsent, None), now, tx).await)?
            }
            Outcome::InterpreterAbsent => {
                let office = self.city.offices.get(booking.wanted.office.code).copied();
                let office = office.ok_or_else(|| Fault::new("no such office"))?;
                let permit = may(&worker, policy::ReportInterpreterAbsent { office, assignment })?;
                happened(report_interpreter_absent(&permit, "Niemand ist gekommen.", now, tx).await)?;
                self.then(Ok(now + Duration::minutes(5)), Step::Price(index));
                None
            }
            _ => None,
        };
        if let Some(timesheet) = written {
            self.then(Ok(now + Duration::hours(20)), Step::Answer(index, timesheet));
        }
        Ok(())
    }

    fn home(&self, place: Option<usize>) -> Option<crate::kernel::place::District> {
        self.city.homes.get(place?).copied()
    }

    async fn answer(&mut self, index: usize, timesheet: TimesheetId, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, worker) = self.booking(index)?;
        let office = self.city.offices.get(booking.wanted.office.code).copied();
        let office = office.ok_or_else(|| Fault::new("no such office"))?;
        let permit = may(&worker, policy::AnswerTimesheet { office, timesheet })?;
        match booking.progress {
            None | Some(Progress::Recorded) => {}
            Some(Progress::Disputed) => {
                let reason = "Wir haben das Ende 15 Minuten früher notiert. Bitte prüfen Sie die Zeiten.";
                happened(dispute_timesheet(&permit, reason, now, tx).await)?;
            }
            Some(_) => {
                if happened(sign_timesheet(&permit, None, now, tx).await)?.is_some() {
                    self.then(Ok(now + Duration::minutes(5)), Step::Price(index));
                }
            }
        }
        Ok(())
    }

    async fn price(&mut self, index: usize, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, _) = self.booking(index)?;
        let wants_certificates = booking.progress.is_some_and(|progress| progress >= Progress::Certified);
        let assignment = self.assignment(index)?;
        let permit = may(&Actor::House("demo"), policy::PriceClaims {})?;
        let priced = match booking.outcome {
            Outcome::CancelledEarly { .. } | Outcome::CancelledLate { .. } => {
                price_cancellation(permit, assignment, now, tx).await
            }
            _ => price_timesheet(permit, assignment, now, tx).await,
        };
        if let (Some(Priced::Claim(fee)), true) = (happened(priced)?, wants_certificates) {
            self.then(Ok(now + Duration::hours(30)), Step::Certify(index, fee));
        }
        Ok(())
    }

    async fn certify(&mut self, index: usize, fee: FeeId, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let (booking, _) = self.booking(index)?;
        let code = booking.wanted.office.code;
        let office = self.city.offices.get(code).copied().ok_or_else(|| Fault::new("no such office"))?;
        let head = self.city.staff(Role::OfficeHead, Some(code))?;
        let permit = may(&head, policy::CertifyFactually { office, fee })?;
        if happened(certify_factually(permit, now, tx).await)?.is_some() {
            let clerk = self.city.staff(Role::FinanceClerk, None)?;
            let permit = may(&clerk, policy::CertifyArithmetically { fee })?;
            happened(certify_arithmetically(permit, now + Duration::hours(3), tx).await)?;
        }
        Ok(())
    }
}
