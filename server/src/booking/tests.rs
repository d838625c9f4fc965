//! Booking, tried through its own commands on a small city.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod board;
mod budget;
mod changes;
pub(crate) mod city;
mod http;
mod races;
mod search;
mod series;
mod texts;
mod walk;
