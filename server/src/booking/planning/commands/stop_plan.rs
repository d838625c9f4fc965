//! Enough: a plan that is being made ends with the best there is.

use crate::{
    audit::{self, ActionKind},
    booking::{
        planning::{
            plan::{Failure, PlanStatus},
            store,
        },
        refusals::refusals,
    },
    identity::{Permit, policy::PlanCity},
    kernel::{clock::Instant, ids::CityPlanId},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

refusals! {
    /// Why nothing was stopped.
    StopRefused {
        /// It is made, or failed.
        NotUnderWay = "plan-not-under-way", Conflict;
    }
}

/// Tells whoever works on the plan to end with what there is. One on which nobody works yet ends without a plan.
///
/// # Errors
/// Refuses what is over.
pub(in crate::booking::planning) async fn stop_plan(
    permit: &Permit<PlanCity>,
    id: CityPlanId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<StopRefused>> {
    tx.lock_for_use([id.into()]).await?;
    let found = store::plan(tx.conn(), id).await?;
    let mut plan = found.ok_or_else(|| Fault::new(format!("plan {id} does not exist")))?;
    match plan.status {
        PlanStatus::Waiting => {
            plan.status = PlanStatus::Failed;
            plan.failure = Some(Failure::Stopped);
        }
        PlanStatus::Running => {}
        PlanStatus::Made | PlanStatus::Failed => return Err(Stop::Refused(StopRefused::NotUnderWay)),
    }
    plan.stop_asked_at = plan.stop_asked_at.or(Some(now));
    store::save(tx, &plan).await?;
    audit::record(tx, permit.actor(), ActionKind::CityPlanStopped, id, &json!({}), now).await?;
    Ok(())
}
