//! Offices, interpreters, what they may do and when they can.

mod api;
pub mod busy;
pub mod commands;
pub mod events;
pub mod facts;
mod forms;
mod pages;
mod payee;
mod queries;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use api::{ApiDoc, routes as api_routes};
pub use pages::routes;
pub use payee::{MissingForDocument, is_self_billed, missing_for_document};
pub use queries::PoolFilter;
pub use store::{
    AbsenceView, absences, busy_times, connected_calendar, connected_calendars, count_pool, find_pool,
    readers_of_digests,
};
pub use store::{
    Divided, active_names, divided, interpreter, interpreters, interpreters_of, languages_of_active, names, office,
    office_by_code, offices, profile, profile_by_code, profiles,
};

/// What this slice forgets, and what it holds.
pub fn retention(rules: &mut crate::platform::retention::Rules) {
    store::retention::register(rules);
}

/// What this slice knows about one person.
#[must_use]
pub fn disclosure() -> &'static [crate::platform::disclosure::Section] {
    store::disclosure::SECTIONS
}
