//! What billing does by itself: price what was confirmed or cancelled, and try again when money came.

use super::{
    claim::ClaimStatus,
    commands::{self, PriceRefused},
    store::{self, ClaimFilter, ClaimOrder},
};
use crate::{
    booking::events::{AssignmentCancelled, TimesheetConfirmed},
    budget::{self, events::MoneyCameFree},
    identity::{
        Permit,
        policy::{Action, PriceClaims},
    },
    kernel::{actor::Actor, refusal::Refusal},
    platform::{
        fault::{Fault, Stop},
        jobs::{Handler, JobContext, Registry},
        outbox::Event,
    },
};
use chrono::Duration;

const PRICE_TIMESHEET: &str = "billing.price-timesheet";
const PRICE_CANCELLATION: &str = "billing.price-cancellation";
const CLAIM_BUDGET: &str = "billing.claim-budget";

/// Makes billing's jobs and listeners known.
pub fn register(registry: &mut Registry) {
    registry.handle(PRICE_TIMESHEET, PriceTimesheet);
    registry.handle(PRICE_CANCELLATION, PriceCancellation);
    registry.handle(CLAIM_BUDGET, ClaimBudget);
    registry.listen(TimesheetConfirmed::KIND, PRICE_TIMESHEET);
    registry.listen(AssignmentCancelled::KIND, PRICE_CANCELLATION);
    registry.listen(MoneyCameFree::KIND, CLAIM_BUDGET);
    registry.repeat(CLAIM_BUDGET, Duration::minutes(10));
}

fn house() -> Actor {
    Actor::House("billing")
}

fn permit<A: Action>(action: A) -> Result<Permit<A>, Fault> {
    Permit::ask(&house(), action).map_err(|_| Fault::new(format!("the house may not {}", A::RULE.name)))
}

/// A refusal of a job is a fault: it is tried again and then seen by the administrator.
fn loud(stop: Stop<PriceRefused>) -> Fault {
    match stop {
        Stop::Refused(refusal) => Fault::new(format!("{}: {refusal:?}", refusal.code())),
        Stop::Fault(fault) => fault,
    }
}

struct PriceTimesheet;

#[async_trait::async_trait]
impl Handler for PriceTimesheet {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let event: TimesheetConfirmed = job.payload()?;
        let mut tx = job.db.begin().await?;
        commands::price_timesheet(permit(PriceClaims {})?, event.assignment, job.now, &mut tx).await.map_err(loud)?;
        job.finish(tx).await
    }
}

struct PriceCancellation;

#[async_trait::async_trait]
impl Handler for PriceCancellation {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let event: AssignmentCancelled = job.payload()?;
        let mut tx = job.db.begin().await?;
        if event.late && event.interpreter.is_some() {
            commands::price_cancellation(permit(PriceClaims {})?, event.assignment, job.now, &mut tx)
                .await
                .map_err(loud)?;
        } else {
            budget::release(&mut tx, &house(), event.assignment, job.now).await?;
        }
        job.finish(tx).await
    }
}

/// Claims that wait for money are tried again, each in a unit of work of its own, oldest first.
struct ClaimBudget;

#[async_trait::async_trait]
impl Handler for ClaimBudget {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let filter = ClaimFilter { statuses: vec![ClaimStatus::AwaitingBudget], ..ClaimFilter::default() };
        for claim in store::claims(job.db.read(), &filter, ClaimOrder::Key, 0, 500).await? {
            let mut tx = job.db.begin().await?;
            if commands::claim_budget(permit(PriceClaims {})?, claim.id, job.now, &mut tx).await? {
                tx.commit().await?;
            }
        }
        Ok(())
    }
}
