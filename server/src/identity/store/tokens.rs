//! Signing keys, refresh tokens, and single-use tokens that were used.

use super::entities::{key, refresh, spent};
use crate::{
    kernel::{clock::Instant, ids::AccountId},
    platform::{
        db::{Tx, Violation},
        fault::Fault,
    },
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};

/// A signing key's life. The key itself is derived from the configured secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SigningKey {
    /// Its key id (`kid`).
    pub id: Uuid,
    /// Since when it signs.
    pub created_at: Instant,
    /// Until when it signed; what it signed before still holds.
    pub retired_at: Option<Instant>,
}

fn key_of(row: key::Model) -> SigningKey {
    SigningKey { id: row.id, created_at: row.created_at, retired_at: row.retired_at }
}

pub(in crate::identity) async fn key(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<SigningKey>, Fault> {
    Ok(key::Entity::find_by_id(id).one(conn).await?.map(key_of))
}

/// The key that signs now: the newest that was not retired.
pub(in crate::identity) async fn current_key(conn: &impl ConnectionTrait) -> Result<Option<SigningKey>, Fault> {
    let row = key::Entity::find()
        .filter(key::Column::RetiredAt.is_null())
        .order_by_desc(key::Column::CreatedAt)
        .order_by_desc(key::Column::Id)
        .one(conn)
        .await?;
    Ok(row.map(key_of))
}

/// All keys, the newest first.
pub(in crate::identity) async fn keys(conn: &impl ConnectionTrait) -> Result<Vec<SigningKey>, Fault> {
    let rows = key::Entity::find()
        .order_by_desc(key::Column::CreatedAt)
        .order_by_desc(key::Column::Id)
        .limit(50)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(key_of).collect())
}

pub(in crate::identity) async fn insert_key(tx: &Tx, new: SigningKey) -> Result<(), Fault> {
    let row = key::ActiveModel { id: Set(new.id), created_at: Set(new.created_at), retired_at: Set(new.retired_at) };
    key::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// All keys that sign stop signing.
pub(in crate::identity) async fn retire_keys(tx: &Tx, now: Instant) -> Result<u64, Fault> {
    let retired = key::Entity::update_many()
        .col_expr(key::Column::RetiredAt, Expr::value(now))
        .filter(key::Column::RetiredAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(retired.rows_affected)
}

/// Forgets all keys: nothing they signed holds any more.
pub(in crate::identity) async fn delete_keys(tx: &Tx) -> Result<u64, Fault> {
    Ok(key::Entity::delete_many().exec(tx.conn()).await?.rows_affected)
}

/// A refresh token's life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::identity) struct RefreshToken {
    pub(in crate::identity) id: Uuid,
    pub(in crate::identity) family: Uuid,
    pub(in crate::identity) account: AccountId,
    pub(in crate::identity) issued_at: Instant,
    pub(in crate::identity) expires_at: Instant,
    pub(in crate::identity) used_at: Option<Instant>,
    pub(in crate::identity) revoked_at: Option<Instant>,
}

pub(in crate::identity) async fn lock_refresh(tx: &Tx, id: Uuid) -> Result<Option<RefreshToken>, Fault> {
    let row = refresh::Entity::find_by_id(id).lock(LockType::Update).one(tx.conn()).await?;
    Ok(row.map(|row| RefreshToken {
        id: row.id,
        family: row.family_id,
        account: AccountId(row.account_id),
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
        revoked_at: row.revoked_at,
    }))
}

pub(in crate::identity) async fn insert_refresh(tx: &Tx, new: RefreshToken) -> Result<(), Fault> {
    let row = refresh::ActiveModel {
        id: Set(new.id),
        family_id: Set(new.family),
        account_id: Set(new.account.0),
        issued_at: Set(new.issued_at),
        expires_at: Set(new.expires_at),
        used_at: Set(new.used_at),
        revoked_at: Set(new.revoked_at),
    };
    refresh::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub(in crate::identity) async fn use_refresh(tx: &Tx, id: Uuid, now: Instant) -> Result<(), Fault> {
    refresh::Entity::update_many()
        .col_expr(refresh::Column::UsedAt, Expr::value(now))
        .filter(refresh::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub(in crate::identity) async fn revoke_family(tx: &Tx, family: Uuid, now: Instant) -> Result<u64, Fault> {
    let revoked = refresh::Entity::update_many()
        .col_expr(refresh::Column::RevokedAt, Expr::value(now))
        .filter(refresh::Column::FamilyId.eq(family))
        .filter(refresh::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(revoked.rows_affected)
}

pub(in crate::identity) async fn revoke_families(tx: &Tx, account: AccountId, now: Instant) -> Result<u64, Fault> {
    let revoked = refresh::Entity::update_many()
        .col_expr(refresh::Column::RevokedAt, Expr::value(now))
        .filter(refresh::Column::AccountId.eq(account.0))
        .filter(refresh::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(revoked.rows_affected)
}

/// The family has a token that was not revoked.
pub(in crate::identity) async fn family_lives(conn: &impl ConnectionTrait, family: Uuid) -> Result<bool, Fault> {
    let alive = refresh::Entity::find()
        .filter(refresh::Column::FamilyId.eq(family))
        .filter(refresh::Column::RevokedAt.is_null())
        .one(conn)
        .await?;
    Ok(alive.is_some())
}

/// Spends a single-use token; `false` if it was spent before.
pub(in crate::identity) async fn spend(
    tx: &Tx,
    id: Uuid,
    purpose: &str,
    expires_at: Instant,
    now: Instant,
) -> Result<bool, Fault> {
    let row = spent::ActiveModel {
        id: Set(id),
        purpose: Set(purpose.to_owned()),
        spent_at: Set(now),
        expires_at: Set(expires_at),
    };
    match spent::Entity::insert(row).exec_without_returning(tx.conn()).await {
        Ok(_) => Ok(true),
        Err(error) if Violation::of(&error).is_some_and(|violation| violation.is_unique()) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::identity) async fn is_spent(conn: &impl ConnectionTrait, id: Uuid) -> Result<bool, Fault> {
    Ok(spent::Entity::find_by_id(id).one(conn).await?.is_some())
}
