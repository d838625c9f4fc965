//! Workers die at any moment; what they began happens once all the same. And a job given back is searched for more widely.

use super::city::{City, databases};
use crate::{
    audit,
    booking::{commands, register},
    identity::{Permit, policy::DropOut},
    kernel::{ids::*, money::Cents},
    platform::jobs::{Registry, Worker},
};
use chrono::Duration;
use std::{collections::HashSet, sync::Arc};

impl City {
    fn worker(&self) -> Worker {
        let mut registry = Registry::default();
        register(&mut registry);
        Worker::new(self.db.clone(), self.clock.clone(), Arc::new(registry))
    }

    /// Workers begin the work that is due and are killed, each a little later than the one before.
    async fn workers_are_killed(&self) {
        for step in 0..25_u64 {
            let worker = self.worker();
            let task = tokio::spawn(async move { worker.drain().await });
            tokio::time::sleep(std::time::Duration::from_micros(step * 400)).await;
            task.abort();
            let _ = task.await;
        }
        // Their leases end after two minutes.
        self.clock.set(self.now() + Duration::minutes(3));
    }

    async fn times(&self, assignment: AssignmentId, action: &str) -> usize {
        let entries = audit::history(&self.db, &[assignment.into()]).await.unwrap();
        entries.iter().filter(|entry| entry.action == action).count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_worker_neither_loses_a_wave_nor_sends_it_twice() {
    for db in databases().await {
        let city = City::on(db, 9, Cents(100_000)).await;
        let id = city.books(&city.ask()).await.submitted.assignment;
        city.workers_are_killed().await;
        city.works().await;
        assert_eq!(city.open_offers(id).await.len(), 3, "the first wave");
        assert_eq!(city.times(id, "offers-sent").await, 1);

        let until = city.open_offers(id).await[0].expires_at;
        city.clock.set(until);
        city.workers_are_killed().await;
        city.works().await;
        assert_eq!(city.open_offers(id).await.len(), 3, "the second wave");
        assert_eq!(city.times(id, "offers-sent").await, 2);
        let all = city.offers(id).await;
        let people: HashSet<InterpreterId> = all.iter().map(|offer| offer.interpreter).collect();
        assert_eq!((all.len(), people.len()), (6, 6), "nobody is asked twice");
    }
}

/// Twenty people fit; three are asked, one says yes and gives it back: six are asked next, also those who were too slow before.
#[tokio::test]
async fn a_job_given_back_is_searched_for_more_widely() {
    let city = City::with(20, Cents(100_000)).await;
    let (booked, interpreter) = city.filled(&city.ask()).await;
    let id = booked.submitted.assignment;
    let first: HashSet<InterpreterId> = city.offers(id).await.iter().map(|offer| offer.interpreter).collect();
    let (_, actor) = city.pool.iter().find(|(one, _)| *one == interpreter).unwrap();
    let permit = Permit::ask(actor, DropOut { interpreter, assignment: id }).unwrap();
    let mut tx = city.db.begin().await.unwrap();
    commands::drop_out(&permit, "krank", city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    city.works().await;
    let asked: HashSet<InterpreterId> = city.open_offers(id).await.iter().map(|offer| offer.interpreter).collect();
    assert_eq!(asked.len(), 6);
    assert!(!asked.contains(&interpreter));
    assert_eq!(asked.intersection(&first).count(), 2, "who was too slow before is asked again");
}
