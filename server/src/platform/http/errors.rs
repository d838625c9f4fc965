//! Errors that no route answered: wrong address, failing guard, panic. Programs get a problem document, people a page.

use rocket::fairing::AdHoc;
use rocket::http::uri::Origin;
use rocket::http::{ContentType, Method, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use rocket::{Route, catch, catchers, get, routes};

use super::context::{self, Door};
use super::problem::{Problem, remember, remembered};

/// What an error page can tell.
pub struct ErrorPage<'a> {
    /// The status of the answer.
    pub status: Status,
    /// The number people quote when they ask for help.
    pub request_id: &'a str,
    /// What happened, with its stable code.
    pub problem: &'a Problem,
}

/// Draws error pages. Manage one (`rocket.manage(ErrorPages(…))`) to replace the plain bilingual page.
pub struct ErrorPages(pub fn(&ErrorPage<'_>, &Request<'_>) -> String);

/// The catchers and the route that [`refuse`] sends requests to.
pub(super) fn stage() -> AdHoc {
    AdHoc::on_ignite("error answers", |rocket| async move {
        rocket.mount("/", refusal_routes()).register("/", catchers![whatever])
    })
}

fn refusal_routes() -> Vec<Route> {
    routes![refused]
}

const REFUSED: &str = "/-/refused";

/// Lets a fairing refuse a request: fairings cannot answer, so the request goes to a route that does. Use it in
/// `on_request` only.
pub fn refuse(request: &mut Request<'_>, problem: Problem) {
    context::of(request);
    remember(request, problem.clone());
    request.local_cache(|| RefusedWith(Some(problem)));
    request.set_method(Method::Get);
    request.set_uri(Origin::const_new(REFUSED, None));
}

struct RefusedWith(Option<Problem>);

#[get("/-/refused")]
fn refused(refusal: Refusal) -> ErrorAnswer {
    ErrorAnswer(refusal.0)
}

/// The problem [`refuse`] left. Who types the address gets 404 like anywhere else.
struct Refusal(Problem);

#[rocket::async_trait]
impl<'r> rocket::request::FromRequest<'r> for Refusal {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> rocket::request::Outcome<Self, ()> {
        match &request.local_cache(|| RefusedWith(None)).0 {
            Some(problem) => rocket::request::Outcome::Success(Refusal(problem.clone())),
            None => rocket::request::Outcome::Forward(Status::NotFound),
        }
    }
}

#[catch(default)]
fn whatever(status: Status, request: &Request<'_>) -> ErrorAnswer {
    ErrorAnswer(remembered(request, status).unwrap_or_else(|| Problem::of_status(status)))
}

/// A problem in the shape that who asks can read.
struct ErrorAnswer(Problem);

impl<'r> Responder<'r, 'static> for ErrorAnswer {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let problem = self.0;
        if context::of(request).door == Door::Program {
            return problem.respond_to(request);
        }
        let page = ErrorPage { status: problem.status(), request_id: &context::of(request).id, problem: &problem };
        let text = match request.rocket().state::<ErrorPages>() {
            Some(ErrorPages(draw)) => draw(&page, request),
            None => plain_page(&page),
        };
        let mut answer = Response::build();
        answer.status(page.status).header(ContentType::HTML);
        if let Some(seconds) = problem.retry_after_seconds() {
            answer.raw_header("Retry-After", seconds.to_string());
        }
        answer.sized_body(text.len(), std::io::Cursor::new(text)).ok()
    }
}

/// The page for a server without pages of its own.
fn plain_page(page: &ErrorPage<'_>) -> String {
    let (german, english) = match page.status.code {
        401 => ("Bitte melden Sie sich an.", "Please log in."),
        403 => ("Das ist mit diesem Zugang nicht möglich.", "This account may not do that."),
        404 => ("Diese Seite gibt es nicht.", "There is no such page."),
        413 => ("Das ist zu groß.", "That is too large."),
        429 => ("Das waren zu viele Versuche. Bitte warten Sie etwas.", "Too many attempts. Please wait a moment."),
        503 => (
            "Der Dienst ist gerade nicht erreichbar. Bitte gleich noch einmal versuchen.",
            "The service is unavailable at the moment. Please try again shortly.",
        ),
        400..=499 => ("Die Anfrage ist nicht zu verstehen.", "The request cannot be understood."),
        _ => ("Bei uns ist etwas schiefgegangen.", "Something went wrong on our side."),
    };
    let status = page.status.code;
    let id = page.request_id;
    format!(
        "<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>{german}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body><main><h1>{german}</h1>\
         <p lang=\"en\">{english}</p><p>{status} · {id}</p><p><a href=\"/\">Startseite / Home</a></p>\
         </main></body></html>\n"
    )
}
