//! Login sessions: one login on one device.

use super::{
    accounts::account_of,
    entities::{account, session},
};
use crate::{
    identity::account::Account,
    kernel::{
        clock::Instant,
        ids::{AccountId, LoginSessionId},
    },
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::Fault,
    },
};
use chrono::Duration;
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

/// A login session as commands see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoginSession {
    /// Its key.
    pub id: LoginSessionId,
    /// Whose it is.
    pub account: AccountId,
    /// The device as it called itself.
    pub device: String,
    /// The second factor was given.
    pub second_factor: bool,
    /// When somebody logged in.
    pub created_at: Instant,
    /// The last click, to the minute.
    pub last_seen_at: Instant,
    /// When it ends in any case.
    pub expires_at: Instant,
    /// When it was ended by hand.
    pub revoked_at: Option<Instant>,
}

impl LoginSession {
    /// Whether it still runs: not ended by hand, not over, not idle for too long.
    pub(in crate::identity) fn runs(&self, config: &Config, now: Instant) -> bool {
        let idle = Duration::minutes(config.session.idle_minutes.into());
        self.revoked_at.is_none() && now < self.expires_at && now < self.last_seen_at + idle
    }
}

fn session_of(row: session::Model) -> LoginSession {
    LoginSession {
        id: LoginSessionId(row.id),
        account: AccountId(row.account_id),
        device: row.device,
        second_factor: row.second_factor,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    }
}

/// The session of a cookie with its account, in one query.
pub(in crate::identity) async fn session_by_hash(
    db: &Db,
    token_hash: &str,
) -> Result<Option<(LoginSession, Account)>, Fault> {
    let found = session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash))
        .find_also_related(account::Entity)
        .one(db.read())
        .await?;
    match found {
        Some((session, Some(account))) => Ok(Some((session_of(session), account_of(account)?))),
        _ => Ok(None),
    }
}

pub(in crate::identity) async fn session(
    conn: &impl ConnectionTrait,
    id: LoginSessionId,
) -> Result<Option<LoginSession>, Fault> {
    Ok(session::Entity::find_by_id(id.0).one(conn).await?.map(session_of))
}

pub(in crate::identity) async fn insert_session(tx: &Tx, new: &LoginSession, token_hash: &str) -> Result<(), Fault> {
    let row = session::ActiveModel {
        id: Set(new.id.0),
        account_id: Set(new.account.0),
        token_hash: Set(token_hash.to_owned()),
        device: Set(new.device.clone()),
        second_factor: Set(new.second_factor),
        created_at: Set(new.created_at),
        last_seen_at: Set(new.last_seen_at),
        expires_at: Set(new.expires_at),
        revoked_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub(in crate::identity) async fn touch_session(tx: &Tx, id: LoginSessionId, now: Instant) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::LastSeenAt.lt(now))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub(in crate::identity) async fn mark_second_factor(tx: &Tx, id: LoginSessionId) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(session::Column::SecondFactor, Expr::value(true))
        .filter(session::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Ends one session of an account; `false` if it has none such that still runs.
pub(in crate::identity) async fn end_session(
    tx: &Tx,
    account: AccountId,
    id: LoginSessionId,
    now: Instant,
) -> Result<bool, Fault> {
    let ended = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::AccountId.eq(account.0))
        .filter(session::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Ends all sessions of an account but one.
pub(in crate::identity) async fn end_sessions(
    tx: &Tx,
    account: AccountId,
    but: Option<LoginSessionId>,
    now: Instant,
) -> Result<u64, Fault> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::AccountId.eq(account.0))
        .filter(session::Column::RevokedAt.is_null());
    if let Some(but) = but {
        update = update.filter(session::Column::Id.ne(but.0));
    }
    Ok(update.exec(tx.conn()).await?.rows_affected)
}

/// Sessions that run, the one used last first.
pub(in crate::identity) async fn running_sessions(
    conn: &impl ConnectionTrait,
    account: AccountId,
    idle_since: Instant,
    now: Instant,
) -> Result<Vec<LoginSession>, Fault> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account.0))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastSeenAt.gt(idle_since))
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(session_of).collect())
}
