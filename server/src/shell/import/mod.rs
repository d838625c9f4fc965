//! `dragoman import interpreters|requests|budgets FILE.csv`: what a line of each list holds.
//!
//! Reading is pure: a file becomes lines or problems. Whether an office exists, a date has passed or a line is known
//! already is decided by the commands that the lines are given to.

pub mod apply;
pub mod budgets;
pub mod interpreters;
pub mod requests;
mod values;
pub mod words;

#[cfg(test)]
mod tests;

pub use budgets::BudgetLineEntry;
pub use interpreters::InterpreterEntry;
pub use requests::RequestEntry;
