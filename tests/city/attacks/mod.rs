//! What many at once, or somebody with bad intent, try.

mod append_only;
mod bad_input;
mod ledger;
mod numbers;
mod outage;
mod races;
mod tokens;
mod too_much;
