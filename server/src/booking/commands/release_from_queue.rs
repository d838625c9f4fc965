//! Money came free: what waits for it goes on.

use super::plan_assignment::{PlanRefused, try_to_plan};
use crate::{
    booking::{
        assignment::Status,
        request::{BookingRequest, Priority},
        store,
    },
    identity::{Permit, policy::Dispatch},
    kernel::{
        clock::Instant,
        ids::{AssignmentId, BookingRequestId, BudgetLineId},
    },
    platform::{
        db::{LockKey, Tx},
        fault::{Fault, Stop},
    },
};
use std::cmp::Reverse;

/// The place in the queue: legal duties first, then urgent ones, then by age.
pub(in crate::booking) fn place_in_queue(request: &BookingRequest) -> (Reverse<Priority>, Instant, BookingRequestId) {
    (Reverse(request.priority), request.requested_at, request.id)
}

/// Somebody who waits for the same line comes before this request, so that money that came free a moment ago is not taken
/// from under their hands. The line is locked already.
///
/// # Errors
/// The database can't be read.
pub(super) async fn somebody_comes_first(request: &BookingRequest, now: Instant, tx: &Tx) -> Result<bool, Fault> {
    let waiting = store::waiting_for(tx.conn(), request.budget_line).await?;
    let mut others = waiting.iter().map(|(other, _)| other).filter(|other| other.slot.starts_at() > now);
    Ok(others.any(|other| place_in_queue(other) < place_in_queue(request)))
}

/// Serves the requests that wait for a line: legal duties first, then urgent ones, then by age. It stops at the first that the
/// line can't bear, so that nobody is overtaken by a cheaper one. Gives those whose search was opened.
///
/// # Errors
/// The database can't be written.
pub async fn release_from_queue(
    permit: &Permit<Dispatch>,
    line: BudgetLineId,
    now: Instant,
    tx: &mut Tx,
) -> Result<Vec<AssignmentId>, Fault> {
    let waiting = store::waiting_for(tx.conn(), line).await?;
    let assignments = waiting.iter().map(|(_, assignment)| LockKey::from(assignment.id));
    tx.lock_for_use(assignments.chain([line.into()])).await?;
    // Again, under the lock.
    let mut waiting = store::waiting_for(tx.conn(), line).await?;
    waiting.sort_by_key(|(request, _)| place_in_queue(request));
    let mut served = Vec::new();
    for (request, mut assignment) in waiting {
        if request.slot.starts_at() <= now {
            continue;
        }
        match try_to_plan(permit.actor(), &request, &mut assignment, now, tx).await {
            Ok(planned) if planned.status == Status::Searching => served.push(assignment.id),
            Ok(_) => break,
            // No schedule for that day any more: it goes on waiting, the others need not.
            Err(Stop::Refused(
                PlanRefused::NoSchedule { .. } | PlanRefused::NoRate { .. } | PlanRefused::NotWaiting,
            )) => {}
            Err(Stop::Fault(fault)) => return Err(fault),
        }
    }
    Ok(served)
}
