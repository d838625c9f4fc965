//! An interpreter pauses, or comes back.

use crate::{
    audit::{self, ActionKind},
    directory::store,
    identity::{Permit, policy::ManagePool},
    kernel::{clock::Instant, ids::InterpreterId},
    platform::{db::Tx, fault::Fault},
};
use serde_json::json;

/// Lets an interpreter take part, or pause. Who pauses gets no new offers; accepted jobs stay. Gives whether that changed
/// anything.
///
/// # Errors
/// The database can't be written.
#[doc(alias = "Profil pausieren")]
pub async fn set_active(
    permit: &Permit<ManagePool>,
    interpreter: InterpreterId,
    active: bool,
    now: Instant,
    tx: &mut Tx,
) -> Result<bool, Fault> {
    tx.lock_for_use([interpreter.into()]).await?;
    let changed = store::set_active(tx, interpreter, active, now).await?;
    if changed {
        let facts = json!({ "active": active });
        audit::record(tx, permit.actor(), ActionKind::InterpreterChanged, interpreter, &facts, now).await?;
    }
    Ok(changed)
}
