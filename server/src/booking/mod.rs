//! From "we need somebody who speaks Tigrinya on Thursday" to a confirmed timesheet.

pub mod assignment;
pub mod events;
pub mod facts;
mod names;
pub mod offer;
pub mod request;
mod rules;
mod store;
pub mod timesheet;

pub use rules::Rules;
pub use store::snapshots::{assignment_facts, assignments_facts, billable, interpreter_jobs, offer_facts};
