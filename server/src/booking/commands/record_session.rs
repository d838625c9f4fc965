//! The interpreter records what took place.

use super::lock_booking;
use crate::{
    audit::{self, ActionKind},
    booking::{
        ask::reason as checked_reason,
        assignment::Status,
        events::SessionRecorded,
        refusals::refusals,
        request::BookingRequest,
        rules::Rules,
        store,
        timesheet::{Outcome, Record, Timesheet, TimesheetStatus},
    },
    identity::{Permit, policy::RecordSession},
    kernel::{clock::Instant, ids::TimesheetId, money::Cents, time::CivilSlot},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::Duration;
use serde_json::json;

/// What an interpreter says took place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRecord {
    /// `held` or `client_absent`.
    pub outcome: Outcome,
    /// From when to when; needed if it was held.
    pub held: Option<(Instant, Instant)>,
    /// Minutes of break within.
    pub break_minutes: i32,
    /// Minutes of the way there and back together.
    pub travel_minutes: i32,
    /// Meters there and back together.
    pub travel_meters: i32,
    /// Tickets bought.
    pub tickets: Cents,
    /// Why it was otherwise than agreed.
    pub deviation_reason: String,
}

refusals! {
    /// Why a session was not recorded.
    RecordRefused {
        /// It is not this interpreter's job.
        NotYours = "job-not-yours", Conflict;
        /// It was recorded already.
        Recorded = "session-recorded-already", Conflict;
        /// Only what the office disputed is corrected.
        NotDisputed = "timesheet-not-disputed", Conflict;
        /// It has not begun.
        NotYet = "session-not-yet", Conflict;
        /// The interpreter says whether it was held; that nobody came is for the office to say.
        OutcomeNotYours = "outcome-not-yours", Input, "outcome";
        /// Held, but when?
        TimesMissing = "held-times-missing", Input, "held_from";
        /// The end is not after the begin.
        EndsBeforeItStarts = "held-ends-before-it-starts", Input, "held_to";
        /// It would end after now.
        InFuture = "held-in-future", Input, "held_to";
        /// More than a day away from what was agreed.
        FarFromAgreed = "held-far-from-agreed", Input, "held_from";
        /// The break is as long as the session.
        BreakTooLong = "break-too-long", Input, "break_minutes";
        /// A number below zero or beyond a day.
        OutOfBounds = "travel-out-of-bounds", Input, "travel_minutes";
        /// Otherwise than agreed by more than the tolerance, and no reason.
        DeviationUnexplained { tolerance: i64 } = "deviation-unexplained", Input, "deviation_reason";
        /// The reason is too long or holds control characters.
        ReasonUnreadable = "reason-unreadable", Input, "deviation_reason";
    }
}

/// Records the session; the office is asked to confirm.
///
/// # Errors
/// Refuses what is not their job, what has not begun, impossible times, and deviations without a reason.
#[doc(alias = "Einsatznachweis")]
pub async fn record_session(
    permit: &Permit<RecordSession>,
    record: &SessionRecord,
    now: Instant,
    tx: &mut Tx,
) -> Result<TimesheetId, Stop<RecordRefused>> {
    let (request, mut assignment) = lock_booking(tx, permit.assignment, Some(permit.interpreter)).await?;
    if assignment.interpreter != Some(permit.interpreter) {
        return Err(Stop::Refused(RecordRefused::NotYours));
    }
    match assignment.status {
        Status::Filled => {}
        Status::Held | Status::Confirmed => return Err(Stop::Refused(RecordRefused::Recorded)),
        _ => return Err(Stop::Refused(RecordRefused::NotYours)),
    }
    let rules = store::rules(tx.conn()).await?;
    let record = check(record, &request, &rules, now).map_err(Stop::Refused)?;
    let timesheet = Timesheet {
        id: TimesheetId::new(),
        assignment: assignment.id,
        interpreter: permit.interpreter,
        record,
        status: TimesheetStatus::Drafted,
        dispute_reason: None,
        recorded_by: permit.actor().account(),
        recorded_at: now,
        answered_by: None,
        answered_at: None,
        version: 1,
    };
    assignment.status = Status::Held;
    store::insert_timesheet(tx, &timesheet).await?;
    store::save_assignment(tx, &mut assignment, &request, now).await.map_err(Fault::from)?;
    publish(&timesheet, &request, now, tx).await?;
    audit::record(tx, permit.actor(), ActionKind::SessionRecorded, timesheet.id, &facts(&timesheet), now).await?;
    Ok(timesheet.id)
}

/// Tells the office.
pub(super) async fn publish(
    timesheet: &Timesheet,
    request: &BookingRequest,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Fault> {
    let event = SessionRecorded {
        timesheet: timesheet.id,
        assignment: timesheet.assignment,
        interpreter: timesheet.interpreter,
        office: request.office,
    };
    tx.publish(&event, now).await
}

/// What the audit keeps of a record.
pub(super) fn facts(timesheet: &Timesheet) -> serde_json::Value {
    let record = &timesheet.record;
    json!({
        "outcome": record.outcome, "held": record.held, "break_minutes": record.break_minutes,
        "travel_minutes": record.travel_minutes, "travel_meters": record.travel_meters, "tickets": record.tickets,
        "version": timesheet.version,
    })
}

/// The record as it may be stored.
pub(super) fn check(
    given: &SessionRecord,
    request: &BookingRequest,
    rules: &Rules,
    now: Instant,
) -> Result<Record, RecordRefused> {
    let agreed = &request.slot;
    if given.outcome == Outcome::InterpreterAbsent {
        return Err(RecordRefused::OutcomeNotYours);
    }
    if now < agreed.starts_at() {
        return Err(RecordRefused::NotYet);
    }
    let day = 24 * 60;
    let in_bounds = (0..=day).contains(&given.travel_minutes)
        && (0..=1_000_000).contains(&given.travel_meters)
        && (0..=100_000).contains(&given.tickets.get());
    if !in_bounds {
        return Err(RecordRefused::OutOfBounds);
    }
    let reason = checked_reason(&given.deviation_reason, "deviation_reason", false)
        .map_err(|_| RecordRefused::ReasonUnreadable)?;
    let held = match (given.outcome, given.held) {
        (Outcome::Held, None) => return Err(RecordRefused::TimesMissing),
        (Outcome::Held, Some(held)) => Some(check_held(held, given.break_minutes, agreed, now)?),
        _ => None,
    };
    let tolerance = rules.tolerance_minutes;
    if held.is_some_and(|held| deviates(held, agreed, tolerance)) && reason.is_empty() {
        return Err(RecordRefused::DeviationUnexplained { tolerance });
    }
    Ok(Record {
        outcome: given.outcome,
        held,
        break_minutes: if held.is_some() { given.break_minutes } else { 0 },
        travel_minutes: given.travel_minutes,
        travel_meters: given.travel_meters,
        tickets: given.tickets,
        deviation_reason: reason,
    })
}

fn check_held(
    (from, to): (Instant, Instant),
    break_minutes: i32,
    agreed: &CivilSlot,
    now: Instant,
) -> Result<(Instant, Instant), RecordRefused> {
    if to <= from {
        return Err(RecordRefused::EndsBeforeItStarts);
    }
    if to > now {
        return Err(RecordRefused::InFuture);
    }
    if (from - agreed.starts_at()).abs() > Duration::hours(24) || to - from > Duration::hours(24) {
        return Err(RecordRefused::FarFromAgreed);
    }
    if break_minutes < 0 || Duration::minutes(break_minutes.into()) >= to - from {
        return Err(RecordRefused::BreakTooLong);
    }
    Ok((from, to))
}

/// Begins or ends otherwise than agreed by more than so many minutes.
fn deviates((from, to): (Instant, Instant), agreed: &CivilSlot, tolerance: i64) -> bool {
    let tolerance = Duration::minutes(tolerance);
    (from - agreed.starts_at()).abs() > tolerance || (to - agreed.ends_at()).abs() > tolerance
}
