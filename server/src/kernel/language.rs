//! The languages in which the city's interpreters work: spoken ones and sign languages.
//!
//! A language is a code of ISO 639 (two letters where they exist, three otherwise). People write names instead, in
//! German, in English or in the language itself, so all of them are read. Names that cover several languages, such as
//! `Kurdisch`, are refused with the choice: whoever speaks Kurmanci doesn't follow Sorani.

mod entries;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::spelling::{fold, resembles};
use entries::{COLLECTIVE_NAMES, ENTRIES, Entry};

/// A language that can be asked for. Ordered by its code.
#[doc(alias = "Sprache")]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(u8);

/// How a language is written on a page, or that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    LeftToRight,
    RightToLeft,
    /// A sign language: it can't be interpreted by telephone.
    Gesture,
}

impl Script {
    /// The value of HTML's `dir` attribute for a text in this language.
    pub fn dir(self) -> &'static str {
        match self {
            Script::RightToLeft => "rtl",
            Script::LeftToRight | Script::Gesture => "ltr",
        }
    }
}

/// A text that names no language of ours, or more than one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown language {given:?}")]
pub struct UnknownLanguage {
    /// What was written, trimmed.
    pub given: String,
    /// What may have been meant, the nearest first; empty if nothing comes near.
    pub did_you_mean: Vec<Language>,
    /// Whether the name covers all of `did_you_mean` and has to be made more precise.
    pub collective: bool,
}

impl Language {
    /// English, which most people can fall back on.
    pub const ENGLISH: Language = Language(17);

    /// Every language, ordered by its code.
    pub fn all() -> impl ExactSizeIterator<Item = Language> + DoubleEndedIterator {
        (0..ENTRIES.len()).map(|index| Language(index as u8))
    }

    /// Every language, ordered by its name in the reader's locale (`de` or `en`), as a selection list shows it.
    pub fn listed_in(locale: &str) -> Vec<Language> {
        let mut languages: Vec<Language> = Language::all().collect();
        languages.sort_by_key(|language| fold(language.name_in(locale)));
        languages
    }

    /// The language with exactly this code (`ar`, `prs`); for what our own database holds.
    pub fn from_code(code: &str) -> Option<Language> {
        ENTRIES.binary_search_by_key(&code, |entry| entry.code).ok().map(|index| Language(index as u8))
    }

    /// Reads a code or a name as people write it: German, English or the language's own, in any case, umlauts spelled
    /// out or not.
    ///
    /// # Errors
    /// [`UnknownLanguage`] with what may have been meant.
    pub fn parse(text: &str) -> Result<Language, UnknownLanguage> {
        let folded = fold(text);
        let known = Language::all().find(|language| language.spellings().any(|name| fold(name) == folded));
        match known {
            Some(language) if !folded.is_empty() => Ok(language),
            _ => Err(UnknownLanguage::explain(text.trim(), &folded)),
        }
    }

    /// ISO 639-1 code, or ISO 639-3 where there is no shorter one.
    pub fn code(self) -> &'static str {
        self.entry().code
    }

    pub fn german(self) -> &'static str {
        self.entry().german
    }

    pub fn english(self) -> &'static str {
        self.entry().english
    }

    /// What its speakers call it, in their own writing; set it with [`Script::dir`] and `lang`.
    pub fn autonym(self) -> &'static str {
        self.entry().autonym
    }

    pub fn script(self) -> Script {
        self.entry().script
    }

    /// Whether it is signed instead of spoken.
    #[doc(alias = "Gebärdensprache")]
    pub fn is_signed(self) -> bool {
        self.script() == Script::Gesture
    }

    /// The name for a reader: German for locales that begin with `de`, English for all others.
    pub fn name_in(self, locale: &str) -> &'static str {
        if locale.starts_with("de") { self.german() } else { self.english() }
    }

    fn entry(self) -> &'static Entry {
        &ENTRIES[usize::from(self.0)] // the only values are made above, from this table
    }

    fn spellings(self) -> impl Iterator<Item = &'static str> {
        let entry = self.entry();
        [entry.code, entry.german, entry.english, entry.autonym].into_iter().chain(entry.also.iter().copied())
    }
}

impl UnknownLanguage {
    fn explain(given: &str, folded: &str) -> UnknownLanguage {
        let collective = COLLECTIVE_NAMES.iter().find(|(name, _)| fold(name) == folded).map(|(_, codes)| *codes);
        let did_you_mean = match collective {
            Some(codes) => codes.iter().filter_map(|code| Language::from_code(code)).collect(),
            None => nearest(folded),
        };
        UnknownLanguage { given: given.to_owned(), did_you_mean, collective: collective.is_some() }
    }
}

/// At most three languages of which a spelling resembles the text, the nearest first.
fn nearest(folded: &str) -> Vec<Language> {
    let mut near: Vec<(usize, Language)> = Language::all()
        .filter_map(|language| {
            language.spellings().filter_map(|name| resembles(folded, &fold(name))).min().map(|slips| (slips, language))
        })
        .collect();
    near.sort();
    near.into_iter().map(|(_, language)| language).take(3).collect()
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Language::parse(text)
    }
}

/// Shows the code; a page shows [`Language::name_in`].
impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Language::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn names_and_codes_are_read() {
        for (written, code) in [
            ("ar", "ar"),
            ("AR", "ar"),
            (" Arabisch ", "ar"),
            ("Arabic", "ar"),
            ("العربية", "ar"),
            ("Türkisch", "tr"),
            ("tuerkisch", "tr"),
            ("TÜRKÇE", "tr"),
            ("Ukrainisch", "uk"),
            ("ua", "uk"),
            ("українська", "uk"),
            ("Dari", "prs"),
            ("Farsi", "fa"),
            ("Persisch", "fa"),
            ("ku", "kmr"),
            ("Kurmandschi", "kmr"),
            ("Kurdisch (Sorani)", "ckb"),
            ("Rumaenisch", "ro"),
            ("Tigrigna", "ti"),
            ("ትግርኛ", "ti"),
            ("தமிழ்", "ta"),
            ("हिन्दी", "hi"),
            ("中文", "zh"),
            ("Gebärdensprache", "gsg"),
            ("Romanes", "rom"),
            ("Weißrussisch", "be"),
        ] {
            assert_eq!(Language::parse(written).map(Language::code), Ok(code), "{written}");
        }
    }

    #[test]
    fn what_names_no_single_language_is_refused() {
        for (written, suggested, collective, why) in [
            ("", &[][..], false, "nothing written"),
            ("   ", &[], false, "blanks only"),
            ("Klingonisch", &[], false, "no such language here"),
            ("xx", &[], false, "no such code"),
            ("<script>", &[], false, "markup"),
            ("Ukrainish", &["uk"], false, "a letter is missing"),
            ("Arabish", &["ar"], false, "a letter is missing"),
            ("Tigrinja", &["ti"], false, "a slip"),
            ("Kurdisch", &["kmr", "ckb"], true, "Kurmanci and Sorani are two languages"),
            ("Serbokroatisch", &["bs", "hr", "sr"], true, "the names of three standards"),
            ("afghanisch", &["prs", "ps"], true, "a country, not a language"),
        ] {
            let refused = Language::parse(written).unwrap_err();
            let codes: Vec<&str> = refused.did_you_mean.iter().map(|language| language.code()).collect();
            assert_eq!((codes.as_slice(), refused.collective), (suggested, collective), "{written}: {why}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_no_spelling_means_two_languages() {
        assert!(Language::all().len() >= 60);
        assert!(ENTRIES.is_sorted_by_key(|entry| entry.code));
        assert_eq!(Language::ENGLISH.code(), "en");
        let mut owners: HashMap<String, Language> = HashMap::new();
        for language in Language::all() {
            for spelling in language.spellings() {
                assert!(!fold(spelling).is_empty(), "{spelling}");
                if let Some(other) = owners.insert(fold(spelling), language) {
                    assert_eq!(other, language, "{spelling}");
                }
            }
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
        for (name, codes) in COLLECTIVE_NAMES {
            assert!(!owners.contains_key(&fold(name)), "{name}");
            assert!(codes.iter().all(|code| Language::from_code(code).is_some()), "{name}");
        }
    }

    #[test]
    fn every_name_is_read_back() {
        for language in Language::all() {
            for name in [language.code(), language.german(), language.english(), language.autonym()] {
                assert_eq!(Language::parse(name), Ok(language), "{name}");
            }
        }
    }

    #[test]
    fn a_selection_list_is_ordered_for_its_reader() {
        let names = |locale: &str| {
            Language::listed_in(locale)
                .into_iter()
                .take(3)
                .map(|each| each.name_in(locale).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names("de"), ["Afar", "Albanisch", "Amharisch"]);
        assert_eq!(names("en"), ["Afar", "Albanian", "Amharic"]);
        assert_eq!(Language::parse("ar").unwrap().name_in("en-GB"), "Arabic");
    }

    #[test]
    fn it_travels_as_its_code() {
        let dari = Language::parse("Dari").unwrap();
        assert_eq!(serde_json::to_string(&dari).unwrap(), "\"prs\"");
        assert_eq!(serde_json::from_str::<Language>("\"prs\"").unwrap(), dari);
        assert!(serde_json::from_str::<Language>("\"Kurdisch\"").is_err());
    }

    #[test]
    fn pages_know_the_direction_of_writing() {
        assert_eq!(Language::parse("ar").unwrap().script().dir(), "rtl");
        assert_eq!(Language::parse("ckb").unwrap().script().dir(), "rtl");
        assert_eq!(Language::parse("kmr").unwrap().script().dir(), "ltr");
        assert!(Language::parse("gsg").unwrap().is_signed());
    }
}
