//! The coordination has seen a certificate.

use super::Stored;
use crate::{
    audit::{self, ActionKind},
    directory::{facts::CredentialKind, store},
    identity::{Permit, policy::ManagePool},
    kernel::{
        clock::Instant,
        ids::InterpreterId,
        refusal::{Refusal, RefusalKind},
    },
    platform::{db::Tx, fault::Stop},
};
use chrono::NaiveDate;
use serde_json::json;

/// A credential as it was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCredential {
    /// What it shows.
    pub kind: CredentialKind,
    /// Course group of a training certificate.
    pub course_group: Option<String>,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, or `None` for ever.
    pub valid_to: Option<NaiveDate>,
}

/// Why a credential was not recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CredentialRefused {
    /// It ends before it starts.
    EndsBeforeItStarts,
}

impl Refusal for CredentialRefused {
    fn code(&self) -> &'static str {
        "credential-ends-before-it-starts"
    }
    fn field(&self) -> Option<&'static str> {
        Some("valid_to")
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Records a credential; the same one (kind and first day) twice changes its end at most.
///
/// # Errors
/// Refuses one that ends before it starts.
pub async fn record_credential(
    permit: &Permit<ManagePool>,
    interpreter: InterpreterId,
    credential: &NewCredential,
    now: Instant,
    tx: &mut Tx,
) -> Result<Stored, Stop<CredentialRefused>> {
    if credential.valid_to.is_some_and(|last| last < credential.valid_from) {
        return Err(Stop::Refused(CredentialRefused::EndsBeforeItStarts));
    }
    let stored = store::save_credential(tx, interpreter, credential, now).await?;
    if stored != Stored::Unchanged {
        let facts = json!({
            "kind": credential.kind, "course_group": credential.course_group,
            "valid_from": credential.valid_from, "valid_to": credential.valid_to,
        });
        audit::record(tx, permit.actor(), ActionKind::CredentialRecorded, interpreter, &facts, now).await?;
    }
    Ok(stored)
}
