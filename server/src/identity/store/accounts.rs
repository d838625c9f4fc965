//! Accounts and their roles.

use super::entities::{account, role};
use crate::{
    identity::account::{Account, AccountStatus, RoleSpan},
    kernel::{
        actor::Role,
        clock::Instant,
        ids::{AccountId, InterpreterId, OfficeId},
    },
    platform::{
        db::{Tx, Violation},
        fault::Fault,
        i18n::Locale,
    },
};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ExprTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};
use std::collections::HashMap;

pub(in crate::identity) fn account_of(row: account::Model) -> Result<Account, Fault> {
    let unknown = |what: &str| Fault::new(format!("account {} has an unknown {what}", row.id));
    Ok(Account {
        id: AccountId(row.id),
        locale: Locale::from_code(&row.locale).ok_or_else(|| unknown("locale"))?,
        status: AccountStatus::parse(&row.status).ok_or_else(|| unknown("status"))?,
        totp_salt: row.totp_salt.filter(|_| row.totp_confirmed_at.is_some()),
        totp_last_step: u64::try_from(row.totp_last_step).unwrap_or(0),
        email: row.email,
        name: row.name,
        password_hash: row.password_hash,
        interpreter: row.interpreter_id.map(InterpreterId),
        created_at: row.created_at,
        version: row.version,
    })
}

pub(super) fn span_of(row: role::Model) -> Result<RoleSpan, Fault> {
    Ok(RoleSpan {
        id: row.id,
        role: Role::parse(&row.role).ok_or_else(|| Fault::new(format!("role {} is unknown", row.role)))?,
        office: row.office_id.map(OfficeId),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    })
}

pub(in crate::identity) async fn account(conn: &impl ConnectionTrait, id: AccountId) -> Result<Option<Account>, Fault> {
    account::Entity::find_by_id(id.0).one(conn).await?.map(account_of).transpose()
}

/// The account, locked until the unit of work ends.
pub(in crate::identity) async fn lock_account(tx: &Tx, id: AccountId) -> Result<Option<Account>, Fault> {
    account::Entity::find_by_id(id.0).lock(LockType::Update).one(tx.conn()).await?.map(account_of).transpose()
}

pub(in crate::identity) async fn account_by_email(
    conn: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<Account>, Fault> {
    let row = account::Entity::find().filter(account::Column::Email.eq(email)).one(conn).await?;
    row.map(account_of).transpose()
}

pub(in crate::identity) async fn account_of_interpreter(
    conn: &impl ConnectionTrait,
    interpreter: InterpreterId,
) -> Result<Option<Account>, Fault> {
    let row = account::Entity::find().filter(account::Column::InterpreterId.eq(interpreter.0)).one(conn).await?;
    row.map(account_of).transpose()
}

/// All roles an account holds, held or will hold, the oldest first.
pub(in crate::identity) async fn roles(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<RoleSpan>, Fault> {
    let rows = role::Entity::find()
        .filter(role::Column::AccountId.eq(id.0))
        .order_by_asc(role::Column::ValidFrom)
        .order_by_asc(role::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(span_of).collect()
}

/// The roles of several accounts.
pub(in crate::identity) async fn roles_of(
    conn: &impl ConnectionTrait,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, Vec<RoleSpan>>, Fault> {
    let rows = role::Entity::find()
        .filter(role::Column::AccountId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(role::Column::ValidFrom)
        .order_by_asc(role::Column::Id)
        .all(conn)
        .await?;
    let mut by_account: HashMap<AccountId, Vec<RoleSpan>> = HashMap::new();
    for row in rows {
        by_account.entry(AccountId(row.account_id)).or_default().push(span_of(row)?);
    }
    Ok(by_account)
}

/// Accounts that hold a role on that day; `office` narrows roles held for one office.
pub(in crate::identity) async fn holders(
    conn: &impl ConnectionTrait,
    wanted: Role,
    office: Option<OfficeId>,
    on: NaiveDate,
) -> Result<Vec<Account>, Fault> {
    let mut held = role::Entity::find()
        .filter(role::Column::Role.eq(wanted.name()))
        .filter(role::Column::ValidFrom.lte(on))
        .filter(role::Column::ValidTo.is_null().or(role::Column::ValidTo.gt(on)));
    if let Some(office) = office {
        held = held.filter(role::Column::OfficeId.eq(office.0));
    }
    let ids: Vec<Uuid> = held.select_only().column(role::Column::AccountId).into_tuple().all(conn).await?;
    let rows = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .filter(account::Column::Status.eq(AccountStatus::Active.name()))
        .order_by_asc(account::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(account_of).collect()
}

/// Stores a new account; `false` if the address or the interpreter has one already.
pub(in crate::identity) async fn insert_account(tx: &Tx, new: &Account) -> Result<bool, Fault> {
    let row = account::ActiveModel {
        id: Set(new.id.0),
        email: Set(new.email.clone()),
        name: Set(new.name.clone()),
        locale: Set(new.locale.code().to_owned()),
        status: Set(new.status.name().to_owned()),
        password_hash: Set(new.password_hash.clone()),
        totp_salt: Set(new.totp_salt.clone()),
        totp_confirmed_at: Set(new.totp_salt.as_ref().map(|_| new.created_at)),
        totp_last_step: Set(i64::try_from(new.totp_last_step).unwrap_or(i64::MAX)),
        interpreter_id: Set(new.interpreter.map(|interpreter| interpreter.0)),
        created_at: Set(new.created_at),
        version: Set(new.version),
        disabled_at: Set(None),
        erased_at: Set(None),
    };
    match account::Entity::insert(row).exec_without_returning(tx.conn()).await {
        Ok(_) => Ok(true),
        Err(error) if Violation::of(&error).is_some_and(|violation| violation.is_unique()) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Stores everything of an account that can change, and counts its version up.
pub(in crate::identity) async fn save_account(tx: &Tx, changed: &Account, now: Instant) -> Result<(), Fault> {
    let old = account::Entity::find_by_id(changed.id.0).one(tx.conn()).await?;
    let earlier = old.as_ref().and_then(|old| old.disabled_at);
    let disabled_at = (changed.status == AccountStatus::Disabled).then(|| earlier.unwrap_or(now));
    let confirmed_at = match (&changed.totp_salt, old.and_then(|old| old.totp_confirmed_at)) {
        (None, _) => None,
        (Some(_), Some(earlier)) => Some(earlier),
        (Some(_), None) => Some(now),
    };
    account::Entity::update_many()
        .col_expr(account::Column::DisabledAt, Expr::value(disabled_at))
        .col_expr(account::Column::Name, Expr::value(changed.name.clone()))
        .col_expr(account::Column::Locale, Expr::value(changed.locale.code()))
        .col_expr(account::Column::Status, Expr::value(changed.status.name()))
        .col_expr(account::Column::PasswordHash, Expr::value(changed.password_hash.clone()))
        .col_expr(account::Column::TotpSalt, Expr::value(changed.totp_salt.clone()))
        .col_expr(account::Column::TotpConfirmedAt, Expr::value(confirmed_at))
        .col_expr(account::Column::TotpLastStep, Expr::value(i64::try_from(changed.totp_last_step).unwrap_or(i64::MAX)))
        .col_expr(account::Column::Version, Expr::value(changed.version + 1))
        .filter(account::Column::Id.eq(changed.id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Stores a role; `false` if there is no such office.
pub(in crate::identity) async fn insert_role(tx: &Tx, account: AccountId, span: &RoleSpan) -> Result<bool, Fault> {
    let row = role::ActiveModel {
        id: Set(span.id),
        account_id: Set(account.0),
        role: Set(span.role.name().to_owned()),
        office_id: Set(span.office.map(|office| office.0)),
        valid_from: Set(span.valid_from),
        valid_to: Set(span.valid_to),
    };
    match role::Entity::insert(row).exec_without_returning(tx.conn()).await {
        Ok(_) => Ok(true),
        Err(error) if Violation::of(&error).is_some_and(|violation| is_foreign_key(&violation)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A row refers to one that does not exist.
fn is_foreign_key(violation: &Violation) -> bool {
    matches!(violation.code.as_str(), "23503" | "787")
}

/// The role ends: `on` is the first day without it.
pub(in crate::identity) async fn end_role(tx: &Tx, span: Uuid, on: NaiveDate) -> Result<(), Fault> {
    role::Entity::update_many()
        .col_expr(role::Column::ValidTo, Expr::value(on))
        .filter(role::Column::Id.eq(span))
        .exec(tx.conn())
        .await?;
    Ok(())
}
