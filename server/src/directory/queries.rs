//! What lists of the pool are asked for, and what a profile still lacks.

use super::facts::InterpreterFacts;
use chrono::NaiveDate;

/// Which interpreters a list shows; what is absent doesn't narrow it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PoolFilter {
    /// Language code that they speak.
    pub language: Option<String>,
    /// Home district, by its name.
    pub district: Option<String>,
    /// The city's training is valid on this day.
    pub trained_on: Option<NaiveDate>,
    /// `female`, `male`, `diverse`.
    pub gender: Option<String>,
    /// Takes part, or pauses.
    pub active: Option<bool>,
    /// A part of the name or the number, in any case.
    pub text: Option<String>,
}

/// Something without which no document can be issued for an interpreter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingForDocument {
    /// No bank account: nothing can be paid.
    BankAccount,
    /// Neither tax number nor VAT identification number (§ 14 Abs. 4 Nr. 2 UStG).
    TaxNumber,
    /// No full address (§ 14 Abs. 4 Nr. 1 UStG).
    Address,
}

impl MissingForDocument {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::BankAccount, Self::TaxNumber, Self::Address];

    /// The name in the API and in locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BankAccount => "bank-account",
            Self::TaxNumber => "tax-number",
            Self::Address => "address",
        }
    }
}

/// What must be known before a document can be issued.
#[must_use]
pub fn missing_for_document(person: &InterpreterFacts) -> Vec<MissingForDocument> {
    let filled = |value: &Option<String>| value.as_deref().is_some_and(|text| !text.trim().is_empty());
    let address = [&person.street, &person.postcode, &person.city];
    let mut missing = Vec::new();
    if !filled(&person.iban) {
        missing.push(MissingForDocument::BankAccount);
    }
    if !filled(&person.tax_number) && !filled(&person.vat_id) {
        missing.push(MissingForDocument::TaxNumber);
    }
    if address.into_iter().any(|part| part.trim().is_empty()) {
        missing.push(MissingForDocument::Address);
    }
    missing
}
