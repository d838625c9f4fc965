//! Events: what has happened, told to those who listen, after the transaction and never without it.
//!
//! A command publishes in its own [`Tx`]. The worker turns each event into one job per listener, so that a listener that
//! fails is tried again without the others hearing twice.

use super::{db::Tx, fault::Fault};
use crate::kernel::{
    clock::Instant,
    ids::{EventId, JobId},
};
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};

/// Something that happened, in the past tense. The kind is its stable name, such as `booking.offer-accepted`.
pub trait Event: Serialize + DeserializeOwned + Send + Sync {
    /// Stable name.
    const KIND: &'static str;
}

pub(super) mod event {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub payload: String,
        pub published_at: DateTimeUtc,
        pub dispatched_at: Option<DateTimeUtc>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod job {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub payload: String,
        /// Two jobs with the same key are one job.
        #[sea_orm(unique)]
        pub once_key: String,
        pub run_at: DateTimeUtc,
        pub attempts: i32,
        pub leased_until: Option<DateTimeUtc>,
        pub done_at: Option<DateTimeUtc>,
        pub gave_up_at: Option<DateTimeUtc>,
        pub last_error: Option<String>,
        pub created_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

impl Tx {
    /// Tells what happened to everybody who listens, once this unit of work is committed.
    ///
    /// # Errors
    /// The event can't be stored.
    pub async fn publish<E: Event>(&mut self, event: &E, now: Instant) -> Result<(), Fault> {
        let row = event::ActiveModel {
            id: Set(EventId::new().0),
            kind: Set(E::KIND.to_owned()),
            payload: Set(serde_json::to_string(event)?),
            published_at: Set(now),
            dispatched_at: Set(None),
        };
        event::Entity::insert(row).exec_without_returning(self.conn()).await?;
        self.has_work = true;
        Ok(())
    }

    /// Work for later. A job whose `once_key` exists already is not made again.
    ///
    /// # Errors
    /// The job can't be stored.
    pub async fn enqueue(
        &mut self,
        kind: &str,
        payload: &impl Serialize,
        once_key: &str,
        run_at: Instant,
        now: Instant,
    ) -> Result<(), Fault> {
        self.enqueue_written(kind, serde_json::to_string(payload)?, once_key.to_owned(), run_at, now).await
    }

    /// The same with a payload that was written already.
    pub(super) async fn enqueue_written(
        &mut self,
        kind: &str,
        payload: String,
        once_key: String,
        run_at: Instant,
        now: Instant,
    ) -> Result<(), Fault> {
        let row = job::ActiveModel {
            id: Set(JobId::new().0),
            kind: Set(kind.to_owned()),
            payload: Set(payload),
            once_key: Set(once_key),
            run_at: Set(run_at),
            attempts: Set(0),
            leased_until: Set(None),
            done_at: Set(None),
            gave_up_at: Set(None),
            last_error: Set(None),
            created_at: Set(now),
        };
        job::Entity::insert(row)
            .on_conflict(OnConflict::column(job::Column::OnceKey).do_nothing().to_owned())
            .exec_without_returning(self.conn())
            .await?;
        self.has_work = true;
        Ok(())
    }
}

/// What this unit of work tells and asks for is told to nobody and done by nobody: for building a world in which things
/// happened long ago.
///
/// # Errors
/// The database can't be written.
pub async fn hush(tx: &Tx, now: Instant) -> Result<(), Fault> {
    event::Entity::update_many()
        .col_expr(event::Column::DispatchedAt, Expr::value(now))
        .filter(event::Column::DispatchedAt.is_null())
        .exec(tx.conn())
        .await?;
    job::Entity::update_many()
        .col_expr(job::Column::DoneAt, Expr::value(now))
        .filter(job::Column::DoneAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}
