//! The only place of billing that names the database.

mod claims;
pub(super) mod disclosure;
mod documents;
mod entities;
mod figures;
mod month;
mod names;
mod payments;
pub(super) mod retention;

pub use claims::*;
pub use documents::*;
pub use figures::*;
pub use month::*;
pub use names::*;
pub use payments::*;

/// Whatever can be asked: the readers, a snapshot, or a unit of work in the middle.
pub trait Conn: sea_orm::ConnectionTrait {}
impl<C: sea_orm::ConnectionTrait> Conn for C {}
