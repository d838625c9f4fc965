//! The office disagreed; the interpreter corrects.

use super::{
    lock_booking,
    record_session::{RecordRefused, SessionRecord, check, facts, publish},
};
use crate::{
    audit::{self, ActionKind},
    booking::{store, timesheet::TimesheetStatus},
    identity::{Permit, policy::RecordSession},
    kernel::{clock::Instant, ids::TimesheetId},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};

/// Replaces what was recorded; the office is asked again. The audit keeps what stood there before.
///
/// # Errors
/// Refuses what was not disputed, and what could not have been recorded in the first place.
pub async fn correct_timesheet(
    permit: &Permit<RecordSession>,
    record: &SessionRecord,
    now: Instant,
    tx: &mut Tx,
) -> Result<TimesheetId, Stop<RecordRefused>> {
    let (request, assignment) = lock_booking(tx, permit.assignment, Some(permit.interpreter)).await?;
    let found = store::timesheet_of(tx.conn(), assignment.id).await?;
    let mut timesheet = found.ok_or_else(|| Fault::new(format!("assignment {} has no timesheet", assignment.id)))?;
    if timesheet.interpreter != permit.interpreter {
        return Err(Stop::Refused(RecordRefused::NotYours));
    }
    if timesheet.status != TimesheetStatus::Disputed {
        return Err(Stop::Refused(RecordRefused::NotDisputed));
    }
    let rules = store::rules(tx.conn()).await?;
    timesheet.record = check(record, &request, &rules, now).map_err(Stop::Refused)?;
    timesheet.status = TimesheetStatus::Drafted;
    timesheet.recorded_at = now;
    timesheet.recorded_by = permit.actor().account();
    store::save_timesheet(tx, &mut timesheet).await?;
    publish(&timesheet, &request, now, tx).await?;
    audit::record(tx, permit.actor(), ActionKind::TimesheetCorrected, timesheet.id, &facts(&timesheet), now).await?;
    Ok(timesheet.id)
}
