//! What can be done in booking. Each verb has its file and its refusals.
//!
//! Every command locks first, in one order for everybody (assignments, budget lines, interpreters), then loads and decides,
//! then stores, and records in the audit last.

mod accept_offer;
mod cancel_assignment;
mod change_request;
mod change_rules;
mod correct_timesheet;
mod declare_unfilled;
mod decline_offer;
mod dispute_timesheet;
mod drop_out;
mod expire_offers;
mod override_budget;
mod plan_assignment;
mod record_session;
mod release_from_queue;
mod report_interpreter_absent;
mod send_offers;
mod series;
mod sign_timesheet;
mod submit_request;
mod submit_series;
mod take_back;
mod take_job;
mod withdraw_offers;

pub use accept_offer::{AcceptRefused, accept_offer};
pub use cancel_assignment::{CancelRefused, Cancelled, Consequence, cancel_assignment, consequence};
pub use change_request::{Change, ChangeRefused, Changed, change_request};
pub use change_rules::{RulesRefused, change_rules};
pub use correct_timesheet::correct_timesheet;
pub use declare_unfilled::{UnfilledRefused, declare_unfilled};
pub use decline_offer::{DeclineRefused, decline_offer};
pub use dispute_timesheet::{DisputeRefused, dispute_timesheet};
pub use drop_out::{DropOutRefused, drop_out};
pub use expire_offers::expire_offers;
pub use override_budget::{OverrideRefused, override_budget};
pub use plan_assignment::{PlanRefused, Planned, plan_assignment};
pub use record_session::{RecordRefused, SessionRecord, record_session};
pub(super) use release_from_queue::place_in_queue;
pub use release_from_queue::release_from_queue;
pub use report_interpreter_absent::{ReportRefused, report_interpreter_absent};
pub use send_offers::{SendRefused, Sent, Who, send_offers};
pub use series::{
    Effect, Occurrence, Scope, SeenVersions, SeriesChange, SeriesRefused, SeriesTime, cancel_series, change_series,
    rehearse_series_change,
};
pub use sign_timesheet::{SignRefused, sign_timesheet};
pub use submit_request::{Booked, Submitted, book, submit_request};
pub use submit_series::{DatedProblem, Every, SeriesAsk, SubmitSeriesRefused, SubmittedSeries, Until, submit_series};
pub use take_back::{TakeBackRefused, WAY_BACK, take_back};
pub use take_job::{TakeRefused, take_job};
pub use withdraw_offers::{WithdrawRefused, withdraw_offers};

pub(super) use declare_unfilled::close_search;
pub(super) use send_offers::search_step;

#[cfg(test)]
pub(super) fn all_codes() -> Vec<&'static str> {
    [
        AcceptRefused::CODES,
        CancelRefused::CODES,
        ChangeRefused::CODES,
        UnfilledRefused::CODES,
        DeclineRefused::CODES,
        DisputeRefused::CODES,
        DropOutRefused::CODES,
        OverrideRefused::CODES,
        PlanRefused::CODES,
        RecordRefused::CODES,
        ReportRefused::CODES,
        SendRefused::CODES,
        RulesRefused::CODES,
        SignRefused::CODES,
        TakeRefused::CODES,
        TakeBackRefused::CODES,
        WithdrawRefused::CODES,
        super::estimate::EstimateRefused::CODES,
        &super::planning::all_codes(),
    ]
    .concat()
}

use super::{
    assignment::Assignment,
    events::{OfferEnd, OfferEnded},
    offer::{Offer, OfferStatus},
    request::BookingRequest,
    store,
};
use crate::{
    kernel::{
        clock::Instant,
        ids::{AssignmentId, InterpreterId, OfficeId},
    },
    platform::{
        db::{LockKey, Tx},
        fault::Fault,
    },
};

/// Locks an assignment, its budget line and an interpreter, then loads it as it is now.
async fn lock_booking(
    tx: &Tx,
    id: AssignmentId,
    interpreter: Option<InterpreterId>,
) -> Result<(BookingRequest, Assignment), Fault> {
    let gone = || Fault::new(format!("assignment {id} does not exist"));
    let (request, _) = store::booking(tx.conn(), id).await?.ok_or_else(gone)?;
    let keys: [Option<LockKey>; 3] =
        [Some(id.into()), Some(request.budget_line.into()), interpreter.map(LockKey::from)];
    tx.lock_for_use(keys.into_iter().flatten()).await?;
    store::booking(tx.conn(), id).await?.ok_or_else(gone)
}

/// A permit is for one office; the door looked up whose the thing is. Anything else is a mistake of ours.
fn belongs_to(assignment: &Assignment, office: OfficeId) -> Result<(), Fault> {
    if assignment.office == office {
        Ok(())
    } else {
        Err(Fault::new(format!("a permit for office {office} was used for assignment {}", assignment.id)))
    }
}

/// Ends open offers in one way and tells each addressee. Gives those that ended.
async fn end_open_offers(
    tx: &mut Tx,
    offers: Vec<Offer>,
    status: OfferStatus,
    how: OfferEnd,
    now: Instant,
) -> Result<Vec<Offer>, Fault> {
    let mut ended = Vec::new();
    for mut offer in offers.into_iter().filter(|offer| offer.status == OfferStatus::Open) {
        offer.status = status;
        offer.answered_at = Some(now);
        store::save_offer(tx, &offer).await?;
        // Whoever was not told of the offer yet (quiet hours) need not learn of its end.
        if offer.sent_at <= now {
            let (id, assignment, interpreter) = (offer.id, offer.assignment, offer.interpreter);
            tx.publish(&OfferEnded { offer: id, assignment, interpreter, how }, now).await?;
        }
        ended.push(offer);
    }
    Ok(ended)
}
