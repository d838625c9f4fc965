//! What planning does by itself: it makes the plans that were asked for, sends what was chosen, and looks after plans whose
//! maker vanished.

use super::{
    commands,
    plan::{CityPlan, Failure, MOST_ATTEMPTS, PlanStatus},
    run, store,
};
use crate::{
    booking::{events::CityPlanAsked, store::read},
    kernel::{clock::Instant, ids::*},
    platform::{
        db::Tx,
        fault::Fault,
        jobs::{Handler, JobContext, Registry},
        outbox::Event,
    },
};
use chrono::Duration;
use serde::{Deserialize, Serialize};

const MAKE_PLAN: &str = "booking.make-plan";
const SEND_PLANNED: &str = "booking.send-planned";
const WATCH_PLANS: &str = "booking.watch-plans";

/// A plan whose maker was silent for so long has none any more.
const SILENCE: Duration = Duration::seconds(30);

/// Registers planning's handlers and listeners.
pub(in crate::booking) fn register(registry: &mut Registry) {
    registry.handle(MAKE_PLAN, MakePlan);
    registry.listen(CityPlanAsked::KIND, MAKE_PLAN);
    registry.handle(SEND_PLANNED, SendPlanned);
    registry.handle(WATCH_PLANS, WatchPlans);
    registry.repeat(WATCH_PLANS, Duration::minutes(1));
}

/// Claims a plan and lets it be made. The job itself is done at once: it must not keep offers and mail waiting, and a plan that
/// nobody finishes is found by the watch.
struct MakePlan;

#[async_trait::async_trait]
impl Handler for MakePlan {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let CityPlanAsked { plan } = job.payload()?;
        let tx = job.db.begin().await?;
        tx.lock_for_use([plan.into()]).await?;
        let claimed = match store::plan(tx.conn(), plan).await? {
            Some(mut plan) if plan.status == PlanStatus::Waiting => {
                plan.status = PlanStatus::Running;
                plan.attempt += 1;
                plan.beat_at = Some(job.now);
                store::save(&tx, &plan).await?;
                Some(plan)
            }
            _ => None,
        };
        job.finish(tx).await?;
        if let Some(plan) = claimed {
            tokio::spawn(run::make(job.db.clone(), plan, job.now));
        }
        Ok(())
    }
}

/// One session of a plan whose offer was chosen to be sent, and who chose it.
#[derive(Serialize, Deserialize)]
struct Chosen {
    plan: CityPlanId,
    assignment: AssignmentId,
    by: AccountId,
}

/// Sends the offer of a session as soon as possible. `turn` tells one press of the button from the next.
pub(super) async fn send_soon(
    tx: &mut Tx,
    plan: CityPlanId,
    assignment: AssignmentId,
    by: AccountId,
    turn: uuid::Uuid,
    now: Instant,
) -> Result<(), Fault> {
    let key = format!("{SEND_PLANNED}:{plan}:{assignment}:{turn}");
    tx.enqueue(SEND_PLANNED, &Chosen { plan, assignment, by }, &key, now, now).await
}

struct SendPlanned;

#[async_trait::async_trait]
impl Handler for SendPlanned {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let Chosen { plan, assignment, by } = job.payload()?;
        let tx = commands::send_entry(&job.db, plan, assignment, by, job.now).await?;
        job.finish(tx).await
    }
}

/// Begins plans anew whose maker vanished, and gives up those with whom it happened too often or that were to stop.
struct WatchPlans;

#[async_trait::async_trait]
impl Handler for WatchPlans {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        for plan in store::silent_since(read(&job.db), job.now - SILENCE).await? {
            if plan.stop_asked_at.is_some() {
                run::give_up(&job.db, &plan, Failure::Stopped, job.now).await?;
            } else if plan.attempt >= MOST_ATTEMPTS {
                run::give_up(&job.db, &plan, Failure::Interrupted, job.now).await?;
            } else {
                begin_anew(job, &plan).await?;
            }
        }
        let tx = job.db.begin().await?;
        job.finish(tx).await
    }
}

async fn begin_anew(job: &JobContext, silent: &CityPlan) -> Result<(), Fault> {
    let mut tx = job.db.begin().await?;
    tx.lock_for_use([silent.id.into()]).await?;
    let current = store::plan(tx.conn(), silent.id).await?;
    let Some(mut plan) = current.filter(|one| one.attempt == silent.attempt && one.status == PlanStatus::Running)
    else {
        return Ok(());
    };
    plan.status = PlanStatus::Waiting;
    store::save(&tx, &plan).await?;
    let key = format!("{MAKE_PLAN}:{}:{}", plan.id, plan.attempt);
    tx.enqueue(MAKE_PLAN, &CityPlanAsked { plan: plan.id }, &key, job.now, job.now).await?;
    tx.commit().await
}
