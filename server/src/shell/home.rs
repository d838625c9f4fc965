//! The first page of each role: what waits for me.

use rocket::{Route, routes};

/// `/` and the pages of the house itself.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![]
}
