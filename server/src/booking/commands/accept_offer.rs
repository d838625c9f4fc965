//! An interpreter says yes. The first yes wins; everybody else learns that the assignment is taken.

use super::{end_open_offers, lock_booking};
use crate::{
    audit::{self, ActionKind},
    booking::{
        assignment::{Assignment, Status},
        estimate,
        events::{AssignmentFilled, OfferEnd},
        offer::{Offer, OfferStatus},
        refusals::refusals,
        request::BookingRequest,
        search, store,
    },
    budget,
    directory::{self, facts::InterpreterFacts, facts::ProfileFacts},
    identity::{Permit, policy::AnswerOffer},
    kernel::{actor::Actor, clock::Instant, ids::AssignmentId},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

refusals! {
    /// Why a yes came to nothing.
    AcceptRefused {
        /// Somebody else was faster.
        Taken = "assignment-taken", Conflict;
        /// The time to answer is over.
        Expired = "offer-expired", Conflict;
        /// It was called back: cancelled, moved, or the search ended.
        Withdrawn = "offer-withdrawn", Conflict;
        /// Was answered before.
        Answered = "offer-already-answered", Conflict;
        /// The interpreter has another session then.
        Busy = "interpreter-busy", Conflict;
        /// A credential that the session needs is not valid on that day.
        NotQualified = "credential-not-valid-on-the-day", Conflict;
        /// It would cost more than was committed, and the line can't bear it.
        NoMoney = "commitment-too-small", Conflict;
    }
}

/// Says yes. The commitment becomes this interpreter's price; all others who were asked learn that it is taken.
///
/// # Errors
/// Refuses whoever was not first, was too late, or has no time.
#[doc(alias = "Zusage")]
pub async fn accept_offer(
    permit: &Permit<AnswerOffer>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Assignment, Stop<AcceptRefused>> {
    let (request, assignment) = lock_booking(tx, permit.assignment, Some(permit.interpreter)).await?;
    let offers = store::offers(tx.conn(), permit.assignment).await?;
    let mine = offers.iter().find(|offer| offer.id == permit.offer && offer.interpreter == permit.interpreter);
    let offer = mine.cloned().ok_or_else(|| Fault::new("a permit to answer names another offer"))?;
    accept(permit.actor(), offer, offers, request, assignment, now, tx).await
}

/// The yes of an interpreter to a stored offer. Assignment, line and interpreter are locked already.
pub(super) async fn accept(
    actor: &Actor,
    offer: Offer,
    offers: Vec<Offer>,
    request: BookingRequest,
    assignment: Assignment,
    now: Instant,
    tx: &mut Tx,
) -> Result<Assignment, Stop<AcceptRefused>> {
    let busy = store::busy(tx.conn(), offer.interpreter, request.slot.interval()).await?;
    let person = directory::interpreter(tx.conn(), offer.interpreter).await?;
    let person = person.ok_or_else(|| Fault::new("an offer was made to nobody"))?;
    let profile = search::profile_of(tx.conn(), &request).await?;

    let (offer, mut assignment) =
        decide(offer, assignment, &request, &busy, &person, &profile, now).map_err(Stop::Refused)?;

    let price = estimate::for_interpreter(&request, &person).map_err(|stop| match stop {
        Stop::Refused(refused) => Fault::new(format!("a planned session has no price any more: {refused:?}")),
        Stop::Fault(fault) => fault,
    })?;
    budget::adjust(tx, actor, assignment.id, price.gross, now)
        .await
        .map_err(|stop| stop.map(|_| AcceptRefused::NoMoney))?;
    assignment.estimate = price.net;
    assignment.schedule_id = price.schedule_id;
    assignment.rate_group = Some(person.rate_terms(request.slot.date()).group.to_owned());
    store::save_offer(tx, &offer).await.map_err(|error| {
        if store::is_second_yes(&error) { Stop::Refused(AcceptRefused::Taken) } else { error.into() }
    })?;
    store::save_assignment(tx, &mut assignment, &request, now)
        .await
        .map_err(|error| if store::is_overlap(&error) { Stop::Refused(AcceptRefused::Busy) } else { error.into() })?;
    let others = offers.into_iter().filter(|other| other.id != offer.id).collect();
    let told = end_open_offers(tx, others, OfferStatus::Filled, OfferEnd::Filled, now).await?;
    let event = AssignmentFilled {
        assignment: assignment.id,
        offer: offer.id,
        interpreter: offer.interpreter,
        office: assignment.office,
    };
    tx.publish(&event, now).await?;
    let facts = json!({ "offer": offer.id, "interpreter": offer.interpreter, "fee": price.net, "others": told.len() });
    audit::record(tx, actor, ActionKind::OfferAccepted, assignment.id, &facts, now).await?;
    Ok(assignment)
}

/// Somebody is looked for, so that a yes can count.
pub(super) fn must_be_open(assignment: &Assignment) -> Result<(), AcceptRefused> {
    match assignment.status {
        Status::Searching => Ok(()),
        Status::Filled | Status::Held | Status::Confirmed => Err(AcceptRefused::Taken),
        Status::AwaitingBudget | Status::Unfilled | Status::Cancelled => Err(AcceptRefused::Withdrawn),
    }
}

/// First yes wins.
fn decide(
    mut offer: Offer,
    mut assignment: Assignment,
    request: &BookingRequest,
    busy: &[AssignmentId],
    person: &InterpreterFacts,
    profile: &ProfileFacts,
    now: Instant,
) -> Result<(Offer, Assignment), AcceptRefused> {
    match offer.status {
        OfferStatus::Open => {}
        OfferStatus::Filled => return Err(AcceptRefused::Taken),
        OfferStatus::Expired => return Err(AcceptRefused::Expired),
        OfferStatus::Withdrawn => return Err(AcceptRefused::Withdrawn),
        OfferStatus::Accepted | OfferStatus::Declined | OfferStatus::Dropped => return Err(AcceptRefused::Answered),
    }
    must_be_open(&assignment)?;
    if offer.expires_at <= now {
        return Err(AcceptRefused::Expired);
    }
    if !busy.is_empty() {
        return Err(AcceptRefused::Busy);
    }
    if !profile.credentials.iter().all(|kind| person.holds(*kind, request.slot.date())) {
        return Err(AcceptRefused::NotQualified);
    }
    offer.status = OfferStatus::Accepted;
    offer.answered_at = Some(now);
    assignment.status = Status::Filled;
    assignment.interpreter = Some(offer.interpreter);
    assignment.filled_at = Some(now);
    Ok((offer, assignment))
}
