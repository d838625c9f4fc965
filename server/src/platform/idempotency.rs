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

/// Begins a unit of work under a key chosen by the client (a form's hidden field, or the header `Idempotency-Key`).
/// `call` is everything that makes two calls the same: method, path and body. Without a key every call is a first one.
///
/// # Errors
/// The database can't be reached.
pub async fn begin(
    db: &Db,
    account: Option<AccountId>,
    key: Option<&str>,
    call: &[u8],
    now: Instant,
) -> Result<Once, Fault> {
    let account = account.map_or(Uuid::nil(), |account| account.0);
    let fingerprint = data_encoding::HEXLOWER.encode(&Sha256::digest(call));
    let tx = db.begin().await?;
    let Some(key) = key else { return Ok(Once::First(OnceTx { tx, account, key: None })) };
    let row = record::ActiveModel {
        account_id: Set(account),
        idempotency_key: Set(key.to_owned()),
        fingerprint: Set(fingerprint.clone()),
        answer: Set(String::new()),
        created_at: Set(now),
    };
    match record::Entity::insert(row).exec_without_returning(tx.conn()).await {
        Ok(_) => return Ok(Once::First(OnceTx { tx, account, key: Some(key.to_owned()) })),
        Err(error) if Violation::of(&error).is_some_and(|violation| violation.is_unique()) => drop(tx),
        Err(error) => return Err(error.into()),
    }
    let stored = record::Entity::find_by_id((account, key.to_owned())).one(db.read()).await?;
    match stored {
        Some(stored) if stored.fingerprint == fingerprint => Ok(Once::Again(serde_json::from_str(&stored.answer)?)),
        Some(_) => Ok(Once::Mismatch),
        None => Err(Fault::new("the first call under this idempotency key was undone while the second waited")),
    }
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
