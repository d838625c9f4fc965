//! What can be written in the reader's way: amounts, days, times of day, whole numbers, and references to them (templates
//! pass references).

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::{OffsetName, Tz};

use crate::kernel::{
    money::Cents,
    time::{Month, berlin, berlin_date},
};

/// A whole number of any width.
pub trait Whole {
    /// The number.
    fn whole(&self) -> i64;
}
impl<T: Whole + ?Sized> Whole for &T {
    fn whole(&self) -> i64 {
        (**self).whole()
    }
}

/// An amount of money in whole cents.
pub trait Amount {
    /// The amount in cents.
    fn cents(&self) -> i64;
}
impl Amount for i64 {
    fn cents(&self) -> i64 {
        *self
    }
}
impl Amount for Cents {
    fn cents(&self) -> i64 {
        self.0
    }
}
impl<T: Amount + ?Sized> Amount for &T {
    fn cents(&self) -> i64 {
        (**self).cents()
    }
}

/// Something that lies on a day of the civil calendar.
pub trait Day {
    /// The civil date.
    fn civil_day(&self) -> NaiveDate;
}
impl Day for NaiveDate {
    fn civil_day(&self) -> NaiveDate {
        *self
    }
}
impl Day for NaiveDateTime {
    fn civil_day(&self) -> NaiveDate {
        self.date()
    }
}
impl Day for DateTime<Tz> {
    fn civil_day(&self) -> NaiveDate {
        self.date_naive()
    }
}
/// An instant lies on the day that Berlin's calendar shows.
impl Day for DateTime<Utc> {
    fn civil_day(&self) -> NaiveDate {
        berlin_date(*self)
    }
}
/// A month, by its first day; for [`month`].
impl Day for Month {
    fn civil_day(&self) -> NaiveDate {
        self.first()
    }
}
impl<T: Day + ?Sized> Day for &T {
    fn civil_day(&self) -> NaiveDate {
        (**self).civil_day()
    }
}

/// Something that a clock on the wall shows.
pub trait WallTime {
    /// Hour and minute as shown.
    fn wall(&self) -> NaiveTime;
    /// The zone's short name ("CEST"), only where the hour happens twice and the name is needed to tell which.
    fn which(&self) -> Option<String> {
        None
    }
}
impl WallTime for NaiveTime {
    fn wall(&self) -> NaiveTime {
        *self
    }
}
impl WallTime for NaiveDateTime {
    fn wall(&self) -> NaiveTime {
        self.time()
    }
}
impl WallTime for DateTime<Tz> {
    fn wall(&self) -> NaiveTime {
        self.time()
    }
    fn which(&self) -> Option<String> {
        match self.timezone().from_local_datetime(&self.naive_local()) {
            LocalResult::Ambiguous(..) => self.offset().abbreviation().map(str::to_owned),
            _ => None,
        }
    }
}
/// An instant, as Berlin's clocks show it.
impl WallTime for DateTime<Utc> {
    fn wall(&self) -> NaiveTime {
        berlin(*self).time()
    }
    fn which(&self) -> Option<String> {
        berlin(*self).which()
    }
}
impl<T: WallTime + ?Sized> WallTime for &T {
    fn wall(&self) -> NaiveTime {
        (**self).wall()
    }
    fn which(&self) -> Option<String> {
        (**self).which()
    }
}
