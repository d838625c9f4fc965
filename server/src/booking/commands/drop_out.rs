//! The interpreter can't come after all. The search begins again by itself.

use super::{lock_booking, plan_assignment::vacate};
use crate::{
    audit::{self, ActionKind},
    booking::{
        ask::reason as checked_reason,
        assignment::Status,
        events::{InterpreterDroppedOut, SearchOpened},
        offer::OfferStatus,
        refusals::refusals,
        store,
    },
    identity::{Permit, policy::DropOut},
    kernel::clock::Instant,
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

refusals! {
    /// Why a job was not given back.
    DropOutRefused {
        /// It is not this interpreter's job (any more).
        NotYours = "job-not-yours", Conflict;
        /// It has begun: what took place is recorded instead.
        Begun = "session-has-begun", Conflict;
        /// The reason is too long or holds control characters.
        ReasonUnreadable = "reason-unreadable", Input, "reason";
    }
}

/// Gives the job back. A new round of the search begins in which this interpreter is not asked; the money stays committed.
///
/// # Errors
/// Refuses what is not their job, and what has begun.
#[doc(alias = "Rückgabe")]
pub async fn drop_out(
    permit: &Permit<DropOut>,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<DropOutRefused>> {
    let (request, mut assignment) = lock_booking(tx, permit.assignment, Some(permit.interpreter)).await?;
    if assignment.status != Status::Filled || assignment.interpreter != Some(permit.interpreter) {
        return Err(Stop::Refused(DropOutRefused::NotYours));
    }
    if request.slot.starts_at() <= now {
        return Err(Stop::Refused(DropOutRefused::Begun));
    }
    let reason =
        checked_reason(reason, "reason", false).map_err(|_| Stop::Refused(DropOutRefused::ReasonUnreadable))?;
    let offers = store::offers(tx.conn(), assignment.id).await?;
    for mut offer in offers.into_iter().filter(|offer| offer.status == OfferStatus::Accepted) {
        offer.status = OfferStatus::Dropped;
        offer.answered_at = Some(now);
        offer.decline_reason = Some(reason.clone()).filter(|text| !text.is_empty());
        store::save_offer(tx, &offer).await?;
    }
    assignment.search_round += 1;
    vacate(permit.actor(), &request, &mut assignment, now, tx).await?;
    let (id, office, interpreter) = (assignment.id, assignment.office, permit.interpreter);
    tx.publish(&InterpreterDroppedOut { assignment: id, interpreter, office }, now).await?;
    tx.publish(&SearchOpened { assignment: id, office, round: assignment.search_round }, now).await?;
    let facts = json!({ "interpreter": interpreter, "round": assignment.search_round });
    let personal: Vec<(&str, &str)> =
        Some(("reason", reason.as_str())).into_iter().filter(|(_, text)| !text.is_empty()).collect();
    audit::record_with_personal(tx, permit.actor(), ActionKind::InterpreterDroppedOut, id, &facts, &personal, now)
        .await?;
    Ok(())
}
