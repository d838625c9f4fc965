//! Pages that every slice uses as they are: "it did not work" and "do you really want that".

use askama::Template;
use rocket::http::Status;

use super::{Page, PageContext};

/// What went wrong, what the reader can do now, and the number under which the log tells more.
#[derive(Template, Debug)]
#[template(path = "error.html")]
pub struct ErrorPage {
    page: PageContext,
    status: u16,
    kind: &'static str,
    reference: Option<String>,
}

impl ErrorPage {
    /// The page for a status: 403, 404, 409, 413, 422, 429, 503 have texts of their own, others below 500 that of 400,
    /// the rest that of 500. `reference` is the request id of the log.
    pub fn new(page: PageContext, status: Status, reference: Option<String>) -> Page<ErrorPage> {
        let kind = match status.code {
            403 => "403",
            404 => "404",
            409 => "409",
            413 => "413",
            422 => "422",
            429 => "429",
            503 => "503",
            code if code < 500 => "400",
            _ => "500",
        };
        let page = page.titled(&format!("page-error-{kind}-title"));
        Page::with(status, ErrorPage { page, status: status.code, kind, reference })
    }

    fn key(&self, part: &str) -> String {
        format!("page-error-{}-{part}", self.kind)
    }
}

/// Asks before something that cannot be taken back, and says what will follow from it.
#[derive(Template, Debug)]
#[template(path = "confirm.html")]
pub struct ConfirmPage {
    /// Its title is the question, e.g. "Anfrage stornieren?".
    pub page: PageContext,
    /// What will follow, one sentence each.
    pub consequences: Vec<String>,
    /// Where the form is posted to.
    pub action: String,
    /// Fields that are sent along, name and value.
    pub fields: Vec<(String, String)>,
    /// What the button does, in its words ("Stornieren", never "OK").
    pub confirm_label: String,
    /// Where "back" leads.
    pub back_href: String,
}
