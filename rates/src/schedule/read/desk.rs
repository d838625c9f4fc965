//! Reading TOML like a patient clerk: each mistake is noted with its line, and reading goes on.

use std::{cell::RefCell, fmt, ops::Range, sync::Arc};

use chrono::{NaiveDate, NaiveTime, Timelike};
use rust_decimal::Decimal;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::spelling;
use crate::{money::parse_decimal, text::Bilingual};

/// A mistake in a schedule file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, counted in letters; none where the line as a whole is meant.
    pub column: Option<usize>,
    /// What is wrong there and what to do, in English.
    pub reason: String,
    /// The same in German.
    pub reason_de: String,
}

impl Problem {
    /// A mistake found somewhere else than in the text itself: in its bytes, or beside another file.
    pub fn new(line: usize, column: Option<usize>, reason: Bilingual) -> Self {
        Problem { line, column, reason: reason.en, reason_de: reason.de }
    }

    /// `line: reason` in German, with the column behind it if there is one.
    pub fn in_german(&self) -> String {
        let column = self.column.map(|column| format!(" (Spalte {column})")).unwrap_or_default();
        format!("{}: {}{column}", self.line, self.reason_de)
    }

    /// The same in English.
    pub fn in_english(&self) -> String {
        let column = self.column.map(|column| format!(" (column {column})")).unwrap_or_default();
        format!("{}: {}{column}", self.line, self.reason)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.reason)
    }
}

/// A reason in both languages.
pub(super) fn say(de: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(de, en)
}

/// A place in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) line: usize,
    column: Option<usize>,
}

impl Place {
    pub(super) fn column(self) -> Option<usize> {
        self.column
    }

    /// A whole line.
    pub(super) fn line(line: usize) -> Self {
        Place { line, column: None }
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

    pub(super) fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let in_line = before.rsplit('\n').next().unwrap_or_default();
        Place { line: self.line(offset), column: Some(in_line.chars().count() + 1) }
    }

    /// The text of a line.
    pub(super) fn text_of(&self, line: usize) -> &'t str {
        self.text.lines().nth(line.saturating_sub(1)).unwrap_or_default()
    }

    pub(super) fn note(&self, at: Place, reason: Bilingual) {
        self.problems.borrow_mut().push(Problem::new(at.line, at.column, reason));
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
pub(super) type Read<T> = fn(&DeValue<'_>) -> Result<T, Bilingual>;

impl<'d, 'v> Section<'d, 'v> {
    pub(super) fn root(desk: &'d Desk<'d>, table: &'v DeTable<'v>) -> Self {
        Section { desk, table, line: 1, name: String::new(), asked: RefCell::default() }
    }

    pub(super) fn note(&self, reason: Bilingual) {
        self.desk.note(Place::line(self.line), reason);
    }

    /// Notes a mistake at a key's line, or at the section's if the key is absent.
    pub(super) fn note_at(&self, key: &str, reason: Bilingual) {
        let place = self.table.get(key).map_or(Place::line(self.line), |value| self.desk.place(value.span().start));
        self.desk.note(place, reason);
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
                let key = self.titled(key);
                let reason = say(format!("{key}: {}", reason.de), format!("{key}: {}", reason.en));
                self.desk.note(self.desk.place(value.span().start), reason);
                None
            }
        }
    }

    /// A value that must be there.
    pub(super) fn required<T>(&self, key: &'static str, read: Read<T>) -> Option<T> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            let key = self.titled(key);
            self.note(say(format!("{key} fehlt"), format!("{key} is missing")));
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
            let (de, en) = spelling::hint(&word, known.iter().copied());
            let (title, known) = (self.titled(key), known.join(", "));
            let reason = say(
                format!("{title}: \"{word}\" ist keines von {known}{de}"),
                format!("{title}: \"{word}\" is none of {known}{en}"),
            );
            self.note_at(key, reason);
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
                let key = self.titled(key);
                let reason =
                    say(format!("{key} muss ein Abschnitt sein: [{key}]"), format!("{key} must be a table: [{key}]"));
                self.desk.note(Place::line(line), reason);
                None
            }
        }
    }

    /// All `[[key]]` tables.
    pub(super) fn sections(&self, key: &'static str) -> Vec<Section<'d, 'v>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(rows) = value.get_ref() else {
            let title = self.titled(key);
            let reason = say(
                format!("{title} wird mit doppelten Klammern geschrieben: [[{title}]]"),
                format!("{title} must be written as [[{title}]]"),
            );
            self.note_at(key, reason);
            return Vec::new();
        };
        let read = |row: &'v Spanned<DeValue<'v>>| match row.get_ref() {
            DeValue::Table(table) => Some(self.inner(table, self.line_of(row.span()), self.titled(key))),
            _ => {
                let key = self.titled(key);
                let reason =
                    say(format!("{key} darf nur Zeilen in {{ … }} enthalten"), format!("{key} must hold tables"));
                self.desk.note(self.desk.place(row.span().start), reason);
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
                let (de, en) = spelling::hint(name, asked.iter().copied());
                let (title, known) = (self.titled(name), asked.join(", "));
                let reason = say(
                    format!("{title} ist hier nicht bekannt{de} Bekannt sind {known}")
                        .replace("bekannt Bekannt", "bekannt. Bekannt"),
                    format!("{title} is not known here{en}; known are {known}").replace("?; known", "? Known"),
                );
                self.desk.note(self.desk.place(key.span().start), reason);
            }
        }
    }
}

/// A text with something in it.
pub(super) fn text(value: &DeValue<'_>) -> Result<String, Bilingual> {
    match value.as_str() {
        Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
        Some(_) => Err(say("ist leer", "is empty")),
        None => Err(say("muss ein Text in Anführungszeichen sein", "must be a text in quotes")),
    }
}

/// Small letters, digits and hyphens.
pub(super) fn word(value: &DeValue<'_>) -> Result<String, Bilingual> {
    let word = text(value)?;
    let plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if plain {
        Ok(word)
    } else {
        Err(say(
            format!("\"{word}\" darf nur kleine Buchstaben ohne Umlaute, Ziffern, - und _ enthalten"),
            format!("\"{word}\" may hold small letters, digits, - and _ only"),
        ))
    }
}

/// Some words.
pub(super) fn words(value: &DeValue<'_>) -> Result<Vec<String>, Bilingual> {
    match value {
        DeValue::Array(items) => items.iter().map(|item| word(item.get_ref())).collect(),
        one => Ok(vec![word(one)?]),
    }
}

/// True or false.
pub(super) fn boolean(value: &DeValue<'_>) -> Result<bool, Bilingual> {
    value.as_bool().ok_or_else(|| {
        say("muss true oder false sein, ohne Anführungszeichen", "must be true or false, without quotes")
    })
}

/// An amount of money, at most four decimals: rates may be finer than a cent, what is paid never is.
pub(super) fn amount(value: &DeValue<'_>) -> Result<Decimal, Bilingual> {
    let amount = decimal(value, 4, "12.50")?;
    if amount > Decimal::from(100_000) {
        return Err(say(format!("\"{amount}\" ist zu groß"), format!("\"{amount}\" is too large")));
    }
    Ok(amount)
}

/// A decimal in quotes, with a point.
fn decimal(value: &DeValue<'_>, places: usize, like: &str) -> Result<Decimal, Bilingual> {
    let Some(text) = value.as_str() else {
        let written = match value {
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            _ => like.to_owned(),
        };
        return Err(say(
            format!("muss ein Betrag in Anführungszeichen sein, also \"{written}\""),
            format!("must be an amount in quotes, like \"{written}\""),
        ));
    };
    parse_decimal(text, places).map_err(|reason| {
        let bare = text.trim().trim_end_matches(['%', '€', ' ']).replace(',', ".");
        let could = parse_decimal(&bare, places).is_ok();
        let (de, en) = if could {
            (format!("; schreiben Sie \"{bare}\""), format!("; write \"{bare}\""))
        } else {
            (String::new(), String::new())
        };
        let many = parse_decimal(text, 9).is_ok();
        let de = if many {
            format!("\"{text}\" hat mehr als {places} Nachkommastellen")
        } else {
            format!("\"{text}\" ist kein Betrag wie \"{like}\": mit Punkt, ohne Einheit{de}")
        };
        say(de, format!("{reason}{en}"))
    })
}

/// Percent, 0 to 1000. A factor is no percentage: up to two percent is taken for one.
pub(super) fn percent(value: &DeValue<'_>) -> Result<Decimal, Bilingual> {
    let percent = decimal(value, 2, "20")?;
    if percent > Decimal::from(1000) {
        return Err(say(
            format!("{percent} ist mehr als 1000 Prozent"),
            format!("{percent} is more than 1000 percent"),
        ));
    }
    if percent > Decimal::ZERO && percent <= Decimal::TWO {
        let meant = if percent > Decimal::ONE { percent - Decimal::ONE } else { percent } * Decimal::ONE_HUNDRED;
        let meant = meant.normalize();
        return Err(say(
            format!("{percent} sieht nach einem Faktor aus; hier stehen Prozent, zum Beispiel \"{meant}\""),
            format!("{percent} looks like a factor; percent is meant here, for example \"{meant}\""),
        ));
    }
    Ok(percent)
}

/// A share, 0 to 100 percent.
pub(super) fn share(value: &DeValue<'_>) -> Result<Decimal, Bilingual> {
    let share = percent(value)?;
    if share > Decimal::ONE_HUNDRED {
        return Err(say(format!("{share} ist mehr als 100 Prozent"), format!("{share} is more than 100 percent")));
    }
    Ok(share)
}

fn integer(value: &DeValue<'_>, least: i64, most: i64) -> Result<i64, Bilingual> {
    let range = || {
        say(
            format!("muss eine ganze Zahl von {least} bis {most} sein, ohne Anführungszeichen"),
            format!("must be a whole number from {least} to {most}, without quotes"),
        )
    };
    let number = value.as_integer().and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
    number.filter(|number| (least..=most).contains(number)).ok_or_else(range)
}

/// Minutes of a block: 1 minute to a day.
pub(super) fn block(value: &DeValue<'_>) -> Result<i64, Bilingual> {
    integer(value, 1, 1440)
}

/// Minutes, none to three days.
pub(super) fn minutes(value: &DeValue<'_>) -> Result<i64, Bilingual> {
    integer(value, 0, 4320)
}

/// Days, none to 60.
pub(super) fn days(value: &DeValue<'_>) -> Result<u32, Bilingual> {
    integer(value, 0, 60).map(|days| u32::try_from(days).unwrap_or_default())
}

/// Hours, 1 to 1440 (60 days), as minutes.
pub(super) fn hours(value: &DeValue<'_>) -> Result<i64, Bilingual> {
    integer(value, 1, 1440).map(|hours| hours * 60)
}

/// A date, written 2022-01-01 without quotes.
pub(super) fn date(value: &DeValue<'_>) -> Result<NaiveDate, Bilingual> {
    let written = value.as_datetime().map(ToString::to_string).or(value.as_str().map(str::to_owned));
    let date = written.as_deref().and_then(|text| text.parse().ok());
    date.ok_or_else(|| {
        say(
            "muss ein Tag sein, den es gibt, geschrieben wie 2022-01-01",
            "must be a date like 2022-01-01, and one that exists",
        )
    })
}

/// A time of day in quotes, `"00:00"` to `"24:00"`, as minutes since midnight.
pub(super) fn minute_of_day(value: &DeValue<'_>) -> Result<u16, Bilingual> {
    if value.as_str() == Some("24:00") {
        return Ok(1440);
    }
    time_of_day(value).map(|time| u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or_default())
}

/// A time of day in quotes.
pub(super) fn time_of_day(value: &DeValue<'_>) -> Result<NaiveTime, Bilingual> {
    let read =
        value.as_str().filter(|text| text.len() == 5).and_then(|text| NaiveTime::parse_from_str(text, "%H:%M").ok());
    read.ok_or_else(|| say("muss eine Uhrzeit sein wie \"13:00\"", "must be a time like \"13:00\""))
}

/// A sentence in German and English: `{ de = "…", en = "…" }`.
pub(super) fn bilingual(value: &DeValue<'_>) -> Result<Arc<Bilingual>, Bilingual> {
    let shape = || {
        say(
            "wird in beiden Sprachen geschrieben: { de = \"…\", en = \"…\" }",
            "must be written { de = \"…\", en = \"…\" }",
        )
    };
    let table = value.as_table().ok_or_else(shape)?;
    let of =
        |key: &str| table.get(key).and_then(|value| value.get_ref().as_str()).filter(|text| !text.trim().is_empty());
    match (of("de"), of("en"), table.len()) {
        (Some(de), Some(en), 2) => Ok(Arc::new(Bilingual::new(de, en))),
        _ => Err(shape()),
    }
}
