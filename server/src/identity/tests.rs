//! Identity on a real database.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accounts;
mod api;
mod login;
mod once;
mod pages;
mod tokens;

use crate::{identity::testing::fresh_db, platform::db::Db};

/// A fresh database: on the PostgreSQL server that `DRAGOMAN_TEST_POSTGRES` names, if it names one, else SQLite.
async fn database() -> Db {
    let Ok(server) = std::env::var("DRAGOMAN_TEST_POSTGRES") else { return fresh_db().await };
    use sea_orm::ConnectionTrait;
    use sea_orm_migration::MigratorTrait;
    let server = server.trim_end_matches('/');
    let name = format!("identity_{}", uuid::Uuid::now_v7().simple());
    let admin = Db::open(&format!("{server}/postgres")).await.unwrap();
    admin.for_migration().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let db = Db::open(&format!("{server}/{name}")).await.unwrap();
    migrations::Migrator::up(db.for_migration(), None).await.unwrap();
    db
}
