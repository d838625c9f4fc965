//! What is accepted already must be possible together. Pins that contradict a rule or each other are refused by name.

use super::facts::PairFacts;
use super::instance::Instance;
use std::collections::BTreeMap;

/// One contradiction, with the sessions whose pins cause it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", names(.sessions))]
pub struct PinsRefused {
    pub sessions: Vec<usize>,
    pub reason: String,
}

fn names(sessions: &[usize]) -> String {
    sessions.iter().map(|session| format!("$.sessions[{session}].pin")).collect::<Vec<_>>().join(", ")
}

/// Finds every contradiction among the pins.
pub fn contradictions(plan: &Instance, facts: &dyn PairFacts) -> Vec<PinsRefused> {
    let mut found = Vec::new();
    let mut by_person: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut spent: BTreeMap<usize, (i64, Vec<usize>)> = BTreeMap::new();
    for (s, session) in plan.sessions.iter().enumerate() {
        let Some(pin) = session.pin else { continue };
        if let Some(reason) = facts.obstacle(pin, s) {
            found.push(PinsRefused { sessions: vec![s], reason: format!("interpreter {pin} {reason}") });
        }
        by_person.entry(pin).or_default().push(s);
        let (sum, sessions) = spent.entry(session.office).or_default();
        *sum += facts.money(pin, s);
        sessions.push(s);
    }
    for (person, mut held) in by_person {
        held.sort_by_key(|s| plan.sessions.get(*s).map(|session| (session.start, session.end)));
        collisions(plan, person, &held, &mut found);
        overloads(plan, person, &held, &mut found);
    }
    for (office, (sum, sessions)) in spent {
        let budget = plan.offices.get(office).map_or(0, |office| office.budget);
        if sum > budget {
            let reason = format!("together they cost {sum} cents, office {office} has {budget}");
            found.push(PinsRefused { sessions, reason });
        }
    }
    found
}

fn collisions(plan: &Instance, person: usize, held: &[usize], found: &mut Vec<PinsRefused>) {
    for pair in held.windows(2) {
        let &[first, second] = pair else { continue };
        if let (Some(who), Some(a), Some(b)) =
            (plan.interpreters.get(person), plan.sessions.get(first), plan.sessions.get(second))
            && plan.clash(who, a, b)
        {
            let reason = format!("interpreter {person} can't hold both, there is no time between them");
            found.push(PinsRefused { sessions: vec![first, second], reason });
        }
    }
}

fn overloads(plan: &Instance, person: usize, held: &[usize], found: &mut Vec<PinsRefused>) {
    let Some(who) = plan.interpreters.get(person) else { return };
    for week in 0..plan.weeks {
        let in_week = |s: &&usize| plan.sessions.get(**s).is_some_and(|session| session.week() == week);
        let sessions: Vec<usize> = held.iter().filter(in_week).copied().collect();
        let minutes: i64 =
            sessions.iter().filter_map(|s| plan.sessions.get(*s)).map(|session| session.duration()).sum();
        let load = who.worked(week) + minutes;
        if !sessions.is_empty() && load > who.cap_min_week {
            let reason = format!(
                "interpreter {person} would work {load} minutes in week {week}, the cap is {}",
                who.cap_min_week
            );
            found.push(PinsRefused { sessions, reason });
        }
    }
}
