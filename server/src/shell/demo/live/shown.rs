//! What the interpreter finds whose login is shown: offers to answer, jobs to come, a session to record, one that waits for
//! the office.

use super::{Founded, ask_of, at, happened, hour, may};
use crate::{
    booking::{
        commands::{SessionRecord, Who, accept_offer, book, record_session, send_offers},
        timesheet,
    },
    identity::policy,
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        ids::{AssignmentId, InterpreterId},
        money::Cents,
        time::berlin_date,
    },
    platform::{
        db::{Db, Tx},
        fault::Fault,
    },
    shell::{
        demo::{
            cast::{DemoInterpreter, shifted},
            offices::office,
            profiles::profile,
            script::{DemoPlace, DemoSlot, Wanted},
        },
        import::words::{Delivery, GenderWish},
    },
};
use chrono::{Datelike, Duration, NaiveDate, TimeDelta};

/// How far a session of theirs has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// Waits for their yes or no.
    Offered,
    /// They said yes.
    Accepted,
    /// They recorded it; the office has not answered.
    Recorded,
}

/// Days from today, and what has happened by now. A day on which it can't be is moved, further from today.
const SESSIONS: &[(i64, Stage)] = &[
    (-1, Stage::Accepted),
    (-2, Stage::Recorded),
    (2, Stage::Accepted),
    (6, Stage::Accepted),
    (4, Stage::Offered),
    (8, Stage::Offered),
    (9, Stage::Offered),
];
/// How many days a session may be moved.
const DAYS_TRIED: i64 = 6;

/// The interpreter whose login is shown.
#[derive(Clone, Copy)]
pub(in crate::shell::demo) struct Shown<'a> {
    /// Their place in the cast.
    pub(in crate::shell::demo) place: usize,
    /// Who they are.
    pub(in crate::shell::demo) person: &'a DemoInterpreter,
}

pub(super) async fn shown(db: &Db, city: &Founded, shown: Shown<'_>, now: Instant) -> Result<(), Fault> {
    let today = berlin_date(now);
    let who = match (city.interpreters.get(shown.place), city.people.get(shown.place)) {
        (Some(id), Some(account)) => (*id, Actor::Person(account.clone())),
        _ => return Ok(()),
    };
    for (days, stage) in SESSIONS {
        for further in 0..DAYS_TRIED {
            let on = shifted(today, days + further * days.signum());
            let Some(slot) = slot_on(shown.person, on) else { continue };
            let asked_at = asked_at(today, *days, now)?;
            let mut tx = db.begin().await?;
            if has_come(city, shown.person, &who, slot, (*stage, asked_at), now, &mut tx).await?.is_some() {
                // What lies behind them was told long ago.
                if *days < 0 {
                    super::super::quietly(tx, now).await?
                } else {
                    tx.commit().await?
                }
                break;
            }
        }
    }
    Ok(())
}

/// The last working hour before now, a week earlier for what lies behind.
fn asked_at(today: NaiveDate, days: i64, now: Instant) -> Result<Instant, Fault> {
    if days < 0 {
        return at(shifted(today, days - 7), hour(10, 0));
    }
    let this_morning = at(today, hour(9, 30))?;
    if this_morning <= now { Ok(this_morning) } else { at(shifted(today, -1), hour(16, 0)) }
}

/// An hour of a day on which they are available.
fn slot_on(person: &DemoInterpreter, on: NaiveDate) -> Option<DemoSlot> {
    let window = person.availability.iter().find(|window| window.weekday == on.weekday())?;
    let from = window.from + TimeDelta::hours(1);
    let to = from + TimeDelta::hours(1);
    (from < to && to <= window.to).then_some(DemoSlot { on, from, to })
}

/// Lets one session come as far as it should; nothing where a rule stands against it, and then nothing is kept.
async fn has_come(
    city: &Founded,
    person: &DemoInterpreter,
    (interpreter, account): &(InterpreterId, Actor),
    slot: DemoSlot,
    (stage, asked_at): (Stage, Instant),
    now: Instant,
    tx: &mut Tx,
) -> Result<Option<AssignmentId>, Fault> {
    let Some(wanted) = wanted(person, berlin_date(asked_at)) else { return Ok(None) };
    let worker = city.staff(Role::CaseWorker, Some(wanted.office.code))?;
    let ask = ask_of(city, &wanted, slot)?;
    let permit = may(&worker, policy::SubmitRequest { office: ask.office })?;
    let Some(booked) = happened(book(&permit, &ask, asked_at, tx).await)? else { return Ok(None) };
    let assignment = booked.submitted.assignment;
    let permit = may(&city.staff(Role::Coordination, None)?, policy::Dispatch { assignment })?;
    let sent = happened(send_offers(&permit, Who::One(*interpreter), asked_at, tx).await)?;
    let Some(offer) = sent.and_then(|sent| sent.offers.first().copied()) else { return Ok(None) };
    if stage == Stage::Offered {
        return Ok(Some(assignment));
    }
    let permit = may(account, policy::AnswerOffer { interpreter: *interpreter, offer, assignment })?;
    let answered_at = (asked_at + Duration::minutes(25)).min(now);
    if happened(accept_offer(&permit, answered_at, tx).await)?.is_none() {
        return Ok(None);
    }
    if stage == Stage::Recorded {
        let held = (at(slot.on, slot.from)?, at(slot.on, slot.to)?);
        let record = SessionRecord {
            outcome: timesheet::Outcome::Held,
            held: Some(held),
            break_minutes: 0,
            travel_minutes: 0,
            travel_meters: 0,
            tickets: Cents::ZERO,
            deviation_reason: String::new(),
        };
        let permit = may(account, policy::RecordSession { interpreter: *interpreter, assignment })?;
        if happened(record_session(&permit, &record, held.1 + Duration::minutes(20), tx).await)?.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(assignment))
}

/// The Youth Welfare Office, which has money, asks for a plain talk in their first language.
fn wanted(person: &DemoInterpreter, requested_on: NaiveDate) -> Option<Wanted> {
    let office = office("JA")?;
    let by_phone = !person.deliveries.contains(&Delivery::OnSite);
    let district = crate::kernel::place::District::parse(office.district).ok()?;
    Some(Wanted {
        office,
        profile: profile("general")?,
        topic: 0,
        language: person.languages.first()?.language,
        delivery: if by_phone { person.deliveries.first().copied()? } else { Delivery::OnSite },
        place: (!by_phone).then(|| DemoPlace { street: office.street.to_owned(), postcode: office.postcode, district }),
        file_reference: format!("{}4711", office.file_prefix),
        gender_wish: GenderWish::Any,
        requested_on,
    })
}
