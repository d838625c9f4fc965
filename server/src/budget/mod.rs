//! Whether an office has the money, before anybody is asked to come.
//!
//! Each office (or grant) has lines per fiscal year. Booking a session *commits* its estimate; confirming adjusts it;
//! cancelling *releases* it; a priced claim *consumes* it. Every movement is a posting in a ledger that only grows;
//! `available = granted + overridden − committed − consumed` is always derived from it. The fiscal year is decided by the
//! service date.
//!
//! Invariants: `committed + consumed` never exceeds `granted + overridden` (row lock, check here to answer kindly, CHECK
//! constraint in the database to have the last word); a posting never changes (trigger); each assignment has at most one
//! commitment (unique index); whoever proposed a transfer or carry-over never approves it (CHECK).
//!
//! When a line passes 75, 90 or 100 percent of what was granted, its office's head is told, once for each mark ([`marks`]).

mod api;
pub mod commands;
pub mod commitment;
pub mod events;
mod forms;
pub mod marks;
mod pages;
mod retention;
mod store;
#[cfg(test)]
mod tests;
pub mod transfer;
mod verify;
mod views;
mod waiting;

pub use api::{ApiDoc, api_routes};
pub use commitment::{BudgetExhausted, adjust, commit, consume, raise_ceiling, release};
pub use pages::routes;
pub use retention::retention;
pub use store::{
    BalanceView, Commitment, OpenCommitment, PostingView, balance, balances, balances_after, borne, bound_for,
    commitment_of, count_postings, count_transfers, find_balance, freed_since, line_for, line_ids, open_commitments,
    open_commitments_of, postings, transfer_items, transfers,
};
pub use verify::{Mismatch, verify};
pub use waiting::waiting;
