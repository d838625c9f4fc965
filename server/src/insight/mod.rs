//! Figures for those who plan: demand, what was covered, what was not and why, which training is missing.
//!
//! Read-only. Everything is counted by the database in grouped queries; one query makes all tables of a year. Only counts and
//! estimates leave here, never a name.

mod api;
mod chart;
mod pages;
mod report;
mod store;
#[cfg(test)]
mod tests;

pub use api::{ApiDoc, api_routes};
pub use pages::routes;
pub use report::{Report, Tally, report};
pub use store::{UnmetView, count_unmet, subjects_of_booking, unmet};
