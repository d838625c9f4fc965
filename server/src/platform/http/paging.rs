//! Lists in pages. The place in a list is a cursor, not a number: rows that come and go do not shift it.

use data_encoding::BASE64URL_NOPAD;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::problem::{Problem, remember};

/// Rows of a page when nobody says how many.
pub const DEFAULT_LIMIT: u16 = 50;
/// Most rows of a page.
pub const MAX_LIMIT: u16 = 200;

/// The place after one row: what the list is sorted by, and the row's id where two are equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The sort key of the last row, as text that the store can read back.
    #[serde(rename = "k")]
    pub key: String,
    /// The id of the last row.
    #[serde(rename = "i")]
    pub id: Uuid,
}

impl Cursor {
    /// The place after a row.
    pub fn after(key: impl Into<String>, id: Uuid) -> Self {
        Self { key: key.into(), id }
    }

    /// As it stands in an address. Programs must not look into it.
    pub fn encode(&self) -> String {
        BASE64URL_NOPAD.encode(format!("{}{}", self.id.simple(), self.key).as_bytes())
    }

    /// Reads it back.
    ///
    /// # Errors
    /// 400 when it is not one of ours.
    pub fn decode(text: &str) -> Result<Self, Problem> {
        Self::read(text)
            .ok_or_else(|| Problem::new(Status::BadRequest, "cursor-unreadable").field("cursor", "unreadable", ""))
    }

    fn read(text: &str) -> Option<Self> {
        let text = String::from_utf8(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok()?;
        let (id, key) = text.split_at_checked(32)?;
        Some(Self { key: key.to_owned(), id: Uuid::try_parse(id).ok()? })
    }
}

/// The query parameters of a list, for the description of the API.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// `next` of the page before; absent: from the beginning.
    pub cursor: Option<String>,
}

/// Which page of a list is wanted, read from `limit` and `cursor` in the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Rows wanted, 1 to 200.
    pub limit: u16,
    /// The place to go on from.
    pub cursor: Option<Cursor>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { limit: DEFAULT_LIMIT, cursor: None }
    }
}

impl PageRequest {
    /// How many rows to ask the database for: one more than wanted shows whether there is a next page.
    pub fn fetch(&self) -> u64 {
        u64::from(self.limit) + 1
    }

    /// The piece of a page for people: `after` stands in the address; what can't be read begins the list anew.
    #[must_use]
    pub fn of_page(after: Option<&str>, limit: u16) -> Self {
        Self { limit, cursor: after.and_then(|text| Cursor::decode(text).ok()) }
    }

    /// Reads the two parameters.
    fn read(limit: Option<&str>, cursor: Option<&str>) -> Result<Self, Problem> {
        let limit = match limit {
            None | Some("") => DEFAULT_LIMIT,
            Some(text) => match text.parse() {
                Ok(limit) if (1..=MAX_LIMIT).contains(&limit) => limit,
                _ => {
                    return Err(Problem::new(Status::BadRequest, "limit-out-of-range").field(
                        "limit",
                        "out-of-range",
                        "1 to 200",
                    ));
                }
            },
        };
        let cursor = cursor.filter(|text| !text.is_empty()).map(Cursor::decode).transpose()?;
        Ok(Self { limit, cursor })
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for PageRequest {
    type Error = Problem;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Problem> {
        let text = |name: &str| request.query_value::<&str>(name).and_then(Result::ok);
        match Self::read(text("limit"), text("cursor")) {
            Ok(page) => Outcome::Success(page),
            Err(problem) => Outcome::Error(remember(request, problem)),
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Paged<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; `null` on the last.
    pub next: Option<String>,
}

impl<T> Paged<T> {
    /// Makes a page of the rows found with [`PageRequest::fetch`]; `place` tells where a row stands.
    pub fn cut(mut rows: Vec<T>, request: &PageRequest, place: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::from(request.limit);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| place(row).encode());
        Self { items: rows, next }
    }

    /// The same page with other rows.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Paged<U> {
        Paged { items: self.items.into_iter().map(view).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_page_knows_whether_more_follows() {
        let id = Uuid::from_u128(7);
        let request = PageRequest { limit: 2, cursor: None };
        let page = Paged::cut(vec![1, 2, 3], &request, |row| Cursor::after(format!("ü{row}"), id));
        assert_eq!(page.items, [1, 2]);
        assert_eq!(Cursor::decode(&page.next.unwrap()).unwrap(), Cursor::after("ü2", id));
        assert_eq!(Paged::cut(vec![1, 2], &request, |_| Cursor::after("", id)).next, None);
        assert_eq!(request.fetch(), 3);
    }

    #[test]
    fn parameters() {
        let good = Cursor::after("2027-03-04", Uuid::from_u128(7));
        assert_eq!(PageRequest::read(None, None).unwrap(), PageRequest::default());
        assert_eq!(PageRequest::read(Some("200"), Some(&good.encode())).unwrap().cursor, Some(good));
        for limit in ["0", "201", "-1", "ten", "99999999"] {
            assert_eq!(PageRequest::read(Some(limit), None).unwrap_err().code(), "limit-out-of-range", "{limit}");
        }
        for cursor in ["x", "AAAA", "%00", "2027"] {
            assert_eq!(PageRequest::read(None, Some(cursor)).unwrap_err().code(), "cursor-unreadable", "{cursor}");
        }
    }
}
