//! The course of the search: hot and whole, then part by part, then without the price of money.

use super::anneal::{Annealing, cooled};
use super::ascent::money_sixteenths;
use super::graph::Graph;
use super::greedy::greedy;
use super::state::State;

/// Moves of one advance.
pub const CHUNK: u64 = 2000;
/// Moves for each session of a part that is melted.
const MOVES_EACH: u64 = 100;
/// From here on (in thousandths of the effort) money has no price beyond itself: what is left over is worth nothing.
const LAST: u64 = 900;

/// With more moves for each session than this, the course is run several times: on small instances luck matters more than care.
const MOVES_OF_A_CYCLE: u64 = 20_000;
/// The whole is annealed for so many thousandths at least.
const WHOLE_AT_LEAST: u64 = 400;

/// The most that money may cost while prices follow the search.
fn dearest(sixteenths: &[i64]) -> Vec<i64> {
    sixteenths.iter().map(|price| price + price / 2 + 48).collect()
}

/// What a cent too much costs while every cent has its price.
fn beside_a_price(sixteenths: &[i64]) -> Vec<i64> {
    sixteenths.iter().map(|price| price / 32 + 2).collect()
}

/// What a cent too much costs when money has no other price: more than any saving is worth.
fn alone(sixteenths: &[i64]) -> Vec<i64> {
    sixteenths.iter().map(|price| price / 5 + 20).collect()
}

/// A search under way.
pub struct Search<'a> {
    annealing: Annealing<'a>,
    /// Thousandths of the effort after which the whole has cooled down.
    whole_until: u64,
    most: Vec<i64>,
    /// What a pair typically costs; heats are shares of it.
    typical: i64,
    advances: u64,
    last: bool,
    /// How often the whole course is run, and which run this is.
    cycles: u64,
    cycle: u64,
    prices: Vec<i64>,
}

impl<'a> Search<'a> {
    /// Starts from the greedy plan under these prices of money (points for each cent), or from a known one when that is better,
    /// with so many moves to come.
    pub fn new(
        graph: &'a Graph,
        starts: &[i64],
        known: Option<&State<'a>>,
        worth: &[f64],
        moves: u64,
        seed: u64,
    ) -> Self {
        let sixteenths = money_sixteenths(worth);
        let whole: Vec<i64> = sixteenths.iter().map(|price| price >> 4).collect();
        let plain = greedy(graph, starts, &vec![0; whole.len()]);
        let priced = greedy(graph, starts, &whole);
        let first = if plain.points <= priced.points { plain } else { priced };
        let first = known.filter(|known| known.points <= first.points).cloned().unwrap_or(first);
        let mut annealing = Annealing::new(first, seed);
        annealing.set_excess_prices(&beside_a_price(&sixteenths));
        annealing.set_money_prices(&sixteenths);
        let each = moves / graph.open.len().max(1) as u64;
        let typical =
            graph.pairs.iter().map(|pair| i64::from(pair.points)).sum::<i64>() / graph.pairs.len().max(1) as i64;
        Self {
            annealing,
            whole_until: (1_200_000 / each.max(1)).clamp(WHOLE_AT_LEAST, 850),
            most: dearest(&sixteenths),
            typical: typical.max(1),
            advances: 0,
            last: false,
            cycles: (each / MOVES_OF_A_CYCLE).clamp(1, 100),
            cycle: 0,
            prices: sixteenths,
        }
    }

    /// A little further; `share` of the effort is behind us, in thousandths. Says how many moves that were.
    pub fn advance(&mut self, share: u64) -> u64 {
        self.advances += 1;
        let cycle = (share * self.cycles / 1000).min(self.cycles - 1);
        let share = share * self.cycles - cycle * 1000;
        if cycle != self.cycle {
            self.cycle = cycle;
            self.last = false;
            self.most = dearest(&self.prices);
            self.annealing.set_money_prices(&self.prices);
            self.annealing.set_excess_prices(&beside_a_price(&self.prices));
        }
        if share < self.whole_until {
            let heat = cooled(self.typical * 2 / 5, (self.typical / 350).max(1), share, self.whole_until);
            self.annealing.run(CHUNK, heat);
            if self.advances.is_multiple_of(32) {
                self.annealing.adapt_prices(&self.most);
            }
            return CHUNK;
        }
        if share >= LAST && !self.last {
            self.last = true;
            self.annealing.return_to_best();
            self.most.fill(0);
            self.annealing.set_excess_prices(&alone(&self.prices));
            self.annealing.adapt_prices(&self.most);
        }
        let hottest = if self.last { self.typical / 4 } else { self.typical };
        let moves = self.annealing.melt(hottest, (self.typical / 250).max(1), MOVES_EACH);
        if !self.last && self.advances.is_multiple_of(16) {
            self.annealing.adapt_prices(&self.most);
        }
        moves
    }

    /// The points of the best plan so far.
    pub fn best_points(&self) -> i64 {
        self.annealing.best_points()
    }

    /// The best plan so far: by session the pair that holds it.
    pub fn best(&self) -> &[u32] {
        self.annealing.best()
    }
}
