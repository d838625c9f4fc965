//! The coordination says what a kind of session needs.

use super::Stored;
use crate::{
    audit::{self, ActionKind},
    directory::{facts::CredentialKind, store},
    identity::{Permit, policy::ManagePool},
    kernel::{clock::Instant, ids::RequirementProfileId, refusal::Refusal},
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

/// A requirement profile as the coordination describes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProfileDetails {
    /// Short code; decides which profile it is.
    pub code: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: String,
    /// Credentials that must be valid on the day.
    pub credentials: Vec<CredentialKind>,
    /// Sessions of this kind are a legal duty.
    pub legal_duty: bool,
    /// Can be chosen for new requests.
    pub active: bool,
}

/// Why a profile was not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProfileRefused {
    /// Somebody else changed it meanwhile.
    ChangedMeanwhile,
}

impl Refusal for ProfileRefused {
    fn code(&self) -> &'static str {
        "profile-changed-meanwhile"
    }
}

/// Defines a profile, or changes the one of that code; `seen_version` is what the editor had before their eyes, `None` from a
/// file. Bookings made before keep what they were made with: requirements are judged when somebody is searched.
///
/// # Errors
/// Refuses if somebody else changed it since it was shown.
pub async fn define_profile(
    permit: &Permit<ManagePool>,
    details: &ProfileDetails,
    seen_version: Option<i32>,
    now: Instant,
    tx: &mut Tx,
) -> Result<(RequirementProfileId, Stored), Stop<ProfileRefused>> {
    let Some((id, stored)) = store::save_profile(tx, details, seen_version).await? else {
        return Err(Stop::Refused(ProfileRefused::ChangedMeanwhile));
    };
    if stored != Stored::Unchanged {
        let facts = json!({ "code": details.code, "credentials": details.credentials, "active": details.active });
        audit::record(tx, permit.actor(), ActionKind::ProfileChanged, id, &facts, now).await?;
    }
    Ok((id, stored))
}
