//! Dragoman books and pays a city's community interpreters.
//!
//! The modules stand in the order in which they may know each other; news travels the other way, as events.

pub mod kernel;
pub mod platform;

pub mod audit;
pub mod identity;

pub mod budget;
pub mod directory;
pub mod scheduling;

pub mod booking;

pub mod billing;

pub mod calendar;
pub mod insight;
pub mod mail;

pub mod shell;
