//! The walk from a confirmed timesheet to a reconciled payment, by the commands themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod doors;
mod numbers;
mod walk;
mod world;
