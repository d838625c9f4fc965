//! When an interpreter's own calendar says that they are busy.
//!
//! Advice, never a block: only the interpreter's word ([`absences`](super::absences), weekly windows) and the city's own jobs
//! decide. A calendar is read as a whole, and its last good reading stays in force until there is a better one. What is kept are
//! times alone, joined where they touch, so that not even the number of appointments can be told from them.

use crate::kernel::{
    clock::Instant,
    ids::{ConnectedCalendarId, InterpreterId},
    time::Interval,
};

/// So many calendars are enough for one person.
pub const MOST_CALENDARS: usize = 5;
/// So many separate busy times one calendar may give.
pub const MOST_BUSY_TIMES: usize = 5_000;
/// So far ahead a calendar is looked at.
pub const HORIZON_DAYS: u64 = 400;

/// What a calendar said when it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// When its owner is busy: apart from each other, by begin.
    pub busy: Vec<Interval>,
    /// Events whose times or rules could not be understood.
    pub left_out: usize,
    /// When it was read.
    pub read_at: Instant,
    /// Up to when it was looked at.
    pub covers_to: Instant,
}

impl Reading {
    /// What was found between `read_at` and `covers_to`; times that overlap or touch become one, and what reaches beyond is cut.
    #[must_use]
    pub fn of(
        found: impl IntoIterator<Item = (Instant, Instant)>,
        left_out: usize,
        read_at: Instant,
        covers_to: Instant,
    ) -> Self {
        Self { busy: union(found, read_at, covers_to), left_out, read_at, covers_to }
    }
}

/// The union of stretches of time within two instants, in whole seconds: disjoint, not touching, by begin.
#[must_use]
pub fn union(found: impl IntoIterator<Item = (Instant, Instant)>, from: Instant, to: Instant) -> Vec<Interval> {
    let whole = crate::platform::db::stored;
    let cut = |(start, end): (Instant, Instant)| (whole(start.max(from)), whole(end.min(to)));
    let mut spans: Vec<(Instant, Instant)> = found.into_iter().map(cut).filter(|(start, end)| start < end).collect();
    spans.sort_unstable();
    let mut joined: Vec<(Instant, Instant)> = Vec::with_capacity(spans.len());
    for (start, end) in spans {
        match joined.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => joined.push((start, end)),
        }
    }
    joined.into_iter().filter_map(|(start, end)| Interval::new(start, end)).collect()
}

/// A connected calendar as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConnectedCalendar {
    /// Its key.
    pub id: ConnectedCalendarId,
    /// Whose it is.
    pub interpreter: InterpreterId,
    /// What the owner calls it.
    pub name: String,
    /// Since when it is connected.
    pub created_at: Instant,
    /// When it was last read, if it ever was.
    pub read_at: Option<Instant>,
    /// Up to when it was looked at then.
    pub covers_to: Option<Instant>,
    /// How many separate busy times it gave.
    pub busy_count: i32,
    /// How many events were left out.
    pub left_out: i32,
    /// Raised with each reading.
    pub version: i32,
}

/// A busy time of somebody, with its age.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BusyFacts {
    /// Who.
    pub interpreter: InterpreterId,
    /// When.
    pub during: Interval,
    /// When their calendar said so.
    pub read_at: Instant,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::{DateTime, Duration};
    use proptest::prelude::*;

    fn at(minute: i64) -> Instant {
        DateTime::UNIX_EPOCH + Duration::minutes(minute)
    }

    fn joined(spans: &[(i64, i64)], from: i64, to: i64) -> Vec<(i64, i64)> {
        let minute = |instant: Instant| (instant - DateTime::UNIX_EPOCH).num_minutes();
        union(spans.iter().map(|(from, to)| (at(*from), at(*to))), at(from), at(to))
            .into_iter()
            .map(|one| (minute(one.starts_at()), minute(one.ends_at())))
            .collect()
    }

    #[test]
    fn times_that_touch_become_one_and_what_reaches_out_is_cut() {
        assert_eq!(joined(&[(60, 120), (120, 180), (30, 70), (300, 360)], 0, 1000), [(30, 180), (300, 360)]);
        assert_eq!(joined(&[(0, 600), (10, 20), (590, 700)], 50, 650), [(50, 650)]);
        assert_eq!(joined(&[(0, 50), (650, 700), (100, 100), (200, 150)], 50, 650), []);
        // Parts of a second are none.
        let half = Duration::milliseconds(500);
        assert_eq!(union([(at(1), at(1) + half)], at(0), at(9)), []);
    }

    proptest! {
        /// A minute is busy in the union exactly if it is in one of the spans and within the bounds; spans are apart and sorted.
        #[test]
        fn the_union_says_what_its_parts_say(spans in prop::collection::vec((0i64..200, 0i64..60), 0..12), from in 0i64..100, length in 0i64..150) {
            let spans: Vec<(i64, i64)> = spans.into_iter().map(|(start, length)| (start, start + length)).collect();
            let to = from + length;
            let found = joined(&spans, from, to);
            for minute in 0..300 {
                let inside = |spans: &[(i64, i64)]| spans.iter().any(|(start, end)| *start <= minute && minute < *end);
                prop_assert_eq!(inside(&found), inside(&spans) && from <= minute && minute < to, "{}", minute);
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].1 < pair[1].0);
            }
        }
    }
}
