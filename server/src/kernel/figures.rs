//! Whether amounts rest on figures that somebody has published, or on figures that are assumed.
//!
//! The city's own fee table is not public, so its figures are assumed until the city replaces the file. Wherever an amount is
//! shown that was computed with such a table, that is said.

use super::time::FiscalYear;
use chrono::Datelike;
use rates::{CITY, Catalog, Figures, Schedule};

/// The sentence that stands above the amounts of a page.
const NOTE: &str = "page-figures-assumed";

/// Whether a schedule's figures are assumed. What is not known is no reason for a remark: the price itself is refused.
#[must_use]
pub fn is_assumed(schedule: &str) -> bool {
    Catalog::builtin().by_id(schedule).is_some_and(|known| known.figures == Figures::Assumed)
}

/// `assumed` or `official`, for programs.
#[must_use]
pub fn word(schedule: &str) -> &'static str {
    if is_assumed(schedule) { "assumed" } else { "official" }
}

/// The key of the remark above amounts computed with these schedules, if one of them is assumed.
#[must_use]
pub fn note<'a>(schedules: impl IntoIterator<Item = &'a str>) -> Option<&'static str> {
    schedules.into_iter().any(is_assumed).then_some(NOTE)
}

/// The key of the remark above sums of a year's money: somebody was paid, or is to be, by the city's table.
#[must_use]
pub fn note_of_year(year: FiscalYear) -> Option<&'static str> {
    let within = |schedule: &&Schedule| {
        schedule.series == CITY
            && schedule.valid_from.year() <= year.0
            && schedule.valid_to.is_none_or(|last| last.year() >= year.0)
    };
    Catalog::builtin().iter().filter(within).any(|known| known.figures == Figures::Assumed).then_some(NOTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_citys_table_is_assumed_and_the_jveg_is_not() {
        assert!(is_assumed("stuttgart-2022"));
        assert!(!is_assumed("jveg-2025"));
        assert!(!is_assumed(""));
        assert_eq!(word("jveg-2021"), "official");
        assert_eq!(note(["jveg-2025", "stuttgart-2022"]), Some("page-figures-assumed"));
        assert_eq!(note(["jveg-2025"]), None);
        assert_eq!(note([]), None);
        assert_eq!(note_of_year(FiscalYear(2027)), Some("page-figures-assumed"));
    }
}
