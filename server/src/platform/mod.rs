//! Machinery without domain words.

pub mod assets;
pub mod i18n;
pub mod render;
