//! New signing keys.

use crate::{
    audit::{self, ActionKind, Subject},
    identity::{
        permit::Permit,
        policy::RotateKeys,
        store::{self, SigningKey},
    },
    kernel::clock::Instant,
    platform::{db::Tx, fault::Fault},
};
use serde_json::json;
use uuid::Uuid;

/// Signs with a new key from now on. What the old keys signed holds until it expires by itself; with `forget_old` (a key may be
/// known to somebody) nothing they signed holds any more: programs log in again, and links in mails and calendars are void.
///
/// # Errors
/// The database can't be written.
#[doc(alias = "Schlüsselwechsel")]
pub async fn rotate_keys(
    permit: Permit<RotateKeys>,
    forget_old: bool,
    now: Instant,
    tx: &mut Tx,
) -> Result<Uuid, Fault> {
    let old = if forget_old { store::delete_keys(tx).await? } else { store::retire_keys(tx, now).await? };
    let key = SigningKey { id: Uuid::now_v7(), created_at: now, retired_at: None };
    store::insert_key(tx, key).await?;
    let facts = json!({ "old_keys": old, "forgotten": forget_old });
    let subject = Subject { kind: "signing_key", id: key.id };
    audit::record(tx, permit.actor(), ActionKind::SigningKeyRotated, subject, &facts, now).await?;
    Ok(key.id)
}
