//! The run as a daily job.

use super::{Bite, bite, rules, start_run};
use crate::{
    identity::{Permit, Site, policy::RunRetention},
    kernel::{actor::Actor, clock::Instant},
    platform::{
        config::Config,
        db::Tx,
        fault::{Fault, Stop},
        jobs::{Handler, JobContext, Registry},
        retention::Rules,
    },
};
use chrono::Duration;
use std::sync::Arc;
use uuid::Uuid;

/// Begins a run, or takes up one that was cut off.
const DAILY: &str = "house.retention";
/// Goes on with a run.
const GO_ON: &str = "house.retention-go-on";
/// Bites in one job: well below the lease of two minutes.
const BITES: usize = 100;

/// Once a day.
pub fn register(registry: &mut Registry, site: &Site) {
    let work = || Work { rules: Arc::new(rules()), config: Arc::clone(&site.config) };
    registry.handle(DAILY, Daily(work()));
    registry.handle(GO_ON, GoOn(work()));
    registry.repeat(DAILY, Duration::days(1));
}

/// The run is done in the background, from now on.
///
/// # Errors
/// The job can't be stored.
pub(super) async fn go_on_later(tx: &mut Tx, cause: Uuid, now: Instant) -> Result<(), Fault> {
    tx.enqueue(GO_ON, &cause, &format!("{GO_ON}@{cause}"), now, now).await
}

struct Work {
    rules: Arc<Rules>,
    config: Arc<Config>,
}

impl Work {
    fn permit() -> Result<Permit<RunRetention>, Fault> {
        Permit::ask(&Actor::House("retention"), RunRetention {})
            .map_err(|denied| Fault::new(format!("the house may not run the deletion: {denied:?}")))
    }

    async fn bites(&self, job: &JobContext) -> Result<(), Fault> {
        let permit = Self::permit()?;
        for _ in 0..BITES {
            let mut tx = job.db.begin().await?;
            let done = bite(&permit, &self.rules, &self.config.retention, job.now, &mut tx).await?;
            if done == Bite::Through {
                return job.finish(tx).await;
            }
            tx.commit().await?;
        }
        let mut tx = job.db.begin().await?;
        go_on_later(&mut tx, job.id.0, job.now).await?;
        job.finish(tx).await
    }
}

struct Daily(Work);

#[async_trait::async_trait]
impl Handler for Daily {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let mut tx = job.db.begin().await?;
        match start_run(&Work::permit()?, job.now, &mut tx).await {
            Ok(_) => tx.commit().await?,
            // It goes on: this job takes it up.
            Err(Stop::Refused(_)) => drop(tx),
            Err(Stop::Fault(fault)) => return Err(fault),
        }
        self.0.bites(job).await
    }
}

struct GoOn(Work);

#[async_trait::async_trait]
impl Handler for GoOn {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        self.0.bites(job).await
    }
}
