//! The office disagrees with what was recorded, and says why.

use super::{belongs_to, sign_timesheet::lock_timesheet};
use crate::{
    audit::{self, ActionKind},
    booking::{
        ask::reason as checked_reason, events::TimesheetDisputed, refusals::refusals, store, timesheet::TimesheetStatus,
    },
    identity::{Permit, policy::AnswerTimesheet},
    kernel::clock::Instant,
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

refusals! {
    /// Why a timesheet was not disputed.
    DisputeRefused {
        /// It was answered already.
        Answered = "timesheet-answered-already", Conflict;
        /// Whoever disagrees says why.
        ReasonMissing = "dispute-reason-missing", Input, "reason";
    }
}

/// Disputes a timesheet; the interpreter corrects it or talks to the office.
///
/// # Errors
/// Refuses without a reason, and what was answered.
#[doc(alias = "beanstanden")]
pub async fn dispute_timesheet(
    permit: &Permit<AnswerTimesheet>,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<DisputeRefused>> {
    let (_, assignment, mut timesheet) = lock_timesheet(tx, permit.timesheet).await?;
    belongs_to(&assignment, permit.office)?;
    if timesheet.status != TimesheetStatus::Drafted {
        return Err(Stop::Refused(DisputeRefused::Answered));
    }
    let reason = checked_reason(reason, "reason", true).map_err(|_| Stop::Refused(DisputeRefused::ReasonMissing))?;
    timesheet.status = TimesheetStatus::Disputed;
    timesheet.dispute_reason = Some(reason.clone());
    timesheet.answered_by = permit.actor().account();
    timesheet.answered_at = Some(now);
    store::save_timesheet(tx, &mut timesheet).await?;
    let event = TimesheetDisputed {
        timesheet: timesheet.id,
        assignment: assignment.id,
        interpreter: timesheet.interpreter,
        office: assignment.office,
    };
    tx.publish(&event, now).await?;
    let facts = json!({ "version": timesheet.version });
    let kind = ActionKind::TimesheetDisputed;
    audit::record_with_personal(tx, permit.actor(), kind, timesheet.id, &facts, &[("reason", &reason)], now).await?;
    Ok(())
}
