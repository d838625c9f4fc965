//! Tables as files: semicolons and a byte order mark, because that is what a German spreadsheet program opens by itself.

use crate::{
    kernel::money::Cents,
    platform::{fault::Fault, i18n::Locale},
};
use rocket::{
    Request, Response,
    http::{ContentType, Header},
    response::{self, Responder},
};
use std::io::Cursor;

/// A table to be saved.
pub struct CsvFile {
    name: String,
    body: Vec<u8>,
}

impl CsvFile {
    /// A file of this name (letters, digits and hyphens) with a heading and rows.
    pub fn new(name: &str, heading: Vec<String>, rows: Vec<Vec<String>>) -> Result<Self, Fault> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(heading.iter().map(|cell| harmless(cell)))?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| harmless(cell)))?;
        }
        let body = writer.into_inner().map_err(|error| Fault::new(format!("writing a table: {error}")))?;
        Ok(Self { name: format!("{name}.csv"), body })
    }
}

/// A spreadsheet takes a cell that begins with one of these for a formula.
fn harmless(cell: &str) -> String {
    let number = cell.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number { format!("'{cell}") } else { cell.to_owned() }
}

/// An amount as a spreadsheet of the reader reads it, without grouping or currency.
#[must_use]
pub fn amount(locale: Locale, cents: Cents) -> String {
    match locale {
        Locale::De => cents.plain().replace('.', ","),
        Locale::En => cents.plain(),
    }
}

impl<'r> Responder<'r, 'static> for CsvFile {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build()
            .header(ContentType::new("text", "csv").with_params([("charset", "utf-8"), ("header", "present")]))
            .header(Header::new("content-disposition", format!("attachment; filename=\"{}\"", self.name)))
            .header(Header::new("cache-control", "private, no-store"))
            .sized_body(self.body.len(), Cursor::new(self.body))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn a_table_opens_by_itself_in_a_german_spreadsheet() {
        let rows = vec![
            vec!["Türkisch".to_owned(), "3".to_owned(), amount(Locale::De, Cents(-123_450))],
            vec!["=1+1; \"x\"".to_owned(), "-4".to_owned(), amount(Locale::En, Cents(5))],
        ];
        let file = CsvFile::new("demand", vec!["Sprache".to_owned(), "Anfragen".to_owned(), "Betrag".to_owned()], rows);
        let file = file.unwrap();
        assert_eq!(file.name, "demand.csv");
        assert_eq!(
            String::from_utf8(file.body).unwrap(),
            "\u{feff}Sprache;Anfragen;Betrag\r\nTürkisch;3;-1234,50\r\n\"'=1+1; \"\"x\"\"\";-4;0.05\r\n"
        );
    }
}
