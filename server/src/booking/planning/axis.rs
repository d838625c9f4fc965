//! One line of minutes for a span of weeks, as the planner wants it: 0 is Monday 00:00 of the first week, a week has 10,080.
//!
//! In the week in which the clock changes a real week has an hour less or more. Lengths and distances must be real ones, and
//! yet the next Monday must begin where the next week does. So the line has a seam: the hour is left out, or laid double, in
//! the longest stretch before that Monday in which no session is held, which is the night.

use super::plan::Span;
use crate::kernel::{
    clock::Instant,
    time::{Interval, start_of_day},
};
use chrono::{Days, Duration};

const WEEK: i64 = 7 * 1440;
/// How long before a Monday the seam may lie: it is a Sunday on which the clock changes.
const REACH: i64 = 36;

/// Turns instants into minutes.
pub(super) struct Axis {
    origin: Instant,
    /// From when on how many minutes are added.
    seams: Vec<(Instant, i64)>,
}

impl Axis {
    /// For the weeks of a span; `held` is everything that takes place in it.
    pub(super) fn new(span: Span, held: impl Iterator<Item = Interval>) -> Self {
        let origin = start_of_day(span.first_monday());
        let mut taken: Vec<Interval> = held.collect();
        taken.sort_unstable_by_key(|one| (one.starts_at(), one.ends_at()));
        let mut seams = Vec::new();
        let mut added = 0;
        for week in 1..=u64::try_from(span.weeks()).unwrap_or_default() {
            let monday = start_of_day(span.first_monday() + Days::new(7 * week));
            let wanted = i64::try_from(week).unwrap_or_default() * WEEK;
            let missing = wanted - (monday - origin).num_minutes() - added;
            if missing != 0 {
                seams.push((quietest(&taken, monday), missing));
                added += missing;
            }
        }
        Self { origin, seams }
    }

    /// The minute at which something begins.
    pub(super) fn minute(&self, at: Instant) -> i64 {
        let seams: i64 = self.seams.iter().filter(|(from, _)| *from <= at).map(|(_, minutes)| minutes).sum();
        (at - self.origin).num_minutes() + seams
    }
}

/// The middle of the longest stretch before that Monday in which nothing is held.
fn quietest(taken: &[Interval], monday: Instant) -> Instant {
    let mut free_from = monday - Duration::hours(REACH);
    let (mut longest, mut middle) = (Duration::zero(), monday);
    let around = taken.iter().filter(|one| one.starts_at() < monday && free_from < one.ends_at());
    let ends = around.map(|one| (one.starts_at(), one.ends_at())).collect::<Vec<_>>();
    for (starts_at, ends_at) in ends.into_iter().chain([(monday, monday)]) {
        if starts_at - free_from > longest {
            longest = starts_at - free_from;
            middle = free_from + longest / 2;
        }
        free_from = free_from.max(ends_at);
    }
    middle
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::kernel::time::{Fold, resolve};
    use chrono::NaiveDateTime;

    fn at(text: &str) -> Instant {
        resolve(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap(), Fold::Earlier).unwrap()
    }
    fn span(from: &str, to: &str) -> Span {
        Span { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn a_week_without_a_change_of_the_clock() {
        let axis = Axis::new(span("2027-03-08", "2027-03-14"), std::iter::empty());
        assert_eq!(axis.minute(at("2027-03-08 00:00")), 0);
        assert_eq!(axis.minute(at("2027-03-11 14:00")), 3 * 1440 + 840);
        assert_eq!(axis.minute(at("2027-03-14 23:59")), 10_079);
    }

    #[test]
    fn weeks_begin_where_they_do_although_an_hour_is_missing() {
        // Sunday 28 March 2027, 02:00 to 03:00 does not exist.
        let night = Interval::new(at("2027-03-28 01:00"), at("2027-03-28 04:00")).unwrap();
        assert_eq!(night.minutes(), 120);
        let axis = Axis::new(span("2027-03-22", "2027-04-04"), [night].into_iter());
        // Saturday and the night itself are counted as they pass: 6 days and 1 hour.
        assert_eq!(axis.minute(at("2027-03-28 01:00")), 6 * 1440 + 60);
        // The longest free stretch is from 04:00 to midnight; its middle is 14:00.
        assert_eq!(axis.minute(at("2027-03-28 05:00")), 6 * 1440 + 240);
        assert_eq!(axis.minute(at("2027-03-28 15:00")), 6 * 1440 + 900);
        assert_eq!(axis.minute(at("2027-03-29 00:00")), 10_080);
        assert_eq!(axis.minute(at("2027-03-29 00:30")), 10_110);
        assert_eq!(axis.minute(at("2027-04-04 23:00")), 2 * 10_080 - 60);
    }

    #[test]
    fn the_last_hour_before_a_monday_stays_in_its_week_although_there_is_one_more() {
        // Sunday 31 October 2027 has 25 hours.
        let evening = Interval::new(at("2027-10-31 22:30"), at("2027-10-31 23:30")).unwrap();
        let axis = Axis::new(span("2027-10-25", "2027-11-07"), [evening].into_iter());
        assert_eq!(axis.minute(at("2027-10-31 22:30")), 6 * 1440 + 1350);
        assert_eq!(axis.minute(at("2027-10-31 23:30")), 6 * 1440 + 1410);
        assert_eq!(axis.minute(at("2027-11-01 00:00")), 10_080);
        assert_eq!(axis.minute(at("2027-11-07 23:30")), 2 * 10_080 - 30);
    }

    proptest::proptest! {
        #[test]
        fn sessions_keep_their_distance(starts in proptest::collection::vec(0_i64..12 * 24, 1..8), autumn: bool) {
            let (first, last) = if autumn { ("2027-10-25", "2027-11-07") } else { ("2027-03-22", "2027-04-04") };
            let span = span(first, last);
            let mut from: Vec<i64> = starts;
            from.sort_unstable();
            let held: Vec<Interval> = from
                .iter()
                .map(|hour| start_of_day(span.from) + Duration::hours(*hour))
                .map(|begin| Interval::new(begin, begin + Duration::minutes(60)).unwrap())
                .collect();
            let axis = Axis::new(span, held.iter().copied());
            for pair in held.windows(2) {
                let real = (pair[1].starts_at() - pair[0].ends_at()).num_minutes();
                let seen = axis.minute(pair[1].starts_at()) - axis.minute(pair[0].starts_at()) - 60;
                // A seam lies in the longest stretch, which is hours wide; everywhere else minutes are as they pass.
                proptest::prop_assert!(seen == real || (real >= 120 && seen.abs_diff(real) == 60), "{real} {seen}");
            }
        }
    }
}
