//! The same form or API call, sent twice, answers the same and acts once (after "Zero to Production", chapter 11).
//!
//! The key is stored in the command's own transaction: a second call waits for the first on PostgreSQL's unique index (or for
//! SQLite's one writer), then finds the stored answer. A refused command stores nothing, so it may be tried again.
//!
//! What makes two calls the same is kept as a keyed digest: bodies hold passwords and codes, and a plain digest of a password
//! can be guessed by whoever reads the database. Answers that hold secrets (login, tokens) are not stored either: their commands
//! use [`recall`] and [`keep`], store which row they made, and make the secret again from it.

use super::{
    config::Config,
    db::{Db, Tx, Violation},
    fault::Fault,
};
use crate::kernel::{
    clock::Instant,
    ids::AccountId,
    refusal::{Refusal, RefusalKind},
};
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, MutexGuard};

mod record {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_record")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub idempotency_key: String,
        pub fingerprint: String,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        pub created_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// What a command answered the first time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Where to go next (pages), or where the thing is (API).
    pub location: Option<String>,
    /// The JSON body (API).
    pub body: Option<serde_json::Value>,
}

impl Answer {
    /// The key of a row that [`keep`] was told of.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<Uuid> {
        self.body.as_ref()?.get(name)?.as_str()?.parse().ok()
    }
}

/// A call, and the key under which its client sends it again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    key: Option<String>,
    fingerprint: String,
}

impl Call {
    /// A press of a form's button. The key of a page counts for each address and for each content of its own: a second form of
    /// the page, or one that was changed after going back, is a call of its own. `content` is everything that was sent.
    ///
    /// # Errors
    /// No secret key is configured.
    pub fn of_form(config: &Config, key: Option<&str>, content: &str) -> Result<Self, Fault> {
        let fingerprint = keyed_digest(config, content)?;
        let key = key.filter(|key| !key.is_empty()).map(|key| keyed_digest(config, &format!("{key}\u{1f}{content}")));
        Ok(Self { key: key.transpose()?, fingerprint })
    }

    /// A call of the API under its header `Idempotency-Key`. Another content under the same key is a mistake of the client.
    ///
    /// # Errors
    /// No secret key is configured.
    pub fn of_program(config: &Config, key: Option<&str>, content: &str) -> Result<Self, Fault> {
        Ok(Self { key: key.map(str::to_owned), fingerprint: keyed_digest(config, content)? })
    }

    /// The failure of this call: a key of its own for each call and each `whose`, so that no call meets what is noted for another,
    /// and none is taken for done. Without a key every failure is a first one.
    ///
    /// # Errors
    /// No secret key is configured.
    pub fn failure(&self, config: &Config, whose: &str) -> Result<Self, Fault> {
        let Some(key) = &self.key else { return Ok(Self::unkeyed()) };
        let content = format!("failure\u{1f}{whose}\u{1f}{key}\u{1f}{}", self.fingerprint);
        Ok(Self { key: Some(keyed_digest(config, &content)?), fingerprint: self.fingerprint.clone() })
    }

    /// A call without a key: always a first one.
    #[must_use]
    pub const fn unkeyed() -> Self {
        Self { key: None, fingerprint: String::new() }
    }
}

fn keyed_digest(config: &Config, content: &str) -> Result<String, Fault> {
    let content = data_encoding::HEXLOWER.encode(&Sha256::digest(content));
    Ok(data_encoding::HEXLOWER.encode(&config.secret_key()?.derive(&format!("idempotency:{content}"))))
}

/// The key was used for another call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyReused;

impl Refusal for KeyReused {
    fn code(&self) -> &'static str {
        "idempotency-key-reused"
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Whether this call is the first of its key.
#[derive(Debug)]
pub enum Once {
    /// It is; do the work in this unit and finish with [`OnceTx::commit`].
    First(OnceTx),
    /// It was answered before.
    Again(Answer),
    /// The key was used for a different call: the client made a mistake (422).
    Mismatch,
}

/// A unit of work that ends by storing its answer under its key.
#[derive(Debug)]
pub struct OnceTx {
    /// The unit of work.
    pub tx: Tx,
    account: Uuid,
    key: Option<String>,
    _turn: Option<MutexGuard<'static, ()>>,
}

/// Presses of one key wait here for each other, so that those of one process hold no connection while the first one works. Other
/// processes, and keys that share a place, only wait a little longer.
static TURNS: [Mutex<()>; 128] = [const { Mutex::const_new(()) }; 128];

async fn turn_of(account: Uuid, key: &str) -> Option<MutexGuard<'static, ()>> {
    let digest = Sha256::new().chain_update(account.as_bytes()).chain_update(key).finalize();
    let place = digest.first().map_or(0, |byte| usize::from(*byte)) % TURNS.len();
    match TURNS.get(place) {
        Some(turn) => Some(turn.lock().await),
        None => None,
    }
}

/// Begins a unit of work under a call's key. Without a key every call is a first one.
///
/// # Errors
/// The database can't be reached.
pub async fn begin(db: &Db, account: Option<AccountId>, call: &Call, now: Instant) -> Result<Once, Fault> {
    let account = account.map_or(Uuid::nil(), |account| account.0);
    let Some(key) = call.key.clone() else {
        return Ok(Once::First(OnceTx { tx: db.begin().await?, account, key: None, _turn: None }));
    };
    let turn = turn_of(account, &key).await;
    let tx = db.begin().await?;
    let row = row_of(account, &key, &call.fingerprint, String::new(), now);
    match record::Entity::insert(row).exec_without_returning(tx.conn()).await {
        Ok(_) => return Ok(Once::First(OnceTx { tx, account, key: Some(key), _turn: turn })),
        Err(error) if Violation::of(&error).is_some_and(|violation| violation.is_unique()) => drop(tx),
        Err(error) => return Err(error.into()),
    }
    match stored(db.read(), account, call).await? {
        Recalled::Same(answer) => Ok(Once::Again(answer)),
        Recalled::Other => Ok(Once::Mismatch),
        Recalled::New => {
            Err(Fault::new("the first call under this idempotency key was forgotten while the second waited"))
        }
    }
}

fn row_of(account: Uuid, key: &str, fingerprint: &str, answer: String, now: Instant) -> record::ActiveModel {
    record::ActiveModel {
        account_id: Set(account),
        idempotency_key: Set(key.to_owned()),
        fingerprint: Set(fingerprint.to_owned()),
        answer: Set(answer),
        created_at: Set(now),
    }
}

/// What is known of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Recalled {
    /// Nothing: it is a first one.
    New,
    /// It was done, and what [`keep`] was told.
    Same(Answer),
    /// Its key was used for another call.
    Other,
}

async fn stored(conn: &impl ConnectionTrait, account: Uuid, call: &Call) -> Result<Recalled, Fault> {
    let Some(key) = call.key.clone() else { return Ok(Recalled::New) };
    match record::Entity::find_by_id((account, key)).one(conn).await? {
        None => Ok(Recalled::New),
        Some(row) if row.fingerprint == call.fingerprint => Ok(Recalled::Same(serde_json::from_str(&row.answer)?)),
        Some(_) => Ok(Recalled::Other),
    }
}

/// Whether an account's call was done before, for commands that find out only on their way whose call it is. They hold the
/// account's lock (or that of what they use up), so that of many presses each sees the one before; and tell [`keep`] at the end.
///
/// # Errors
/// The database can't be reached.
pub async fn recall(tx: &Tx, account: AccountId, call: &Call) -> Result<Recalled, Fault> {
    stored(tx.conn(), account.0, call).await
}

/// Notes that a call was done, and by which rows; never a secret. Overwrites what was noted before.
///
/// # Errors
/// Nothing was stored.
pub async fn keep(
    tx: &Tx,
    account: AccountId,
    call: &Call,
    rows: serde_json::Value,
    now: Instant,
) -> Result<(), Fault> {
    let Some(key) = &call.key else { return Ok(()) };
    let answer = serde_json::to_string(&Answer { status: 200, location: None, body: Some(rows) })?;
    let mut taken = OnConflict::columns([record::Column::AccountId, record::Column::IdempotencyKey]);
    taken.update_columns([record::Column::Answer, record::Column::CreatedAt]);
    record::Entity::insert(row_of(account.0, key, &call.fingerprint, answer, now))
        .on_conflict(taken)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

impl OnceTx {
    /// Stores the answer with everything else.
    ///
    /// # Errors
    /// Nothing was stored.
    pub async fn commit(self, answer: &Answer) -> Result<(), Fault> {
        let Some(key) = &self.key else { return self.tx.commit().await };
        record::Entity::update_many()
            .col_expr(record::Column::Answer, Expr::value(serde_json::to_string(answer)?))
            .filter(record::Column::AccountId.eq(self.account))
            .filter(record::Column::IdempotencyKey.eq(key))
            .exec(self.tx.conn())
            .await?;
        self.tx.commit().await
    }
}

#[cfg(test)]
mod tests;
