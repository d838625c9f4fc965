//! Which open item a payment belongs to, and why.
//!
//! First the end-to-end id we sent along, then a document number in the text, then amount and payee. What is certain is matched
//! at once; whatever leaves a doubt waits for a person, with the reasons.

use super::Entry;
use crate::{
    billing::documents::references_in,
    kernel::{clock::Instant, ids::*, money::Cents},
};

/// A handed-over order that money can belong to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenItem {
    /// The order.
    pub order: PaymentOrderId,
    /// Its document.
    pub document: DocumentId,
    /// The document's number.
    pub reference: String,
    /// Whose.
    pub interpreter: Option<InterpreterId>,
    /// Their name.
    pub payee: String,
    /// Their account.
    pub iban: String,
    /// What was ordered.
    pub amount: Cents,
    /// What was paid of it.
    pub paid: Cents,
    /// When it was ordered.
    pub ordered_at: Instant,
}

impl OpenItem {
    /// What is still owed.
    #[must_use]
    pub fn open(&self) -> Cents {
        self.amount - self.paid
    }
}

/// Why an item fits. The locale key is `billing-why-<name>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The end-to-end id is the document's number.
    EndToEnd,
    /// The text names the document's number.
    DocumentNumber,
    /// Amount and account, or amount and name.
    AmountAndPayee,
    /// Only the amount.
    Amount,
    /// A person said so.
    ByHand,
}

impl Why {
    /// The name in database and locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EndToEnd => "end-to-end",
            Self::DocumentNumber => "document-number",
            Self::AmountAndPayee => "amount-and-payee",
            Self::Amount => "amount",
            Self::ByHand => "by-hand",
        }
    }
}

/// Whether a person has to look. The locale key is `billing-doubt-<name>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Matched at once.
    Certain,
    /// The amount is more than is owed (or more comes back than was paid).
    AmountDoesNotFit,
    /// Several items fit.
    Several,
    /// Only the amount speaks for it.
    Weak,
}

impl Certainty {
    /// The name in locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::AmountDoesNotFit => "amount-does-not-fit",
            Self::Several => "several",
            Self::Weak => "weak",
        }
    }
}

/// An item that a payment may belong to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// The item.
    pub item: OpenItem,
    /// Why.
    pub why: Why,
    /// How sure.
    pub certainty: Certainty,
}

/// The items that `rest` of a payment may belong to; at most one of them is certain.
///
/// `named` are items whose numbers the entry names, paid ones included; `open` are all that are still owed.
#[must_use]
pub fn propose(entry: &Entry, rest: Cents, named: &[OpenItem], open: &[OpenItem]) -> Vec<Proposal> {
    let by_id = items(named, |item| item.reference.eq_ignore_ascii_case(entry.end_to_end.trim()));
    if !by_id.is_empty() {
        return judged(by_id, Why::EndToEnd, rest);
    }
    let numbers = references_in(&entry.remittance);
    let by_number = items(named, |item| numbers.contains(&item.reference));
    if !by_number.is_empty() {
        return judged(by_number, Why::DocumentNumber, rest);
    }
    let same_amount = items(open, |item| item.open() == rest);
    let by_payee = items(&same_amount, |item| is_same_payee(entry, item));
    if !by_payee.is_empty() {
        return judged(by_payee, Why::AmountAndPayee, rest);
    }
    same_amount.into_iter().map(|item| Proposal { item, why: Why::Amount, certainty: Certainty::Weak }).collect()
}

/// The numbers that an entry names.
#[must_use]
pub fn named_by(entry: &Entry) -> Vec<String> {
    let mut named = references_in(&entry.remittance);
    let id = entry.end_to_end.trim().to_ascii_uppercase();
    if !id.is_empty() && !named.contains(&id) {
        named.push(id);
    }
    named
}

fn items(all: &[OpenItem], fits: impl Fn(&OpenItem) -> bool) -> Vec<OpenItem> {
    all.iter().filter(|item| fits(item)).cloned().collect()
}

fn judged(found: Vec<OpenItem>, why: Why, rest: Cents) -> Vec<Proposal> {
    let several = found.len() > 1;
    found
        .into_iter()
        .map(|item| {
            let fits = if rest.is_positive() { rest <= item.open() } else { -rest <= item.paid };
            let certainty = match (several, fits) {
                (true, _) => Certainty::Several,
                (false, true) => Certainty::Certain,
                (false, false) => Certainty::AmountDoesNotFit,
            };
            Proposal { item, why, certainty }
        })
        .collect()
}

/// The same account; where the bank names none, the same name.
fn is_same_payee(entry: &Entry, item: &OpenItem) -> bool {
    let plain = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_uppercase();
    let (theirs, ours) = (plain(&entry.iban), plain(&item.iban));
    if theirs.is_empty() {
        !entry.counterparty.is_empty() && plain(&entry.counterparty) == plain(&item.payee)
    } else {
        theirs == ours
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use chrono::NaiveDate;

    fn item(reference: &str, amount: i64, paid: i64, payee: &str) -> OpenItem {
        OpenItem {
            order: PaymentOrderId::new(),
            document: DocumentId::new(),
            reference: reference.into(),
            interpreter: None,
            payee: payee.into(),
            iban: format!("DE00{payee}"),
            amount: Cents(amount),
            paid: Cents(paid),
            ordered_at: chrono::DateTime::from_timestamp(0, 0).unwrap(),
        }
    }

    fn entry(amount: i64, id: &str, text: &str, payee: &str, iban: &str) -> Entry {
        Entry {
            reference: "1".into(),
            booked_on: NaiveDate::from_ymd_opt(2027, 3, 4).unwrap(),
            amount: Cents(amount),
            counterparty: payee.into(),
            iban: iban.into(),
            end_to_end: id.into(),
            remittance: text.into(),
        }
    }

    #[test]
    fn each_payment_says_why() {
        use Certainty::*;
        let items = [
            item("GS-2027-000001", 10_000, 0, "AMARA"),
            item("GS-2027-000002", 10_000, 4_000, "BILAL"),
            item("AB-2027-000001", 10_000, 0, "CEM"),
        ];
        type Row = (Entry, Vec<(&'static str, &'static str, Certainty)>);
        let table: Vec<Row> = vec![
            (entry(10_000, "GS-2027-000001", "", "", ""), vec![("GS-2027-000001", "end-to-end", Certain)]),
            // Part of it is fine, more than is owed is not.
            (entry(2_500, "gs-2027-000001", "", "", ""), vec![("GS-2027-000001", "end-to-end", Certain)]),
            (entry(10_000, "GS-2027-000002", "", "", ""), vec![("GS-2027-000002", "end-to-end", AmountDoesNotFit)]),
            (
                entry(6_000, "NOTPROVIDED", "Honorar GS-2027-000002", "", ""),
                vec![("GS-2027-000002", "document-number", Certain)],
            ),
            (
                entry(20_000, "", "GS-2027-000001 AB-2027-000001", "", ""),
                vec![("GS-2027-000001", "document-number", Several), ("AB-2027-000001", "document-number", Several)],
            ),
            (entry(10_000, "", "", "", "DE00 CEM"), vec![("AB-2027-000001", "amount-and-payee", Certain)]),
            (entry(10_000, "", "", "Amara", ""), vec![("GS-2027-000001", "amount-and-payee", Certain)]),
            (
                entry(10_000, "", "", "Dora", ""),
                vec![("GS-2027-000001", "amount", Weak), ("AB-2027-000001", "amount", Weak)],
            ),
            (entry(777, "", "Strom", "Stadtwerke", ""), vec![]),
            // A return: no more than was paid.
            (entry(-4_000, "GS-2027-000002", "", "", ""), vec![("GS-2027-000002", "end-to-end", Certain)]),
            (entry(-1, "GS-2027-000001", "", "", ""), vec![("GS-2027-000001", "end-to-end", AmountDoesNotFit)]),
        ];
        for (entry, expected) in table {
            let found = propose(&entry, entry.amount, &items, &items);
            let found: Vec<_> =
                found.iter().map(|one| (one.item.reference.as_str(), one.why.name(), one.certainty)).collect();
            assert_eq!(found, expected, "{entry:?}");
        }
    }
}
