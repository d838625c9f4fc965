//! What a fee schedule says. It is read from TOML (`read`), never written in code.

pub(crate) mod read;
mod rules;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    facts::Facts,
    holidays::Land,
    money::{Currency, Money},
    text::Bilingual,
};
pub(crate) use rules::*;

/// A dated fee schedule.
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "Honorarordnung")]
pub struct Schedule {
    /// Its name, such as `jveg-2025`.
    pub id: String,
    /// The series it belongs to, such as `jveg`: within a series at most one is valid on a day.
    pub series: String,
    /// What people call it.
    pub title: Bilingual,
    /// First day of service.
    pub valid_from: NaiveDate,
    /// Last day of service; open if none.
    pub valid_to: Option<NaiveDate>,
    /// Published, or assumed by us.
    pub figures: Figures,
    /// The law, statute or decision.
    pub legal_basis: String,
    /// Where the figures were read.
    pub source: String,
    /// What the reader must know, such as which figures are assumptions.
    pub note: Option<Bilingual>,
    /// The currency of every amount in it.
    pub currency: Currency,
    /// Whose holidays count.
    pub holidays: Land,
    /// The promise, kept by the rules it allows, that a longer session is never cheaper.
    pub more_time_never_costs_less: bool,
    pub(crate) time: TimeRule,
    pub(crate) rates: Vec<RateRow>,
    /// The zones that travel rules speak of, and those for which nothing is paid.
    pub(crate) zones: Vec<String>,
    pub(crate) travel: Vec<TravelRule>,
    /// Distances in travel rules are meant one way; the facts give kilometers there and back.
    pub(crate) distances_one_way: bool,
    pub(crate) surcharges: Surcharges,
    pub(crate) express: Option<Express>,
    pub(crate) ladder: Ladder,
    pub(crate) client_absent: Absence,
    /// The prices contain VAT already, so none is added.
    pub(crate) prices_include_vat: bool,
    pub(crate) vat: Vec<(NaiveDate, Decimal)>,
}

/// Where the figures of a schedule come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figures {
    /// Published by whoever decided on them.
    Official,
    /// Plausible, but not confirmed.
    Assumed,
}

impl Figures {
    /// The word in the formats.
    pub fn name(self) -> &'static str {
        match self {
            Figures::Official => "official",
            Figures::Assumed => "assumed",
        }
    }
}

impl Schedule {
    /// Reads a schedule; every mistake is listed with its line.
    pub fn from_toml(text: &str) -> Result<Schedule, Vec<crate::Problem>> {
        read::schedule(text)
    }

    /// Is a session on this day priced by this schedule?
    pub fn is_valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }

    /// The same schedule with the hourly rate that the parties agreed on in place of the placeholders
    /// (rows with `by_agreement = true`). Nothing changes where all rates are fixed.
    #[doc(alias = "Honorarvereinbarung")]
    pub fn with_agreed_rate(mut self, hourly: Money) -> Result<Schedule, crate::MoneyError> {
        if hourly.currency() != self.currency {
            return Err(crate::MoneyError::UnlikeCurrencies(hourly.currency(), self.currency));
        }
        for row in self.rates.iter_mut().filter(|row| row.by_agreement) {
            row.hourly = hourly.decimal();
        }
        Ok(self)
    }

    /// The zones that a place may lie in; empty if the schedule knows none.
    pub fn zones(&self) -> &[String] {
        &self.zones
    }

    /// The classes that have a price of their own, each once, in the order of the table.
    pub fn classes(&self) -> Vec<&str> {
        let mut classes: Vec<&str> = Vec::new();
        for class in self.rates.iter().filter_map(|row| row.class.as_deref()) {
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        classes
    }

    /// Does this schedule let the price rise at certain hours or days?
    pub fn has_surcharges(&self) -> bool {
        !self.surcharges.windows.is_empty()
    }

    /// The first row of the table that fits.
    pub(crate) fn rate(&self, facts: &Facts) -> Option<&RateRow> {
        self.rates.iter().find(|row| row.fits(facts))
    }

    /// The VAT rate in percent on a day, where the schedule knows one.
    pub(crate) fn vat_percent(&self, date: NaiveDate) -> Option<Decimal> {
        self.vat.iter().rev().find(|(from, _)| *from <= date).map(|(_, percent)| *percent)
    }
}
