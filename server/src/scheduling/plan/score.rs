//! The objective of a finished plan, counted anew from the facts in exact integers. It trusts nothing that the search kept.

use super::facts::PairFacts;
use super::instance::Instance;
use std::collections::{BTreeMap, BTreeSet};

/// What a plan costs, in points, part by part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    pub uncovered: i64,
    pub money: i64,
    pub new_faces: i64,
    pub wishes: i64,
    pub fairness: i64,
    /// What the caller charges for a pair beside all that.
    pub extra: i64,
    /// How many sessions nobody holds.
    pub open_sessions: usize,
}

impl Score {
    /// The objective.
    pub fn total(&self) -> i64 {
        self.uncovered + self.money + self.new_faces + self.wishes + self.fairness + self.extra
    }
}

/// Counts a plan: for each session the interpreter, or none. Does not ask whether it is allowed.
pub fn score(plan: &Instance, assign: &[Option<usize>], facts: &dyn PairFacts) -> Score {
    let mut sum = Score::default();
    let mut faces = BTreeSet::new();
    let mut load: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for (s, session) in plan.sessions.iter().enumerate() {
        let held_by = assign.get(s).copied().flatten();
        let Some((i, person)) = held_by.and_then(|i| Some((i, plan.interpreters.get(i)?))) else {
            sum.uncovered += session.penalty;
            sum.open_sessions += 1;
            continue;
        };
        sum.money += facts.money(i, s);
        sum.extra += facts.extra_points(i, s);
        sum.wishes += plan.pair_points(person, session, 0);
        if plan.cases.get(session.case).is_some_and(|case| !case.known.contains(&i)) && faces.insert((session.case, i))
        {
            sum.new_faces += plan.weights.new_face;
        }
        *load.entry((i, session.week())).or_default() += session.duration();
    }
    for (i, person) in plan.interpreters.iter().enumerate() {
        for week in 0..plan.weeks {
            let minutes = person.worked(week) + load.get(&(i, week)).copied().unwrap_or_default();
            sum.fairness += plan.fairness(person, minutes);
        }
    }
    sum
}
