//! A yes that slipped out is taken back within a minute, as if it had not been said.

use super::{lock_booking, plan_assignment::vacate};
use crate::{
    audit::{self, ActionKind},
    booking::{
        assignment::Status,
        events::{InterpreterDroppedOut, OffersSent},
        jobs,
        offer::OfferStatus,
        refusals::refusals,
        store,
    },
    identity::{Permit, policy::DropOut},
    kernel::clock::Instant,
    platform::{db::Tx, fault::Stop},
};
use chrono::Duration;
use serde_json::json;
use uuid::Uuid;

/// So long a yes can be taken back.
pub const WAY_BACK: Duration = Duration::seconds(60);

refusals! {
    /// Why a yes was not taken back.
    TakeBackRefused {
        /// It is not this interpreter's job (any more).
        NotYours = "job-not-yours", Conflict;
        /// The minute is over: it can only be given back.
        TooLate = "yes-too-old-to-take-back", Conflict;
        /// It has begun.
        Begun = "session-has-begun", Conflict;
    }
}

/// Takes a yes back. The search stands where it stood: the same round, the offer open again until its time is over, and so are
/// the offers that ended by this yes; their addressees are told anew. It does not count as giving a job back.
///
/// # Errors
/// Refuses what is not their job, what has begun, and after a minute.
#[doc(alias = "Zusage zurücknehmen")]
pub async fn take_back(permit: &Permit<DropOut>, now: Instant, tx: &mut Tx) -> Result<(), Stop<TakeBackRefused>> {
    let (request, mut assignment) = lock_booking(tx, permit.assignment, Some(permit.interpreter)).await?;
    if assignment.status != Status::Filled || assignment.interpreter != Some(permit.interpreter) {
        return Err(Stop::Refused(TakeBackRefused::NotYours));
    }
    if request.slot.starts_at() <= now {
        return Err(Stop::Refused(TakeBackRefused::Begun));
    }
    let filled_at = assignment.filled_at;
    if filled_at.is_none_or(|at| now >= at + WAY_BACK) {
        return Err(Stop::Refused(TakeBackRefused::TooLate));
    }
    let round = assignment.search_round;
    let offers = store::offers(tx.conn(), assignment.id).await?;
    let mut told = Vec::new();
    for mut offer in offers.into_iter().filter(|offer| offer.search_round == round) {
        let is_the_yes = offer.status == OfferStatus::Accepted;
        let ended_by_it = offer.status == OfferStatus::Filled && offer.answered_at == filled_at;
        if !is_the_yes && !ended_by_it {
            continue;
        }
        // A job from the board was offered by nobody: open until the session begins, it would hold up the search.
        let from_the_board = is_the_yes && offer.expires_at == request.slot.starts_at();
        if from_the_board || offer.expires_at <= now {
            offer.status = OfferStatus::Expired;
            offer.answered_at = Some(now);
        } else {
            offer.status = OfferStatus::Open;
            offer.answered_at = None;
            if ended_by_it && offer.sent_at <= now {
                offer.sent_at = now;
                told.push(offer.id);
            }
        }
        store::save_offer(tx, &offer).await?;
    }
    vacate(permit.actor(), &request, &mut assignment, now, tx).await?;
    let (id, office, interpreter) = (assignment.id, assignment.office, permit.interpreter);
    tx.publish(&InterpreterDroppedOut { assignment: id, interpreter, office }, now).await?;
    let reopened = told.len();
    if reopened > 0 {
        tx.publish(&OffersSent { assignment: id, offers: told }, now).await?;
    }
    jobs::look_now(tx, id, Uuid::now_v7(), now).await?;
    let facts = json!({ "interpreter": interpreter, "round": round, "reopened": reopened });
    audit::record(tx, permit.actor(), ActionKind::YesTakenBack, id, &facts, now).await?;
    Ok(())
}
