//! Composition: everything comes together here and nowhere else.
//!
//! The command line ([`cli`]), the running server ([`app`]), the first page of each role, files brought in, the demo city.

pub mod demo;
pub mod import;
