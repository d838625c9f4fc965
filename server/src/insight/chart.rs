//! Pictures drawn by the server: the months of a year as bars, its money as a course. No script, no style, a table with the
//! same figures beside each.

use super::{Forecast, Given, Tally};
use crate::kernel::money::Cents;

/// Height of the drawing area.
const HEIGHT: i64 = 160;
/// Width of a month.
const STEP: i64 = 50;
/// Width of a bar.
const BAR: i64 = 30;

/// One month: covered below, uncovered above it.
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) center: i64,
    pub(super) covered_y: i64,
    pub(super) covered_height: i64,
    pub(super) uncovered_y: i64,
    pub(super) uncovered_height: i64,
    pub(super) covered: i64,
    pub(super) uncovered: i64,
    /// The month's number.
    pub(super) month: usize,
}

impl Bar {
    /// The width of a bar, for templates.
    pub(super) fn width(&self) -> i64 {
        BAR
    }
}

/// The bars of twelve months, scaled to the highest.
pub(super) fn bars(months: &[Tally]) -> Vec<Bar> {
    let highest = months.iter().map(|month| month.covered + month.uncovered).max().unwrap_or(0).max(1);
    let mut x = (STEP - BAR) / 2;
    months
        .iter()
        .enumerate()
        .map(|(index, tally)| {
            let covered_height = tally.covered * HEIGHT / highest;
            let uncovered_height = tally.uncovered * HEIGHT / highest;
            let bar = Bar {
                x,
                center: x + BAR / 2,
                covered_y: HEIGHT - covered_height,
                covered_height,
                uncovered_y: HEIGHT - covered_height - uncovered_height,
                uncovered_height,
                covered: tally.covered,
                uncovered: tally.uncovered,
                month: index + 1,
            };
            x += STEP;
            bar
        })
        .collect()
}

/// Width of a week in the picture of a course.
const WEEK: i64 = 11;

/// The money of a year: what is bound so far, what is expected with its range, and the means.
pub(super) struct Course {
    /// Points of the solid line, `x,y x,y …`.
    pub(super) bound: String,
    /// Points of the dashed line.
    pub(super) expected: String,
    /// Points of the area of the range; empty if there is none.
    pub(super) range: String,
    /// Height of the line of the means.
    pub(super) means_y: i64,
    /// First day of each quarter: its place and month.
    pub(super) quarters: [(i64, u32); 4],
}

impl Course {
    /// Width of the picture.
    pub(super) fn width(&self) -> i64 {
        WEEK * i64::try_from(super::forecast::WEEKS).unwrap_or_default()
    }
}

/// The course of a year, scaled so that means and range fit.
pub(super) fn course(given: &Given, forecast: &Forecast) -> Course {
    let highest = given.means.get().max(forecast.high.get()).max(1);
    let y = |amount: i64| {
        HEIGHT - i64::try_from(i128::from(amount.max(0)) * i128::from(HEIGHT) / i128::from(highest)).unwrap_or(0)
    };
    let by_week: Cents = forecast.weeks.iter().map(|week| week.bound).sum();
    // What was carried over into the year stands there from its first day.
    let mut sum = (given.committed + given.consumed - by_week).get();
    let mut x = 0_i64;
    let mut bound = vec![format!("0,{}", y(sum))];
    let (mut expected, mut upper, mut lower) = (Vec::new(), Vec::new(), Vec::new());
    let ahead = i64::try_from(forecast.weeks.iter().filter(|week| !week.is_over).count()).unwrap_or_default();
    let (up, down) = ((forecast.high - forecast.expected).get(), (forecast.expected - forecast.low).get());
    let mut weeks_ahead = 0_i64;
    for week in &forecast.weeks {
        if !week.is_over && expected.is_empty() {
            expected.push(format!("{x},{}", y(sum)));
            upper.push(format!("{x},{}", y(sum)));
        }
        x += WEEK;
        sum += week.expected.get();
        if week.is_over {
            bound.push(format!("{x},{}", y(sum)));
            continue;
        }
        weeks_ahead += 1;
        // The range grows with the square root of the weeks and is whole at the end of the year.
        let part = |whole: i64| {
            let squared = i128::from(whole).pow(2) * i128::from(weeks_ahead) / i128::from(ahead.max(1));
            i64::try_from(squared.isqrt()).unwrap_or(i64::MAX)
        };
        expected.push(format!("{x},{}", y(sum)));
        upper.push(format!("{x},{}", y(sum + part(up))));
        lower.push(format!("{x},{}", y(sum - part(down))));
    }
    lower.reverse();
    upper.extend(lower);
    let quarters = [(0, 1), (13 * WEEK, 4), (26 * WEEK, 7), (39 * WEEK, 10)];
    Course {
        bound: bound.join(" "),
        expected: expected.join(" "),
        range: if up + down > 0 { upper.join(" ") } else { String::new() },
        means_y: y(given.means.get()),
        quarters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_the_ground_and_reach_the_top() {
        let month = |covered, uncovered| Tally { covered, uncovered, ..Tally::default() };
        let drawn: Vec<(i64, i64, i64, i64)> = bars(&[month(3, 1), month(0, 0), month(2, 0)])
            .iter()
            .map(|bar| (bar.covered_y, bar.covered_height, bar.uncovered_y, bar.uncovered_height))
            .collect();
        assert_eq!(drawn, [(40, 120, 0, 40), (160, 0, 160, 0), (80, 80, 80, 0)]);
    }

    #[test]
    fn a_course_rises_from_the_ground_to_the_means() {
        let weeks = super::super::forecast::WEEKS;
        let mut this_year = [Cents::ZERO; 53];
        this_year[..26].fill(Cents(10_000));
        let given = Given {
            year: 2027,
            // The 183rd day: block 26 begins.
            today: chrono::NaiveDate::from_ymd_opt(2027, 7, 2).unwrap_or_default(),
            means: Cents(1_040_000),
            committed: Cents::ZERO,
            consumed: Cents(260_000),
            this_year,
            last_year: [Cents(10_000); 53],
        };
        let drawn = course(&given, &super::super::forecast(&given));
        assert_eq!((drawn.width(), drawn.means_y), (583, 0));
        // 2,600.00 of 10,400.00 at the middle of the year: a quarter of 160.
        assert!(drawn.bound.starts_with("0,160 11,159 ") && drawn.bound.ends_with(" 286,120"), "{}", drawn.bound);
        assert!(drawn.expected.starts_with("286,120 297,119 "), "{}", drawn.expected);
        assert_eq!(drawn.bound.split(' ').count() + drawn.expected.split(' ').count(), weeks + 2);
        assert_eq!(drawn.range, "");
    }
}
