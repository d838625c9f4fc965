//! One line of a table: its cells are read by name, and what is wrong with them is collected.

use std::collections::HashMap;

use super::scan::Record;
use super::{DecimalStyle, Problem, Table, Why, cents};

/// A line that is being read.
pub struct Row<'t> {
    table: &'t Table,
    record: &'t Record,
    problems: &'t mut Vec<Problem>,
    /// For [`Row::unique`]: the line on which a value was first seen.
    seen: &'t mut HashMap<(&'static str, String), u64>,
}

impl<'t> Row<'t> {
    pub(super) fn new(
        table: &'t Table,
        record: &'t Record,
        problems: &'t mut Vec<Problem>,
        seen: &'t mut HashMap<(&'static str, String), u64>,
    ) -> Row<'t> {
        Row { table, record, problems, seen }
    }

    /// The line on which the record begins, counted from 1.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// The cell's value. `None` if it is empty or refused; the problem has been noted then.
    pub fn required<T, E: Into<Why>>(&mut self, key: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        match self.optional(key, parse)? {
            Some(value) => Some(value),
            None => {
                if self.place(key).is_some() {
                    self.refuse(key, Why::of("table-required")); // a missing column is told once, at the header
                }
                None
            }
        }
    }

    /// The cell's value, `Some(None)` if it is empty. `None` if it is refused; the problem has been noted then.
    pub fn optional<T, E: Into<Why>>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        let table = self.record;
        let cell = self.place(key).and_then(|place| table.cells.get(place)).map_or("", String::as_str);
        if cell.is_empty() {
            return Some(None);
        }
        match parse(cell) {
            Ok(value) => Some(Some(value)),
            Err(why) => {
                self.refuse(key, why.into());
                None
            }
        }
    }

    /// An amount in cents, read as the rest of its column is written; see [`cents`].
    pub fn required_cents(&mut self, key: &str) -> Option<i64> {
        let style = self.style(key);
        self.required(key, |cell| cents(cell, style))
    }

    /// An amount in cents or nothing; see [`Row::optional`].
    pub fn optional_cents(&mut self, key: &str) -> Option<Option<i64>> {
        let style = self.style(key);
        self.optional(key, |cell| cents(cell, style))
    }

    /// Notes a problem if an earlier line has the same value in these columns (as written, ignoring case).
    /// Lines in which one of them is empty aren't compared.
    pub fn unique(&mut self, keys: &[&'static str]) {
        let cells: Vec<String> = keys.iter().map(|key| self.cell(key).to_lowercase()).collect();
        let Some(first) = keys.first() else { return };
        if cells.iter().any(String::is_empty) {
            return;
        }
        let line = self.record.line;
        let earlier = *self.seen.entry((first, cells.join("\u{1F}"))).or_insert(line);
        if earlier != line {
            self.refuse(first, Why::of("table-not-unique").number("line", earlier));
        }
    }

    /// Notes that a cell can't be accepted, for rules that need more than the cell alone.
    pub fn refuse(&mut self, key: &str, why: Why) {
        let column = match self.place(key).and_then(|place| self.table.header.cells.get(place)) {
            Some(name) => name.as_str(),
            None => {
                self.column(key).map_or(key, |index| self.table.columns.get(index).map_or(key, |each| each.title()))
            }
        };
        self.problems.push(Problem::new(self.record.line, Some(column), self.cell(key), why));
    }

    /// The cell as it was written, trimmed; empty if there is none.
    pub fn cell(&self, key: &str) -> &'t str {
        let record: &'t Record = self.record;
        self.place(key).and_then(|place| record.cells.get(place)).map_or("", String::as_str)
    }

    fn column(&self, key: &str) -> Option<usize> {
        let index = self.table.columns.iter().position(|column| column.key == key);
        debug_assert!(index.is_some(), "no column {key} was declared");
        index
    }

    fn place(&self, key: &str) -> Option<usize> {
        self.column(key).and_then(|index| self.table.places.get(index).copied().flatten())
    }

    fn style(&self, key: &str) -> Option<DecimalStyle> {
        self.column(key).and_then(|index| self.table.styles.get(index).copied().flatten())
    }
}
