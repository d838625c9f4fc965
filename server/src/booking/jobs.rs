//! What booking does by itself: it asks the next people, lets overdue offers expire, serves requests that wait for money, and
//! closes what nobody came to.

use super::{
    assignment::{Status, UnfilledReason},
    commands::{close_search, release_from_queue, search_step},
    events::{OffersSent, SearchOpened},
    store,
};
use crate::{
    budget::events::MoneyCameFree,
    identity::{Permit, policy::Dispatch},
    kernel::{actor::Actor, clock::Instant, ids::*},
    platform::{
        db::Tx,
        fault::Fault,
        jobs::{Handler, JobContext, Registry},
        outbox::Event,
    },
};
use chrono::Duration;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const SEND_OFFERS: &str = "booking.send-offers";
const NEXT_WAVE: &str = "booking.next-wave";
const TELL_OFFERS: &str = "booking.tell-offers";
const RELEASE_QUEUE: &str = "booking.release-queue";
const SWEEP: &str = "booking.sweep";

/// In whose name the house searches.
pub(super) const HOUSE: Actor = Actor::House("search");

/// Registers booking's handlers and listeners.
pub fn register(registry: &mut Registry) {
    registry.handle(SEND_OFFERS, Step);
    registry.listen(SearchOpened::KIND, SEND_OFFERS);
    registry.handle(NEXT_WAVE, Step);
    registry.handle(TELL_OFFERS, TellOffers);
    registry.handle(RELEASE_QUEUE, ReleaseQueue);
    registry.listen(MoneyCameFree::KIND, RELEASE_QUEUE);
    registry.handle(SWEEP, Sweep);
    registry.repeat(SWEEP, Duration::minutes(5));
    super::planning::register(registry);
}

/// Looks at a search again at `at`, when an offer expires or the session begins.
pub(super) async fn look_again(tx: &mut Tx, assignment: AssignmentId, at: Instant, now: Instant) -> Result<(), Fault> {
    let key = format!("{NEXT_WAVE}:{assignment}:{}", at.timestamp());
    tx.enqueue(NEXT_WAVE, &Search { assignment }, &key, at, now).await
}

/// Looks at a search as soon as possible; `cause` is what happened, so that each cause is looked at once.
pub(super) async fn look_now(tx: &mut Tx, assignment: AssignmentId, cause: Uuid, now: Instant) -> Result<(), Fault> {
    let key = format!("{NEXT_WAVE}:{assignment}:{cause}");
    tx.enqueue(NEXT_WAVE, &Search { assignment }, &key, now, now).await
}

/// Tells of offers when their addressees' quiet hours are over.
pub(super) async fn tell_later(tx: &mut Tx, event: &OffersSent, at: Instant, now: Instant) -> Result<(), Fault> {
    let key = format!("{TELL_OFFERS}:{}:{}", event.assignment, Uuid::now_v7());
    tx.enqueue(TELL_OFFERS, event, &key, at, now).await
}

fn permit(assignment: AssignmentId) -> Result<Permit<Dispatch>, Fault> {
    Permit::ask(&HOUSE, Dispatch { assignment }).map_err(|_| Fault::new("the policy does not let the house search"))
}

/// The part of an event or job that says which search is meant.
#[derive(Serialize, Deserialize)]
struct Search {
    assignment: AssignmentId,
}

/// One look at one search.
struct Step;

#[async_trait::async_trait]
impl Handler for Step {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let Search { assignment } = job.payload()?;
        let mut tx = job.db.begin().await?;
        search_step(&permit(assignment)?, job.now, &mut tx).await?;
        job.finish(tx).await
    }
}

/// Offers to people who slept when they were made.
struct TellOffers;

#[async_trait::async_trait]
impl Handler for TellOffers {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let planned: OffersSent = job.payload()?;
        let mut tx = job.db.begin().await?;
        tx.lock_for_use([planned.assignment.into()]).await?;
        let open = store::offers(tx.conn(), planned.assignment).await?;
        let still_open =
            |id: &OfferId| open.iter().any(|offer| offer.id == *id && offer.status == super::offer::OfferStatus::Open);
        let offers: Vec<OfferId> = planned.offers.into_iter().filter(still_open).collect();
        if !offers.is_empty() {
            tx.publish(&OffersSent { assignment: planned.assignment, offers }, job.now).await?;
        }
        job.finish(tx).await
    }
}

/// Money came free on a line.
struct ReleaseQueue;

#[async_trait::async_trait]
impl Handler for ReleaseQueue {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let MoneyCameFree { line, .. } = job.payload()?;
        let mut tx = job.db.begin().await?;
        // The queue is not one assignment's; the permit names none.
        release_from_queue(&permit(AssignmentId(Uuid::nil()))?, line, job.now, &mut tx).await?;
        job.finish(tx).await
    }
}

/// What no event announces: sessions that began without anybody, offers whose job was lost, money that came by other ways.
struct Sweep;

#[async_trait::async_trait]
impl Handler for Sweep {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let now = job.now;
        let begun = [Status::Searching, Status::AwaitingBudget];
        for assignment in store::assignments_in(store::read(&job.db), &begun, Some(now)).await? {
            let mut tx = job.db.begin().await?;
            close_begun(assignment.id, now, &mut tx).await?;
            tx.commit().await?;
        }
        for assignment in store::with_overdue_offers(store::read(&job.db), now).await? {
            let mut tx = job.db.begin().await?;
            search_step(&permit(assignment)?, now, &mut tx).await?;
            tx.commit().await?;
        }
        for line in store::lines_with_queue(store::read(&job.db)).await? {
            let mut tx = job.db.begin().await?;
            release_from_queue(&permit(AssignmentId(Uuid::nil()))?, line, now, &mut tx).await?;
            tx.commit().await?;
        }
        let tx = job.db.begin().await?;
        job.finish(tx).await
    }
}

/// The session began: a search ends, and so does the wait for money.
async fn close_begun(id: AssignmentId, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
    tx.lock_for_use([id.into()]).await?;
    let Some((request, mut assignment)) = store::booking(tx.conn(), id).await? else { return Ok(()) };
    match assignment.status {
        Status::Searching => search_step(&permit(id)?, now, tx).await,
        Status::AwaitingBudget => {
            close_search(&HOUSE, &request, &mut assignment, UnfilledReason::NoMoney, now, tx).await
        }
        _ => Ok(()),
    }
}
