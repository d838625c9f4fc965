//! The demo city: five offices, 170 invented interpreters, a year behind it and three weeks ahead.
//!
//! Everything in it is invented, follows from a seed and a day, and is the same each time. The modules below are pure:
//! they write down who lives there and what happened, relative to a given day.

pub mod cast;
mod coming;
pub mod districts;
mod invented;
pub mod names;
pub mod offices;
mod papers;
mod past;
mod pool;
mod prng;
pub mod profiles;
pub mod script;
mod wanted;

#[cfg(test)]
mod tests;

pub use cast::{DemoCredential, DemoInterpreter};
pub use script::{OpenRequest, PastBooking, Script};

use crate::platform::{config::Config, fault::Fault};

/// The city everybody sees unless they ask for another.
pub const SEED: u64 = 2022;

/// Creates the demo city unless it is there, serves it, prints the address and one login per role.
///
/// # Errors
/// The database or the address can't be used.
pub async fn run(_config: Config, _fresh: bool, _seed: u64) -> Result<(), Fault> {
    Err(Fault::new("the demo city is being built"))
}
