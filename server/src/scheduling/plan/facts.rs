//! What a pair of interpreter and session may and costs, as the planner is told by whoever calls it.
//!
//! The file `plan/1` has its own formulas ([`FileFacts`]). A city's plan has others: the rules that the single ranking asks,
//! the fee schedule of the booking, a price for taking from somebody what is already offered to them. The core takes what
//! it is told and asks each pair once.

use super::eligible::obstacle;
use super::instance::Instance;

/// Answers about one interpreter and one session, both by their index in the [`Instance`].
///
/// Only pairs whose interpreter has the session's language in `langs` are asked about (that is how pairs are found), and pins.
/// The answers must not change while a plan is made.
pub trait PairFacts: Sync {
    /// The first rule that forbids this pair, taken by itself (rules 1 to 6 of the contract), in words; `None` when it may be.
    ///
    /// Time between two sessions, the weekly cap, budgets and pins are not asked here: the core keeps them from the instance.
    fn obstacle(&self, interpreter: usize, session: usize) -> Option<&'static str>;

    /// What the pair costs the session's office, in cents, and as many points; 0 to 400,000,000.
    fn money(&self, interpreter: usize, session: usize) -> i64;

    /// Points that this pair costs beside its money, its wishes, faces and fairness; 0 to 100,000,000. A session that is
    /// offered to somebody already costs with everybody else the price of a moved promise.
    fn extra_points(&self, _interpreter: usize, _session: usize) -> i64 {
        0
    }
}

/// The formulas of the file itself.
#[derive(Debug, Clone, Copy)]
pub struct FileFacts<'a>(pub &'a Instance);

impl PairFacts for FileFacts<'_> {
    fn obstacle(&self, interpreter: usize, session: usize) -> Option<&'static str> {
        match (self.0.interpreters.get(interpreter), self.0.sessions.get(session)) {
            (Some(interpreter), Some(session)) => obstacle(self.0, interpreter, session),
            _ => Some("is not in the plan"),
        }
    }

    fn money(&self, interpreter: usize, session: usize) -> i64 {
        match (self.0.interpreters.get(interpreter), self.0.sessions.get(session)) {
            (Some(interpreter), Some(session)) => self.0.money(interpreter, session),
            _ => 0,
        }
    }
}
