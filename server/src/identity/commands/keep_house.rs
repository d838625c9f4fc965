//! Forgetting what has expired.

use crate::{
    identity::store,
    platform::{
        fault::Fault,
        jobs::{Handler, JobContext, Registry},
    },
};
use chrono::Duration;

const KEEP_HOUSE: &str = "identity.keep-house";

/// Identity's jobs: once a day what has expired is forgotten.
pub fn register(registry: &mut Registry) {
    registry.handle(KEEP_HOUSE, KeepHouse);
    registry.repeat(KEEP_HOUSE, Duration::days(1));
}

struct KeepHouse;

#[async_trait::async_trait]
impl Handler for KeepHouse {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let tx = job.db.begin().await?;
        let yesterday = job.now - Duration::days(1);
        store::drop_sessions_before(&tx, job.now - Duration::days(30)).await?;
        store::drop_refresh_before(&tx, yesterday).await?;
        store::drop_spent_before(&tx, yesterday).await?;
        store::drop_failures_before(&tx, yesterday).await?;
        job.finish(tx).await
    }
}
