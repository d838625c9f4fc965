//! What people call things: interpreters, colleagues, bookings.

use super::entities::{booked, login, person, purse, session};
use crate::{billing::documents::CostLine, kernel::ids::*, platform::fault::Fault};
use sea_orm::entity::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// How an interpreter is called in lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonName {
    /// The city's number, such as `D-0042`.
    pub number: String,
    /// Given and family name.
    pub name: String,
}

/// How a booking is called in lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BookingName {
    /// The number people say, such as `2027-000123`.
    pub reference: String,
    /// Language code.
    pub language: String,
}

/// Names of interpreters.
///
/// # Errors
/// The database can't be read.
pub async fn people(
    conn: &impl ConnectionTrait,
    ids: Vec<InterpreterId>,
) -> Result<HashMap<InterpreterId, PersonName>, Fault> {
    let ids: BTreeSet<Uuid> = ids.into_iter().map(|id| id.0).collect();
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let name = format!("{} {}", row.first_name, row.last_name);
            (InterpreterId(row.id), PersonName { number: row.number, name })
        })
        .collect())
}

/// Names of colleagues.
///
/// # Errors
/// The database can't be read.
pub async fn colleagues(conn: &impl ConnectionTrait, ids: Vec<AccountId>) -> Result<HashMap<AccountId, String>, Fault> {
    let ids: BTreeSet<Uuid> = ids.into_iter().map(|id| id.0).collect();
    let rows = login::Entity::find().filter(login::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (AccountId(row.id), row.name)).collect())
}

/// Numbers of bookings, by assignment.
///
/// # Errors
/// The database can't be read.
pub async fn bookings(
    conn: &impl ConnectionTrait,
    ids: Vec<AssignmentId>,
) -> Result<HashMap<AssignmentId, BookingName>, Fault> {
    let ids: BTreeSet<Uuid> = ids.into_iter().map(|id| id.0).collect();
    let sessions = session::Entity::find().filter(session::Column::Id.is_in(ids)).all(conn).await?;
    let requests: BTreeSet<Uuid> = sessions.iter().map(|row| row.request_id).collect();
    let requests = booked::Entity::find().filter(booked::Column::Id.is_in(requests)).all(conn).await?;
    let requests: HashMap<Uuid, BookingName> = requests
        .into_iter()
        .map(|row| (row.id, BookingName { reference: row.reference, language: row.language }))
        .collect();
    Ok(sessions
        .into_iter()
        .filter_map(|row| Some((AssignmentId(row.id), requests.get(&row.request_id)?.clone())))
        .collect())
}

/// What stands on documents about budget lines.
///
/// # Errors
/// The database can't be read.
pub async fn cost_lines(
    conn: &impl ConnectionTrait,
    ids: Vec<BudgetLineId>,
) -> Result<HashMap<BudgetLineId, CostLine>, Fault> {
    let ids: BTreeSet<Uuid> = ids.into_iter().map(|id| id.0).collect();
    let rows = purse::Entity::find().filter(purse::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let line = BudgetLineId(row.id);
            (line, CostLine { line, cost_center: row.cost_center, cost_object: row.cost_object, account: row.account })
        })
        .collect())
}
