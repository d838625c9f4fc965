//! The most profitable day of one interpreter: a longest path through sessions that do not exclude each other.
//!
//! Sessions stand by start, and whoever can hold the first and the second, and the second and the third, can hold all three,
//! because ways are a metric: so it is a path in a graph without circles (Bellman 1958), and prices of pairs are all it needs.
#![allow(clippy::float_arithmetic, reason = "it steers a search; every figure reported is counted in integers")]

use super::decisions::{Decisions, has};
use super::graph::{Graph, Group};

/// Room to work in, kept from one path to the next.
#[derive(Clone, Default)]
pub struct Scratch {
    profit: Vec<f64>,
    longest: Vec<f64>,
    previous: Vec<u32>,
    rising: Vec<u32>,
    /// By pair where the price of its face stands, or `u32::MAX`.
    pub nu_of: Vec<u32>,
    /// The pairs that the paths so far took.
    pub chosen: Vec<u32>,
}

impl Scratch {
    /// Room for a graph with so many pairs.
    pub fn new(pairs: usize) -> Self {
        Self { nu_of: vec![u32::MAX; pairs], ..Self::default() }
    }
}

/// The most profitable set of sessions for one interpreter on one day; adds it to the subgradient.
pub fn longest_path(
    graph: &Graph,
    group: Group,
    prices: &[f64],
    slope: &mut [f64],
    decided: &Decisions,
    class_of: &[usize],
    scratch: &mut Scratch,
) -> f64 {
    let counts_from = prices.len() - decided.counts.len();
    let (sessions, offices) = (graph.nodes.len(), graph.left.len());
    let load_at = sessions + offices + group.load as usize;
    let mu = prices[load_at];
    scratch.profit.clear();
    scratch.longest.clear();
    scratch.previous.clear();
    scratch.rising.clear();
    let (mut most, mut last) = (0.0, usize::MAX);
    for number in group.from..group.to {
        let pair = &graph.pairs[number as usize];
        let node = &graph.nodes[pair.session as usize];
        let mut profit = node.penalty as f64
            - prices[pair.session as usize]
            - f64::from(pair.points)
            - mu * f64::from(node.minutes)
            - prices[sessions + node.office as usize] * f64::from(pair.money);
        let nu = scratch.nu_of[number as usize];
        if nu != u32::MAX {
            profit -= prices[nu as usize];
        }
        profit -= prices[counts_from + class_of[pair.session as usize]];
        if profit <= 0.0 || has(&decided.forbidden, number as usize) {
            continue;
        }
        let row = graph.clash_row(number);
        let (mut before, mut previous) = (0.0, u32::MAX);
        for (at, earlier) in scratch.rising.iter().enumerate() {
            let bit = earlier - group.from;
            if scratch.longest[at] > before && row[(bit / 64) as usize] >> (bit % 64) & 1 == 0 {
                (before, previous) = (scratch.longest[at], at as u32);
            }
        }
        let value = profit + before;
        if value > most {
            (most, last) = (value, scratch.rising.len());
        }
        scratch.longest.push(value);
        scratch.previous.push(previous);
        scratch.rising.push(number);
    }
    while let Some(number) = scratch.rising.get(last) {
        let pair = &graph.pairs[*number as usize];
        let node = &graph.nodes[pair.session as usize];
        slope[pair.session as usize] += 1.0;
        slope[sessions + node.office as usize] += f64::from(pair.money);
        slope[load_at] += f64::from(node.minutes);
        slope[counts_from + class_of[pair.session as usize]] += 1.0;
        scratch.chosen.push(*number);
        let nu = scratch.nu_of[*number as usize];
        if nu != u32::MAX {
            slope[nu as usize] += 1.0;
        }
        last = scratch.previous[last] as usize;
    }
    most
}

/// For each pair of a day the most profitable set of sessions with it: the longest path that leads there and on from there.
pub fn through_each(graph: &Graph, group: Group, profits: &[f64]) -> Vec<f64> {
    let clash = |a: usize, b: usize| {
        let row = graph.clash_row(group.from + a as u32);
        row[b / 64] >> (b % 64) & 1 == 1
    };
    let count = profits.len();
    let (mut before, mut after) = (vec![0.0_f64; count], vec![0.0_f64; count]);
    for b in 0..count {
        let lead = (0..b).filter(|a| !clash(*a, b)).map(|a| before[a] + profits[a]);
        before[b] = lead.fold(0.0, f64::max);
    }
    for a in (0..count).rev() {
        let rest = (a + 1..count).filter(|b| !clash(a, *b)).map(|b| after[b] + profits[b]);
        after[a] = rest.fold(0.0, f64::max);
    }
    (0..count).map(|at| before[at] + profits[at] + after[at]).collect()
}
