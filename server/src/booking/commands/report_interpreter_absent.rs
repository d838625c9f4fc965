//! The interpreter did not come, says the office.

use super::{belongs_to, lock_booking, sign_timesheet::confirmed};
use crate::{
    audit::{self, ActionKind},
    booking::{
        ask::reason as checked_reason,
        assignment::Status,
        refusals::refusals,
        store,
        timesheet::{Outcome, Record, Timesheet, TimesheetStatus},
    },
    identity::{Permit, policy::ReportInterpreterAbsent},
    kernel::{clock::Instant, ids::TimesheetId, money::Cents},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

refusals! {
    /// Why an absence was not recorded.
    ReportRefused {
        /// Nobody was booked, or a record exists already.
        NotFilled = "assignment-not-filled", Conflict;
        /// It has not begun.
        NotYet = "session-not-yet", Conflict;
        /// Whoever says so tells what happened.
        ReasonMissing = "absence-reason-missing", Input, "reason";
    }
}

/// Records that the interpreter did not come. Nothing is owed; the interpreter is told and can object to the coordination.
///
/// # Errors
/// Refuses before the session, without a reason, and where a record exists.
pub async fn report_interpreter_absent(
    permit: &Permit<ReportInterpreterAbsent>,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<TimesheetId, Stop<ReportRefused>> {
    let (request, mut assignment) = lock_booking(tx, permit.assignment, None).await?;
    belongs_to(&assignment, permit.office)?;
    let (Status::Filled, Some(interpreter)) = (assignment.status, assignment.interpreter) else {
        return Err(Stop::Refused(ReportRefused::NotFilled));
    };
    if now < request.slot.starts_at() {
        return Err(Stop::Refused(ReportRefused::NotYet));
    }
    let reason = checked_reason(reason, "reason", true).map_err(|_| Stop::Refused(ReportRefused::ReasonMissing))?;
    let account = permit.actor().account();
    let timesheet = Timesheet {
        id: TimesheetId::new(),
        assignment: assignment.id,
        interpreter,
        record: Record {
            outcome: Outcome::InterpreterAbsent,
            held: None,
            break_minutes: 0,
            travel_minutes: 0,
            travel_meters: 0,
            tickets: Cents::ZERO,
            deviation_reason: reason.clone(),
        },
        status: TimesheetStatus::Confirmed,
        dispute_reason: None,
        recorded_by: account,
        recorded_at: now,
        answered_by: account,
        answered_at: Some(now),
        version: 1,
    };
    assignment.status = Status::Confirmed;
    store::insert_timesheet(tx, &timesheet).await?;
    store::save_assignment(tx, &mut assignment, &request, now).await.map_err(Fault::from)?;
    confirmed(&timesheet, &assignment, now, tx).await?;
    let facts = json!({ "outcome": Outcome::InterpreterAbsent, "interpreter": interpreter });
    let kind = ActionKind::SessionRecorded;
    audit::record_with_personal(tx, permit.actor(), kind, timesheet.id, &facts, &[("reason", &reason)], now).await?;
    Ok(timesheet.id)
}
