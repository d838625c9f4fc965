//! What the planner answered, checked once more against the clock on the wall and the ledger, and put as it is shown.

use super::{
    entry::{Entry, EntryFacts, EntryOutcome, OpenReason, Tally},
    open_reason::why_open,
    pairs::{Choices, Pair, in_week, preferences},
    world::{Member, Wanted, World},
};
use crate::{
    booking::{assignment::Assignment, request::BookingRequest},
    kernel::{ids::*, money::Cents},
    scheduling::{Points, rules::Pairing, travel::are_nearer_than},
};
use std::collections::HashMap;

/// The wanted sessions that somebody has in a plan, by their place.
#[derive(Clone, Default)]
pub(super) struct Load(Vec<usize>);

impl Load {
    /// Whether one of them leaves no time for this session and the way.
    pub(super) fn is_in_the_way(&self, world: &World, member: &Member, wanted: &Wanted) -> bool {
        let travel = &world.rules.weights.travel;
        let home = member.candidate.home;
        self.0.iter().filter_map(|held| world.wanted.get(*held)).any(|held| {
            let way = travel.between(held.need.place.or(home), wanted.need.place.or(home));
            are_nearer_than(&held.need.slot.during, &wanted.need.slot.during, way + travel.gap_min)
        })
    }

    /// Whether the week would be longer than they want.
    pub(super) fn exceeds_the_cap(&self, member: &Member, wanted: &Wanted, world: &World) -> bool {
        let same_week = self.0.iter().filter_map(|held| world.wanted.get(*held)).filter(|one| one.week == wanted.week);
        let planned: i64 = same_week.map(|one| one.request.slot.minutes()).sum();
        let worked = i64::from(member.worked.get(wanted.week).copied().unwrap_or_default());
        worked + planned + wanted.request.slot.minutes() > i64::from(member.candidate.weekly_cap_min)
    }
}

/// The entries of a plan, by begin: what stays, what is proposed, and what is open with its reason.
///
/// `assign` is the planner's answer: for each wanted session a place in the pool. Whatever would break a rule is left open,
/// though the planner keeps the rules: it counts on a line of minutes that is bent where the clock changes.
pub(super) fn entries(plan: CityPlanId, world: &World, choices: &[Choices], assign: &[Option<usize>]) -> Vec<Entry> {
    let mut load = vec![Load::default(); world.pool.len()];
    let mut left = world.money.clone();
    let mut kept: Vec<Option<Pair>> = Vec::with_capacity(world.wanted.len());
    for (session, (wanted, choices)) in world.wanted.iter().zip(choices).enumerate() {
        let chosen = assign.get(session).copied().flatten();
        let pair = choices.pairs.iter().find(|pair| Some(pair.member) == chosen).copied();
        kept.push(pair.filter(|pair| takes(world, session, wanted, pair, &mut load, &mut left)));
    }
    let mut entries: Vec<Entry> = Vec::new();
    for (session, ((wanted, choices), pair)) in world.wanted.iter().zip(choices).zip(&kept).enumerate() {
        entries.push(match pair.and_then(|pair| Some((pair, world.pool.get(pair.member)?))) {
            Some((pair, member)) => taken(plan, world, wanted, &pair, member),
            None => {
                let left = left.get(&wanted.request.budget_line).copied().unwrap_or(Cents::ZERO);
                let why = why_open(world, session, choices, &load, left);
                open(plan, wanted, why, choices.tally)
            }
        });
    }
    entries
        .extend(world.accepted.iter().map(|(request, assignment, bound)| accepted(plan, request, assignment, *bound)));
    entries.extend(world.without_money.iter().map(|(request, assignment)| without_money(plan, request, assignment)));
    entries.sort_by_key(|entry| (entry.starts_at, entry.assignment));
    entries
}

/// Gives the session to whom it was given, if time, week and money really allow it.
fn takes(
    world: &World,
    session: usize,
    wanted: &Wanted,
    pair: &Pair,
    load: &mut [Load],
    left: &mut HashMap<BudgetLineId, Cents>,
) -> bool {
    let (Some(member), Some(load)) = (world.pool.get(pair.member), load.get_mut(pair.member)) else { return false };
    let Some(left) = left.get_mut(&wanted.request.budget_line).filter(|left| pair.gross <= **left) else {
        return false;
    };
    if load.is_in_the_way(world, member, wanted) || load.exceeds_the_cap(member, wanted, world) {
        return false;
    }
    *left -= pair.gross;
    load.0.push(session);
    true
}

fn entry(plan: CityPlanId, request: &BookingRequest, assignment: &Assignment, outcome: EntryOutcome) -> Entry {
    Entry {
        plan,
        assignment: assignment.id,
        starts_at: request.slot.starts_at(),
        ends_at: request.slot.ends_at(),
        outcome,
        interpreter: None,
        held_by: None,
        net: Cents::ZERO,
        gross: Cents::ZERO,
        facts: EntryFacts {
            status: assignment.status,
            version: assignment.version,
            committed: Cents::ZERO,
            asked: Vec::new(),
            parts: Vec::new(),
            why: None,
            tally: Tally::default(),
        },
        sending: None,
        refused: None,
    }
}

fn of_wanted(plan: CityPlanId, wanted: &Wanted, outcome: EntryOutcome) -> Entry {
    let mut entry = entry(plan, &wanted.request, &wanted.assignment, outcome);
    entry.held_by = wanted.held_by;
    entry.facts.committed = wanted.committed;
    entry.facts.asked = wanted.asked();
    entry
}

fn taken(plan: CityPlanId, world: &World, wanted: &Wanted, pair: &Pair, member: &Member) -> Entry {
    let is_asked = wanted.held_by.is_none() && wanted.asked().contains(&member.facts.id);
    let outcome = if is_asked { EntryOutcome::Asked } else { EntryOutcome::Proposed };
    let mut entry = of_wanted(plan, wanted, outcome);
    entry.interpreter = Some(member.facts.id);
    (entry.net, entry.gross) = (pair.net, pair.gross);
    entry.facts.parts = reasons(world, wanted, pair, member);
    entry
}

/// What speaks for whom the plan names, as the ranking of this session says it.
fn reasons(world: &World, wanted: &Wanted, pair: &Pair, member: &Member) -> Vec<Points> {
    let mut candidate = in_week(member, wanted.week);
    candidate.fee_cents = pair.net.get();
    let pairing = Pairing { need: &wanted.need, candidate: &candidate, weights: &world.rules.weights, now: world.now };
    preferences(&pairing).collect()
}

fn open(plan: CityPlanId, wanted: &Wanted, why: OpenReason, tally: Tally) -> Entry {
    let mut entry = of_wanted(plan, wanted, EntryOutcome::Open);
    (entry.facts.why, entry.facts.tally) = (Some(why), tally);
    entry
}

fn accepted(plan: CityPlanId, request: &BookingRequest, assignment: &Assignment, bound: Cents) -> Entry {
    let mut entry = entry(plan, request, assignment, EntryOutcome::Accepted);
    entry.interpreter = assignment.interpreter;
    (entry.net, entry.gross) = (assignment.estimate, bound);
    entry.facts.committed = bound;
    entry
}

fn without_money(plan: CityPlanId, request: &BookingRequest, assignment: &Assignment) -> Entry {
    let mut entry = entry(plan, request, assignment, EntryOutcome::Open);
    entry.facts.why = Some(OpenReason::NoMoneyYet);
    entry
}
