//! What several pages share: lines of lists, states in words, choices of selects.

use crate::{
    booking::{
        assignment::Status,
        facts::{AssignmentFacts, Delivery},
        offer::OfferStatus,
        store::{
            self, Conn,
            lists::{Filter, Piece},
        },
        timesheet::TimesheetStatus,
        views::in_words_to_its_owner,
    },
    directory,
    identity::{Denied, Door, PageStop},
    kernel::{ids::*, language::Language, message::Message, place::District, refusal::Refusal, time::berlin},
    platform::{
        db::Db,
        fault::Fault,
        http::{Cursor, PageRequest, Paged},
        i18n::Locale,
        render::{Choice, Onward, PageContext},
    },
    scheduling::Reason,
};
use chrono::DateTime;
use chrono_tz::Tz;
use std::collections::HashMap;

/// One assignment in a list.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) reference: String,
    pub(super) from: DateTime<Tz>,
    pub(super) to: DateTime<Tz>,
    pub(super) language: String,
    pub(super) topic: String,
    pub(super) office: String,
    pub(super) place: String,
    pub(super) status: String,
    pub(super) tone: &'static str,
    pub(super) interpreter: String,
    pub(super) estimate: i64,
    pub(super) file_reference: String,
}

impl Line {
    pub(super) fn of(
        page: &PageContext,
        facts: AssignmentFacts,
        names: &HashMap<InterpreterId, String>,
        href: String,
    ) -> Self {
        Self {
            href,
            from: berlin(facts.slot.starts_at()),
            to: berlin(facts.slot.ends_at()),
            language: language_name(page.locale, &facts.language),
            topic: in_language(page.locale, &facts.topic_de, &facts.topic_en),
            office: in_language(page.locale, &facts.office_name_de, &facts.office_name_en),
            place: place(page, &facts),
            status: page.t(format!("booking-status-{}", facts.status.replace('_', "-"))),
            tone: tone_of(&facts.status),
            interpreter: facts.interpreter.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            estimate: facts.estimate.get(),
            file_reference: facts.file_reference.unwrap_or_default(),
            reference: facts.reference,
        }
    }
}

impl Line {
    /// For the message on top of a page, which always has a tone.
    pub(super) fn tone_or_info(&self) -> &'static str {
        if self.tone.is_empty() { "info" } else { self.tone }
    }
}

/// How a state is meant: what is only asked for never looks like what is promised.
pub(super) fn tone_of(status: &str) -> &'static str {
    match Status::parse(status) {
        Some(Status::AwaitingBudget) => "warning",
        Some(Status::Searching | Status::Held) => "info",
        Some(Status::Filled | Status::Confirmed) => "success",
        Some(Status::Unfilled) => "danger",
        Some(Status::Cancelled) | None => "",
    }
}

pub(super) fn offer_tone(status: OfferStatus) -> &'static str {
    match status {
        OfferStatus::Open => "info",
        OfferStatus::Accepted => "success",
        _ => "",
    }
}

pub(super) fn sheet_tone(status: TimesheetStatus) -> &'static str {
    match status {
        TimesheetStatus::Drafted => "info",
        TimesheetStatus::Disputed => "warning",
        TimesheetStatus::Confirmed => "success",
    }
}

pub(in crate::booking) fn in_language(locale: Locale, de: &str, en: &str) -> String {
    match locale {
        Locale::De => de.to_owned(),
        Locale::En => en.to_owned(),
    }
}

pub(super) fn language_name(locale: Locale, code: &str) -> String {
    Language::from_code(code).map_or_else(|| code.to_owned(), |language| language.name_in(locale.code()).to_owned())
}

/// The district, or how else.
pub(in crate::booking) fn place(page: &PageContext, facts: &AssignmentFacts) -> String {
    match (facts.delivery, &facts.district) {
        (Delivery::OnSite, Some(district)) => district.clone(),
        (delivery, _) => page.t(format!("booking-delivery-{}", delivery.name().replace('_', "-"))),
    }
}

/// The piece of a list that a page for people shows, with the way on. `parameter` holds the place in the page's address.
pub(super) fn cut<T>(
    page: &PageContext,
    rows: Vec<T>,
    wanted: &PageRequest,
    parameter: &str,
    total: u64,
    place: impl Fn(&T) -> Cursor,
) -> (Vec<T>, Onward) {
    let cut = Paged::cut(rows, wanted, place);
    (cut.items, Onward::new(total, &page.path, parameter, cut.next))
}

/// What a page wants of a list.
pub(in crate::booking) fn wanted(after: Option<&str>) -> PageRequest {
    PageRequest::of_page(after, store::lists::ON_A_PAGE)
}

/// A piece of assignments by begin, with the way on.
pub(super) async fn piece(
    page: &PageContext,
    conn: &impl Conn,
    filter: &Filter,
    newest_first: bool,
    after: Option<&str>,
    parameter: &str,
) -> Result<(Vec<AssignmentFacts>, Onward), Fault> {
    let wanted = wanted(after);
    let rows = store::lists::piece(conn, filter, newest_first, Piece::or_first(&wanted)).await?;
    let total = store::lists::count(conn, filter).await?;
    let place = |facts: &AssignmentFacts| store::lists::cursor_at(facts.slot.starts_at(), facts.assignment.0);
    Ok(cut(page, rows, &wanted, parameter, total, place))
}

// ---- choices

pub(super) fn languages(locale: Locale) -> Vec<Choice> {
    Language::listed_in(locale.code())
        .into_iter()
        .map(|language| Choice::new(language.code(), language.name_in(locale.code())))
        .collect()
}

pub(super) fn districts() -> Vec<Choice> {
    District::all().map(|district| Choice::new(district.code(), district.name())).collect()
}

pub(super) fn deliveries(page: &PageContext) -> Vec<Choice> {
    [Delivery::OnSite, Delivery::Phone, Delivery::Video]
        .into_iter()
        .map(|one| Choice::new(one.name(), page.t(format!("booking-delivery-{}", one.name().replace('_', "-")))))
        .collect()
}

pub(super) fn folds(page: &PageContext) -> Vec<Choice> {
    ["earlier", "later"].into_iter().map(|one| Choice::new(one, page.t(format!("booking-fold-{one}")))).collect()
}

pub(super) fn scopes(page: &PageContext) -> Vec<Choice> {
    ["one", "following", "all"]
        .into_iter()
        .map(|one| Choice::new(one, page.t(format!("booking-scope-{one}"))))
        .collect()
}

/// Wishes for a gender.
pub(super) fn genders(page: &PageContext) -> Vec<Choice> {
    ["female", "male", "female_required", "male_required"]
        .into_iter()
        .map(|one| Choice::new(one, page.t(format!("booking-gender-{}", one.replace('_', "-")))))
        .collect()
}

/// Those who take part, by name, each with their languages.
pub(super) async fn people(db: &Db, locale: Locale) -> Result<Vec<Choice>, Fault> {
    let conn = store::read(db);
    let spoken = directory::languages_of_active(conn).await?;
    let named = directory::active_names(conn).await?.into_iter().map(|(id, name)| {
        let languages = spoken.get(&id).map(Vec::as_slice).unwrap_or_default();
        let languages: Vec<String> = languages.iter().map(|code| language_name(locale, code)).collect();
        Choice::new(id, format!("{name} ({})", languages.join(", ")))
    });
    let mut people: Vec<Choice> = named.collect();
    people.sort_by(|one, other| one.label.cmp(&other.label));
    Ok(people)
}

pub(super) async fn profiles(db: &Db, locale: Locale) -> Result<Vec<Choice>, Fault> {
    let all = directory::profiles(store::read(db)).await?;
    let mut choices: Vec<Choice> = all
        .into_iter()
        .filter(|profile| profile.active)
        .map(|profile| Choice::new(profile.id, in_language(locale, &profile.name_de, &profile.name_en)))
        .collect();
    choices.sort_by(|one, other| one.label.cmp(&other.label));
    Ok(choices)
}

// ---- routes

/// Nothing there, or nothing for this reader.
pub(in crate::booking) fn missing() -> PageStop {
    PageStop::from(Denied::Unknown)
}

/// The interpreter who is logged in; others have no business on these pages.
pub(super) fn me(door: &Door) -> Result<InterpreterId, PageStop> {
    door.person().interpreter.ok_or_else(|| PageStop::from(Denied::Forbidden))
}

/// A notice without arguments.
pub(in crate::booking) fn notice(key: &str) -> Message {
    Message::new(key)
}

/// What the reader's own calendar says against a job; empty if nothing.
pub(super) fn own_calendar(page: &PageContext, said: Option<&Reason>) -> String {
    in_words_to_its_owner(page.locale, said).unwrap_or_default()
}

/// The sentence of a refusal, for lists of several.
pub(super) fn sentence(locale: Locale, refused: &dyn Refusal) -> String {
    crate::platform::i18n::say(locale, &refused.message())
}
