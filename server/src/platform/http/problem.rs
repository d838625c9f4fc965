//! Errors for programs: RFC 9457 problem documents with stable codes.

use std::borrow::Cow;
use std::io;
use std::sync::Mutex;

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use serde::Serialize;
use utoipa::ToSchema;

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
        let (code, detail) = match status.code {
            400 => ("bad-request", "The request cannot be understood."),
            401 => ("not-logged-in", "This needs a valid access token or session."),
            403 => ("not-allowed", "This account may not do that."),
            404 => ("not-found", "There is nothing here, or nothing for this account."),
            408 => ("body-too-slow", "The transfer broke off."),
            413 => ("body-too-large", "The body is larger than allowed."),
            415 => ("wrong-media-type", "The body has another media type than this route takes."),
            422 => ("invalid", "A value has the wrong form."),
            429 => ("too-many-requests", "Too many requests; wait as Retry-After says."),
            503 => ("unavailable", "The service is unavailable at the moment; try again shortly."),
            500.. => ("internal", "Something broke on our side. The number of the request helps to find it."),
            _ => ("refused", status.reason_lossy()),
        };
        Self::new(status, code).detail(detail)
    }

    /// Adds a sentence.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds what is wrong with one field.
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

    /// The sentence, if there is one.
    pub fn detail_text(&self) -> Option<&str> {
        self.detail.as_deref()
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
        let body = serde_json::to_vec(&self).map_err(|_| Status::InternalServerError)?;
        let mut answer = Response::build();
        answer.status(self.status()).header(ContentType::new("application", "problem+json"));
        if let Some(seconds) = self.retry_after_seconds {
            answer.raw_header("Retry-After", seconds.to_string());
        }
        if self.status == Status::Unauthorized.code {
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
