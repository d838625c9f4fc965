//! What is known of a request from its first moment.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

use rocket::http::Method;
use rocket::request::{FromRequest, Outcome, Request};

use super::super::front::REQUEST_ID;
use super::super::i18n::{LOCALE_COOKIE, Locale};

/// Who stands at which door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// A person with a browser.
    Page,
    /// A program.
    Program,
}

/// Kept for the life of a request, also when a fairing sends it to another route.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) id: String,
    pub(super) started: Instant,
    pub(super) method: Method,
    pub(super) door: Door,
}

/// The context, made at the first call.
pub(super) fn of<'r>(request: &'r Request<'_>) -> &'r Context {
    request.local_cache(|| Context {
        id: number(request),
        started: Instant::now(),
        method: request.method(),
        door: door(request.uri().path().as_str()),
    })
}

/// The reader's language: what they chose (a cookie), else what they ask for (`Accept-Language`), else German.
#[must_use]
pub fn locale_of(request: &Request<'_>) -> Locale {
    let chosen = request.cookies().get(LOCALE_COOKIE).map(|cookie| cookie.value().to_owned());
    Locale::negotiate(chosen.as_deref(), request.headers().get_one("accept-language"))
}

/// The number the front listener gave, or a new one where there is none in front.
fn number(request: &Request<'_>) -> String {
    let given = request.headers().get_one(REQUEST_ID).filter(|id| {
        (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    given.map_or_else(|| uuid::Uuid::now_v7().simple().to_string(), str::to_owned)
}

fn door(path: &str) -> Door {
    let below = |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if ["/api", "/caldav", "/.well-known", "/metrics", "/healthz", "/readyz"].into_iter().any(below) {
        Door::Program
    } else {
        Door::Page
    }
}

/// The number of this request: in every log line, in every problem document, on every error page.
#[derive(Clone, Copy, Debug)]
pub struct RequestId<'r>(pub &'r str);

impl<'r> RequestId<'r> {
    /// The number of a request, where there is no guard (responders, catchers).
    pub fn of(request: &'r Request<'_>) -> Self {
        Self(&of(request).id)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for RequestId<'r> {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(Self::of(request))
    }
}

/// The client's address as the front listener saw it. Never logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    /// The address of a request; loopback where there is none (a test without a network).
    pub fn of(request: &Request<'_>) -> Self {
        let address = request.client_ip().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        Self(address.to_canonical())
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ClientIp {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(Self::of(request))
    }
}
