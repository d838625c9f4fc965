//! A lower bound with its proof: Lagrange multipliers, judged in exact integers.
//!
//! Four kinds of rules couple the days of the interpreters: each session is held once (`lambda`), budgets (`beta`), the load
//! of a week (`mu`), the shared charge for a new face (`nu`). Priced instead of enforced, the problem falls apart into one
//! longest path for each interpreter and day. Every non-negative choice of prices gives a bound (Geoffrion, *Lagrangean
//! relaxation for integer programming*, 1974), so the prices are the certificate: `bound/1` of the contract.

use super::graph::Graph;
use serde_json::{Value, json};

/// Prices in the units of the certificate: whole points, whole points a minute, and 1/1024 points a cent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Multipliers {
    /// By session.
    pub lambda: Vec<i64>,
    /// By office.
    pub beta_1024: Vec<i64>,
    /// By load index (interpreter times weeks plus week).
    pub mu: Vec<i64>,
    /// In the order of the graph's `face_pairs`.
    pub nu: Vec<i64>,
    /// Pairs (interpreter, session) that bear the whole charge although pairs left out of the graph might share it.
    pub lone: Vec<(u32, u32)>,
}

const SCALE: i128 = 1024;

impl Multipliers {
    /// The prices that say nothing.
    pub fn zero(graph: &Graph) -> Self {
        Self {
            lambda: vec![0; graph.nodes.len()],
            beta_1024: vec![0; graph.left.len()],
            mu: vec![0; graph.base.len()],
            nu: vec![0; graph.face_pairs.len()],
            lone: Vec::new(),
        }
    }

    /// The certificate as the contract writes it.
    pub fn certificate(&self, graph: &Graph, plan: &str, bound: i64) -> Value {
        let shared = graph.face_pairs.iter().zip(&self.nu).filter(|(_, value)| **value > 0);
        let shared =
            shared.map(|(pair, value)| json!([graph.pairs[*pair as usize].session, graph.interpreter(*pair), value]));
        let lone = self.lone.iter().map(|(person, session)| json!([session, person, graph.new_face]));
        let nu: Vec<Value> = shared.chain(lone).collect();
        json!({
            "format": "bound/1", "plan": plan, "bound": bound,
            "lambda": self.lambda, "beta_1024": self.beta_1024, "mu": self.mu, "nu": nu,
        })
    }
}

/// The bound that these prices prove: no plan that keeps the rules has fewer points.
pub fn bound(graph: &Graph, prices: &Multipliers) -> i64 {
    let mut nu_of = vec![0_i64; graph.pairs.len()];
    for (pair, value) in graph.face_pairs.iter().zip(&prices.nu) {
        nu_of[*pair as usize] = *value;
    }
    let mut points = i128::from(graph.pinned_points);
    for session in &graph.open {
        points += i128::from(graph.nodes[*session as usize].penalty - prices.lambda[*session as usize]);
    }
    let mut total = points * SCALE;
    for (beta, left) in prices.beta_1024.iter().zip(&graph.left) {
        total -= i128::from(*beta) * i128::from(*left);
    }
    for (load, mu) in prices.mu.iter().enumerate() {
        total += SCALE * i128::from(least_load_cost(graph, load, *mu));
    }
    let mut best: Vec<i64> = Vec::new();
    for group in &graph.groups {
        best.clear();
        let mut longest = 0;
        let mu = prices.mu[group.load as usize];
        for pair in group.from..group.to {
            let p = &graph.pairs[pair as usize];
            let node = &graph.nodes[p.session as usize];
            let points = node.penalty
                - prices.lambda[p.session as usize]
                - i64::from(p.points)
                - nu_of[pair as usize]
                - mu * i64::from(node.minutes);
            let profit = points * 1024 - prices.beta_1024[node.office as usize] * i64::from(p.money);
            if profit <= 0 {
                best.push(i64::MIN);
                continue;
            }
            let row = graph.clash_row(pair);
            let before = best
                .iter()
                .enumerate()
                .filter(|(at, value)| **value > 0 && row[at / 64] >> (at % 64) & 1 == 0)
                .map(|(_, value)| *value)
                .max()
                .unwrap_or(0);
            best.push(profit + before.max(0));
            longest = longest.max(profit + before.max(0));
        }
        total -= i128::from(longest);
    }
    // A bound of a whole number of points may be rounded up.
    let rounded = total.div_euclid(SCALE) + i128::from(total.rem_euclid(SCALE) > 0);
    i64::try_from(rounded).unwrap_or(i64::MIN)
}

/// The least of fairness minus the price of the minutes, over all loads that the week allows; it lies at a kink.
fn least_load_cost(graph: &Graph, load: usize, mu: i64) -> i64 {
    kinks(graph, load)
        .map(|minutes| graph.fairness(load / graph.weeks, minutes) - mu * i64::from(minutes - graph.base[load]))
        .min()
        .unwrap_or(0)
}

/// The loads of a week at which the slope of fairness changes, with both ends.
pub fn kinks(graph: &Graph, load: usize) -> impl Iterator<Item = i32> + '_ {
    let interpreter = load / graph.weeks;
    let base = graph.base[load];
    let most = base.max(graph.cap[interpreter]);
    let k = graph.slopes.len();
    let inner = graph.thresholds[interpreter * k..(interpreter + 1) * k].iter().copied();
    [base, most].into_iter().chain(inner.filter(move |minutes| base <= *minutes && *minutes <= most))
}

/// Sessions that nobody at all can take: they stand in every plan and in every bound with their penalty.
pub fn hopeless_points(graph: &Graph) -> i64 {
    let nobody = |session: &&u32| graph.pairs_of(**session).is_empty();
    graph.open.iter().filter(nobody).map(|session| graph.nodes[*session as usize].penalty).sum()
}
