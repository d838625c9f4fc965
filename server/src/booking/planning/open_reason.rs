//! Why nobody takes a session in a plan: the first question to which everybody answers no.

use super::{entry::OpenReason, pairs::Choices, result::Load, world::World};
use crate::kernel::money::Cents;

/// The reason of an open session. `load` is what everybody has in the finished plan, `left` what its line has left then.
pub(super) fn why_open(world: &World, session: usize, choices: &Choices, load: &[Load], left: Cents) -> OpenReason {
    let tally = &choices.tally;
    let asked = [
        (tally.speak, OpenReason::NobodySpeaks),
        (tally.qualified, OpenReason::NobodyQualified),
        (tally.free, OpenReason::NobodyFree),
        (tally.within_cap, OpenReason::WeeklyCap),
        (tally.willing, OpenReason::SaidNo),
        (tally.affordable, OpenReason::Budget),
    ];
    if let Some((_, reason)) = asked.into_iter().find(|(passed, _)| *passed == 0) {
        return reason;
    }
    let Some(wanted) = world.wanted.get(session) else { return OpenReason::Outweighed };
    let mut reason = OpenReason::Outweighed;
    for pair in &choices.pairs {
        let (Some(member), Some(load)) = (world.pool.get(pair.member), load.get(pair.member)) else { continue };
        if load.is_in_the_way(world, member, wanted) {
            continue;
        }
        if load.exceeds_the_cap(member, wanted, world) {
            reason = OpenReason::WeeklyCap;
        } else if pair.gross > left {
            return OpenReason::Budget;
        }
    }
    reason
}
