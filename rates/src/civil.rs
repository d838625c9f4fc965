//! Civil time in Europe/Berlin, and how instants fall into it.
//!
//! Durations are always taken between instants. What the clock on the wall shows matters for windows (night, Sunday)
//! only, and there a span is cut into pieces within which the wall clock runs without a jump: in the night in which
//! the clock is put back, 02:30 comes twice and both times count as 02:30.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{Europe::Berlin, Tz};

/// The zone of all civil times. Basel keeps the same time.
pub const ZONE: Tz = Berlin;

/// What the wall clock shows at an instant.
pub fn wall_clock(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&ZONE).naive_local()
}

/// The civil date of an instant.
pub fn date_of(at: DateTime<Utc>) -> NaiveDate {
    wall_clock(at).date()
}

/// The instant at which the wall clock first shows this time; in the hour that is skipped in spring, the instant of the
/// jump. Windows that begin or end at a time that does not exist then begin or end with the jump.
pub(crate) fn instant_of(local: NaiveDateTime) -> DateTime<Utc> {
    if let Some(found) = ZONE.from_local_datetime(&local).earliest() {
        return found.with_timezone(&Utc);
    }
    // Before the jump the zone is one hour ahead of UTC; the jump itself is at 01:00 UTC.
    let hour = TimeDelta::hours(1);
    let before = local.checked_sub_signed(hour).unwrap_or(local).and_utc();
    jump_between(before.checked_sub_signed(hour).unwrap_or(before), before.checked_add_signed(hour).unwrap_or(before))
}

/// A stretch of time in which the wall clock runs without a jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// What the wall clock shows at its beginning.
    pub from: NaiveDateTime,
    /// Its length.
    pub seconds: i64,
}

/// Cuts `from..to` at the clock changes. Nearly always it is one stretch.
pub(crate) fn for_each_stretch(from: DateTime<Utc>, to: DateTime<Utc>, mut each: impl FnMut(Stretch)) {
    let mut at = from;
    while at < to {
        let end = if offset(at) == offset(to) { to } else { jump_between(at, to) };
        let end = if end <= at { to } else { end };
        each(Stretch { from: wall_clock(at), seconds: (end - at).num_seconds() });
        at = end;
    }
}

/// Seconds by which the wall clock is ahead of UTC.
fn offset(at: DateTime<Utc>) -> i32 {
    ZONE.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

/// The first instant with the new offset, found by halving; spans are far shorter than the half year between two jumps.
fn jump_between(from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
    let (mut old, mut new) = (from.timestamp(), to.timestamp());
    let before = offset(from);
    while new - old > 1 {
        let middle = old + (new - old) / 2;
        match DateTime::from_timestamp(middle, 0) {
            Some(at) if offset(at) == before => old = middle,
            _ => new = middle,
        }
    }
    DateTime::from_timestamp(new, 0).unwrap_or(to)
}

/// Whole seconds since midnight of a time of day given as minutes; 1440 is the next midnight.
pub(crate) fn at_minute(date: NaiveDate, minute: u16) -> NaiveDateTime {
    let midnight = date.and_time(NaiveTime::MIN);
    midnight.checked_add_signed(TimeDelta::minutes(i64::from(minute))).unwrap_or(midnight)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn stretches(from: &str, to: &str) -> Vec<(String, i64)> {
        let mut found = Vec::new();
        for_each_stretch(utc(from), utc(to), |part| found.push((part.from.to_string(), part.seconds)));
        found
    }

    #[test]
    fn an_ordinary_session_is_one_stretch() {
        assert_eq!(
            stretches("2026-03-05T13:00:00Z", "2026-03-05T14:30:00Z"),
            [("2026-03-05 14:00:00".to_owned(), 5400)]
        );
    }

    #[test]
    fn in_spring_an_hour_is_missing() {
        // 01:00 to 04:00 on the wall is two hours.
        assert_eq!(
            stretches("2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"),
            [("2026-03-29 01:00:00".to_owned(), 3600), ("2026-03-29 03:00:00".to_owned(), 3600)]
        );
    }

    #[test]
    fn in_autumn_an_hour_comes_twice() {
        // 01:00 to 04:00 on the wall is four hours.
        assert_eq!(
            stretches("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z"),
            [("2026-10-25 01:00:00".to_owned(), 7200), ("2026-10-25 02:00:00".to_owned(), 7200)]
        );
    }

    #[test]
    fn a_time_that_does_not_exist_becomes_the_jump() {
        let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        assert_eq!(instant_of(local("2026-03-29 02:30")), utc("2026-03-29T01:00:00Z"));
        assert_eq!(instant_of(local("2026-10-25 02:30")), utc("2026-10-25T00:30:00Z"));
        assert_eq!(instant_of(local("2026-07-01 13:00")), utc("2026-07-01T11:00:00Z"));
    }
}
