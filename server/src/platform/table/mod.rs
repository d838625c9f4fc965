//! Reading the tables that offices have: CSV files from spreadsheets, in the shapes they really come in.
//!
//! A file may be UTF-8 with or without byte order mark, UTF-16 with one, or Windows-1252; its cells may be separated by
//! semicolons, commas or tabs; its columns may carry German or English names in any order; dates, times and amounts may
//! be written the German or the ISO way. What can be read in two ways is refused, never guessed.
//!
//! A table is read as a whole: either every line is good, or [`Problem`]s come back for everything that has to be put
//! right, so that nobody repairs a file one mistake at a time.
//!
//! ```ignore
//! const COLUMNS: &[Column] = &[Column::new("language", &["Sprache", "language"]), Column::new("on", &["Datum", "date"])];
//! let lines = Table::parse(bytes, COLUMNS)?.read(|row| {
//!     let language = row.required("language", Language::parse);
//!     let on = row.required("on", date);
//!     Some((language?, on?)) // every cell is looked at before the first `?`
//! })?;
//! ```
//!
//! The other way, [`CsvFile`] is a table to be saved.
//!
//! This module never knows what a table is about, and never stores anything.

mod csv_file;
mod decode;
mod money;
mod row;
mod scan;
mod values;
mod why;

#[cfg(test)]
mod tests;

pub use csv_file::{CsvFile, amount};
pub use money::{DecimalStyle, cents};
pub use row::Row;
pub use values::{choice, date, many, text, time, whole, yes_or_no};
pub use why::{Arg, Problem, Why};

use std::collections::HashMap;

use crate::kernel::spelling::{fold, resembles};
use scan::Record;

/// A larger file is no list of an office.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// More lines are no list of an office either, and would hold the database's only writer for too long.
pub const MAX_LINES: usize = 50_000;

/// A column that a table may have.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    key: &'static str,
    names: &'static [&'static str],
    may_be_absent: bool,
}

impl Column {
    /// A column that every file must have, its cells may be empty. `names` are what it may be called, the German name
    /// first; the key is always among them. Case, umlauts, blanks and hyphens don't matter.
    pub const fn new(key: &'static str, names: &'static [&'static str]) -> Column {
        Column { key, names, may_be_absent: false }
    }

    /// The same column, but a file without it is read as if its cells were empty.
    pub const fn may_be_absent(self) -> Column {
        Column { may_be_absent: true, ..self }
    }

    /// The name by which people are told about it.
    fn title(&self) -> &'static str {
        self.names.first().copied().unwrap_or(self.key)
    }

    fn is_called(&self, folded: &str) -> bool {
        fold(self.key) == folded || self.names.iter().any(|name| fold(name) == folded)
    }
}

/// A file whose header has been understood.
#[derive(Debug)]
pub struct Table {
    columns: &'static [Column],
    header: Record,
    /// For each of `columns`: where it stands in the file.
    places: Vec<Option<usize>>,
    /// For each of `columns`: how its numbers are written.
    styles: Vec<Option<DecimalStyle>>,
    records: Vec<Record>,
    problems: Vec<Problem>,
}

impl Table {
    /// Decodes the file, splits it and finds the columns.
    ///
    /// # Errors
    /// The problems of a file in which no line can be looked at: too large, empty, no text, no lines. Missing, unknown
    /// and repeated columns come back from [`Table::read`], together with those of the lines.
    pub fn parse(bytes: &[u8], columns: &'static [Column]) -> Result<Table, Vec<Problem>> {
        let text = decode::decode(bytes).map_err(|problem| vec![problem])?;
        let mut problems = decode::damaged_characters(&text);
        let mut records = scan::records(&text, &mut problems)?;
        if records.is_empty() {
            return Err(vec![Problem::of_file(Why::of("table-empty"))]);
        }
        let header = records.remove(0);
        let places = columns.iter().map(|column| place_of(column, &header)).collect();
        problems.extend(header_problems(columns, &header));
        if records.is_empty() {
            problems.push(Problem::new(header.line, None, "", Why::of("table-header-only")));
            return Err(sorted(problems));
        }
        let mut table = Table { columns, header, places, styles: Vec::new(), records, problems };
        table.styles = table.places.iter().map(|place| table.style_of(*place)).collect();
        Ok(table)
    }

    /// Reads each line with `read`, which gives `None` where a cell was refused.
    ///
    /// # Errors
    /// Every problem of the file, ordered by line; then nothing of it may be used.
    pub fn read<T>(self, mut read: impl FnMut(&mut Row<'_>) -> Option<T>) -> Result<Vec<T>, Vec<Problem>> {
        let mut problems = self.problems.clone();
        let mut values = Vec::with_capacity(self.records.len());
        let mut seen = HashMap::new();
        for record in &self.records {
            if let Some(misaligned) = self.misaligned(record) {
                problems.push(misaligned); // its cells can't be told apart, so nothing is said about them
                continue;
            }
            let before = problems.len();
            let value = read(&mut Row::new(&self, record, &mut problems, &mut seen));
            match value {
                Some(value) => values.push(value),
                None if problems.len() == before && !self.lacks_a_column() => {
                    problems.push(Problem::new(record.line, None, "", Why::of("table-line-unreadable")));
                }
                None => {}
            }
        }
        if problems.is_empty() { Ok(values) } else { Err(sorted(problems)) }
    }

    fn misaligned(&self, record: &Record) -> Option<Problem> {
        let expected = self.header.cells.len();
        let surplus = record.cells.iter().skip(expected).any(|cell| !cell.is_empty());
        let key = match record.cells.len() {
            found if found < expected => "table-too-few-cells",
            _ if surplus => "table-too-many-cells",
            _ => return None,
        };
        let first = record.cells.iter().find(|cell| !cell.is_empty()).map_or("", String::as_str);
        let why = Why::of(key).number("found", record.cells.len()).number("expected", expected);
        Some(Problem::new(record.line, None, first, why))
    }

    fn lacks_a_column(&self) -> bool {
        self.places.iter().zip(self.columns).any(|(place, column)| place.is_none() && !column.may_be_absent)
    }

    fn style_of(&self, place: Option<usize>) -> Option<DecimalStyle> {
        let cells = self.records.iter().filter_map(|record| record.cells.get(place?));
        money::style_of(cells.map(String::as_str))
    }
}

fn place_of(column: &Column, header: &Record) -> Option<usize> {
    header.cells.iter().position(|name| column.is_called(&fold(name)))
}

/// Columns that are missing, unknown or there twice.
fn header_problems(columns: &'static [Column], header: &Record) -> Vec<Problem> {
    let mut problems = Vec::new();
    for column in columns.iter().filter(|column| !column.may_be_absent && place_of(column, header).is_none()) {
        problems.push(Problem::new(header.line, Some(column.title()), "", Why::of("table-column-missing")));
    }
    for (place, name) in header.cells.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let folded = fold(name);
        match columns.iter().find(|column| column.is_called(&folded)) {
            Some(column) if place_of(column, header) == Some(place) => {}
            Some(_) => problems.push(Problem::new(header.line, Some(name), name, Why::of("table-column-twice"))),
            None => problems.push(Problem::new(header.line, Some(name), name, unknown_column(columns, &folded))),
        }
    }
    problems
}

fn unknown_column(columns: &'static [Column], folded: &str) -> Why {
    let near = columns
        .iter()
        .filter_map(|column| {
            column.names.iter().filter_map(|name| resembles(folded, &fold(name))).min().map(|slips| (slips, column))
        })
        .min_by_key(|(slips, _)| *slips);
    match near {
        Some((_, column)) => Why::of("table-column-unknown-suggestion").text("suggestion", column.title()),
        None => Why::of("table-column-unknown"),
    }
}

fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.line);
    problems
}
