//! What lists of the pool are asked for.

use chrono::NaiveDate;

/// Which interpreters a list shows; what is absent doesn't narrow it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PoolFilter {
    /// Language code that they speak.
    pub language: Option<String>,
    /// Home district, by its name.
    pub district: Option<String>,
    /// The city's training is valid on this day.
    pub trained_on: Option<NaiveDate>,
    /// `female`, `male`, `diverse`.
    pub gender: Option<String>,
    /// Takes part, or pauses.
    pub active: Option<bool>,
    /// A part of the name or the number, in any case.
    pub text: Option<String>,
}

