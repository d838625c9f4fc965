//! Document numbers: a series for each kind and year, without gap or twin.

use super::super::claim::named;

named! {
    /// What a document is.
    DocumentKind {
        /// The city's invoice in the interpreter's name (§ 14 Abs. 2 UStG, type 389).
        #[doc(alias = "Gutschrift")]
        SelfBilledInvoice = "self_billed_invoice",
        /// The voucher for interpreters who write their own invoices.
        #[doc(alias = "Auszahlungsbeleg")]
        PaymentVoucher = "payment_voucher",
        /// What an office owes for its month.
        #[doc(alias = "interne Leistungsverrechnung")]
        InternalSettlement = "internal_settlement",
        /// Takes a document back.
        #[doc(alias = "Storno")]
        Reversal = "reversal",
    }
}

impl DocumentKind {
    /// The series of its numbers.
    #[must_use]
    pub const fn series(self) -> &'static str {
        match self {
            Self::SelfBilledInvoice => "GS",
            Self::PaymentVoucher => "AB",
            Self::InternalSettlement => "IV",
            Self::Reversal => "ST",
        }
    }

    /// Money leaves the city for it.
    #[must_use]
    pub const fn is_payable(self) -> bool {
        matches!(self, Self::SelfBilledInvoice | Self::PaymentVoucher)
    }

    /// The locale key of its name.
    #[must_use]
    pub fn key(self) -> String {
        format!("billing-kind-{}", self.name().replace('_', "-"))
    }
}

/// A number as people write it: `GS-2027-000042`.
#[must_use]
pub fn reference(series: &str, year: i32, number: i64) -> String {
    format!("{series}-{year:04}-{number:06}")
}

/// Numbers of payable documents in a remittance text, upper case, each once. Banks break lines wherever they like, so if none
/// is found the text is read once more without blanks.
#[must_use]
pub fn references_in(text: &str) -> Vec<String> {
    let found = scan(text);
    if !found.is_empty() {
        return found;
    }
    scan(&text.split_whitespace().collect::<String>())
}

fn scan(text: &str) -> Vec<String> {
    let upper = text.to_ascii_uppercase();
    let mut found: Vec<String> = Vec::new();
    for series in [DocumentKind::SelfBilledInvoice.series(), DocumentKind::PaymentVoucher.series()] {
        for (at, _) in upper.match_indices(&format!("{series}-")) {
            let candidate: String = upper.get(at..).unwrap_or_default().chars().take(14).collect();
            if is_reference(&candidate) && !found.contains(&candidate) {
                found.push(candidate);
            }
        }
    }
    found
}

/// Two letters, four digits, six digits.
fn is_reference(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let digits = |part: Option<&str>, length: usize| {
        part.is_some_and(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    parts.next().is_some_and(|series| series.len() == 2) && digits(parts.next(), 4) && digits(parts.next(), 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_clerks_write_them() {
        assert_eq!(reference("GS", 2027, 42), "GS-2027-000042");
        assert_eq!(reference("IV", 2026, 1_000_000), "IV-2026-1000000");
    }

    #[test]
    fn numbers_are_found_in_remittance_texts() {
        let table: &[(&str, &[&str])] = &[
            ("GS-2027-000042", &["GS-2027-000042"]),
            ("Honorar gs-2027-000042 Dolmetschen", &["GS-2027-000042"]),
            ("GS-2027-000042, AB-2027-000007", &["GS-2027-000042", "AB-2027-000007"]),
            ("GS-2027-000042 GS-2027-000042", &["GS-2027-000042"]),
            ("GS-2027-0000\n42", &["GS-2027-000042"]),
            ("IV-2027-000042", &[]), // internal settlements are never paid
            ("GS-2027-42", &[]),
            ("ÜGS-2027-00004ß", &[]),
            ("", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(references_in(text), *expected, "{text}");
        }
    }
}
