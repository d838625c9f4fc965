//! A letter in the receiver's language: subject, text, HTML, one main link, perhaps a calendar entry.

use super::Letter;
use crate::{
    calendar::ics,
    platform::i18n::{Locale, t, t_args},
};
use askama::Template;

/// A letter as it is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Composed {
    /// Says what is wanted, and by when.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML; nothing is loaded from outside.
    pub html: String,
    /// A calendar object and its METHOD.
    pub calendar: Option<(String, ics::Method)>,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct HtmlLetter<'a> {
    lang: &'a str,
    subject: &'a str,
    greeting: &'a str,
    paragraphs: &'a [Vec<String>],
    link: Option<(&'a str, &'a str)>,
    second: Option<(&'a str, &'a str)>,
    footer: &'a [String],
}

/// Where the main link of a letter leads, and a second one where there is a choice (yes / no).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Links {
    pub(super) main: Option<String>,
    pub(super) second: Option<String>,
}

/// Writes a letter.
pub(super) fn compose(letter: &Letter, name: &str, city: &str, links: &Links, locale: Locale) -> Composed {
    let subject = letter.say("subject", locale);
    let greeting = t_args(locale, "mail-greeting", &[("name", name.into())]);
    let body = letter.say("text", locale);
    // Fluent keeps the lines of a text; an empty line parts paragraphs.
    let paragraphs: Vec<Vec<String>> = body
        .split("\n\n")
        .map(|paragraph| {
            paragraph.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|lines| !lines.is_empty())
        .collect();
    let footer = vec![t_args(locale, "mail-footer", &[("city", city.into())]), t(locale, "mail-footer-why")];
    let label = letter.say("link", locale);
    let second_label = if links.second.is_some() { letter.say("link-second", locale) } else { String::new() };

    let mut text = format!("{greeting}\n\n");
    for paragraph in &paragraphs {
        text.push_str(&paragraph.join("\n"));
        text.push_str("\n\n");
    }
    if let Some(link) = &links.main {
        text.push_str(&format!("{label}:\n{link}\n\n"));
    }
    if let Some(link) = &links.second {
        text.push_str(&format!("{second_label}:\n{link}\n\n"));
    }
    text.push_str(&format!("-- \n{}\n", footer.join("\n")));

    let html = HtmlLetter {
        lang: locale.code(),
        subject: &subject,
        greeting: &greeting,
        paragraphs: &paragraphs,
        link: links.main.as_deref().map(|link| (label.as_str(), link)),
        second: links.second.as_deref().map(|link| (second_label.as_str(), link)),
        footer: &footer,
    }
    .render()
    .unwrap_or_default();
    Composed { subject, text, html, calendar: None }
}
