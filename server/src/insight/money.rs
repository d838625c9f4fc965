//! The forecast of each office, from its lines and what they bear.

use super::{
    forecast::{Forecast, Given, WEEKS, forecast, week_of},
    store,
};
use crate::{
    budget,
    kernel::{
        ids::OfficeId,
        money::Cents,
        time::{FiscalYear, berlin_date},
    },
    platform::{db::Db, fault::Fault},
};
use chrono::Datelike;
use std::collections::BTreeMap;

/// One office (or grant) in one fiscal year: what it has and how far it reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficeForecast {
    /// Whose.
    pub office: OfficeId,
    /// What the forecast is made from.
    pub given: Given,
    /// The forecast.
    pub forecast: Forecast,
}

/// The forecasts of these offices for a year; those without a line are left out. One query for the lines, one for what they bear.
///
/// # Errors
/// The database can't be read.
pub async fn office_forecasts(
    db: &Db,
    year: i32,
    offices: &[OfficeId],
    now: crate::kernel::clock::Instant,
) -> Result<Vec<OfficeForecast>, Fault> {
    let today = berlin_date(now);
    let mut given: BTreeMap<OfficeId, Given> = BTreeMap::new();
    for line in budget::balances(db.read(), None, Some(FiscalYear(year))).await? {
        if !offices.contains(&line.office) {
            continue;
        }
        let of_office = given.entry(line.office).or_insert_with(|| Given {
            year,
            today,
            means: Cents::ZERO,
            committed: Cents::ZERO,
            consumed: Cents::ZERO,
            this_year: [Cents::ZERO; WEEKS],
            last_year: [Cents::ZERO; WEEKS],
        });
        of_office.means += line.granted + line.overridden;
        of_office.committed += line.committed;
        of_office.consumed += line.consumed;
    }
    for day in store::bound_by_day(db.read(), &[year - 1, year]).await? {
        let Some(of_office) = given.get_mut(&day.office) else { continue };
        // What was carried over is bound in this year, but was no demand of it.
        if day.on_date.year() != day.fiscal_year {
            continue;
        }
        let weeks = if day.fiscal_year == year { &mut of_office.this_year } else { &mut of_office.last_year };
        if let Some(week) = weeks.get_mut(week_of(day.on_date)) {
            *week += day.amount;
        }
    }
    Ok(given.into_iter().map(|(office, given)| OfficeForecast { office, forecast: forecast(&given), given }).collect())
}
