//! Nobody could be found, or there was no money. The need is kept with its reason.

use super::{end_open_offers, lock_booking};
use crate::{
    audit::{self, ActionKind},
    booking::{
        assignment::{Assignment, Status, UnfilledReason},
        events::{AssignmentUnfilled, OfferEnd},
        offer::OfferStatus,
        refusals::refusals,
        request::BookingRequest,
        store,
    },
    budget,
    identity::{Permit, policy::Dispatch},
    kernel::{actor::Actor, clock::Instant},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
    scheduling::{Ranking, Reason},
};
use serde_json::json;

refusals! {
    /// Why a search was not given up.
    UnfilledRefused {
        /// Nobody is looked for (any more).
        NotSearching = "assignment-not-searching", Conflict;
    }
}

/// Gives up a search, or a request that waits for money. Open offers are withdrawn, the money is free again.
///
/// # Errors
/// Refuses if nobody is looked for.
pub async fn declare_unfilled(
    permit: &Permit<Dispatch>,
    reason: UnfilledReason,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<UnfilledRefused>> {
    let (request, mut assignment) = lock_booking(tx, permit.assignment, None).await?;
    if !matches!(assignment.status, Status::Searching | Status::AwaitingBudget) {
        return Err(Stop::Refused(UnfilledRefused::NotSearching));
    }
    Ok(close_search(permit.actor(), &request, &mut assignment, reason, now, tx).await?)
}

/// The end of a search without anybody. The assignment is locked already.
pub(in crate::booking) async fn close_search(
    actor: &Actor,
    request: &BookingRequest,
    assignment: &mut Assignment,
    reason: UnfilledReason,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Fault> {
    let offers = store::offers(tx.conn(), assignment.id).await?;
    end_open_offers(tx, offers, OfferStatus::Withdrawn, OfferEnd::Withdrawn, now).await?;
    assignment.status = Status::Unfilled;
    assignment.unfilled_reason = Some(reason);
    store::save_assignment(tx, assignment, request, now).await?;
    budget::release(tx, actor, assignment.id, now).await?;
    let (id, office) = (assignment.id, assignment.office);
    tx.publish(&AssignmentUnfilled { assignment: id, office, reason: reason.name().to_owned() }, now).await?;
    audit::record(tx, actor, ActionKind::AssignmentUnfilled, id, &json!({ "reason": reason }), now).await
}

/// What a ranking says about why nobody came: nobody may, everybody who may needs more notice, or nobody was free.
pub(super) fn reason_of(ranking: &Ranking) -> UnfilledReason {
    if !ranking.recommended.is_empty() {
        return UnfilledReason::NobodyFree;
    }
    let may = |reasons: &[Reason]| {
        !reasons.iter().any(|reason| {
            matches!(
                reason,
                Reason::Inactive
                    | Reason::DoesNotSpeak { .. }
                    | Reason::ProficiencyTooLow { .. }
                    | Reason::CredentialMissing { .. }
                    | Reason::CredentialNotValid { .. }
                    | Reason::GenderRequired { .. }
                    | Reason::DeliveryNotOffered { .. }
            )
        })
    };
    let mut able = ranking.obstructed.iter().filter(|entry| may(&entry.obstacles)).peekable();
    if able.peek().is_none() {
        return UnfilledReason::NobodyQualified;
    }
    let only_notice = |reasons: &[Reason]| reasons.iter().all(|one| matches!(one, Reason::NoticeTooShort { .. }));
    if able.any(|entry| only_notice(&entry.obstacles)) { UnfilledReason::TooLate } else { UnfilledReason::NobodyFree }
}
