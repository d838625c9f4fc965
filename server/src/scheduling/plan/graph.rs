//! The instance as the search sees it: every possible pair of interpreter and session, in flat arrays of small integers.
//!
//! Pairs stand by *group* (one interpreter on one day), inside a group by start. Which pairs of a group exclude each other is
//! a row of bits, so that "may she also hold this?" costs one `and`. Pinned sessions are no pairs: they have already taken
//! their time, their money and their share of the week.

use super::candidates::{Candidates, LeftOut, USUAL};
use super::facts::PairFacts;
use super::instance::{Instance, Interpreter};
use super::read::{LARGEST_AMOUNT, LARGEST_EXTRA, PlanRefused};
use std::collections::{BTreeMap, BTreeSet};

/// No pair, no face.
pub const NONE: u32 = u32::MAX;

/// One interpreter on one day.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// First pair; the next group's first pair ends it.
    pub from: u32,
    pub to: u32,
    /// Interpreter times weeks plus week.
    pub load: u32,
    /// Rows of the clash table begin here; each is `words` long.
    pub rows: u32,
    pub words: u32,
}

/// One possible pair of interpreter and session.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    pub session: u32,
    pub group: u32,
    /// Separable points: money, wishes, training, and the new face when no other session of the case could share it.
    pub points: i32,
    pub money: i32,
    /// The face (case and interpreter) it would show, when other pairs would show the same; or `NONE`.
    pub face: u32,
}

/// What the search needs to know of an unpinned session.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    pub penalty: i64,
    pub minutes: i32,
    pub office: u32,
    /// Its pairs in `session_pairs`.
    pub from: u32,
    pub to: u32,
}

/// Everything derived from an instance.
pub struct Graph {
    pub weeks: usize,
    pub interpreters: usize,
    pub new_face: i64,
    /// By session id; pinned sessions have no pairs.
    pub nodes: Vec<Node>,
    pub session_pairs: Vec<u32>,
    /// Unpinned sessions.
    pub open: Vec<u32>,
    pub pairs: Vec<Pair>,
    pub groups: Vec<Group>,
    pub clash: Vec<u64>,
    /// Pairs of the neighboring days that exclude each other (sessions near midnight); sorted.
    pub over_midnight: Vec<(u32, u32)>,
    /// For each face its pairs: `face_pairs[face_from[f]..face_from[f + 1]]`.
    pub face_from: Vec<u32>,
    pub face_pairs: Vec<u32>,
    /// By load index: minutes taken before anything is planned (worked and pinned).
    pub base: Vec<i32>,
    /// By interpreter.
    pub cap: Vec<i32>,
    /// By interpreter, `slopes.len()` each.
    pub thresholds: Vec<i32>,
    pub slopes: Vec<i32>,
    /// By office, in cents, pins taken off.
    pub left: Vec<i64>,
    /// By case: its unpinned sessions.
    pub sessions_of_case: Vec<u32>,
    /// Whether every pair that may be is among the pairs.
    pub complete: bool,
    /// Sessions with pairs left out, and what those cost at least.
    pub left_out: Vec<(u32, LeftOut)>,
    /// Points of the pins: their pairs and their new faces, without fairness.
    pub pinned_points: i64,
}

impl Graph {
    /// Derives the graph of all pairs, or of the usual handful of each session. The pins must be possible.
    ///
    /// # Errors
    /// When a pair costs more than any amount may be, or less than nothing.
    pub fn build(plan: &Instance, facts: &dyn PairFacts) -> Result<Self, PlanRefused> {
        Self::of(plan, facts, &Candidates::find(plan, facts, USUAL))
    }

    /// Derives the graph of these pairs only.
    ///
    /// # Errors
    /// As [`Graph::build`].
    pub fn of(plan: &Instance, facts: &dyn PairFacts, candidates: &Candidates) -> Result<Self, PlanRefused> {
        let mut graph = Self::pinned_part(plan, facts);
        graph.complete = candidates.complete;
        graph.left_out.clone_from(&candidates.left_out);
        let pinned_faces: BTreeSet<(usize, usize)> =
            plan.sessions.iter().filter_map(|session| Some((session.case, session.pin?))).collect();
        for person in &plan.interpreters {
            graph.add_person(plan, person, &candidates.of_person[person.id], &pinned_faces, facts)?;
        }
        graph.index_sessions();
        Ok(graph)
    }

    fn pinned_part(plan: &Instance, facts: &dyn PairFacts) -> Self {
        let mut base: Vec<i32> = Vec::with_capacity(plan.interpreters.len() * plan.weeks);
        let mut thresholds = Vec::new();
        for person in &plan.interpreters {
            base.extend((0..plan.weeks).map(|week| person.worked(week) as i32));
            thresholds.extend(plan.weights.fair_pct.iter().map(|pct| (person.cap_min_week * pct / 100) as i32));
        }
        let mut left: Vec<i64> = plan.offices.iter().map(|office| office.budget).collect();
        let mut pinned_points = 0;
        let mut faces = BTreeSet::new();
        for session in &plan.sessions {
            let Some(pin) = session.pin else { continue };
            let cents = facts.money(pin, session.id);
            left[session.office] -= cents;
            let extra = facts.extra_points(pin, session.id);
            pinned_points += plan.pair_points(&plan.interpreters[pin], session, cents) + extra;
            base[pin * plan.weeks + session.week()] += session.duration() as i32;
            if !plan.cases[session.case].known.contains(&pin) && faces.insert((session.case, pin)) {
                pinned_points += plan.weights.new_face;
            }
        }
        let mut sessions_of_case = vec![0; plan.cases.len()];
        for session in plan.sessions.iter().filter(|session| session.pin.is_none()) {
            sessions_of_case[session.case] += 1;
        }
        let node = |session: &super::instance::Session| Node {
            penalty: session.penalty,
            minutes: session.duration() as i32,
            office: session.office as u32,
            from: 0,
            to: 0,
        };
        Self {
            weeks: plan.weeks,
            interpreters: plan.interpreters.len(),
            new_face: plan.weights.new_face,
            nodes: plan.sessions.iter().map(node).collect(),
            session_pairs: Vec::new(),
            open: plan.sessions.iter().filter(|s| s.pin.is_none()).map(|s| s.id as u32).collect(),
            pairs: Vec::new(),
            groups: Vec::new(),
            clash: Vec::new(),
            over_midnight: Vec::new(),
            face_from: vec![0],
            face_pairs: Vec::new(),
            base,
            cap: plan.interpreters.iter().map(|person| person.cap_min_week as i32).collect(),
            thresholds,
            slopes: plan.weights.fair_slope.iter().map(|slope| *slope as i32).collect(),
            left,
            sessions_of_case,
            complete: true,
            left_out: Vec::new(),
            pinned_points,
        }
    }

    fn add_person(
        &mut self,
        plan: &Instance,
        person: &Interpreter,
        possible: &[u32],
        pinned_faces: &BTreeSet<(usize, usize)>,
        facts: &dyn PairFacts,
    ) -> Result<(), PlanRefused> {
        let first = self.pairs.len() as u32;
        let mut new_faces: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        let mut last_day = i64::MIN;
        for s in possible {
            let session = &plan.sessions[*s as usize];
            let pair = self.pairs.len() as u32;
            if session.day() != last_day {
                last_day = session.day();
                let load = (person.id * plan.weeks + session.week()) as u32;
                self.groups.push(Group { from: pair, to: pair, load, rows: 0, words: 0 });
            }
            let cents = facts.money(person.id, session.id);
            let extra = facts.extra_points(person.id, session.id);
            if !(0..=LARGEST_AMOUNT).contains(&cents) {
                let reason = format!(
                    "with interpreter {} it would cost {cents} cents, more than {LARGEST_AMOUNT} or less than 0",
                    person.id
                );
                return Err(PlanRefused { path: format!("$.sessions[{s}]"), reason });
            }
            if !(0..=LARGEST_EXTRA).contains(&extra) {
                let reason = format!(
                    "with interpreter {} it has {extra} extra points, more than {LARGEST_EXTRA} or less than 0",
                    person.id
                );
                return Err(PlanRefused { path: format!("$.sessions[{s}]"), reason });
            }
            let case = &plan.cases[session.case];
            if !case.known.contains(&person.id) && !pinned_faces.contains(&(session.case, person.id)) {
                new_faces.entry(session.case).or_default().push(pair);
            }
            let group = self.groups.len() as u32 - 1;
            let points = (plan.pair_points(person, session, cents) + extra) as i32;
            self.pairs.push(Pair { session: *s, group, points, money: cents as i32, face: NONE });
            self.groups[group as usize].to = pair + 1;
        }
        for pairs in new_faces.into_values() {
            if let [alone] = pairs.as_slice() {
                self.pairs[*alone as usize].points += plan.weights.new_face as i32;
            } else {
                let face = self.face_from.len() as u32 - 1;
                for pair in &pairs {
                    self.pairs[*pair as usize].face = face;
                }
                self.face_pairs.extend(&pairs);
                self.face_from.push(self.face_pairs.len() as u32);
            }
        }
        self.find_clashes(plan, person, first);
        Ok(())
    }

    fn find_clashes(&mut self, plan: &Instance, person: &Interpreter, first: u32) {
        // No way between two places is longer than the one over home.
        let all = self.pairs.len() as u32;
        let places = (first..all).filter_map(|pair| plan.sessions[self.pairs[pair as usize].session as usize].place);
        let farthest = plan.gap_min + 2 * places.map(|place| plan.travel_min(person.home, place)).max().unwrap_or(0);
        for pair in first..all {
            let group = self.pairs[pair as usize].group as usize;
            if self.groups[group].from == pair {
                let size = self.groups[group].to - self.groups[group].from;
                self.groups[group].words = size.div_ceil(64);
                self.groups[group].rows = self.clash.len() as u32;
                self.clash.resize(self.clash.len() + (size * self.groups[group].words) as usize, 0);
            }
        }
        for a in first..all {
            let one = &plan.sessions[self.pairs[a as usize].session as usize];
            let group = self.groups[self.pairs[a as usize].group as usize];
            self.set_clash(group, a, a);
            for b in a + 1..all {
                let other = &plan.sessions[self.pairs[b as usize].session as usize];
                if other.start >= one.end + farthest {
                    break;
                }
                if plan.clash(person, one, other) {
                    if b < group.to {
                        self.set_clash(group, a, b);
                        self.set_clash(group, b, a);
                    } else {
                        self.over_midnight.push((a, b));
                        self.over_midnight.push((b, a));
                    }
                }
            }
        }
    }

    fn set_clash(&mut self, group: Group, a: u32, b: u32) {
        let (row, bit) = (a - group.from, b - group.from);
        self.clash[(group.rows + row * group.words + bit / 64) as usize] |= 1 << (bit % 64);
    }

    fn index_sessions(&mut self) {
        self.over_midnight.sort_unstable();
        let mut count = vec![0_u32; self.nodes.len() + 1];
        for pair in &self.pairs {
            count[pair.session as usize] += 1;
        }
        let mut next = 0;
        for (node, count) in self.nodes.iter_mut().zip(&count) {
            (node.from, node.to) = (next, next);
            next += count;
        }
        self.session_pairs = vec![0; self.pairs.len()];
        for (number, pair) in self.pairs.iter().enumerate() {
            let node = &mut self.nodes[pair.session as usize];
            self.session_pairs[node.to as usize] = number as u32;
            node.to += 1;
        }
    }

    /// The pair of this interpreter and session, if it is looked at.
    pub fn pair(&self, person: usize, session: u32) -> Option<u32> {
        self.pairs_of(session).iter().copied().find(|pair| self.interpreter(*pair) == person)
    }

    /// The pairs of a session.
    pub fn pairs_of(&self, session: u32) -> &[u32] {
        let node = &self.nodes[session as usize];
        &self.session_pairs[node.from as usize..node.to as usize]
    }

    /// The pairs that a face covers.
    pub fn pairs_of_face(&self, face: usize) -> &[u32] {
        &self.face_pairs[self.face_from[face] as usize..self.face_from[face + 1] as usize]
    }

    /// How many faces several pairs share.
    pub fn faces(&self) -> usize {
        self.face_from.len() - 1
    }

    /// The row of bits of a pair: which pairs of its group exclude it (itself among them).
    pub fn clash_row(&self, pair: u32) -> &[u64] {
        let group = &self.groups[self.pairs[pair as usize].group as usize];
        let from = (group.rows + (pair - group.from) * group.words) as usize;
        &self.clash[from..from + group.words as usize]
    }

    /// Pairs of the neighboring days that exclude this one.
    pub fn clashes_over_midnight(&self, pair: u32) -> &[(u32, u32)] {
        if self.over_midnight.is_empty() {
            return &[];
        }
        let from = self.over_midnight.partition_point(|(a, _)| *a < pair);
        let to = self.over_midnight.partition_point(|(a, _)| *a <= pair);
        &self.over_midnight[from..to]
    }

    /// Fairness points of an interpreter's load in a week.
    pub fn fairness(&self, interpreter: usize, load: i32) -> i64 {
        let k = self.slopes.len();
        let thresholds = &self.thresholds[interpreter * k..(interpreter + 1) * k];
        thresholds
            .iter()
            .zip(&self.slopes)
            .map(|(threshold, slope)| i64::from(*slope) * i64::from((load - threshold).max(0)))
            .sum()
    }

    /// The interpreter of a pair.
    pub fn interpreter(&self, pair: u32) -> usize {
        self.groups[self.pairs[pair as usize].group as usize].load as usize / self.weeks
    }
}
