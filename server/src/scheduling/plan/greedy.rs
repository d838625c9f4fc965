//! The first plan: the most urgent first, each to whoever costs least. What a city does by hand, and what every search must beat.

use super::graph::{Graph, NONE};
use super::state::State;

/// Fills a plan by urgency (penalty, then start), keeping every rule and every budget.
///
/// `worth` prices a cent of each office's budget beyond itself; all zero gives the plain greedy plan.
pub fn greedy<'a>(graph: &'a Graph, starts: &[i64], worth: &[i64]) -> State<'a> {
    let mut state = State::empty(graph);
    let mut order = graph.open.clone();
    order.sort_by_key(|session| (-graph.nodes[*session as usize].penalty, starts[*session as usize], *session));
    for session in order {
        let office = graph.nodes[session as usize].office as usize;
        let (mut least, mut place) = (0, NONE);
        for pair in graph.pairs_of(session) {
            let money = i64::from(graph.pairs[*pair as usize].money);
            let cost = state.price_of_taking(*pair) + worth[office] * money;
            if cost < least && money <= state.left[office] && state.fits(*pair) {
                (least, place) = (cost, *pair);
            }
        }
        if place != NONE {
            state.take(place);
        }
    }
    state
}
