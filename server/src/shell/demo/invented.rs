//! Numbers that pass every check and belong to nobody.

use crate::kernel::spelling::fold;

/// Numbers that the Bundesnetzagentur keeps free for films: 0171 39200 00 to 99 and 0176 040690 00 to 99.
pub(super) fn fictional_number(index: usize) -> String {
    if index < 100 { format!("0171 39200{index:02}") } else { format!("0176 040690{:02}", index % 100) }
}

/// A German account number with the checksum of ISO 13616. Bank codes that begin with 9 are not given out.
pub(super) fn iban(bank: u64, account: u64) -> String {
    let number = format!("{bank:08}{account:010}");
    let remainder =
        format!("{number}131400").bytes().fold(0u64, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
    format!("DE{:02}{number}", 98 - remainder)
}

/// A German VAT identification number with its check digit (ISO 7064, MOD 11,10).
pub(super) fn vat_id(number: u64) -> String {
    let digits = format!("{number:08}");
    let product = digits.bytes().fold(10u64, |product, digit| {
        let sum = (u64::from(digit - b'0') + product) % 10;
        2 * if sum == 0 { 10 } else { sum } % 11
    });
    format!("DE{digits}{}", (11 - product) % 10)
}

pub(super) fn ascii(name: &str) -> String {
    fold(name).chars().filter(char::is_ascii_alphanumeric).collect()
}
