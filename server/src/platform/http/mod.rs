//! What every page and every API route has in common: numbers of requests, headers against misuse, refusal of foreign
//! forms, one line of log, errors in one shape, and the parts that routes are built of (JSON bodies, uploads, entity
//! tags, pages of a list, clean text).
//!
//! [`stage`] attaches what works by itself; the rest are guards and helpers that routes name.

mod backend;
mod context;
mod csrf;
mod errors;
mod etag;
mod headers;
mod json;
mod log;
mod paging;
mod problem;
mod text;
mod upload;
mod wanted;

#[cfg(test)]
mod tests;

pub use backend::{backend_address, rocket_settings};
pub use context::{ClientIp, RequestId, locale_of};
pub use csrf::Csrf;
pub use errors::{ErrorPage, ErrorPages, refuse};
pub use etag::{EntityTag, IfMatch, Tagged};
pub use headers::SecurityHeaders;
pub use json::JsonBody;
pub use log::RequestLog;
pub use paging::{Cursor, PageParams, PageRequest, Paged};
pub use problem::{FieldProblem, Problem, remember};
pub use text::{TextRefused, TextRule, clean_text};
pub use upload::{read_upload, whole};
pub use wanted::Wanted;

use rocket::fairing::AdHoc;
use rocket::shield::Shield;

use super::config::PublicUrl;

/// Attaches log, headers, the check against foreign forms and the error answers. Attach it first.
pub fn stage(public_url: PublicUrl) -> AdHoc {
    AdHoc::on_ignite("http", |rocket| async move {
        rocket
            .attach(RequestLog)
            .attach(Csrf::new(&public_url))
            .attach(Shield::new())
            .attach(SecurityHeaders::new(&public_url))
            .attach(errors::stage())
    })
}
