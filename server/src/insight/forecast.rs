//! How far the money reaches: what is bound, what is still to be expected, and when nothing is left.
//!
//! **Method.** Weeks are counted in blocks of seven days from 1 January, so that a week has the same place in every year.
//! Last year's weeks, smoothed over five, give the *season* (school holidays stay low, one odd week does not count twice).
//! This year's weeks so far, against the same weeks of last year, give the *level*. A week to come is expected to cost level ×
//! season, or what is booked for it already if that is more. This is the seasonal naïve method with a level (Hyndman and
//! Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed. 2021, § 5.2). Without a last year the mean of the weeks so
//! far stands for every week (ibid., mean method); without either only what is booked is expected. A last year that began late, as a new city's does, has no
//! season to speak of: the mean stands for it, too.
//!
//! **Range.** The spread of the past weeks around what the method would have said for them is taken as the spread of the weeks
//! to come, each independent of the others: over `k` weeks it grows with the square root of `k`. The range is the middle 80 %
//! (± 1.28 standard deviations, ibid. § 5.5).
//!
//! Everything is computed in whole cents; the only roundings are divisions, towards zero.

use crate::kernel::money::Cents;
use chrono::{Datelike, Days, NaiveDate};

/// Blocks of seven days in a year; the last has one or two.
pub const WEEKS: usize = 53;
/// From so many past weeks on, this year's level and spread are trusted.
const ENOUGH_WEEKS: usize = 8;
/// The square of 1.28, in ten-thousandths: the middle 80 % of a normal distribution.
const RANGE_SQUARED: i128 = 16_384;

/// What a forecast is made from: one office (or grant) in one fiscal year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// The fiscal year.
    pub year: i32,
    /// The day the forecast is made on.
    pub today: NaiveDate,
    /// What may be spent: granted and overridden.
    pub means: Cents,
    /// Open commitments.
    pub committed: Cents,
    /// Consumed by priced claims.
    pub consumed: Cents,
    /// Committed and consumed by the week of the service, this year.
    pub this_year: [Cents; WEEKS],
    /// The same, last year.
    pub last_year: [Cents; WEEKS],
}

/// Which method could be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Last year's season at this year's level.
    Season,
    /// The mean of this year's weeks so far.
    Mean,
    /// Only what is booked.
    InHand,
}

impl Method {
    /// The name in the API and in locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Season => "season",
            Self::Mean => "mean",
            Self::InHand => "in-hand",
        }
    }
}

/// One week of the year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Week {
    /// Its first day.
    pub from: NaiveDate,
    /// Committed or consumed for services in it.
    pub bound: Cents,
    /// What it is expected to cost in the end; for weeks that are over, what is bound.
    pub expected: Cents,
    /// It is over.
    pub is_over: bool,
}

/// When nothing is left, with its range; `None`: not within the year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ends {
    /// At the high end of the range.
    pub earliest: Option<NaiveDate>,
    /// As expected.
    pub expected: Option<NaiveDate>,
    /// At the low end of the range.
    pub latest: Option<NaiveDate>,
}

/// How far the money reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forecast {
    /// What it rests on.
    pub method: Method,
    /// All weeks of the year.
    pub weeks: Vec<Week>,
    /// Expected to the end of the year: consumed, committed and still to come.
    pub expected: Cents,
    /// The low end of its range; never below what is bound already.
    pub low: Cents,
    /// The high end of its range.
    pub high: Cents,
    /// When nothing is left.
    pub ends: Ends,
}

/// The place of a day among the weeks of its year.
#[must_use]
pub fn week_of(day: NaiveDate) -> usize {
    usize::try_from(day.ordinal0() / 7).unwrap_or_default().min(WEEKS - 1)
}

/// Looks ahead to the end of the year. For a year that is over nothing more is expected; for one that has not begun, all of it.
#[must_use]
pub fn forecast(given: &Given) -> Forecast {
    let now = match given.today.year().cmp(&given.year) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Equal => week_of(given.today),
        std::cmp::Ordering::Greater => WEEKS,
    };
    let (method, usual) = usual_weeks(given, now);
    let expected_of =
        |week: usize| if week < now { bound(given, week) } else { bound(given, week).max(at(&usual, week)) };
    let weeks: Vec<Week> = (0..WEEKS)
        .filter_map(|week| {
            Some(Week {
                from: first_day(given.year, week)?,
                bound: Cents(bound(given, week)),
                expected: Cents(expected_of(week)),
                is_over: week < now,
            })
        })
        .collect();
    let variance = if method == Method::InHand { 0 } else { variance(given, &usual, now) };
    let used = (given.committed + given.consumed).get();
    let to_come: Vec<i64> = (now..WEEKS).map(|week| expected_of(week) - bound(given, week)).collect();
    let more: i64 = to_come.iter().sum();
    let range = range(variance, to_come.len());
    Forecast {
        method,
        weeks,
        expected: Cents(used + more),
        low: Cents(used + (more - range).max(0)),
        high: Cents(used + more + if to_come.is_empty() { 0 } else { range }),
        ends: ends(given, now, &to_come, variance),
    }
}

fn at(weeks: &[i64; WEEKS], week: usize) -> i64 {
    weeks.get(week).copied().unwrap_or_default()
}

fn bound(given: &Given, week: usize) -> i64 {
    given.this_year.get(week).copied().unwrap_or_default().get()
}

fn first_day(year: i32, week: usize) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1)?.checked_add_days(Days::new(u64::try_from(week).ok()? * 7))
}

/// What each week usually costs, at this year's level.
fn usual_weeks(given: &Given, now: usize) -> (Method, [i64; WEEKS]) {
    let season = smoothed(&given.last_year.map(Cents::get));
    let so_far: i64 = (0..now).map(|week| bound(given, week)).sum();
    let began = given.last_year.iter().position(|week| week.get() > 0);
    if began.is_some_and(|week| week < ENOUGH_WEEKS || so_far == 0) {
        let same_weeks: i64 = season.iter().take(now).sum();
        let (up, down) = if now >= ENOUGH_WEEKS && same_weeks > 0 { (so_far, same_weeks) } else { (1, 1) };
        return (Method::Season, season.map(|week| share(week, up, down)));
    }
    if so_far > 0 {
        let mean = share(so_far, 1, i64::try_from(now).unwrap_or(1));
        let mut weeks = [mean; WEEKS];
        // The last block has one day, or two.
        if let Some(last) = weeks.last_mut() {
            *last = mean / 7;
        }
        return (Method::Mean, weeks);
    }
    (Method::InHand, [0; WEEKS])
}

/// `amount × up ÷ down`, without overflow on the way.
fn share(amount: i64, up: i64, down: i64) -> i64 {
    let exact = i128::from(amount) * i128::from(up) / i128::from(down.max(1));
    i64::try_from(exact).unwrap_or(i64::MAX)
}

/// The mean of each full week and its neighbors, two on each side; the last block, which is no full week, stays as it is.
fn smoothed(weeks: &[i64; WEEKS]) -> [i64; WEEKS] {
    let mut smooth = *weeks;
    let full = WEEKS - 1;
    for (place, value) in smooth.iter_mut().enumerate().take(full) {
        let (from, to) = (place.saturating_sub(2), (place + 3).min(full));
        let near = weeks.get(from..to).unwrap_or_default();
        *value = near.iter().sum::<i64>() / i64::try_from(near.len().max(1)).unwrap_or(1);
    }
    smooth
}

/// The mean square of what past weeks differed from the usual: this year's if there are enough, else last year's.
fn variance(given: &Given, usual: &[i64; WEEKS], now: usize) -> i128 {
    let squares = |actual: &[Cents; WEEKS], usual: &[i64; WEEKS], weeks: usize| -> i128 {
        let differences = actual.iter().zip(usual).take(weeks.min(WEEKS - 1));
        let all: Vec<i128> = differences.map(|(actual, usual)| i128::from(actual.get() - usual).pow(2)).collect();
        let freedom = all.len().saturating_sub(1).max(1);
        all.iter().sum::<i128>() / i128::try_from(freedom).unwrap_or(1)
    };
    if now >= ENOUGH_WEEKS {
        squares(&given.this_year, usual, now)
    } else {
        squares(&given.last_year, &smoothed(&given.last_year.map(Cents::get)), WEEKS)
    }
}

/// Half the width of the range over so many weeks.
fn range(variance: i128, weeks: usize) -> i64 {
    let squared = variance * i128::try_from(weeks).unwrap_or_default() * RANGE_SQUARED / 10_000;
    i64::try_from(squared.max(0).isqrt()).unwrap_or(i64::MAX)
}

/// The days on which the sum of what is to come passes what is available.
fn ends(given: &Given, now: usize, to_come: &[i64], variance: i128) -> Ends {
    let available = (given.means - given.committed - given.consumed).get();
    if to_come.is_empty() {
        return Ends::default();
    }
    let begin = given.today.max(NaiveDate::from_ymd_opt(given.year, 1, 1).unwrap_or(given.today));
    if available <= 0 {
        return Ends { earliest: Some(begin), expected: Some(begin), latest: Some(begin) };
    }
    let mut found = Ends::default();
    let mut sum = 0_i64;
    for (index, amount) in to_come.iter().enumerate() {
        let before = sum;
        sum += amount;
        let range = range(variance, index + 1);
        let Some(from) = first_day(given.year, now + index) else { break };
        let day = |days: i64| {
            let day = from.checked_add_days(Days::new(u64::try_from(days.clamp(0, 6)).unwrap_or_default()));
            day.filter(|day| day.year() == given.year).or_else(|| NaiveDate::from_ymd_opt(given.year, 12, 31))
        };
        if found.earliest.is_none() && sum + range > available {
            found.earliest = Some(from.max(begin));
        }
        if found.expected.is_none() && sum > available {
            found.expected = day(share(available - before, 7, *amount)).map(|day| day.max(begin));
        }
        if found.latest.is_none() && sum - range > available {
            found.latest = day(6);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A hundred euro a week all last year, the same this year until today.
    fn steady(today: &str, means: i64) -> Given {
        let now = week_of(day(today));
        let mut last_year = [Cents(10_000); WEEKS];
        last_year[WEEKS - 1] = Cents(1_000);
        let mut this_year = [Cents::ZERO; WEEKS];
        this_year[..now].fill(Cents(10_000));
        let consumed = Cents(10_000 * i64::try_from(now).unwrap());
        Given {
            year: 2027,
            today: day(today),
            means: Cents(means),
            committed: Cents::ZERO,
            consumed,
            this_year,
            last_year,
        }
    }

    #[test]
    fn weeks_have_their_place_in_every_year() {
        assert_eq!([week_of(day("2027-01-01")), week_of(day("2027-01-07")), week_of(day("2027-01-08"))], [0, 0, 1]);
        assert_eq!([week_of(day("2027-12-31")), week_of(day("2028-12-31"))], [52, 52]);
    }

    #[test]
    fn a_steady_year_goes_on_as_before_and_has_no_spread() {
        // Thursday 1 July is in block 25: 25 weeks are over, 27 full ones and the last block are to come.
        let seen = forecast(&steady("2027-07-01", 400_000));
        assert_eq!(seen.method, Method::Season);
        assert_eq!(seen.expected, Cents(521_000));
        assert_eq!((seen.low, seen.high), (Cents(521_000), Cents(521_000)));
        // 1,500.00 are left: 15 weeks from 25 June, so nothing is left for the first day of block 40, 8 October.
        assert_eq!(seen.ends.expected, Some(day("2027-10-08")));
        assert_eq!((seen.ends.earliest, seen.ends.latest), (Some(day("2027-10-08")), Some(day("2027-10-14"))));
    }

    #[test]
    fn a_year_with_enough_money_has_no_end() {
        assert_eq!(forecast(&steady("2027-07-01", 521_000)).ends, Ends::default());
    }

    #[test]
    fn this_year_at_half_the_level_expects_half() {
        let mut given = steady("2027-07-01", 400_000);
        given.this_year = given.this_year.map(|week| Cents(week.get() / 2));
        given.consumed = Cents(125_000);
        // 25 weeks at 50.00, 27 more, and 5.00 for New Year's Eve.
        assert_eq!(forecast(&given).expected, Cents(260_500));
    }

    #[test]
    fn what_is_booked_beyond_the_usual_counts_in_full() {
        let mut given = steady("2027-07-01", 600_000);
        given.this_year[30] = Cents(35_000);
        given.committed = Cents(35_000);
        // 250 over, 350 booked for one week, 26 usual ones, the last block.
        assert_eq!(forecast(&given).expected, Cents(250_000 + 35_000 + 260_000 + 1_000));
    }

    #[test]
    fn a_last_year_that_began_in_november_is_no_season() {
        // Friday 26 November is in block 47: 47 weeks at 100.00 are over, 5 full ones and the last block (14.28) are to come.
        let mut given = steady("2027-11-26", 900_000);
        given.last_year[..45].fill(Cents::ZERO);
        let seen = forecast(&given);
        assert_eq!((seen.method, seen.expected), (Method::Mean, Cents(470_000 + 50_000 + 1_428)));
    }

    #[test]
    fn the_summer_holidays_stay_low() {
        let mut given = steady("2027-07-01", 900_000);
        given.last_year[30..36].fill(Cents::ZERO);
        let seen = forecast(&given);
        assert_eq!(seen.weeks[32].expected, Cents::ZERO);
        assert_eq!(seen.weeks[33].expected, Cents::ZERO);
        // The neighbors are smoothed: three of five weeks at 100.00.
        assert_eq!(seen.weeks[29].expected, Cents(6_000));
    }

    #[test]
    fn without_a_last_year_the_mean_of_this_one_stands() {
        let mut given = steady("2027-07-01", 400_000);
        given.last_year = [Cents::ZERO; WEEKS];
        let seen = forecast(&given);
        assert_eq!(seen.method, Method::Mean);
        // 250 so far, 27 weeks at 10,000 and a seventh of one: 1,428.
        assert_eq!(seen.expected, Cents(250_000 + 270_000 + 1_428));
    }

    #[test]
    fn without_any_past_only_what_is_booked_is_expected() {
        let mut given = steady("2027-01-01", 10_000);
        given.last_year = [Cents::ZERO; WEEKS];
        given.this_year[4] = Cents(8_925);
        given.committed = Cents(8_925);
        let seen = forecast(&given);
        assert_eq!((seen.method, seen.expected, seen.ends), (Method::InHand, Cents(8_925), Ends::default()));
    }

    #[test]
    fn the_range_comes_from_the_spread_of_past_weeks() {
        // Weeks of 50.00 and 150.00 in turn: 50.00 away from the mean. Of 24 weeks the mean square is
        // 24 × 5,000² ÷ 23 = 26,086,956; over 29 weeks (28 full ones and the last block) the range is
        // √(26,086,956 × 29 × 1.6384) = 35,206.
        let mut given = steady("2027-06-18", 900_000);
        given.last_year = [Cents::ZERO; WEEKS];
        for week in 0..24 {
            given.this_year[week] = Cents(if week % 2 == 0 { 5_000 } else { 15_000 });
        }
        let seen = forecast(&given);
        assert_eq!(seen.expected, Cents(240_000 + 280_000 + 1_428));
        assert_eq!((seen.low, seen.high), (Cents(521_428 - 35_206), Cents(521_428 + 35_206)));
    }

    #[test]
    fn a_year_that_is_over_expects_nothing_and_an_empty_line_ends_today() {
        let mut over = steady("2027-07-01", 400_000);
        over.today = day("2028-02-01");
        let seen = forecast(&over);
        assert_eq!(
            (seen.expected, seen.low, seen.high, seen.ends),
            (Cents(250_000), Cents(250_000), Cents(250_000), Ends::default())
        );
        let empty = forecast(&steady("2027-07-01", 250_000));
        assert_eq!(empty.ends.expected, Some(day("2027-07-01")));
    }

    proptest! {
        #[test]
        fn the_range_holds_the_expectation_and_what_is_bound(
            weeks in proptest::collection::vec((0_i64..5_000_000, 0_i64..5_000_000), WEEKS),
            days in 0_u64..365, means in 0_i64..200_000_000,
        ) {
            let today = day("2027-01-01").checked_add_days(Days::new(days)).unwrap();
            let mut given = steady("2027-01-01", means);
            given.today = today;
            for (place, (this, last)) in weeks.iter().enumerate() {
                given.this_year[place] = Cents(*this);
                given.last_year[place] = Cents(*last);
            }
            given.consumed = given.this_year.iter().copied().sum();
            let seen = forecast(&given);
            prop_assert!(seen.low <= seen.expected && seen.expected <= seen.high);
            prop_assert!(seen.low >= given.consumed);
            let order = |one: Option<NaiveDate>, other: Option<NaiveDate>| match (one, other) {
                (Some(one), Some(other)) => one <= other,
                (None, Some(_)) => false,
                _ => true,
            };
            prop_assert!(order(seen.ends.earliest, seen.ends.expected), "{:?}", seen.ends);
            prop_assert!(order(seen.ends.expected, seen.ends.latest), "{:?}", seen.ends);
        }
    }
}
