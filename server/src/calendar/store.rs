//! The only place of the calendars that names the database.

use crate::{
    kernel::{
        clock::Instant,
        ids::{AccountId, InterpreterId},
    },
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

mod feed {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_feed")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub interpreter_id: Option<Uuid>,
        pub office_id: Option<Uuid>,
        pub name: String,
        pub created_at: DateTimeUtc,
        pub last_fetched_at: Option<DateTimeUtc>,
        pub last_client: Option<String>,
        pub revoked_at: Option<DateTimeUtc>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// A feed as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedView {
    /// Its key.
    pub id: Uuid,
    /// Whose account.
    pub account: AccountId,
    /// Whose jobs it shows.
    pub interpreter: Option<InterpreterId>,
    /// What the owner calls it.
    pub name: String,
    /// Since when.
    pub created_at: Instant,
    /// When a program last asked.
    pub last_fetched_at: Option<Instant>,
    /// Which program.
    pub last_client: Option<String>,
}

impl From<feed::Model> for FeedView {
    fn from(row: feed::Model) -> Self {
        Self {
            id: row.id,
            account: AccountId(row.account_id),
            interpreter: row.interpreter_id.map(InterpreterId),
            name: row.name,
            created_at: row.created_at,
            last_fetched_at: row.last_fetched_at,
            last_client: row.last_client,
        }
    }
}

pub(super) async fn insert(
    tx: &Tx,
    account: AccountId,
    interpreter: InterpreterId,
    name: &str,
    now: Instant,
) -> Result<Uuid, Fault> {
    let id = Uuid::now_v7();
    let row = feed::ActiveModel {
        id: Set(id),
        account_id: Set(account.0),
        interpreter_id: Set(Some(interpreter.0)),
        office_id: Set(None),
        name: Set(name.to_owned()),
        created_at: Set(now),
        last_fetched_at: Set(None),
        last_client: Set(None),
        revoked_at: Set(None),
    };
    feed::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

/// A feed that lives.
pub(super) async fn find(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<FeedView>, Fault> {
    let row = feed::Entity::find_by_id(id).filter(feed::Column::RevokedAt.is_null()).one(conn).await?;
    Ok(row.map(FeedView::from))
}

pub(super) async fn of_interpreter(
    conn: &impl ConnectionTrait,
    interpreter: InterpreterId,
) -> Result<Vec<FeedView>, Fault> {
    let rows = feed::Entity::find()
        .filter(feed::Column::InterpreterId.eq(interpreter.0))
        .filter(feed::Column::RevokedAt.is_null())
        .order_by_asc(feed::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(FeedView::from).collect())
}

pub(super) async fn revoke(tx: &Tx, interpreter: InterpreterId, id: Uuid, now: Instant) -> Result<bool, Fault> {
    let updated = feed::Entity::update_many()
        .col_expr(feed::Column::RevokedAt, Expr::value(now))
        .filter(feed::Column::Id.eq(id))
        .filter(feed::Column::InterpreterId.eq(interpreter.0))
        .filter(feed::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}

pub(super) async fn seen(tx: &Tx, id: Uuid, client: &str, now: Instant) -> Result<(), Fault> {
    feed::Entity::update_many()
        .col_expr(feed::Column::LastFetchedAt, Expr::value(now))
        .col_expr(feed::Column::LastClient, Expr::value(client))
        .filter(feed::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
