//! Values without input or output.

pub mod language;
pub mod place;
pub mod spelling;
