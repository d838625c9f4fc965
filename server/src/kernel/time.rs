//! Civil time in Europe/Berlin and the instants behind it.
//!
//! Appointments are agreed on the wall clock and last between two instants. On 2026-03-29 02:30 does not exist; on
//! 2026-10-25 it exists twice. A [`CivilSlot`] that exists was resolved; both the agreed wall time and the instants are kept,
//! because zone rules change.

use super::clock::Instant;
use chrono::{DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::{Europe::Berlin, Tz};
use serde::{Deserialize, Serialize};

/// The city's zone.
pub const ZONE: Tz = Berlin;

/// The civil date of an instant.
#[must_use]
pub fn berlin_date(instant: Instant) -> NaiveDate {
    instant.with_timezone(&Berlin).date_naive()
}

/// An instant on the wall clock.
#[must_use]
pub fn berlin(instant: Instant) -> DateTime<Tz> {
    instant.with_timezone(&Berlin)
}

/// The first instant of a civil day.
#[must_use]
pub fn start_of_day(date: NaiveDate) -> Instant {
    // Germany has never skipped midnight; if a rule ever does, the day begins when the gap ends.
    let midnight = date.and_time(NaiveTime::MIN);
    match Berlin.from_local_datetime(&midnight) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => Utc.from_utc_datetime(&(midnight - Duration::hours(1))),
    }
}

/// How long ago something was, for a sentence: the largest unit of which at least two are full (`minutes`, `hours` or `days`), and how
/// many. What lies ahead was just now.
#[must_use]
pub fn age_in_words(minutes: i64) -> (&'static str, i64) {
    match minutes.max(0) {
        few @ 0..120 => ("minutes", few),
        some @ 120..2880 => ("hours", some / 60),
        many => ("days", many / 1440),
    }
}

/// Half-open stretch between two instants, never empty.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Interval {
    starts_at: Instant,
    ends_at: Instant,
}

impl Interval {
    /// `None` unless it ends after it starts.
    #[must_use]
    pub fn new(starts_at: Instant, ends_at: Instant) -> Option<Self> {
        (starts_at < ends_at).then_some(Self { starts_at, ends_at })
    }

    /// First instant.
    #[must_use]
    pub fn starts_at(&self) -> Instant {
        self.starts_at
    }

    /// First instant after it.
    #[must_use]
    pub fn ends_at(&self) -> Instant {
        self.ends_at
    }

    /// Elapsed minutes, counted between instants.
    #[must_use]
    pub fn minutes(&self) -> i64 {
        (self.ends_at - self.starts_at).num_minutes()
    }

    /// Shares at least one instant with the other; touching is not overlapping.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }
}

/// Which of two equal wall-clock times is meant in the night the clock goes back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// Not said; an ambiguous time is refused.
    #[default]
    Unsaid,
    /// The first, in summer time.
    Earlier,
    /// The second, in standard time.
    Later,
}

/// Why a wall-clock time is no instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CivilTimeError {
    /// The clock jumps over it.
    Skipped(NaiveDateTime),
    /// It comes twice; say which.
    Ambiguous(NaiveDateTime),
    /// It ends when or before it starts.
    EndsBeforeItStarts,
    /// Longer than [`CivilSlot::LONGEST_MINUTES`].
    TooLong,
}

/// The instant of a wall-clock time.
///
/// # Errors
/// [`CivilTimeError::Skipped`] in spring's gap, [`CivilTimeError::Ambiguous`] in autumn's hour unless `fold` says which.
pub fn resolve(local: NaiveDateTime, fold: Fold) -> Result<Instant, CivilTimeError> {
    match (Berlin.from_local_datetime(&local), fold) {
        (LocalResult::Single(at), _)
        | (LocalResult::Ambiguous(at, _), Fold::Earlier)
        | (LocalResult::Ambiguous(_, at), Fold::Later) => Ok(at.with_timezone(&Utc)),
        (LocalResult::Ambiguous(..), Fold::Unsaid) => Err(CivilTimeError::Ambiguous(local)),
        (LocalResult::None, _) => Err(CivilTimeError::Skipped(local)),
    }
}

/// An agreed appointment: its wall-clock times in Europe/Berlin and the instants they mean.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CivilSlot {
    date: NaiveDate,
    from: NaiveTime,
    to: NaiveTime,
    interval: Interval,
}

impl CivilSlot {
    /// Nobody interprets longer than this at a stretch.
    pub const LONGEST_MINUTES: i64 = 14 * 60;

    /// An end earlier than the start means the next morning only up to this length; beyond it, it was a slip.
    pub const LONGEST_NIGHT_MINUTES: i64 = 10 * 60;

    /// An appointment on `date` from `from` to `to`; a `to` before `from` is on the next day if that makes a night's work.
    ///
    /// # Errors
    /// Says which time is skipped or ambiguous, or that the slot is empty. A `to` equal to `from` is empty.
    pub fn agree(date: NaiveDate, from: NaiveTime, to: NaiveTime, fold: Fold) -> Result<Self, CivilTimeError> {
        if from == to {
            return Err(CivilTimeError::EndsBeforeItStarts);
        }
        let last_day = if to < from { date + Duration::days(1) } else { date };
        let starts_at = resolve(date.and_time(from), fold)?;
        let ends_at = resolve(last_day.and_time(to), fold)?;
        let interval = Interval::new(starts_at, ends_at).ok_or(CivilTimeError::EndsBeforeItStarts)?;
        if to < from && interval.minutes() > Self::LONGEST_NIGHT_MINUTES {
            return Err(CivilTimeError::EndsBeforeItStarts);
        }
        if interval.minutes() > Self::LONGEST_MINUTES {
            return Err(CivilTimeError::TooLong);
        }
        Ok(Self { date, from, to, interval })
    }

    /// As stored: wall clock and instants, resolved when the appointment was agreed.
    #[must_use]
    pub fn restore(date: NaiveDate, from: NaiveTime, to: NaiveTime, interval: Interval) -> Self {
        Self { date, from, to, interval }
    }

    /// The civil day it starts on: decides fiscal year, credentials, rates.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.date
    }
    /// Agreed start on the wall clock.
    #[must_use]
    pub fn from(&self) -> NaiveTime {
        self.from
    }
    /// Agreed end on the wall clock.
    #[must_use]
    pub fn to(&self) -> NaiveTime {
        self.to
    }
    /// The instants.
    #[must_use]
    pub fn interval(&self) -> Interval {
        self.interval
    }
    /// First instant.
    #[must_use]
    pub fn starts_at(&self) -> Instant {
        self.interval.starts_at
    }
    /// First instant after it.
    #[must_use]
    pub fn ends_at(&self) -> Instant {
        self.interval.ends_at
    }
    /// Elapsed minutes.
    #[must_use]
    pub fn minutes(&self) -> i64 {
        self.interval.minutes()
    }
}

/// A municipal budget year: the calendar year (§ 77 GemO BW).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear(pub i32);

impl FiscalYear {
    /// The year in which a service on `date` is paid from.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self(date.year())
    }
}

/// A month to settle, written `2026-10`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month of a civil date.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// Parses `2026-10`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
        Some(Self::of(date))
    }

    /// The first day.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// The first day of the next month.
    #[must_use]
    pub fn after(&self) -> NaiveDate {
        self.first() + chrono::Months::new(1)
    }

    /// The last day.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        self.after() - Duration::days(1)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests;
