//! The daily deletion: what has served its time goes, and a report says what went by which rule.
//!
//! Each slice registers its own rules, erasures and holds ([`rules`]); nothing about its tables stands here. A run goes through the
//! rules one after the other in bites of their own transactions: rows, count and the entry of the trace stay together. A run
//! that was cut off goes on where it stopped, with the terms of its beginning.
//!
//! There is one run at a time. Guards of the database let a voucher go only while it lies in a run's hand and its years are over.

mod api;
mod command;
mod job;
mod pages;
mod report;

#[cfg(test)]
mod tests;

pub use api::{ApiDoc, api_routes};
pub use command::{Bite, RunRefused, bite, start_run};
pub use job::register;
pub use pages::routes;
pub use report::{Line, RunReport, preview, report};

use crate::{
    audit, billing, booking, budget, calendar, directory, identity, mail,
    platform::retention::{self, Rules},
    shell::import,
};

/// What all slices forget, in the order of the house: what hangs on a thing of a lower slice goes before it.
#[must_use]
pub fn rules() -> Rules {
    let mut rules = Rules::default();
    retention::house(&mut rules);
    audit::retention(&mut rules);
    identity::retention(&mut rules);
    directory::retention(&mut rules);
    budget::retention(&mut rules);
    booking::retention(&mut rules);
    billing::retention(&mut rules);
    calendar::retention(&mut rules);
    mail::retention(&mut rules);
    import::retention(&mut rules);
    rules
}
