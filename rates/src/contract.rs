//! What the command line needs, in one call each: documents in, documents out.

use chrono::NaiveDate;

use crate::{CITY, Catalog, Facts, Schedule, quote};

/// `quote/1` for `facts/1`, as JSON. `schedule` is an id, `on:2022-03-01` (the city's schedule of that day), or the text
/// of a schedule file; what went wrong is said in one line per mistake.
pub fn quote_json(schedule: &str, facts: &str) -> Result<String, String> {
    let facts = Facts::from_json(facts).map_err(|error| error.to_string())?;
    let owned;
    let schedule = match schedule.strip_prefix("on:") {
        Some(date) => city_schedule(date)?,
        None if schedule.contains('\n') => {
            owned = Schedule::from_toml(schedule)
                .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
            &owned
        }
        None => Catalog::builtin().by_id(schedule).ok_or_else(|| format!("there is no schedule \"{schedule}\""))?,
    };
    quote(schedule, &facts).map(|quote| quote.to_json()).map_err(|error| error.to_string())
}

fn city_schedule(date: &str) -> Result<&'static Schedule, String> {
    let date: NaiveDate = date.parse().map_err(|_| format!("\"{date}\" is not a date like 2022-03-01"))?;
    Catalog::builtin().on(CITY, date).map_err(|error| error.to_string())
}

/// The mistakes of a schedule file, each as `file:line: reason`; none if it can be used.
pub fn check_file(name: &str, toml_text: &str) -> Vec<String> {
    crate::check(toml_text).iter().map(|problem| format!("{name}:{problem}")).collect()
}

/// One schedule of the catalog, as `dragoman rates list` shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; open if none.
    pub valid_to: Option<NaiveDate>,
    /// `official` or `assumed`.
    pub figures: crate::Figures,
    /// Where the figures were read.
    pub source: String,
}

/// All schedules that come with the program, by id.
pub fn list() -> Vec<Listed> {
    let mut listed: Vec<Listed> = Catalog::builtin()
        .iter()
        .map(|schedule| Listed {
            id: schedule.id.clone(),
            valid_from: schedule.valid_from,
            valid_to: schedule.valid_to,
            figures: schedule.figures,
            source: schedule.source.clone(),
        })
        .collect();
    listed.sort_by(|one, other| one.id.cmp(&other.id));
    listed
}
