//! Identity on a real database.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accounts;
mod api;
mod login;
mod pages;
mod presses;
mod tokens;

use super::testing::database;
