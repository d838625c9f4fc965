//! The side of the work that proves: climbs, rounds off, and branches when prices rise no more.

use super::ascent::Ascent;
use super::bound::{Multipliers, bound};
use super::branch::Tree;
use super::facts::PairFacts;
use super::graph::{Graph, NONE};
use super::instance::Instance;
use std::collections::BTreeSet;
use std::sync::Arc;

/// From here on (thousandths of the effort) prices of minutes are whole, as the certificate wants them.
const SETTLE: u64 = 800;
/// Once steps were so short so often, prices are rounded …
const FAINT_BEFORE_SETTLING: u32 = 2;
/// … and some time after that, prices alone prove no more.
const FAINT_BEFORE_BRANCHING: u32 = 4;

/// Prices with what they prove, and the graph that their order follows.
pub struct Proof {
    pub graph: Arc<Graph>,
    pub prices: Multipliers,
    pub bound: i64,
}

/// The ascent with the best proof so far.
pub struct Prover<'a> {
    plan: &'a Instance,
    facts: &'a dyn PairFacts,
    ascent: Ascent,
    /// As it was before prices were rounded: a tree may begin there.
    unrounded: Option<Ascent>,
    best: Proof,
    settled: bool,
    target: Option<i64>,
    /// Once prices rise no more, branches prove the rest.
    tree: Option<Tree<'a>>,
}

impl<'a> Prover<'a> {
    /// Starts from guessed prices.
    pub fn new(plan: &'a Instance, facts: &'a dyn PairFacts, graph: Arc<Graph>) -> Self {
        let prices = Multipliers::zero(&graph);
        let proven = if graph.complete { bound(&graph, &prices) } else { i64::MIN };
        let ascent = Ascent::new(Arc::clone(&graph));
        Self {
            plan,
            facts,
            unrounded: None,
            ascent,
            best: Proof { graph, prices, bound: proven },
            settled: false,
            target: None,
            tree: None,
        }
    }

    /// A step up, or a branch of the tree; says how many steps of the ascent that was worth.
    pub fn step(&mut self) -> u64 {
        if let Some(tree) = &mut self.tree {
            return tree.advance();
        }
        self.ascent.step();
        if self.ascent.times_faint() >= FAINT_BEFORE_SETTLING && !self.settled {
            self.settle();
        }
        if let (true, Some(points)) = (self.ascent.times_faint() >= FAINT_BEFORE_BRANCHING, self.target) {
            self.judge();
            self.tree = Tree::grow(self.plan, self.facts, self.unrounded_or_better(), points);
            if self.tree.is_none() {
                self.ascent.forget_faintness();
            }
        }
        1
    }

    /// No plan has fewer points than that: by the certificate, or by the tree when that says more.
    pub fn proven(&self) -> i64 {
        self.tree.as_ref().map_or(self.best.bound, |tree| tree.bound().max(self.best.bound))
    }

    /// A plan that the tree found and that is better than all it was told of.
    pub fn take_found(&mut self) -> Option<(i64, Vec<Option<usize>>)> {
        self.tree.as_mut()?.take_found()
    }

    /// Tells of a plan with so many points.
    pub fn aim_at(&mut self, points: i64) {
        self.target = Some(self.target.map_or(points, |before| before.min(points)));
        self.ascent.aim_at(points);
        if let Some(tree) = &mut self.tree {
            tree.aim_at(points);
        }
    }

    /// What a cent of each office's budget is worth, in points.
    pub fn money_prices(&self) -> &[f64] {
        self.ascent.money_prices()
    }

    /// So much of the effort is behind us, in thousandths: does what is due.
    pub fn at(&mut self, share: u64) {
        if share >= SETTLE && !self.settled {
            self.settle();
        }
    }

    /// The better of the prices before they were rounded and those since.
    fn unrounded_or_better(&self) -> &Ascent {
        self.unrounded.as_ref().filter(|before| before.best() > self.ascent.best()).unwrap_or(&self.ascent)
    }

    fn settle(&mut self) {
        self.settled = true;
        self.judge();
        self.unrounded = Tree::can_grow_on(self.ascent.graph()).then(|| self.ascent.clone());
        self.ascent.settle_minutes();
    }

    /// Judges the prices of now in exact integers.
    pub fn judge(&mut self) {
        let prices = self.ascent.multipliers();
        let graph = self.ascent.graph();
        let proven = bound(graph, &prices);
        if proven > self.best.bound {
            self.best = Proof { graph: Arc::clone(graph), prices, bound: proven };
        }
    }

    /// Judges the last prices; the best proof of all.
    pub fn finish(mut self) -> Proof {
        self.judge();
        if !self.best.graph.complete {
            self.best.prices.lone = lone_faces(self.plan, &self.best);
        }
        self.best
    }
}

/// Pairs that bear the whole charge for a new face because the graph has no other for it, and that would pay without: a
/// certificate has to say so, as pairs left out might share the face.
fn lone_faces(plan: &Instance, proof: &Proof) -> Vec<(u32, u32)> {
    let graph = &proof.graph;
    let pinned: BTreeSet<(usize, usize)> =
        plan.sessions.iter().filter_map(|session| Some((session.case, session.pin?))).collect();
    let is_lone = |number: &u32| {
        let pair = &graph.pairs[*number as usize];
        let (case, person) = (plan.sessions[pair.session as usize].case, graph.interpreter(*number));
        let shows = || !plan.cases[case].known.contains(&person) && !pinned.contains(&(case, person));
        pair.face == NONE && graph.sessions_of_case[case] > 1 && shows()
    };
    let pays = |number: &u32| {
        let pair = &graph.pairs[*number as usize];
        let node = &graph.nodes[pair.session as usize];
        let load = graph.groups[pair.group as usize].load as usize;
        let points = node.penalty - proof.prices.lambda[pair.session as usize] - i64::from(pair.points)
            + graph.new_face
            - proof.prices.mu[load] * i64::from(node.minutes);
        points * 1024 > proof.prices.beta_1024[node.office as usize] * i64::from(pair.money)
    };
    let all = 0..graph.pairs.len() as u32;
    let lone = all.filter(|number| pays(number) && is_lone(number));
    lone.map(|number| (graph.interpreter(number) as u32, graph.pairs[number as usize].session)).collect()
}
