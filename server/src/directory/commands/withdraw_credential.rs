//! A credential that was recorded by mistake.

use crate::{
    audit::{self, ActionKind},
    directory::store,
    identity::{Permit, policy::ManagePool},
    kernel::{
        clock::Instant,
        ids::{CredentialId, InterpreterId},
    },
    platform::{db::Tx, fault::Fault},
};
use serde_json::json;

/// Takes a credential back as if it had never been shown; to correct its first day or kind, record it anew afterwards. Jobs that
/// were accepted stay. Gives whether it was there.
///
/// # Errors
/// The database can't be written.
pub async fn withdraw_credential(
    permit: &Permit<ManagePool>,
    interpreter: InterpreterId,
    credential: CredentialId,
    now: Instant,
    tx: &mut Tx,
) -> Result<bool, Fault> {
    tx.lock_for_use([interpreter.into()]).await?;
    let Some(gone) = store::delete_credential(tx, interpreter, credential).await? else { return Ok(false) };
    let facts = json!({ "kind": gone.kind, "valid_from": gone.valid_from, "valid_to": gone.valid_to });
    audit::record(tx, permit.actor(), ActionKind::CredentialWithdrawn, interpreter, &facts, now).await?;
    Ok(true)
}
