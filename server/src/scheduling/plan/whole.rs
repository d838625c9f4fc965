//! The bound over *all* pairs, also those that were left out of the graph: asked anew from the facts, person by person.
//!
//! It takes seconds for a nation, so it is asked a few times only. Beside the exact bound it finds the pairs left out that the
//! prices would call for: with those in the graph, the next prices prove more.

use super::bound::{Multipliers, SCALE, least_load_cost};
use super::candidates::Pins;
use super::facts::PairFacts;
use super::graph::{Graph, NONE};
use super::instance::Instance;
use std::collections::{BTreeMap, BTreeSet};

/// What all pairs together say to some prices.
pub struct Whole {
    /// No plan that keeps the rules has fewer points.
    pub bound: i64,
    /// Pairs (interpreter, session) that the prices call for and the graph does not have.
    pub missing: Vec<(u32, u32)>,
    /// Pairs (interpreter, session) that bear the whole charge for a new face because the graph has no other for it: a
    /// certificate has to say so.
    pub lone: Vec<(u32, u32)>,
}

/// What does not change from one question to the next.
pub struct Asker<'a> {
    plan: &'a Instance,
    facts: &'a dyn PairFacts,
    pins: Pins,
    /// By language its unpinned sessions.
    by_language: Vec<Vec<u32>>,
    pinned_faces: BTreeSet<(usize, usize)>,
}

/// What a pair is worth to its day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The graph has it.
    Plain,
    /// The graph has it, and no other pair that would show the same face.
    Lone,
    Missing,
}

/// A pair (interpreter, session) that is not plain.
type Call = ((u32, u32), Kind);

const THREADS: usize = 2;

impl<'a> Asker<'a> {
    /// Sorts the sessions by language.
    pub fn new(plan: &'a Instance, facts: &'a dyn PairFacts) -> Self {
        let mut by_language: Vec<Vec<u32>> = vec![Vec::new(); plan.languages.len()];
        for session in plan.sessions.iter().filter(|session| session.pin.is_none()) {
            by_language[session.lang].push(session.id as u32);
        }
        let pinned_faces = plan.sessions.iter().filter_map(|session| Some((session.case, session.pin?))).collect();
        Self { plan, facts, pins: Pins::of(plan), by_language, pinned_faces }
    }

    /// Judges these prices by all pairs.
    pub fn ask(&self, graph: &Graph, prices: &Multipliers) -> Whole {
        let mut total = i128::from(graph.pinned_points);
        for session in &graph.open {
            total += i128::from(graph.nodes[*session as usize].penalty - prices.lambda[*session as usize]);
        }
        total *= SCALE;
        for (beta, left) in prices.beta_1024.iter().zip(&graph.left) {
            total -= i128::from(*beta) * i128::from(*left);
        }
        for (load, mu) in prices.mu.iter().enumerate() {
            total += SCALE * i128::from(least_load_cost(graph, load, *mu));
        }
        let mut nu_of = vec![0; graph.pairs.len()];
        for (pair, value) in graph.face_pairs.iter().zip(&prices.nu) {
            nu_of[*pair as usize] = *value;
        }
        let everybody: Vec<usize> = (0..graph.interpreters).collect();
        let (mut missing, mut lone) = (Vec::new(), Vec::new());
        std::thread::scope(|scope| {
            let nu_of = &nu_of;
            let parts: Vec<_> = everybody
                .chunks(everybody.len().div_ceil(THREADS).max(1))
                .map(|part| scope.spawn(move || self.ask_some(graph, prices, nu_of, part)))
                .collect();
            for part in parts {
                match part.join() {
                    Ok((profit, calls)) => {
                        total -= profit;
                        missing.extend(calls.iter().filter(|call| call.1 == Kind::Missing).map(|call| call.0));
                        lone.extend(calls.iter().filter(|call| call.1 == Kind::Lone).map(|call| call.0));
                    }
                    // A part that is not counted proves nothing.
                    Err(_) => total = i128::from(i64::MIN) * SCALE,
                }
            }
        });
        let rounded = total.div_euclid(SCALE) + i128::from(total.rem_euclid(SCALE) > 0);
        Whole { bound: i64::try_from(rounded).unwrap_or(i64::MIN), missing, lone }
    }

    /// The profit of these people's days, and the pairs that are not plain.
    fn ask_some(&self, graph: &Graph, prices: &Multipliers, nu_of: &[i64], people: &[usize]) -> (i128, Vec<Call>) {
        let mut total = 0;
        let mut calls = Vec::new();
        let mut days: BTreeMap<i64, Vec<(u32, i64)>> = BTreeMap::new();
        for person in people {
            days.clear();
            let spoken: BTreeSet<usize> = self.plan.interpreters[*person].langs.iter().copied().collect();
            for s in spoken.iter().flat_map(|language| &self.by_language[*language]) {
                let (profit, kind) = self.profit(graph, prices, nu_of, *person, *s);
                if kind == Kind::Lone || (kind == Kind::Missing && profit > 0) {
                    calls.push(((*person as u32, *s), kind));
                }
                if profit > 0 {
                    days.entry(self.plan.sessions[*s as usize].day()).or_default().push((*s, profit));
                }
            }
            total += days.values_mut().map(|day| i128::from(self.best_day(*person, day))).sum::<i128>();
        }
        (total, calls)
    }

    /// What this session is worth to that person's day under these prices, in 1/1024 points; nothing when it may not be.
    fn profit(&self, graph: &Graph, prices: &Multipliers, nu_of: &[i64], person: usize, s: u32) -> (i64, Kind) {
        let session = &self.plan.sessions[s as usize];
        let who = &self.plan.interpreters[person];
        let mu = prices.mu[person * graph.weeks + session.week()];
        let worth = session.penalty - prices.lambda[s as usize] - mu * session.duration();
        if worth <= 0 {
            return (0, Kind::Plain);
        }
        // What a pair costs is asked first, and its money before all else: that is quick, and most are too dear.
        let money = self.facts.money(person, s as usize);
        if (worth - money) * 1024 <= prices.beta_1024[session.office] * money {
            return (0, Kind::Plain);
        }
        let points = self.plan.pair_points(who, session, money) + self.facts.extra_points(person, s as usize);
        let profit = (worth - points) * 1024 - prices.beta_1024[session.office] * money;
        if profit <= 0
            || self.facts.obstacle(person, s as usize).is_some()
            || !self.pins.leave_time(self.plan, person, session)
        {
            return (0, Kind::Plain);
        }
        let shows_a_face = !self.plan.cases[session.case].known.contains(&person)
            && !self.pinned_faces.contains(&(session.case, person));
        let alone_anyway = graph.sessions_of_case[session.case] == 1;
        let (charge, kind) = match graph.pair(person, s) {
            None => (if shows_a_face && alone_anyway { graph.new_face } else { 0 }, Kind::Missing),
            Some(_) if !shows_a_face => (0, Kind::Plain),
            Some(pair) if graph.pairs[pair as usize].face != NONE => (nu_of[pair as usize], Kind::Plain),
            Some(_) if alone_anyway => (graph.new_face, Kind::Plain),
            Some(_) => (graph.new_face, Kind::Lone),
        };
        (profit - charge * 1024, kind)
    }

    /// The most profitable set of sessions of one day that one person can hold.
    fn best_day(&self, person: usize, day: &mut [(u32, i64)]) -> i64 {
        let who = &self.plan.interpreters[person];
        day.sort_by_key(|(s, _)| (self.plan.sessions[*s as usize].start, *s));
        let mut longest: Vec<i64> = Vec::with_capacity(day.len());
        for (at, (s, profit)) in day.iter().enumerate() {
            let session = &self.plan.sessions[*s as usize];
            let before = (0..at)
                .filter(|earlier| !self.plan.clash(who, &self.plan.sessions[day[*earlier].0 as usize], session))
                .map(|earlier| longest[earlier])
                .max()
                .unwrap_or(0);
            longest.push(profit + before);
        }
        longest.into_iter().max().unwrap_or(0)
    }
}
