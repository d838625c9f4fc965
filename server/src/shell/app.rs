//! The running server: the public listener, Rocket behind it, the worker beside it.

use super::{api, catchers, health, home, house_pages, jobs, navigation};
use crate::{
    identity::Site,
    kernel::clock::Clock,
    platform::{
        assets,
        config::Config,
        db::Db,
        fault::Fault,
        front::{Front, FrontOptions},
        http::{self, backend_address, rocket_settings},
        jobs::Worker,
        limits::{self, ApiRate, RateLimits},
        password::{Cost, Passwords},
        telemetry::Metrics,
    },
};
use rocket::{Build, Rocket, fairing::AdHoc};
use sea_orm_migration::MigratorTrait;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinHandle};

/// Opens the configured database and brings its schema up to date.
///
/// # Errors
/// Nobody answers there, or a migration fails.
pub async fn open_database(config: &Config) -> Result<Db, Fault> {
    let url = config.database_url()?;
    if !url.is_postgres() {
        std::fs::create_dir_all(&config.data_dir)?;
    }
    let db = Db::open_for(url.expose(), config.worker.concurrency).await;
    let db = db.map_err(|fault| fault.while_doing("opening the database"))?;
    migrations::Migrator::up(db.for_migration(), None).await?;
    Ok(db)
}

/// All pages and the API, not yet listening.
///
/// # Errors
/// The public address in the configuration can't be used.
pub fn rocket(site: Site, metrics: Metrics) -> Result<Rocket<Build>, Fault> {
    let config = Arc::clone(&site.config);
    let rocket = rocket::custom(rocket_settings(&config))
        .attach(http::stage(config.public_url()?))
        .attach(ApiRate)
        .manage(RateLimits::new(&config.limits))
        .attach(keep_limits())
        .manage(Passwords::new(Cost::STRONG)?)
        .manage(metrics)
        .manage(catchers::pages())
        .manage(site)
        .mount("/", assets::routes())
        .mount("/", health::routes())
        .mount("/", home::routes())
        .mount("/", house_pages::routes())
        .mount("/", api::viewer_routes())
        .register("/", catchers::catchers());
    // Who may log in how is shown in the demo and nowhere else.
    let rocket = if config.demo { rocket.manage(super::demo::shown_logins()) } else { rocket };
    Ok(super::slices::mount(rocket, &config))
}

/// Keeps the memory of rate limits small for as long as the server runs.
fn keep_limits() -> AdHoc {
    AdHoc::on_liftoff("rate limits forget the quiet", |rocket| {
        Box::pin(async move {
            let (limits, stop) = (rocket.state::<RateLimits>().cloned(), rocket.shutdown());
            if let Some(limits) = limits {
                tokio::spawn(async move {
                    tokio::select! {
                        () = limits::keep_house(&limits) => {}
                        () = stop => {}
                    }
                });
            }
        })
    })
}

/// A server that is up.
pub struct Server {
    /// The address that was taken.
    pub address: SocketAddr,
    /// Its database, clock and configuration.
    pub site: Site,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    rocket: rocket::Shutdown,
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // A sender that is gone means stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Site, listener and worker for this database.
#[must_use]
pub fn site(db: Db, clock: Clock, config: Arc<Config>) -> Site {
    Site { db, clock, config, navigation: navigation::of }
}

/// A worker that does this house's jobs.
///
/// # Errors
/// The mail configuration can't be used.
pub fn worker(site: &Site) -> Result<Worker, Fault> {
    let worker = Worker::new(site.db.clone(), site.clock.clone(), Arc::new(jobs::registry(site)?));
    Ok(worker.at_once(site.config.worker.concurrency))
}

impl Server {
    /// Starts listening. With `work` the jobs are done in this process, too.
    ///
    /// # Errors
    /// The address is taken, or Rocket refuses to start.
    pub async fn start(site: Site, metrics: Metrics, work: bool) -> Result<Self, Fault> {
        let (liftoff, backend) = backend_address();
        let ready = rocket(site.clone(), metrics)?.attach(liftoff).ignite().await.map_err(launch_fault)?;
        let rocket = ready.shutdown();
        let mut tasks = vec![tokio::spawn(async move {
            if let Err(error) = ready.launch().await
                && !matches!(error.kind(), rocket::error::ErrorKind::Shutdown(..))
            {
                tracing::error!(%error, "rocket stopped");
            }
        })];
        let backend = backend.await.map_err(|_| Fault::new("Rocket did not start listening"))?;
        let front = Front::bind(site.config.listen, backend, FrontOptions::of(&site.config))
            .await
            .map_err(|error| Fault::from(error).while_doing(format!("listening on {}", site.config.listen)))?;
        let address = front.address()?;

        let (stop, stopping) = watch::channel(false);
        let front_stops = stopping.clone();
        tasks.push(tokio::spawn(async move {
            front.serve(stopped(front_stops)).await;
        }));
        if work {
            let worker = worker(&site)?;
            let poll = Duration::from_secs(site.config.worker.poll_seconds.max(1).into());
            tasks.push(tokio::spawn(async move { worker.run(poll, stopped(stopping)).await }));
        }
        Ok(Self { address, site, stop, tasks, rocket })
    }

    /// Stops: no new connections, running requests and the job in hand are finished.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        // The first task is Rocket itself; it goes when the others have nothing left to ask of it.
        let rocket_task = if self.tasks.is_empty() { None } else { Some(self.tasks.remove(0)) };
        for task in self.tasks {
            let _ = task.await;
        }
        self.rocket.notify();
        if let Some(task) = rocket_task {
            let _ = task.await;
        }
    }
}

fn launch_fault(error: rocket::Error) -> Fault {
    Fault::new(format!("Rocket did not start: {}", error.kind()))
}

/// Serves until the process is told to end (SIGTERM, ctrl-c).
///
/// # Errors
/// As [`Server::start`].
pub async fn serve(site: Site, started: impl FnOnce(&Server)) -> Result<(), Fault> {
    let metrics = Metrics::install()?;
    let upkeep = tokio::spawn(metrics.clone().run_upkeep());
    let server = Server::start(site, metrics, true).await?;
    started(&server);
    told_to_end().await;
    tracing::info!("stopping: running requests are finished");
    server.stop().await;
    upkeep.abort();
    Ok(())
}

/// Resolves when the process is told to end.
pub async fn told_to_end() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
