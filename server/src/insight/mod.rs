//! Figures for those who plan: demand, what was covered, what was not and why, which training is missing.
//!
//! And how far the money of each office reaches: [`forecast`](mod@forecast).
//!
//! Read-only. Everything is counted by the database in grouped queries; one query makes all tables of a year. Only counts and
//! estimates leave here, never a name.

mod api;
mod chart;
mod forecast;
mod money;
mod pages;
mod report;
mod store;
#[cfg(test)]
mod tests;

pub use api::{ApiDoc, api_routes};
pub use forecast::{Ends, Forecast, Given, Method, Week, forecast};
pub use money::{OfficeForecast, office_forecasts};
pub use pages::routes;
pub use report::{Report, Tally, report};
pub use store::{UnmetView, count_unmet, subjects_of_booking, unmet};
