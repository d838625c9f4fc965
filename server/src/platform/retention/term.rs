//! How long something is kept, and from when on it has been kept long enough.

use crate::kernel::{
    clock::Instant,
    time::{berlin_date, start_of_day},
};
use chrono::{Datelike, Duration, NaiveDate};

/// How long something is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// Days from the instant the rule names.
    Days(u32),
    /// Whole calendar years after the year of the instant the rule names: what is of 2027 goes, with eight years, on 1 January 2036.
    Years(u32),
}

/// What is older than this has been kept long enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cutoff {
    /// Earlier instants are over.
    pub instant: Instant,
    /// Earlier days are over.
    pub day: NaiveDate,
    /// Earlier years are over.
    pub year: i32,
}

impl Term {
    /// Where the term ends that began now.
    #[must_use]
    pub fn cutoff(self, now: Instant) -> Cutoff {
        match self {
            Self::Days(days) => {
                let instant = now - Duration::days(i64::from(days));
                let day = berlin_date(instant);
                Cutoff { instant, day, year: day.year() }
            }
            Self::Years(years) => {
                let year = berlin_date(now).year() - i32::try_from(years).unwrap_or(i32::MAX);
                let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN);
                Cutoff { instant: start_of_day(day), day, year }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn eight_years_begin_with_the_end_of_the_year() {
        let at = |text: &str| Term::Years(8).cutoff(text.parse().unwrap());
        // The last evening of 2035: what is of 2027 stays.
        let cutoff = at("2035-12-31T22:30:00Z");
        assert_eq!((cutoff.year, cutoff.day.to_string().as_str()), (2027, "2027-01-01"));
        // Half an hour later it is 2036 in Stuttgart: what is of 2027 goes.
        let cutoff = at("2035-12-31T23:00:00Z");
        assert_eq!((cutoff.year, cutoff.instant), (2028, "2027-12-31T23:00:00Z".parse().unwrap()));
    }

    #[test]
    fn days_are_counted_from_now() {
        let cutoff = Term::Days(180).cutoff("2027-06-30T08:00:00Z".parse().unwrap());
        assert_eq!(cutoff.instant, "2027-01-01T08:00:00Z".parse::<Instant>().unwrap());
        assert_eq!(cutoff.day, "2027-01-01".parse().unwrap());
    }
}
