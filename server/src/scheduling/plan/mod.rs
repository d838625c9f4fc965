//! Many sessions, many people: who takes what, so that much is covered, little is spent, and it can be proven how good it is.
//!
//! The story: [`read`] takes the file and names what is wrong in it; [`pins`] refuses promises that contradict each other;
//! [`graph`] lists every possible pair; [`greedy`] makes the first plan; [`search`] and [`anneal`] make it better while
//! [`ascent`] looks for prices that prove how much better it could be at most; [`bound`] turns the prices into a certificate;
//! [`score`] counts the result anew. [`solve`] runs it all, [`command`] is `dragoman plan`.
//!
//! Invariants: a plan keeps every hard rule, always. What is reported is counted in integers, from the facts. Floating point
//! only steers. One thread, a seed and a number of rounds give the same bytes.

pub mod anneal;
pub mod ascent;
pub mod bound;
pub mod command;
pub mod eligible;
pub mod graph;
pub mod greedy;
pub mod instance;
pub mod pins;
pub mod random;
pub mod read;
pub mod score;
pub mod search;
pub mod solve;
pub mod state;
#[cfg(test)]
mod tests;

pub use command::{PlanArgs, run_command};
pub use instance::Instance;
pub use solve::{Effort, Limit, Planned, SolveRefused, solve};
