//! Runs and their report.

use super::Cutoff;
use crate::{
    kernel::clock::Instant,
    platform::{
        db::{Tx, stored},
        fault::Fault,
    },
};
use sea_orm::{ActiveValue::Set, ExprTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};

mod row {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "retention_run")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub started_at: DateTimeUtc,
        pub started_by: Option<Uuid>,
        pub finished_at: Option<DateTimeUtc>,
        pub unfinished: Option<i32>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

mod outcome {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "retention_outcome")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub run_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub rule: String,
        pub before_at: DateTimeUtc,
        pub erased: i64,
        pub held: i64,
        pub finished_at: Option<DateTimeUtc>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// A run of the deletion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Its key.
    pub id: Uuid,
    /// When it began; its terms are counted from here.
    pub started_at: Instant,
    /// Who started it; `None` is the house itself.
    pub started_by: Option<Uuid>,
    /// When it was through, or `None` while it goes on.
    pub finished_at: Option<Instant>,
}

/// What a run did by one rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The run.
    pub run: Uuid,
    /// The rule's name.
    pub rule: String,
    /// What was older than this went.
    pub before: Instant,
    /// How many rows or things went.
    pub erased: i64,
    /// How many stayed because they are still needed, counted when the rule was through.
    pub held: i64,
    /// When the rule was through.
    pub finished_at: Option<Instant>,
}

fn run_of(row: row::Model) -> Run {
    Run { id: row.id, started_at: row.started_at, started_by: row.started_by, finished_at: row.finished_at }
}

fn outcome_of(row: outcome::Model) -> Outcome {
    Outcome {
        run: row.run_id,
        rule: row.rule,
        before: row.before_at,
        erased: row.erased,
        held: row.held,
        finished_at: row.finished_at,
    }
}

/// Begins a run. There is one at a time: a second one meets the unique `unfinished`.
///
/// # Errors
/// The database can't be written, or a run goes on.
pub async fn begin(tx: &Tx, started_by: Option<Uuid>, now: Instant) -> Result<Run, Fault> {
    let row =
        row::Model { id: Uuid::now_v7(), started_at: stored(now), started_by, finished_at: None, unfinished: Some(1) };
    let run = run_of(row.clone());
    row::Entity::insert(row::ActiveModel::from(row).reset_all()).exec_without_returning(tx.conn()).await?;
    Ok(run)
}

/// The run that goes on, if there is one. Taken for this unit of work, so that two processes never bite at once.
///
/// # Errors
/// The database can't be read.
pub async fn unfinished(tx: &Tx) -> Result<Option<Run>, Fault> {
    let row = row::Entity::find().filter(row::Column::Unfinished.eq(1)).lock(LockType::Update).one(tx.conn()).await?;
    Ok(row.map(run_of))
}

/// Adds to what a run did by a rule. `through` is how many were held when nothing was left to do.
///
/// # Errors
/// The database can't be written.
pub async fn note(
    tx: &Tx,
    run: Uuid,
    rule: &str,
    cutoff: Cutoff,
    erased: u64,
    through: Option<i64>,
    now: Instant,
) -> Result<(), Fault> {
    let erased = i64::try_from(erased)?;
    let (held, finished_at) = (through.unwrap_or(0), through.map(|_| stored(now)));
    let updated = outcome::Entity::update_many()
        .col_expr(outcome::Column::Erased, Expr::col(outcome::Column::Erased).add(erased))
        .col_expr(outcome::Column::Held, Expr::value(held))
        .col_expr(outcome::Column::FinishedAt, Expr::value(finished_at))
        .filter(outcome::Column::RunId.eq(run))
        .filter(outcome::Column::Rule.eq(rule))
        .exec(tx.conn())
        .await?;
    if updated.rows_affected == 0 {
        let row = outcome::ActiveModel {
            run_id: Set(run),
            rule: Set(rule.to_owned()),
            before_at: Set(stored(cutoff.instant)),
            erased: Set(erased),
            held: Set(held),
            finished_at: Set(finished_at),
        };
        outcome::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// The run is through.
///
/// # Errors
/// The database can't be written.
pub async fn finish(tx: &Tx, run: Uuid, now: Instant) -> Result<(), Fault> {
    row::Entity::update_many()
        .col_expr(row::Column::FinishedAt, Expr::value(stored(now)))
        .col_expr(row::Column::Unfinished, Expr::value(Option::<i32>::None))
        .filter(row::Column::Id.eq(run))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What these runs did, by rule.
///
/// # Errors
/// The database can't be read.
pub async fn outcomes(conn: &impl ConnectionTrait, of: Vec<Uuid>) -> Result<Vec<Outcome>, Fault> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let rows = outcome::Entity::find().filter(outcome::Column::RunId.is_in(of)).all(conn).await?;
    Ok(rows.into_iter().map(outcome_of).collect())
}

/// Runs, newest first, after the key `before`.
///
/// # Errors
/// The database can't be read.
pub async fn runs(conn: &impl ConnectionTrait, before: Option<Uuid>, limit: u64) -> Result<Vec<Run>, Fault> {
    let mut query = row::Entity::find().order_by_desc(row::Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(row::Column::Id.lt(before));
    }
    Ok(query.all(conn).await?.into_iter().map(run_of).collect())
}

/// One run.
///
/// # Errors
/// The database can't be read.
pub async fn run(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Run>, Fault> {
    Ok(row::Entity::find_by_id(id).one(conn).await?.map(run_of))
}
