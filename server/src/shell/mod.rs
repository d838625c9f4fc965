//! Composition: everything comes together here and nowhere else.
//!
//! The command line ([`cli`]), the running server ([`app`]), the first page of each role, files brought in, the demo city.

mod api;
pub mod app;
mod catchers;
pub mod cli;
pub mod demo;
mod dev_clock;
mod health;
mod home;
mod house_pages;
pub mod import;
mod jobs;
mod navigation;
mod offices;
mod operations;
pub mod personal;
pub mod retention;
mod slices;
#[cfg(test)]
mod tests;
mod trace;
