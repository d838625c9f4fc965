//! Closes what one certificate can't: branch and bound, with the ascent as the bound of each branch.
//!
//! Prices alone leave a gap, because budgets end in the middle of a session. How many sessions of an office are held is a whole
//! number, though: one branch says *at most so many*, the other *at least one more*, and both prove more than their parent.
//! When numbers are whole, it is decided which session is held, then by whom (Geoffrion 1974; branching on aggregates first as
//! Barnhart et al., *Branch-and-price*, 1998). Before it begins, every pair that no better plan can have is left out for good;
//! in each branch once more. The most promising branch comes first, so the least bound of all that are open is proven, too.
//!
//! This proof is the run of the program itself: it is reported beside the certificate, never in its place.
#![allow(
    clippy::float_arithmetic,
    reason = "it prunes with a margin of a hundredth of a point; plans are counted in integers"
)]

use super::ascent::Ascent;
use super::candidates::Candidates;
use super::decisions::{Decisions, has, set};
use super::exact::{Program, resume};
use super::facts::PairFacts;
use super::graph::{Graph, NONE};
use super::instance::Instance;
use super::state::State;
use microlp::{Error as SolverError, SolveOutcome};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Larger graphs are not branched on.
const LARGEST: usize = 400_000;
/// Steps up in a branch, at most, and between two looks at whether it still pays.
const STEPS: usize = 800;
const LOOK: usize = 200;
/// Floating point may be wrong by so many points, at the very most.
const MARGIN: f64 = 0.01;
/// Branches with more pairs than this are not given to the general solver.
const LARGEST_PROGRAM: usize = 1_200;
/// Nodes that the general solver looks at in one go, how many steps of the ascent that is worth, and how many goes a branch gets.
const CHUNK_NODES: u64 = 20;
const CHUNK_STEPS: u64 = 200;
const MOST_CHUNKS: u32 = 50;

/// A branch that a general solver works on.
struct Leaf {
    program: Program,
    outcome: SolveOutcome,
    /// The least bound that was proven for it.
    bound: i64,
    chunks: u32,
    halves: Option<(Branch, Branch)>,
}

struct Branch {
    decided: Decisions,
    prices: Arc<[f32]>,
    shares: Arc<[f32]>,
}

/// How far a number is from a whole one.
fn distance(share: f64) -> f64 {
    (share - share.floor()).min(share.ceil() - share)
}

/// The tree of branches.
pub struct Tree<'a> {
    plan: &'a Instance,
    ascent: Ascent,
    /// Open branches by their bound, and a number that tells them apart.
    open: BTreeMap<(i64, u64), Branch>,
    born: u64,
    /// What is solved exactly just now.
    leaf: Option<Leaf>,
    /// Points of the best plan known.
    best: i64,
    /// That plan, if it was found here.
    found: Option<Vec<Option<usize>>>,
}

impl<'a> Tree<'a> {
    /// Whether a graph is small enough to be branched on.
    pub fn can_grow_on(graph: &Graph) -> bool {
        graph.complete && graph.pairs.len() <= LARGEST
    }

    /// Begins with what the ascent knows and the points of a plan; nothing when the instance is too large.
    pub fn grow(plan: &'a Instance, facts: &dyn PairFacts, root: &Ascent, points: i64) -> Option<Self> {
        if !Self::can_grow_on(root.graph()) {
            return None;
        }
        let mut ascent = root.clone();
        let (with_pair, _) = ascent.regrets();
        let mut of_person = vec![Vec::new(); plan.interpreters.len()];
        let graph = Arc::clone(root.graph());
        for (number, pair) in graph.pairs.iter().enumerate() {
            if (with_pair[number] - MARGIN).ceil() < points as f64 {
                of_person[graph.interpreter(number as u32)].push(pair.session);
            }
        }
        let rest = Graph::of(plan, facts, &Candidates { of_person, complete: true, left_out: Vec::new() }).ok()?;
        ascent.continue_on(Arc::new(rest));
        let decided = ascent.decided().clone();
        let prices: Arc<[f32]> = ascent.prices().into();
        let root = Branch { decided, prices, shares: Arc::new([]) };
        let mut tree = Self { plan, ascent, open: BTreeMap::new(), born: 0, leaf: None, best: points, found: None };
        tree.open.insert((i64::MIN, 0), root);
        Some(tree)
    }

    /// No plan has fewer points than that, unless it is the best known.
    pub fn bound(&self) -> i64 {
        let open = self.open.first_key_value().map_or(self.best, |(key, _)| key.0);
        let leaf = self.leaf.as_ref().map_or(self.best, |leaf| leaf.bound);
        open.min(leaf).min(self.best)
    }

    /// Whether the best plan known is proven to be the best of all.
    pub fn is_done(&self) -> bool {
        self.bound() >= self.best
    }

    /// Tells of a plan with so many points.
    pub fn aim_at(&mut self, points: i64) {
        self.best = self.best.min(points);
    }

    /// A plan better than all that the tree was told of: points, and by session who holds it.
    pub fn take_found(&mut self) -> Option<(i64, Vec<Option<usize>>)> {
        self.found.take().map(|plan| (self.best, plan))
    }

    /// Works on the most promising branch; says how many steps of the ascent that were.
    pub fn advance(&mut self) -> u64 {
        if let Some(leaf) = self.leaf.take() {
            self.go_on_with(leaf);
            return CHUNK_STEPS;
        }
        let Some((_, branch)) = self.open.pop_first() else { return 0 };
        self.ascent.begin(&branch.prices, branch.decided, &branch.shares);
        self.ascent.aim_at(self.best);
        let mut steps = 0;
        let mut before = self.ascent.best();
        while steps < STEPS && !self.is_hopeless() {
            self.ascent.step();
            steps += 1;
            if steps.is_multiple_of(LOOK) {
                let risen = self.ascent.best() - before;
                before = self.ascent.best();
                if risen * 60.0 < self.best as f64 - before {
                    break;
                }
            }
        }
        if !self.is_hopeless() {
            self.round_off();
        }
        if !self.is_hopeless() {
            self.split();
        }
        steps as u64 + 1
    }

    fn whole(value: f64) -> i64 {
        (value - MARGIN).ceil() as i64
    }

    /// No better plan is in this branch.
    fn is_hopeless(&self) -> bool {
        Self::whole(self.ascent.best()) >= self.best
    }

    /// Makes a plan of the shares: the largest first, then whatever still pays.
    fn round_off(&mut self) {
        let graph = Arc::clone(self.ascent.graph());
        let shares = self.ascent.shares();
        let mut order: Vec<u32> = (0..graph.pairs.len() as u32).filter(|pair| shares[*pair as usize] > 0.02).collect();
        order.sort_by(|a, b| shares[*b as usize].total_cmp(&shares[*a as usize]).then(a.cmp(b)));
        let mut state = State::empty(&graph);
        let affordable = |state: &State<'_>, pair: u32| {
            let pair = &graph.pairs[pair as usize];
            i64::from(pair.money) <= state.left[graph.nodes[pair.session as usize].office as usize]
        };
        for pair in order {
            let session = graph.pairs[pair as usize].session as usize;
            if state.held[session] == NONE
                && state.fits(pair)
                && affordable(&state, pair)
                && state.price_of_taking(pair) < 0
            {
                state.take(pair);
            }
        }
        let mut open = state.open.clone();
        open.sort_by_key(|session| (-graph.nodes[*session as usize].penalty, *session));
        for session in open {
            let fits = |pair: &&u32| state.fits(**pair) && affordable(&state, **pair);
            let cheapest = graph.pairs_of(session).iter().filter(fits).min_by_key(|pair| state.price_of_taking(**pair));
            if let Some(pair) = cheapest.copied()
                && state.price_of_taking(pair) < 0
            {
                state.take(pair);
            }
        }
        self.remember(&state);
    }

    /// Leaves out what no better plan of this branch has, and splits it in two where it is least decided.
    fn split(&mut self) {
        let (with_pair, without_session) = self.ascent.regrets();
        let graph = Arc::clone(self.ascent.graph());
        let mut decided = self.ascent.decided().clone();
        for (pair, value) in with_pair.iter().enumerate() {
            if Self::whole(*value) >= self.best {
                set(&mut decided.forbidden, pair);
            }
        }
        for session in &graph.open {
            if Self::whole(without_session[*session as usize]) >= self.best {
                set(&mut decided.must, *session as usize);
            }
        }
        let halves = self.split_count(decided.clone(), decided.clone());
        let whole = halves.is_none();
        let halves = halves.or_else(|| self.split_pair(decided.clone(), decided.clone()));
        let prices: Arc<[f32]> = self.ascent.prices().into();
        let shares: Arc<[f32]> = self.ascent.shares().into();
        let branch = |decided| Branch { decided, prices: Arc::clone(&prices), shares: Arc::clone(&shares) };
        let halves = halves.map(|(left, right)| (branch(left), branch(right)));
        let bound = Self::whole(self.ascent.best());
        if whole {
            self.solve_leaf(&decided, bound, halves);
        } else {
            self.open_both(halves, bound);
        }
    }

    fn open_both(&mut self, halves: Option<(Branch, Branch)>, bound: i64) {
        let Some((left, right)) = halves else { return };
        for half in [left, right] {
            self.born += 1;
            self.open.insert((bound, self.born), half);
        }
    }

    /// Gives a branch to the general solver, if it is small enough for it.
    fn solve_leaf(&mut self, decided: &Decisions, bound: i64, halves: Option<(Branch, Branch)>) {
        let graph = self.ascent.graph();
        let free = (0..graph.pairs.len()).filter(|pair| !has(&decided.forbidden, *pair)).count();
        if free > LARGEST_PROGRAM {
            return self.open_both(halves, bound);
        }
        let Some(program) = Program::of(graph, decided) else { return };
        match program.begin(CHUNK_NODES, self.best) {
            Ok(outcome) => self.judge(Leaf { program, outcome, bound, chunks: 1, halves }),
            Err(SolverError::Infeasible) => {}
            Err(_) => self.open_both(halves, bound),
        }
    }

    fn go_on_with(&mut self, leaf: Leaf) {
        let Leaf { program, outcome, bound, chunks, halves } = leaf;
        if chunks >= MOST_CHUNKS && halves.is_some() {
            return self.open_both(halves, bound);
        }
        match resume(outcome, CHUNK_NODES) {
            Ok(outcome) => self.judge(Leaf { program, outcome, bound, chunks: chunks + 1, halves }),
            Err(SolverError::Infeasible) => {}
            Err(_) => self.open_both(halves, bound),
        }
    }

    /// Takes over what the solver found and proved; keeps the leaf if there is more to do.
    fn judge(&mut self, mut leaf: Leaf) {
        if let Some(pairs) = leaf.program.pairs(&leaf.outcome) {
            self.take_over(&pairs);
        }
        if leaf.outcome.is_optimal() {
            return;
        }
        if let Some(bound) = leaf.program.bound(&leaf.outcome) {
            leaf.bound = leaf.bound.max(Self::whole(bound));
        }
        if leaf.bound < self.best {
            self.leaf = Some(leaf);
        }
    }

    /// A plan of these pairs, if it keeps every rule and is better than the best.
    fn take_over(&mut self, pairs: &[u32]) {
        let graph = Arc::clone(self.ascent.graph());
        let mut state = State::empty(&graph);
        for pair in pairs {
            let session = graph.pairs[*pair as usize].session as usize;
            if state.held[session] == NONE && state.fits(*pair) {
                state.take(*pair);
            }
        }
        if state.is_affordable() {
            self.remember(&state);
        }
    }

    fn remember(&mut self, state: &State<'_>) {
        if state.points < self.best {
            self.best = state.points;
            let held = state.interpreters();
            self.found = Some(self.plan.sessions.iter().zip(held).map(|(session, who)| session.pin.or(who)).collect());
        }
    }

    /// By session, how much of it the best days held lately.
    fn held(&self) -> Vec<f64> {
        let graph = self.ascent.graph();
        let mut held = vec![0.0_f64; graph.nodes.len()];
        for (pair, share) in graph.pairs.iter().zip(self.ascent.shares()) {
            held[pair.session as usize] += f64::from(*share);
        }
        held
    }

    /// The two halves by the number held of a class; none when these numbers are whole.
    fn split_count(&self, mut left: Decisions, mut right: Decisions) -> Option<(Decisions, Decisions)> {
        let graph = self.ascent.graph();
        let (class_of, sizes) = self.ascent.classes();
        let held = self.held();
        let mut counts = vec![0.0; sizes.len()];
        for session in &graph.open {
            counts[class_of[*session as usize]] += held[*session as usize].min(1.0);
        }
        let class = (0..counts.len()).max_by(|a, b| distance(counts[*a]).total_cmp(&distance(counts[*b])))?;
        let (least, most) = left.counts[class];
        let middle = counts[class].floor() as u32;
        if distance(counts[class]) > 0.1 && least <= middle && middle < most {
            left.counts[class].1 = middle;
            right.counts[class].0 = middle + 1;
            return Some((left, right));
        }
        None
    }

    /// The two halves by whether a session is held, or by who holds it; none when nothing is left to decide.
    fn split_pair(&self, mut left: Decisions, mut right: Decisions) -> Option<(Decisions, Decisions)> {
        let graph = self.ascent.graph();
        let (held, shares) = (self.held(), self.ascent.shares());
        let free = |pair: usize| !has(&left.forbidden, pair);
        let undecided =
            |s: &&u32| !has(&left.must, **s as usize) && graph.pairs_of(**s).iter().any(|pair| free(*pair as usize));
        let session = graph.open.iter().filter(undecided).max_by(|a, b| {
            distance(held[**a as usize].min(1.0)).total_cmp(&distance(held[**b as usize].min(1.0))).then(b.cmp(a))
        });
        if let Some(session) = session.filter(|s| distance(held[**s as usize].min(1.0)) > 0.05) {
            set(&mut left.must, *session as usize);
            graph.pairs_of(*session).iter().for_each(|pair| set(&mut right.forbidden, *pair as usize));
            return Some((left, right));
        }
        let contested = |pair: &usize| {
            let session = graph.pairs[*pair].session;
            free(*pair)
                && (!has(&left.must, session as usize)
                    || graph.pairs_of(session).iter().any(|other| *other as usize != *pair && free(*other as usize)))
        };
        let near = |pair: &usize| (f64::from(shares[*pair]) - 0.5).abs();
        let pair =
            (0..graph.pairs.len()).filter(contested).min_by(|a, b| near(a).total_cmp(&near(b)).then(a.cmp(b)))?;
        let session = graph.pairs[pair].session;
        set(&mut left.must, session as usize);
        graph
            .pairs_of(session)
            .iter()
            .filter(|other| **other as usize != pair)
            .for_each(|other| set(&mut left.forbidden, *other as usize));
        set(&mut right.forbidden, pair);
        Some((left, right))
    }
}
