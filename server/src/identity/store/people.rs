//! Finding people: the administration's lists.

use super::{
    accounts::{account_of, roles_of},
    entities::{account as row, role},
};
use crate::{
    identity::account::{Account, AccountStatus, RoleSpan},
    kernel::{
        actor::Role,
        ids::{AccountId, InterpreterId, OfficeId},
    },
    platform::fault::Fault,
};
use chrono::NaiveDate;
use sea_orm::{DbBackend, ExprTrait, QueryOrder, QuerySelect, QueryTrait, Select, Statement, entity::prelude::*};

/// Which accounts a list shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PeopleFilter {
    /// Part of a name or address.
    pub text: Option<String>,
    /// Only those in this state.
    pub status: Option<AccountStatus>,
    /// Only those who hold this role today.
    pub role: Option<Role>,
}

/// An account with its roles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// The account.
    pub account: Account,
    /// All its roles, the oldest first.
    pub roles: Vec<RoleSpan>,
}

fn matching(filter: &PeopleFilter, today: NaiveDate) -> Select<row::Entity> {
    let mut found = row::Entity::find();
    if let Some(text) = &filter.text {
        // `%` and `_` are what somebody typed, not wildcards.
        let text = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = sea_orm::sea_query::LikeExpr::new(format!("%{text}%")).escape('\\');
        let lower = |column: row::Column| sea_orm::sea_query::Func::lower(Expr::col(column));
        found = found.filter(
            Expr::expr(lower(row::Column::Name))
                .like(like.clone())
                .or(Expr::expr(lower(row::Column::Email)).like(like)),
        );
    }
    if let Some(status) = filter.status {
        found = found.filter(row::Column::Status.eq(status.name()));
    }
    if let Some(wanted) = filter.role {
        let held = role::Entity::find()
            .select_only()
            .column(role::Column::AccountId)
            .filter(role::Column::Role.eq(wanted.name()))
            .filter(role::Column::ValidFrom.lte(today))
            .filter(role::Column::ValidTo.is_null().or(role::Column::ValidTo.gt(today)));
        found = found.filter(row::Column::Id.in_subquery(held.into_query()));
    }
    found
}

async fn with_roles(conn: &impl ConnectionTrait, rows: Vec<row::Model>) -> Result<Vec<PersonRow>, Fault> {
    let ids: Vec<AccountId> = rows.iter().map(|row| AccountId(row.id)).collect();
    let mut roles = roles_of(conn, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let account = account_of(row)?;
            let roles = roles.remove(&account.id).unwrap_or_default();
            Ok(PersonRow { account, roles })
        })
        .collect()
}

/// How many accounts a list has.
pub(in crate::identity) async fn count_people(
    conn: &impl ConnectionTrait,
    filter: &PeopleFilter,
    today: NaiveDate,
) -> Result<u64, Fault> {
    Ok(matching(filter, today).count(conn).await?)
}

/// A page of accounts, by name.
pub(in crate::identity) async fn people(
    conn: &impl ConnectionTrait,
    filter: &PeopleFilter,
    today: NaiveDate,
    offset: u64,
    limit: u64,
) -> Result<Vec<PersonRow>, Fault> {
    let rows = matching(filter, today)
        .order_by_asc(row::Column::Name)
        .order_by_asc(row::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(conn)
        .await?;
    with_roles(conn, rows).await
}

/// Accounts in the order they were made, after a given one.
pub(in crate::identity) async fn people_after(
    conn: &impl ConnectionTrait,
    filter: &PeopleFilter,
    today: NaiveDate,
    after: Option<AccountId>,
    limit: u64,
) -> Result<Vec<PersonRow>, Fault> {
    let mut found = matching(filter, today);
    if let Some(after) = after {
        found = found.filter(row::Column::Id.gt(after.0));
    }
    with_roles(conn, found.order_by_asc(row::Column::Id).limit(limit).all(conn).await?).await
}

/// An office as the administration names it. The table is the directory's; roles refer to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::identity) struct OfficeName {
    pub(in crate::identity) id: OfficeId,
    pub(in crate::identity) name_de: String,
    pub(in crate::identity) name_en: String,
    /// It gets no roles any more.
    pub(in crate::identity) retired: bool,
}

/// All offices, by their German name.
pub(in crate::identity) async fn office_names(conn: &impl ConnectionTrait) -> Result<Vec<OfficeName>, Fault> {
    let sql = "SELECT id, name_de, name_en, retired_at IS NOT NULL AS retired FROM office ORDER BY name_de, id";
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    rows.iter()
        .map(|row| {
            Ok(OfficeName {
                id: OfficeId(row.try_get("", "id")?),
                name_de: row.try_get("", "name_de")?,
                name_en: row.try_get("", "name_en")?,
                retired: row.try_get("", "retired")?,
            })
        })
        .collect()
}

/// The interpreter of that number. The table is the directory's; accounts refer to it.
pub(in crate::identity) async fn interpreter_by_number(
    conn: &impl ConnectionTrait,
    number: &str,
) -> Result<Option<InterpreterId>, Fault> {
    let sql = match conn.get_database_backend() {
        DbBackend::Postgres => "SELECT id FROM interpreter WHERE number = $1",
        _ => "SELECT id FROM interpreter WHERE number = ?",
    };
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [number.into()]);
    let found = conn.query_one_raw(statement).await?;
    Ok(found.map(|row| row.try_get("", "id")).transpose()?.map(InterpreterId))
}
