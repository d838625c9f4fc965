//! Offices, interpreters, what they may do and when they can.

pub mod facts;
mod store;

pub use store::{AbsenceView, absences};
pub use store::{interpreter, interpreters, office, office_by_code, offices, profile, profile_by_code, profiles};

pub mod commands;
