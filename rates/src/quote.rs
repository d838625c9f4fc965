//! `quote/1`: what a session costs, line by line, each line with its reason.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    because::{Because, Reason},
    facts::FactsError,
    money::{Currency, Money, MoneyError, Rounding, written_price},
    schedule::Figures,
    text::Bilingual,
};

/// The format's name.
pub const FORMAT: &str = "quote/1";

/// What a session costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Id of the schedule.
    pub schedule: String,
    /// First day on which the schedule is valid.
    pub valid_from: NaiveDate,
    /// Published figures, or assumed ones.
    pub figures: Figures,
    /// The lines; their sum is the net.
    pub lines: Vec<QuoteLine>,
    /// Sum of the lines.
    pub net: Money,
    /// VAT in percent; none if the interpreter charges none.
    pub vat_rate: Option<Decimal>,
    /// VAT on the net sum.
    pub vat: Money,
    /// Net and VAT.
    pub gross: Money,
}

/// One line of a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteLine {
    /// The rule that made it, such as `time`, `travel.per_km` or `surcharge.night`.
    pub rule: Cow<'static, str>,
    /// How many units.
    pub quantity: Decimal,
    /// Of what.
    pub unit: Unit,
    /// Price of one unit; rates may have more than two decimals.
    pub unit_price: Decimal,
    /// Quantity times price, rounded half away from zero to the cent.
    pub amount: Money,
    /// Why.
    pub because: Because,
}

/// The units of quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours (UN/ECE Recommendation 20: HUR).
    Hour,
    /// Kilometers (KMT).
    Kilometer,
    /// A lump sum (C62).
    Flat,
}

impl Unit {
    const NAMES: &[(&str, Unit)] = &[("h", Unit::Hour), ("km", Unit::Kilometer), ("flat", Unit::Flat)];

    /// The word in the format.
    pub fn name(self) -> &'static str {
        crate::facts::name_of(Unit::NAMES, &self)
    }

    /// The code that EN 16931 wants (BT-130).
    pub fn recommendation_20(self) -> &'static str {
        match self {
            Unit::Hour => "HUR",
            Unit::Kilometer => "KMT",
            Unit::Flat => "C62",
        }
    }
}

/// Why a session has no price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// The facts are impossible or incomplete for this schedule.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// The schedule is not in force on the day of the session.
    #[error("schedule {schedule} is not valid on {date}")]
    NotValidOn {
        /// The schedule.
        schedule: String,
        /// The day of the session.
        date: NaiveDate,
    },
    /// No row of the rate table fits. It is never replaced by another one.
    #[error("schedule {schedule} has no rate for {group}, {trained}, {delivery}, class \"{class}\"")]
    NoRate {
        /// The schedule.
        schedule: String,
        /// `full_time` or `part_time`.
        group: &'static str,
        /// `trained` or `untrained`.
        trained: &'static str,
        /// `on_site`, `phone` or `video`.
        delivery: &'static str,
        /// The class of the facts.
        class: String,
    },
    /// The interpreter is liable to VAT and the schedule knows no rate for the day.
    #[error("schedule {schedule} has no VAT rate for {date}")]
    NoVatRate {
        /// The schedule.
        schedule: String,
        /// The day of the session.
        date: NaiveDate,
    },
    /// An amount is out of bounds.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Lines being collected.
pub(crate) struct Lines {
    pub currency: Currency,
    pub lines: Vec<QuoteLine>,
}

impl Lines {
    pub(crate) fn new(currency: Currency) -> Self {
        Lines { currency, lines: Vec::with_capacity(4) }
    }

    /// Adds a line; the amount is rounded here and nowhere else.
    pub(crate) fn add(
        &mut self,
        rule: impl Into<Cow<'static, str>>,
        quantity: Decimal,
        unit: Unit,
        unit_price: Decimal,
        because: Reason,
    ) -> Result<(), QuoteError> {
        let exact = quantity.checked_mul(unit_price).ok_or(MoneyError::TooLarge)?;
        let amount = Rounding::Commercial.to_money(exact, self.currency)?;
        self.lines.push(QuoteLine { rule: rule.into(), quantity, unit, unit_price, amount, because: Because(because) });
        Ok(())
    }

    pub(crate) fn sum(&self) -> Result<Money, MoneyError> {
        Money::sum(self.currency, self.lines.iter().map(|line| line.amount))
    }
}

impl Quote {
    /// The currency of all amounts.
    pub fn currency(&self) -> Currency {
        self.net.currency()
    }

    /// The document as JSON.
    pub fn to_json(&self) -> String {
        // Texts and numbers only: there is no value here that JSON could refuse.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuote<'q> {
    format: Cow<'q, str>,
    schedule: Cow<'q, str>,
    valid_from: NaiveDate,
    figures: Figures,
    lines: Vec<WrittenLine<'q>>,
    net: String,
    vat_rate: Option<String>,
    vat: String,
    gross: String,
    currency: Currency,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLine<'q> {
    rule: Cow<'q, str>,
    quantity: String,
    unit: Cow<'q, str>,
    unit_price: String,
    amount: String,
    because: Bilingual,
}

impl Serialize for Quote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines = self.lines.iter().map(|line| WrittenLine {
            rule: Cow::Borrowed(&line.rule),
            quantity: line.quantity.normalize().to_string(),
            unit: Cow::Borrowed(line.unit.name()),
            unit_price: written_price(line.unit_price),
            amount: line.amount.to_string(),
            because: line.because.both(),
        });
        WrittenQuote {
            format: Cow::Borrowed(FORMAT),
            schedule: Cow::Borrowed(&self.schedule),
            valid_from: self.valid_from,
            figures: self.figures,
            lines: lines.collect(),
            net: self.net.to_string(),
            vat_rate: self.vat_rate.map(|rate| rate.normalize().to_string()),
            vat: self.vat.to_string(),
            gross: self.gross.to_string(),
            currency: self.currency(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = WrittenQuote::deserialize(deserializer)?;
        read(written).map_err(D::Error::custom)
    }
}

fn read(written: WrittenQuote<'_>) -> Result<Quote, String> {
    if written.format != FORMAT {
        return Err(format!("format: \"{}\" is not \"{FORMAT}\"", written.format));
    }
    let decimal = |field: &str, text: &str| text.parse::<Decimal>().map_err(|_| format!("{field}: \"{text}\""));
    let money = |field: &str, text: &str| {
        Rounding::Commercial.to_money(decimal(field, text)?, written.currency).map_err(|error| error.to_string())
    };
    let line = |line: WrittenLine<'_>| -> Result<QuoteLine, String> {
        let unit = Unit::NAMES.iter().find(|(name, _)| *name == line.unit).map(|(_, unit)| *unit);
        Ok(QuoteLine {
            rule: Cow::Owned(line.rule.into_owned()),
            quantity: decimal("quantity", &line.quantity)?,
            unit: unit.ok_or_else(|| format!("unit: \"{}\"", line.unit))?,
            unit_price: decimal("unit_price", &line.unit_price)?,
            amount: money("amount", &line.amount)?,
            because: Because(Reason::Written(Box::new(line.because))),
        })
    };
    Ok(Quote {
        valid_from: written.valid_from,
        figures: written.figures,
        net: money("net", &written.net)?,
        vat_rate: written.vat_rate.as_deref().map(|rate| decimal("vat_rate", rate)).transpose()?,
        vat: money("vat", &written.vat)?,
        gross: money("gross", &written.gross)?,
        schedule: written.schedule.into_owned(),
        lines: written.lines.into_iter().map(line).collect::<Result<_, _>>()?,
    })
}
