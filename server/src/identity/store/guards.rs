//! Failed logins, counted where all replicas see them.

use super::entities::guard;
use crate::{
    kernel::clock::Instant,
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{
    ActiveValue::Set,
    QuerySelect,
    entity::prelude::*,
    sea_query::{LockType, OnConflict},
};

/// How often an address has failed in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::identity) struct Failures {
    pub(in crate::identity) count: i32,
    pub(in crate::identity) locked_until: Option<Instant>,
    pub(in crate::identity) updated_at: Instant,
}

fn failures_of(row: &guard::Model) -> Failures {
    Failures { count: row.failures, locked_until: row.locked_until, updated_at: row.updated_at }
}

pub(in crate::identity) async fn failures(conn: &impl ConnectionTrait, key: &str) -> Result<Option<Failures>, Fault> {
    Ok(guard::Entity::find_by_id(key.to_owned()).one(conn).await?.as_ref().map(failures_of))
}

/// The failures of an address, locked until the unit of work ends.
pub(in crate::identity) async fn lock_failures(tx: &Tx, key: &str, now: Instant) -> Result<Failures, Fault> {
    let row =
        guard::ActiveModel { id: Set(key.to_owned()), failures: Set(0), locked_until: Set(None), updated_at: Set(now) };
    guard::Entity::insert(row)
        // Writing the key over itself locks the row, or makes it anew if whoever held it has just forgotten it.
        .on_conflict(OnConflict::column(guard::Column::Id).update_column(guard::Column::Id).to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let row = guard::Entity::find_by_id(key.to_owned()).lock(LockType::Update).one(tx.conn()).await?;
    row.as_ref().map(failures_of).ok_or_else(|| Fault::new("a login guard vanished"))
}

pub(in crate::identity) async fn save_failures(tx: &Tx, key: &str, failures: Failures) -> Result<(), Fault> {
    guard::Entity::update_many()
        .col_expr(guard::Column::Failures, Expr::value(failures.count))
        .col_expr(guard::Column::LockedUntil, Expr::value(failures.locked_until))
        .col_expr(guard::Column::UpdatedAt, Expr::value(failures.updated_at))
        .filter(guard::Column::Id.eq(key))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub(in crate::identity) async fn forget_failures(tx: &Tx, key: &str) -> Result<(), Fault> {
    guard::Entity::delete_by_id(key.to_owned()).exec(tx.conn()).await?;
    Ok(())
}
