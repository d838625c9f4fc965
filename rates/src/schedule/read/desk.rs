//! Reading TOML like a patient clerk: each mistake is noted with its line, and reading goes on.

use std::{cell::RefCell, fmt, ops::Range, sync::Arc};

use chrono::{NaiveDate, NaiveTime, Timelike};
use rust_decimal::Decimal;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{money::parse_decimal, text::Bilingual};

/// A mistake in a schedule file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.reason)
    }
}

/// Where mistakes are noted.
pub(super) struct Desk<'t> {
    text: &'t str,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> Desk<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Desk { text, problems: RefCell::default() }
    }

    pub(super) fn line(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
    }

    pub(super) fn note(&self, line: usize, reason: impl Into<String>) {
        self.problems.borrow_mut().push(Problem { line, reason: reason.into() });
    }

    /// All that was noted, in the order of the file.
    pub(super) fn problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }
}

/// A table of the file.
pub(super) struct Section<'d, 'v> {
    desk: &'d Desk<'d>,
    table: &'v DeTable<'v>,
    /// The line where it begins.
    pub line: usize,
    name: String,
    asked: RefCell<Vec<&'static str>>,
}

/// Reads a value or says why not.
pub(super) type Read<T> = fn(&DeValue<'_>) -> Result<T, String>;

impl<'d, 'v> Section<'d, 'v> {
    pub(super) fn root(desk: &'d Desk<'d>, table: &'v DeTable<'v>) -> Self {
        Section { desk, table, line: 1, name: String::new(), asked: RefCell::default() }
    }

    pub(super) fn note(&self, reason: impl Into<String>) {
        self.desk.note(self.line, reason);
    }

    /// Notes a mistake at a key's line, or at the section's if the key is absent.
    pub(super) fn note_at(&self, key: &str, reason: impl Into<String>) {
        let line = self.table.get(key).map_or(self.line, |value| self.line_of(value.span()));
        self.desk.note(line, reason);
    }

    fn line_of(&self, span: Range<usize>) -> usize {
        self.desk.line(span.start)
    }

    fn titled(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn get(&self, key: &'static str) -> Option<&'v Spanned<DeValue<'v>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &'static str) -> bool {
        self.table.get(key).is_some()
    }

    /// A value that may be left out.
    pub(super) fn optional<T>(&self, key: &'static str, read: Read<T>) -> Option<T> {
        let value = self.get(key)?;
        match read(value.get_ref()) {
            Ok(read) => Some(read),
            Err(reason) => {
                self.desk.note(self.line_of(value.span()), format!("{}: {reason}", self.titled(key)));
                None
            }
        }
    }

    /// A value that must be there.
    pub(super) fn required<T>(&self, key: &'static str, read: Read<T>) -> Option<T> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.note(format!("{} is missing", self.titled(key)));
            return None;
        }
        self.optional(key, read)
    }

    /// One of some words.
    pub(super) fn choice<T: Copy>(&self, key: &'static str, names: &[(&str, T)]) -> Option<T> {
        let word = self.optional(key, text)?;
        let found = names.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            self.note_at(key, format!("{}: \"{word}\" is none of {}", self.titled(key), known.join(", ")));
        }
        found
    }

    /// One of some words that must be there.
    pub(super) fn required_choice<T: Copy>(&self, key: &'static str, names: &[(&str, T)]) -> Option<T> {
        if !self.has(key) {
            self.required(key, text)?;
        }
        self.choice(key, names)
    }

    /// A table within this one.
    pub(super) fn section(&self, key: &'static str) -> Option<Section<'d, 'v>> {
        let value = self.get(key)?;
        let line = self.line_of(value.span());
        match value.get_ref() {
            DeValue::Table(table) => Some(self.inner(table, line, self.titled(key))),
            _ => {
                self.desk.note(line, format!("{} must be a table", self.titled(key)));
                None
            }
        }
    }

    /// All `[[key]]` tables.
    pub(super) fn sections(&self, key: &'static str) -> Vec<Section<'d, 'v>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(rows) = value.get_ref() else {
            self.note_at(key, format!("{} must be written as [[{}]]", self.titled(key), self.titled(key)));
            return Vec::new();
        };
        let read = |row: &'v Spanned<DeValue<'v>>| match row.get_ref() {
            DeValue::Table(table) => Some(self.inner(table, self.line_of(row.span()), self.titled(key))),
            _ => {
                self.desk.note(self.line_of(row.span()), format!("{} must hold tables", self.titled(key)));
                None
            }
        };
        rows.iter().filter_map(read).collect()
    }

    fn inner(&self, table: &'v DeTable<'v>, line: usize, name: String) -> Section<'d, 'v> {
        Section { desk: self.desk, table, line, name, asked: RefCell::default() }
    }

    /// Notes each key that nobody asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                let known = asked.join(", ");
                let reason = format!("{} is not known here; known are {known}", self.titled(name));
                self.desk.note(self.line_of(key.span()), reason);
            }
        }
    }
}

/// A text with something in it.
pub(super) fn text(value: &DeValue<'_>) -> Result<String, String> {
    match value.as_str() {
        Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
        Some(_) => Err("is empty".to_owned()),
        None => Err("must be a text in quotes".to_owned()),
    }
}

/// Small letters, digits and hyphens.
pub(super) fn word(value: &DeValue<'_>) -> Result<String, String> {
    let word = text(value)?;
    let plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if plain { Ok(word) } else { Err(format!("\"{word}\" may hold small letters, digits, - and _ only")) }
}

/// Some words.
pub(super) fn words(value: &DeValue<'_>) -> Result<Vec<String>, String> {
    match value {
        DeValue::Array(items) => items.iter().map(|item| word(item.get_ref())).collect(),
        one => Ok(vec![word(one)?]),
    }
}

/// True or false.
pub(super) fn boolean(value: &DeValue<'_>) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "must be true or false, without quotes".to_owned())
}

/// An amount of money, at most four decimals: rates may be finer than a cent, what is paid never is.
pub(super) fn amount(value: &DeValue<'_>) -> Result<Decimal, String> {
    let text = value.as_str().ok_or("must be an amount in quotes, like \"12.50\"")?;
    let amount = parse_decimal(text, 4)?;
    if amount > Decimal::from(100_000) { Err(format!("\"{text}\" is too large")) } else { Ok(amount) }
}

/// Percent, 0 to 1000.
pub(super) fn percent(value: &DeValue<'_>) -> Result<Decimal, String> {
    let text = value.as_str().ok_or("must be percent in quotes, like \"20\"")?;
    let percent = parse_decimal(text, 2)?;
    if percent > Decimal::from(1000) { Err(format!("\"{text}\" is more than 1000 percent")) } else { Ok(percent) }
}

/// A share, 0 to 100 percent.
pub(super) fn share(value: &DeValue<'_>) -> Result<Decimal, String> {
    let share = percent(value)?;
    if share > Decimal::ONE_HUNDRED { Err(format!("{share} is more than 100 percent")) } else { Ok(share) }
}

fn integer(value: &DeValue<'_>, least: i64, most: i64) -> Result<i64, String> {
    let range = || format!("must be a whole number from {least} to {most}, without quotes");
    let number = value.as_integer().and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
    number.filter(|number| (least..=most).contains(number)).ok_or_else(range)
}

/// Minutes of a block: 1 minute to a day.
pub(super) fn block(value: &DeValue<'_>) -> Result<i64, String> {
    integer(value, 1, 1440)
}

/// Minutes, none to three days.
pub(super) fn minutes(value: &DeValue<'_>) -> Result<i64, String> {
    integer(value, 0, 4320)
}

/// Days, none to 60.
pub(super) fn days(value: &DeValue<'_>) -> Result<u32, String> {
    integer(value, 0, 60).map(|days| u32::try_from(days).unwrap_or_default())
}

/// Hours, 1 to 1440 (60 days), as minutes.
pub(super) fn hours(value: &DeValue<'_>) -> Result<i64, String> {
    integer(value, 1, 1440).map(|hours| hours * 60)
}

/// A date, written 2022-01-01 without quotes.
pub(super) fn date(value: &DeValue<'_>) -> Result<NaiveDate, String> {
    let written = value.as_datetime().map(ToString::to_string).or(value.as_str().map(str::to_owned));
    let date = written.as_deref().and_then(|text| text.parse().ok());
    date.ok_or_else(|| "must be a date like 2022-01-01".to_owned())
}

/// A time of day in quotes, `"00:00"` to `"24:00"`, as minutes since midnight.
pub(super) fn minute_of_day(value: &DeValue<'_>) -> Result<u16, String> {
    if value.as_str() == Some("24:00") {
        return Ok(1440);
    }
    time_of_day(value).map(|time| u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or_default())
}

/// A time of day in quotes.
pub(super) fn time_of_day(value: &DeValue<'_>) -> Result<NaiveTime, String> {
    let read =
        value.as_str().filter(|text| text.len() == 5).and_then(|text| NaiveTime::parse_from_str(text, "%H:%M").ok());
    read.ok_or_else(|| "must be a time like \"13:00\"".to_owned())
}

/// A sentence in German and English: `{ de = "…", en = "…" }`.
pub(super) fn bilingual(value: &DeValue<'_>) -> Result<Arc<Bilingual>, String> {
    let shape = "must be written { de = \"…\", en = \"…\" }";
    let table = value.as_table().ok_or(shape)?;
    let of =
        |key: &str| table.get(key).and_then(|value| value.get_ref().as_str()).filter(|text| !text.trim().is_empty());
    match (of("de"), of("en"), table.len()) {
        (Some(de), Some(en), 2) => Ok(Arc::new(Bilingual::new(de, en))),
        _ => Err(shape.to_owned()),
    }
}
