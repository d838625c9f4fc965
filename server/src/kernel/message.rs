//! A sentence that is not yet in a language: its key and what goes into it.

use serde::{Deserialize, Serialize};

/// What goes into a sentence; formatted in the reader's way when it is spoken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// Text as it is.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Cents of euro.
    Money(i64),
    /// A calendar day.
    Date(chrono::NaiveDate),
    /// A wall-clock time.
    Time(chrono::NaiveTime),
    /// An instant, spoken in Europe/Berlin.
    Instant(chrono::DateTime<chrono::Utc>),
    /// Another message key, spoken first.
    Key(String),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<super::money::Cents> for Arg {
    fn from(cents: super::money::Cents) -> Self {
        Self::Money(cents.0)
    }
}
impl From<chrono::NaiveDate> for Arg {
    fn from(date: chrono::NaiveDate) -> Self {
        Self::Date(date)
    }
}
impl From<chrono::DateTime<chrono::Utc>> for Arg {
    fn from(instant: chrono::DateTime<chrono::Utc>) -> Self {
        Self::Instant(instant)
    }
}

/// A key of the locale files with its arguments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The Fluent key, prefixed by its slice.
    pub key: String,
    /// Named arguments.
    pub args: Vec<(String, Arg)>,
}

impl Message {
    /// A sentence without arguments.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: Vec::new() }
    }

    /// The same sentence with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, arg: impl Into<Arg>) -> Self {
        self.args.push((name.to_owned(), arg.into()));
        self
    }
}
