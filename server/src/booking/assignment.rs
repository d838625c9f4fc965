//! The search for, and then the work of, one interpreter for one session.
//!
//! ```text
//! awaiting_budget ─► searching ─► filled ─► held ─► confirmed
//!        │  ▲            │  ▲        │
//!        │  └ override   │  └ drops out, moved
//!        ▼               ▼          ▼
//!     unfilled        unfilled   cancelled        (cancelled from awaiting_budget, searching and filled)
//! ```

use super::names::names;
use crate::kernel::{clock::Instant, ids::*, money::Cents};

names! {
    /// Where an assignment stands.
    Status {
        /// Asked for; the office's line can't bear it yet.
        AwaitingBudget = "awaiting_budget",
        /// Money is committed, somebody is looked for. Nothing is promised to the office yet.
        Searching = "searching",
        /// Somebody said yes.
        Filled = "filled",
        /// The interpreter recorded what took place; the office has not confirmed it.
        Held = "held",
        /// The office confirmed.
        Confirmed = "confirmed",
        /// Nobody could be found, or no money.
        Unfilled = "unfilled",
        /// The office cancelled.
        Cancelled = "cancelled",
    }
}

impl Status {
    /// Nothing will happen to it any more, as far as booking is concerned.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Confirmed | Self::Unfilled | Self::Cancelled)
    }

    /// The office can still move, change or cancel it (as long as the session has not begun).
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::AwaitingBudget | Self::Searching | Self::Filled)
    }
}

names! {
    /// Why nobody could be found; kept for the figures on uncovered demand.
    UnfilledReason {
        /// Everybody who may is busy, away or said no.
        NobodyFree = "nobody_free",
        /// Nobody in the pool speaks the language or holds the credentials.
        NobodyQualified = "nobody_qualified",
        /// The line could not bear it until the day came.
        NoMoney = "no_money",
        /// It was asked for too shortly before.
        TooLate = "too_late",
    }
}

names! {
    /// Who cancelled.
    CancelledBy {
        /// The ordering office.
        Office = "office",
        /// The coordination, for the office.
        Coordination = "coordination",
    }
}

names! {
    /// The class of a cancellation, computed from timestamps and the dated rule, never chosen.
    CancellationClass {
        /// In time; normally nothing is due.
        #[doc(alias = "rechtzeitig")]
        Early = "early",
        /// So late that something is due.
        #[doc(alias = "kurzfristig")]
        Late = "late",
    }
}

/// How an assignment was cancelled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cancellation {
    /// By whom.
    pub by: CancelledBy,
    /// When; the other side is told at once.
    pub at: Instant,
    /// Early or late; none if nobody was booked, so that nothing can be due.
    pub class: Option<CancellationClass>,
    /// The rule, as the schedule says it: `(German, English)`.
    pub why: Option<(String, String)>,
}

/// One assignment as it is stored.
#[doc(alias = "Auftrag")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assignment {
    /// Its key.
    pub id: AssignmentId,
    /// The request behind it.
    pub request: BookingRequestId,
    /// The ordering office.
    pub office: OfficeId,
    /// Where it stands.
    pub status: Status,
    /// Who does it.
    pub interpreter: Option<InterpreterId>,
    /// Expected fee, net.
    pub estimate: Cents,
    /// The schedule the estimate was made with; empty until it was planned.
    pub schedule_id: String,
    /// The rate group that was promised: that of the agreement which held on the session's day when somebody said yes.
    pub rate_group: Option<String>,
    /// Why nobody was found.
    pub unfilled_reason: Option<UnfilledReason>,
    /// How it was cancelled.
    pub cancellation: Option<Cancellation>,
    /// Raised each time the search begins again.
    pub search_round: i32,
    /// When somebody said yes.
    pub filled_at: Option<Instant>,
    /// When it was made.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// Raised with every change.
    pub version: i32,
}
