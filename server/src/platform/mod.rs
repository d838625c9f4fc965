//! Machinery without words of the domain.

pub mod table;
