//! What happened in the demo city in the past year, and what is asked for in the coming weeks.
//!
//! Written so that the product could have produced it: whoever holds a session speaks the language, held the credentials
//! on that day, was free with time to travel, and was available in their week.

use chrono::{NaiveDate, NaiveTime};

use super::cast::DemoInterpreter;
use super::coming::open_request;
use super::offices::DemoOffice;
use super::past::past_booking;
use super::pool::Pool;
use super::prng::Chance;
use super::profiles::DemoProfile;
use crate::kernel::language::Language;
use crate::kernel::place::District;
use crate::shell::import::words::{Delivery, GenderWish, Priority};

/// How many bookings the past year holds.
pub const PAST_BOOKINGS: usize = 1_100;
/// How many requests are open.
pub const OPEN_REQUESTS: usize = 40;

/// Everything that happens in the demo city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Ordered by date and beginning.
    pub past: Vec<PastBooking>,
    /// Ordered by date and beginning of their first slot.
    pub open: Vec<OpenRequest>,
}

/// When a session is agreed to take place: civil time in Europe/Berlin, never over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DemoSlot {
    pub on: NaiveDate,
    pub from: NaiveTime,
    pub to: NaiveTime,
}

/// What is asked for, in the past as in the future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub office: &'static DemoOffice,
    pub profile: &'static DemoProfile,
    /// Index in the profile's topics.
    pub topic: usize,
    pub language: Language,
    pub delivery: Delivery,
    /// Absent for telephone and video.
    pub place: Option<DemoPlace>,
    /// The office's own; the same one comes again when the same family comes again.
    pub file_reference: String,
    pub gender_wish: GenderWish,
    pub requested_on: NaiveDate,
}

/// Where a session takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPlace {
    pub street: String,
    pub postcode: &'static str,
    pub district: District,
}

/// A booking whose day has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastBooking {
    pub wanted: Wanted,
    pub slot: DemoSlot,
    /// The cost center of the budget line that pays.
    pub budget: &'static str,
    /// Index in the cast; absent if nobody was found.
    pub interpreter: Option<usize>,
    /// Index in the cast of somebody who had said yes and dropped out, so that the search began again.
    pub dropped_out: Option<usize>,
    pub outcome: Outcome,
    /// How far the claim has come; absent if nobody has a claim.
    pub progress: Option<Progress>,
}

/// How a booking ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// From and to as it was held.
    Held {
        from: NaiveTime,
        to: NaiveTime,
    },
    /// So many days before: without a fee.
    CancelledEarly {
        days_before: u8,
    },
    /// On the day, so many hours before the beginning: with the fee that the ladder gives.
    CancelledLate {
        hours_before: u8,
    },
    /// The interpreter came and waited so many minutes.
    ClientAbsent {
        waited_minutes: u8,
    },
    InterpreterAbsent,
    Unfilled(Uncovered),
}

/// Why nobody came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncovered {
    NobodyFree,
    NobodyQualified,
    NoMoney,
    TooLate,
}

/// How far a claim has come, in the order of its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// The timesheet is drafted.
    Recorded,
    /// The office disputes the timesheet.
    Disputed,
    Confirmed,
    /// By the office and by finance.
    Certified,
    /// On a monthly document, ordered and handed over.
    HandedOver,
    Paid,
}

/// A request that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRequest {
    pub wanted: Wanted,
    /// One, or several for a series.
    pub slots: Vec<DemoSlot>,
    /// The cost center of the budget line that pays; absent where the office has two and has not decided.
    pub budget: Option<&'static str>,
    pub priority: Priority,
    pub remark: Option<&'static str>,
    pub scene: Scene,
}

/// What an open request is there to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    Ordinary,
    /// Nobody in the pool speaks the language.
    RareLanguage,
    Series,
    /// The office has two budget lines that could pay.
    TwoBudgetLines,
    /// On the next working day.
    Urgent,
    /// The office's money will not last for it.
    NoMoneyLeft,
}

/// Writes the script; the same for the same seed, day, cast and calendar. `works` says on which days the city works
/// (neither weekends nor holidays); a few sessions are on other days.
pub fn script(seed: u64, today: NaiveDate, cast: &[DemoInterpreter], works: &dyn Fn(NaiveDate) -> bool) -> Script {
    let mut chance = Chance::seeded(seed, 2);
    let mut pool = Pool::of(cast);
    let mut past: Vec<PastBooking> =
        (0..PAST_BOOKINGS).map(|_| past_booking(&mut chance, today, &mut pool, works)).collect();
    past.sort_by_key(|booking| booking.slot);
    let mut open: Vec<OpenRequest> =
        (0..OPEN_REQUESTS).map(|index| open_request(&mut chance, index, today, works)).collect();
    open.sort_by_key(|request| request.slots.first().copied());
    Script { past, open }
}
