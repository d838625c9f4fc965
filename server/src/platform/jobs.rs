//! Work that is done later, at least once, by whoever gets to it first.
//!
//! A worker leases as many due jobs as it may do at once, runs each in its own transaction and marks it done in that same
//! transaction ([`JobContext::finish`]), so that what touches only the database happens exactly once. The lease of a job that takes
//! long is renewed while it runs. What fails is tried again, later and later; after [`MOST_ATTEMPTS`] it is given up loudly: it
//! stays in the list that the administrator sees.

use super::{
    db::{Db, Tx},
    fault::Fault,
    outbox::{event, job},
};
use crate::kernel::{
    clock::{Clock, Instant},
    ids::JobId,
};
use chrono::Duration;
use sea_orm::{
    ExprTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{LockBehavior, LockType},
};
use serde::de::DeserializeOwned;
use std::{collections::HashMap, sync::Arc};
use tokio::task::JoinSet;

/// Then it is given up: about a day after the first try.
pub const MOST_ATTEMPTS: i32 = 12;
const LEASE: Duration = Duration::seconds(120);
/// How often the lease of a running job is renewed.
const RENEWAL: std::time::Duration = std::time::Duration::from_secs(40);

/// Does one kind of job.
#[async_trait::async_trait]
pub trait Handler: Send + Sync {
    /// Runs the job. `Ok` means done (or rightly not needed any more); a fault is tried again.
    async fn run(&self, job: &JobContext) -> Result<(), Fault>;
}

/// A job in the hands of its handler.
#[derive(Debug)]
pub struct JobContext {
    /// The database.
    pub db: Db,
    /// When this attempt began.
    pub now: Instant,
    /// Its key.
    pub id: JobId,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    payload: String,
}

impl JobContext {
    /// What the job is about.
    ///
    /// # Errors
    /// The payload was written by a version that this one does not understand.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        Ok(serde_json::from_str(&self.payload)?)
    }

    /// Marks the job done inside the handler's own unit of work and commits both together.
    ///
    /// # Errors
    /// Nothing was stored: the job will run again, or somebody else did it meanwhile because this process was thought dead.
    pub async fn finish(&self, tx: Tx) -> Result<(), Fault> {
        if !mark_done(tx.conn(), self.id, self.now).await? {
            return Err(Fault::new("the job was done by another worker meanwhile"));
        }
        tx.commit().await
    }
}

/// `false` if it was done before.
async fn mark_done(conn: &impl ConnectionTrait, id: JobId, now: Instant) -> Result<bool, DbErr> {
    let marked = job::Entity::update_many()
        .col_expr(job::Column::DoneAt, Expr::value(now))
        .filter(job::Column::Id.eq(id.0))
        .filter(job::Column::DoneAt.is_null())
        .exec(conn)
        .await?;
    Ok(marked.rows_affected == 1)
}

/// A job that comes again by itself.
#[derive(Clone, Debug)]
struct Periodic {
    kind: &'static str,
    every: Duration,
}

/// Who does what, who listens to what, what comes again. Filled once at the start by the composition.
#[derive(Default)]
pub struct Registry {
    handlers: HashMap<&'static str, Arc<dyn Handler>>,
    listeners: HashMap<&'static str, Vec<&'static str>>,
    periodic: Vec<Periodic>,
}

impl Registry {
    /// `handler` does all jobs of this kind.
    pub fn handle(&mut self, kind: &'static str, handler: impl Handler + 'static) {
        self.handlers.insert(kind, Arc::new(handler));
    }

    /// Each event of `event_kind` becomes a job of `job_kind`, with the event as its payload.
    pub fn listen(&mut self, event_kind: &'static str, job_kind: &'static str) {
        self.listeners.entry(event_kind).or_default().push(job_kind);
    }

    /// A job of this kind runs once in every stretch of `every`, on one replica.
    pub fn repeat(&mut self, kind: &'static str, every: Duration) {
        self.periodic.push(Periodic { kind, every });
    }

    /// Event kinds and job kinds, for the test that nobody listens in vain.
    #[must_use]
    pub fn listeners(&self) -> Vec<(&'static str, &'static str, bool)> {
        let mut all: Vec<_> = self
            .listeners
            .iter()
            .flat_map(|(event, jobs)| jobs.iter().map(move |job| (*event, *job, self.handlers.contains_key(job))))
            .collect();
        all.sort_unstable();
        all
    }
}

/// Runs jobs until told to stop.
#[derive(Clone)]
pub struct Worker {
    db: Db,
    clock: Clock,
    registry: Arc<Registry>,
    at_once: usize,
}

impl Worker {
    /// A worker on this database that does one job after the other.
    #[must_use]
    pub fn new(db: Db, clock: Clock, registry: Arc<Registry>) -> Self {
        Self { db, clock, registry, at_once: 1 }
    }

    /// The same with up to so many jobs at once (`worker.concurrency`).
    #[must_use]
    pub fn at_once(self, jobs: u32) -> Self {
        Self { at_once: usize::try_from(jobs).unwrap_or(usize::MAX).max(1), ..self }
    }

    /// Works until `stop` resolves, then begins nothing more and finishes the jobs in hand. Sleeps at most `poll` between looks.
    pub async fn run(&self, poll: std::time::Duration, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let wake = self.db.wake();
        let mut in_hand = JoinSet::new();
        loop {
            let woken = wake.notified();
            let has_room = in_hand.len() < self.at_once;
            let found = if has_room { self.look(&mut in_hand).await } else { Ok(false) };
            if let Err(fault) = &found {
                tracing::error!(%fault, "worker");
            }
            // Something was found: look again at once, unless told to stop.
            let pause = if matches!(found, Ok(true)) { std::time::Duration::ZERO } else { poll };
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some(ended) = in_hand.join_next(), if !in_hand.is_empty() => note(ended),
                () = woken, if has_room => {}
                () = tokio::time::sleep(pause), if has_room => {}
            }
        }
        while let Some(ended) = in_hand.join_next().await {
            note(ended);
        }
    }

    /// One look: dispatch events, then begin as many due jobs as there is room for. `true` if there was anything to do.
    async fn look(&self, in_hand: &mut JoinSet<Result<(), Fault>>) -> Result<bool, Fault> {
        self.schedule_periodic().await?;
        let dispatched = self.dispatch().await?;
        let leased = self.lease(self.at_once.saturating_sub(in_hand.len())).await?;
        let found = dispatched || !leased.is_empty();
        for row in leased {
            let worker = self.clone();
            in_hand.spawn(async move { worker.run_one(row).await });
        }
        Ok(found)
    }

    /// Does everything that is due now, one job after the other, then returns how many looks found something. For stories and the
    /// demo's builder.
    ///
    /// # Errors
    /// The queue itself can't be read.
    pub async fn drain(&self) -> Result<usize, Fault> {
        let mut ran = 0;
        loop {
            self.schedule_periodic().await?;
            let dispatched = self.dispatch().await?;
            let leased = self.lease(10).await?;
            if !dispatched && leased.is_empty() {
                return Ok(ran);
            }
            for row in leased {
                self.run_one(row).await?;
            }
            ran += 1;
        }
    }

    async fn schedule_periodic(&self) -> Result<(), Fault> {
        let now = self.clock.now();
        for periodic in &self.registry.periodic {
            let turn = now.timestamp().div_euclid(Ord::max(periodic.every.num_seconds(), 1));
            let key = format!("{}#{turn}", periodic.kind);
            if job::Entity::find().filter(job::Column::OnceKey.eq(&key)).count(self.db.read()).await? > 0 {
                continue;
            }
            let mut tx = self.db.begin().await?;
            tx.enqueue(periodic.kind, &turn, &key, now, now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Turns undelivered events into one job for each listener.
    async fn dispatch(&self) -> Result<bool, Fault> {
        let now = self.clock.now();
        if event::Entity::find().filter(event::Column::DispatchedAt.is_null()).one(self.db.read()).await?.is_none() {
            return Ok(false);
        }
        let mut tx = self.db.begin().await?;
        let events = event::Entity::find()
            .filter(event::Column::DispatchedAt.is_null())
            .order_by_asc(event::Column::Id)
            .limit(100)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(tx.conn())
            .await?;
        for event in &events {
            for listener in self.registry.listeners.get(event.kind.as_str()).into_iter().flatten() {
                let once_key = format!("{listener}@{}", event.id);
                tx.enqueue_written(listener, event.payload.clone(), once_key, now, now).await?;
            }
        }
        let ids: Vec<Uuid> = events.iter().map(|event| event.id).collect();
        event::Entity::update_many()
            .col_expr(event::Column::DispatchedAt, Expr::value(now))
            .filter(event::Column::Id.is_in(ids))
            .exec(tx.conn())
            .await?;
        tx.has_work = !events.is_empty();
        tx.commit().await?;
        Ok(!events.is_empty())
    }

    async fn lease(&self, most: usize) -> Result<Vec<job::Model>, Fault> {
        let now = self.clock.now();
        let due = || {
            job::Entity::find()
                .filter(job::Column::DoneAt.is_null())
                .filter(job::Column::GaveUpAt.is_null())
                .filter(job::Column::RunAt.lte(now))
                .filter(job::Column::LeasedUntil.is_null().or(job::Column::LeasedUntil.lt(now)))
        };
        if due().one(self.db.read()).await?.is_none() {
            return Ok(Vec::new());
        }
        let tx = self.db.begin().await?;
        let rows = due()
            .order_by_asc(job::Column::RunAt)
            .order_by_asc(job::Column::Id)
            .limit(u64::try_from(most).unwrap_or(u64::MAX))
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(tx.conn())
            .await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        job::Entity::update_many()
            .col_expr(job::Column::LeasedUntil, Expr::value(now + LEASE))
            .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
            .filter(job::Column::Id.is_in(ids))
            .exec(tx.conn())
            .await?;
        tx.commit().await?;
        Ok(rows)
    }

    async fn run_one(&self, row: job::Model) -> Result<(), Fault> {
        let id = JobId(row.id);
        let now = self.clock.now();
        let context =
            JobContext { db: self.db.clone(), now, id, attempt: row.attempts + 1, payload: row.payload.clone() };
        let outcome = match self.registry.handlers.get(row.kind.as_str()) {
            Some(handler) => self.while_leased(id, handler.run(&context)).await,
            None => Err(Fault::new(format!("nobody does jobs of kind {}", row.kind))),
        };
        let tx = self.db.begin().await?;
        match outcome {
            Ok(()) => {
                mark_done(tx.conn(), id, now).await?;
            }
            Err(fault) => {
                let gave_up = context.attempt >= MOST_ATTEMPTS;
                tracing::warn!(job = %id, kind = %row.kind, attempt = context.attempt, gave_up, %fault, "job failed");
                let mut update = job::Entity::update_many()
                    .col_expr(job::Column::LastError, Expr::value(fault.to_string()))
                    .col_expr(job::Column::LeasedUntil, Expr::value(Option::<Instant>::None))
                    .col_expr(job::Column::RunAt, Expr::value(now + backoff(context.attempt)));
                if gave_up {
                    update = update.col_expr(job::Column::GaveUpAt, Expr::value(now));
                }
                let undone = update.filter(job::Column::Id.eq(id.0)).filter(job::Column::DoneAt.is_null());
                undone.exec(tx.conn()).await?;
            }
        }
        tx.commit().await
    }

    /// Lets a job run as long as it takes: nobody else begins it meanwhile.
    async fn while_leased<T>(&self, id: JobId, job: impl Future<Output = T>) -> T {
        tokio::pin!(job);
        loop {
            tokio::select! {
                done = &mut job => return done,
                () = tokio::time::sleep(RENEWAL) => {
                    // On SQLite the job may be the one that holds the writer: its lease is renewed when it lets go.
                    tokio::select! {
                        done = &mut job => return done,
                        renewed = self.renew(id) => if let Err(fault) = renewed {
                            tracing::warn!(job = %id, %fault, "the lease of a running job was not renewed");
                        },
                    }
                }
            }
        }
    }

    async fn renew(&self, id: JobId) -> Result<(), Fault> {
        let tx = self.db.begin().await?;
        job::Entity::update_many()
            .col_expr(job::Column::LeasedUntil, Expr::value(self.clock.now() + LEASE))
            .filter(job::Column::Id.eq(id.0))
            .filter(job::Column::DoneAt.is_null())
            .exec(tx.conn())
            .await?;
        tx.commit().await
    }
}

/// What became of a job's task; a handler's own fault is in the job's row already.
fn note(ended: Result<Result<(), Fault>, tokio::task::JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(fault)) => {
            tracing::error!(%fault, "what became of a job was not stored; it runs again when its lease ends")
        }
        Err(error) => tracing::error!(%error, "a job broke off; it runs again when its lease ends"),
    }
}

/// How long to wait after the given attempt: 10 s, 20 s, 40 s … at most three hours.
fn backoff(attempt: i32) -> Duration {
    let doublings = u32::try_from(attempt.clamp(1, 11) - 1).unwrap_or(0);
    Duration::seconds(Ord::min(10_i64 << doublings, 3 * 3600))
}

/// A job as the administrator sees it in the list of those that were given up or keep failing.
#[derive(Clone, Debug)]
pub struct FailedJob {
    /// Its key.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i32,
    /// The last error.
    pub last_error: String,
    /// When it was given up, or `None` while it is still tried.
    pub gave_up_at: Option<Instant>,
    /// When it is tried next.
    pub run_at: Instant,
}

fn failing() -> Select<job::Entity> {
    job::Entity::find().filter(job::Column::DoneAt.is_null()).filter(job::Column::LastError.is_not_null())
}

/// How many jobs failed at least once and are not done.
///
/// # Errors
/// The database can't be read.
pub async fn count_failed(db: &Db) -> Result<u64, Fault> {
    Ok(failing().count(db.read()).await?)
}

/// Jobs that failed at least once and are not done, newest first, behind `after` in that list, at most `limit`.
///
/// # Errors
/// The database can't be read.
pub async fn failed(db: &Db, after: Option<JobId>, limit: u64) -> Result<Vec<FailedJob>, Fault> {
    let mut query = failing();
    if let Some(after) = after {
        query = query.filter(job::Column::Id.lt(after.0));
    }
    let rows = query.order_by_desc(job::Column::Id).limit(limit).all(db.read()).await?;
    Ok(rows
        .into_iter()
        .map(|row| FailedJob {
            id: JobId(row.id),
            kind: row.kind,
            attempts: row.attempts,
            last_error: row.last_error.unwrap_or_default(),
            gave_up_at: row.gave_up_at,
            run_at: row.run_at,
        })
        .collect())
}

/// Tries a job that was given up once more, now.
///
/// # Errors
/// The database can't be written.
pub async fn retry(tx: &mut Tx, id: JobId, now: Instant) -> Result<bool, Fault> {
    let updated = job::Entity::update_many()
        .col_expr(job::Column::GaveUpAt, Expr::value(Option::<Instant>::None))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::RunAt, Expr::value(now))
        .filter(job::Column::Id.eq(id.0))
        .filter(job::Column::DoneAt.is_null())
        .exec(tx.conn())
        .await?;
    tx.has_work = true;
    Ok(updated.rows_affected == 1)
}

#[cfg(test)]
mod tests;
