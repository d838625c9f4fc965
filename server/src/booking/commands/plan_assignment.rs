//! The estimate is committed in the budget, and the search begins; or the request waits for money.

use super::{belongs_to, lock_booking, release_from_queue::somebody_comes_first};
use crate::{
    audit::{self, ActionKind},
    booking::{
        assignment::{Assignment, Status},
        estimate::{self, Basis, Estimate, EstimateRefused},
        events::{BudgetExhausted, SearchOpened},
        refusals::refusals,
        request::BookingRequest,
        search, store,
    },
    budget, directory,
    identity::{Permit, policy::PlanAssignment},
    kernel::{actor::Actor, clock::Instant, money::Cents},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::NaiveDate;
use serde_json::json;

/// What became of planning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// `searching` or `awaiting_budget`.
    pub status: Status,
    /// Expected fee, net.
    pub estimate: Cents,
    /// What is, or would be, committed.
    pub committed: Cents,
    /// Whose price it is.
    pub basis: Basis,
    /// What the line had left when it was not enough.
    pub available: Option<Cents>,
}

refusals! {
    /// Why an assignment was not planned.
    PlanRefused {
        /// It was planned already, or is over.
        NotWaiting = "assignment-not-waiting", Conflict;
        /// No schedule of the city is in force that day.
        NoSchedule { date: NaiveDate } = "no-schedule-for-date", Input, "date";
        /// The schedule has no rate for such a session.
        NoRate { schedule: String } = "no-rate-in-schedule", Input, "date";
    }
}

impl From<EstimateRefused> for PlanRefused {
    fn from(refused: EstimateRefused) -> Self {
        match refused {
            EstimateRefused::NoSchedule { date } => Self::NoSchedule { date },
            EstimateRefused::NoRate { schedule } => Self::NoRate { schedule },
        }
    }
}

/// Prices the session, commits the money and opens the search. Without enough money, or behind others who wait for the same
/// line, it stays `awaiting_budget`: no refusal, because the office's need is real and is kept.
///
/// # Errors
/// Refuses what was planned already and what has no price.
#[doc(alias = "Mittelbindung")]
pub async fn plan_assignment(
    permit: Permit<PlanAssignment>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Planned, Stop<PlanRefused>> {
    let (request, mut assignment) = lock_booking(tx, permit.assignment, None).await?;
    belongs_to(&assignment, permit.office)?;
    let planned = if somebody_comes_first(&request, now, tx).await? {
        queue_up(&request, &mut assignment, now, tx).await?
    } else {
        try_to_plan(permit.actor(), &request, &mut assignment, now, tx).await?
    };
    if planned.status == Status::AwaitingBudget {
        let facts = json!({ "wanted": planned.committed, "available": planned.available });
        tx.publish(&BudgetExhausted { assignment: assignment.id, office: assignment.office }, now).await?;
        audit::record(tx, permit.actor(), ActionKind::BudgetExhausted, assignment.id, &facts, now).await?;
    }
    Ok(planned)
}

/// Others wait already and come first: it is priced and waits behind them, even if the line could bear it.
async fn queue_up(
    request: &BookingRequest,
    assignment: &mut Assignment,
    now: Instant,
    tx: &mut Tx,
) -> Result<Planned, Stop<PlanRefused>> {
    if assignment.status != Status::AwaitingBudget {
        return Err(Stop::Refused(PlanRefused::NotWaiting));
    }
    let estimate = expected(request, tx).await.map_err(|stop| stop.map(PlanRefused::from))?;
    assignment.estimate = estimate.net;
    assignment.schedule_id.clone_from(&estimate.schedule_id);
    store::save_assignment(tx, assignment, request, now).await?;
    let line = budget::find_balance(tx.conn(), request.budget_line).await?;
    Ok(Planned {
        status: Status::AwaitingBudget,
        estimate: estimate.net,
        committed: estimate.gross,
        basis: estimate.basis,
        available: line.map(|line| line.available()),
    })
}

/// One try, told to nobody if it fails; for requests that wait. The assignment and its line are locked already.
pub(super) async fn try_to_plan(
    actor: &Actor,
    request: &BookingRequest,
    assignment: &mut Assignment,
    now: Instant,
    tx: &mut Tx,
) -> Result<Planned, Stop<PlanRefused>> {
    if assignment.status != Status::AwaitingBudget {
        return Err(Stop::Refused(PlanRefused::NotWaiting));
    }
    let estimate = expected(request, tx).await.map_err(|stop| stop.map(PlanRefused::from))?;
    assignment.estimate = estimate.net;
    assignment.schedule_id.clone_from(&estimate.schedule_id);
    let mut planned = Planned {
        status: Status::Searching,
        estimate: estimate.net,
        committed: estimate.gross,
        basis: estimate.basis,
        available: None,
    };
    match budget::commit(tx, actor, request.budget_line, assignment.id, estimate.gross, now).await {
        Ok(_) => open_search(actor, request, assignment, &estimate, now, tx).await?,
        Err(Stop::Refused(exhausted)) => {
            planned.status = Status::AwaitingBudget;
            planned.available = Some(exhausted.available);
            store::save_assignment(tx, assignment, request, now).await?;
        }
        Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
    }
    Ok(planned)
}

/// The price while nobody is chosen.
pub(super) async fn expected(request: &BookingRequest, tx: &Tx) -> Result<Estimate, Stop<EstimateRefused>> {
    let profile = search::profile_of(tx.conn(), request).await?;
    let pool = directory::divided(tx.conn(), &request.language).await?.speakers;
    estimate::for_anybody(request, &profile, &pool)
}

/// Nobody holds it any more: it is searched for again, and bound is what the dearest who may say yes would cost. If the line can't
/// bear more, who is dearer can't say yes; the money that is bound stays bound.
pub(super) async fn vacate(
    actor: &Actor,
    request: &BookingRequest,
    assignment: &mut Assignment,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Fault> {
    assignment.status = Status::Searching;
    assignment.interpreter = None;
    assignment.rate_group = None;
    assignment.filled_at = None;
    if let Ok(estimate) = expected(request, tx).await {
        match budget::adjust(tx, actor, assignment.id, estimate.gross, now).await {
            Ok(()) => {
                assignment.estimate = estimate.net;
                assignment.schedule_id = estimate.schedule_id;
            }
            Err(Stop::Refused(_)) => {}
            Err(Stop::Fault(fault)) => return Err(fault),
        }
    }
    Ok(store::save_assignment(tx, assignment, request, now).await?)
}

/// The money is there: somebody is looked for.
pub(super) async fn open_search(
    actor: &Actor,
    request: &BookingRequest,
    assignment: &mut Assignment,
    estimate: &Estimate,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Fault> {
    assignment.status = Status::Searching;
    store::save_assignment(tx, assignment, request, now).await?;
    let (id, office, round) = (assignment.id, assignment.office, assignment.search_round);
    tx.publish(&SearchOpened { assignment: id, office, round }, now).await?;
    let facts = json!({
        "estimate": estimate.net, "committed": estimate.gross, "schedule": estimate.schedule_id,
        "basis": estimate.basis.name(),
    });
    audit::record(tx, actor, ActionKind::AssignmentPlanned, id, &facts, now).await
}
