//! An interpreter says no: one tap, the reason is theirs to give or keep.

use crate::{
    audit::{self, ActionKind},
    booking::{
        ask::{Problem, reason as checked_reason},
        events::{OfferEnd, OfferEnded},
        jobs,
        offer::OfferStatus,
        refusals::refusals,
        store,
    },
    identity::{Permit, policy::AnswerOffer},
    kernel::clock::Instant,
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

refusals! {
    /// Why a no came to nothing.
    DeclineRefused {
        /// It is over: taken by somebody else, expired or called back. Nothing needs to be done.
        Over = "offer-is-over", Conflict;
        /// Accepted already: whoever can't come after all drops out of the job.
        Accepted = "offer-accepted-already", Conflict;
        /// The reason is too long or holds control characters.
        ReasonUnreadable = "reason-unreadable", Input, "reason";
    }
}

/// Says no. If nobody else may still answer, the next wave goes out at once.
///
/// # Errors
/// Refuses if there is nothing to answer.
#[doc(alias = "Absage")]
pub async fn decline_offer(
    permit: &Permit<AnswerOffer>,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<DeclineRefused>> {
    tx.lock_for_use([permit.assignment.into()]).await?;
    let offers = store::offers(tx.conn(), permit.assignment).await?;
    let mine = offers.iter().find(|offer| offer.id == permit.offer && offer.interpreter == permit.interpreter);
    let mut offer = mine.cloned().ok_or_else(|| Fault::new("a permit to answer names another offer"))?;
    match offer.status {
        OfferStatus::Open => {}
        OfferStatus::Declined => return Ok(()),
        OfferStatus::Accepted => return Err(Stop::Refused(DeclineRefused::Accepted)),
        _ => return Err(Stop::Refused(DeclineRefused::Over)),
    }
    let reason = checked_reason(reason, "reason", false)
        .map_err(|_: Problem| Stop::Refused(DeclineRefused::ReasonUnreadable))?;
    offer.status = OfferStatus::Declined;
    offer.answered_at = Some(now);
    offer.decline_reason = Some(reason).filter(|text| !text.is_empty());
    store::save_offer(tx, &offer).await?;
    let (id, assignment, interpreter) = (offer.id, offer.assignment, offer.interpreter);
    tx.publish(&OfferEnded { offer: id, assignment, interpreter, how: OfferEnd::Declined }, now).await?;
    let somebody_left = offers.iter().any(|other| other.id != offer.id && other.status == OfferStatus::Open);
    if !somebody_left {
        jobs::look_now(tx, assignment, offer.id.0, now).await?;
    }
    let facts = json!({ "wave": offer.wave, "round": offer.search_round });
    audit::record(tx, permit.actor(), ActionKind::OfferDeclined, offer.id, &facts, now).await?;
    Ok(())
}
