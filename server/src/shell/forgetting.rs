//! What the house itself forgets: answers to repeated calls after a week, told events and done jobs after ninety days.

use crate::platform::{
    fault::Fault,
    idempotency,
    jobs::{Handler, JobContext, Registry},
    outbox,
};
use chrono::Duration;

const FORGET: &str = "house.forget";

/// Once a day.
pub(super) fn register(registry: &mut Registry) {
    registry.handle(FORGET, Forget);
    registry.repeat(FORGET, Duration::days(1));
}

struct Forget;

#[async_trait::async_trait]
impl Handler for Forget {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let tx = job.db.begin().await?;
        let answers = idempotency::forget(&tx, job.now - Duration::days(7)).await?;
        let (events, jobs) = outbox::forget(&tx, job.now - Duration::days(90)).await?;
        tracing::info!(answers, events, jobs, "forgotten");
        job.finish(tx).await
    }
}
