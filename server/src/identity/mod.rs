//! Who may come in, and what they may do.
//!
//! People log in with a password and, where money or administration is concerned, a second factor; programs with short-lived
//! tokens. Whatever somebody wants to do is an *action*; [`policy`] is the one table that says which roles may do it, and a
//! [`Permit`] is the proof that it said yes. Commands take permits, so a command that nobody was allowed to run can't be called.

pub mod account;
mod api;
mod commands;
mod demo_logins;
pub mod door;
pub mod events;
mod facts;
mod local_path;
mod pages;
pub mod permit;
pub mod policy;
mod queries;
mod secrets;
mod store;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod visitor;

pub use account::{Account, AccountStatus, RoleSpan};
pub use api::{ApiDoc, api_routes};
pub use commands::*;
pub use demo_logins::{DemoLogin, DemoLogins};
pub use door::{ApiDone, ApiDoor, ApiStop, Done, Door, Guest, PageStop, Site};
pub use facts::{Contact, contact, contact_of_interpreter, contacts, interpreter_of};
pub use pages::routes;
pub use permit::{Denied, Permit};
pub use store::PeopleFilter;

/// What this slice forgets, and what it holds.
pub fn retention(rules: &mut crate::platform::retention::Rules) {
    store::retention::register(rules);
}

/// What this slice knows about one person.
#[must_use]
pub fn disclosure() -> &'static [crate::platform::disclosure::Section] {
    store::disclosure::SECTIONS
}
