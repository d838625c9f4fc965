//! The coordination wants some days planned.

use crate::{
    audit::{self, ActionKind},
    booking::{
        events::CityPlanAsked,
        planning::{
            plan::{CityPlan, MOST_DAYS, MOST_SECONDS, PlanStatus, Span, Standing},
            store,
        },
        refusals::refusals,
    },
    directory,
    identity::{Permit, policy::PlanCity},
    kernel::{clock::Instant, ids::*, time::berlin_date},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

/// Which days, and how long may be worked on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::booking::planning) struct PlanAsk {
    /// The days.
    pub(in crate::booking::planning) span: Span,
    /// The longest it may take, 1 to 120.
    pub(in crate::booking::planning) seconds: i32,
    /// Who can't come after all: what this person accepted on these days is planned anew.
    pub(in crate::booking::planning) instead_of: Option<InterpreterId>,
}

refusals! {
    /// Why nothing is planned.
    AskRefused {
        /// The last day lies before the first.
        Backwards = "plan-ends-before-it-begins", Input, "to";
        /// The last day is over.
        Past = "plan-is-past", Input, "to";
        /// More days than a plan may have.
        TooLong { days: i64, most: i64 } = "plan-too-long", Input, "to";
        /// Less than a second or more than two minutes.
        Seconds { most: i64 } = "plan-seconds-out-of-range", Input, "seconds";
        /// There is no such interpreter.
        NoSuchInterpreter = "plan-interpreter-unknown", Input, "instead_of";
        /// Another plan of some of these days is being made.
        UnderWay = "plan-under-way", Conflict;
    }
}

/// Notes the wish; a job makes the plan.
///
/// # Errors
/// Refuses days and seconds out of range, and days of which a plan is being made.
#[doc(alias = "Planung anstoßen")]
pub(in crate::booking::planning) async fn ask_for_plan(
    permit: &Permit<PlanCity>,
    ask: &PlanAsk,
    now: Instant,
    tx: &mut Tx,
) -> Result<CityPlanId, Stop<AskRefused>> {
    check(ask, now).map_err(Stop::Refused)?;
    if let Some(person) = ask.instead_of
        && directory::interpreter(tx.conn(), person).await?.is_none()
    {
        return Err(Stop::Refused(AskRefused::NoSuchInterpreter));
    }
    if store::under_way(tx.conn(), ask.span).await?.is_some() {
        return Err(Stop::Refused(AskRefused::UnderWay));
    }
    let asked_by = permit.actor().account().ok_or_else(|| Fault::new("a plan is asked for by a person"))?;
    let plan = CityPlan {
        id: CityPlanId::new(),
        span: ask.span,
        instead_of: ask.instead_of,
        seconds: ask.seconds,
        status: PlanStatus::Waiting,
        failure: None,
        attempt: 0,
        asked_by,
        asked_at: now,
        stop_asked_at: None,
        beat_at: None,
        made_at: None,
        standing: Standing::default(),
    };
    match store::insert(tx, &plan).await {
        Ok(()) => {}
        Err(error) if store::is_second(&error) => return Err(Stop::Refused(AskRefused::UnderWay)),
        Err(error) => return Err(Stop::Fault(error.into())),
    }
    tx.publish(&CityPlanAsked { plan: plan.id }, now).await?;
    let facts = json!({
        "from": ask.span.from, "to": ask.span.to, "seconds": ask.seconds, "instead_of": ask.instead_of,
    });
    audit::record(tx, permit.actor(), ActionKind::CityPlanAsked, plan.id, &facts, now).await?;
    Ok(plan.id)
}

fn check(ask: &PlanAsk, now: Instant) -> Result<(), AskRefused> {
    let span = ask.span;
    if span.to < span.from {
        return Err(AskRefused::Backwards);
    }
    if span.to < berlin_date(now) {
        return Err(AskRefused::Past);
    }
    if span.days() > MOST_DAYS {
        return Err(AskRefused::TooLong { days: span.days(), most: MOST_DAYS });
    }
    if !(1..=MOST_SECONDS).contains(&ask.seconds) {
        return Err(AskRefused::Seconds { most: i64::from(MOST_SECONDS) });
    }
    Ok(())
}
