//! The office confirms what took place. From here on it can be priced.

use super::{belongs_to, lock_booking};
use crate::{
    audit::{self, ActionKind},
    booking::{
        assignment::{Assignment, Status},
        events::TimesheetConfirmed,
        refusals::refusals,
        request::BookingRequest,
        store,
        timesheet::{Timesheet, TimesheetStatus},
    },
    identity::{Permit, policy::AnswerTimesheet},
    kernel::{clock::Instant, ids::TimesheetId},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

refusals! {
    /// Why a timesheet was not confirmed.
    SignRefused {
        /// It was answered already.
        Answered = "timesheet-answered-already", Conflict;
        /// The interpreter corrects it first.
        Disputed = "timesheet-is-disputed", Conflict;
        /// Nobody confirms their own work.
        OwnWork = "timesheet-own-work", Conflict;
        /// It was corrected since it was shown.
        ChangedMeanwhile = "timesheet-changed-meanwhile", Conflict;
    }
}

/// Confirms a timesheet. `seen_version` is what the signer had before their eyes.
///
/// # Errors
/// Refuses what was answered, what is disputed, and one's own work.
#[doc(alias = "Einsatz bestätigen")]
pub async fn sign_timesheet(
    permit: &Permit<AnswerTimesheet>,
    seen_version: Option<i32>,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<SignRefused>> {
    let (request, mut assignment, mut timesheet) = lock_timesheet(tx, permit.timesheet).await?;
    belongs_to(&assignment, permit.office)?;
    match timesheet.status {
        TimesheetStatus::Drafted => {}
        TimesheetStatus::Disputed => return Err(Stop::Refused(SignRefused::Disputed)),
        TimesheetStatus::Confirmed => return Err(Stop::Refused(SignRefused::Answered)),
    }
    if permit.actor().interpreter() == Some(timesheet.interpreter) {
        return Err(Stop::Refused(SignRefused::OwnWork));
    }
    if seen_version.is_some_and(|seen| seen != timesheet.version) {
        return Err(Stop::Refused(SignRefused::ChangedMeanwhile));
    }
    timesheet.status = TimesheetStatus::Confirmed;
    timesheet.answered_by = permit.actor().account();
    timesheet.answered_at = Some(now);
    assignment.status = Status::Confirmed;
    store::save_timesheet(tx, &mut timesheet).await?;
    store::save_assignment(tx, &mut assignment, &request, now).await.map_err(Fault::from)?;
    confirmed(&timesheet, &assignment, now, tx).await?;
    let facts = json!({ "outcome": timesheet.record.outcome, "version": timesheet.version });
    audit::record(tx, permit.actor(), ActionKind::TimesheetSigned, timesheet.id, &facts, now).await?;
    Ok(())
}

/// Tells billing.
pub(super) async fn confirmed(
    timesheet: &Timesheet,
    assignment: &Assignment,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Fault> {
    let event = TimesheetConfirmed {
        timesheet: timesheet.id,
        assignment: assignment.id,
        interpreter: timesheet.interpreter,
        office: assignment.office,
    };
    tx.publish(&event, now).await
}

/// Locks a timesheet's assignment, then loads all three.
pub(super) async fn lock_timesheet(tx: &Tx, id: TimesheetId) -> Result<(BookingRequest, Assignment, Timesheet), Fault> {
    let gone = || Fault::new(format!("timesheet {id} does not exist"));
    let before = store::timesheet(tx.conn(), id).await?.ok_or_else(gone)?;
    let (request, assignment) = lock_booking(tx, before.assignment, None).await?;
    let timesheet = store::timesheet(tx.conn(), id).await?.ok_or_else(gone)?;
    Ok((request, assignment, timesheet))
}
