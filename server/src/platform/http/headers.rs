//! Headers that tell browsers what our pages never do.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

use super::super::config::PublicUrl;
use super::super::front::REQUEST_ID;
use super::context;

/// Nothing from outside, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// On every answer, unless the route has set the header itself.
const ALWAYS: &[(&str, &str)] = &[
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    // Pages are personal; what may be kept (assets) says so itself.
    ("Cache-Control", "no-store"),
];

/// The fairing.
pub struct SecurityHeaders {
    https: bool,
}

impl SecurityHeaders {
    /// `public_url`: with https, browsers are told to use nothing else for a year.
    pub fn new(public_url: &PublicUrl) -> Self {
        Self { https: public_url.is_https() }
    }
}

#[rocket::async_trait]
impl Fairing for SecurityHeaders {
    fn info(&self) -> Info {
        Info { name: "security headers", kind: Kind::Response | Kind::Singleton }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        for (name, value) in ALWAYS {
            if !response.headers().contains(name) {
                response.set_header(Header::new(*name, *value));
            }
        }
        if self.https {
            response.set_header(Header::new("Strict-Transport-Security", "max-age=31536000; includeSubDomains"));
        }
        response.set_header(Header::new(REQUEST_ID, context::of(request).id.clone()));
    }
}
