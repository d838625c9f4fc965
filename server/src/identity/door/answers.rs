//! What comes out of the doors.

use super::{Denied, NOTICE_COOKIE, Tone, frame, site};
use crate::{
    kernel::{
        message::Message,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        fault::{Fault, Stop},
        http::{Problem, locale_of},
        i18n::say,
        idempotency::{Answer, KeyReused},
        render::ErrorPage,
    },
};
use rocket::{
    Request, Response,
    http::{Cookie, Header, SameSite, Status},
    response::{self, Responder},
};
use std::io::Cursor;

/// Why a page could not do what was asked. A form's route turns refusals into messages beside the fields itself; what
/// arrives here becomes a page of its own.
#[derive(Debug)]
pub enum PageStop {
    /// It was done before, by an earlier press of the same button.
    Again(Answer),
    /// No, because …
    Refused(Box<dyn Refusal>),
    /// Something broke.
    Fault(Fault),
}

/// Why a call of the API did not do what was asked.
#[derive(Debug)]
pub enum ApiStop {
    /// It was done before, by an earlier call under the same key.
    Again(Answer),
    /// The call itself was not in order (body, header, cursor).
    Problem(Problem),
    /// No, because …
    Refused(Box<dyn Refusal>),
    /// Something broke.
    Fault(Fault),
}

/// The header `Idempotency-Key` is empty or too long.
#[derive(Debug)]
pub(super) struct KeyUnusable;
impl Refusal for KeyUnusable {
    fn code(&self) -> &'static str {
        "idempotency-key-unusable"
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

macro_rules! stops {
    ($($stop:ident),+) => {$(
        impl From<Fault> for $stop {
            fn from(fault: Fault) -> Self {
                Self::Fault(fault)
            }
        }
        impl From<Denied> for $stop {
            fn from(denied: Denied) -> Self {
                Self::Refused(Box::new(denied))
            }
        }
        impl<R: Refusal> From<Stop<R>> for $stop {
            fn from(stop: Stop<R>) -> Self {
                match stop {
                    Stop::Refused(refusal) => Self::Refused(Box::new(refusal)),
                    Stop::Fault(fault) => Self::Fault(fault),
                }
            }
        }
        impl From<KeyReused> for $stop {
            fn from(reused: KeyReused) -> Self {
                Self::Refused(Box::new(reused))
            }
        }
        impl From<Answer> for $stop {
            fn from(answer: Answer) -> Self {
                Self::Again(answer)
            }
        }
    )+};
}
stops!(PageStop, ApiStop);

impl From<KeyUnusable> for ApiStop {
    fn from(unusable: KeyUnusable) -> Self {
        Self::Refused(Box::new(unusable))
    }
}

impl From<Problem> for ApiStop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

fn status_of(refusal: &dyn Refusal) -> Status {
    match refusal.kind() {
        RefusalKind::Input => Status::UnprocessableEntity,
        RefusalKind::Conflict => Status::Conflict,
        RefusalKind::Missing => Status::NotFound,
        RefusalKind::Forbidden => Status::Forbidden,
    }
}

fn reference(request: &Request<'_>) -> Option<String> {
    request.headers().get_one(crate::platform::front::REQUEST_ID).map(str::to_owned)
}

fn log(request: &Request<'_>, fault: &Fault) -> Status {
    let route = request.route().map(|route| route.uri.to_string()).unwrap_or_default();
    let id = reference(request).unwrap_or_default();
    if fault.is_passing() {
        tracing::warn!(request_id = %id, route, %fault, "the database is away");
        Status::ServiceUnavailable
    } else {
        tracing::error!(request_id = %id, route, %fault, "fault");
        Status::InternalServerError
    }
}

impl<'r> Responder<'r, 'static> for PageStop {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let locale = locale_of(request);
        let (status, sentence) = match &self {
            Self::Again(answer) => return Done::from(answer.clone()).respond_to(request),
            Self::Refused(refusal) => (status_of(refusal.as_ref()), Some(say(locale, &refusal.message()))),
            Self::Fault(fault) => (log(request, fault), None),
        };
        error_page(request, status, sentence).respond_to(request)
    }
}

/// The error page in the reader's frame, if they are known already.
pub fn error_page(
    request: &Request<'_>,
    status: Status,
    sentence: Option<String>,
) -> crate::platform::render::Page<ErrorPage> {
    let locale = locale_of(request);
    let path = request.uri().to_string();
    // Only what was looked up for this request already: an error page asks the database nothing.
    let visitor = request.local_cache(|| Ok::<Option<super::Visitor>, Status>(None)).clone().ok().flatten();
    let mut page = match site(request) {
        Some(site) => frame(site, locale, &path, visitor.as_ref().filter(|visitor| !visitor.second_factor_missing)),
        None => crate::platform::render::PageContext::new(locale, path),
    };
    if let Some(sentence) = sentence {
        page = page.with_notice(Tone::Danger, sentence);
    }
    ErrorPage::new(page, status, reference(request))
}

impl<'r> Responder<'r, 'static> for ApiStop {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let locale = locale_of(request);
        let (status, code, detail, field) = match self {
            Self::Again(answer) => return ApiDone::from(answer).respond_to(request),
            Self::Problem(problem) => return problem.respond_to(request),
            Self::Refused(refusal) => (
                status_of(refusal.as_ref()),
                refusal.code(),
                say(locale, &refusal.message()),
                refusal.field().map(|field| (field, refusal.code())),
            ),
            Self::Fault(fault) => return Problem::of_status(log(request, &fault)).respond_to(request),
        };
        let mut problem = Problem::new(status, code).detail(detail.clone());
        if let Some((field, code)) = field {
            problem = problem.field(field, code, detail);
        }
        problem.respond_to(request)
    }
}

/// A form was done: on to the next page.
#[derive(Clone, Debug)]
pub struct Done {
    location: String,
    notice: Option<Message>,
}

impl Done {
    /// Leads somewhere without a word.
    #[must_use]
    pub fn to(location: impl Into<String>) -> Self {
        Self { location: location.into(), notice: None }
    }

    /// Leads somewhere, where a notice says what was done.
    #[must_use]
    pub fn saying(location: impl Into<String>, notice: Message) -> Self {
        Self { location: location.into(), notice: Some(notice) }
    }
}

impl From<Answer> for Done {
    fn from(answer: Answer) -> Self {
        Self {
            location: answer.location.unwrap_or_else(|| "/".to_owned()),
            notice: answer.body.and_then(|body| serde_json::from_value(body).ok()),
        }
    }
}

impl<'r> Responder<'r, 'static> for Done {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        if let Some(text) = self.notice.and_then(|notice| serde_json::to_string(&notice).ok()) {
            let value = data_encoding::BASE64URL_NOPAD.encode(text.as_bytes());
            let cookie = Cookie::build((NOTICE_COOKIE, value)).path("/").http_only(true).same_site(SameSite::Lax);
            request.cookies().add(cookie);
        }
        Response::build().status(Status::SeeOther).header(Header::new("location", self.location)).ok()
    }
}

/// What the last action left for this page. Only keys of the locale files can be said, so the cookie needs no signature.
pub(super) fn take_notice(request: &Request<'_>) -> Option<(Tone, Message)> {
    let cookie = request.cookies().get(NOTICE_COOKIE)?;
    let message = data_encoding::BASE64URL_NOPAD
        .decode(cookie.value().as_bytes())
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    request.cookies().remove(Cookie::build(NOTICE_COOKIE).path("/"));
    message.map(|message| (Tone::Success, message))
}

/// A call of the API was done.
#[derive(Clone, Debug)]
pub struct ApiDone(Answer);

impl From<Answer> for ApiDone {
    fn from(answer: Answer) -> Self {
        Self(answer)
    }
}

impl<'r> Responder<'r, 'static> for ApiDone {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let text = self.0.body.map(|body| body.to_string()).unwrap_or_default();
        let mut response = Response::build();
        response
            .status(Status::new(self.0.status))
            .header(Header::new("content-type", "application/json"))
            .sized_body(text.len(), Cursor::new(text));
        if let Some(location) = self.0.location {
            response.header(Header::new("location", location));
        }
        response.ok()
    }
}
