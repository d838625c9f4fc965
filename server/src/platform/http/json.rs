//! JSON bodies whose refusals say which field is wrong.

use std::io;

use rocket::Data;
use rocket::data::{self, FromData, Outcome, ToByteUnit};
use rocket::http::Status;
use rocket::request::Request;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::problem::{Problem, remember};

/// A JSON body. Wants `Content-Type: application/json` (a foreign page cannot send that unasked), at most the limit
/// `json`, and every field in its form.
///
/// Refuses with 415 (another media type), 413 (too large), 400 (broken off, or not JSON) or 422 (a field; its path is in
/// `errors`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonBody<T>(pub T);

#[rocket::async_trait]
impl<'r, T: DeserializeOwned> FromData<'r> for JsonBody<T> {
    type Error = Problem;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        match read(request, data).await {
            Ok(value) => Outcome::Success(Self(value)),
            Err(problem) => Outcome::Error(remember(request, problem)),
        }
    }
}

async fn read<T: DeserializeOwned>(request: &Request<'_>, data: Data<'_>) -> Result<T, Problem> {
    if !request.content_type().is_some_and(|kind| kind.is_json()) {
        return Err(Problem::of_status(Status::UnsupportedMediaType).field("Content-Type", "json-wanted", ""));
    }
    let limit = request.limits().get("json").unwrap_or_else(|| 1.mebibytes());
    let body = super::read_upload(data, limit).await?;
    parse(&body)
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        explain(&path, error.into_inner())
    })?;
    reader.end().map_err(|error| explain(".", error))?;
    Ok(value)
}

fn explain(path: &str, error: serde_json::Error) -> Problem {
    match error.classify() {
        Category::Data => {
            let sentence = error.to_string();
            Problem::of_status(Status::UnprocessableEntity).field(path, "invalid", sentence)
        }
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::new(Status::BadRequest, "not-json").field("body", "not-json", error.to_string())
        }
    }
}

/// What became of reading a body, as a problem.
pub(super) fn unreadable(error: &io::Error) -> Problem {
    tracing::debug!(%error, "a body broke off");
    Problem::new(Status::BadRequest, "body-broken-off")
}
