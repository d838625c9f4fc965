//! What the program tells about itself: the log and the metrics. Neither holds anything personal.

use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

use super::config::{LogConfig, LogFormat};

/// Histogram of the seconds a request took; see [`crate::platform::http::RequestLog`].
pub const REQUEST_SECONDS: &str = "http_request_seconds";
/// Counter of answered requests by method, route and status.
pub const REQUESTS: &str = "http_requests_total";

/// Bounds of the histograms, in seconds.
const SECONDS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// How often old samples are folded together.
const UPKEEP: Duration = Duration::from_secs(5);

/// The log or the metrics could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryFault {
    /// The filter cannot be read, or a log has been set up before.
    #[error("the log cannot be set up: {0}")]
    Log(String),
    /// Metrics have been set up before.
    #[error("the metrics cannot be set up: {0}")]
    Metrics(String),
}

/// Starts the log. Call once, before Rocket is built, so that Rocket's own lines go the same way.
///
/// # Errors
/// [`TelemetryFault::Log`] for an unreadable filter or a second call.
pub fn start_log(config: &LogConfig) -> Result<(), TelemetryFault> {
    let filter = EnvFilter::try_new(&config.filter).map_err(|error| TelemetryFault::Log(error.to_string()))?;
    let registry = tracing_subscriber::registry().with(filter);
    let started = match config.format {
        LogFormat::Text => registry.with(fmt::layer().with_writer(std::io::stderr).with_target(true)).try_init(),
        LogFormat::Json => {
            registry.with(fmt::layer().json().flatten_event(true).with_writer(std::io::stderr)).try_init()
        }
    };
    started.map_err(|error| TelemetryFault::Log(error.to_string()))
}

/// The metrics of this process, in the text format of Prometheus. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Takes over all metrics of the process. Call once.
    ///
    /// # Errors
    /// [`TelemetryFault::Metrics`] at a second call.
    pub fn install() -> Result<Self, TelemetryFault> {
        let builder = Self::builder()?;
        builder.install_recorder().map(Self).map_err(|error| TelemetryFault::Metrics(error.to_string()))
    }

    /// Metrics that nothing is recorded to unless the caller says so; for tests, which share a process.
    ///
    /// # Errors
    /// Never in practice; the bounds are constants.
    pub fn detached() -> Result<Self, TelemetryFault> {
        Ok(Self(Self::builder()?.build_recorder().handle()))
    }

    fn builder() -> Result<PrometheusBuilder, TelemetryFault> {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)
            .map_err(|error| TelemetryFault::Metrics(error.to_string()))
    }

    /// All metrics as text, for `/metrics` (content type [`Metrics::CONTENT_TYPE`]).
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// The content type of [`Metrics::render`].
    pub const CONTENT_TYPE: &'static str = "text/plain; version=0.0.4; charset=utf-8";

    /// Folds old samples together every few seconds until the future is dropped; without it memory grows.
    pub async fn run_upkeep(self) {
        let mut tick = tokio::time::interval(UPKEEP);
        loop {
            tick.tick().await;
            self.0.run_upkeep();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn histograms_have_the_buckets_of_the_manual() {
        let recorder = Metrics::builder().unwrap().build_recorder();
        let metrics = Metrics(recorder.handle());
        metrics::with_local_recorder(&recorder, || {
            metrics::counter!(REQUESTS, "status" => "200").increment(2);
            metrics::histogram!(REQUEST_SECONDS, "route" => "/x").record(0.03);
        });
        metrics.0.run_upkeep();
        let text = metrics.render();
        assert!(text.contains("http_requests_total{status=\"200\"} 2"), "{text}");
        assert!(text.contains("http_request_seconds_bucket{route=\"/x\",le=\"0.025\"} 0"), "{text}");
        assert!(text.contains("http_request_seconds_bucket{route=\"/x\",le=\"0.05\"} 1"), "{text}");
    }

    #[test]
    fn an_unreadable_filter_is_refused() {
        let config = LogConfig { format: LogFormat::Text, filter: "loud=very".to_owned() };
        assert!(matches!(start_log(&config), Err(TelemetryFault::Log(_))));
    }
}
