//! Accounts, cookies and bearer tokens for tests of all slices. Compiled for tests only.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{
    NewAccount, NewRole, PasswordAttempt, Permit, Ready, create_active_account, log_in, policy::ManageAccounts,
    secrets, store, tokens,
};
use crate::{
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        ids::{AccountId, InterpreterId, OfficeId},
    },
    platform::{
        config::Config,
        db::Db,
        i18n::Locale,
        idempotency::Call,
        password::{Cost, Passwords},
    },
};
use uuid::Uuid;

/// The password of every account made here.
pub(crate) const PASSWORD: &str = "blaue Tassen im Regal";

/// A press without a key.
pub(crate) static UNKEYED: Call = Call::unkeyed();

/// A configuration with a secret key.
pub(crate) fn config() -> Config {
    let key = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";
    let settings = [
        ("DRAGOMAN_SECRET_KEY", key),
        ("DRAGOMAN_CITY_STREET", "Marktplatz 1"),
        ("DRAGOMAN_CITY_POSTCODE", "70173"),
        ("DRAGOMAN_CITY_PLACE", "Stuttgart"),
    ];
    Config::from_sources(None, settings.map(|(name, value)| (name.to_owned(), value.to_owned()))).unwrap()
}

/// Passwords that cost next to nothing.
pub(crate) fn passwords() -> Passwords {
    Passwords::new(Cost::WEAK_FOR_TESTS).unwrap()
}

/// A fresh, migrated database: SQLite in a temporary folder.
pub(crate) async fn fresh_db() -> Db {
    let folder = std::env::temp_dir().join(format!("dragoman-identity-{}", Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let db = Db::open(&format!("sqlite://{}?mode=rwc", folder.join("test.sqlite").display())).await.unwrap();
    use sea_orm_migration::MigratorTrait;
    migrations::Migrator::up(db.for_migration(), None).await.unwrap();
    db
}

/// An active account with these roles from today on.
pub(crate) async fn account(
    db: &Db,
    email: &str,
    roles: &[(Role, Option<OfficeId>)],
    interpreter: Option<InterpreterId>,
    second_factor: bool,
    now: Instant,
) -> AccountId {
    let password_hash = passwords().hash(PASSWORD).await.unwrap();
    let roles = roles.iter().map(|(role, office)| NewRole::of(*role, *office)).collect();
    let name = email.split('@').next().unwrap().to_owned();
    let new = NewAccount { email: email.to_owned(), name, locale: Locale::De, roles, interpreter };
    let permit = Permit::ask(&Actor::House("test"), ManageAccounts {}).unwrap();
    let mut tx = db.begin().await.unwrap();
    let id = create_active_account(permit, new, Ready { password_hash, second_factor }, now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// The value of a session cookie of an account made here, second factor given.
pub(crate) async fn cookie(db: &Db, config: &Config, email: &str, now: Instant) -> String {
    let attempt = PasswordAttempt { email, password: PASSWORD, device: "test", call: &UNKEYED };
    let admission = log_in(db, config, &passwords(), attempt, now).await.unwrap();
    let (session, _) = store::session_by_hash(db, &secrets::hash_of(&admission.cookie)).await.unwrap().unwrap();
    let tx = db.begin().await.unwrap();
    store::mark_second_factor(&tx, session.id).await.unwrap();
    tx.commit().await.unwrap();
    admission.cookie
}

/// A bearer token for the API, second factor given.
pub(crate) async fn bearer(db: &Db, config: &Config, account: AccountId, now: Instant) -> String {
    let tx = db.begin().await.unwrap();
    let (pair, _) = tokens::mint_pair(&tx, config, account, Uuid::now_v7(), true, now).await.unwrap();
    tx.commit().await.unwrap();
    pair.access
}
