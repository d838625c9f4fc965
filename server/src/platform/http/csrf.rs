//! Refusal of forms that another site made a browser send (CSRF).
//!
//! Browsers say where a request comes from: `Sec-Fetch-Site`, and older ones `Origin`. A state-changing request must
//! come from our own pages. Programs send neither; they are let through where no cookie counts: with a bearer token, or
//! below a path for programs. A form for people without either header is refused.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::{Method, Status};
use rocket::{Data, Request};

use super::super::config::PublicUrl;
use super::super::front::DAV_METHOD;
use super::context::{self, Door};
use super::{Problem, refuse};

/// The fairing.
pub struct Csrf {
    own_origin: String,
}

impl Csrf {
    /// `public_url`: the address people type; its origin is ours even when a proxy changes `Host`.
    pub fn new(public_url: &PublicUrl) -> Self {
        Self { own_origin: public_url.origin() }
    }

    fn allows(&self, request: &Request<'_>) -> bool {
        if matches!(request.method(), Method::Get | Method::Head | Method::Options) || has_bearer(request) {
            return true;
        }
        let headers = request.headers();
        if let Some(site) = headers.get_one("sec-fetch-site") {
            // `none`: typed by the person, or from a bookmark.
            return matches!(site, "same-origin" | "none");
        }
        if let Some(origin) = headers.get_one("origin") {
            return self.is_own(origin, request);
        }
        // The front listener alone sets the WebDAV method, and browsers ask first before they send one to us.
        headers.contains(DAV_METHOD) || context::of(request).door == Door::Program
    }

    fn is_own(&self, origin: &str, request: &Request<'_>) -> bool {
        let host = request.headers().get_one("host").unwrap_or_default();
        let named = origin.split_once("://").map_or("", |(_, authority)| authority);
        origin.eq_ignore_ascii_case(&self.own_origin) || (!named.is_empty() && named.eq_ignore_ascii_case(host))
    }
}

/// A token that a page of another site cannot know.
fn has_bearer(request: &Request<'_>) -> bool {
    let scheme = request.headers().get_one("authorization").and_then(|value| value.split(' ').next());
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"))
}

#[rocket::async_trait]
impl Fairing for Csrf {
    fn info(&self) -> Info {
        Info { name: "foreign forms", kind: Kind::Request | Kind::Singleton }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        if !self.allows(request) {
            refuse(request, Problem::new(Status::Forbidden, "cross-site"));
        }
    }
}
