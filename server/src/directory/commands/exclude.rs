//! An interpreter and an office that do not work with each other.

use crate::{
    audit::{self, ActionKind},
    directory::store,
    identity::{Permit, policy::ManagePool},
    kernel::{
        clock::Instant,
        ids::{InterpreterId, OfficeId},
    },
    platform::{db::Tx, fault::Fault},
};
use serde_json::json;

/// Rules out an interpreter for an office, or lets them work together again. Either side may ask for it; the reason is nobody's
/// business, so none is stored. Accepted jobs stay. Gives whether that changed anything.
///
/// # Errors
/// The database can't be written.
#[doc(alias = "Ausschluss")]
pub async fn set_excluded(
    permit: &Permit<ManagePool>,
    interpreter: InterpreterId,
    office: OfficeId,
    excluded: bool,
    now: Instant,
    tx: &mut Tx,
) -> Result<bool, Fault> {
    tx.lock_for_use([interpreter.into()]).await?;
    let changed = store::set_excluded(tx, interpreter, office, excluded, now).await?;
    if changed {
        let facts = json!({ "office": office, "excluded": excluded });
        audit::record(tx, permit.actor(), ActionKind::ExclusionChanged, interpreter, &facts, now).await?;
    }
    Ok(changed)
}
