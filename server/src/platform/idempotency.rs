//! The same form or API call, sent twice, answers the same and acts once (after "Zero to Production", chapter 11).
//!
//! The key is stored in the command's own transaction: a second call waits for the first on PostgreSQL's unique index (or for
//! SQLite's one writer), then finds the stored answer. A refused command stores nothing, so it may be tried again.

use super::{
    db::{Db, Tx, Violation},
    fault::Fault,
};
use crate::kernel::{clock::Instant, ids::AccountId};
use sea_orm::{ActiveValue::Set, entity::prelude::*};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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
}

/// What makes two calls one: whose they are, under which key they come, and what they ask for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    account: Uuid,
    key: Option<String>,
    fingerprint: String,
}

impl Call {
    /// A program's call under the key of its header `Idempotency-Key`. `what` is method, path and body: the key counts for that
    /// alone, something else under it is a mistake of the program. `account`: absent for who is not logged in.
    #[must_use]
    pub fn new(account: Option<AccountId>, key: Option<&str>, what: &[u8]) -> Self {
        let account = account.map_or(Uuid::nil(), |account| account.0);
        Self { account, key: key.map(str::to_owned), fingerprint: digest(what) }
    }

    /// A press of a form's button. All forms of a page carry one key, and a page that was left with *Back* carries it again: so
    /// what counts is the key together with the form's address and what was typed. The same again is the same press; another
    /// form, or other entries, are another act.
    #[must_use]
    pub fn of_form(account: Option<AccountId>, key: Option<&str>, what: &[u8]) -> Self {
        let mut call = Self::new(account, None, what);
        call.key = key.map(|key| digest(format!("{key}\u{1f}{}", call.fingerprint).as_bytes()));
        call
    }

    /// A call that is always a first one.
    #[must_use]
    pub fn without_key() -> Self {
        Self::new(None, None, b"")
    }

    /// The same call, once what it did the first time (`answer`) has come to its end and may be done anew.
    #[must_use]
    pub fn after(&self, answer: &Answer) -> Self {
        let ended = answer.body.as_ref().map(ToString::to_string).unwrap_or_default();
        let key = self.key.as_ref().map(|key| digest(format!("{key}\u{1f}{ended}").as_bytes()));
        Self { key, ..self.clone() }
    }

    /// The same call, once it is known who makes it: keys of one program never meet those of another.
    #[must_use]
    pub fn by(&self, account: AccountId) -> Self {
        Self { account: account.0, ..self.clone() }
    }
}

fn digest(what: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(what))
}

impl From<Tx> for OnceTx {
    /// A unit of work without a key, for what acts once by its nature.
    fn from(tx: Tx) -> Self {
        Self { tx, account: Uuid::nil(), key: None }
    }
}

/// Begins the unit of work of a call. Without a key every call is a first one.
///
/// # Errors
/// The database can't be reached.
pub async fn begin(db: &Db, call: &Call, now: Instant) -> Result<Once, Fault> {
    let tx = db.begin().await?;
    let Some(key) = call.key.clone() else { return Ok(Once::First(OnceTx { tx, account: call.account, key: None })) };
    let row = record::ActiveModel {
        account_id: Set(call.account),
        idempotency_key: Set(key.clone()),
        fingerprint: Set(call.fingerprint.clone()),
        answer: Set(String::new()),
        created_at: Set(now),
    };
    match record::Entity::insert(row).exec_without_returning(tx.conn()).await {
        Ok(_) => return Ok(Once::First(OnceTx { tx, account: call.account, key: Some(key) })),
        Err(error) if Violation::of(&error).is_some_and(|violation| violation.is_unique()) => drop(tx),
        Err(error) => return Err(error.into()),
    }
    match answered(db, call).await? {
        Some(again) => Ok(again),
        None => Err(Fault::new("the first call under this idempotency key was undone while the second waited")),
    }
}

/// What the call was answered, if it was; begins nothing.
///
/// # Errors
/// The database can't be read.
pub async fn answered(db: &Db, call: &Call) -> Result<Option<Once>, Fault> {
    let Some(key) = call.key.clone() else { return Ok(None) };
    let stored = record::Entity::find_by_id((call.account, key)).one(db.read()).await?;
    Ok(match stored {
        Some(stored) if stored.fingerprint == call.fingerprint => {
            Some(Once::Again(serde_json::from_str(&stored.answer)?))
        }
        Some(_) => Some(Once::Mismatch),
        None => None,
    })
}

impl OnceTx {
    /// Goes on without the key: what is stored now must not be taken for an answer (a refusal that leaves a count behind).
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn without_key(self) -> Result<Tx, Fault> {
        if let Some(key) = self.key {
            record::Entity::delete_by_id((self.account, key)).exec(self.tx.conn()).await?;
        }
        Ok(self.tx)
    }

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

/// Forgets answers older than `before`; a client that repeats a call does so within days.
///
/// # Errors
/// The database can't be written.
pub async fn forget(tx: &Tx, before: Instant) -> Result<u64, Fault> {
    let gone = record::Entity::delete_many().filter(record::Column::CreatedAt.lt(before)).exec(tx.conn()).await?;
    Ok(gone.rows_affected)
}
