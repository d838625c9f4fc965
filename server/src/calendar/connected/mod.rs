//! An interpreter's own calendars, read for nothing but when their owner is busy.
//!
//! A calendar is a file that its owner uploads. It is read beside the runtime, within limits; what can't be read changes nothing,
//! so that the last good reading stays in force. What is kept, and what it is good for, is the directory's
//! ([`directory::busy`](crate::directory::busy)).

mod api;
mod file;
mod pages;

pub use api::{ApiDoc, routes as api_routes};
pub use file::FileRefused;
use file::{MOST_BYTES, read_file};
pub use pages::routes;
