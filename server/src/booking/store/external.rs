//! What an office's own program called a request.

use super::{Conn, entities::request as requests};
use crate::{kernel::ids::OfficeId, platform::fault::Fault};
use sea_orm::entity::prelude::*;

/// Whether the office's program has given this number to a request already.
///
/// # Errors
/// The database can't be read.
pub async fn is_known_externally(conn: &impl Conn, office: OfficeId, number: &str) -> Result<bool, Fault> {
    let known = requests::Entity::find()
        .filter(requests::Column::OfficeId.eq(office.0))
        .filter(requests::Column::ExternalReference.eq(number))
        .count(conn)
        .await?;
    Ok(known > 0)
}
