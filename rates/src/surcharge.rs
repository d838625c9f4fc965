//! Surcharges by window of civil time: night, Sundays, holidays, special days.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use crate::{
    civil::{self, Stretch},
    holidays::{Land, is_holiday},
    schedule::{DaysRule, Surcharge, SurchargePay, Surcharges},
};

/// Seconds of a span that lie in each window, after windows of one group have been settled: only the highest counts.
/// `found` has one place for each window.
pub(crate) fn seconds_within(
    rules: &Surcharges,
    land: Land,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    found: &mut [i64],
) {
    civil::for_each_stretch(from, to, |stretch| settle(rules, overlaps(rules, land, stretch), found));
}

/// A part of a stretch that lies in a window: seconds since the stretch began, and which window.
#[derive(Clone, Copy)]
struct Overlap {
    from: i64,
    to: i64,
    window: usize,
}

fn overlaps(rules: &Surcharges, land: Land, stretch: Stretch) -> Vec<Overlap> {
    let mut found = Vec::new();
    let mut day = stretch.from.date();
    // A window that opened the evening before may reach into the stretch.
    day = day.checked_sub_days(Days::new(1)).unwrap_or(day);
    loop {
        let midnight = (civil::at_minute(day, 0) - stretch.from).num_seconds();
        if midnight >= stretch.seconds {
            return found;
        }
        for (window, rule) in rules.windows.iter().enumerate() {
            let from = midnight + i64::from(rule.from_minute) * 60;
            let end_minute = i64::from(rule.to_minute) + if rule.to_minute <= rule.from_minute { 1440 } else { 0 };
            let (from, to) = (from.max(0), (midnight + end_minute * 60).min(stretch.seconds));
            if from < to && opens_on(&rule.days, land, day) {
                found.push(Overlap { from, to, window });
            }
        }
        match day.checked_add_days(Days::new(1)) {
            Some(next) => day = next,
            None => return found,
        }
    }
}

/// Does the window open on this day?
fn opens_on(days: &DaysRule, land: Land, day: NaiveDate) -> bool {
    match days {
        DaysRule::Every => true,
        DaysRule::Weekdays(open) => {
            open.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or_default()
        }
        DaysRule::Holidays => is_holiday(land, day),
        DaysRule::Dates(dates) => dates.contains(&(day.month(), day.day())),
    }
}

/// Credits each moment to the highest percentage of each group that is open; lump sums to every window that is open.
fn settle(rules: &Surcharges, overlaps: Vec<Overlap>, found: &mut [i64]) {
    let mut edges: Vec<i64> = overlaps.iter().flat_map(|part| [part.from, part.to]).collect();
    edges.sort_unstable();
    edges.dedup();
    for edge in edges.windows(2) {
        let &[from, to] = edge else { continue };
        let open = |part: &&Overlap| part.from <= from && to <= part.to;
        for part in overlaps.iter().filter(open) {
            let beaten = overlaps.iter().filter(open).any(|other| beats(rules, other.window, part.window));
            if !beaten && let Some(seconds) = found.get_mut(part.window) {
                *seconds += to - from;
            }
        }
    }
}

/// Does one window take the place of the other while both are open?
fn beats(rules: &Surcharges, one: usize, other: usize) -> bool {
    let (Some(first), Some(second)) = (rules.windows.get(one), rules.windows.get(other)) else { return false };
    match (percent_of(first), percent_of(second)) {
        // Of two that are equal the one that was written first counts.
        (Some(high), Some(low)) if first.group == second.group => high > low || (high == low && one < other),
        _ => false,
    }
}

fn percent_of(rule: &Surcharge) -> Option<rust_decimal::Decimal> {
    match rule.pay {
        SurchargePay::Percent(percent) => Some(percent),
        SurchargePay::Flat(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::Catalog;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    /// Minutes in each window of a schedule, by the name of the rule.
    fn minutes(id: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<(String, i64)> {
        let schedule = Catalog::builtin().by_id(id).unwrap();
        let mut found = [0; 16];
        seconds_within(&schedule.surcharges, schedule.holidays, from, to, &mut found);
        let named = schedule.surcharges.windows.iter().zip(found).filter(|(_, seconds)| *seconds > 0);
        let mut named: Vec<_> = named.map(|(window, seconds)| (window.rule.clone(), seconds / 60)).collect();
        named.sort();
        named
    }

    #[test]
    fn windows_are_civil_and_durations_are_not() {
        let night = |minutes| vec![("surcharge.night".to_owned(), minutes)];
        let of = |from: &str, to: &str| minutes("bikup", from.parse().unwrap(), to.parse().unwrap());
        // A plain Thursday: 19:00 to 21:00 and 05:00 to 07:00, winter.
        assert_eq!(of("2026-03-05T18:00:00Z", "2026-03-05T20:00:00Z"), night(60));
        assert_eq!(of("2026-03-05T04:00:00Z", "2026-03-05T06:00:00Z"), night(60));
        assert_eq!(of("2026-03-05T10:00:00Z", "2026-03-05T12:00:00Z"), vec![]);
        // Two nights in one long span: 20:00 to 06:00 twice.
        assert_eq!(of("2026-03-04T11:00:00Z", "2026-03-06T11:00:00Z"), night(1200));
        // The Sunday of the clock change has 23 or 25 hours; its night adds to it.
        let day =
            |sunday, night: i64| vec![("surcharge.night".to_owned(), night), ("surcharge.sunday".to_owned(), sunday)];
        assert_eq!(of("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), day(23 * 60, 5 * 60 + 4 * 60));
        assert_eq!(of("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), day(25 * 60, 7 * 60 + 4 * 60));
    }

    proptest! {
        /// Wherever a span is cut, at midnight or not, the parts have what the whole has.
        #[test]
        fn a_cut_changes_nothing(start in 0..94_000_000_i64, first in 1..90_000_i64, second in 1..90_000_i64) {
            let from = DateTime::from_timestamp(1_767_000_000 + start, 0).unwrap();
            let (cut, to) = (from + TimeDelta::seconds(first), from + TimeDelta::seconds(first + second));
            for id in ["bikup", "stuttgart-2022", "jveg-2025"] {
                let schedule = Catalog::builtin().by_id(id).unwrap();
                let (mut whole, mut parts) = ([0; 16], [0; 16]);
                seconds_within(&schedule.surcharges, schedule.holidays, from, to, &mut whole);
                seconds_within(&schedule.surcharges, schedule.holidays, from, cut, &mut parts);
                seconds_within(&schedule.surcharges, schedule.holidays, cut, to, &mut parts);
                prop_assert_eq!(whole, parts);
            }
        }
    }
}
