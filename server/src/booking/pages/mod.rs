//! Booking's pages: thin routes to the commands.

mod board;
mod change;
mod dispatch;
mod jobs;
mod offers;
pub(super) mod parts;
mod queue;
mod reply;
mod requests;
mod rules;
mod submit;
mod timesheets;

pub(super) use dispatch::in_words;

use rocket::{Route, routes};

/// All pages, mounted at `/`.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![
        requests::list,
        queue::list,
        queue::file,
        requests::show,
        requests::override_budget,
        submit::form,
        submit::submit,
        change::cancel_form,
        change::cancel,
        change::change_form,
        change::change,
        change::absent_form,
        change::absent,
        timesheets::list,
        timesheets::sign,
        timesheets::dispute_form,
        timesheets::dispute,
        offers::list,
        offers::accept,
        offers::decline,
        board::list,
        board::take,
        jobs::list,
        jobs::show,
        jobs::record,
        jobs::drop_out_form,
        jobs::drop_out,
        jobs::take_back,
        dispatch::list,
        dispatch::show,
        dispatch::send,
        dispatch::withdraw,
        dispatch::unfilled,
        rules::show,
        rules::change,
        reply::show,
        reply::answer,
    ]
    .into_iter()
    .chain(super::planning::routes())
    .collect()
}
