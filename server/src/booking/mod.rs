//! From "we need somebody who speaks Tigrinya on Thursday" to a confirmed timesheet.
//!
//! A case worker *requests* a session (alone or as a series). The request is priced by the city's schedule for that day and the
//! money is *committed*; if the line can't bear it, it waits and is served by duty and age when money comes free, or the head
//! of the office overrides with a reason. With the money there, the *search* opens: the house ranks the whole pool, keeps the
//! ranking as it is, and asks in waves; the first yes wins and everybody else learns the end of their offer. Silence moves on
//! by itself and ends with the coordination, never in nothing. The interpreter *records* what took place, the office *confirms*
//! or disputes it; then billing prices it. On the way out stand: unfilled with its reason, cancelled early or late by the dated
//! rule, given back (the search begins again), either side absent.
//!
//! States stand in [`assignment`]. Invariants: nobody has two overlapping assignments, and one assignment has one accepted
//! offer at most (the database; the commands ask first to answer kindly). Requests never name the client; the file reference
//! is for the ordering office alone, the address for the interpreter who said yes. A refusal or silence is never counted
//! against anybody.
//!
//! Every command locks assignments, budget lines and interpreters first, in that order, and records in the audit last.

mod api;
pub mod ask;
pub mod assignment;
mod board;
pub mod commands;
pub mod estimate;
pub mod events;
pub mod facts;
mod forms;
mod jobs;
mod names;
pub mod offer;
mod own_calendar;
mod pages;
mod planning;
mod queries;
mod queue;
mod refusals;
pub mod request;
mod rules;
mod search;
mod store;
pub mod timesheet;
mod views;
mod waiting;

#[cfg(test)]
mod tests;

pub use api::{ApiDoc, api_routes};
pub use jobs::register;
pub use pages::routes;
pub use planning::PlanningDoc;
pub use rules::Rules;
pub use store::external::is_known_externally;
pub use store::lists::count_open;
pub use store::snapshots::{assignment_facts, assignments_facts, billable, interpreter_jobs, offer_facts, open_offers};
pub use waiting::waiting;

/// By how many hundredths what a calendar said so long ago counts in a ranking.
#[must_use]
pub fn share_of_a_calendar(age: chrono::Duration) -> i64 {
    crate::scheduling::rules::preferences::share_of(age.num_minutes())
}

/// What this slice forgets, and what it holds.
pub fn retention(rules: &mut crate::platform::retention::Rules) {
    store::retention::register(rules);
}

/// What this slice knows about one person.
#[must_use]
pub fn disclosure() -> &'static [crate::platform::disclosure::Section] {
    store::disclosure::SECTIONS
}
