//! All tests of the crate from outside: one binary, because linking is what takes time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod allocations;
mod cases;
mod clerks;
mod comparison;
mod contract;
mod holidays;
mod oracle;
mod properties;
mod schedule_files;
