//! A filter in the query that may be absent, but is never misread.

use rocket::form::{self, FromFormField, ValueField};

/// A parameter of the query that may be absent or empty. What stands there and can't be read is refused (422).
///
/// Rocket's `Option` takes the unreadable for absent: `?dry_run=1` would do the work, and `?office=typo` would show every office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<T>(pub Option<T>);

#[rocket::async_trait]
impl<'v, T: FromFormField<'v>> FromFormField<'v> for Wanted<T> {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        if field.value.is_empty() {
            return Ok(Self(None));
        }
        T::from_value(field).map(|value| Self(Some(value)))
    }

    fn default() -> Option<Self> {
        Some(Self(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rocket::{get, http::Status, local::blocking::Client, routes};

    #[get("/?<dry_run>")]
    fn told(dry_run: Wanted<bool>) -> String {
        format!("{:?}", dry_run.0)
    }

    #[test]
    fn absent_is_not_unreadable() {
        let city = Client::untracked(rocket::build().mount("/", routes![told])).unwrap();
        for (path, status, answer) in [
            ("/", Status::Ok, Some("None")),
            ("/?dry_run=", Status::Ok, Some("None")),
            ("/?dry_run=true", Status::Ok, Some("Some(true)")),
            ("/?dry_run=false", Status::Ok, Some("Some(false)")),
            ("/?dry_run=1", Status::UnprocessableEntity, None),
            ("/?dry_run=maybe", Status::UnprocessableEntity, None),
        ] {
            let said = city.get(path).dispatch();
            assert_eq!(said.status(), status, "{path}");
            if let Some(answer) = answer {
                assert_eq!(said.into_string().as_deref(), Some(answer), "{path}");
            }
        }
    }
}
