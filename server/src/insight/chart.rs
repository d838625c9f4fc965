//! The months of a year as bars, drawn by the server: no script, no style, a table with the same figures beside it.

use super::Tally;

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
}
