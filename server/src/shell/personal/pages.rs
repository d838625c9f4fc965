//! `/account/data` and `/admin/data/<kind>/<id>`: what is known about a person, and erasing them.

use super::{Erasure, Whole, disclose, erase_person, erasure};
use crate::{
    identity::{Denied, Done, Door, PageStop, policy::AnswerForPerson},
    kernel::message::Message,
    platform::{
        disclosure::Disclosed,
        fault::Fault,
        render::{Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{
    Request, Response, Route, get,
    http::{ContentType, Header},
    post,
    response::{self, Responder},
    routes,
};
use std::io::Cursor;
use uuid::Uuid;

/// A person's data as pages and files.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![own, own_file, show, file, erase]
}

#[derive(Template)]
#[template(path = "shell/personal.html")]
struct PersonalPage {
    page: PageContext,
    sections: Vec<Disclosed>,
    file_href: String,
    /// Where erasing is asked for; empty on one's own page.
    erase_href: String,
    erasure: Erasure,
}

impl PersonalPage {
    fn field(&self, field: &str) -> String {
        self.page.t(format!("personal-field-{}", field.replace('_', "-")))
    }
}

/// The data as a file, for people and for programs.
struct DataFile(Vec<u8>);

impl<'r> Responder<'r, 'static> for DataFile {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build()
            .header(ContentType::JSON)
            .header(Header::new("content-disposition", "attachment; filename=\"personal-data.json\""))
            .header(Header::new("cache-control", "private, no-store"))
            .sized_body(self.0.len(), Cursor::new(self.0))
            .ok()
    }
}

/// Sections as objects by their fields.
pub(super) fn as_json(sections: &[Disclosed]) -> serde_json::Value {
    let of_row = |section: &Disclosed, row: &Vec<Option<String>>| {
        let pairs = section.fields.iter().zip(row).map(|(field, value)| ((*field).to_owned(), value.clone().into()));
        serde_json::Value::Object(pairs.collect())
    };
    let of = |section: &Disclosed| {
        let rows = section.rows.iter().map(|row| of_row(section, row)).collect();
        (section.name.to_owned(), serde_json::Value::Array(rows))
    };
    serde_json::Value::Object(sections.iter().map(of).collect())
}

async fn handed_out(door: &Door, person: &Whole) -> Result<Vec<Disclosed>, PageStop> {
    let mut tx = door.tx().await?;
    let sections = disclose(door.actor(), person, door.now(), &mut tx).await?;
    tx.commit().await?;
    Ok(sections)
}

fn as_file(sections: &[Disclosed]) -> Result<DataFile, PageStop> {
    Ok(DataFile(serde_json::to_vec_pretty(&as_json(sections)).map_err(Fault::from)?))
}

async fn oneself(door: &Door) -> Result<Whole, PageStop> {
    Ok(Whole::of_account(door.db(), door.person().account).await?.ok_or(Denied::Unknown)?)
}

#[get("/account/data")]
async fn own(door: Door) -> Result<Page<PersonalPage>, PageStop> {
    let person = oneself(&door).await?;
    Ok(Page::ok(PersonalPage {
        sections: handed_out(&door, &person).await?,
        page: door.page("personal-own-title"),
        file_href: "/account/data/file".to_owned(),
        erase_href: String::new(),
        erasure: Erasure::default(),
    }))
}

#[get("/account/data/file")]
async fn own_file(door: Door) -> Result<DataFile, PageStop> {
    let person = oneself(&door).await?;
    as_file(&handed_out(&door, &person).await?)
}

#[get("/admin/data/<kind>/<id>")]
async fn show(door: Door, kind: &str, id: Uuid) -> Result<Page<PersonalPage>, PageStop> {
    door.permit(AnswerForPerson {})?;
    let person = Whole::find(door.db(), kind, id).await?.ok_or(Denied::Unknown)?;
    let page = door.page("personal-title").titled_with("personal-title", &[("name", person.name.as_str().into())]);
    Ok(Page::ok(PersonalPage {
        sections: handed_out(&door, &person).await?,
        erasure: erasure(door.db().read(), &person, door.now()).await?,
        file_href: format!("/admin/data/{kind}/{id}/file"),
        erase_href: format!("/admin/data/{kind}/{id}/erase"),
        page,
    }))
}

#[get("/admin/data/<kind>/<id>/file")]
async fn file(door: Door, kind: &str, id: Uuid) -> Result<DataFile, PageStop> {
    door.permit(AnswerForPerson {})?;
    let person = Whole::find(door.db(), kind, id).await?.ok_or(Denied::Unknown)?;
    as_file(&handed_out(&door, &person).await?)
}

#[post("/admin/data/<kind>/<id>/erase", data = "<sent>")]
async fn erase(door: Door, kind: &str, id: Uuid, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(AnswerForPerson {})?;
    let person = Whole::find(door.db(), kind, id).await?.ok_or(Denied::Unknown)?;
    let mut once = door.begin(&sent).await?;
    erase_person(&permit, &person, door.now(), &mut once.tx).await?;
    door.finish(once, "/admin/people", Message::new("personal-erased")).await
}
