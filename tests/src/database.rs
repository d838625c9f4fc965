//! A database for each story, copied from one that was built once.

use crate::world;
use dragoman::platform::db::Db;
use migrations::Migrator;
use sea_orm::{ConnectionTrait, Database as SeaOrm};
use sea_orm_migration::MigratorTrait;
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};
use tokio::sync::{Mutex, OnceCell};

/// Which of the two databases a story is told on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Database {
    /// A file in a temporary folder.
    Sqlite,
    /// The server named by [`SERVER`].
    Postgres,
}

/// The variable with the address of a PostgreSQL server, without a database name; `tests/run` starts one.
pub const SERVER: &str = "DRAGOMAN_TEST_POSTGRES";

/// The PostgreSQL server's address, if the caller has one for us.
#[must_use]
pub fn server() -> Option<String> {
    std::env::var(SERVER).ok().map(|address| address.trim_end_matches('/').to_owned())
}

static NEXT: AtomicU32 = AtomicU32::new(0);
static SQLITE_TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();
/// PostgreSQL copies a template for one at a time.
static COPYING: Mutex<()> = Mutex::const_new(());

/// A folder of its own below the temporary folder.
#[must_use]
pub fn folder(what: &str) -> PathBuf {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("dragoman-{what}-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

/// Runs SQL on the server itself, outside any story's database.
///
/// # Panics
/// The server refuses.
pub async fn on_server(sql: &str) {
    let server = server().expect("a PostgreSQL server");
    let connection = SeaOrm::connect(format!("{server}/postgres")).await.expect("PostgreSQL answers");
    connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().await.expect("closed");
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

/// The address of a fresh database in which the city stands ([`world::found`]); `None` where there is no server.
pub async fn fresh(database: Database, folder: &Path) -> Option<String> {
    match database {
        Database::Sqlite => {
            let template = SQLITE_TEMPLATE
                .get_or_init(|| async {
                    let file = self::folder("template").join("city.sqlite");
                    let db = migrated(&sqlite_url(&file)).await;
                    world::found(&db).await;
                    close(db).await;
                    file
                })
                .await;
            let file = folder.join("city.sqlite");
            std::fs::copy(template, &file).expect("a copy of the city");
            Some(sqlite_url(&file))
        }
        Database::Postgres => {
            let server = server()?;
            let template = POSTGRES_TEMPLATE
                .get_or_init(|| async {
                    let name = format!("city_template_{}", std::process::id());
                    on_server(&format!("CREATE DATABASE {name}")).await;
                    let db = migrated(&format!("{}/{name}", self::server().unwrap_or_default())).await;
                    world::found(&db).await;
                    close(db).await;
                    name
                })
                .await;
            let name = format!("city_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let turn = COPYING.lock().await;
            on_server(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
            drop(turn);
            Some(format!("{server}/{name}"))
        }
    }
}

/// An empty database with the schema in it; `None` where there is no server.
pub async fn empty(database: Database) -> Option<Db> {
    match database {
        Database::Sqlite => Some(migrated(&sqlite_url(&folder("empty").join("empty.sqlite"))).await),
        Database::Postgres => {
            let server = server()?;
            let name = format!("empty_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            on_server(&format!("CREATE DATABASE {name}")).await;
            Some(migrated(&format!("{server}/{name}")).await)
        }
    }
}

async fn migrated(url: &str) -> Db {
    let db = Db::open(url).await.unwrap_or_else(|fault| panic!("{url}: {fault}"));
    Migrator::up(db.for_migration(), None).await.expect("the schema");
    db
}

async fn close(db: Db) {
    if db.backend() == sea_orm::DbBackend::Sqlite {
        // Everything into the one file, so that the file alone can be copied.
        db.for_migration().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.expect("a checkpoint");
    }
    let (read, write) = (db.read().clone(), db.for_migration().clone());
    drop(db);
    read.close().await.expect("closed");
    // On PostgreSQL both are the same pool.
    let _ = write.close().await;
}
