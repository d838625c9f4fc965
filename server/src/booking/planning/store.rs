//! The only place of planning that names the database: plans and their entries.

use super::{
    entry::{Entry, EntryOutcome, Sending},
    plan::{CityPlan, Failure, PlanStatus, Span, Standing},
};
use crate::{
    booking::store::Conn,
    kernel::{clock::Instant, ids::*, money::Cents},
    platform::{
        db::{Db, Tx, Violation},
        fault::Fault,
    },
};
use sea_orm::{
    ActiveModelTrait, Condition, PaginatorTrait, QueryOrder, QuerySelect,
    entity::prelude::{ColumnTrait, EntityTrait, Expr, QueryFilter},
};

pub(crate) mod plans {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "city_plan")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub from_day: Date,
        pub to_day: Date,
        pub instead_of: Option<Uuid>,
        pub seconds: i32,
        pub status: String,
        pub failure: Option<String>,
        pub attempt: i32,
        pub asked_by: Uuid,
        pub asked_at: DateTimeUtc,
        pub stop_asked_at: Option<DateTimeUtc>,
        pub beat_at: Option<DateTimeUtc>,
        pub made_at: Option<DateTimeUtc>,
        pub points: Option<i64>,
        pub bound: Option<i64>,
        pub hopeless: i64,
        pub elapsed_ms: i64,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod entries {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "city_plan_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub plan_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignment_id: Uuid,
        pub starts_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        pub outcome: String,
        pub interpreter_id: Option<Uuid>,
        pub held_by: Option<Uuid>,
        pub net: i64,
        pub gross: i64,
        #[sea_orm(column_type = "Text")]
        pub facts: String,
        pub sending: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub refused: Option<String>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// Rows that one statement inserts: a dozen values each, and SQLite takes 32,766.
const AT_ONCE: usize = 500;

fn known<T>(what: &str, word: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
    parse(word).ok_or_else(|| Fault::new(format!("{what} is unknown: {word:?}")))
}

fn plan_of(row: plans::Model) -> Result<CityPlan, Fault> {
    Ok(CityPlan {
        id: CityPlanId(row.id),
        span: Span { from: row.from_day, to: row.to_day },
        instead_of: row.instead_of.map(InterpreterId),
        seconds: row.seconds,
        status: known("a plan's status", &row.status, PlanStatus::parse)?,
        failure: row.failure.map(|word| known("a plan's failure", &word, Failure::parse)).transpose()?,
        attempt: row.attempt,
        asked_by: AccountId(row.asked_by),
        asked_at: row.asked_at,
        stop_asked_at: row.stop_asked_at,
        beat_at: row.beat_at,
        made_at: row.made_at,
        standing: Standing { points: row.points, bound: row.bound, hopeless: row.hopeless, elapsed_ms: row.elapsed_ms },
    })
}

fn plan_row(of: &CityPlan) -> plans::Model {
    plans::Model {
        id: of.id.0,
        from_day: of.span.from,
        to_day: of.span.to,
        instead_of: of.instead_of.map(|id| id.0),
        seconds: of.seconds,
        status: of.status.name().to_owned(),
        failure: of.failure.map(|failure| failure.name().to_owned()),
        attempt: of.attempt,
        asked_by: of.asked_by.0,
        asked_at: of.asked_at,
        stop_asked_at: of.stop_asked_at,
        beat_at: of.beat_at,
        made_at: of.made_at,
        points: of.standing.points,
        bound: of.standing.bound,
        hopeless: of.standing.hopeless,
        elapsed_ms: of.standing.elapsed_ms,
    }
}

fn entry_of(row: entries::Model) -> Result<Entry, Fault> {
    Ok(Entry {
        plan: CityPlanId(row.plan_id),
        assignment: AssignmentId(row.assignment_id),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        outcome: known("an entry's outcome", &row.outcome, EntryOutcome::parse)?,
        interpreter: row.interpreter_id.map(InterpreterId),
        held_by: row.held_by.map(InterpreterId),
        net: Cents(row.net),
        gross: Cents(row.gross),
        facts: serde_json::from_str(&row.facts)?,
        sending: row.sending.map(|word| known("a sending", &word, Sending::parse)).transpose()?,
        refused: row.refused.as_deref().map(serde_json::from_str).transpose()?,
    })
}

fn entry_row(of: &Entry) -> Result<entries::Model, Fault> {
    Ok(entries::Model {
        plan_id: of.plan.0,
        assignment_id: of.assignment.0,
        starts_at: of.starts_at,
        ends_at: of.ends_at,
        outcome: of.outcome.name().to_owned(),
        interpreter_id: of.interpreter.map(|id| id.0),
        held_by: of.held_by.map(|id| id.0),
        net: of.net.get(),
        gross: of.gross.get(),
        facts: serde_json::to_string(&of.facts)?,
        sending: of.sending.map(|sending| sending.name().to_owned()),
        refused: of.refused.as_ref().map(serde_json::to_string).transpose()?,
    })
}

// ---- plans

pub(super) async fn insert(tx: &Tx, new: &CityPlan) -> Result<(), sea_orm::DbErr> {
    plans::Entity::insert(plans::ActiveModel::from(plan_row(new))).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Another plan of some of these days is being worked on.
pub(super) fn is_second(error: &sea_orm::DbErr) -> bool {
    Violation::of(error).is_some_and(|violation| violation.is("city_plan_one_at_a_time"))
}

pub(super) async fn save(tx: &Tx, changed: &CityPlan) -> Result<(), Fault> {
    plans::Entity::update(plans::ActiveModel::from(plan_row(changed)).reset_all()).exec(tx.conn()).await?;
    Ok(())
}

pub(super) async fn plan(conn: &impl Conn, id: CityPlanId) -> Result<Option<CityPlan>, Fault> {
    plans::Entity::find_by_id(id.0).one(conn).await?.map(plan_of).transpose()
}

/// How many plans there are.
pub(super) async fn count(conn: &impl Conn) -> Result<u64, Fault> {
    Ok(plans::Entity::find().count(conn).await?)
}

/// The plans, newest first, behind `after` in that list.
pub(super) async fn latest(conn: &impl Conn, after: Option<CityPlanId>, limit: u64) -> Result<Vec<CityPlan>, Fault> {
    let behind = after.map_or_else(Condition::all, |after| Condition::all().add(plans::Column::Id.lt(after.0)));
    let rows = plans::Entity::find()
        .filter(behind)
        .order_by_desc(plans::Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(plan_of).collect()
}

/// A plan that is being worked on and shares a day with the span.
pub(super) async fn under_way(conn: &impl Conn, span: Span) -> Result<Option<CityPlan>, Fault> {
    let row = plans::Entity::find()
        .filter(plans::Column::Status.is_in([PlanStatus::Waiting.name(), PlanStatus::Running.name()]))
        .filter(plans::Column::FromDay.lte(span.to))
        .filter(plans::Column::ToDay.gte(span.from))
        .one(conn)
        .await?;
    row.map(plan_of).transpose()
}

/// What the row says to whoever works on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Beat {
    /// Go on.
    On,
    /// Somebody wants it to end with what there is.
    Stop,
    /// Somebody else works on it now.
    Lost,
}

/// A sign of life, with how far it is. Its own unit of work, and a short one.
pub(super) async fn beat(db: &Db, plan: &CityPlan, standing: Standing, now: Instant) -> Result<Beat, Fault> {
    let tx = db.begin().await?;
    let updated = plans::Entity::update_many()
        .col_expr(plans::Column::BeatAt, Expr::value(now))
        .col_expr(plans::Column::Points, Expr::value(standing.points))
        .col_expr(plans::Column::Bound, Expr::value(standing.bound))
        .col_expr(plans::Column::ElapsedMs, Expr::value(standing.elapsed_ms))
        .filter(plans::Column::Id.eq(plan.id.0))
        .filter(plans::Column::Attempt.eq(plan.attempt))
        .filter(plans::Column::Status.eq(PlanStatus::Running.name()))
        .exec(tx.conn())
        .await?;
    let stop = match plans::Entity::find_by_id(plan.id.0).one(tx.conn()).await? {
        Some(row) if updated.rows_affected == 1 => row.stop_asked_at.is_some(),
        _ => return Ok(Beat::Lost),
    };
    tx.commit().await?;
    Ok(if stop { Beat::Stop } else { Beat::On })
}

/// Plans in whose work nobody gave a sign of life since.
pub(super) async fn silent_since(conn: &impl Conn, since: Instant) -> Result<Vec<CityPlan>, Fault> {
    let rows = plans::Entity::find()
        .filter(plans::Column::Status.eq(PlanStatus::Running.name()))
        .filter(plans::Column::BeatAt.lt(since))
        .all(conn)
        .await?;
    rows.into_iter().map(plan_of).collect()
}

// ---- entries

pub(super) async fn insert_entries(tx: &Tx, new: &[Entry]) -> Result<(), Fault> {
    for some in new.chunks(AT_ONCE) {
        let rows = some.iter().map(|entry| entry_row(entry).map(entries::ActiveModel::from));
        let rows = rows.collect::<Result<Vec<_>, Fault>>()?;
        entries::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

pub(super) async fn save_entry(tx: &Tx, changed: &Entry) -> Result<(), Fault> {
    entries::Entity::update(entries::ActiveModel::from(entry_row(changed)?).reset_all()).exec(tx.conn()).await?;
    Ok(())
}

/// What a plan says, by begin.
pub(super) async fn entries_of(conn: &impl Conn, plan: CityPlanId) -> Result<Vec<Entry>, Fault> {
    let rows = entries::Entity::find()
        .filter(entries::Column::PlanId.eq(plan.0))
        .order_by_asc(entries::Column::StartsAt)
        .order_by_asc(entries::Column::AssignmentId)
        .all(conn)
        .await?;
    rows.into_iter().map(entry_of).collect()
}

pub(super) async fn entry(
    conn: &impl Conn,
    plan: CityPlanId,
    assignment: AssignmentId,
) -> Result<Option<Entry>, Fault> {
    entries::Entity::find_by_id((plan.0, assignment.0)).one(conn).await?.map(entry_of).transpose()
}
