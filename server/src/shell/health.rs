//! For those who operate: alive, ready, figures.

use crate::{identity::Site, platform::telemetry::Metrics};
use rocket::{
    Route, State, get,
    http::{ContentType, Status},
    routes,
};

/// `/healthz`, `/readyz`, `/metrics`.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![healthz, readyz, metrics]
}

/// The process lives.
#[get("/healthz")]
fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers.
#[get("/readyz")]
async fn readyz(site: &State<Site>) -> (Status, &'static str) {
    match site.db.ping().await {
        Ok(()) => (Status::Ok, "ready\n"),
        Err(fault) => {
            tracing::warn!(%fault, "not ready");
            (Status::ServiceUnavailable, "the database does not answer\n")
        }
    }
}

/// Figures for Prometheus. Numbers only, nothing personal; keep it off the public address with the reverse proxy.
#[get("/metrics")]
fn metrics(metrics: &State<Metrics>) -> (ContentType, String) {
    (ContentType::new("text", "plain").with_params([("version", "0.0.4"), ("charset", "utf-8")]), metrics.render())
}
