//! One line of log and one count per request: number, method, route pattern, status, milliseconds. Never the path, the
//! query, a body, an address, a name or a token.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::{Data, Request, Response};

use super::super::telemetry::{REQUEST_SECONDS, REQUESTS};
use super::context;

/// The fairing. Attach it before the others, so that the time counts from the beginning.
pub struct RequestLog;

#[rocket::async_trait]
impl Fairing for RequestLog {
    fn info(&self) -> Info {
        Info { name: "request log", kind: Kind::Request | Kind::Response | Kind::Singleton }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        context::of(request);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let context = context::of(request);
        let route = request.route().map_or_else(|| "-".to_owned(), |route| route.uri.to_string());
        let status = response.status().code;
        let method = context.method.as_str();
        let elapsed = context.started.elapsed();
        let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        if status >= 500 {
            tracing::warn!(target: "http", request_id = %context.id, method, route, status, ms = millis, "answered");
        } else {
            tracing::info!(target: "http", request_id = %context.id, method, route, status, ms = millis, "answered");
        }
        metrics::counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status.to_string())
            .increment(1);
        metrics::histogram!(REQUEST_SECONDS, "method" => method, "route" => route).record(elapsed.as_secs_f64());
    }
}
