//! From clock times to billed minutes.

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use crate::{
    because::Basis,
    facts::{HeldFacts, SpanFacts},
    schedule::{CountedFrom, RateRow, TimeRule},
};

/// The rounding of time that applies to a session: first block as minimum, then begun steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Steps {
    pub first_minutes: i64,
    pub step_minutes: i64,
}

impl Steps {
    /// The rate row may say it otherwise than the schedule (the telephone often does).
    pub(crate) fn of(rule: &TimeRule, row: &RateRow) -> Steps {
        Steps {
            first_minutes: row.first_minutes.unwrap_or(rule.first_minutes),
            step_minutes: row.step_minutes.unwrap_or(rule.step_minutes),
        }
    }

    /// Billed minutes of some seconds of work; nothing for no work at all.
    ///
    /// With first block and step of 30 minutes this is § 8(2) sentence 2 JVEG: "The last hour begun counts in full if
    /// more than 30 minutes of it were needed, otherwise half of it is paid."
    pub(crate) fn billed(self, seconds: i64) -> i64 {
        if seconds <= 0 {
            return 0;
        }
        let beyond = (seconds - self.first_minutes * 60).max(0);
        let step = self.step_minutes * 60;
        self.first_minutes + (beyond + step - 1) / step * self.step_minutes
    }
}

/// The time that counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    /// Begin, travel not included.
    pub from: DateTime<Utc>,
    /// End, travel not included.
    pub to: DateTime<Utc>,
    /// Seconds of unpaid break within.
    pub break_seconds: i64,
    pub basis: Basis,
}

impl Counted {
    /// The recorded time by the schedule's rule, or the agreed time where nothing was recorded.
    pub(crate) fn of(rule: &TimeRule, agreed: SpanFacts, held: Option<HeldFacts>) -> Counted {
        let Some(held) = held else { return Counted::agreed(agreed) };
        let from = match rule.counted_from {
            CountedFrom::Agreed => agreed.from,
            CountedFrom::Actual => held.from,
            CountedFrom::Earlier => agreed.from.min(held.from),
        };
        let break_seconds = if rule.breaks_paid { 0 } else { i64::from(held.break_minutes) * 60 };
        // Who ended before the agreed begin has still worked from the recorded one.
        let from = if held.to <= from { held.from } else { from };
        Counted { from, to: held.to, break_seconds, basis: Basis::Recorded(rule.counted_from) }
    }

    /// The agreed time.
    pub(crate) fn agreed(agreed: SpanFacts) -> Counted {
        Counted { from: agreed.from, to: agreed.to, break_seconds: 0, basis: Basis::Agreed }
    }

    /// Seconds of work.
    pub(crate) fn seconds(&self) -> i64 {
        ((self.to - self.from).num_seconds() - self.break_seconds).max(0)
    }

    /// The span with the way there before it and the way back after it, half of the travel time each.
    pub(crate) fn with_travel(self, travel_seconds: i64) -> Counted {
        let there = travel_seconds / 2;
        let from = self.from.checked_sub_signed(TimeDelta::seconds(there)).unwrap_or(self.from);
        let to = self.to.checked_add_signed(TimeDelta::seconds(travel_seconds - there)).unwrap_or(self.to);
        Counted { from, to, ..self }
    }
}

/// Minutes as hours. Whole quarters are exact; other minutes keep six decimals, so that quantity times price still is
/// the amount that is printed.
pub(crate) fn hours(minutes: i64) -> Decimal {
    match minutes % 3 {
        0 => Decimal::new(minutes / 3 * 5, 2).normalize(),
        _ => crate::Rounding::Commercial.to_places(Decimal::from(minutes) / Decimal::from(60), 6).normalize(),
    }
}

/// Seconds as minutes, a begun minute counting: only for the sentence that explains a line.
pub(crate) fn begun_minutes(seconds: i64) -> i64 {
    (seconds + 59).div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_begun_hour_is_full_beyond_thirty_minutes() {
        let jveg = Steps { first_minutes: 30, step_minutes: 30 };
        let table =
            [(0, 0), (1, 30), (20, 30), (30, 30), (31, 60), (60, 60), (61, 90), (90, 90), (91, 120), (130, 150)];
        for (worked, billed) in table {
            assert_eq!(jveg.billed(worked * 60), billed, "{worked} minutes");
        }
        assert_eq!(jveg.billed(30 * 60 + 1), 60, "one second more");
    }

    #[test]
    fn the_first_block_is_a_minimum_and_steps_follow_it() {
        let table = [(60, 15, 20, 60), (60, 15, 61, 75), (60, 15, 75, 75), (45, 30, 46, 75), (60, 60, 121, 180)];
        for (first_minutes, step_minutes, worked, billed) in table {
            assert_eq!(Steps { first_minutes, step_minutes }.billed(worked * 60), billed);
        }
    }

    #[test]
    fn hours_are_exact_where_they_can_be() {
        let table =
            [(150, "2.5"), (45, "0.75"), (90, "1.5"), (120, "2"), (50, "0.833333"), (6, "0.1"), (20, "0.333333")];
        for (minutes, text) in table {
            assert_eq!(hours(minutes).to_string(), text);
        }
    }
}
