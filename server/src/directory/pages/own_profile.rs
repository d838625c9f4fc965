//! `/profile`: what the city knows about an interpreter, for themselves.

use super::{
    own,
    rows::{CredentialRow, agreed, missing, spoken},
};
use crate::{
    directory::{facts::InterpreterFacts, interpreter},
    identity::{Denied, Door, PageStop, policy::ViewOwnProfile},
    kernel::time::berlin_date,
    platform::render::{Page, PageContext},
};
use askama::Template;
use rocket::get;

#[derive(Template)]
#[template(path = "directory/own_profile.html")]
pub(super) struct OwnProfilePage {
    page: PageContext,
    person: InterpreterFacts,
    spoken: Vec<String>,
    credentials: Vec<CredentialRow>,
    missing: Vec<String>,
    agreed: String,
}

#[get("/profile")]
pub(super) async fn show(door: Door) -> Result<Page<OwnProfilePage>, PageStop> {
    let id = own(&door)?;
    door.permit(ViewOwnProfile { interpreter: id })?;
    let person = interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let page = door.page("directory-own-title");
    let today = berlin_date(door.now());
    Ok(Page::ok(OwnProfilePage {
        spoken: spoken(&page, &person),
        credentials: person.credentials.iter().map(|one| CredentialRow::of(&page, one, today)).collect(),
        missing: missing(&page, &person),
        agreed: agreed(&page, &person, today),
        person,
        page,
    }))
}
