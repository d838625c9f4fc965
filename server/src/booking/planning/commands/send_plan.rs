//! What a plan proposes is offered: all of it, or what was chosen.

use crate::{
    audit::{self, ActionKind},
    booking::{
        planning::{entry::Sending, jobs, plan::PlanStatus, store},
        refusals::refusals,
    },
    identity::{Permit, policy::PlanCity},
    kernel::{clock::Instant, ids::*},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;
use std::collections::HashSet;

/// Which proposals are offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::booking::planning) enum Selection {
    /// All that can be.
    All,
    /// Those of these sessions.
    These(HashSet<AssignmentId>),
}

refusals! {
    /// Why nothing is sent.
    SendPlanRefused {
        /// It is still being made, or there is none.
        NotMade = "plan-not-made", Conflict;
        /// Nothing was chosen, or everything was sent.
        NothingToSend = "plan-nothing-to-send", Conflict;
        /// Somebody's accepted sessions would be given back in their name, and nobody said that they can't come.
        AbsenceUnconfirmed = "plan-absence-unconfirmed", Input, "confirmed";
    }
}

/// Marks proposals to be offered; jobs send each by its own unit of work, and note what was refused meanwhile. Gives how many.
///
/// `confirmed` says that a person knows: whoever the plan replaces can't come. Without it nothing accepted moves.
///
/// # Errors
/// Refuses if there is nothing to send, or the absence is not confirmed.
#[doc(alias = "Angebote aus dem Plan versenden")]
pub(in crate::booking::planning) async fn send_plan(
    permit: &Permit<PlanCity>,
    id: CityPlanId,
    selection: &Selection,
    confirmed: bool,
    now: Instant,
    tx: &mut Tx,
) -> Result<usize, Stop<SendPlanRefused>> {
    tx.lock_for_use([id.into()]).await?;
    let found = store::plan(tx.conn(), id).await?;
    let plan = found.ok_or_else(|| Fault::new(format!("plan {id} does not exist")))?;
    if plan.status != PlanStatus::Made {
        return Err(Stop::Refused(SendPlanRefused::NotMade));
    }
    let by = permit.actor().account().ok_or_else(|| Fault::new("a plan is sent by a person"))?;
    let mut chosen = store::entries_of(tx.conn(), id).await?;
    chosen.retain(|entry| {
        let is_chosen = match selection {
            Selection::All => true,
            Selection::These(some) => some.contains(&entry.assignment),
        };
        is_chosen && entry.can_be_sent() && now < entry.starts_at
    });
    if chosen.is_empty() {
        return Err(Stop::Refused(SendPlanRefused::NothingToSend));
    }
    let given_back = chosen.iter().filter(|entry| entry.held_by.is_some()).count();
    if given_back > 0 && !confirmed {
        return Err(Stop::Refused(SendPlanRefused::AbsenceUnconfirmed));
    }
    let turn = uuid::Uuid::now_v7();
    for entry in &mut chosen {
        entry.sending = Some(Sending::Waiting);
        entry.refused = None;
        store::save_entry(tx, entry).await?;
        jobs::send_soon(tx, id, entry.assignment, by, turn, now).await?;
    }
    let facts = json!({ "offers": chosen.len(), "given_back": given_back });
    audit::record(tx, permit.actor(), ActionKind::CityPlanSent, id, &facts, now).await?;
    Ok(chosen.len())
}
