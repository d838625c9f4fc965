//! Dragoman books and pays a city's community interpreters.

pub mod kernel;
pub mod platform;
pub mod shell;
