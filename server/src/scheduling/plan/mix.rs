//! Mixes two plans: from each what it does better.
//!
//! Where two plans differ, the difference falls apart into components that share no interpreter's week and no face. Each can be
//! taken from the one plan or from the other, whatever is done with the rest; only budgets join them again. So of two plans
//! with a hundred components the best of 2^100 mixtures is looked for (partition crossover: Whitley, Hains and Howe, *A hybrid
//! genetic algorithm for the traveling salesman problem using generalized partition crossover*, 2010), which is a knapsack with
//! few items: one and two of them change sides until nothing gets better.

use super::bound::kinks;
use super::graph::{Graph, NONE};
use super::state::State;
use std::collections::{BTreeMap, BTreeSet};

/// A part of the difference: what changes when it is taken from the other plan.
struct Component {
    sessions: Vec<u32>,
    points: i64,
    /// By office, in cents.
    spent: Vec<(u32, i64)>,
}

/// What the sessions of a component share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Day(u32),
    Week(u32),
    Face(u32),
}

/// So often all pairs of components are looked at, at most.
const PASSES: usize = 8;

/// Makes the best of a plan and another one, both of which keep every rule; the first keeps its budgets, too, and so does the
/// mixture. Says which sessions changed.
pub fn mix(state: &mut State<'_>, other: &[u32]) -> Vec<u32> {
    let before = state.held.clone();
    let parts = components(state, other).into_iter();
    let components: Vec<Component> = parts.map(|sessions| weigh(state, &before, other, sessions)).collect();
    let chosen = best_choice(&components, &state.left, &state.money_price);
    let taken = components.into_iter().zip(chosen).filter(|(_, chosen)| *chosen);
    let changed: Vec<u32> = taken.flat_map(|(component, _)| component.sessions).collect();
    exchange(state, other, &changed);
    changed
}

/// The sessions that differ, put together where they share a week, a face or a night.
fn components(state: &State<'_>, other: &[u32]) -> Vec<Vec<u32>> {
    let graph = state.graph;
    let differs = |session: &u32| state.held[*session as usize] != other[*session as usize];
    let differing: Vec<u32> = graph.open.iter().copied().filter(differs).collect();
    let mut roots: Vec<usize> = (0..differing.len()).collect();
    let mut first_with: BTreeMap<Tie, usize> = BTreeMap::new();
    let mut first_of_pair: BTreeMap<u32, usize> = BTreeMap::new();
    let bends = weeks_that_bend(state, other, &differing);
    for (at, session) in differing.iter().enumerate() {
        for number in [state.held[*session as usize], other[*session as usize]] {
            if number == NONE {
                continue;
            }
            let pair = &graph.pairs[number as usize];
            first_of_pair.insert(number, at);
            let load = graph.groups[pair.group as usize].load;
            let week = bends.contains(&load).then_some(Tie::Week(load));
            let face = (pair.face != NONE).then_some(Tie::Face(pair.face));
            for tie in [Some(Tie::Day(pair.group)), week, face].into_iter().flatten() {
                let first = *first_with.entry(tie).or_insert(at);
                join(&mut roots, first, at);
            }
        }
    }
    for (number, at) in &first_of_pair {
        for (_, clash) in graph.clashes_over_midnight(*number) {
            if let Some(other) = first_of_pair.get(clash) {
                join(&mut roots, *other, *at);
            }
        }
    }
    let mut found: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (at, session) in differing.iter().enumerate() {
        found.entry(root(&mut roots, at)).or_default().push(*session);
    }
    found.into_values().collect()
}

/// Weeks of an interpreter in which the days must be taken together: between the shortest and the longest week that a mixture
/// can have, a minute more does not always cost the same, or there may be too many minutes.
fn weeks_that_bend(state: &State<'_>, other: &[u32], differing: &[u32]) -> BTreeSet<u32> {
    let graph = state.graph;
    let mut days: BTreeMap<(u32, u32), i32> = BTreeMap::new();
    for session in differing {
        for (number, sign) in [(state.held[*session as usize], -1), (other[*session as usize], 1)] {
            if number != NONE {
                let group = graph.pairs[number as usize].group;
                let day = days.entry((graph.groups[group as usize].load, group)).or_default();
                *day += sign * graph.nodes[*session as usize].minutes;
            }
        }
    }
    let mut range: BTreeMap<u32, (i32, i32)> = BTreeMap::new();
    for ((load, _), minutes) in days {
        let (least, most) = range.entry(load).or_insert((state.minutes_of(load), state.minutes_of(load)));
        *least += minutes.min(0);
        *most += minutes.max(0);
    }
    let bends = |(load, (least, most)): (u32, (i32, i32))| {
        let inside = |minutes: i32| least < minutes && minutes < most;
        let cap = graph.cap[load as usize / graph.weeks];
        (most > cap || kinks(graph, load as usize).any(inside)).then_some(load)
    };
    range.into_iter().filter_map(bends).collect()
}

/// Disjoint sets, halving paths (Tarjan and van Leeuwen 1984).
fn root(roots: &mut [usize], mut at: usize) -> usize {
    while roots[at] != at {
        roots[at] = roots[roots[at]];
        at = roots[at];
    }
    at
}

fn join(roots: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(roots, a), root(roots, b));
    roots[a.max(b)] = a.min(b);
}

/// Gives these sessions to whom the other plan gives them.
fn exchange(state: &mut State<'_>, other: &[u32], sessions: &[u32]) {
    sessions.iter().for_each(|session| state.drop(*session));
    for session in sessions {
        if other[*session as usize] != NONE {
            state.take(other[*session as usize]);
        }
    }
}

fn weigh(state: &mut State<'_>, before: &[u32], other: &[u32], sessions: Vec<u32>) -> Component {
    let points = state.points;
    let spent = spent(state.graph, before, other, &sessions);
    exchange(state, other, &sessions);
    let points = state.points - points;
    exchange(state, before, &sessions);
    Component { sessions, points, spent }
}

fn spent(graph: &Graph, before: &[u32], after: &[u32], sessions: &[u32]) -> Vec<(u32, i64)> {
    let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
    for session in sessions {
        let money = |pair: u32| if pair == NONE { 0 } else { i64::from(graph.pairs[pair as usize].money) };
        *sums.entry(graph.nodes[*session as usize].office).or_default() +=
            money(after[*session as usize]) - money(before[*session as usize]);
    }
    sums.into_iter().filter(|(_, cents)| *cents != 0).collect()
}

/// Which components to take, so that points get as few as can be and no budget is exceeded.
fn best_choice(components: &[Component], left: &[i64], price: &[i64]) -> Vec<bool> {
    let mut choice = Choice { components, chosen: vec![false; components.len()], left: left.to_vec(), points: 0 };
    choice.improve();
    // Another beginning: whatever pays at the price of money, then back with what costs the least to give up.
    let mut priced = Choice { components, chosen: vec![false; components.len()], left: left.to_vec(), points: 0 };
    for (at, component) in components.iter().enumerate() {
        let money: i64 = component.spent.iter().map(|(office, cents)| cents * price[*office as usize]).sum();
        if component.points * 16 + money < 0 {
            priced.flip(at);
        }
    }
    if priced.back_into_budgets() {
        priced.improve();
        if priced.points < choice.points {
            return priced.chosen;
        }
    }
    choice.chosen
}

/// A choice of components in the making.
struct Choice<'a> {
    components: &'a [Component],
    chosen: Vec<bool>,
    left: Vec<i64>,
    points: i64,
}

impl Choice<'_> {
    fn flip(&mut self, at: usize) {
        let sign = if self.chosen[at] { -1 } else { 1 };
        self.points += sign * self.components[at].points;
        for (office, cents) in &self.components[at].spent {
            self.left[*office as usize] -= sign * cents;
        }
        self.chosen[at] = !self.chosen[at];
    }

    fn gain(&self, at: usize) -> i64 {
        if self.chosen[at] { self.components[at].points } else { -self.components[at].points }
    }

    fn is_affordable(&self, at: usize) -> bool {
        self.components[at].spent.iter().all(|(office, _)| self.left[*office as usize] >= 0)
    }

    fn improve(&mut self) {
        for _ in 0..PASSES {
            let before = self.points;
            for a in 0..self.components.len() {
                let gain = self.gain(a);
                self.flip(a);
                if gain > 0 && self.is_affordable(a) {
                    continue;
                }
                let second = (a + 1..self.components.len()).find(|b| self.helps(a, gain, *b));
                match second {
                    Some(b) => self.flip(b),
                    None => self.flip(a),
                }
            }
            if self.points == before {
                break;
            }
        }
    }

    /// Whether a second component makes up for the first, which has changed sides already.
    fn helps(&self, first: usize, gain: i64, second: usize) -> bool {
        if gain + self.gain(second) <= 0 {
            return false;
        }
        let sign = if self.chosen[second] { -1 } else { 1 };
        let spent = &self.components[second].spent;
        let after = |office: u32| {
            let cents = spent.iter().find(|(o, _)| *o == office).map_or(0, |(_, cents)| *cents);
            self.left[office as usize] - sign * cents
        };
        let offices = spent.iter().chain(&self.components[first].spent);
        offices.map(|(office, _)| *office).all(|office| after(office) >= 0)
    }

    /// Gives up what costs the fewest points for the money it brings back, until every budget is kept.
    fn back_into_budgets(&mut self) -> bool {
        while let Some(office) = self.left.iter().position(|left| *left < 0) {
            let brings = |at: usize| {
                let sign = if self.chosen[at] { 1 } else { -1 };
                let of_office = self.components[at].spent.iter().find(|(o, _)| *o as usize == office);
                of_office.map_or(0, |(_, cents)| sign * cents)
            };
            let over = -self.left[office];
            let useful = (0..self.components.len()).filter(|at| self.chosen[*at] && brings(*at) > 0);
            let least = useful.min_by_key(|at| (-self.gain(*at) * 1024 / brings(*at).min(over), *at));
            let Some(at) = least else { return false };
            self.flip(at);
        }
        true
    }
}
