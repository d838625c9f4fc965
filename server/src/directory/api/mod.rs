//! The directory for programs.

mod agreements;
mod asking;
mod availability;
pub(super) mod input;
mod interpreters;
pub(super) mod offices;
mod profiles;

use super::views;
use crate::{
    identity::{ApiStop, Denied},
    platform::http::Problem,
};
use rocket::{Route, http::Status, routes};
use utoipa::OpenApi;

/// Interpreters, credentials, availability, absences, profiles, offices.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![
        interpreters::list,
        interpreters::create,
        interpreters::one,
        interpreters::replace,
        interpreters::credentials,
        interpreters::add_credential,
        interpreters::withdraw,
        interpreters::exclusions,
        interpreters::exclude,
        interpreters::include,
        agreements::list,
        agreements::add,
        agreements::withdraw,
        availability::show,
        availability::change,
        asking::show,
        asking::change,
        availability::absences,
        availability::add,
        availability::remove,
        profiles::list,
        profiles::one,
        profiles::replace,
        offices::list,
        offices::one,
        offices::create,
        offices::replace,
    ]
}

/// The directory's part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(
        interpreters::list,
        interpreters::create,
        interpreters::one,
        interpreters::replace,
        interpreters::credentials,
        interpreters::add_credential,
        interpreters::withdraw,
        interpreters::exclusions,
        interpreters::exclude,
        interpreters::include,
        agreements::list,
        agreements::add,
        agreements::withdraw,
        availability::show,
        availability::change,
        asking::show,
        asking::change,
        availability::absences,
        availability::add,
        availability::remove,
        profiles::list,
        profiles::one,
        profiles::replace,
        offices::list,
        offices::one,
        offices::create,
        offices::replace,
    ),
    components(schemas(
        views::InterpreterJson,
        views::SpokenJson,
        views::WindowJson,
        views::CredentialJson,
        views::AgreementJson,
        agreements::AgreementInput,
        agreements::Agreements,
        views::AvailabilityJson,
        views::AbsenceJson,
        views::AskingJson,
        views::ProfileJson,
        views::OfficeJson,
        input::InterpreterInput,
        interpreters::CredentialInput,
        availability::AbsenceInput,
        profiles::ProfileInput,
        offices::OfficeInput,
        Problem,
    ))
)]
pub struct ApiDoc;

fn unknown() -> ApiStop {
    ApiStop::from(Denied::Unknown)
}

/// A query parameter that can't be read.
fn unreadable(field: &'static str, wanted: &'static str) -> ApiStop {
    Problem::new(Status::BadRequest, "parameter-unreadable").field(field, "unreadable", wanted).into()
}
