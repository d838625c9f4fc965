//! What happened since a plan was made: a plan is a proposal of one moment, and the city goes on.

use super::{
    entry::{Entry, EntryOutcome, Sending},
    pairs::in_week,
    world::{Member, Wanted, World},
};
use crate::{
    booking::estimate::PriceList,
    kernel::{ids::*, message::Message, money::Cents},
    scheduling::{Reason, recommend::obstacles_of, rules::Pairing},
};
use std::collections::HashMap;

/// One thing that is otherwise now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    /// Which session; none when it is about a line.
    pub(super) assignment: Option<AssignmentId>,
    /// The number people say on the phone, for sessions that the plan does not know.
    pub(super) reference: Option<String>,
    /// What happened.
    pub(super) message: Message,
    /// What stands now against whom the plan names.
    pub(super) obstacles: Vec<Reason>,
}

/// Compares what was proposed, and is not sent yet, with the world of now. `names` are those of the pool.
pub(super) fn changes(world: &World, entries: &[Entry], names: &HashMap<InterpreterId, String>) -> Vec<Change> {
    let wanted: HashMap<AssignmentId, &Wanted> = world.wanted.iter().map(|one| (one.assignment.id, one)).collect();
    let holders: HashMap<AssignmentId, Option<InterpreterId>> =
        world.accepted.iter().map(|(_, assignment, _)| (assignment.id, assignment.interpreter)).collect();
    let waiting: HashMap<AssignmentId, ()> =
        world.without_money.iter().map(|(_, assignment)| (assignment.id, ())).collect();
    let name = |person: Option<InterpreterId>| person.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| !matches!(entry.sending, Some(Sending::Sent | Sending::Waiting))) {
        let mut say = |message: Message, obstacles: Vec<Reason>| {
            found.push(Change { assignment: Some(entry.assignment), reference: None, message, obstacles });
        };
        match (entry.outcome, holders.get(&entry.assignment), wanted.get(&entry.assignment)) {
            (EntryOutcome::Accepted, Some(holder), _) if *holder == entry.interpreter => {}
            (EntryOutcome::Accepted, ..) if entry.starts_at <= world.now => {}
            (EntryOutcome::Accepted, ..) => {
                say(Message::new("planning-change-given-back").with("name", name(entry.interpreter)), Vec::new());
            }
            (_, Some(holder), _) => {
                say(Message::new("planning-change-filled").with("name", name(*holder)), Vec::new());
            }
            (_, None, None) if waiting.contains_key(&entry.assignment) => {}
            (_, None, None) => {
                let begun = entry.starts_at <= world.now;
                say(Message::new(if begun { "planning-change-begun" } else { "planning-change-gone" }), Vec::new());
            }
            (_, None, Some(now)) => {
                let slot = &now.request.slot;
                if (slot.starts_at(), slot.ends_at()) != (entry.starts_at, entry.ends_at) {
                    say(Message::new("planning-change-moved").with("moment", slot.starts_at()), Vec::new());
                }
                if let Some((message, obstacles)) = of_person(world, entry, now, &name(entry.interpreter)) {
                    say(message, obstacles);
                }
            }
        }
    }
    let known: HashMap<AssignmentId, ()> = entries.iter().map(|entry| (entry.assignment, ())).collect();
    for new in world.wanted.iter().filter(|one| !known.contains_key(&one.assignment.id)) {
        found.push(Change {
            assignment: None,
            reference: Some(new.request.reference.clone()),
            message: Message::new("planning-change-new"),
            obstacles: Vec::new(),
        });
    }
    found.extend(short_lines(world, entries, &wanted));
    found
}

/// What is otherwise about whom the plan names.
fn of_person(world: &World, entry: &Entry, now: &Wanted, name: &str) -> Option<(Message, Vec<Reason>)> {
    let person = entry.interpreter?;
    let about = |key: &str| Message::new(key).with("name", name);
    let Some(member) = world.pool.iter().find(|member| member.facts.id == person) else {
        return Some((about("planning-change-left"), Vec::new()));
    };
    if now.said_no(person) {
        return Some((about("planning-change-said-no"), Vec::new()));
    }
    let obstacles = obstacles(world, member, now);
    if !obstacles.is_empty() {
        return Some((about("planning-change-obstacle"), obstacles));
    }
    let (net, _) = PriceList::of(&now.request).ok()?.price(&member.facts).ok()?;
    (net != entry.net).then(|| (about("planning-change-fee").with("before", entry.net).with("after", net), Vec::new()))
}

fn obstacles(world: &World, member: &Member, now: &Wanted) -> Vec<Reason> {
    let candidate = in_week(member, now.week);
    obstacles_of(&Pairing { need: &now.need, candidate: &candidate, weights: &world.rules.weights, now: world.now })
}

/// Lines that no longer have the money for all that the plan proposes on them.
fn short_lines(world: &World, entries: &[Entry], wanted: &HashMap<AssignmentId, &Wanted>) -> Vec<Change> {
    let mut needed: HashMap<BudgetLineId, Cents> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.interpreter.is_some()) {
        if let Some(now) = wanted.get(&entry.assignment) {
            *needed.entry(now.request.budget_line).or_insert(Cents::ZERO) += entry.gross;
        }
    }
    let mut short: Vec<(BudgetLineId, Cents, Cents)> = needed
        .into_iter()
        .filter_map(|(line, wanted)| {
            let left = world.money.get(&line).copied().unwrap_or(Cents::ZERO);
            (left < wanted).then_some((line, wanted, left))
        })
        .collect();
    short.sort_unstable();
    short
        .into_iter()
        .map(|(_, wanted, available)| Change {
            assignment: None,
            reference: None,
            message: Message::new("planning-change-money").with("wanted", wanted).with("available", available),
            obstacles: Vec::new(),
        })
        .collect()
}
