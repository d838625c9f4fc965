//! The schedules that come with the program, and how to find the one for a day.

use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::schedule::Schedule;

/// The files of `rates/data`. A new schedule is a new file and a line here.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("bamberg.toml", include_str!("../data/bamberg.toml")),
    ("baselland.toml", include_str!("../data/baselland.toml")),
    ("bielefeld.toml", include_str!("../data/bielefeld.toml")),
    ("bikup.toml", include_str!("../data/bikup.toml")),
    ("borken.toml", include_str!("../data/borken.toml")),
    ("brandenburg.toml", include_str!("../data/brandenburg.toml")),
    ("jveg-2013.toml", include_str!("../data/jveg-2013.toml")),
    ("jveg-2021.toml", include_str!("../data/jveg-2021.toml")),
    ("jveg-2025.toml", include_str!("../data/jveg-2025.toml")),
    ("stuttgart-2021.toml", include_str!("../data/stuttgart-2021.toml")),
    ("stuttgart-2022.toml", include_str!("../data/stuttgart-2022.toml")),
    ("wuerzburg.toml", include_str!("../data/wuerzburg.toml")),
];

/// The series of the city itself.
pub const CITY: &str = "stuttgart";

/// The series that applies where nothing was agreed (§ 19(2) SGB X).
pub const JVEG: &str = "jveg";

/// A set of schedules, of which those of one series never overlap.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    schedules: Vec<Schedule>,
}

/// No schedule of the series is valid on that day. It is never last year's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no schedule for {0}")]
pub struct NoScheduleFor(pub NaiveDate);

/// Two schedules that cannot stand in one catalog.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// Both have the same id.
    #[error("there is a schedule {0} already")]
    SameId(String),
    /// Both are of one series and valid on the same day.
    #[error("{0} and {1} are of one series and both valid on {2}")]
    Overlap(String, String, NaiveDate),
}

static BUILTIN: LazyLock<Catalog> = LazyLock::new(builtin);

/// The files are part of the program; a test reads each of them, so a mistake in one cannot leave the house.
#[allow(clippy::expect_used)]
fn builtin() -> Catalog {
    let mut catalog = Catalog::default();
    for (name, text) in FILES {
        let schedule = Schedule::from_toml(text).map_err(|problems| (name, problems)).expect("embedded schedule");
        catalog.add(schedule).expect("embedded catalog");
    }
    catalog
}

impl Catalog {
    /// The schedules that come with the program.
    pub fn builtin() -> &'static Catalog {
        &BUILTIN
    }

    /// The text of a schedule that comes with the program, as it was written; none if it does not come with it.
    pub fn source_text(id: &str) -> Option<&'static str> {
        // Ids are also the names of the files; a test holds them to it.
        FILES.iter().find(|(name, _)| name.strip_suffix(".toml") == Some(id)).map(|(_, text)| *text)
    }

    /// Adds one more.
    pub fn add(&mut self, schedule: Schedule) -> Result<(), CatalogError> {
        for known in &self.schedules {
            if known.id == schedule.id {
                return Err(CatalogError::SameId(schedule.id));
            }
            let first = known.valid_from.max(schedule.valid_from);
            if known.series == schedule.series && known.is_valid_on(first) && schedule.is_valid_on(first) {
                return Err(CatalogError::Overlap(known.id.clone(), schedule.id, first));
            }
        }
        self.schedules.push(schedule);
        Ok(())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Schedule> {
        self.schedules.iter()
    }

    /// The schedule with this id.
    pub fn by_id(&self, id: &str) -> Option<&Schedule> {
        self.schedules.iter().find(|schedule| schedule.id == id)
    }

    /// The schedule of a series that is valid on a day of service.
    pub fn on(&self, series: &str, date: NaiveDate) -> Result<&Schedule, NoScheduleFor> {
        let mut of_series = self.schedules.iter().filter(|schedule| schedule.series == series);
        of_series.find(|schedule| schedule.is_valid_on(date)).ok_or(NoScheduleFor(date))
    }
}
