//! What happens in booking, told to whoever listens.

use crate::{
    kernel::{clock::Instant, ids::*},
    platform::outbox::Event,
};
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal { $($(#[$field_doc:meta])* $field:ident : $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        pub struct $name { $($(#[$field_doc])* #[allow(missing_docs)] pub $field: $type),+ }
        impl Event for $name {
            const KIND: &'static str = $kind;
        }
    )+};
}

/// How an offer ended without being the accepted one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferEnd {
    /// The interpreter said no.
    Declined,
    /// Nobody answered in time; never a penalty.
    Expired,
    /// Somebody else was faster.
    Filled,
    /// The search ended or the office cancelled.
    Withdrawn,
}

events! {
    /// A case worker asked for a session.
    RequestSubmitted = "booking.request-submitted" { request: BookingRequestId, assignment: AssignmentId, office: OfficeId }
    /// The office's line can't bear the estimate: the request waits for money.
    BudgetExhausted = "booking.budget-exhausted" { assignment: AssignmentId, office: OfficeId }
    /// Money is committed and the search begins (again, in round 2 and later).
    SearchOpened = "booking.search-opened" { assignment: AssignmentId, office: OfficeId, round: i32 }
    /// Interpreters were asked.
    OffersSent = "booking.offers-sent" { assignment: AssignmentId, offers: Vec<OfferId> }
    /// Everybody who fits was asked in vain: the coordination takes over.
    SearchExhausted = "booking.search-exhausted" { assignment: AssignmentId, office: OfficeId, round: i32 }
    /// An offer ended; its addressee learns how.
    OfferEnded = "booking.offer-ended" { offer: OfferId, assignment: AssignmentId, interpreter: InterpreterId, how: OfferEnd }
    /// The coordination wants a span of days planned.
    CityPlanAsked = "booking.city-plan-asked" { plan: CityPlanId }
    /// A plan is ready to be looked at.
    CityPlanMade = "booking.city-plan-made" { plan: CityPlanId }
    /// Somebody said yes.
    AssignmentFilled = "booking.assignment-filled" { assignment: AssignmentId, offer: OfferId, interpreter: InterpreterId, office: OfficeId }
    /// The interpreter gave the job back; the search starts again.
    InterpreterDroppedOut = "booking.interpreter-dropped-out" { assignment: AssignmentId, interpreter: InterpreterId, office: OfficeId }
    /// Nobody could be found.
    AssignmentUnfilled = "booking.assignment-unfilled" { assignment: AssignmentId, office: OfficeId, reason: String }
    /// The office cancelled. `late` cancellations are priced.
    AssignmentCancelled = "booking.assignment-cancelled" { assignment: AssignmentId, office: OfficeId, interpreter: Option<InterpreterId>, late: bool, notified_at: Instant }
    /// What was agreed changed (time, place).
    AssignmentChanged = "booking.assignment-changed" { assignment: AssignmentId, office: OfficeId, interpreter: Option<InterpreterId> }
    /// The interpreter recorded what took place; the office is asked to confirm.
    SessionRecorded = "booking.session-recorded" { timesheet: TimesheetId, assignment: AssignmentId, interpreter: InterpreterId, office: OfficeId }
    /// The office confirmed; the session can be priced.
    TimesheetConfirmed = "booking.timesheet-confirmed" { timesheet: TimesheetId, assignment: AssignmentId, interpreter: InterpreterId, office: OfficeId }
    /// The office disagrees.
    TimesheetDisputed = "booking.timesheet-disputed" { timesheet: TimesheetId, assignment: AssignmentId, interpreter: InterpreterId, office: OfficeId }
}
