//! What a person may ask of the house: everything that is known about them (Art. 15 GDPR, § 83 SGB X), and to be erased (Art. 17 GDPR,
//! § 84 SGB X).
//!
//! A person is an account, an interpreter, or both. Each slice registers what it knows ([`sections`]), how it goes, what holds it and
//! what stays (`shell::retention::rules`); nothing about their tables stands here. Erasing takes the same way as the daily deletion, only that
//! nobody waits for a term; what is still needed refuses it, and what the law wants kept stays and is said before.

mod api;
mod command;
mod pages;
mod whole;

pub use api::{ApiDoc, api_routes};
pub use command::{EraseRefused, Erasure, disclose, erase_person, erasure};
pub use pages::routes;
pub use whole::Whole;

use crate::{audit, billing, booking, calendar, directory, identity, mail, platform::disclosure::Section};

/// What all slices know about a person, in the order of the house.
#[must_use]
pub fn sections() -> Vec<Section> {
    [
        identity::disclosure(),
        directory::disclosure(),
        booking::disclosure(),
        billing::disclosure(),
        calendar::DISCLOSURE,
        mail::DISCLOSURE,
        audit::DISCLOSURE,
    ]
    .concat()
}

#[cfg(test)]
mod tests;
