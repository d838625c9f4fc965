//! Connected calendars and what they say.

use super::entities::{busy_time, connected_calendar as calendar};
use crate::{
    directory::busy::{BusyFacts, ConnectedCalendar, Reading},
    kernel::{clock::Instant, ids::*, time::Interval},
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, ExprTrait, JoinType, QueryOrder, QuerySelect, RelationDef, entity::prelude::*};

/// Rows in one statement; both databases bound the number of its parameters.
const AT_ONCE: usize = 1_000;

impl From<calendar::Model> for ConnectedCalendar {
    fn from(row: calendar::Model) -> Self {
        Self {
            id: ConnectedCalendarId(row.id),
            interpreter: InterpreterId(row.interpreter_id),
            name: row.name,
            created_at: row.created_at,
            read_at: row.read_at,
            covers_to: row.covers_to,
            busy_count: row.busy_count,
            left_out: row.left_out,
            version: row.version,
        }
    }
}

/// An interpreter's connected calendars, the oldest first.
///
/// # Errors
/// The database can't be read.
pub async fn connected_calendars(
    conn: &impl ConnectionTrait,
    interpreter: InterpreterId,
) -> Result<Vec<ConnectedCalendar>, Fault> {
    let rows = calendar::Entity::find()
        .filter(calendar::Column::InterpreterId.eq(interpreter.0))
        .order_by_asc(calendar::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(ConnectedCalendar::from).collect())
}

/// One connected calendar.
///
/// # Errors
/// The database can't be read.
pub async fn connected_calendar(
    conn: &impl ConnectionTrait,
    id: ConnectedCalendarId,
) -> Result<Option<ConnectedCalendar>, Fault> {
    Ok(calendar::Entity::find_by_id(id.0).one(conn).await?.map(ConnectedCalendar::from))
}

/// When calendars say that people are busy between two instants: of these people, or of everybody. One query.
///
/// # Errors
/// The database can't be read.
pub async fn busy_times(
    conn: &impl ConnectionTrait,
    of: Option<&[InterpreterId]>,
    from: Instant,
    to: Instant,
) -> Result<Vec<BusyFacts>, Fault> {
    let calendar_of: RelationDef = busy_time::Entity::belongs_to(calendar::Entity)
        .from(busy_time::Column::CalendarId)
        .to(calendar::Column::Id)
        .into();
    let mut query = busy_time::Entity::find()
        .select_only()
        .columns([busy_time::Column::InterpreterId, busy_time::Column::StartsAt, busy_time::Column::EndsAt])
        .column(calendar::Column::ReadAt)
        .join(JoinType::InnerJoin, calendar_of)
        .filter(busy_time::Column::EndsAt.gt(from))
        .filter(busy_time::Column::StartsAt.lt(to));
    if let Some(people) = of {
        query = query.filter(busy_time::Column::InterpreterId.is_in(people.iter().map(|one| one.0)));
    }
    let rows: Vec<(Uuid, Instant, Instant, Option<Instant>)> = query.into_tuple().all(conn).await?;
    let facts = |(who, starts_at, ends_at, read_at)| {
        let during = Interval::new(starts_at, ends_at)?;
        Some(BusyFacts { interpreter: InterpreterId(who), during, read_at: read_at? })
    };
    Ok(rows.into_iter().filter_map(facts).collect())
}

pub(in crate::directory) async fn insert_calendar(
    tx: &Tx,
    interpreter: InterpreterId,
    name: &str,
    now: Instant,
) -> Result<ConnectedCalendarId, Fault> {
    let id = ConnectedCalendarId::new();
    let row = calendar::ActiveModel {
        id: Set(id.0),
        interpreter_id: Set(interpreter.0),
        name: Set(name.to_owned()),
        created_at: Set(now),
        read_at: Set(None),
        covers_to: Set(None),
        busy_count: Set(0),
        left_out: Set(0),
        version: Set(1),
    };
    calendar::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

/// Puts a reading in the place of the one before.
pub(in crate::directory) async fn save_reading(
    tx: &Tx,
    id: ConnectedCalendarId,
    interpreter: InterpreterId,
    reading: &Reading,
) -> Result<(), Fault> {
    delete_times(tx, id).await?;
    for some in reading.busy.chunks(AT_ONCE) {
        let rows = some.iter().map(|during| busy_time::ActiveModel {
            calendar_id: Set(id.0),
            interpreter_id: Set(interpreter.0),
            starts_at: Set(during.starts_at()),
            ends_at: Set(during.ends_at()),
        });
        busy_time::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    calendar::Entity::update_many()
        .col_expr(calendar::Column::ReadAt, Expr::value(reading.read_at))
        .col_expr(calendar::Column::CoversTo, Expr::value(reading.covers_to))
        .col_expr(calendar::Column::BusyCount, Expr::value(count(reading.busy.len())))
        .col_expr(calendar::Column::LeftOut, Expr::value(count(reading.left_out)))
        .col_expr(calendar::Column::Version, Expr::col(calendar::Column::Version).add(1))
        .filter(calendar::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub(in crate::directory) async fn delete_calendar(tx: &Tx, id: ConnectedCalendarId) -> Result<(), Fault> {
    delete_times(tx, id).await?;
    calendar::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
    Ok(())
}

async fn delete_times(tx: &Tx, id: ConnectedCalendarId) -> Result<(), Fault> {
    busy_time::Entity::delete_many().filter(busy_time::Column::CalendarId.eq(id.0)).exec(tx.conn()).await?;
    Ok(())
}
