//! Plans of a small city: next week is Monday 8 to Sunday 14 March 2027.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agreement;
mod asking;
mod clocks;
mod doors;
mod sending;
mod sharing;
mod town;
mod words;
