//! The rules that a schedule is made of, one type for each part of the file.

use std::sync::Arc;

use chrono::NaiveTime;
use rust_decimal::Decimal;

use crate::{
    cancellation::Class,
    facts::{Delivery, Facts, Group},
    text::Bilingual,
};

/// How minutes become billed minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeRule {
    pub counted_from: CountedFrom,
    pub first_minutes: i64,
    pub step_minutes: i64,
    pub breaks_paid: bool,
    /// Share of the time that was booked and not used.
    pub unused_percent: Decimal,
}

/// From when a session counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountedFrom {
    /// From the agreed begin: who waits is paid, who began early is not.
    Agreed,
    /// From the recorded begin.
    Actual,
    /// From whichever was earlier.
    Earlier,
}

/// One row of the rate table. The first row that fits counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RateRow {
    pub group: Option<Group>,
    pub trained: Option<bool>,
    pub class: Option<String>,
    pub delivery: Option<Delivery>,
    pub hourly: Decimal,
    /// Price of the first block, where it is not the hourly rate.
    pub first: Option<Decimal>,
    pub first_minutes: Option<i64>,
    pub step_minutes: Option<i64>,
    /// The figure is a placeholder for what the parties agree on.
    pub by_agreement: bool,
}

/// One rule about travel; all that apply are paid. Travel is paid for sessions on site only.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TravelRule {
    pub zones: Vec<String>,
    pub from_km: Option<Decimal>,
    pub under_km: Option<Decimal>,
    /// Once per place and day: not paid if the way was paid with another session.
    pub once_a_day: bool,
    pub pays: TravelPay,
    pub because: Arc<Bilingual>,
}

/// What a travel rule pays.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TravelPay {
    /// A lump sum.
    Flat { amount: Decimal },
    /// Per kilometer, perhaps for begun kilometers, perhaps up to a most.
    PerKilometer { amount: Decimal, begun: bool, most: Option<Decimal> },
    /// Travel time is added to the session's time before rounding, up to so many minutes.
    TimeWithSession { most_minutes: Option<i64> },
    /// Travel time is a line of its own: per hour (the session's rate if none) in begun steps.
    Time { hourly: Option<Decimal>, step_minutes: i64, most_minutes: Option<i64>, most: Option<Decimal> },
    /// A table of amounts by travel time: from so many minutes on, so much.
    TimeTable { rows: Vec<(i64, Decimal)> },
    /// A table of amounts by distance: up to so many kilometers, so much; beyond the table its last amount.
    DistanceTable { rows: Vec<(Decimal, Decimal)> },
    /// The tickets, perhaps up to a most.
    Tickets { most: Option<Decimal> },
}

/// All surcharges by window and how they share the time.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Surcharges {
    pub split: Split,
    pub windows: Vec<Surcharge>,
}

/// How billed time is divided where only a part of a session lies in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Split {
    /// The time within the window is rounded like the whole, but never beyond the whole (as § 9(6) sentence 2 JVEG).
    #[default]
    Begun,
    /// In proportion to the minute.
    Minutes,
}

/// A surcharge for a window of civil time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Surcharge {
    /// The line's rule: `surcharge.` and the name in the file.
    pub rule: String,
    pub days: DaysRule,
    pub from_minute: u16,
    pub to_minute: u16,
    pub pay: SurchargePay,
    /// Within a group only the highest counts; groups add up.
    pub group: u8,
    pub because: Arc<Bilingual>,
}

/// What a surcharge pays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum SurchargePay {
    /// On top of the hourly rate, for the time within.
    Percent(Decimal),
    /// Once, if any part of the session lies within.
    Flat(Decimal),
}

/// On which days a window opens. A window that ends before it begins runs into the next day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DaysRule {
    /// Every day.
    Every,
    /// These weekdays, Monday first.
    Weekdays([bool; 7]),
    /// The holidays of the schedule's Land.
    Holidays,
    /// These dates of every year: month and day.
    Dates(Vec<(u32, u32)>),
}

/// What a request at short notice costs more.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Express {
    pub under: Hours,
    /// A percentage of the session's time, or a lump sum.
    pub pay: SurchargePay,
    pub because: Arc<Bilingual>,
}

/// A number of hours, and which hours count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hours {
    pub minutes: i64,
    pub counted: CountedHours,
}

/// Which hours count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountedHours {
    /// Every hour on the clock.
    Clock,
    /// Hours of working days between two times of day, as minutes since midnight.
    Working { from_minute: u16, to_minute: u16 },
}

/// The cancellation ladder: rungs with a condition, and the one that holds otherwise.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ladder {
    pub head: Vec<Rung>,
    pub otherwise: Rung,
}

/// A rung of the cancellation ladder. The first one that fits counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rung {
    pub class: Class,
    pub when: Option<Notice>,
    pub pays: CancellationPay,
    pub because: Arc<Bilingual>,
}

/// How late a cancellation must be for a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    /// Less than so many hours before the agreed begin.
    HoursUnder(Hours),
    /// On the day itself or one of so many days before.
    WithinDays(u32),
    /// After a time of day, so many days before.
    After { days_before: u32, at: NaiveTime },
}

/// What is paid for a session that was called off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CancellationPay {
    /// Share of the fee for the agreed time.
    pub percent: Decimal,
    /// At most so many minutes of it.
    pub most_minutes: Option<i64>,
    /// So many minutes of travel at the hourly rate, on site only.
    pub travel_minutes: i64,
    /// Share of the travel rules.
    pub travel_percent: Decimal,
    /// Instead: the loss that was proven, up to the fee of the cap.
    pub proven_loss: bool,
}

/// What is paid when the client does not come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Absence {
    /// Like a session: the recorded waiting time, with travel and surcharges.
    AsHeld,
    /// A share.
    Share(CancellationPay, Arc<Bilingual>),
}

impl RateRow {
    pub(super) fn fits(&self, facts: &Facts) -> bool {
        self.group.is_none_or(|group| group == facts.interpreter.group)
            && self.trained.is_none_or(|trained| trained == facts.interpreter.trained)
            && self.delivery.is_none_or(|delivery| delivery == facts.delivery)
            && self.class.as_ref().is_none_or(|class| *class == facts.class)
    }
}
