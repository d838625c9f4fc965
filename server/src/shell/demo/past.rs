//! A booking of the past year: what was asked for, who came, how it ended, and how far the claim has come.

use chrono::{Datelike, NaiveDate};

use super::cast::shifted;
use super::pool::Pool;
use super::prng::Chance;
use super::script::{DemoSlot, Outcome, PastBooking, Progress, Uncovered, Wanted};
use super::wanted::{slot, wanted};

/// The days that the story looks back.
const PAST_DAYS: i64 = 365;

pub(super) fn past_booking(
    chance: &mut Chance,
    today: NaiveDate,
    pool: &mut Pool<'_>,
    works: &dyn Fn(NaiveDate) -> bool,
) -> PastBooking {
    let mut wanted = wanted(chance, None, None, today);
    let drawn = chance.below(1000);
    let unfilled = match drawn {
        0..12 => Some(Uncovered::NobodyFree),
        12..20 => Some(Uncovered::TooLate),
        20..28 if wanted.office.code == "JC" || wanted.office.code == "GA" => Some(Uncovered::NoMoney),
        _ => None,
    };
    let mut slot = past_slot(chance, &wanted, today, works);
    let mut interpreter = None;
    if unfilled.is_none() {
        for _ in 0..12 {
            interpreter = pool.book(chance, &wanted, slot);
            if interpreter.is_some() {
                break;
            }
            slot = past_slot(chance, &wanted, today, works); // the office asks for another time
        }
    }
    let replaced = interpreter.filter(|_| chance.percent(3));
    let other = replaced.and_then(|_| pool.book(chance, &wanted, slot)); // whoever dropped out stays taken: they had a reason
    let dropped_out = other.and(replaced);
    let interpreter = other.or(interpreter);
    let lead = if unfilled == Some(Uncovered::TooLate) { 1 } else { chance.between(4, 28) };
    wanted.requested_on = shifted(slot.on, -lead);
    let outcome = match (interpreter, unfilled) {
        (Some(_), _) => outcome(chance, drawn, slot),
        (None, Some(reason)) => Outcome::Unfilled(reason),
        (None, None) if pool.anybody_qualified(&wanted, slot.on) => Outcome::Unfilled(Uncovered::NobodyFree),
        (None, None) => Outcome::Unfilled(Uncovered::NobodyQualified),
    };
    let budget = chance.pick(wanted.office.budgets).map_or("", |line| line.cost_center);
    let progress = progress(chance, outcome, slot.on, today);
    PastBooking { wanted, slot, budget, interpreter, dropped_out, outcome, progress }
}

fn past_slot(chance: &mut Chance, wanted: &Wanted, today: NaiveDate, works: &dyn Fn(NaiveDate) -> bool) -> DemoSlot {
    let odd_day = chance.percent(2); // an emergency at a weekend
    let mut on = shifted(today, -chance.between(1, PAST_DAYS));
    for _ in 0..60 {
        if works(on) || odd_day {
            break;
        }
        on = shifted(today, -chance.between(1, PAST_DAYS));
    }
    slot(chance, wanted.profile, on)
}

/// Of the filled bookings: nine in ten are held.
fn outcome(chance: &mut Chance, drawn: usize, slot: DemoSlot) -> Outcome {
    match drawn {
        0..918 => held(chance, slot),
        918..948 => Outcome::CancelledEarly { days_before: chance.between(3, 9) as u8 },
        948..970 => Outcome::CancelledLate { hours_before: chance.between(1, 5) as u8 },
        970..990 => Outcome::ClientAbsent { waited_minutes: chance.between(15, 30) as u8 },
        _ => Outcome::InterpreterAbsent,
    }
}

/// Half end on time; the others a little earlier or later.
fn held(chance: &mut Chance, slot: DemoSlot) -> Outcome {
    let minutes = match chance.below(10) {
        0..5 => 0,
        5..7 => -chance.between(1, 4) * 5,
        _ => chance.between(1, 6) * 5,
    };
    Outcome::Held { from: slot.from, to: slot.to + chrono::TimeDelta::minutes(minutes) }
}

/// Three months back everything is paid, two months back handed over, the last month certified, this month still open.
fn progress(chance: &mut Chance, outcome: Outcome, on: NaiveDate, today: NaiveDate) -> Option<Progress> {
    let has_claim =
        matches!(outcome, Outcome::Held { .. } | Outcome::CancelledLate { .. } | Outcome::ClientAbsent { .. });
    let months = (today.year() - on.year()) * 12 + today.month() as i32 - on.month() as i32;
    has_claim.then(|| match (months, chance.below(100)) {
        (0, _) if (today - on).num_days() <= 3 => Progress::Recorded,
        (0, 0..10) => Progress::Recorded,
        (0 | 1, 10..13) => Progress::Disputed,
        (0, _) | (1, 13..25) => Progress::Confirmed,
        (1, _) => Progress::Certified,
        (2, _) => Progress::HandedOver,
        _ => Progress::Paid,
    })
}
