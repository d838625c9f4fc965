//! The two databases behind one door.
//!
//! Reads go to [`Db::read`]; everything that writes goes through one [`Tx`], which is one unit of work: its rows, its audit
//! entries, its events and its jobs are stored together or not at all. On SQLite there is one writer connection and every
//! transaction begins IMMEDIATE (a deferred one that reads before it writes fails under load). On PostgreSQL rows are locked
//! first, in one order ([`Tx::lock_for_use`]); constraints are the safety net, alone they deadlock under contention.

use super::fault::Fault;
use crate::kernel::{clock::Instant, ids::RowId};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;
use uuid::Uuid;

/// An open database: cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    wake: Arc<Notify>,
}

impl Db {
    /// Opens `sqlite:` or `postgres:` at `url`; creates the SQLite file if missing. Does not migrate.
    ///
    /// # Errors
    /// The address is malformed or nobody answers there.
    pub async fn open(url: &str) -> Result<Self, Fault> {
        Self::open_for(url, 4).await
    }

    /// The same with room for so many jobs at once: each may hold a unit of work and a query, so that PostgreSQL gets two
    /// connections for each, and twelve for everything else.
    ///
    /// # Errors
    /// The address is malformed or nobody answers there.
    pub async fn open_for(url: &str, jobs: u32) -> Result<Self, Fault> {
        let options = |connections: u32| {
            let mut options = ConnectOptions::new(url.to_owned());
            options
                .max_connections(connections)
                .min_connections(1)
                .acquire_timeout(Duration::from_secs(10))
                .connect_timeout(Duration::from_secs(10))
                .sqlx_logging(false)
                .test_before_acquire(true)
                .map_sqlx_sqlite_opts(|sqlite| {
                    sqlite
                        .create_if_missing(true)
                        .foreign_keys(true)
                        .journal_mode(SqliteJournalMode::Wal)
                        .synchronous(SqliteSynchronous::Full)
                        .busy_timeout(Duration::from_secs(10))
                        .pragma("temp_store", "memory")
                });
            options
        };
        // The writer first: it sets the journal mode, for which it needs the file alone.
        if url.starts_with("sqlite:") {
            let write = Database::connect(options(1)).await?;
            let read = Database::connect(options(6)).await?;
            Ok(Self { read, write, wake: Arc::new(Notify::new()) })
        } else {
            let both = Database::connect(options(jobs.saturating_mul(2).saturating_add(12))).await?;
            Ok(Self { read: both.clone(), write: both, wake: Arc::new(Notify::new()) })
        }
    }

    /// For queries.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// The connection that may change the schema; for migrations only.
    #[must_use]
    pub fn for_migration(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Which of the two it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    /// The database's name, as an administrator knows it.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self.backend() {
            DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }

    /// Woken when a transaction committed jobs or events.
    #[must_use]
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// Asks the database whether it is there.
    ///
    /// # Errors
    /// It is not.
    pub async fn ping(&self) -> Result<(), Fault> {
        Ok(self.read.ping().await?)
    }

    /// Begins a unit of work.
    ///
    /// # Errors
    /// The database can't be reached, or the writer was busy for too long.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let inner = self.write.begin_with_options(options).await?;
        Ok(Tx { inner, wake: Arc::clone(&self.wake), has_work: false })
    }

    /// A read-only view that stays the same while others write.
    ///
    /// # Errors
    /// The database can't be reached.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, Fault> {
        let isolation = match self.backend() {
            DbBackend::Postgres => Some(sea_orm::IsolationLevel::RepeatableRead),
            _ => None,
        };
        let options = TransactionOptions { isolation_level: isolation, ..Default::default() };
        Ok(self.read.begin_with_options(options).await?)
    }
}

/// One unit of work. Dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    wake: Arc<Notify>,
    pub(super) has_work: bool,
}

impl Tx {
    /// The connection inside the transaction, for stores.
    #[must_use]
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Takes the rows for this unit of work, in one order for everybody, so that two units never wait for each other in a ring.
    /// On SQLite the single writer already has everything.
    ///
    /// # Errors
    /// The database went away.
    pub async fn lock_for_use(&self, keys: impl IntoIterator<Item = LockKey>) -> Result<(), Fault> {
        if self.inner.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let mut keys: Vec<LockKey> = keys.into_iter().collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let sql = format!("SELECT 1 FROM {} WHERE id = $1 FOR UPDATE", key.table);
            let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [Value::from(key.id)]);
            self.inner.query_one_raw(statement).await?;
        }
        Ok(())
    }

    /// Stores everything. Waiting workers are woken after it.
    ///
    /// # Errors
    /// Nothing was stored.
    pub async fn commit(self) -> Result<(), Fault> {
        self.inner.commit().await?;
        if self.has_work {
            self.wake.notify_waiters();
        }
        Ok(())
    }
}

/// A row to lock: ordered by table name, then key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LockKey {
    table: &'static str,
    id: Uuid,
}

impl<I: RowId> From<I> for LockKey {
    fn from(id: I) -> Self {
        Self { table: I::TABLE, id: id.uuid() }
    }
}

/// What a constraint of the database said no to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// The driver's code.
    pub code: String,
    /// The constraint's or index's name, or the driver's message where it names none (SQLite).
    pub name: String,
}

impl Violation {
    /// Read from an error; `None` if it is no answer of the database.
    #[must_use]
    pub fn of(error: &DbErr) -> Option<Self> {
        let (DbErr::Exec(error) | DbErr::Query(error) | DbErr::Conn(error)) = error else { return None };
        let RuntimeErr::SqlxError(error) = error else { return None };
        let error = error.as_database_error()?;
        let code = error.code().map(|code| code.into_owned()).unwrap_or_default();
        let name = error.constraint().map_or_else(|| error.message().to_owned(), str::to_owned);
        Some(Self { code, name })
    }

    /// The constraint of that name said no; on SQLite also by `table.column` of its columns.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.contains(name)
    }

    /// A unique index or primary key said no.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        matches!(self.code.as_str(), "23505" | "1555" | "2067")
    }
}

/// The failure passes by itself: no connection, a busy file, a deadlock victim.
#[must_use]
pub fn is_passing(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            match error.as_database_error() {
                Some(answer) => matches!(
                    answer.code().as_deref(),
                    Some("40P01" | "40001" | "57P01" | "57P03" | "53300" | "5" | "6" | "517" | "10" | "14")
                ),
                None => true,
            }
        }
        _ => false,
    }
}

/// An instant as both databases compare it right: whole seconds, UTC.
#[must_use]
pub fn stored(instant: Instant) -> Instant {
    use chrono::SubsecRound;
    instant.trunc_subsecs(0)
}
