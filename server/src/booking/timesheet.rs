//! The record of what took place, written by the interpreter and confirmed by the office.

use super::names::names;
use crate::kernel::{clock::Instant, ids::*, money::Cents};

names! {
    /// What became of the session.
    Outcome {
        /// It took place.
        Held = "held",
        /// The interpreter came, the client did not.
        ClientAbsent = "client_absent",
        /// The interpreter did not come.
        InterpreterAbsent = "interpreter_absent",
    }
}

names! {
    /// Where a timesheet stands.
    TimesheetStatus {
        /// Recorded, waits for the office.
        Drafted = "drafted",
        /// The office disagrees; the interpreter corrects.
        Disputed = "disputed",
        /// The office agreed.
        Confirmed = "confirmed",
    }
}

/// One timesheet as it is stored.
#[doc(alias = "Einsatznachweis")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Timesheet {
    /// Its key.
    pub id: TimesheetId,
    /// Of which assignment.
    pub assignment: AssignmentId,
    /// Whose work.
    pub interpreter: InterpreterId,
    /// What took place.
    pub record: Record,
    /// Where it stands.
    pub status: TimesheetStatus,
    /// Why the office disagrees.
    pub dispute_reason: Option<String>,
    /// Who recorded it.
    pub recorded_by: Option<AccountId>,
    /// When.
    pub recorded_at: Instant,
    /// Who answered for the office.
    pub answered_by: Option<AccountId>,
    /// When.
    pub answered_at: Option<Instant>,
    /// Raised with every change.
    pub version: i32,
}

/// What was recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// What became of the session.
    pub outcome: Outcome,
    /// From when to when it was held.
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
