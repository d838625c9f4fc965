//! Who may come in, and what they may do.
//!
//! People log in with a password and, where money or administration is concerned, a second factor; programs with short-lived
//! tokens. Whatever somebody wants to do is an *action*; [`policy`] is the one table that says which roles may do it, and a
//! [`Permit`] is the proof that it said yes. Commands take permits, so a command that nobody was allowed to run can't be called.

pub mod door;
pub mod permit;
pub mod policy;
pub mod visitor;

pub use door::{ApiDone, ApiDoor, ApiStop, Begin, Done, Door, Guest, PageStop, Site};
pub use permit::{Denied, Permit};
