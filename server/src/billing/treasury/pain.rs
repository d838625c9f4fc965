//! The bank's file: SEPA credit transfers as ISO 20022 pain.001.001.09, after the rules of the German banks (DFÜ-Abkommen,
//! Anlage 3).
//!
//! One message for a hand-over, one batch in it, because all of it is paid on one day: the first day after the hand-over on which
//! TARGET is open. The end-to-end id of a transfer is its document's number, which is unique for ever and comes back with the bank's
//! statement; the batch's id is the message's, for banks that book one sum. Letters outside the SEPA character set are written as the
//! banks agreed (ä as ae, é as e; EPC217-08).

use super::hand_over::Vouchers;
use crate::{
    kernel::{city::PoolAccount, clock::Instant, time::berlin},
    platform::fault::Fault,
};
use chrono::{Datelike, NaiveDate, Weekday};
use rates::holidays::easter_sunday;
use sepa::{
    CreditTransferEntry, CreditTransferGroup, IsoDate, IsoDateTime, Pain001Builder,
    charset::{Transliteration, transliterate},
    validate_bic, validate_iban,
};

/// The longest name of the scheme (AT-E001).
const LONGEST_NAME: usize = 70;

/// Why there is no file for the bank.
#[derive(Debug)]
pub enum NoTransfer {
    /// This document's account can't receive a SEPA transfer.
    Account {
        /// The document's number.
        reference: String,
    },
    /// Something that the house should have known before.
    Fault(Fault),
}

impl<E: std::error::Error> From<E> for NoTransfer {
    fn from(error: E) -> Self {
        Self::Fault(Fault::new(format!("the bank's file can't be made: {error}")))
    }
}

/// The message's id: the hand-over's number, which never comes twice.
#[must_use]
pub fn message_id(sequence: i64) -> String {
    format!("DRAGOMAN-{sequence:06}")
}

/// The hand-over that a message is of; none if it is not ours.
#[must_use]
pub fn sequence_of(message_id: &str) -> Option<i64> {
    message_id.strip_prefix("DRAGOMAN-")?.parse().ok().filter(|sequence| *sequence > 0)
}

/// The bank's file for hand-over `sequence`, paid from `account`.
///
/// # Errors
/// An account outside SEPA or that fails its check; a sum beyond what the scheme holds.
pub fn pain001(
    sequence: i64,
    account: &PoolAccount,
    vouchers: &Vouchers<'_>,
    now: Instant,
) -> Result<Vec<u8>, NoTransfer> {
    let local = berlin(now);
    let execution = IsoDate::parse(&next_target_day(local.date_naive()).to_string())?;
    let made = IsoDateTime::parse(&local.format("%Y-%m-%dT%H:%M:%S").to_string())?;
    let id = message_id(sequence);
    let holder = name(&account.holder)
        .ok_or_else(|| Fault::new("the account's holder has no letter"))
        .map_err(NoTransfer::Fault)?;
    let mut group = CreditTransferGroup::new(&holder, &validate_iban(&account.iban)?, execution)
        .payment_info_id(&id)
        .batch_booking(true);
    if let Some(bic) = &account.bic {
        group = group.debtor_bic(validate_bic(bic)?);
    }
    for voucher in vouchers.iter() {
        let content = &voucher.document.content;
        let iban = validate_iban(voucher.iban).ok().filter(sepa::Iban::is_sepa);
        let iban = iban.ok_or_else(|| NoTransfer::Account { reference: content.reference.clone() })?;
        // A name of which nothing is left in Latin letters: the bank finds the account by its IBAN, people by the number.
        let payee = name(voucher.payee).or_else(|| name(voucher.creditor)).unwrap_or_else(|| content.reference.clone());
        group = group.add_entry(
            CreditTransferEntry::new(payee, iban, content.gross.get(), &content.reference)
                .with_description(voucher.remittance()),
        );
    }
    let builder = Pain001Builder::new(&holder, &id).created_at(made).add_group(group);
    if builder.total_ct() != vouchers.total.get() {
        return Err(NoTransfer::Fault(Fault::new(format!("the bank's file {id} does not sum up"))));
    }
    let written = builder.build().map_err(|error| Fault::new(format!("the bank's file {id}: {error}")));
    Ok(written.map_err(NoTransfer::Fault)?.into_bytes())
}

/// A name in the characters of the scheme, cut to its length; none if no letter or digit is left.
fn name(text: &str) -> Option<String> {
    let plain = transliterate(text.trim(), Transliteration::German);
    let cut: String = plain.chars().take(LONGEST_NAME).collect();
    let cut = cut.trim().to_owned();
    cut.chars().any(|letter| letter.is_ascii_alphanumeric()).then_some(cut)
}

/// The first day after `day` on which TARGET, the settlement system of the Eurosystem, is open: not on weekends, New Year, Good Friday,
/// Easter Monday, the first of May and the two days of Christmas.
#[must_use]
pub fn next_target_day(day: NaiveDate) -> NaiveDate {
    day.iter_days().skip(1).find(|day| is_target_day(*day)).unwrap_or(day)
}

fn is_target_day(day: NaiveDate) -> bool {
    let is_fixed = matches!((day.month(), day.day()), (1, 1) | (5, 1) | (12, 25 | 26));
    let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let is_easter = matches!((day - easter_sunday(day.year())).num_days(), -2 | 1);
    !(is_fixed || is_weekend || is_easter)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn money_moves_on_days_when_target_is_open() {
        // Dates of Easter as the church calendars print them.
        for (year, sunday) in [(2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")] {
            assert_eq!(easter_sunday(year), day(sunday));
        }
        for (handed_over, paid) in [
            ("2027-03-24", "2027-03-25"), // Wednesday, Maundy Thursday
            ("2027-03-25", "2027-03-30"), // over Good Friday, the weekend and Easter Monday
            ("2027-04-30", "2027-05-03"), // over the first of May, a Saturday
            ("2026-12-24", "2026-12-28"), // over Christmas and a Sunday
            ("2026-12-31", "2027-01-04"), // New Year is a Friday
            ("2027-10-01", "2027-10-04"), // 3 October is no holiday of TARGET, Sunday is
        ] {
            assert_eq!(next_target_day(day(handed_over)), day(paid), "{handed_over}");
        }
    }

    #[test]
    fn names_are_written_as_banks_agreed() {
        let table: [(&str, Option<&str>); 6] = [
            ("Jürgen Weiß", Some("Juergen Weiss")),
            ("  Zoë Đorđević & Söhne ", Some("Zoe Dordevic + Soehne")),
            ("Ирина", Some("Irina")),
            ("عمر", None),
            ("\"O'Brien\"", Some("'O'Brien'")),
            ("", None),
        ];
        for (text, plain) in table {
            assert_eq!(name(text).as_deref(), plain, "{text}");
        }
        assert_eq!(name(&"ß".repeat(60)).unwrap().len(), 70);
    }
}
