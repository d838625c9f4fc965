//! `/profile`: what the city knows about an interpreter, for themselves.

use super::{
    own,
    rows::{CredentialRow, missing, spoken},
};
use crate::{
    directory::{facts::InterpreterFacts, interpreter},
    identity::{Denied, Door, PageStop, policy::ViewOwnProfile},
    kernel::time::berlin_date,
    platform::render::{Page, PageContext},
};
use askama::Template;
use chrono::NaiveDate;
use rocket::get;

#[derive(Template)]
#[template(path = "directory/own_profile.html")]
pub(super) struct OwnProfilePage {
    page: PageContext,
    person: InterpreterFacts,
    spoken: Vec<String>,
    credentials: Vec<CredentialRow>,
    missing: Vec<String>,
    agreements: Vec<(String, NaiveDate)>,
}

#[get("/profile")]
pub(super) async fn show(door: Door) -> Result<Page<OwnProfilePage>, PageStop> {
    let id = own(&door)?;
    door.permit(ViewOwnProfile { interpreter: id })?;
    let person = interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let page = door.page("directory-own-title");
    let today = berlin_date(door.now());
    let group = |name: &str| page.t(format!("directory-employment-{}", name.replace('_', "-")));
    Ok(Page::ok(OwnProfilePage {
        spoken: spoken(&page, &person),
        credentials: person.credentials.iter().map(|one| CredentialRow::of(&page, one, today)).collect(),
        missing: missing(&page, &person),
        agreements: person.agreements.iter().map(|(name, from)| (group(name), *from)).collect(),
        person,
        page,
    }))
}
