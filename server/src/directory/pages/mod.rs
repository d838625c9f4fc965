//! The pool for the coordination, requirement profiles, and what interpreters say about themselves.

mod agreements;
mod asking;
mod availability;
mod edit;
mod offices;
mod own_profile;
mod pool;
mod profiles;
mod rows;

use crate::{
    directory::facts::CredentialKind,
    identity::{Denied, Door, PageStop, policy::ImportFiles},
    kernel::{ids::InterpreterId, language::Language, place::District},
    platform::render::{Choice, FormState, NavItem, PageContext},
};
use rocket::{Route, routes};

/// `/pool`, `/profiles`, `/availability`, `/profile`.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![
        pool::list,
        pool::one,
        pool::add_credential,
        pool::change_active,
        pool::withdraw,
        pool::exclude,
        agreements::show,
        agreements::add,
        agreements::withdraw,
        edit::new,
        edit::create,
        edit::edit,
        edit::change,
        profiles::list,
        profiles::new,
        profiles::create,
        profiles::edit,
        profiles::change,
        availability::show,
        availability::change,
        asking::change,
        availability::add,
        availability::remove,
        own_profile::show,
        offices::list,
        offices::new,
        offices::create,
        offices::edit,
        offices::change,
    ]
}

/// The query of a page's own address, as a form.
fn query_of(page: &PageContext) -> FormState {
    FormState::parse(page.path.split_once('?').map_or("", |(_, query)| query))
}

/// What the coordination looks after, as far as the reader may see it.
fn tabs(door: &Door, page: &PageContext) -> Vec<NavItem> {
    let here = |href: &str| {
        page.path == href || page.path.starts_with(&format!("{href}/")) || page.path.starts_with(&format!("{href}?"))
    };
    ["/pool", "/profiles", "/imports"]
        .into_iter()
        .zip(["directory-tab-pool", "directory-tab-profiles", "directory-tab-imports"])
        .filter(|(href, _)| *href != "/imports" || door.may(ImportFiles {}))
        .map(|(href, label)| NavItem::new(label, href).current_if(here(href)))
        .collect()
}

/// Who asks, if they are an interpreter.
fn own(door: &Door) -> Result<InterpreterId, PageStop> {
    door.person().interpreter.ok_or_else(|| PageStop::from(Denied::Forbidden))
}

fn languages(page: &PageContext) -> Vec<Choice> {
    let code = page.locale.code();
    Language::listed_in(code).into_iter().map(|each| Choice::new(each.code(), each.name_in(code))).collect()
}

fn districts() -> Vec<Choice> {
    District::all().map(|district| Choice::new(district.name(), district.name())).collect()
}

fn genders(page: &PageContext) -> Vec<Choice> {
    choices(page, "directory-gender", &["female", "male", "diverse"])
}

fn deliveries(page: &PageContext) -> Vec<Choice> {
    choices(page, "directory-delivery", &["any", "on_site", "remote"])
}

fn credential_kinds(page: &PageContext) -> Vec<Choice> {
    let names: Vec<&str> = CredentialKind::ALL.iter().map(|kind| kind.name()).collect();
    choices(page, "directory-credential", &names)
}

fn weekdays(page: &PageContext) -> Vec<Choice> {
    (0..7).map(|day| Choice::new(day, page.t(format!("directory-weekday-{day}")))).collect()
}

fn choices(page: &PageContext, prefix: &str, names: &[&str]) -> Vec<Choice> {
    names.iter().map(|name| Choice::new(name, page.t(format!("{prefix}-{}", name.replace('_', "-"))))).collect()
}
