//! Cancellations: which rung of the ladder a notice falls on. The class follows from timestamps and the dated rule alone.

use chrono::{DateTime, Days, TimeDelta, Utc};

use crate::{
    Facts, Outcome, Quote, QuoteError, civil,
    holidays::{Land, is_working_day},
    schedule::{CountedHours, Hours, Notice, Rung, Schedule},
    text::Bilingual,
};

/// Early or late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// In time; normally nothing is due.
    #[doc(alias = "rechtzeitig")]
    Early,
    /// So late that something is due.
    #[doc(alias = "kurzfristig")]
    Late,
}

impl Class {
    /// The word in the formats.
    pub fn name(self) -> &'static str {
        match self {
            Class::Early => "early",
            Class::Late => "late",
        }
    }
}

/// What a cancellation at this moment means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cancellation<'s> {
    /// Early or late.
    pub class: Class,
    /// The rule, as the schedule says it.
    pub sentence: &'s Bilingual,
    /// Place of the rung on the schedule's ladder, from zero.
    pub rung: usize,
}

/// Classifies a cancellation by the office: `agreed_from` is the agreed begin, `notified_at` when the other side learns
/// of it. Ask before cancelling to show the consequence; price the facts with `rates::quote` for the amount.
#[doc(alias = "Absage")]
pub fn classify(schedule: &Schedule, agreed_from: DateTime<Utc>, notified_at: DateTime<Utc>) -> Cancellation<'_> {
    let (rung, found) = rung(schedule, agreed_from, notified_at);
    Cancellation { class: found.class, sentence: &found.because, rung }
}

/// What the session would cost if the office cancelled it at this moment.
pub fn preview(schedule: &Schedule, facts: &Facts, notified_at: DateTime<Utc>) -> Result<Quote, QuoteError> {
    let cancelled =
        Facts { outcome: Outcome::CancelledByOffice, held: None, notified_at: Some(notified_at), ..facts.clone() };
    crate::quote(schedule, &cancelled)
}

/// The last whole second at which a cancellation is still early; none if it is always late, or never.
pub fn early_until(schedule: &Schedule, agreed_from: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let is_early = |at: i64| {
        let at = DateTime::from_timestamp(at, 0)?;
        Some(classify(schedule, agreed_from, at).class == Class::Early)
    };
    let (mut early, mut late) = ((agreed_from - FAR).timestamp(), agreed_from.timestamp());
    if !is_early(early)? || is_early(late)? {
        return None;
    }
    while late - early > 1 {
        let middle = early + (late - early) / 2;
        if is_early(middle)? { early = middle } else { late = middle }
    }
    DateTime::from_timestamp(early, 0)
}

/// Beyond this nobody counts hours any more.
const FAR: TimeDelta = TimeDelta::days(60);

/// The rung that a notice falls on.
pub(crate) fn rung(schedule: &Schedule, from: DateTime<Utc>, notified_at: DateTime<Utc>) -> (usize, &Rung) {
    let fits = |rung: &Rung| rung.when.is_none_or(|when| is_within(when, schedule.holidays, from, notified_at));
    let ladder = &schedule.ladder;
    ladder.head.iter().enumerate().find(|(_, rung)| fits(rung)).unwrap_or((ladder.head.len(), &ladder.otherwise))
}

/// Is a notice so late that it falls under the condition?
fn is_within(notice: Notice, land: Land, from: DateTime<Utc>, notified_at: DateTime<Utc>) -> bool {
    let day = civil::date_of(from);
    match notice {
        Notice::HoursUnder(hours) => is_under(hours, land, notified_at, from),
        Notice::WithinDays(days) => {
            let first = day.checked_sub_days(Days::new(u64::from(days))).unwrap_or(day);
            first <= civil::date_of(notified_at)
        }
        Notice::After { days_before, at } => {
            let limit = day.checked_sub_days(Days::new(u64::from(days_before))).unwrap_or(day).and_time(at);
            notified_at > civil::instant_of(limit)
        }
    }
}

/// Do fewer than so many hours, counted as the rule says, lie between two instants? None lie between if the first is
/// not before the second.
pub(crate) fn is_under(hours: Hours, land: Land, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
    if to - from > FAR {
        return false;
    }
    let seconds = match hours.counted {
        CountedHours::Clock => (to - from).num_seconds(),
        CountedHours::Working { from_minute, to_minute } => working_seconds(land, from, to, from_minute, to_minute),
    };
    seconds < hours.minutes * 60
}

/// Seconds of working days between two times of day that lie in a span.
fn working_seconds(land: Land, from: DateTime<Utc>, to: DateTime<Utc>, from_minute: u16, to_minute: u16) -> i64 {
    let last = civil::date_of(to);
    let mut seconds = 0;
    for day in civil::date_of(from).iter_days().take_while(|day| *day <= last) {
        if is_working_day(land, day) {
            let opens = civil::instant_of(civil::at_minute(day, from_minute)).max(from);
            let closes = civil::instant_of(civil::at_minute(day, to_minute)).min(to);
            seconds += (closes - opens).num_seconds().max(0);
        }
    }
    seconds
}
