//! From a confirmed timesheet to a reconciled payment.

pub mod events;
