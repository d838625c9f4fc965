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
            let refused = Problem::of_status(Status::UnprocessableEntity);
            // serde tells which field only in words.
            match (named(&sentence, "missing field `"), named(&sentence, "unknown field `")) {
                (Some(field), _) => refused.field(within(path, field), "required", ""),
                (None, Some(field)) => refused.field(within(path, field), "unknown", ""),
                (None, None) => refused.field(path, "invalid", sentence),
            }
        }
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::new(Status::BadRequest, "not-json").field("body", "not-json", error.to_string())
        }
    }
}

/// The name behind `words` and before the next backtick.
fn named<'s>(sentence: &'s str, words: &str) -> Option<&'s str> {
    sentence.strip_prefix(words).and_then(|rest| rest.split_once('`')).map(|(name, _)| name)
}

/// The path of a field in what lies at `path`; for a field that nobody knows, the path names it already.
fn within(path: &str, field: &str) -> String {
    match path {
        "." => field.to_owned(),
        path if path == field || path.ends_with(&format!(".{field}")) => path.to_owned(),
        path => format!("{path}.{field}"),
    }
}

/// What became of reading a body, as a problem.
pub(super) fn unreadable(error: &io::Error) -> Problem {
    tracing::debug!(%error, "a body broke off");
    Problem::new(Status::BadRequest, "body-broken-off")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Slot {
        from: String,
        to: Option<u8>,
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Wish {
        language: String,
        slots: Vec<Slot>,
    }

    #[test]
    fn the_field_is_named() {
        for (body, field, code) in [
            (r#"{"slots":[]}"#, "language", "required"),
            (r#"{"language":"ar","slots":[],"langauge":"ar"}"#, "langauge", "unknown"),
            (r#"{"language":7,"slots":[]}"#, "language", "invalid"),
            (r#"{"language":"ar","slots":[{"from":"10:00"},{}]}"#, "slots[1].from", "required"),
            (r#"{"language":"ar","slots":[{"from":"10:00","till":1}]}"#, "slots[0].till", "unknown"),
            (r#"{"language":"ar","slots":[{"from":"10:00","to":999}]}"#, "slots[0].to", "invalid"),
        ] {
            let told = serde_json::to_value(parse::<Wish>(body.as_bytes()).unwrap_err().errors()).unwrap();
            assert_eq!((&told[0]["field"], &told[0]["code"]), (&field.into(), &code.into()), "{body}: {told}");
        }
    }
}
