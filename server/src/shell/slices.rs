//! Every slice's pages, API, documents and jobs, in the order of the house.

use crate::{
    billing, booking, calendar,
    identity::{self, Site},
    mail,
    platform::{config::Config, fault::Fault, jobs::Registry},
};
use rocket::{Build, Rocket};

/// Mounts pages at `/` and the API at `/api/v1`.
pub(super) fn mount(rocket: Rocket<Build>, config: &Config) -> Rocket<Build> {
    let rocket = rocket.mount("/", identity::routes()).mount("/", calendar::routes());
    if config.demo { rocket.mount("/", mail::routes()) } else { rocket }
}

/// Each slice's part of the OpenAPI document.
pub(super) fn api_documents() -> Vec<utoipa::openapi::OpenApi> {
    vec![]
}

/// Who listens to what.
pub(super) fn register(registry: &mut Registry, site: &Site) -> Result<(), Fault> {
    booking::register(registry);
    billing::register(registry);
    mail::register(registry, site)
}
