//! Dragoman books and pays a city's community interpreters.
//!
//! The modules stand in the order in which they may know each other; news travels the other way, as events.

pub mod audit;
pub mod identity;
pub mod kernel;
pub mod platform;
pub mod scheduling;
