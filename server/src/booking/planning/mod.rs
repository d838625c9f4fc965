//! Who takes which sessions of the coming days: a whole span at once, so that much is covered, little is spent, and it can be
//! said how much better any other plan could be at most.
//!
//! The coordination asks for a *plan* of some days ([`commands::ask_for_plan`]). A job freezes the [`world`] in one consistent
//! reading (open searches, the pool, what is accepted, the ledger), holds everybody against everything by the very rules that
//! rank a single session, prices each pair by the schedule of its day ([`pairs`]), and hands all that to the planner of
//! [`crate::scheduling::plan`] ([`problem`]). That takes seconds and happens beside the runtime, never in a transaction; the
//! row shows how far it is, can be stopped, and whoever dies on the way is found by the watch and begun anew ([`run`]).
//! What comes back is checked once more against the real clock ([`result`]) and stored as it is shown: for each session who,
//! at what price and for which reasons, or why nobody ([`open_reason`]). Nothing is decided by that. A person looks, sees what
//! changed since ([`changes`]), and sends the offers, each by its own unit of work through `send_offers`, which checks again.
//!
//! Invariants: two plans of the same days are never worked on at once (the database). What somebody accepted never moves,
//! unless a person says that they can't come. Taking away an open offer has a price (`Rules::moved_offer`). No file
//! reference enters a plan; who knows a file is known by a digest. The planner never writes; the plan never offers by itself.

mod api;
mod axis;
mod changes;
mod commands;
mod entry;
mod jobs;
mod open_reason;
mod pages;
mod pairs;
mod plan;
mod problem;
mod queries;
mod result;
mod run;
mod store;
mod table;
mod world;

#[cfg(test)]
pub(super) use commands::all_codes;
#[cfg(test)]
mod tests;

pub use api::PlanningDoc;
pub(super) use api::api_routes;
pub(super) use jobs::register;
pub(super) use pages::routes;
