//! Every slice's pages, API, documents and jobs, in the order of the house.

use crate::{
    billing, booking, budget, calendar, directory,
    identity::{self, Site},
    insight, mail,
    platform::{config::Config, fault::Fault, jobs::Registry},
    shell::{import, offices, operations, personal, retention, trace},
};
use rocket::{Build, Rocket, Route};
use utoipa::OpenApi;

/// Mounts pages at `/` and the API at `/api/v1`.
pub(super) fn mount(rocket: Rocket<Build>, config: &Config) -> Rocket<Build> {
    let pages: [fn() -> Vec<Route>; 13] = [
        identity::routes,
        directory::routes,
        budget::routes,
        booking::routes,
        billing::routes,
        calendar::routes,
        insight::routes,
        import::routes,
        trace::routes,
        operations::routes,
        retention::routes,
        personal::routes,
        offices::routes,
    ];
    let api: [fn() -> Vec<Route>; 12] = [
        identity::api_routes,
        directory::api_routes,
        budget::api_routes,
        booking::api_routes,
        billing::api_routes,
        calendar::api_routes,
        insight::api_routes,
        import::api_routes,
        trace::api_routes,
        retention::api_routes,
        personal::api_routes,
        offices::api_routes,
    ];
    let rocket = pages.iter().fold(rocket, |rocket, routes| rocket.mount("/", routes()));
    let rocket = api.iter().fold(rocket, |rocket, routes| rocket.mount("/api/v1", routes()));
    if config.demo {
        rocket
            .mount("/", mail::routes())
            .mount("/", super::house_pages::demo_routes())
            .mount("/", super::dev_clock::routes())
    } else {
        rocket
    }
}

/// Each slice's part of the OpenAPI document.
pub(super) fn api_documents() -> Vec<utoipa::openapi::OpenApi> {
    vec![
        identity::ApiDoc::openapi(),
        directory::ApiDoc::openapi(),
        budget::ApiDoc::openapi(),
        booking::ApiDoc::openapi(),
        booking::PlanningDoc::openapi(),
        billing::ApiDoc::openapi(),
        calendar::ApiDoc::openapi(),
        insight::ApiDoc::openapi(),
        import::ApiDoc::openapi(),
        trace::ApiDoc::openapi(),
        retention::ApiDoc::openapi(),
        personal::ApiDoc::openapi(),
        offices::ApiDoc::openapi(),
    ]
}

/// Who listens to what.
pub(super) fn register(registry: &mut Registry, site: &Site) -> Result<(), Fault> {
    booking::register(registry);
    billing::register(registry);
    mail::register(registry, site)
}
