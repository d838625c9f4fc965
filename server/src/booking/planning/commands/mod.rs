//! What can be done with plans. Each verb has its file and its refusals.

mod ask_for_plan;
mod send_entry;
mod send_plan;
mod stop_plan;

pub(super) use ask_for_plan::{AskRefused, PlanAsk, ask_for_plan};
pub(super) use send_entry::send_entry;
pub(super) use send_plan::{Selection, send_plan};
pub(super) use stop_plan::stop_plan;

#[cfg(test)]
pub(in crate::booking) fn all_codes() -> Vec<&'static str> {
    [ask_for_plan::AskRefused::CODES, send_plan::SendPlanRefused::CODES, stop_plan::StopRefused::CODES].concat()
}
#[cfg(test)]
pub(super) use {send_plan::SendPlanRefused, stop_plan::StopRefused};
