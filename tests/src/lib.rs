//! The proof of Dragoman, from outside: a city with people who have verbs.
//!
//! A [`City`] is the real server in this process: its listener, its pages, its API, its worker, on one of the two databases
//! and with a clock that a story sets. People go through HTTP and nothing else; what a story expects is written out by hand.

pub mod acts;
pub mod cable;
pub mod city;
pub mod database;
mod golden;
pub mod html;
pub mod people;
pub mod visitor;
pub mod wish;
pub mod world;

pub use city::{City, berlin};
pub use database::Database;
pub use golden::golden;
pub use wish::{Wish, arabic, in_language};

/// Tells each story twice: on SQLite, and on PostgreSQL where [`database::SERVER`] names a server.
///
/// ```ignore
/// stories! {
///     /// What it proves.
///     async fn a_title(city: &City) { … }
/// }
/// ```
#[macro_export]
macro_rules! stories {
    ($($(#[$doc:meta])* async fn $name:ident($city:ident: &City) $body:block)+) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($city: &$crate::City) $body

            async fn told_on(database: $crate::Database) {
                let Some(city) = $crate::City::on(database).await else {
                    println!("skipped on {database:?}: {} is not set", $crate::database::SERVER);
                    return;
                };
                story(&city).await;
                city.ends().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                told_on($crate::Database::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                told_on($crate::Database::Postgres).await;
            }
        }
    )+};
}
