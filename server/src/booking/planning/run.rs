//! The work on one plan: beside the runtime, with signs of life, and never twice.

use super::{
    entry::{Entry, EntryOutcome},
    pairs,
    plan::{CityPlan, Failure, PlanStatus, Standing},
    problem, result,
    store::{self, Beat},
    world::{self, World},
};
use crate::{
    audit::{self, ActionKind},
    booking::{events::CityPlanMade, jobs::HOUSE},
    kernel::clock::Instant,
    platform::{
        db::{Db, Tx, stored},
        fault::Fault,
    },
    scheduling::plan::{Effort, Limit, Planned, Progress, Task, Watch, solve},
};
use chrono::TimeDelta;
use serde_json::json;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// How often a plan that is worked on gives a sign of life.
const EVERY: Duration = Duration::from_millis(500);
/// One proves how good a plan can be at most, the other searches.
const THREADS: usize = 2;
/// The same world gives the same plan, as far as the seconds allow.
const SEED: u64 = 1;

/// What the two sides of the work share.
#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    progress: Mutex<Option<Progress>>,
}

impl Shared {
    fn standing(&self, elapsed: Duration) -> Standing {
        let last = self.progress.lock().ok().and_then(|progress| *progress);
        Standing {
            points: last.map(|one| one.points),
            bound: last.map(|one| one.bound),
            hopeless: 0,
            elapsed_ms: milliseconds(elapsed),
        }
    }
}

/// Ends the calculation when nobody waits for it any more, so that a program that shuts down does not wait for a plan.
struct StopWhenDropped(Arc<Shared>);

impl Drop for StopWhenDropped {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

/// A finished plan.
struct Made {
    entries: Vec<Entry>,
    standing: Standing,
}

/// Makes a plan that was claimed at `began`, and stores it or why there is none.
pub(super) async fn make(db: Db, plan: CityPlan, began: Instant) {
    let since = std::time::Instant::now();
    let done = match work(&db, &plan, began, since).await {
        Ok(Some(made)) => keep(&db, &plan, made, later(began, since)).await,
        Ok(None) => Ok(()),
        Err(fault) => {
            tracing::error!(plan = %plan.id, %fault, "planning");
            give_up(&db, &plan, Failure::Broken, later(began, since)).await
        }
    };
    if let Err(fault) = done {
        // The watch finds the plan silent and begins it anew.
        tracing::error!(plan = %plan.id, %fault, "storing a plan");
    }
}

fn later(began: Instant, since: std::time::Instant) -> Instant {
    stored(began + TimeDelta::from_std(since.elapsed()).unwrap_or_default())
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Reads the world, lets it be solved beside the runtime, and gives signs of life until it is. `None` when somebody else works on
/// it now.
async fn work(db: &Db, plan: &CityPlan, began: Instant, since: std::time::Instant) -> Result<Option<Made>, Fault> {
    let world = {
        let reading = db.snapshot().await?;
        world::read(&reading, plan.span, plan.instead_of, began).await?
    };
    let shared = Arc::new(Shared::default());
    let _guard = StopWhenDropped(Arc::clone(&shared));
    let (theirs, id, seconds) = (Arc::clone(&shared), plan.id, plan.seconds);
    let mut solving = tokio::task::spawn_blocking(move || {
        let limit = Duration::from_secs(u64::try_from(seconds).unwrap_or(1));
        let (choices, answer) = answer(&world, limit, &theirs)?;
        let entries = result::entries(id, &world, &choices, &answer.assign);
        Ok::<_, Fault>(Made { entries, standing: answer.standing })
    });
    let mut beats = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            done = &mut solving => {
                let mut made = done.map_err(|error| Fault::new(format!("the calculation ended: {error}")))??;
                made.standing.elapsed_ms = milliseconds(since.elapsed());
                return Ok(Some(made));
            }
            _ = beats.tick() => match store::beat(db, plan, shared.standing(since.elapsed()), later(began, since)).await {
                Ok(Beat::On) => {}
                Ok(Beat::Stop) => shared.stop.store(true, Ordering::Relaxed),
                Ok(Beat::Lost) => return Ok(None),
                // The database is away for a moment; the calculation goes on.
                Err(fault) => tracing::warn!(plan = %plan.id, %fault, "a sign of life was lost"),
            }
        }
    }
}

/// Who takes what, and how good that is.
struct Answer {
    assign: Vec<Option<usize>>,
    standing: Standing,
}

fn answer(world: &World, limit: Duration, shared: &Shared) -> Result<(Vec<pairs::Choices>, Answer), Fault> {
    let since = std::time::Instant::now();
    let choices = pairs::pairs(world)?;
    if world.wanted.is_empty() {
        let standing = Standing { points: Some(0), bound: Some(0), ..Standing::default() };
        return Ok((choices, Answer { assign: Vec::new(), standing }));
    }
    let problem = problem::of(world, &choices);
    let watch = Watch {
        elapsed: &|| since.elapsed(),
        stop: &shared.stop,
        progress: &|news| {
            if let Ok(mut progress) = shared.progress.lock() {
                *progress = Some(news);
            }
        },
    };
    let task = Task { plan: &problem.instance, facts: &problem.facts, start: Some(&problem.start) };
    let effort = Effort { limit: Limit::Time(limit), seed: SEED, threads: THREADS };
    let Planned { assign, score, bound, hopeless, .. } = solve(&task, effort, &watch)
        .map_err(|refused| Fault::new(format!("the planner refused the city: {refused}")))?;
    let standing = Standing { points: Some(score.total()), bound: Some(bound), hopeless, elapsed_ms: 0 };
    Ok((choices, Answer { assign, standing }))
}

/// Stores what came out, unless somebody else took the plan over meanwhile.
async fn keep(db: &Db, plan: &CityPlan, made: Made, now: Instant) -> Result<(), Fault> {
    let mut tx = db.begin().await?;
    tx.lock_for_use([plan.id.into()]).await?;
    let Some(mut current) = mine(&tx, plan).await? else { return Ok(()) };
    current.status = PlanStatus::Made;
    current.standing = made.standing;
    current.made_at = Some(now);
    store::save(&tx, &current).await?;
    store::insert_entries(&tx, &made.entries).await?;
    tx.publish(&CityPlanMade { plan: plan.id }, now).await?;
    let count = |outcome| made.entries.iter().filter(|entry| entry.outcome == outcome).count();
    let facts = json!({
        "points": made.standing.points, "bound": made.standing.bound,
        "accepted": count(EntryOutcome::Accepted), "asked": count(EntryOutcome::Asked), "proposed": count(EntryOutcome::Proposed), "open": count(EntryOutcome::Open),
    });
    audit::record(&tx, &HOUSE, ActionKind::CityPlanMade, plan.id, &facts, now).await?;
    tx.commit().await
}

/// Says that there is no plan, and why.
pub(super) async fn give_up(db: &Db, plan: &CityPlan, failure: Failure, now: Instant) -> Result<(), Fault> {
    let tx = db.begin().await?;
    tx.lock_for_use([plan.id.into()]).await?;
    let Some(mut current) = mine(&tx, plan).await? else { return Ok(()) };
    current.status = PlanStatus::Failed;
    current.failure = Some(failure);
    store::save(&tx, &current).await?;
    audit::record(&tx, &HOUSE, ActionKind::CityPlanFailed, plan.id, &json!({ "failure": failure.name() }), now).await?;
    tx.commit().await
}

/// The plan as it is now, if it is still in the same hands.
async fn mine(tx: &Tx, plan: &CityPlan) -> Result<Option<CityPlan>, Fault> {
    let current = store::plan(tx.conn(), plan.id).await?;
    Ok(current.filter(|one| one.attempt == plan.attempt && one.status == PlanStatus::Running))
}
