//! The side of the work that proves: climbs, rounds off, and at a nation's size asks for pairs that were left out.

use super::ascent::Ascent;
use super::bound::{Multipliers, bound};
use super::branch::Tree;
use super::candidates::Candidates;
use super::facts::PairFacts;
use super::graph::Graph;
use super::instance::Instance;
use super::whole::Asker;
use std::sync::Arc;

/// From here on (thousandths of the effort) prices of minutes are whole, as the certificate wants them.
const SETTLE: u64 = 800;
/// Once steps were so short so often, prices are rounded …
const FAINT_BEFORE_SETTLING: u32 = 2;
/// … and some time after that, prices alone prove no more.
const FAINT_BEFORE_BRANCHING: u32 = 4;
/// When pairs were left out, all are asked at these shares of the effort.
const SIFTS: [u64; 3] = [250, 500, 750];

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
    /// With pairs left out: who is asked, and the pairs that are looked at.
    left_out: Option<(Asker<'a>, Candidates)>,
    ascent: Ascent,
    /// As it was before prices were rounded: a tree may begin there.
    unrounded: Option<Ascent>,
    best: Proof,
    settled: bool,
    sifts: usize,
    target: Option<i64>,
    /// Once prices rise no more, branches prove the rest.
    tree: Option<Tree<'a>>,
}

impl<'a> Prover<'a> {
    /// Starts from guessed prices.
    pub fn new(plan: &'a Instance, facts: &'a dyn PairFacts, candidates: Candidates, graph: Arc<Graph>) -> Self {
        let left_out = (!candidates.complete).then(|| (Asker::new(plan, facts), candidates));
        let prices = Multipliers::zero(&graph);
        let proven = if left_out.is_some() { i64::MIN } else { bound(&graph, &prices) };
        let ascent = Ascent::new(Arc::clone(&graph));
        Self {
            plan,
            facts,
            left_out,
            unrounded: None,
            ascent,
            best: Proof { graph, prices, bound: proven },
            settled: false,
            sifts: 0,
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
        if self.ascent.times_faint() >= FAINT_BEFORE_SETTLING && !self.settled && self.left_out.is_none() {
            self.settle();
        }
        if let (true, Some(points)) = (self.ascent.times_faint() >= FAINT_BEFORE_BRANCHING, self.target)
            && self.left_out.is_none()
        {
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

    /// Whether pairs were left out, so that judging means asking about all of them.
    pub fn asks(&self) -> bool {
        self.left_out.is_some()
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
        if SIFTS.get(self.sifts).is_some_and(|due| share >= *due) && self.left_out.is_some() {
            self.sifts += 1;
            self.sift();
        }
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
        if self.left_out.is_none() {
            self.judge();
            self.unrounded = Some(self.ascent.clone());
        }
        self.ascent.settle_minutes();
    }

    /// Judges the prices of now, unless that takes long.
    pub fn judge_quickly(&mut self) {
        if self.left_out.is_none() {
            self.judge();
        }
    }

    /// Judges the last prices; the best proof of all.
    pub fn finish(mut self) -> Proof {
        self.judge();
        self.best
    }

    /// Judges the prices of now; the pairs that they call for and nobody looked at.
    fn judge(&mut self) -> Vec<(u32, u32)> {
        let mut prices = self.ascent.multipliers();
        let graph = self.ascent.graph();
        let (proven, missing) = match &self.left_out {
            None => (bound(graph, &prices), Vec::new()),
            Some((asker, _)) => {
                let whole = asker.ask(graph, &prices);
                prices.lone = whole.lone;
                (whole.bound, whole.missing)
            }
        };
        if proven > self.best.bound {
            self.best = Proof { graph: Arc::clone(graph), prices, bound: proven };
        }
        missing
    }

    /// Takes in the pairs that the prices of now call for.
    fn sift(&mut self) {
        let missing = self.judge();
        let Some((_, candidates)) = &mut self.left_out else { return };
        candidates.add(self.plan, &missing);
        if let Ok(graph) = Graph::of(self.plan, self.facts, candidates) {
            self.ascent.continue_on(Arc::new(graph));
            if let Some(points) = self.target {
                self.ascent.aim_at(points);
            }
        }
    }
}
