//! Machinery without domain words: what any house with a database, a front door and a mailbox needs.

pub mod assets;
pub mod config;
pub mod db;
pub mod disclosure;
pub mod fault;
pub mod front;
pub mod http;
pub mod i18n;
pub mod idempotency;
pub mod jobs;
pub mod limits;
pub mod outbox;
pub mod password;
pub mod render;
pub mod retention;
pub mod table;
pub mod telemetry;
#[cfg(test)]
pub(crate) mod testing;
pub mod totp;
