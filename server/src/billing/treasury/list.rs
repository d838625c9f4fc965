//! A list of what was paid, as city treasuries export it.

use super::Entry;
use crate::{
    kernel::money::Cents,
    platform::table::{Column, Problem, Row, Table, Why, date, text},
};

const COLUMNS: &[Column] = &[
    Column::new("entry_reference", &["Buchungsreferenz", "Buchungsnummer"]),
    Column::new("booked_on", &["Buchungstag", "Buchungsdatum", "booking date"]),
    Column::new("amount", &["Betrag"]),
    Column::new("currency", &["Währung"]).may_be_absent(),
    Column::new("end_to_end", &["Ende-zu-Ende-Referenz", "Belegnummer", "end-to-end id"]).may_be_absent(),
    Column::new("remittance", &["Verwendungszweck"]).may_be_absent(),
    Column::new("counterparty", &["Empfänger", "Zahlungsempfänger", "payee"]).may_be_absent(),
    Column::new("iban", &["IBAN"]).may_be_absent(),
];

/// The entries of a list with their lines.
///
/// # Errors
/// Every problem of the file.
pub fn read_list(bytes: &[u8]) -> Result<Vec<(u64, Entry)>, Vec<Problem>> {
    Table::parse(bytes, COLUMNS)?.read(|row| {
        row.unique(&["entry_reference"]);
        let reference = row.required("entry_reference", text(100));
        let booked_on = row.required("booked_on", date);
        let amount = amount(row);
        let currency = row.optional("currency", euro);
        let end_to_end = row.optional("end_to_end", text(100));
        let remittance = row.optional("remittance", text(2_000));
        let counterparty = row.optional("counterparty", text(200));
        let iban = row.optional("iban", text(50));
        currency?;
        let entry = Entry {
            reference: reference?,
            booked_on: booked_on?,
            amount: amount?,
            counterparty: counterparty?.unwrap_or_default(),
            iban: iban?.unwrap_or_default().replace(' ', ""),
            end_to_end: end_to_end?.unwrap_or_default(),
            remittance: remittance?.unwrap_or_default(),
        };
        Some((row.line(), entry))
    })
}

fn amount(row: &mut Row<'_>) -> Option<Cents> {
    match row.required_cents("amount")? {
        0 => {
            row.refuse("amount", Why::of("billing-feedback-zero"));
            None
        }
        cents => Some(Cents(cents)),
    }
}

fn euro(text: &str) -> Result<(), Why> {
    match text.to_ascii_uppercase().as_str() {
        "EUR" | "€" | "EURO" => Ok(()),
        _ => Err(Why::of("billing-feedback-currency")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_list_is_read_with_its_lines() {
        let file = "Buchungsreferenz;Buchungstag;Betrag;Währung;Belegnummer;Empfänger;IBAN\n\
                    K-1;04.03.2027;1.234,50;EUR;GS-2027-000042;Amara Okafor;DE02 1203 0000 0000 2020 51\n\
                    K-2;05.03.2027;-12,00;EUR;GS-2027-000043;;\n";
        let entries = read_list(file.as_bytes()).unwrap();
        assert_eq!(entries.len(), 2);
        let (line, first) = &entries[0];
        assert_eq!((*line, first.amount, first.iban.as_str()), (2, Cents(123_450), "DE02120300000000202051"));
        assert_eq!(entries[1].1.amount, Cents(-1_200));
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let file = "Buchungsreferenz;Buchungstag;Betrag;Währung\n\
                    K-1;31.02.2027;0,00;EUR\n\
                    K-1;04.03.2027;zehn;CHF\n\
                    ;04.03.2027;10,00;EUR\n";
        let problems = read_list(file.as_bytes()).unwrap_err();
        let told: Vec<(u64, &str)> = problems.iter().map(|problem| (problem.line, problem.why.key)).collect();
        assert_eq!(
            told,
            [
                (2, "table-date-impossible"),
                (2, "billing-feedback-zero"),
                (3, "table-not-unique"),
                (3, "table-money-form"),
                (3, "billing-feedback-currency"),
                (4, "table-required"),
            ]
        );
    }
}
