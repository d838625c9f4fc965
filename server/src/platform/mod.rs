//! Machinery without domain words.

pub mod config;
pub mod front;
pub mod http;
pub mod limits;
pub mod password;
pub mod telemetry;
pub mod totp;
