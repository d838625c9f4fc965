//! `facts/1`: everything about one session that its price depends on.
//!
//! Parsing happens once, here. What is unknown or impossible is refused with the name of the field.

mod read;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::civil;

/// The format's name, first field of each document.
pub const FORMAT: &str = "facts/1";

/// Facts of one interpreting session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Who interprets.
    pub interpreter: InterpreterFacts,
    /// ISO 639 code of the language; it is not part of any public price, the class is.
    pub language: String,
    /// Where.
    pub delivery: Delivery,
    /// The class of language or session that schedules may price differently; `standard` unless said.
    pub class: String,
    /// When the office asked. Needed where short notice is dearer.
    pub requested_at: Option<DateTime<Utc>>,
    /// The time that was booked.
    pub agreed: SpanFacts,
    /// What became of it.
    pub outcome: Outcome,
    /// The time that was recorded; none before the session, or where it was not held.
    pub held: Option<HeldFacts>,
    /// When a cancellation reached the other side.
    pub notified_at: Option<DateTime<Utc>>,
    /// The loss of earnings that the interpreter has proven, in the schedule's currency.
    pub proven_loss: Option<Decimal>,
    /// The way there and back.
    pub travel: TravelFacts,
}

/// What the price depends on in a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InterpreterFacts {
    /// By profession or beside it.
    pub group: Group,
    /// Holds the city's training certificate on the day.
    pub trained: bool,
    /// How the interpreter is taxed.
    pub vat: VatStatus,
}

/// A half-open span between two instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanFacts {
    /// Begin.
    pub from: DateTime<Utc>,
    /// End, after the begin.
    pub to: DateTime<Utc>,
}

/// The recorded time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldFacts {
    /// Begin.
    pub from: DateTime<Utc>,
    /// End, after the begin.
    pub to: DateTime<Utc>,
    /// Minutes of break within.
    pub break_minutes: u32,
}

/// The way there and back together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TravelFacts {
    /// Minutes there and back.
    pub minutes: u32,
    /// Kilometers there and back.
    pub km: Decimal,
    /// The zone of the place, where a schedule knows zones.
    pub zone: Option<String>,
    /// Tickets bought, in the schedule's currency.
    pub tickets: Decimal,
    /// The way to this place has already been paid that day with another session.
    pub already_paid: bool,
}

/// By profession or beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// By profession.
    #[doc(alias = "hauptberuflich")]
    FullTime,
    /// Beside something else.
    #[doc(alias = "nebenberuflich")]
    PartTime,
}

/// How the interpreter is taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VatStatus {
    /// § 19 UStG: no VAT.
    #[doc(alias = "Kleinunternehmer:in")]
    SmallBusiness,
    /// Liable.
    Standard,
    /// Exempt for a reason that the invoice names.
    Exempt,
}

/// Where a session takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Delivery {
    /// Both in one room.
    OnSite,
    /// By telephone.
    Phone,
    /// By video.
    Video,
}

/// What became of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// It took place.
    Held,
    /// The office called it off.
    CancelledByOffice,
    /// The interpreter came, the client did not.
    ClientAbsent,
    /// The interpreter called it off.
    CancelledByInterpreter,
    /// The interpreter did not come.
    InterpreterAbsent,
}

impl Group {
    /// Names in the format.
    pub const NAMES: &[(&str, Group)] = &[("full_time", Group::FullTime), ("part_time", Group::PartTime)];
}

impl VatStatus {
    /// Names in the format.
    pub const NAMES: &[(&str, VatStatus)] = &[
        ("small_business", VatStatus::SmallBusiness),
        ("standard", VatStatus::Standard),
        ("exempt", VatStatus::Exempt),
    ];
}

impl Delivery {
    /// Names in the format.
    pub const NAMES: &[(&str, Delivery)] =
        &[("on_site", Delivery::OnSite), ("phone", Delivery::Phone), ("video", Delivery::Video)];
}

impl Outcome {
    /// Names in the format.
    pub const NAMES: &[(&str, Outcome)] = &[
        ("held", Outcome::Held),
        ("cancelled_by_office", Outcome::CancelledByOffice),
        ("client_absent", Outcome::ClientAbsent),
        ("cancelled_by_interpreter", Outcome::CancelledByInterpreter),
        ("interpreter_absent", Outcome::InterpreterAbsent),
    ];
}

/// The name of a value in the format.
pub(crate) fn name_of<T: PartialEq>(names: &[(&'static str, T)], value: &T) -> &'static str {
    names.iter().find(|(_, known)| known == value).map_or("", |(name, _)| name)
}

/// Facts that cannot be priced: which field, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct FactsError {
    /// Path of the field, such as `held.to`.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

impl FactsError {
    pub(crate) fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        FactsError { field: field.into(), reason: reason.into() }
    }
}

/// A session longer than this is a slip of the pen, and so is a journey.
const LONGEST: TimeDelta = TimeDelta::hours(72);
const LONGEST_TRAVEL_MINUTES: u32 = 72 * 60;
const FARTHEST_KM: Decimal = Decimal::from_parts(100_000, 0, 0, false, 0);
const DEAREST: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

impl Facts {
    /// Reads `facts/1`.
    pub fn from_json(text: &str) -> Result<Facts, FactsError> {
        let value = serde_json::from_str(text).map_err(|error| FactsError::new("facts", error.to_string()))?;
        read::facts(&value)
    }

    /// The civil date of the agreed begin, which decides on schedule, fiscal year and VAT rate.
    pub fn service_on(&self) -> NaiveDate {
        civil::date_of(self.agreed.from)
    }

    /// Refuses what cannot be, naming the field. Reading has done this already; facts built in code are checked when
    /// they are priced.
    pub fn check(&self) -> Result<(), FactsError> {
        check_span("agreed", self.agreed.from, self.agreed.to)?;
        if let Some(held) = &self.held {
            check_span("held", held.from, held.to)?;
            if TimeDelta::minutes(i64::from(held.break_minutes)) >= held.to - held.from {
                return Err(FactsError::new("held.break_minutes", "the break is as long as the session"));
            }
            if (held.from - self.agreed.from).abs() > LONGEST {
                return Err(FactsError::new("held.from", "is more than 72 hours away from the agreed time"));
            }
        }
        if self.outcome == Outcome::CancelledByOffice && self.notified_at.is_none() {
            return Err(FactsError::new("notified_at", "is needed for a session that the office cancelled"));
        }
        check_amount("proven_loss", self.proven_loss.unwrap_or_default(), DEAREST)?;
        check_amount("travel.km", self.travel.km, FARTHEST_KM)?;
        check_amount("travel.tickets", self.travel.tickets, DEAREST)?;
        if self.travel.minutes > LONGEST_TRAVEL_MINUTES {
            return Err(FactsError::new("travel.minutes", "is more than 72 hours"));
        }
        Ok(())
    }
}

fn check_span(field: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<(), FactsError> {
    if to <= from {
        return Err(FactsError::new(format!("{field}.to"), format!("must be after {field}.from")));
    }
    if to - from > LONGEST {
        return Err(FactsError::new(format!("{field}.to"), "is more than 72 hours after the begin"));
    }
    Ok(())
}

fn check_amount(field: &str, amount: Decimal, most: Decimal) -> Result<(), FactsError> {
    if amount.is_sign_negative() && !amount.is_zero() {
        return Err(FactsError::new(field, "is negative"));
    }
    if amount > most {
        return Err(FactsError::new(field, format!("is more than {most}")));
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        read::facts(&value).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        read::written(self).serialize(serializer)
    }
}
