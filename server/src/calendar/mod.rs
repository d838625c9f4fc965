//! Jobs as calendar entries: subscription feeds, and the invitations that mail carries; and what the calendars of others say.
//!
//! A feed is a secret address that a calendar program asks again and again. It shows what its owner may see and no more: no
//! file reference, no address before acceptance. A dead address answers 404, never a login page (some programs empty the
//! calendar then).

mod commands;
mod connected;
mod disclosure;
pub mod ics;
pub mod inbound;
mod pages;
mod retention;
mod store;

pub use commands::{FeedRefused, create_feed, revoke_feed};
pub use connected::{ApiDoc, FileRefused, api_routes};
pub use disclosure::SECTIONS as DISCLOSURE;
pub use pages::routes;
pub use retention::retention;
pub use store::FeedView;
