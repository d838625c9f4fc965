//! Working time: the hours in which an answer can be expected. Civil time in Europe/Berlin.
//!
//! Waiting times of offers are counted in it, so that a weekend does not eat the time people have to answer.

use crate::kernel::time::{ZONE, berlin, berlin_date};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// The part of a working day in which minutes count, in civil minutes after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingDay {
    pub from_min: u16,
    pub to_min: u16,
}

impl Default for WorkingDay {
    /// From eight to six.
    fn default() -> Self {
        Self { from_min: 8 * 60, to_min: 18 * 60 }
    }
}

/// Working hours together with the days on which nobody works besides Saturday and Sunday.
#[derive(Clone, Copy)]
pub struct WorkingHours<'a> {
    pub day: WorkingDay,
    /// Whether a civil day is a holiday (in Stuttgart those of Baden-Württemberg).
    pub is_holiday: &'a dyn Fn(NaiveDate) -> bool,
}

/// How far ahead working time is looked for; beyond this a calendar without a single working day is taken as it is.
const HORIZON_DAYS: u32 = 400;

impl WorkingHours<'_> {
    fn works_on(&self, day: NaiveDate) -> bool {
        use chrono::Datelike;
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !(self.is_holiday)(day)
    }

    /// The working time of a civil day as two instants; none on a day off.
    fn of_day(&self, day: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        if !self.works_on(day) {
            return None;
        }
        let (from, to) = (instant(day, self.day.from_min), instant(day, self.day.to_min));
        (from < to).then_some((from, to))
    }

    /// Full working minutes between two instants.
    pub fn minutes_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        let mut seconds = 0;
        let mut day = berlin_date(from);
        for _ in 0..HORIZON_DAYS {
            if instant(day, 0) >= to {
                break;
            }
            if let Some((start, end)) = self.of_day(day) {
                seconds += (end.min(to) - start.max(from)).num_seconds().max(0);
            }
            day = next(day);
        }
        seconds / 60
    }

    /// The instant at which so many working minutes have passed after `from`.
    pub fn after(&self, from: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        let mut left = TimeDelta::minutes(minutes.max(0));
        let mut day = berlin_date(from);
        for _ in 0..HORIZON_DAYS {
            if let Some((start, end)) = self.of_day(day) {
                let start = start.max(from);
                if start < end {
                    if left <= end - start {
                        return start + left;
                    }
                    left -= end - start;
                }
            }
            day = next(day);
        }
        from + TimeDelta::minutes(minutes.max(0))
    }
}

/// The civil minute of the day in Berlin.
pub fn civil_minute(at: DateTime<Utc>) -> u16 {
    use chrono::Timelike;
    let civil = berlin(at);
    u16::try_from(civil.hour() * 60 + civil.minute()).unwrap_or_default()
}

/// The instant of a civil minute of a day in Berlin. The doubled hour means its first pass, the missing one the moment after.
pub fn instant(day: NaiveDate, minute: u16) -> DateTime<Utc> {
    let wanted = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
    match ZONE.from_local_datetime(&wanted).earliest() {
        Some(at) => at.with_timezone(&Utc),
        // Clocks jump by one hour: what does not exist at 02:30 is called 03:30.
        None => match ZONE.from_local_datetime(&(wanted + TimeDelta::hours(1))).earliest() {
            Some(at) => at.with_timezone(&Utc),
            None => wanted.and_utc(),
        },
    }
}

/// The following civil day.
pub fn next(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }
    fn hours(is_holiday: &dyn Fn(NaiveDate) -> bool) -> WorkingHours<'_> {
        WorkingHours { day: WorkingDay::default(), is_holiday }
    }

    #[test]
    fn nights_and_weekends_do_not_count() {
        let none = |_| false;
        // Friday 2026-12-04 17:00 to Monday 09:00 in Berlin: one hour each.
        assert_eq!(hours(&none).minutes_between(utc("2026-12-04T16:00:00Z"), utc("2026-12-07T08:00:00Z")), 120);
        assert_eq!(hours(&none).after(utc("2026-12-04T16:00:00Z"), 60), utc("2026-12-04T17:00:00Z"));
        assert_eq!(hours(&none).after(utc("2026-12-04T16:00:00Z"), 90), utc("2026-12-07T07:30:00Z"));
        assert_eq!(hours(&none).after(utc("2026-12-05T16:00:00Z"), 0), utc("2026-12-07T07:00:00Z"));
    }

    #[test]
    fn holidays_do_not_count() {
        let epiphany = NaiveDate::from_ymd_opt(2027, 1, 6).unwrap();
        let holiday = move |day| day == epiphany;
        // Tuesday 17:00 plus two hours ends on Thursday 09:00.
        assert_eq!(hours(&holiday).after(utc("2027-01-05T16:00:00Z"), 120), utc("2027-01-07T08:00:00Z"));
        assert_eq!(hours(&holiday).minutes_between(utc("2027-01-06T00:00:00Z"), utc("2027-01-06T22:00:00Z")), 0);
    }

    #[test]
    fn the_clock_change_moves_the_instants_not_the_hours() {
        let none = |_| false;
        // Friday 2026-03-27 18:00 (UTC+1) to Monday 08:30 (UTC+2): half an hour of work.
        assert_eq!(hours(&none).minutes_between(utc("2026-03-27T17:00:00Z"), utc("2026-03-30T06:30:00Z")), 30);
        assert_eq!(instant(NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(), 150), utc("2026-03-29T01:30:00Z"));
        assert_eq!(instant(NaiveDate::from_ymd_opt(2026, 10, 25).unwrap(), 150), utc("2026-10-25T00:30:00Z"));
    }

    #[test]
    fn a_calendar_without_working_days_is_answered_not_searched_for_ever() {
        let always = |_| true;
        assert_eq!(hours(&always).after(utc("2026-12-04T16:00:00Z"), 60), utc("2026-12-04T17:00:00Z"));
        assert_eq!(hours(&always).minutes_between(utc("2026-12-04T16:00:00Z"), utc("2026-12-14T16:00:00Z")), 0);
    }
}
