//! Errors for programs: RFC 9457 problem documents with stable codes.

use std::borrow::Cow;
use std::io;
use std::sync::Mutex;

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::i18n::{Locale, t_if_known};
use super::context;

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
    /// A sentence for the person who reads the log of the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
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
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
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
    pub detail: String,
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
        let problem = Self::new(status, code);
        if status == Status::ServiceUnavailable { problem.retry_after(5) } else { problem }
    }

    /// Adds a sentence. Without one, the problem says the text `page-problem-<code>` in the reader's language.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds what is wrong with one field. An empty sentence becomes the text `page-problem-field-<code>` in the reader's language.
    pub fn field(
        mut self,
        field: impl Into<String>,
        code: impl Into<Cow<'static, str>>,
        detail: impl Into<String>,
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

    /// Seconds after which to try again.
    pub fn retry_after_seconds(&self) -> Option<u32> {
        self.retry_after_seconds
    }
}

impl Problem {
    /// Says in the reader's language what nobody has said yet.
    fn said_in(mut self, locale: Locale) -> Self {
        if self.detail.is_none() {
            self.detail = t_if_known(locale, &format!("page-problem-{}", self.code));
        }
        for error in self.errors.iter_mut().filter(|error| error.detail.is_empty()) {
            error.detail = t_if_known(locale, &format!("page-problem-field-{}", error.code)).unwrap_or_default();
        }
        self
    }
}

impl<'r> Responder<'r, 'static> for Problem {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut problem = self.said_in(context::locale_of(request));
        if problem.instance.is_none() {
            problem.instance = Some(context::of(request).id.as_str().into());
        }
        let body = serde_json::to_vec(&problem).map_err(|_| Status::InternalServerError)?;
        let mut answer = Response::build();
        answer.status(problem.status()).header(ContentType::new("application", "problem+json"));
        if let Some(seconds) = problem.retry_after_seconds {
            answer.raw_header("Retry-After", seconds.to_string());
        }
        if problem.status == Status::Unauthorized.code {
            answer.raw_header("WWW-Authenticate", "Bearer");
        }
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
