//! Every message we send, which event leads to which, and how it leaves the house.
//!
//! An event becomes a job; the job writes the letters it leads to ([`letter`]) in the receiver's language and puts one delivery
//! job for each beside them, all in one unit of work. Delivery hands a letter to the mail server (or, in the demo, to a
//! folder) and marks it sent. A letter's `Message-ID` comes from what it is about, so that a retry is not a second mail to
//! programs that look.
//!
//! Absences: no letter names a client, and none to an interpreter carries a file reference; the address of a session is in letters
//! after acceptance only.

mod compose;
mod delivery;
mod digest;
mod disclosure;
mod letter;
mod listeners;
mod pages;
mod retention;
mod store;
#[cfg(test)]
mod tests;

pub use compose::Composed;
pub use disclosure::SECTIONS as DISCLOSURE;
pub use letter::Letter;
pub use pages::routes;
pub use retention::retention;
pub use store::{MailView, count_in_trouble, troubled};

use crate::{
    identity::Site,
    platform::{fault::Fault, jobs::Registry},
};
use std::sync::Arc;

/// Job kind of a delivery.
pub(crate) const DELIVER: &str = "mail.deliver";

/// Who listens to what, and who delivers.
///
/// # Errors
/// The mail configuration can't be used.
pub fn register(registry: &mut Registry, site: &Site) -> Result<(), Fault> {
    let transport = delivery::Transport::of(&site.config)?;
    registry.handle(DELIVER, delivery::Deliver::new(Arc::new(transport), site.clone()));
    listeners::register(registry, site);
    digest::register(registry, site);
    Ok(())
}
