//! An ordering office or grant joins, or its details change.

use super::Stored;
use crate::{
    audit::{self, ActionKind},
    directory::store,
    identity::{Permit, policy::ManageOffices},
    kernel::{clock::Instant, ids::OfficeId},
    platform::{db::Tx, fault::Fault},
};
use serde_json::json;

/// An office as the administrator describes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficeDetails {
    /// Short code such as `JA`; decides which office it is.
    pub code: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: String,
    /// A grant (project money) rather than an office.
    pub is_grant: bool,
    /// Leitweg-ID (BT-10).
    pub leitweg_id: String,
    /// Mail for the whole office.
    pub email: String,
    /// Usual place of its sessions.
    pub address: String,
    /// District of that place.
    pub district: String,
}

/// Registers an office, or brings the one of that code up to date. The same details twice change nothing.
///
/// # Errors
/// The database can't be written.
#[doc(alias = "Fachamt anlegen")]
pub async fn register_office(
    permit: Permit<ManageOffices>,
    details: &OfficeDetails,
    now: Instant,
    tx: &mut Tx,
) -> Result<(OfficeId, Stored), Fault> {
    let (id, stored) = store::save_office(tx, details, now).await?;
    if stored != Stored::Unchanged {
        let facts = json!({ "code": details.code, "leitweg_id": details.leitweg_id });
        audit::record(tx, permit.actor(), ActionKind::OfficeRegistered, id, &facts, now).await?;
    }
    Ok((id, stored))
}
