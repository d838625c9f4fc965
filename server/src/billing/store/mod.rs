//! The only place of billing that names the database.

mod claims;
mod documents;
mod entities;
mod month;
mod names;
mod payments;

pub use claims::*;
pub use documents::*;
pub use month::*;
pub use names::*;
pub use payments::*;
