//! Values without I/O: what every slice speaks in.
//!
//! Nothing here knows a database, a page or a clock other than [`clock::Clock`]. A value that exists was parsed once and is
//! right from then on: there is no `CivilSlot` in the night's gap and no `Cents` that is a float.

pub mod actor;
pub mod city;
pub mod clock;
pub mod figures;
pub mod ids;
pub mod language;
pub mod leitweg;
pub mod message;
pub mod money;
pub mod place;
pub mod refusal;
pub mod spelling;
pub mod task;
pub mod time;
