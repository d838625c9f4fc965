//! The reader's language: which one it is, the texts in it, and how it writes money, dates and times.
//!
//! Texts live in `web/locales/{de,en}/<slice>.ftl` (Fluent), one file a slice, each key beginning with the slice's name.
//! German is the source and the fallback. A key that is nowhere is shown as it is written and logged, never a panic;
//! tests see to it that no such key reaches a reader.

mod format;
mod say;
#[cfg(test)]
mod tests;
mod values;

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, static_loader};
use rocket::{
    http::{Cookie, SameSite},
    time::Duration,
};
use serde::{Deserialize, Serialize};

pub use format::*;
pub use say::say;
pub use values::{Amount, Day, WallTime, Whole};

static_loader! {
    static TEXTS = {
        locales: "../web/locales",
        fallback_language: "de",
        // The marks that isolate placeables are for texts that mix directions of writing; ours don't, and they would
        // stand in every mail and every test.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// Name of the cookie that keeps the reader's choice.
pub const LOCALE_COOKIE: &str = "locale";

/// A language in which the product speaks. Not the language that is interpreted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// German, formal address. The source language and the fallback.
    #[default]
    De,
    /// English.
    En,
}

impl Locale {
    /// Both, in the order in which a choice shows them.
    pub const ALL: [Locale; 2] = [Locale::De, Locale::En];

    /// The code for `lang` attributes, cookies and storage: "de" or "en".
    pub fn code(self) -> &'static str {
        match self {
            Locale::De => "de",
            Locale::En => "en",
        }
    }

    /// The locale with exactly this code.
    pub fn from_code(code: &str) -> Option<Locale> {
        Locale::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// The language's own name, for the switch: a reader who is lost in the other language finds it.
    pub fn own_name(self) -> &'static str {
        match self {
            Locale::De => "Deutsch",
            Locale::En => "English",
        }
    }

    /// The other one, which the switch offers.
    pub fn other(self) -> Locale {
        match self {
            Locale::De => Locale::En,
            Locale::En => Locale::De,
        }
    }

    /// The reader's language: the choice made before (cookie), otherwise what the browser asks for
    /// (`Accept-Language`, RFC 9110 § 12.5.4, by weight), otherwise German.
    pub fn negotiate(cookie: Option<&str>, accept_language: Option<&str>) -> Locale {
        let chosen = cookie.and_then(Locale::from_code);
        chosen.or_else(|| accept_language.and_then(preferred)).unwrap_or_default()
    }

    /// The cookie that keeps this choice for a year.
    pub fn cookie(self) -> Cookie<'static> {
        Cookie::build((LOCALE_COOKIE, self.code()))
            .same_site(SameSite::Lax)
            .http_only(true)
            .path("/")
            .max_age(Duration::days(365))
            .build()
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        static GERMAN: LanguageIdentifier = fluent_templates::langid!("de");
        static ENGLISH: LanguageIdentifier = fluent_templates::langid!("en");
        match self {
            Locale::De => &GERMAN,
            Locale::En => &ENGLISH,
        }
    }
}

/// The supported language with the highest weight; of equal weights the first.
fn preferred(accept_language: &str) -> Option<Locale> {
    let mut best: Option<(Locale, u16)> = None;
    for range in accept_language.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1000), thousandths);
        let locale = Locale::from_code(tag.split('-').next().unwrap_or_default());
        if let (Some(locale), Some(weight @ 1..)) = (locale, weight)
            && best.is_none_or(|(_, highest)| weight > highest)
        {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

/// A quality value such as "0.8" in thousandths; `None` if it is not one.
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let digits = format!("{fraction:0<3}");
    let value = whole.parse::<u16>().ok()? * 1000 + digits.get(..3)?.parse::<u16>().ok()?;
    (value <= 1000).then_some(value)
}

/// A value that a text names, e.g. `{ $count }`.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// Put into the text as it is.
    Text(Cow<'a, str>),
    /// A number; it also chooses between singular and plural. Written without grouping: give [`number`] as a text
    /// where it may reach 10 000.
    Count(i64),
}

/// What can stand in a text: texts, whole numbers, and references to them.
pub trait ToArg {
    /// The value as the text needs it.
    fn to_arg(&self) -> Arg<'_>;
}
impl ToArg for str {
    fn to_arg(&self) -> Arg<'_> {
        Arg::Text(Cow::Borrowed(self))
    }
}
impl ToArg for String {
    fn to_arg(&self) -> Arg<'_> {
        self.as_str().to_arg()
    }
}
impl<T: ToArg + ?Sized> ToArg for &T {
    fn to_arg(&self) -> Arg<'_> {
        (**self).to_arg()
    }
}
impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(Cow::Owned(text))
    }
}
macro_rules! counts {
    ($($number:ty),*) => {$(
        impl ToArg for $number {
            fn to_arg(&self) -> Arg<'_> {
                Arg::from(*self)
            }
        }
        impl From<$number> for Arg<'_> {
            fn from(count: $number) -> Self {
                Arg::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        }
        impl Whole for $number {
            fn whole(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
    )*};
}
counts!(u8, u16, u32, u64, usize, i32, i64);

/// The text of `key` in the reader's language.
pub fn t(locale: Locale, key: &str) -> String {
    look_up(locale, key, None)
}

/// The text of `key` with its `{ $name }` values filled in.
pub fn t_args(locale: Locale, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let values = args.iter().map(|(name, arg)| {
        let value = match arg {
            Arg::Text(text) => FluentValue::from(text.clone().into_owned()),
            Arg::Count(count) => FluentValue::from(*count),
        };
        (Cow::Owned((*name).to_owned()), value)
    });
    look_up(locale, key, Some(&values.collect()))
}

/// The text of a key that may be missing: one that is put together of what a program knows, such as the code of a problem.
pub fn t_if_known(locale: Locale, key: &str) -> Option<String> {
    TEXTS.try_lookup_complete(locale.identifier(), key, None)
}

fn look_up(locale: Locale, key: &str, args: Option<&HashMap<Cow<'static, str>, FluentValue<'_>>>) -> String {
    TEXTS.try_lookup_complete(locale.identifier(), key, args).unwrap_or_else(|| {
        tracing::error!(key, locale = locale.code(), "a text is missing");
        key.to_owned()
    })
}
