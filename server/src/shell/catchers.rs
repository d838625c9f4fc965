//! What is shown when no route answered: the login page for those who are not logged in, an error page, or a problem document.

use crate::{
    identity::door,
    platform::http::{ErrorPage, ErrorPages},
};
use askama::Template;
use rocket::{
    Catcher, Request, catch, catchers,
    http::{Header, Status},
    response::{self, Responder, Response},
};

/// Draws error pages in the reader's frame.
#[must_use]
pub fn pages() -> ErrorPages {
    ErrorPages(|page: &ErrorPage<'_>, request| draw(page.status, request))
}

fn draw(status: Status, request: &Request<'_>) -> String {
    door::error_page(request, status, None).into_template().render().unwrap_or_else(|error| {
        tracing::error!(%error, "the error page can't be rendered");
        String::from("<!DOCTYPE html><title>Fehler / Error</title>")
    })
}

/// Catchers of the whole house.
#[must_use]
pub fn catchers() -> Vec<Catcher> {
    catchers![not_logged_in]
}

/// People are led to the login page and back; programs get 401.
struct NotLoggedIn;

#[catch(401)]
fn not_logged_in() -> NotLoggedIn {
    NotLoggedIn
}

impl<'r> Responder<'r, 'static> for NotLoggedIn {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let path = request.uri().path().as_str();
        if ["/api/", "/caldav/"].iter().any(|door| path.starts_with(door)) {
            return crate::platform::http::Problem::of_status(Status::Unauthorized).respond_to(request);
        }
        // Back to what was wanted, if it can be asked for again.
        let wanted =
            if request.method() == rocket::http::Method::Get { request.uri().to_string() } else { "/".to_owned() };
        let next: String = rocket::http::RawStr::new(&wanted).percent_encode().to_string();
        Response::build().status(Status::SeeOther).header(Header::new("location", format!("/login?next={next}"))).ok()
    }
}
