//! A city on one of the two databases: the real server in this process, behind its real listener, with a clock that stands.

use crate::{
    cable::Cable,
    database::{self, Database},
    people::Somebody,
    visitor::{Browser, Program},
};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use dragoman::{
    kernel::{
        clock::Clock,
        time::{Fold, resolve},
    },
    platform::{config::Config, db::Db, telemetry::Metrics},
    shell::app::{Server, site, worker},
};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};
use std::{path::PathBuf, sync::Arc};

/// A city in which a story happens.
pub struct City {
    /// Which database it stands on.
    pub database: Database,
    /// Its clock.
    pub clock: CityClock,
    /// Where its pages are, such as `http://127.0.0.1:43210`.
    pub origin: String,
    /// Its files: database, mails.
    pub folder: PathBuf,
    /// The address of its database.
    pub url: String,
    server: Server,
}

/// The clock of a city, told in civil time.
#[derive(Clone)]
pub struct CityClock(pub Clock);

/// The instant of a time on the wall, `2027-03-01 09:00`.
///
/// # Panics
/// There is no such time, or it comes twice.
#[must_use]
pub fn berlin(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap_or_else(|_| panic!("{text} is no time"));
    resolve(local, Fold::Unsaid).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

impl CityClock {
    /// It is this time on the wall.
    pub fn is(&self, text: &str) {
        self.0.set(berlin(text));
    }

    /// Time passes.
    pub fn passes(&self, by: Duration) {
        self.0.advance(by);
    }
}

/// The secret of every city; `DRAGOMAN_SECRET_KEY`.
const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";

impl City {
    /// The city on Monday, 1 March 2027, 09:00; `None` on PostgreSQL where there is no server.
    ///
    /// # Panics
    /// It can't be built.
    pub async fn on(database: Database) -> Option<Self> {
        Self::with(database, &[]).await
    }

    /// The same with settings of its own, as environment variables.
    ///
    /// # Panics
    /// It can't be built.
    pub async fn with(database: Database, settings: &[(&str, &str)]) -> Option<Self> {
        let folder = database::folder("city");
        let url = database::fresh(database, &folder).await?;
        Some(Self::at(database, folder, url, settings).await)
    }

    /// A city on PostgreSQL, at the end of a cable; `None` where there is no server.
    ///
    /// # Panics
    /// It can't be built.
    pub async fn on_cable() -> Option<(Self, Cable)> {
        let folder = database::folder("cable");
        let direct = database::fresh(Database::Postgres, &folder).await?;
        let (_, rest) = direct.split_once('@')?;
        let (server, name) = rest.split_once('/')?;
        let cable = Cable::to(server.to_owned()).await;
        let url = format!("postgres://app@{}/{name}", cable.address);
        Some((Self::at(Database::Postgres, folder, url, &[]).await, cable))
    }

    async fn at(database: Database, folder: PathBuf, url: String, settings: &[(&str, &str)]) -> Self {
        let config = config(&url, &folder, settings);
        if std::env::var_os("DRAGOMAN_TEST_LOG").is_some() {
            // Only the first city of the process can start it.
            let _ = dragoman::platform::telemetry::start_log(&config.log);
        }
        let clock = Clock::standing_at(berlin("2027-03-01 09:00"));
        let db = Db::open(&url).await.unwrap_or_else(|fault| panic!("{url}: {fault}"));
        let site = site(db, clock.clone(), Arc::new(config));
        let metrics = Metrics::detached().expect("metrics");
        // The worker is drained by hand, so that a story knows when mails are written and prices made.
        let server = Server::start(site, metrics, false).await.unwrap_or_else(|fault| panic!("{fault}"));
        let origin = format!("http://{}", server.address);
        Self { database, clock: CityClock(clock), origin, folder, url, server }
    }

    /// Its database, for looking behind the doors.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.server.site.db
    }

    /// Its server's site, for what only the house itself does.
    #[must_use]
    pub fn site(&self) -> &dragoman::identity::Site {
        &self.server.site
    }

    /// Does everything that is due: events reach those who listen, mails leave, fees are priced.
    ///
    /// # Panics
    /// The queue can't be read.
    pub async fn works(&self) -> usize {
        let worker = worker(&self.server.site).unwrap_or_else(|fault| panic!("{fault}"));
        worker.drain().await.unwrap_or_else(|fault| panic!("{fault}"))
    }

    /// A browser without cookies.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(&self.origin)
    }

    /// A program without a token.
    #[must_use]
    pub fn program(&self) -> Program {
        Program::new(&self.origin, None)
    }

    /// Somebody of the city, by the first part of their address: `karin`, `amal`.
    #[must_use]
    pub fn somebody(&self, address: &str) -> Somebody<'_> {
        Somebody::new(self, address)
    }

    /// Runs SQL behind everybody's back.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn sql(&self, sql: &str) -> Result<u64, DbErr> {
        Ok(self.db().for_migration().execute_unprepared(sql).await?.rows_affected())
    }

    /// One number from SQL.
    ///
    /// # Panics
    /// There is none.
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.rows(sql).await;
        let first = rows.first().and_then(|row| row.first()).cloned().unwrap_or_default();
        first.parse().unwrap_or_else(|_| panic!("{sql}: {first} is no number"))
    }

    /// A key as it stands in SQL: the two databases write it differently.
    #[must_use]
    pub fn key(&self, id: &str) -> String {
        match self.database {
            Database::Sqlite => format!("x'{}'", id.replace('-', "")),
            Database::Postgres => format!("'{id}'"),
        }
    }

    /// One text from SQL.
    pub async fn text(&self, sql: &str) -> String {
        let rows = self.rows(sql).await;
        rows.first().and_then(|row| row.first()).cloned().unwrap_or_default()
    }

    /// Rows as text; the columns must be text or whole numbers.
    ///
    /// # Panics
    /// The database refuses.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let statement = Statement::from_sql_and_values(self.db().backend(), sql, Vec::<Value>::new());
        let rows = self.db().read().query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.iter()
            .map(|row| {
                (0..row.column_names().len())
                    .map(|index| {
                        row.try_get_by_index::<Option<String>>(index)
                            .map(Option::unwrap_or_default)
                            .or_else(|_| {
                                row.try_get_by_index::<Option<i64>>(index)
                                    .map(|number| number.map_or_else(String::new, |n| n.to_string()))
                            })
                            .or_else(|_| row.try_get_by_index::<i32>(index).map(|number| number.to_string()))
                            .or_else(|_| row.try_get_by_index::<uuid::Uuid>(index).map(|id| id.to_string()))
                            .or_else(|_| row.try_get_by_index::<bool>(index).map(|yes| yes.to_string()))
                            .unwrap_or_else(|error| panic!("{sql}: column {index}: {error}"))
                    })
                    .collect()
            })
            .collect()
    }

    /// The story is over.
    pub async fn ends(self) {
        let Self { server, folder, database, url, .. } = self;
        let db = server.site.db.clone();
        server.stop().await;
        let _ = db.read().clone().close().await;
        let _ = db.for_migration().clone().close().await;
        drop(db);
        if database == Database::Postgres
            && let Some((_, name)) = url.rsplit_once('/')
        {
            database::on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
        let _ = std::fs::remove_dir_all(folder);
    }
}

fn config(url: &str, folder: &std::path::Path, settings: &[(&str, &str)]) -> Config {
    let mut all = vec![
        ("DRAGOMAN_DATABASE_URL", url.to_owned()),
        ("DRAGOMAN_LISTEN", "127.0.0.1:0".to_owned()),
        ("DRAGOMAN_DATA_DIR", folder.display().to_string()),
        ("DRAGOMAN_SECRET_KEY", SECRET.to_owned()),
        ("DRAGOMAN_CITY_NAME", "Stuttgart".to_owned()),
        ("DRAGOMAN_CITY_STREET", "Marktplatz 1".to_owned()),
        ("DRAGOMAN_CITY_POSTCODE", "70173".to_owned()),
        ("DRAGOMAN_CITY_PLACE", "Stuttgart".to_owned()),
        // The login page tells second factors, and mails can be read in the browser.
        ("DRAGOMAN_DEMO", "true".to_owned()),
        // A crowd logs in from one address.
        ("DRAGOMAN_LIMITS_LOGIN_PER_MINUTE_ADDRESS", "100000".to_owned()),
        ("DRAGOMAN_LIMITS_LOGIN_PER_MINUTE_ACCOUNT", "100000".to_owned()),
        ("DRAGOMAN_LIMITS_API_PER_MINUTE_ADDRESS", "100000".to_owned()),
        ("DRAGOMAN_LIMITS_API_PER_MINUTE_ACCOUNT", "100000".to_owned()),
    ];
    for (name, value) in settings {
        all.retain(|(known, _)| known != name);
        all.push((name, (*value).to_owned()));
    }
    let variables = all.into_iter().map(|(name, value)| (name.to_owned(), value));
    Config::from_sources(None, variables).unwrap_or_else(|refused| panic!("{refused}"))
}
