//! Booking, tried through its own commands on a small city.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod board;
mod budget;
mod changes;
pub(crate) mod city;
pub(crate) mod http;
mod killed;
mod races;
mod rules;
mod search;
mod series;
pub(crate) mod texts;
mod walk;
