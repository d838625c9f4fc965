//! Many sessions, many people: who takes what, so that much is covered, little is spent, and it can be proven how good it is.
//!
//! The story: [`read`] takes the file and names what is wrong in it; [`facts`] says what pairs may and cost; [`pins`] refuses promises that contradict each other;
//! [`candidates`] and [`graph`] list the possible pairs; [`greedy`] makes the first plan; [`search`] and [`anneal`] make it better, [`mix`] takes from
//! two plans what each does better, while
//! [`ascent`] looks for prices that prove how much better it could be at most; [`prover`] leads that side, [`bound`] turns the prices
//! into a certificate, [`branch`] proves what no prices can, and [`exact`] finishes its small branches;
//! [`score`] counts the result anew. [`solve`] runs it all, [`command`] is `dragoman plan`.
//!
//! To plan from something else than a file, fill an [`Instance`] by hand and implement [`PairFacts`]: it says for each pair
//! whether it may be (rules 1 to 6 are then the caller's), what it costs, and points of the caller's own, such as the price of
//! taking from somebody what is offered to them already. [`Instance`] still gives what the core keeps itself: time, places and
//! the gap between sessions, weekly caps and `worked_min`, budgets, pins, known faces, penalties and weights. Hand it to
//! [`solve`] as a [`Task`], with the plan of yesterday as `start` if there is one; [`Watch`] has the stopwatch, a flag that
//! stops, and is told how far it has come:
//!
//! ```ignore
//! let watch = Watch { elapsed: &|| began.elapsed(), stop: &stop, progress: &|news| show(news.points, news.bound) };
//! let task = Task { plan: &instance, facts: &city_facts, start: Some(&yesterday) };
//! let planned = solve(&task, Effort { limit: Limit::Time(ten_seconds), seed: 1, threads: 2 }, &watch)?;
//! ```
//!
//! Invariants: a plan keeps every hard rule, always. What is reported is counted in integers, from the facts. Floating point
//! only steers. One thread, a seed and a number of rounds give the same bytes.

pub mod anneal;
pub mod ascent;
pub mod bound;
pub mod branch;
pub mod candidates;
pub mod command;
pub mod decisions;
pub mod eligible;
pub mod exact;
pub mod facts;
pub mod graph;
pub mod greedy;
pub mod instance;
pub mod mix;
pub mod path;
pub mod pins;
pub mod prover;
pub mod random;
pub mod read;
pub mod score;
pub mod search;
pub mod solve;
pub mod state;
#[cfg(test)]
mod tests;
pub mod watch;

pub use command::{PlanArgs, run_command};
pub use facts::{FileFacts, PairFacts};
pub use instance::Instance;
pub use solve::{Effort, Limit, Planned, SolveRefused, Task, solve};
pub use watch::{Progress, Watch};
