//! The only place of identity that names the database.

mod accounts;
pub(crate) mod entities;
mod guards;
mod sessions;
mod tokens;

pub(super) use accounts::*;
pub(super) use guards::*;
pub(super) use sessions::*;
pub(super) use tokens::*;
