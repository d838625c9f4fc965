//! Booking for programs: the same commands as the pages, below `/api/v1`.

mod assignments;
mod board;
mod inputs;
mod interpreters;
mod queue;
mod requests;
mod rules;
mod timesheets;

use super::{
    store::{self, lists::Piece},
    views::*,
};
use crate::{
    identity::{ApiDoor, ApiStop, Denied},
    kernel::{ids::AssignmentId, refusal::Refusal},
    platform::{
        http::{Cursor, PageRequest, Problem},
        i18n::say,
    },
};
use inputs::*;
use rocket::{Route, http::Status, routes};
use utoipa::OpenApi;

/// All routes, mounted at `/api/v1`.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![
        requests::list,
        queue::list,
        requests::submit,
        requests::one,
        requests::change,
        requests::preview_cancellation,
        requests::cancel,
        requests::interpreter_absent,
        requests::submit_series,
        requests::cancel_series,
        requests::change_series,
        requests::preview_series,
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
        board::list,
        board::take,
        interpreters::jobs,
        interpreters::job,
        interpreters::drop_out,
        interpreters::take_back,
        interpreters::record,
        rules::show,
        rules::change,
        timesheets::list,
        timesheets::one,
        timesheets::sign,
        timesheets::dispute,
        timesheets::correct,
    ]
    .into_iter()
    .chain(super::planning::api_routes())
    .collect()
}

/// Booking's part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(
        requests::list,
        queue::list,
        requests::submit,
        requests::one,
        requests::change,
        requests::preview_cancellation,
        requests::cancel,
        requests::interpreter_absent,
        requests::submit_series,
        requests::cancel_series,
        requests::change_series,
        requests::preview_series,
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
        board::list,
        board::take,
        interpreters::jobs,
        interpreters::job,
        interpreters::drop_out,
        interpreters::take_back,
        interpreters::record,
        rules::show,
        rules::change,
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
        BoardJobJson,
        queue::QueueJson,
        queue::WaitingJson,
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
        rules::RulesJson,
        rules::RuleJson,
        rules::RulesInput,
        Problem
    ))
)]
pub struct ApiDoc;

/// Nothing there, or nothing for this reader.
fn unknown() -> ApiStop {
    ApiStop::from(Denied::Unknown)
}

/// A refusal that names several fields or dates at once.
fn all_of(api: &ApiDoor, refused: &dyn Refusal, errors: &[(String, &'static str, String)]) -> ApiStop {
    let mut problem =
        Problem::new(Status::UnprocessableEntity, refused.code()).detail(say(api.locale(), &refused.message()));
    for (field, code, detail) in errors {
        problem = problem.field(field.clone(), *code, detail.clone());
    }
    ApiStop::Problem(problem)
}

/// The piece of a list, ordered by an instant, that a page wants.
fn piece_of(page: &PageRequest) -> Result<Piece, ApiStop> {
    let unreadable = || Problem::new(Status::BadRequest, "cursor-unreadable").field("cursor", "unreadable", "");
    Ok(Piece::of(page).ok_or_else(unreadable)?)
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
