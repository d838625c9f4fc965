//! Bodies and files read to their end or not at all. Rocket cuts what is too long and says so only when asked.

use rocket::Data;
use rocket::data::{ByteUnit, Capped};
use rocket::http::Status;

use super::json::unreadable;
use super::problem::Problem;

/// The whole body.
///
/// # Errors
/// 413 when there is more than the limit, 400 when it broke off.
pub async fn read_upload(data: Data<'_>, limit: ByteUnit) -> Result<Vec<u8>, Problem> {
    let body = data.open(limit).into_bytes().await.map_err(|error| unreadable(&error))?;
    whole(body)
}

/// A form field's value, if it is whole (`Capped<…>` in a form).
///
/// # Errors
/// 413 when Rocket cut it at its limit.
pub fn whole<T>(field: Capped<T>) -> Result<T, Problem> {
    if field.is_complete() { Ok(field.into_inner()) } else { Err(Problem::of_status(Status::PayloadTooLarge)) }
}
