//! The only place of identity that names the database.

/// What a query needs: the database or a unit of work.
pub(crate) use sea_orm::ConnectionTrait as Conn;

mod accounts;
pub(super) mod disclosure;
pub(crate) mod entities;
mod guards;
mod people;
pub(super) mod retention;
mod sessions;
mod tokens;

pub(super) use accounts::*;
pub(super) use guards::*;
pub(super) use people::*;
pub use people::{PeopleFilter, PersonRow};
pub(super) use sessions::*;
pub(super) use tokens::*;
