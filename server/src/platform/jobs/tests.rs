#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::platform::testing::databases;
use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration as Span,
};
use tokio::sync::{Barrier, oneshot};

const POLL: Span = Span::from_millis(20);

/// What was run, and how many at once at most.
#[derive(Default)]
struct Tally {
    runs: Mutex<HashMap<i64, usize>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Tally {
    fn done(&self) -> usize {
        self.runs.lock().unwrap().len()
    }
}

/// Counts, waits for its fellows or a while, and marks itself done.
struct Counting {
    tally: Arc<Tally>,
    fellows: Option<Arc<Barrier>>,
    takes: Span,
}

#[async_trait::async_trait]
impl Handler for Counting {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let running = self.tally.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.tally.most.fetch_max(running, Ordering::SeqCst);
        if let Some(fellows) = &self.fellows {
            fellows.wait().await;
        }
        tokio::time::sleep(self.takes).await;
        self.tally.now.fetch_sub(1, Ordering::SeqCst);
        *self.tally.runs.lock().unwrap().entry(job.payload()?).or_default() += 1;
        job.finish(job.db.begin().await?).await
    }
}

fn worker(db: &Db, tally: &Arc<Tally>, fellows: Option<usize>, takes: Span) -> Worker {
    let mut registry = Registry::default();
    let fellows = fellows.map(|count| Arc::new(Barrier::new(count)));
    registry.handle("test.count", Counting { tally: Arc::clone(tally), fellows, takes });
    Worker::new(db.clone(), Clock::system(), Arc::new(registry))
}

async fn enqueue(db: &Db, jobs: i64) {
    let now = Clock::system().now();
    let mut tx = db.begin().await.unwrap();
    for number in 0..jobs {
        tx.enqueue("test.count", &number, &format!("count#{number}"), now, now).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Runs these workers until all jobs were run, at most twenty seconds.
async fn until_done(workers: Vec<Worker>, tally: &Tally, jobs: usize) {
    let all = workers.into_iter().map(|worker| async move {
        let enough = async {
            while tally.done() < jobs {
                tokio::time::sleep(POLL).await;
            }
        };
        worker.run(POLL, enough).await;
    });
    tokio::time::timeout(Span::from_secs(20), futures::future::join_all(all)).await.expect("the jobs hang");
}

#[tokio::test]
async fn as_many_jobs_run_at_once_as_allowed() {
    for db in databases().await {
        enqueue(&db, 12).await;
        let tally = Arc::new(Tally::default());
        // Each waits for three others: with fewer at once nothing would ever end.
        let worker = worker(&db, &tally, Some(4), Span::ZERO).at_once(4);
        until_done(vec![worker], &tally, 12).await;
        assert_eq!(tally.most.load(Ordering::SeqCst), 4, "{}", db.engine());
    }
}

#[tokio::test]
async fn one_at_a_time_if_nothing_else_is_said() {
    for db in databases().await {
        enqueue(&db, 5).await;
        let tally = Arc::new(Tally::default());
        until_done(vec![worker(&db, &tally, None, Span::from_millis(5))], &tally, 5).await;
        assert_eq!(tally.most.load(Ordering::SeqCst), 1, "{}", db.engine());
    }
}

#[tokio::test]
async fn nothing_runs_twice_among_several_workers() {
    for db in databases().await {
        enqueue(&db, 90).await;
        let tally = Arc::new(Tally::default());
        let workers = (0..3).map(|_| worker(&db, &tally, None, Span::from_millis(3)).at_once(5)).collect();
        until_done(workers, &tally, 90).await;
        assert!(tally.runs.lock().unwrap().values().all(|times| *times == 1), "{}", db.engine());
        assert!(failed(&db, None, 200).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn told_to_stop_a_worker_finishes_what_it_began_and_begins_nothing_more() {
    for db in databases().await {
        enqueue(&db, 10).await;
        let tally = Arc::new(Tally::default());
        let worker = worker(&db, &tally, None, Span::from_millis(400)).at_once(3);
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move {
            let told = async move {
                let _ = stopped.await;
            };
            worker.run(POLL, told).await;
        });
        while tally.now.load(Ordering::SeqCst) < 3 {
            tokio::time::sleep(Span::from_millis(5)).await;
        }
        stop.send(()).unwrap();
        tokio::time::timeout(Span::from_secs(20), running).await.expect("it does not stop").unwrap();
        assert_eq!(tally.done(), 3, "{}", db.engine());
        let left = job::Entity::find().filter(job::Column::DoneAt.is_null()).count(db.read()).await.unwrap();
        assert_eq!(left, 7, "{}", db.engine());
    }
}

#[tokio::test]
async fn what_another_worker_did_meanwhile_is_not_done_again() {
    for db in databases().await {
        enqueue(&db, 1).await;
        let row = job::Entity::find().one(db.read()).await.unwrap().unwrap();
        let context = JobContext {
            db: db.clone(),
            now: Clock::system().now(),
            id: JobId(row.id),
            attempt: 1,
            payload: row.payload,
        };
        context.finish(db.begin().await.unwrap()).await.unwrap();
        let mut late = db.begin().await.unwrap();
        late.enqueue("test.count", &7, "of the late one", context.now, context.now).await.unwrap();
        assert!(context.finish(late).await.is_err(), "{}", db.engine());
        assert_eq!(job::Entity::find().count(db.read()).await.unwrap(), 1, "nothing of the late one is stored");
    }
}

#[tokio::test]
async fn the_lease_of_a_running_job_is_renewed() {
    for db in databases().await {
        enqueue(&db, 1).await;
        let tally = Arc::new(Tally::default());
        let worker = worker(&db, &tally, None, Span::ZERO);
        let leased = worker.lease(1).await.unwrap().remove(0);
        let until = async || {
            let row = job::Entity::find_by_id(leased.id).one(db.read()).await.unwrap().unwrap();
            row.leased_until.unwrap()
        };
        let before = until().await;
        tokio::time::sleep(Span::from_millis(1100)).await;
        worker.renew(JobId(leased.id)).await.unwrap();
        assert!(until().await > before, "{}", db.engine());
        assert!(worker.lease(1).await.unwrap().is_empty(), "nobody else gets it");
    }
}
