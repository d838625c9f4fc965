//! What is decided in a branch: pairs that are not taken, sessions that are held, and how many of a class.

use super::graph::Graph;
use std::collections::BTreeSet;

/// What is decided in a branch, beyond the rules; nothing is decided at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// By pair, as bits: it is not taken.
    pub forbidden: Vec<u64>,
    /// By session, as bits: somebody holds it.
    pub must: Vec<u64>,
    /// By class: at least and at most so many of its sessions are held.
    pub counts: Vec<(u32, u32)>,
}

/// Whether a bit is set.
pub fn has(bits: &[u64], at: usize) -> bool {
    bits[at / 64] >> (at % 64) & 1 == 1
}

/// Sets a bit.
pub fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

/// Classes of sessions: the same office, the same penalty. How many of a class are held is a whole number.
pub fn classes(graph: &Graph) -> (Vec<usize>, Vec<u32>) {
    let kinds: BTreeSet<(u32, i64)> = graph.open.iter().map(|s| kind(graph, *s)).collect();
    let kinds: Vec<(u32, i64)> = kinds.into_iter().collect();
    let mut class_of = vec![0; graph.nodes.len()];
    let mut sizes = vec![0; kinds.len()];
    for session in &graph.open {
        let class = kinds.binary_search(&kind(graph, *session)).unwrap_or_default();
        class_of[*session as usize] = class;
        sizes[class] += 1;
    }
    (class_of, sizes)
}

fn kind(graph: &Graph, session: u32) -> (u32, i64) {
    let node = &graph.nodes[session as usize];
    (node.office, node.penalty)
}
