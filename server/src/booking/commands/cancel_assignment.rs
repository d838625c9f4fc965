//! The office cancels. Early or late is computed from timestamps and the dated rule, shown before, and never edited.

use super::{belongs_to, end_open_offers, lock_booking};
use crate::{
    audit::{self, ActionKind},
    booking::{
        ask::reason as checked_reason,
        assignment::{Assignment, Cancellation, CancellationClass, CancelledBy, Status},
        estimate,
        events::{AssignmentCancelled, OfferEnd},
        offer::OfferStatus,
        refusals::refusals,
        request::BookingRequest,
        store::{self, Conn},
    },
    budget, directory,
    identity::{Permit, policy::CancelAssignment},
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        money::Cents,
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use rates::{Catalog, cancellation};
use serde_json::json;

refusals! {
    /// Why nothing was cancelled.
    CancelRefused {
        /// It is over: held, unfilled or cancelled already.
        Over = "assignment-is-over", Conflict;
        /// It has begun: somebody did not come, or it takes place.
        Begun = "session-has-begun-for-office", Conflict;
        /// The consequence is another than the one that was shown.
        ConsequenceChanged = "cancellation-became-late", Conflict;
        /// The reason is too long or holds control characters.
        ReasonUnreadable = "reason-unreadable", Input, "reason";
    }
}

/// What a cancellation at this moment means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consequence {
    /// Early or late; none if nobody is booked.
    pub class: Option<CancellationClass>,
    /// The rule as the schedule says it: `(German, English)`.
    pub why: Option<(String, String)>,
    /// What the interpreter is owed, net.
    pub fee: Cents,
    /// Until when it is early.
    pub early_until: Option<Instant>,
    /// How many wait for an answer and will be told.
    pub open_offers: usize,
}

/// What was cancelled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cancelled {
    /// What it means.
    pub consequence: Consequence,
    /// What became free in the budget.
    pub released: Cents,
}

/// What a cancellation at `at` would mean; for the page that asks before.
///
/// # Errors
/// The database can't be read, or the promised schedule is gone.
pub async fn consequence(
    conn: &impl Conn,
    request: &BookingRequest,
    assignment: &Assignment,
    at: Instant,
) -> Result<Consequence, Fault> {
    let offers = store::offers(conn, assignment.id).await?;
    let open_offers = offers.iter().filter(|offer| offer.status == OfferStatus::Open).count();
    let nothing_due = Consequence { class: None, why: None, fee: Cents::ZERO, early_until: None, open_offers };
    let (Status::Filled, Some(interpreter)) = (assignment.status, assignment.interpreter) else {
        return Ok(nothing_due);
    };
    let schedule = Catalog::builtin()
        .by_id(&assignment.schedule_id)
        .ok_or_else(|| Fault::new(format!("the promised schedule {:?} is gone", assignment.schedule_id)))?;
    let person = directory::interpreter(conn, interpreter).await?;
    let person = person.ok_or_else(|| Fault::new("a filled assignment without its interpreter"))?;
    let starts_at = request.slot.starts_at();
    let found = cancellation::classify(schedule, starts_at, at);
    Ok(Consequence {
        class: Some(match found.class {
            cancellation::Class::Early => CancellationClass::Early,
            cancellation::Class::Late => CancellationClass::Late,
        }),
        why: Some((found.sentence.de.clone(), found.sentence.en.clone())),
        fee: estimate::cancellation_fee(request, schedule, &person, assignment.rate_group.as_deref(), at)?,
        early_until: cancellation::early_until(schedule, starts_at),
        open_offers,
    })
}

/// Cancels. Early, or with nobody booked, the money is free at once; late, the fee is for billing. `seen` is the class that was
/// shown on the page that asked; if it has become another meanwhile, nothing happens and the page asks again.
///
/// # Errors
/// Refuses what is over or has begun.
#[doc(alias = "Stornierung")]
pub async fn cancel_assignment(
    permit: &Permit<CancelAssignment>,
    reason: &str,
    seen: Option<CancellationClass>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Cancelled, Stop<CancelRefused>> {
    let (request, mut assignment) = lock_booking(tx, permit.assignment, None).await?;
    belongs_to(&assignment, permit.office)?;
    if !assignment.status.is_open() {
        return Err(Stop::Refused(CancelRefused::Over));
    }
    if request.slot.starts_at() <= now {
        return Err(Stop::Refused(CancelRefused::Begun));
    }
    let reason = checked_reason(reason, "reason", false).map_err(|_| Stop::Refused(CancelRefused::ReasonUnreadable))?;
    let consequence = consequence(tx.conn(), &request, &assignment, now).await?;
    if consequence.class == Some(CancellationClass::Late) && seen == Some(CancellationClass::Early) {
        return Err(Stop::Refused(CancelRefused::ConsequenceChanged));
    }
    let late = consequence.class == Some(CancellationClass::Late);
    let offers = store::offers(tx.conn(), assignment.id).await?;
    end_open_offers(tx, offers, OfferStatus::Withdrawn, OfferEnd::Withdrawn, now).await?;
    assignment.status = Status::Cancelled;
    assignment.cancellation = Some(Cancellation {
        by: cancelled_by(permit),
        at: now,
        class: consequence.class,
        why: consequence.why.clone(),
    });
    store::save_assignment(tx, &mut assignment, &request, now).await.map_err(Fault::from)?;
    let released = if late { Cents::ZERO } else { budget::release(tx, permit.actor(), assignment.id, now).await? };
    let event = AssignmentCancelled {
        assignment: assignment.id,
        office: assignment.office,
        interpreter: assignment.interpreter,
        late,
        notified_at: now,
    };
    tx.publish(&event, now).await?;
    let facts = json!({ "class": consequence.class, "rule": consequence.why, "released": released });
    let personal: Vec<(&str, &str)> =
        Some(("reason", reason.as_str())).into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let kind = ActionKind::AssignmentCancelled;
    audit::record_with_personal(tx, permit.actor(), kind, assignment.id, &facts, &personal, now).await?;
    Ok(Cancelled { consequence, released })
}

fn cancelled_by(permit: &Permit<CancelAssignment>) -> CancelledBy {
    let of_office = match permit.actor() {
        Actor::Person(_) => permit.actor().offices(Role::CaseWorker).contains(&permit.office),
        Actor::House(_) => false,
    };
    if of_office { CancelledBy::Office } else { CancelledBy::Coordination }
}
