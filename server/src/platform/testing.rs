//! Fresh databases for tests of the machinery. Compiled for tests only.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{config::Config, db::Db};
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;
use uuid::Uuid;

/// A configuration with a secret key.
pub(crate) fn config() -> Config {
    let key = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";
    Config::from_sources(None, [("DRAGOMAN_SECRET_KEY".to_owned(), key.to_owned())]).unwrap()
}

/// A fresh SQLite, and a fresh database on the PostgreSQL server that `DRAGOMAN_TEST_POSTGRES` names, if it names one.
pub(crate) async fn databases() -> Vec<Db> {
    let folder = std::env::temp_dir().join(format!("dragoman-platform-{}", Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut addresses = vec![format!("sqlite://{}?mode=rwc", folder.join("test.sqlite").display())];
    if let Ok(server) = std::env::var("DRAGOMAN_TEST_POSTGRES") {
        let server = server.trim_end_matches('/');
        let name = format!("platform_{}", Uuid::now_v7().simple());
        let admin = Db::open(&format!("{server}/postgres")).await.unwrap();
        admin.for_migration().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        addresses.push(format!("{server}/{name}"));
    }
    let mut databases = Vec::new();
    for address in addresses {
        let db = Db::open(&address).await.unwrap();
        migrations::Migrator::up(db.for_migration(), None).await.unwrap();
        databases.push(db);
    }
    databases
}
