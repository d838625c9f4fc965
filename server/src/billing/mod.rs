//! From a confirmed timesheet to a reconciled payment.
//!
//! A confirmed session is *priced* by the schedule that was promised with the booking, and the office's money is consumed. The
//! office certifies the claim as factually correct, finance as arithmetically correct; at the month's end certified claims
//! become *documents* with numbers and frozen bytes; the authorizing officer *orders* their payment; one file a time is *handed
//! over* to the treasury; what it reports back is *matched*, and a month is *reconciled* when sessions, timesheets, claims,
//! budget, documents, orders, files and payments agree to the cent.
//!
//! On assumed figures nothing is issued until two people have accepted them ([`figures`]).
//!
//! Invariants: nobody holds two steps of one claim, nor certifies or orders their own (here, and the index
//! `certification_four_eyes`); a claim is on one payable document and one settlement in each round (unique index); numbers have
//! no gap and no twin (a counter's row locked in the issuing unit of work); documents, files and payments never change
//! (triggers); an order is handed over once and never overpaid (CHECK).
//!
//! Absences: nothing here decides what a session costs (that is `rates`), and nothing sends mail.

mod api;
pub mod claim;
pub mod commands;
pub mod comparison;
pub mod documents;
pub mod einvoice;
pub mod events;
pub mod figures;
pub mod files;
mod jobs;
mod open_work;
mod pages;
mod queries;
pub mod reconcile;
mod store;
#[cfg(test)]
mod tests;
mod treasury;
mod views;
mod waiting;

pub use api::{ApiDoc, api_routes};
pub use jobs::register;
pub use pages::routes;
pub use queries::missing;
pub use store::{hand_over_file, subjects_of_claims};
pub use waiting::waiting;

/// What this slice forgets, and what it holds.
pub fn retention(rules: &mut crate::platform::retention::Rules) {
    store::retention::register(rules);
}

/// What this slice knows about one person.
#[must_use]
pub fn disclosure() -> &'static [crate::platform::disclosure::Section] {
    store::disclosure::SECTIONS
}
