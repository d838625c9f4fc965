//! What must be known of interpreters before the city can pay them, or invoice in their name.
//!
//! A self-billed invoice is an electronic invoice: § 14 Abs. 4 UStG asks for name, address and tax number, XRechnung 3.0 for a
//! contact (BR-DE-2, -5, -6, -7), an electronic address (BT-34), postcode and place (BR-DE-3, -4), a tax number or VAT id
//! (BR-DE-16) and an account (BR-DE-23). A voucher only needs the account.

use super::facts::InterpreterFacts;
use chrono::NaiveDate;

/// Something without which no document can be issued for an interpreter; the locale key is `directory-missing-<name>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MissingForDocument {
    /// Given or family name (BT-27, BT-41).
    Name,
    /// Street and number (BT-35).
    Street,
    /// Postcode (BT-38).
    Postcode,
    /// Place (BT-37).
    Place,
    /// Phone number with three digits at least (BT-42).
    Phone,
    /// Mail address (BT-34, BT-43).
    Email,
    /// Neither VAT id (BT-31) nor tax number (BT-32).
    TaxNumber,
    /// No account, or one that is no IBAN (BT-84).
    Iban,
}

impl MissingForDocument {
    /// All of them, in the order of a form.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Street,
        Self::Postcode,
        Self::Place,
        Self::Phone,
        Self::Email,
        Self::TaxNumber,
        Self::Iban,
    ];

    fn is_missing(self, person: &InterpreterFacts) -> bool {
        let is_blank = |text: &str| text.trim().is_empty();
        let is_none = |text: &Option<String>| text.as_deref().is_none_or(is_blank);
        match self {
            Self::Name => is_blank(&person.first_name) || is_blank(&person.last_name),
            Self::Street => is_blank(&person.street),
            Self::Postcode => is_blank(&person.postcode),
            Self::Place => is_blank(&person.city),
            Self::Phone => person.phone.chars().filter(char::is_ascii_digit).count() < 3,
            Self::Email => !looks_like_mail(&person.email),
            Self::TaxNumber => is_none(&person.vat_id) && is_none(&person.tax_number),
            Self::Iban => person.iban.as_deref().is_none_or(|text| text.parse::<iban::Iban>().is_err()),
        }
    }

    /// The name in API and locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Street => "street",
            Self::Postcode => "postcode",
            Self::Place => "place",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::TaxNumber => "tax-number",
            Self::Iban => "iban",
        }
    }
}

/// The interpreter agreed, by that day, to invoices that the city writes for them (§ 14 Abs. 2 UStG).
#[must_use]
pub fn is_self_billed(interpreter: &InterpreterFacts, on: NaiveDate) -> bool {
    interpreter.self_billing_agreed_on.is_some_and(|agreed| agreed <= on)
}

/// What must still be known of somebody before the city can issue a document for them, in the order of a form.
#[must_use]
pub fn missing_for_document(person: &InterpreterFacts, is_self_billed: bool) -> Vec<MissingForDocument> {
    MissingForDocument::ALL
        .into_iter()
        .filter(|one| is_self_billed || *one == MissingForDocument::Iban)
        .filter(|one| one.is_missing(person))
        .collect()
}

/// One `@` with something on both sides that neither begins nor ends with a point (BR-DE-28).
fn looks_like_mail(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_good = |part: &str| part.len() > 1 && !part.contains('@') && !part.contains(char::is_whitespace);
    is_good(local) && is_good(domain) && ![local, domain].iter().any(|part| part.starts_with('.') || part.ends_with('.'))
}
