//! Looks for prices that prove much: ascent on the Lagrangian dual.
//!
//! The volume algorithm (Barahona and Anbil, *The volume algorithm: producing primal solutions with a subgradient method*,
//! 2000): steps go along a running mean of subgradients, from the best point so far, with Polyak's step length. The
//! directions of the four kinds of prices are scaled to a common size first, because a cent, a minute and a session differ by
//! orders of magnitude.
//!
//! Floating point only steers: what comes out is rounded to whole prices and judged by [`super::bound`].
#![allow(clippy::float_arithmetic, reason = "it steers a search; every figure reported is counted in integers")]

use super::bound::{Multipliers, kinks};
use super::decisions::{Decisions, classes, has};
use super::graph::Graph;
use super::path::{Scratch, longest_path, through_each};
use std::sync::Arc;

/// How large a step each kind of price takes, against one for the price of a session.
const MONEY: f64 = 0.7;
const MINUTES: f64 = 0.5;
const FACES: f64 = 0.2;
const COUNTS: f64 = 0.2;
/// Share of the newest subgradient in the running mean.
const INERTIA: f64 = 0.05;
/// After so many steps without a better bound, steps get shorter.
const PATIENCE: u32 = 40;
const SHRINK: f64 = 0.7;
/// Steps as short as this lead nowhere any more: start afresh with longer ones.
const FAINT: f64 = 0.002;
const FRESH: f64 = 0.3;
/// How boldly a branch begins.
const FIRST: f64 = 1.0;

/// The ascent with its state; one [`Ascent::step`] after the other.
#[derive(Clone)]
pub struct Ascent {
    graph: Arc<Graph>,
    /// Prices for sessions, offices, loads and faces, one after the other.
    center: Vec<f64>,
    trial: Vec<f64>,
    mean: Vec<f64>,
    slope: Vec<f64>,
    scale: Vec<f64>,
    best: f64,
    value: f64,
    /// Best plan known: what the step length aims at.
    target: f64,
    boldness: f64,
    /// By session, what it usually costs, in cents.
    usual: Vec<f64>,
    dearer: Vec<f64>,
    scarcer: Vec<f64>,
    misses: u32,
    improved: bool,
    whole_minutes: bool,
    /// Whether shares of pairs are counted.
    branching: bool,
    /// How often steps had become faint.
    faint: u32,
    /// By session its class: office and penalty.
    class_of: Vec<usize>,
    /// By class how many sessions it has.
    sizes: Vec<u32>,
    decided: Decisions,
    /// By pair how often the best days took it lately: close to a solution with fractions (the *volume*).
    taken: Vec<f32>,
    scratch: Scratch,
}

impl Ascent {
    /// Starts from prices guessed office by office: what a cent is worth where the budget ends.
    pub fn new(graph: Arc<Graph>) -> Self {
        let (sessions, offices, loads) = (graph.nodes.len(), graph.left.len(), graph.base.len());
        let (class_of, sizes) = classes(&graph);
        let faces_end = sessions + offices + loads + graph.face_pairs.len();
        let all = faces_end + sizes.len();
        let mut scale = vec![1.0; all];
        scale[sessions + offices + loads..faces_end].fill(FACES);
        scale[faces_end..].fill(COUNTS);
        let decided = Decisions {
            forbidden: vec![0; graph.pairs.len().div_ceil(64)],
            must: vec![0; sessions.div_ceil(64)],
            counts: sizes.iter().map(|size| (0, *size)).collect(),
        };
        let taken = Vec::new();
        let mut scratch = Scratch::new(graph.pairs.len());
        for (at, pair) in graph.face_pairs.iter().enumerate() {
            scratch.nu_of[*pair as usize] = (sessions + offices + loads + at) as u32;
        }
        let mut center = vec![0.0; all];
        let mut usual = vec![0.0; sessions];
        let typical = typical_money(&graph).max(1.0);
        for o in 0..offices {
            center[sessions + o] = price_of_money(&graph, o as u32);
            scale[sessions + o] = MONEY / (typical * typical);
        }
        for load in 0..loads {
            scale[sessions + offices + load] = MINUTES / (60.0 * 60.0);
        }
        for session in &graph.open {
            let node = &graph.nodes[*session as usize];
            let beta = center[sessions + node.office as usize];
            let cost = |pair: &u32| {
                let pair = &graph.pairs[*pair as usize];
                (f64::from(pair.points) + beta * f64::from(pair.money), f64::from(pair.money))
            };
            if let Some((cost, money)) = graph.pairs_of(*session).iter().map(cost).min_by(|a, b| a.0.total_cmp(&b.0)) {
                center[*session as usize] = (node.penalty as f64 - cost).max(0.0);
                usual[*session as usize] = money;
            }
        }
        let mut ascent = Self {
            graph,
            trial: center.clone(),
            center,
            mean: vec![0.0; all],
            slope: vec![0.0; all],
            scale,
            best: f64::NEG_INFINITY,
            value: 0.0,
            target: f64::INFINITY,
            boldness: 0.2,
            usual,
            dearer: Vec::new(),
            scarcer: Vec::new(),
            misses: 0,
            improved: false,
            whole_minutes: false,
            branching: false,
            faint: 0,
            class_of,
            sizes,
            decided,
            taken,
            scratch,
        };
        ascent.best = ascent.evaluate();
        ascent.value = ascent.best;
        ascent.mean.copy_from_slice(&ascent.slope);
        ascent
    }

    /// What it climbs on.
    pub fn graph(&self) -> &Arc<Graph> {
        &self.graph
    }

    /// Goes on with the same prices on a graph with more pairs.
    pub fn continue_on(&mut self, graph: Arc<Graph>) {
        let mut next = Self::new(graph);
        let fixed = self.graph.nodes.len() + self.graph.left.len() + self.graph.base.len();
        next.center[..fixed].copy_from_slice(&self.center[..fixed]);
        for (pair, value) in self.graph.face_pairs.iter().zip(&self.center[fixed..]) {
            let same = next.graph.pair(self.graph.interpreter(*pair), self.graph.pairs[*pair as usize].session);
            let at = same.map_or(u32::MAX, |pair| next.scratch.nu_of[pair as usize]);
            if at != u32::MAX {
                next.center[at as usize] = *value;
            }
        }
        next.trial.copy_from_slice(&next.center);
        next.best = next.evaluate();
        next.value = next.best;
        next.mean.copy_from_slice(&next.slope);
        next.whole_minutes = self.whole_minutes;
        *self = next;
    }

    /// Tells the ascent of a plan; step lengths aim at its points.
    pub fn aim_at(&mut self, points: i64) {
        self.target = self.target.min(points as f64);
    }

    /// What a cent of each office's budget is worth, in points.
    pub fn money_prices(&self) -> &[f64] {
        let from = self.graph.nodes.len();
        &self.center[from..from + self.graph.left.len()]
    }

    /// From now on prices of minutes are whole numbers, as the certificate wants them; the others adapt to that.
    pub fn settle_minutes(&mut self) {
        self.whole_minutes = true;
        let from = self.graph.nodes.len() + self.graph.left.len();
        for value in &mut self.center[from..from + self.graph.base.len()] {
            *value = value.round();
        }
        self.trial.copy_from_slice(&self.center);
        self.best = self.evaluate();
        self.value = self.best;
        self.mean.copy_from_slice(&self.slope);
        self.boldness = 0.3;
    }

    /// How often steps had become so short that it started afresh.
    pub fn times_faint(&self) -> u32 {
        self.faint
    }

    /// Counts anew how often steps get short.
    pub fn forget_faintness(&mut self) {
        self.faint = 0;
    }

    /// By session its class, and by class how many sessions it has.
    pub fn classes(&self) -> (&[usize], &[u32]) {
        (&self.class_of, &self.sizes)
    }

    /// What is decided in the branch at work.
    pub fn decided(&self) -> &Decisions {
        &self.decided
    }

    /// The best prices so far, to begin a branch with.
    pub fn prices(&self) -> Vec<f32> {
        self.center.iter().map(|price| *price as f32).collect()
    }

    /// Begins a branch with the prices of the one that it came from.
    pub fn begin(&mut self, prices: &[f32], decided: Decisions, shares: &[f32]) {
        for (own, price) in self.center.iter_mut().zip(prices) {
            *own = f64::from(*price);
        }
        self.decided = decided;
        self.branching = true;
        for (s, node) in self.graph.nodes.iter().enumerate() {
            let pairs = &self.graph.session_pairs[node.from as usize..node.to as usize];
            if !has(&self.decided.must, s) && pairs.iter().all(|pair| has(&self.decided.forbidden, *pair as usize)) {
                self.center[s] = 0.0;
            }
        }
        self.trial.copy_from_slice(&self.center);
        // Prices that were rounded may charge a little too much for a face.
        self.keep_faces_affordable();
        self.center.copy_from_slice(&self.trial);
        self.best = self.evaluate();
        self.value = self.best;
        self.mean.copy_from_slice(&self.slope);
        if shares.len() == self.graph.pairs.len() {
            self.taken.clear();
            self.taken.extend_from_slice(shares);
        } else {
            self.taken.clear();
            self.taken.resize(self.graph.pairs.len(), 0.0);
            self.scratch.chosen.iter().for_each(|pair| self.taken[*pair as usize] = 1.0);
        }
        (self.boldness, self.misses, self.improved) = (FIRST, 0, false);
        self.target = f64::INFINITY;
    }

    /// By pair how often the best days took it lately.
    pub fn shares(&self) -> &[f32] {
        &self.taken
    }

    /// The bound not yet rounded; no more of it is wrong than a thousandth of a point.
    pub fn best(&self) -> f64 {
        self.best
    }

    /// For each pair the bound if it had to be taken, and for each session if nobody held it, at the best prices (reduced
    /// costs; Dantzig, Fulkerson and Johnson 1954).
    pub fn regrets(&mut self) -> (Vec<f64>, Vec<f64>) {
        self.trial.copy_from_slice(&self.center);
        let value = self.evaluate();
        let mut of_pair = vec![f64::INFINITY; self.graph.pairs.len()];
        let graph = Arc::clone(&self.graph);
        for group in &graph.groups {
            let profits: Vec<f64> = (group.from..group.to).map(|pair| self.profit(pair)).collect();
            let through = through_each(&graph, *group, &profits);
            let longest = through.iter().copied().fold(0.0, f64::max);
            for (pair, through) in (group.from..group.to).zip(through) {
                of_pair[pair as usize] = value + longest - through;
            }
        }
        let open = |s: usize| if has(&self.decided.must, s) { f64::INFINITY } else { value + self.trial[s] };
        (of_pair, (0..graph.nodes.len()).map(open).collect())
    }

    /// What a pair adds to its day at the trial prices.
    fn profit(&self, number: u32) -> f64 {
        if has(&self.decided.forbidden, number as usize) {
            return f64::NEG_INFINITY;
        }
        let pair = &self.graph.pairs[number as usize];
        let s = pair.session as usize;
        let node = &self.graph.nodes[s];
        let (sessions, offices) = (self.graph.nodes.len(), self.graph.left.len());
        let load = self.graph.groups[pair.group as usize].load as usize;
        let counts_from = self.trial.len() - self.decided.counts.len();
        let nu = self.scratch.nu_of[number as usize];
        node.penalty as f64
            - self.trial[s]
            - f64::from(pair.points)
            - self.trial[sessions + offices + load] * f64::from(node.minutes)
            - self.trial[sessions + node.office as usize] * f64::from(pair.money)
            - if nu == u32::MAX { 0.0 } else { self.trial[nu as usize] }
            - self.trial[counts_from + self.class_of[s]]
    }

    /// One step.
    pub fn step(&mut self) {
        let sessions = self.graph.nodes.len();
        // When a cent gets dearer, every session gets dearer by what it costs; seen that way, the slope of a budget is what
        // would be spent if each session were held once, and tells much more.
        let offices = sessions..sessions + self.graph.left.len();
        let counts_from = self.trial.len() - self.decided.counts.len();
        for (s, node) in self.graph.nodes.iter().enumerate() {
            if self.trial[s] > 0.0 || has(&self.decided.must, s) {
                self.mean[offices.start + node.office as usize] -= self.usual[s] * self.mean[s];
                if self.is_counted(self.class_of[s]) {
                    self.mean[counts_from + self.class_of[s]] -= self.mean[s];
                }
            }
        }
        let mut length = 0.0;
        for at in 0..self.mean.len() {
            let d = self.mean[at];
            if d > 0.0 || self.trial[at] > 0.0 || at >= counts_from || (at < sessions && has(&self.decided.must, at)) {
                length += d * d * self.scale[at];
            }
        }
        let target = if self.target.is_finite() { self.target } else { self.best + self.best.abs() * 0.01 };
        let step = self.boldness * (target - self.value).max(1.0) / length.max(1e-9);
        self.dearer.clear();
        for at in offices.clone() {
            let before = self.trial[at];
            self.trial[at] = (before + step * self.scale[at] * self.mean[at]).max(0.0);
            self.dearer.push(self.trial[at] - before);
        }
        self.scarcer.clear();
        for (class, (least, most)) in self.decided.counts.iter().enumerate() {
            let at = counts_from + class;
            let before = self.trial[at];
            let highest = if *most < self.sizes[class] { f64::INFINITY } else { 0.0 };
            let lowest = if *least > 0 { f64::NEG_INFINITY } else { 0.0 };
            self.trial[at] = (before + step * self.scale[at] * self.mean[at]).clamp(lowest, highest);
            self.scarcer.push(self.trial[at] - before);
        }
        for (s, node) in self.graph.nodes.iter().enumerate() {
            let must = has(&self.decided.must, s);
            if self.trial[s] > 0.0 || must {
                self.mean[offices.start + node.office as usize] += self.usual[s] * self.mean[s];
                if self.is_counted(self.class_of[s]) {
                    self.mean[counts_from + self.class_of[s]] += self.mean[s];
                }
                self.trial[s] -= self.usual[s] * self.dearer[node.office as usize] + self.scarcer[self.class_of[s]];
            }
            self.trial[s] += step * self.mean[s];
            // What has to be held may be worth more than its penalty.
            self.trial[s] = if must { self.trial[s] } else { self.trial[s].max(0.0) };
        }
        self.keep_left_out_unwanted();
        for at in offices.end..counts_from {
            self.trial[at] = (self.trial[at] + step * self.scale[at] * self.mean[at]).max(0.0);
        }
        self.keep_faces_affordable();
        if self.whole_minutes {
            let from = self.graph.nodes.len() + self.graph.left.len();
            let to = from + self.graph.base.len();
            self.trial[from..to].copy_from_slice(&self.center[from..to]);
        }
        self.value = self.evaluate();
        for (mean, slope) in self.mean.iter_mut().zip(&self.slope) {
            *mean += INERTIA * (slope - *mean);
        }
        if self.branching {
            self.taken.iter_mut().for_each(|share| *share *= 1.0 - INERTIA as f32);
            for pair in &self.scratch.chosen {
                self.taken[*pair as usize] += INERTIA as f32;
            }
        }
        if self.value > self.best {
            self.best = self.value;
            self.center.copy_from_slice(&self.trial);
            self.misses = 0;
            self.improved = true;
        } else {
            self.misses += 1;
            if self.misses >= if self.improved { PATIENCE } else { PATIENCE / 5 } {
                self.misses = 0;
                self.boldness *= SHRINK;
                if self.boldness < FAINT {
                    self.boldness = FRESH;
                    self.faint += 1;
                }
                self.trial.copy_from_slice(&self.center);
                self.value = self.best;
            }
        }
    }

    /// Whether it is decided how many sessions of a class are held.
    fn is_counted(&self, class: usize) -> bool {
        let (least, most) = self.decided.counts[class];
        least > 0 || most < self.sizes[class]
    }

    /// No session is worth so little that a pair which was left out would pay: so those change nothing in the bound.
    fn keep_left_out_unwanted(&mut self) {
        let sessions = self.graph.nodes.len();
        for (s, left_out) in &self.graph.left_out {
            let node = &self.graph.nodes[*s as usize];
            let beta = self.trial[sessions + node.office as usize];
            let least = (node.penalty - left_out.points) as f64 - beta * left_out.money as f64;
            self.trial[*s as usize] = self.trial[*s as usize].max(least);
        }
    }

    /// A case's charge for a new face is spread over its sessions; together they bear no more than the charge.
    fn keep_faces_affordable(&mut self) {
        let from = self.graph.nodes.len() + self.graph.left.len() + self.graph.base.len();
        let charge = self.graph.new_face as f64;
        for face in 0..self.graph.faces() {
            let part = from + self.graph.face_from[face] as usize..from + self.graph.face_from[face + 1] as usize;
            project(&mut self.trial[part], charge);
        }
    }

    /// The value at the trial point; leaves the subgradient in `slope`.
    fn evaluate(&mut self) -> f64 {
        let graph = &Arc::clone(&self.graph);
        let (sessions, offices) = (graph.nodes.len(), graph.left.len());
        let loads_from = sessions + offices;
        self.slope.fill(0.0);
        let mut total = graph.pinned_points as f64;
        for session in &graph.open {
            let s = *session as usize;
            total += graph.nodes[s].penalty as f64 - self.trial[s];
            self.slope[s] = -1.0;
        }
        for (o, left) in graph.left.iter().enumerate() {
            total -= self.trial[sessions + o] * *left as f64;
            self.slope[sessions + o] = -(*left as f64);
        }
        for load in 0..graph.base.len() {
            let mu = self.trial[loads_from + load];
            let mut least = f64::INFINITY;
            let mut at = 0;
            for minutes in kinks(graph, load) {
                let taken = minutes - graph.base[load];
                let value = graph.fairness(load / graph.weeks, minutes) as f64 - mu * f64::from(taken);
                if value < least {
                    (least, at) = (value, taken);
                }
            }
            total += least;
            self.slope[loads_from + load] = -f64::from(at);
        }
        let counts_from = self.trial.len() - self.decided.counts.len();
        self.scratch.chosen.clear();
        for group in &graph.groups {
            total -= longest_path(
                graph,
                *group,
                &self.trial,
                &mut self.slope,
                &self.decided,
                &self.class_of,
                &mut self.scratch,
            );
        }
        for (class, (least, most)) in self.decided.counts.iter().enumerate() {
            let price = self.trial[counts_from + class];
            if !self.is_counted(class) {
                self.slope[counts_from + class] = 0.0;
                continue;
            }
            let held = self.slope[counts_from + class];
            let limit = if price > 0.0 || (price == 0.0 && held > f64::from(*most)) { *most } else { *least };
            total -= price * f64::from(limit);
            self.slope[counts_from + class] -= f64::from(limit);
        }
        total
    }

    /// The best point in whole prices, fit for a certificate.
    pub fn multipliers(&self) -> Multipliers {
        let graph = &self.graph;
        let (sessions, offices, loads) = (graph.nodes.len(), graph.left.len(), graph.base.len());
        let whole = |value: &f64| value.round().max(0.0) as i64;
        let (lambda, rest) = self.center.split_at(sessions);
        let (beta, rest) = rest.split_at(offices);
        let (mu, nu) = rest.split_at(loads);
        let mut lambda: Vec<i64> = lambda.iter().map(whole).collect();
        let beta_1024: Vec<i64> = beta.iter().map(|value| (value * 1024.0).round().max(0.0) as i64).collect();
        for (s, left_out) in &graph.left_out {
            let node = &graph.nodes[*s as usize];
            let spent = beta_1024[node.office as usize] * left_out.money;
            let least = node.penalty - left_out.points - spent.div_euclid(1024);
            lambda[*s as usize] = lambda[*s as usize].max(least);
        }
        for (s, node) in graph.nodes.iter().enumerate() {
            if node.from == node.to && graph.complete {
                lambda[s] = 0;
            }
        }
        Multipliers {
            lambda,
            beta_1024,
            mu: mu.iter().map(whole).collect(),
            // Rounded down: together they must not exceed the charge.
            nu: nu.iter().take(graph.face_pairs.len()).map(|value| value.floor().max(0.0) as i64).collect(),
            lone: Vec::new(),
        }
    }
}

/// Prices of money as the search uses them: sixteenths of a point a cent.
pub fn money_sixteenths(worth: &[f64]) -> Vec<i64> {
    worth.iter().map(|price| (price * 16.0).round().clamp(0.0, 1e9) as i64).collect()
}

/// The nearest point whose parts are not negative and sum to `most` at the utmost (Held, Wolfe and Crowder 1974).
fn project(parts: &mut [f64], most: f64) {
    let sum: f64 = parts.iter().sum();
    if sum <= most {
        return;
    }
    let mut over = sum - most;
    let mut active = parts.iter().filter(|part| **part > 0.0).count();
    while over > 1e-9 && active > 0 {
        let cut = over / active as f64;
        over = 0.0;
        active = 0;
        for part in parts.iter_mut().filter(|part| **part > 0.0) {
            *part -= cut;
            if *part <= 0.0 {
                over -= *part;
                *part = 0.0;
            } else {
                active += 1;
            }
        }
    }
}

fn typical_money(graph: &Graph) -> f64 {
    let sum: f64 = graph.pairs.iter().map(|pair| f64::from(pair.money)).sum();
    sum / (graph.pairs.len().max(1) as f64)
}

/// What a cent is worth where the budget of an office ends, if everybody took the cheapest: the break of a fractional
/// knapsack (Dantzig 1957).
fn price_of_money(graph: &Graph, office: u32) -> f64 {
    let mut worth: Vec<(f64, f64)> = Vec::new();
    for session in graph.open.iter().filter(|session| graph.nodes[**session as usize].office == office) {
        let cheapest =
            graph.pairs_of(*session).iter().map(|pair| &graph.pairs[*pair as usize]).min_by_key(|pair| pair.points);
        if let Some(pair) = cheapest {
            let money = f64::from(pair.money).max(1.0);
            worth.push(((graph.nodes[*session as usize].penalty as f64 - f64::from(pair.points)) / money, money));
        }
    }
    worth.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut left = graph.left[office as usize] as f64;
    for (value, money) in worth {
        left -= money;
        if left < 0.0 {
            return value.max(0.0);
        }
    }
    0.0
}
