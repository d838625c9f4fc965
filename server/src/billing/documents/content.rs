//! The content of a document as data, from which every form of it is made.

use super::number::DocumentKind;
use crate::kernel::{ids::*, money::Cents};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The format's name. Version 1 had no postal addresses, minutes and kinds of what is taken back; it can still be read.
pub const FORMAT: &str = "dragoman-document/2";

/// Everything a document says. Amounts in cents; a reversal's amounts are negative.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Content {
    /// `dragoman-document/2`.
    pub format: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Its number, such as `GS-2027-000042`.
    pub reference: String,
    /// The settled month, such as `2027-03`.
    pub month: String,
    /// First day of service (BT-73).
    pub period_from: NaiveDate,
    /// Last day of service (BT-74).
    pub period_to: NaiveDate,
    /// When it was issued (BT-2).
    pub issued_on: NaiveDate,
    /// The document that it takes back (BT-25).
    pub corrects: Option<Reference>,
    /// Why it takes it back.
    pub reason: Option<String>,
    /// Who did the work (BG-4); none on internal settlements.
    pub seller: Option<Party>,
    /// Who owes (BG-7).
    pub buyer: Party,
    /// Leitweg-ID (BT-10).
    pub leitweg_id: String,
    /// Each claim with its lines.
    pub claims: Vec<Claimed>,
    /// VAT by rate (BG-23).
    pub taxes: Vec<Tax>,
    /// Sum of the lines (BT-106).
    pub net: Cents,
    /// Sum of the taxes (BT-110).
    pub vat: Cents,
    /// What is owed (BT-112).
    pub gross: Cents,
    /// Which office pays how much from which line.
    pub cost_shares: Vec<CostShare>,
    /// Schedules whose figures are assumed.
    pub assumed: Vec<String>,
    /// Whoever it is for reads English: it stands beside the German.
    #[serde(default)]
    pub with_english: bool,
}

/// Another document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Its number.
    pub reference: String,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// What it is.
    #[serde(default)]
    pub kind: Option<DocumentKind>,
}

/// A postal address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Postal {
    /// Street and number (BT-35, BT-50).
    pub street: String,
    /// Postcode (BT-38, BT-53).
    pub postcode: String,
    /// Place (BT-37, BT-52).
    pub place: String,
}

/// One side of a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Lines of the address.
    pub address: Vec<String>,
    /// The address by its parts.
    #[serde(default)]
    pub postal: Option<Postal>,
    /// The city's number for them.
    pub number: Option<String>,
    /// VAT identification number (BT-31).
    pub vat_id: Option<String>,
    /// Tax number (BT-32).
    pub tax_number: Option<String>,
    /// `small_business`, `standard`, `exempt`.
    pub vat_kind: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Bank account (BT-84).
    pub iban: Option<String>,
    /// Holder of the account (BT-85).
    pub account_holder: Option<String>,
}

impl Party {
    /// Somebody of whom nothing but the name is known yet.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            address: Vec::new(),
            postal: None,
            number: None,
            vat_id: None,
            tax_number: None,
            vat_kind: None,
            email: None,
            phone: None,
            iban: None,
            account_holder: None,
        }
    }
}

/// A claim on a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Claimed {
    /// The claim.
    pub fee: FeeId,
    /// The number people say, such as `2027-000123`.
    pub booking: String,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Code of the ordering office.
    pub office: String,
    /// What became of the session.
    pub outcome: String,
    /// Language code.
    pub language: String,
    /// How long it took, without breaks; none where nothing was held.
    #[serde(default)]
    pub minutes: Option<i64>,
    /// The interpreter's number and name, on internal settlements.
    pub interpreter: Option<String>,
    /// The lines of the calculation.
    pub lines: Vec<Line>,
    /// Sum of the lines.
    pub net: Cents,
    /// In percent.
    pub vat_rate: Option<String>,
    /// Share of the document's VAT.
    pub vat: Cents,
}

/// A line of a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The rule that made it.
    pub rule: String,
    /// Quantity, decimal text (BT-129).
    pub quantity: String,
    /// `HUR`, `KMT` or `C62` (BT-130).
    pub unit: String,
    /// Price of one unit, decimal text (BT-146).
    pub unit_price: String,
    /// Rounded amount (BT-131).
    pub amount: Cents,
    /// Why, in German.
    pub because_de: String,
    /// Why, in English.
    pub because_en: String,
}

/// VAT of one rate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tax {
    /// In percent; none if none is charged (BT-119).
    pub rate: Option<String>,
    /// Taxable amount (BT-116).
    pub net: Cents,
    /// Tax (BT-117).
    pub vat: Cents,
}

/// What an office pays from a budget line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CostShare {
    /// The office.
    pub office: OfficeId,
    /// Its code.
    pub office_code: String,
    /// Cost center.
    pub cost_center: String,
    /// Cost object.
    pub cost_object: String,
    /// Account.
    pub account: String,
    /// Net and VAT together.
    pub gross: Cents,
}

impl Content {
    /// Shown to people as a note if figures are assumed.
    #[must_use]
    pub fn is_assumed(&self) -> bool {
        !self.assumed.is_empty()
    }
}
