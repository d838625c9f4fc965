//! Machinery without domain words.

pub mod config;
pub mod password;
pub mod telemetry;
pub mod totp;
