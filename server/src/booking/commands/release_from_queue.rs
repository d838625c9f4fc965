//! Money came free: what waits for it goes on.

use super::plan_assignment::{PlanRefused, try_to_plan};
use crate::{
    booking::{assignment::Status, store},
    identity::{Permit, policy::Dispatch},
    kernel::{
        clock::Instant,
        ids::{AssignmentId, BudgetLineId},
    },
    platform::{
        db::{LockKey, Tx},
        fault::{Fault, Stop},
    },
};
use std::cmp::Reverse;

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
    waiting.sort_by_key(|(request, _)| (Reverse(request.priority), request.requested_at, request.id));
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
