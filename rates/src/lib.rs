//! What an interpreting session costs, and why.
//!
//! A fee [`Schedule`] is data, written by a clerk in TOML. [`quote`] takes a schedule and the [`Facts`] of one session
//! and gives a [`Quote`]: lines, each with its reason, whose sum is the net. The crate never asks for the time, opens no
//! file and knows no database; the same facts and schedule give the same quote forever.
//!
//! What is absent: floats, a table of holidays that could run out, a default for a missing rate.

mod because;
mod billable_time;
pub mod cancellation;
mod catalog;
pub mod civil;
pub mod compare;
pub mod contract;
pub mod facts;
pub mod holidays;
mod money;
mod price;
mod quote;
mod schedule;
mod surcharge;
mod text;
mod travel;

pub use because::Because;
pub use catalog::{CITY, Catalog, CatalogError, JVEG, NoScheduleFor};
pub use facts::{
    Delivery, Facts, FactsError, Group, HeldFacts, InterpreterFacts, Outcome, SpanFacts, TravelFacts, VatStatus,
};
pub use money::{Currency, Money, MoneyError, Rounding};
pub use price::{estimate, quote};
pub use quote::{FORMAT as QUOTE_FORMAT, Quote, QuoteError, QuoteLine, Unit};
pub use schedule::{
    Figures, Schedule,
    read::{Problem, check, check_bytes, check_together},
};
pub use text::Bilingual;
