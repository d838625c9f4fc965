//! Booking for programs: the same commands as the pages, below `/api/v1`.

mod assignments;
mod inputs;
mod interpreters;
mod requests;
mod timesheets;

use super::{store, views::*};
use crate::{
    identity::{ApiDoor, ApiStop, Denied},
    kernel::{clock::Instant, ids::AssignmentId, refusal::Refusal},
    platform::http::{Cursor, Problem},
};
use inputs::*;
use rocket::{Route, http::Status, routes};
use utoipa::OpenApi;

/// All routes, mounted at `/api/v1`.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![
        requests::list,
        requests::submit,
        requests::one,
        requests::change,
        requests::preview_cancellation,
        requests::cancel,
        requests::interpreter_absent,
        requests::submit_series,
        requests::cancel_series,
        requests::change_series,
        assignments::list,
        assignments::one,
        assignments::offers,
        assignments::send,
        assignments::withdraw,
        assignments::ranking,
        assignments::unfilled,
        assignments::override_budget,
        interpreters::offers,
        interpreters::accept,
        interpreters::decline,
        interpreters::jobs,
        interpreters::job,
        interpreters::drop_out,
        interpreters::record,
        timesheets::list,
        timesheets::one,
        timesheets::sign,
        timesheets::dispute,
        timesheets::correct,
    ]
}

/// Booking's part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(
        requests::list,
        requests::submit,
        requests::one,
        requests::change,
        requests::preview_cancellation,
        requests::cancel,
        requests::interpreter_absent,
        requests::submit_series,
        requests::cancel_series,
        requests::change_series,
        assignments::list,
        assignments::one,
        assignments::offers,
        assignments::send,
        assignments::withdraw,
        assignments::ranking,
        assignments::unfilled,
        assignments::override_budget,
        interpreters::offers,
        interpreters::accept,
        interpreters::decline,
        interpreters::jobs,
        interpreters::job,
        interpreters::drop_out,
        interpreters::record,
        timesheets::list,
        timesheets::one,
        timesheets::sign,
        timesheets::dispute,
        timesheets::correct,
    ),
    components(schemas(
        BookingJson,
        BookingDetailsJson,
        BookedJson,
        ConsequenceJson,
        OfferJson,
        OwnOfferJson,
        TimesheetJson,
        RankingJson,
        RequestInput,
        SeriesInput,
        ChangeInput,
        CancelInput,
        ReasonInput,
        OptionalReasonInput,
        SendInput,
        WithdrawInput,
        UnfilledInput,
        SessionInput,
        SignInput,
        Problem
    ))
)]
pub struct ApiDoc;

/// Nothing there, or nothing for this reader.
fn unknown() -> ApiStop {
    ApiStop::from(Denied::Unknown)
}

/// A refusal that names several fields or dates at once.
fn all_of(refused: &dyn Refusal, errors: &[(String, &'static str, String)]) -> ApiStop {
    let mut problem = Problem::new(Status::UnprocessableEntity, refused.code()).detail(refused.message());
    for (field, code, detail) in errors {
        problem = problem.field(field.clone(), *code, detail.clone());
    }
    ApiStop::Problem(problem)
}

/// The place in a list by begin.
fn place_of(cursor: Option<&Cursor>) -> Result<Option<(Instant, AssignmentId)>, Problem> {
    Ok(moment_of(cursor)?.map(|(at, id)| (at, AssignmentId(id))))
}

/// The place in a list by a moment.
fn moment_of(cursor: Option<&Cursor>) -> Result<Option<(Instant, uuid::Uuid)>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let seconds = cursor.key.parse().ok().and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
    Ok(Some((seconds.ok_or_else(Cursor::unreadable)?, cursor.id)))
}

/// Where a row stands in a list by a moment.
fn after_moment(at: Instant, id: uuid::Uuid) -> Cursor {
    Cursor::after(at.timestamp().to_string(), id)
}

/// Where a booking stands in a list by begin.
fn cursor_after(booking: &BookingJson) -> Cursor {
    Cursor::after(booking.slot.starts_at.timestamp().to_string(), booking.assignment)
}

/// The office behind an assignment.
async fn office_of(api: &ApiDoor, id: AssignmentId) -> Result<crate::kernel::ids::OfficeId, ApiStop> {
    let found = store::assignment(store::read(api.db()), id).await?;
    Ok(found.ok_or_else(unknown)?.office)
}
