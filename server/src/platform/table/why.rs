//! What is wrong with a file, and where, in terms that any reader's language can say.

use crate::kernel::language::{Language, UnknownLanguage};
use crate::kernel::place::UnknownDistrict;
use crate::platform::i18n::{self, Locale};

/// One thing that has to be put right in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line on which the record begins, as an editor counts it from 1; the whole file if it is the first.
    pub line: u64,
    /// The column's name as the file writes it, or as it should; absent if the whole line or file is meant.
    pub column: Option<String>,
    /// What stands there, shortened, control characters made visible.
    pub value: String,
    pub why: Why,
}

/// A sentence of `table.ftl` or `language.ftl` with what it has to be filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub key: &'static str,
    pub args: Vec<(&'static str, Arg)>,
}

/// Something that a sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    Number(i64),
    /// Named in the reader's language.
    Languages(Vec<Language>),
}

/// How much of a cell is shown beside a problem.
const SHOWN_CHARACTERS: usize = 40;

impl Problem {
    /// A problem in a line; `value` may be as long as it is.
    pub fn new(line: u64, column: Option<&str>, value: &str, why: Why) -> Problem {
        Problem { line, column: column.map(shortened), value: shortened(value), why }
    }

    /// What is to be put right, said in the reader's language.
    pub fn sentence(&self, locale: Locale) -> String {
        self.why.sentence(locale)
    }

    /// A problem of the whole file.
    pub(super) fn of_file(why: Why) -> Problem {
        Problem::new(1, None, "", why)
    }
}

impl Why {
    pub fn of(key: &'static str) -> Why {
        Why { key, args: Vec::new() }
    }

    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Why {
        self.args.push((name, Arg::Text(value.into())));
        self
    }

    #[must_use]
    pub fn number(mut self, name: &'static str, value: impl TryInto<i64>) -> Why {
        self.args.push((name, Arg::Number(value.try_into().unwrap_or(i64::MAX))));
        self
    }

    #[must_use]
    pub fn languages(mut self, name: &'static str, value: Vec<Language>) -> Why {
        self.args.push((name, Arg::Languages(value)));
        self
    }

    /// The sentence in the reader's language.
    pub fn sentence(&self, locale: Locale) -> String {
        let args = self.args_in(locale.code());
        let args: Vec<(&str, i18n::Arg<'_>)> = args.iter().map(|(name, text)| (*name, text.as_str().into())).collect();
        i18n::t_args(locale, self.key, &args)
    }

    /// The arguments as text for a reader's locale (`de` or `en`).
    fn args_in(&self, locale: &str) -> Vec<(&'static str, String)> {
        self.args.iter().map(|(name, arg)| (*name, arg.in_locale(locale))).collect()
    }
}

impl Arg {
    fn in_locale(&self, locale: &str) -> String {
        match self {
            Arg::Text(text) => text.clone(),
            Arg::Number(number) => number.to_string(),
            Arg::Languages(languages) => {
                languages.iter().map(|language| language.name_in(locale)).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

impl From<UnknownLanguage> for Why {
    fn from(unknown: UnknownLanguage) -> Why {
        let key = match (unknown.collective, unknown.did_you_mean.is_empty()) {
            (true, _) => "language-collective",
            (false, true) => "language-unknown",
            (false, false) => "language-unknown-suggestion",
        };
        Why::of(key).text("given", shortened(&unknown.given)).languages("suggestions", unknown.did_you_mean)
    }
}

impl From<UnknownDistrict> for Why {
    fn from(unknown: UnknownDistrict) -> Why {
        match unknown.did_you_mean {
            Some(district) => Why::of("table-district-unknown-suggestion").text("suggestion", district.name()),
            None => Why::of("table-district-unknown"),
        }
    }
}

/// The beginning of a text, with line breaks and control characters replaced, so that it can't disturb a list.
fn shortened(text: &str) -> String {
    let visible = |letter: char| if letter.is_control() || is_direction_override(letter) { '\u{FFFD}' } else { letter };
    let mut short: String = text.chars().take(SHOWN_CHARACTERS).map(visible).collect();
    if text.chars().nth(SHOWN_CHARACTERS).is_some() {
        short.push('…');
    }
    short
}

/// Marks that turn the writing direction of everything after them; they can make a value read as another.
pub(super) fn is_direction_override(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
