//! Entity tags: two people who edit the same thing notice each other (RFC 9110 section 8.8.3 and 13.1.1).

use std::fmt;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::response::{self, Responder, Response};

use super::problem::{Problem, remember};

/// The tag of one version of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityTag(i64);

impl EntityTag {
    /// The tag of a version number, as the row counts it.
    pub fn of_version(version: i64) -> Self {
        Self(version)
    }

    /// The version number.
    pub fn version(self) -> i64 {
        self.0
    }
}

impl fmt::Display for EntityTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"v{}\"", self.0)
    }
}

/// An answer with its entity tag.
pub struct Tagged<R>(pub EntityTag, pub R);

impl<'r, 'o: 'r, R: Responder<'r, 'o>> Responder<'r, 'o> for Tagged<R> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'o> {
        let mut answer = Response::build_from(self.1.respond_to(request)?);
        answer.raw_header("ETag", self.0.to_string()).ok()
    }
}

/// The version a client wants to change, from its `If-Match`. Absent: 428; unreadable: 400.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfMatch(Vec<String>);

impl IfMatch {
    /// Reads the header's value.
    fn read(value: &str) -> Option<Self> {
        let tags: Vec<String> = value.split(',').map(|tag| tag.trim().to_owned()).collect();
        let well_formed = |tag: &String| {
            let tag = tag.strip_prefix("W/").unwrap_or(tag);
            tag == "*" || (tag.len() >= 2 && tag.starts_with('"') && tag.ends_with('"'))
        };
        tags.iter().all(well_formed).then_some(Self(tags))
    }

    /// Lets a change pass only if the client has seen the current version. `*` is any version. Weak tags never match.
    ///
    /// # Errors
    /// 412 when somebody else was faster.
    pub fn require(&self, current: EntityTag) -> Result<(), Problem> {
        let tag = current.to_string();
        if self.0.iter().any(|seen| *seen == tag || seen == "*") {
            return Ok(());
        }
        Err(Problem::new(Status::PreconditionFailed, "changed-meanwhile").field("If-Match", "changed-meanwhile", tag))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for IfMatch {
    type Error = Problem;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Problem> {
        let Some(value) = request.headers().get_one("if-match") else {
            let problem = Problem::new(Status::PreconditionRequired, "if-match-missing");
            return Outcome::Error(remember(request, problem));
        };
        match Self::read(value) {
            Some(tags) => Outcome::Success(tags),
            None => {
                let problem = Problem::new(Status::BadRequest, "if-match-unreadable");
                Outcome::Error(remember(request, problem))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// What a client may have seen when version 3 is current.
    #[test]
    fn versions_seen() {
        let table = [
            ("\"v3\"", Some(true)),
            ("\"v2\", \"v3\"", Some(true)),
            ("*", Some(true)),
            ("\"v2\"", Some(false)),
            ("W/\"v3\"", Some(false)),
            ("v3", None),
            ("\"v3", None),
            ("", None),
        ];
        for (header, passes) in table {
            let found = IfMatch::read(header).map(|tags| tags.require(EntityTag::of_version(3)).is_ok());
            assert_eq!(found, passes, "{header}");
        }
    }
}
