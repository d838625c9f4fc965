//! Every slice's pages, API, documents and jobs, in the order of the house.

use crate::platform::{config::Config, jobs::Registry};
use rocket::{Build, Rocket};

/// Mounts pages at `/` and the API at `/api/v1`.
pub(super) fn mount(rocket: Rocket<Build>, _config: &Config) -> Rocket<Build> {
    rocket
}

/// Each slice's part of the OpenAPI document.
pub(super) fn api_documents() -> Vec<utoipa::openapi::OpenApi> {
    vec![]
}

/// Who listens to what.
pub(super) fn register(_registry: &mut Registry) {}
