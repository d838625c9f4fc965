//! Spans of time between two instants. Half-open: the end is the first moment that no longer belongs to it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// From an instant (inclusive) to an instant (exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Interval {
    /// Whether the two share a moment. What only touches does not overlap.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Whether less than `minutes` lie between the two (an overlap counts as less than nothing).
    pub fn is_nearer_than(&self, other: &Self, minutes: i64) -> bool {
        let room = TimeDelta::minutes(minutes);
        self.from < other.to + room && other.from < self.to + room
    }

    /// Its length in whole minutes, begun minutes counted. A backward interval has none.
    pub fn minutes(&self) -> i64 {
        let seconds = (self.to - self.from).num_seconds().max(0);
        seconds / 60 + i64::from(seconds % 60 > 0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }
    fn span(from: i64, to: i64) -> Interval {
        Interval { from: at(from), to: at(to) }
    }

    #[test]
    fn what_touches_does_not_overlap() {
        assert!(!span(0, 60).overlaps(&span(60, 90)));
        assert!(!span(60, 90).overlaps(&span(0, 60)));
        assert!(span(0, 61).overlaps(&span(60, 90)));
        assert!(span(0, 100).overlaps(&span(60, 90)));
    }

    #[test]
    fn room_is_counted_on_both_sides() {
        let session = span(100, 160);
        assert!(!span(50, 80).is_nearer_than(&session, 20));
        assert!(span(50, 81).is_nearer_than(&session, 20));
        assert!(!span(180, 200).is_nearer_than(&session, 20));
        assert!(span(179, 200).is_nearer_than(&session, 20));
    }

    #[test]
    fn length_counts_begun_minutes() {
        assert_eq!(span(0, 60).minutes(), 60);
        assert_eq!(Interval { from: at(0), to: at(60) + TimeDelta::seconds(1) }.minutes(), 61);
        assert_eq!(span(60, 0).minutes(), 0);
    }
}
