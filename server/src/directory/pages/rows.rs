//! Interpreters and credentials as lists show them.

use crate::{
    directory::{
        facts::{CredentialFacts, InterpreterFacts, WindowFacts},
        forms::clock,
        missing_for_document,
    },
    kernel::{ids::InterpreterId, language::Language},
    platform::render::{PageContext, Tone},
};
use chrono::{Duration, NaiveDate};

/// A certificate that ends within this many days is renewed in time if somebody sees it now.
const SOON: Duration = Duration::days(60);

/// A credential in a list.
pub(super) struct CredentialRow {
    /// What it shows.
    pub kind: String,
    /// Course group, or empty.
    pub group: String,
    /// First day.
    pub from: String,
    /// Last day in words.
    pub to: String,
    /// Whether it holds today, in words.
    pub state: String,
    /// How that is meant.
    pub tone: &'static str,
    /// Where it is withdrawn; empty for those who may not.
    pub withdraw_href: String,
}

impl CredentialRow {
    pub(super) fn of(page: &PageContext, credential: &CredentialFacts, today: NaiveDate) -> Self {
        let (key, tone) = state(credential, today);
        Self {
            kind: page.t(format!("directory-credential-{}", credential.kind.name())),
            group: credential.course_group.clone().unwrap_or_default(),
            from: page.date_short(credential.valid_from),
            to: credential
                .valid_to
                .map_or_else(|| page.t("directory-credential-unlimited"), |last| page.date_short(last)),
            state: page.t(format!("directory-credential-state-{key}")),
            tone: tone.name(),
            withdraw_href: String::new(),
        }
    }

    /// The same with the button that takes it back.
    pub(super) fn withdrawable(mut self, interpreter: InterpreterId, credential: &CredentialFacts) -> Self {
        self.withdraw_href = format!("/pool/{interpreter}/credentials/{}/withdraw", credential.id);
        self
    }
}

/// Whether a credential holds, as a part of a locale key, and how that is meant.
fn state(credential: &CredentialFacts, today: NaiveDate) -> (&'static str, Tone) {
    match credential.valid_to {
        Some(last) if last < today => ("over", Tone::Danger),
        _ if credential.valid_from > today => ("future", Tone::Info),
        Some(last) if last < today + SOON => ("ending", Tone::Warning),
        _ => ("valid", Tone::Success),
    }
}

/// A language with its level.
pub(super) fn spoken(page: &PageContext, person: &InterpreterFacts) -> Vec<String> {
    let name =
        |code: &str| Language::from_code(code).map_or(code.to_owned(), |l| l.name_in(page.locale.code()).to_owned());
    let level = |level: &str| if level == "native" { page.t("directory-level-native") } else { level.to_owned() };
    let mut all: Vec<String> =
        person.languages.iter().map(|(code, grade)| format!("{} ({})", name(code), level(grade))).collect();
    all.sort();
    all
}

/// A weekly window: `Montag 08:00–12:00`.
pub(super) fn window(page: &PageContext, window: &WindowFacts) -> String {
    let end = if window.to_minute == 1440 { "24:00".to_owned() } else { clock(window.to_minute) };
    format!("{} {}–{end}", page.t(format!("directory-weekday-{}", window.weekday)), clock(window.from_minute))
}

/// What is still missing for a document, in words.
pub(super) fn missing(page: &PageContext, person: &InterpreterFacts) -> Vec<String> {
    missing_for_document(person, person.self_billing_agreed_on.is_some())
        .into_iter()
        .map(|one| page.t(format!("directory-missing-{}", one.name())))
        .collect()
}

/// An interpreter in the list of the pool.
pub(super) struct PersonRow {
    pub href: String,
    pub name: String,
    pub number: String,
    pub languages: String,
    pub district: String,
    /// Each credential that is the latest of its kind.
    pub credentials: Vec<CredentialRow>,
    pub active: bool,
    pub invented: bool,
    pub incomplete: bool,
}

impl PersonRow {
    pub(super) fn of(page: &PageContext, person: &InterpreterFacts, today: NaiveDate) -> Self {
        Self {
            href: format!("/pool/{}", person.id),
            name: person.name(),
            number: person.number.clone(),
            languages: spoken(page, person).join(", "),
            district: person.district.clone(),
            credentials: latest(&person.credentials)
                .into_iter()
                .map(|credential| CredentialRow::of(page, credential, today))
                .collect(),
            active: person.active,
            invented: person.invented,
            incomplete: !missing_for_document(person, person.self_billing_agreed_on.is_some()).is_empty(),
        }
    }
}

/// Of each kind the credential that ends last.
fn latest(all: &[CredentialFacts]) -> Vec<&CredentialFacts> {
    let mut latest: Vec<&CredentialFacts> = Vec::new();
    for one in all {
        match latest.iter_mut().find(|known| known.kind == one.kind) {
            Some(known) if ends(known) <= ends(one) => *known = one,
            Some(_) => {}
            None => latest.push(one),
        }
    }
    latest.sort_by_key(|one| one.kind);
    latest
}

fn ends(credential: &CredentialFacts) -> NaiveDate {
    credential.valid_to.unwrap_or(NaiveDate::MAX)
}

/// What is agreed about rates for a day, in words.
pub(super) fn agreed(page: &PageContext, person: &InterpreterFacts, day: NaiveDate) -> String {
    let Some(one) = person.agreement_on(day) else { return page.t("directory-agreement-none-now") };
    let series = page.t(format!("directory-series-{}", one.series));
    let group = page.t(format!("directory-employment-{}", one.group.replace('_', "-")));
    page.ta(
        "directory-agreement-now",
        &[
            ("series", series.as_str().into()),
            ("group", group.as_str().into()),
            ("day", page.date_short(one.valid_from).into()),
        ],
    )
}
