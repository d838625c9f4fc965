//! When somebody else's calendar says its owner is busy.
//!
//! Pure: bytes in, intervals out. [`read`] parses (with `calcard`, the most tolerant reader there is), [`zone`] turns civil time
//! into instants, [`recur`] unrolls series. Neither `calcard` nor `rrule` unrolls rightly over clock changes and overrides, so
//! rules run in naive local time here and are resolved afterwards, one occurrence at a time (RFC 5545 § 3.3.5 and § 3.3.10).
//!
//! Nothing but times leaves this module: no title, no place, no people.

mod read;
mod recur;
mod zone;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use std::time::Instant as Moment;

/// The most components a file may have.
pub const MAX_COMPONENTS: usize = 5_000;
/// The most occurrences one rule may have within the window.
pub const MAX_OCCURRENCES: usize = 2_000;

/// The most busy times of all rules together.
pub const MAX_BUSY: usize = 50_000;

/// From when to when busy times are wanted, and how long it may take to find them.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// The first instant of interest.
    pub from: DateTime<Utc>,
    /// The first instant that is of no more interest.
    pub to: DateTime<Utc>,
    /// The zone of floating times and whole days.
    pub zone: chrono_tz::Tz,
    /// When to give up.
    pub deadline: Moment,
}

/// A time that is not free: from the first instant up to, but without, the second.
pub type Busy = (DateTime<Utc>, DateTime<Utc>);

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Busyness {
    /// When its owner is busy within the window, by beginning and end; overlapping events stay apart.
    pub busy: Vec<Busy>,
    /// How many events were left out because their times or rules could not be understood.
    pub left_out: usize,
}

/// Why a file says nothing; the last good copy stays in force then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// No bytes at all.
    Empty,
    /// Something else than a calendar, for instance a login page.
    NotACalendar,
    /// It begins as a calendar and does not end as one.
    CutOff,
    /// More components than [`MAX_COMPONENTS`], or more busy times than [`MAX_BUSY`].
    TooMany,
    /// The deadline passed.
    TooSlow,
}

/// When a calendar's owner is busy within the window.
///
/// Ambiguous times are the first of the two, times in a gap keep the offset before it, hours of a duration are exact and days
/// nominal, the file's own `VTIMEZONE` decides about names that are not IANA's; what is `TRANSPARENT` or `CANCELLED` is free.
/// Rules by the minute or second are left out. Cost: linear in the file and the occurrences up to the window's end.
///
/// # Errors
/// See [`Unreadable`].
pub fn busy_times(file: &[u8], window: &Window) -> Result<Busyness, Unreadable> {
    let calendar = read::calendar(file, window)?;
    let mut found = recur::unroll(calendar, window)?;
    found.busy.retain(|(from, to)| from < to && *from < window.to && *to > window.from);
    found.busy.sort_unstable();
    Ok(found)
}
