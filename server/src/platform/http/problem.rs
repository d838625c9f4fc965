//! Errors for programs: RFC 9457 problem documents with stable codes.

use std::borrow::Cow;
use std::io;
use std::sync::Mutex;

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::context::{self, locale_of};
use crate::kernel::message::Message;
use crate::platform::i18n::{Locale, say};

/// What a problem says: text as it is, or a message that is spoken in the reader's language when the problem leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Said already.
    Text(String),
    /// To be said.
    Message(Message),
}

impl Words {
    fn speak(&mut self, locale: Locale) {
        if let Self::Message(message) = self {
            *self = Self::Text(say(locale, message));
        }
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Words {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<Message> for Words {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Text(text) => text,
            Self::Message(message) => &message.key,
        })
    }
}

/// A problem document (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// `about:blank`: the code says what kind of problem it is.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "about:blank")]
    kind: AboutBlank,
    /// The status in words.
    #[schema(value_type = String, example = "Unprocessable Entity")]
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Stable name of the problem; programs decide by it.
    #[schema(value_type = String, example = "body-too-large")]
    code: Cow<'static, str>,
    /// A sentence for the person who reads the log of the program, in the language of `Accept-Language` (`de` or `en`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    detail: Option<Words>,
    /// What is wrong with single fields.
    errors: Vec<FieldProblem>,
    /// The number of the request, to be quoted in questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    instance: Option<Box<str>>,
    #[serde(skip)]
    retry_after_seconds: Option<u32>,
}

/// The `type` of all our problems. Takes no room, so that results with a problem stay small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct AboutBlank;

impl Serialize for AboutBlank {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("about:blank")
    }
}

/// What is wrong with one field of what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field's path, e.g. `slots[2].starts_at`.
    pub field: String,
    /// Stable name of the problem.
    #[schema(value_type = String, example = "required")]
    pub code: Cow<'static, str>,
    /// A sentence in the reader's language.
    #[schema(value_type = String)]
    pub detail: Words,
}

impl Problem {
    /// A problem with its status and stable code.
    pub fn new(status: Status, code: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: AboutBlank,
            title: status.reason_lossy(),
            status: status.code,
            code: code.into(),
            detail: None,
            errors: Vec::new(),
            instance: None,
            retry_after_seconds: None,
        }
    }

    /// A value that was sent has the wrong form (422); say which with [`Problem::field`].
    pub fn invalid() -> Self {
        Self::of_status(Status::UnprocessableEntity)
    }

    /// A parameter of the address can't be read (400).
    pub fn parameter(name: impl Into<String>, why: impl Into<Words>) -> Self {
        Self::new(Status::BadRequest, "parameter-unreadable")
            .detail(Message::new("problem-parameter-unreadable"))
            .field(name, "unreadable", why)
    }

    /// The problem of a bare status.
    pub fn of_status(status: Status) -> Self {
        let code = match status.code {
            400 => "bad-request",
            401 => "not-logged-in",
            403 => "not-allowed",
            404 => "not-found",
            408 => "body-too-slow",
            413 => "body-too-large",
            415 => "wrong-media-type",
            422 => "invalid",
            429 => "too-many-requests",
            503 => "unavailable",
            500.. => "internal",
            _ => "refused",
        };
        Self::new(status, code).detail(Message::new(&format!("problem-{code}")))
    }

    /// Adds a sentence.
    pub fn detail(mut self, detail: impl Into<Words>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds what is wrong with one field.
    pub fn field(
        mut self,
        field: impl Into<String>,
        code: impl Into<Cow<'static, str>>,
        detail: impl Into<Words>,
    ) -> Self {
        self.errors.push(FieldProblem { field: field.into(), code: code.into(), detail: detail.into() });
        self
    }

    /// Says after how many seconds to try again (`Retry-After`).
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> Status {
        Status::new(self.status)
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The problems of single fields.
    pub fn errors(&self) -> &[FieldProblem] {
        &self.errors
    }

    /// The same problem with everything said in one language.
    #[must_use]
    pub fn spoken(mut self, locale: Locale) -> Self {
        if let Some(detail) = &mut self.detail {
            detail.speak(locale);
        }
        for error in &mut self.errors {
            error.detail.speak(locale);
        }
        self
    }

    /// Seconds after which to try again.
    pub fn retry_after_seconds(&self) -> Option<u32> {
        self.retry_after_seconds
    }
}

impl<'r> Responder<'r, 'static> for Problem {
    fn respond_to(mut self, request: &'r Request<'_>) -> response::Result<'static> {
        if self.instance.is_none() {
            self.instance = Some(context::of(request).id.as_str().into());
        }
        self = self.spoken(locale_of(request));
        let body = serde_json::to_vec(&self).map_err(|_| Status::InternalServerError)?;
        let mut answer = Response::build();
        answer.status(self.status()).header(ContentType::new("application", "problem+json"));
        if let Some(seconds) = self.retry_after_seconds {
            answer.raw_header("Retry-After", seconds.to_string());
        }
        if self.status == Status::Unauthorized.code {
            answer.raw_header("WWW-Authenticate", "Bearer");
        }
        answer.raw_header("Content-Language", locale_of(request).code());
        answer.sized_body(body.len(), io::Cursor::new(body)).ok()
    }
}

/// Where a guard leaves its reason for the catcher, which sees only the status.
#[derive(Default)]
struct Remembered(Mutex<Option<Problem>>);

/// Leaves the reason of a failing guard for the catcher. Gives it back together with its status, as
/// `Outcome::Error` wants it.
pub fn remember(request: &Request<'_>, problem: Problem) -> (Status, Problem) {
    if let Ok(mut place) = request.local_cache(Remembered::default).0.lock() {
        *place = Some(problem.clone());
    }
    (problem.status(), problem)
}

/// The reason a guard left, if it belongs to this status.
pub(super) fn remembered(request: &Request<'_>, status: Status) -> Option<Problem> {
    let place = request.local_cache(Remembered::default).0.lock().ok()?;
    place.clone().filter(|problem| problem.status() == status)
}
