//! The address of a public buyer on its invoices.

use std::{fmt, str::FromStr};

/// A Leitweg-ID (format specification of KoSIT, version 2.0.2), BT-10 of an XRechnung: a coarse part of 2 to 12 digits (of the land
/// and municipality), perhaps a fine part of up to 30 letters and digits, and two check digits (ISO/IEC 7064, MOD 97-10).
#[doc(alias = "Leitweg-ID")]
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LeitwegId(String);

/// Why a text is no Leitweg-ID.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LeitwegRefused {
    /// It has another shape.
    Form,
    /// The check digits don't fit: a slip.
    CheckDigits,
}

impl LeitwegId {
    /// Coarse part, or coarse and fine part, completed with its check digits.
    ///
    /// # Errors
    /// The parts have another shape.
    pub fn completed(body: &str) -> Result<Self, LeitwegRefused> {
        // The check digits are 98 less the remainder of the parts with two zeros behind (ISO/IEC 7064, 9.2).
        format!("{body}-{:02}", 98 - remainder(&format!("{body}00"))).parse()
    }

    /// As it stands on documents.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The remainder by 97 of the number that digits and letters write; A counts 10, Z counts 35.
fn remainder(text: &str) -> u32 {
    text.chars().filter_map(|letter| letter.to_digit(36)).fold(0, |rest, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    })
}

impl FromStr for LeitwegId {
    type Err = LeitwegRefused;

    /// Reads one; small letters are taken as capitals, blanks around it don't count.
    fn from_str(text: &str) -> Result<Self, LeitwegRefused> {
        let text = text.trim().to_ascii_uppercase();
        let parts: Vec<&str> = text.split('-').collect();
        let (coarse, fine, check) = match parts.as_slice() {
            [coarse, check] => (*coarse, None, *check),
            [coarse, fine, check] => (*coarse, Some(*fine), *check),
            _ => return Err(LeitwegRefused::Form),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_coarse = (2..=12).contains(&coarse.len()) && digits(coarse);
        let is_fine = fine.is_none_or(|fine| {
            (1..=30).contains(&fine.len()) && fine.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        });
        if !is_coarse || !is_fine || check.len() != 2 || !digits(check) {
            return Err(LeitwegRefused::Form);
        }
        if remainder(&text) == 1 { Ok(Self(text)) } else { Err(LeitwegRefused::CheckDigits) }
    }
}

impl fmt::Display for LeitwegId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{LeitwegRefused::*, *};

    #[test]
    fn what_is_a_leitweg_id_and_what_is_not() {
        let table = [
            // By hand: 0401100012345 with 03 behind it is 40110001234503 = 97 × 413505167366 + 1.
            ("04011000-12345-03", Ok("04011000-12345-03")),
            // The example of XRechnung's own documents.
            ("04011000-1234512345-06", Ok("04011000-1234512345-06")),
            // Letters: T is 29, E 14, S 28. The example of the federal administration.
            ("991-33333TEST-33", Ok("991-33333TEST-33")),
            (" 991-33333test-33 ", Ok("991-33333TEST-33")),
            // Without a fine part: 08111000 with 79 behind it is 811100079 = 97 × 8361856 + 47, with 33 it leaves 1.
            ("08111000-33", Ok("08111000-33")),
            ("04011000-12345-04", Err(CheckDigits)),
            // Two digits changed places.
            ("04011000-12354-03", Err(CheckDigits)),
            ("08111000-79", Err(CheckDigits)),
            ("", Err(Form)),
            ("04011000", Err(Form)),
            ("0-12345-03", Err(Form)),
            ("0401100012345-12345-03", Err(Form)),
            ("0401A000-12345-03", Err(Form)),
            ("04011000-12 345-03", Err(Form)),
            ("04011000--03", Err(Form)),
            ("04011000-12345-3", Err(Form)),
            ("04011000-12345-0A", Err(Form)),
            ("04011000-ÄMTER-03", Err(Form)),
            ("04011000-1234567890123456789012345678901-03", Err(Form)),
            ("04011000-1-2-03", Err(Form)),
        ];
        for (text, expected) in table {
            let found = text.parse::<LeitwegId>();
            assert_eq!(found.as_ref().map(LeitwegId::as_str), expected.as_ref().map(|text| *text), "{text:?}");
        }
    }

    #[test]
    fn parts_are_completed_with_their_check_digits() {
        assert_eq!(LeitwegId::completed("04011000-12345").unwrap().as_str(), "04011000-12345-03");
        assert_eq!(LeitwegId::completed("991-33333TEST").unwrap().as_str(), "991-33333TEST-33");
        assert_eq!(LeitwegId::completed("x"), Err(Form));
    }
}
