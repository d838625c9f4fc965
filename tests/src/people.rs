//! Somebody of the city, who comes through both doors.

use crate::{
    city::City,
    visitor::{Browser, Program},
    world::PASSWORD,
};
use tokio::sync::OnceCell;

/// A person with an account; logs in when a door is first used.
pub struct Somebody<'c> {
    /// Their city.
    pub city: &'c City,
    /// The first part of their address.
    pub address: String,
    browser: OnceCell<Browser>,
    program: OnceCell<Program>,
}

impl<'c> Somebody<'c> {
    pub(crate) fn new(city: &'c City, address: &str) -> Self {
        Self { city, address: address.to_owned(), browser: OnceCell::new(), program: OnceCell::new() }
    }

    /// Their mail address.
    #[must_use]
    pub fn email(&self) -> String {
        format!("{}@city.example", self.address)
    }

    /// Their password.
    #[must_use]
    pub fn password(&self) -> &'static str {
        PASSWORD
    }
}
