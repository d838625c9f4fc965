//! A rendered template as an answer of the server.

use askama::Template;
use rocket::{
    Request, Response,
    http::{ContentType, Header, Status},
    response::{self, Responder},
};

/// A page and the status with which it is answered.
///
/// Pages are made for one reader: they are kept by no cache, and they vary with the language.
#[derive(Debug)]
pub struct Page<T> {
    template: T,
    status: Status,
}

impl<T: Template> Page<T> {
    /// 200: here it is.
    pub fn ok(template: T) -> Self {
        Page::with(Status::Ok, template)
    }

    /// 404: there is no such thing, or not for this reader.
    pub fn not_found(template: T) -> Self {
        Page::with(Status::NotFound, template)
    }

    /// 409: the thing has changed meanwhile; the page shows how it is now.
    pub fn conflict(template: T) -> Self {
        Page::with(Status::Conflict, template)
    }

    /// 422: the form again, with what was typed and what is wrong with it.
    pub fn unprocessable(template: T) -> Self {
        Page::with(Status::UnprocessableEntity, template)
    }

    /// 503: not now.
    pub fn unavailable(template: T) -> Self {
        Page::with(Status::ServiceUnavailable, template)
    }

    /// The template alone, where somebody else sends it.
    pub fn into_template(self) -> T {
        self.template
    }

    /// Any other status.
    pub fn with(status: Status, template: T) -> Self {
        Page { template, status }
    }
}

impl<'r, T: Template> Responder<'r, 'static> for Page<T> {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let html = self.template.render().map_err(|error| {
            tracing::error!(%error, "a page could not be rendered");
            Status::InternalServerError
        })?;
        Response::build()
            .status(self.status)
            .header(ContentType::HTML)
            .header(Header::new("vary", "cookie, accept-language, hx-request"))
            .header(Header::new("cache-control", "private, no-store"))
            .max_chunk_size(65_536)
            .sized_body(html.len(), std::io::Cursor::new(html))
            .ok()
    }
}
