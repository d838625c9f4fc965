//! How long it takes to get from one place to another, without asking a map service.
//!
//! Places are points on a grid of 100 m; the way is the sum of both axes (Manhattan), which in a city is closer to the truth
//! than the straight line and, unlike a road network, is a metric: no detour is ever shorter. Nothing personal leaves the house.

use crate::kernel::time::Interval;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// A place, in units of 100 m east and north of the city's reference point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

impl Point {
    /// Units of 100 m between two places along both axes.
    pub fn distance(self, other: Self) -> i64 {
        i64::from(self.x.abs_diff(other.x)) + i64::from(self.y.abs_diff(other.y))
    }
}

/// Travel minutes as a function of distance: `base_min + ceil(distance * min_num / min_den)`, nothing when one stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TravelModel {
    /// Minutes that any way costs (leaving, waiting for a train, finding the room).
    pub base_min: i64,
    /// Minutes for `min_den` units of 100 m.
    pub min_num: i64,
    pub min_den: i64,
    /// Minutes that must lie between two sessions even in the same building.
    pub gap_min: i64,
}

impl Default for TravelModel {
    /// Six minutes plus three minutes a kilometer, and five minutes to breathe.
    fn default() -> Self {
        Self { base_min: 6, min_num: 3, min_den: 10, gap_min: 5 }
    }
}

impl TravelModel {
    /// Minutes from one place to the other.
    pub fn minutes(&self, from: Point, to: Point) -> i64 {
        match from.distance(to) {
            0 => 0,
            distance => {
                let scaled = distance * self.min_num;
                let den = self.min_den.max(1);
                self.base_min + scaled / den + i64::from(scaled % den > 0)
            }
        }
    }

    /// Minutes between two sessions; an unknown place costs no way, because nothing is known against it.
    pub fn between(&self, from: Option<Point>, to: Option<Point>) -> i64 {
        match (from, to) {
            (Some(from), Some(to)) => self.minutes(from, to),
            _ => 0,
        }
    }
}

/// Whether less than `minutes` lie between the two; when they overlap, less than nothing does.
pub fn are_nearer_than(a: &Interval, b: &Interval, minutes: i64) -> bool {
    let room = TimeDelta::minutes(minutes);
    a.starts_at() < b.ends_at() + room && b.starts_at() < a.ends_at() + room
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn begun_minutes_count_and_staying_is_free() {
        let travel = TravelModel::default();
        let here = Point { x: 0, y: 0 };
        for (x, y, minutes) in [(0, 0, 0), (1, 0, 7), (0, -10, 9), (10, 1, 10), (100, 100, 66)] {
            assert_eq!(travel.minutes(here, Point { x, y }), minutes, "{x} {y}");
        }
        assert_eq!(travel.between(None, Some(here)), 0);
    }

    #[test]
    fn room_is_counted_on_both_sides() {
        let at = |minute| chrono::DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        let session = Interval::new(at(100), at(160)).unwrap();
        for (from, to, nearer) in
            [(50, 80, false), (50, 81, true), (180, 200, false), (179, 200, true), (110, 120, true)]
        {
            assert_eq!(are_nearer_than(&Interval::new(at(from), at(to)).unwrap(), &session, 20), nearer, "{from}-{to}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_detour_is_shorter(a in (-900i32..900, -900i32..900), b in (-900i32..900, -900i32..900), c in (-900i32..900, -900i32..900)) {
            let travel = TravelModel::default();
            let [a, b, c] = [a, b, c].map(|(x, y)| Point { x, y });
            proptest::prop_assert!(travel.minutes(a, c) <= travel.minutes(a, b) + travel.minutes(b, c));
        }
    }
}
