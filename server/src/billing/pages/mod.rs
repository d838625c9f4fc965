//! Billing's pages, one file for each desk: claims, months, documents, orders, treasury, and the interpreter's own money.

mod claims;
mod documents;
mod money;
mod months;
mod orders;
mod rates;
mod treasury;

use super::{
    files::NamedFile,
    store::{self, ClaimFilter},
};
use crate::{
    identity::{Denied, Door, PageStop, policy::*},
    kernel::{
        actor::{Actor, Role},
        ids::OfficeId,
        refusal::Refusal,
        time::Month,
    },
    platform::{i18n::say, render::PageContext},
};
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use rocket::{
    Request, Response, Route,
    http::Header,
    response::{self, Responder},
    routes,
};
use std::io::Cursor;

/// Everything below `/claims`, `/months`, `/documents`, `/orders`, `/treasury` and `/money`.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![
        claims::list,
        claims::certify_many,
        claims::sheet,
        claims::certify,
        claims::send_back,
        claims::pay_beyond_budget,
        months::list,
        months::month,
        months::ask_to_close,
        months::close,
        months::proof,
        documents::document,
        documents::file,
        documents::form,
        documents::reverse,
        rates::list,
        rates::accept,
        rates::compare,
        orders::list,
        orders::order,
        treasury::desk,
        treasury::hand_over,
        treasury::accept,
        treasury::copy,
        treasury::upload,
        treasury::match_one,
        treasury::match_again,
        treasury::undo,
        money::list,
    ]
}

/// The offices whose claims somebody sees: `None` is all of them.
///
/// # Errors
/// Somebody without any right to claims: 403.
pub(super) fn scope(actor: &Actor) -> Result<Option<Vec<OfficeId>>, Denied> {
    match crate::identity::Permit::ask(actor, ViewBilling {}) {
        Ok(_) => Ok(None),
        Err(denied) => {
            let mut offices = actor.offices(Role::CaseWorker);
            offices.extend(actor.offices(Role::OfficeHead));
            offices.retain(|office| crate::identity::Permit::ask(actor, ViewOfficeClaims { office: *office }).is_ok());
            if offices.is_empty() { Err(denied) } else { Ok(Some(offices)) }
        }
    }
}

/// The month of an address; anything else is a page that does not exist.
fn month_of(text: &str) -> Result<Month, PageStop> {
    Month::parse(text).ok_or_else(|| PageStop::from(Denied::Unknown))
}

/// An instant on the city's wall clock, as templates show it.
fn wall(instant: crate::kernel::clock::Instant) -> DateTime<Tz> {
    crate::kernel::time::berlin(instant)
}

/// The first day of `2027-03`, for showing the month in words.
fn first_day(month: &str) -> NaiveDate {
    Month::parse(month).map(|month| month.first()).unwrap_or_default()
}

/// A refusal in the reader's language.
fn told(door: &Door, refusal: &dyn Refusal) -> String {
    say(door.locale(), &refusal.message())
}

/// A part of a locale key.
fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

/// How many claims fit, for tabs.
async fn waiting(door: &Door, filter: &ClaimFilter) -> Result<u64, PageStop> {
    Ok(store::count_claims(door.db().read(), filter).await?)
}

/// The six steps of a claim with whether each is done, for `parts.html`.
pub(super) fn steps(page: &PageContext, done: usize) -> Vec<(String, bool)> {
    ["recorded", "confirmed", "certified", "ordered", "handed-over", "paid"]
        .iter()
        .enumerate()
        .map(|(index, step)| (page.t(format!("billing-step-{step}")), index < done))
        .collect()
}

/// A file to keep. A second and later one says that it is a copy, in its name and in a header.
pub(super) struct Download {
    pub file: NamedFile,
    pub is_copy: bool,
}

impl Download {
    /// The same, saying that it is a copy.
    pub(super) fn copied(self) -> Self {
        Self { file: self.file.copied(), is_copy: true }
    }
}

impl From<NamedFile> for Download {
    fn from(file: NamedFile) -> Self {
        Self { file, is_copy: false }
    }
}

impl<'r> Responder<'r, 'static> for Download {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let NamedFile { name, media_type, bytes } = self.file;
        let mut response = Response::build();
        response
            .header(Header::new("content-type", media_type))
            .header(Header::new("content-disposition", format!("attachment; filename=\"{name}\"")))
            .header(Header::new("cache-control", "private, no-store"))
            .header(Header::new("x-content-type-options", "nosniff"))
            .sized_body(bytes.len(), Cursor::new(bytes));
        if self.is_copy {
            response.header(Header::new("dragoman-copy", "true"));
        }
        response.ok()
    }
}
