//! `dragoman import interpreters|requests|budgets FILE.csv`: what a line of each list holds.
//!
//! Reading is pure: a file becomes lines or problems. Whether an office exists, a date has passed or a line is known
//! already is decided by the commands that the lines are given to.

mod api;
pub mod apply;
pub mod budgets;
pub mod interpreters;
mod pages;
pub mod requests;
mod store;
mod values;
pub mod words;

#[cfg(test)]
mod tests;

pub use api::{ApiDoc, api_routes};
pub use budgets::BudgetLineEntry;
pub use interpreters::InterpreterEntry;
pub use pages::routes;
pub use requests::RequestEntry;
pub(super) use store::retention;
