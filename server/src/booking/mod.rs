//! From "we need somebody who speaks Tigrinya on Thursday" to a confirmed timesheet.

pub mod ask;
pub mod assignment;
pub mod commands;
pub mod estimate;
pub mod events;
pub mod facts;
mod forms;
mod jobs;
mod names;
pub mod offer;
mod pages;
mod queries;
mod refusals;
pub mod request;
mod rules;
mod search;
mod store;
pub mod timesheet;
mod waiting;

#[cfg(test)]
mod tests;

pub use jobs::register;
pub use pages::routes;
pub use rules::Rules;
pub use store::external::is_known_externally;
pub use store::snapshots::{assignment_facts, assignments_facts, billable, interpreter_jobs, offer_facts};
pub use waiting::waiting;
