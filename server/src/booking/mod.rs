//! From "we need somebody who speaks Tigrinya on Thursday" to a confirmed timesheet.

pub mod events;
pub mod facts;
