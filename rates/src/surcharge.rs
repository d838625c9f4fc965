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
