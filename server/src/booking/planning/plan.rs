//! A plan of some days, from the wish to the proposal.
//!
//! ```text
//! waiting ─► running ─► made
//!    │  ▲       │
//!    │  └ interrupted, at most twice
//!    ▼          ▼
//!  failed     failed     (stopped before there was anything; interrupted too often; broken)
//! ```

use crate::{
    booking::names::names,
    kernel::{
        clock::Instant,
        ids::*,
        time::{berlin_date, start_of_day},
    },
};
use chrono::{Datelike, Days, NaiveDate};

names! {
    /// Where a plan stands.
    PlanStatus {
        /// Nobody works on it yet.
        Waiting = "waiting",
        /// It is worked on.
        Running = "running",
        /// It can be looked at.
        Made = "made",
        /// There is none; the failure says why.
        Failed = "failed",
    }
}

names! {
    /// Why there is no plan.
    Failure {
        /// The program ended while it worked, more than twice.
        Interrupted = "interrupted",
        /// Somebody stopped it before there was anything to show.
        Stopped = "stopped",
        /// It met something that it could not bear; the log says what.
        Broken = "broken",
    }
}

/// The most days of a plan: eight weeks.
pub(super) const MOST_DAYS: i64 = 56;
/// The longest that may be worked on one plan, in seconds.
pub(super) const MOST_SECONDS: i32 = 120;
/// How long is worked on a plan if nobody says otherwise, in seconds.
pub(super) const USUAL_SECONDS: i32 = 10;
/// How often a plan is begun before it is given up.
pub(super) const MOST_ATTEMPTS: i32 = 3;

/// Days from the first to the last; both count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Span {
    /// Monday to Sunday after today.
    pub(super) fn next_week(now: Instant) -> Self {
        let today = berlin_date(now);
        let monday = today + Days::new(7 - u64::from(today.weekday().num_days_from_monday()));
        Self { from: monday, to: monday + Days::new(6) }
    }

    /// How many days.
    pub(super) fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// The Monday of its first week.
    pub(super) fn first_monday(self) -> NaiveDate {
        self.from - Days::new(u64::from(self.from.weekday().num_days_from_monday()))
    }

    /// How many weeks, Monday to Sunday, it touches.
    pub(super) fn weeks(self) -> usize {
        usize::try_from((self.to - self.first_monday()).num_days() / 7 + 1).unwrap_or(1)
    }

    /// Which of them a day lies in, from 0.
    pub(super) fn week_of(self, day: NaiveDate) -> Option<usize> {
        let week = usize::try_from((day - self.first_monday()).num_days().div_euclid(7)).ok()?;
        (week < self.weeks()).then_some(week)
    }

    /// From the first instant to the first after it.
    pub(super) fn instants(self) -> (Instant, Instant) {
        (start_of_day(self.from), start_of_day(self.to + Days::new(1)))
    }
}

/// A plan as it is stored; what it proposes stands in its entries.
#[doc(alias = "Einsatzplan")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct CityPlan {
    pub(super) id: CityPlanId,
    pub(super) span: Span,
    /// Who can't come after all: what this person accepted is planned anew.
    pub(super) instead_of: Option<InterpreterId>,
    /// The longest it may be worked on.
    pub(super) seconds: i32,
    pub(super) status: PlanStatus,
    pub(super) failure: Option<Failure>,
    /// How often it was begun.
    pub(super) attempt: i32,
    pub(super) asked_by: AccountId,
    pub(super) asked_at: Instant,
    pub(super) stop_asked_at: Option<Instant>,
    /// The last sign of life of a running one.
    pub(super) beat_at: Option<Instant>,
    pub(super) made_at: Option<Instant>,
    pub(super) standing: Standing,
}

/// How good a plan is, as far as it is known: points are cents, or what the city's weights make worth a cent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Standing {
    /// Points of the best plan so far; fewer are better.
    pub(super) points: Option<i64>,
    /// No plan has fewer points: this is proven.
    pub(super) bound: Option<i64>,
    /// Points of sessions that nobody at all can take; they stand in every plan.
    pub(super) hopeless: i64,
    /// Milliseconds of work.
    pub(super) elapsed_ms: i64,
}

impl Standing {
    /// By how much any other plan could be better at most, in hundredths of a percent, rounded up: what nobody can take is
    /// left out of the comparison. None before anything is known.
    pub(super) fn gap_basis_points(&self) -> Option<i64> {
        let (points, bound) = (self.points?, self.bound?);
        let (part, whole) = ((points - bound).max(0), points - self.hopeless);
        if part == 0 || whole <= 0 {
            return Some(0);
        }
        let exact = i128::from(part) * 10_000;
        let rounded = exact / i128::from(whole) + i128::from(exact % i128::from(whole) > 0);
        Some(i64::try_from(rounded).unwrap_or(i64::MAX).min(10_000))
    }
}

impl CityPlan {
    /// It is being worked on, or will be.
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self.status, PlanStatus::Waiting | PlanStatus::Running)
    }
}
