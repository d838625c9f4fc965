//! What composes the slices.

pub mod demo;
pub mod import;
