//! The office head lets a session take place beyond the means, in their own name and with a reason.

use super::{
    belongs_to, lock_booking,
    plan_assignment::{expected, open_search},
};
use crate::{
    booking::{
        ask::{Problem, reason as checked_reason},
        assignment::Status,
        estimate::EstimateRefused,
        refusals::refusals,
        request::Priority,
        search, store,
    },
    budget,
    identity::{Permit, policy::OverrideBudget},
    kernel::{clock::Instant, ids::AssignmentId, money::Cents},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::NaiveDate;

refusals! {
    /// Why the budget was not overridden.
    OverrideRefused {
        /// It does not wait for money.
        NotWaiting = "assignment-not-waiting", Conflict;
        /// Whoever overrides says why.
        ReasonMissing = "override-reason-missing", Input, "reason";
        /// The law does not demand this session: the reason must be told in a sentence.
        ReasonTooShort { letters: i64 } = "override-reason-too-short", Input, "reason";
        /// One override may add only so much.
        BeyondLimit { missing: Cents, limit: Cents } = "override-beyond-limit", Conflict;
        /// No schedule of the city is in force that day.
        NoSchedule { date: NaiveDate } = "no-schedule-for-date", Input;
        /// The schedule has no rate for such a session.
        NoRate { schedule: String } = "no-rate-in-schedule", Input;
    }
}

/// What a reason must at least say where no law demands the session.
const LEAST_LETTERS: usize = 25;

/// Raises the line's ceiling by what is missing, commits the money and opens the search. Gives by how much it was raised.
/// A legal duty (by its profile or its priority) needs a reason; anything else a whole sentence. Both within the city's limit.
///
/// # Errors
/// Refuses without a reason, beyond the limit, and what does not wait.
#[doc(alias = "überplanmäßig")]
pub async fn override_budget(
    permit: Permit<OverrideBudget>,
    id: AssignmentId,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<Cents, Stop<OverrideRefused>> {
    let (request, mut assignment) = lock_booking(tx, id, None).await?;
    belongs_to(&assignment, permit.office)?;
    if assignment.status != Status::AwaitingBudget || request.slot.starts_at() <= now {
        return Err(Stop::Refused(OverrideRefused::NotWaiting));
    }
    let reason = match checked_reason(reason, "reason", true) {
        Ok(reason) => reason,
        Err(Problem::Text(..)) => return Err(Stop::Refused(OverrideRefused::ReasonMissing)),
        Err(_) => return Err(Fault::new("a text was refused for something else than its letters").into()),
    };
    let duty = request.priority == Priority::LegalDuty || search::profile_of(tx.conn(), &request).await?.legal_duty;
    if !duty && reason.chars().count() < LEAST_LETTERS {
        let letters = i64::try_from(LEAST_LETTERS).unwrap_or_default();
        return Err(Stop::Refused(OverrideRefused::ReasonTooShort { letters }));
    }
    let estimate = expected(&request, tx).await.map_err(|stop| {
        stop.map(|refused| match refused {
            EstimateRefused::NoSchedule { date } => OverrideRefused::NoSchedule { date },
            EstimateRefused::NoRate { schedule } => OverrideRefused::NoRate { schedule },
        })
    })?;
    let line = request.budget_line;
    let balance = budget::find_balance(tx.conn(), line).await?;
    let balance = balance.ok_or_else(|| Fault::new(format!("budget line {line} does not exist")))?;
    let (missing, limit) = (estimate.gross - balance.available(), store::rules(tx.conn()).await?.override_limit);
    if missing > limit {
        return Err(Stop::Refused(OverrideRefused::BeyondLimit { missing, limit }));
    }
    let raised = budget::raise_ceiling(tx, permit.actor(), line, id, estimate.gross, &reason, now).await?;
    match budget::commit(tx, permit.actor(), line, id, estimate.gross, now).await {
        Ok(_) => {}
        Err(Stop::Refused(refused)) => {
            return Err(Fault::new(format!("the raised line is exhausted: {refused:?}")).into());
        }
        Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
    }
    assignment.estimate = estimate.net;
    assignment.schedule_id.clone_from(&estimate.schedule_id);
    open_search(permit.actor(), &request, &mut assignment, &estimate, now, tx).await?;
    Ok(raised)
}
