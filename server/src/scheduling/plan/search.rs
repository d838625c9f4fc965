//! The course of the search: the whole is cooled once, then heated a little and cooled again and again; last, part by part,
//! without the price of money.
//!
//! What a reheating loses in one place it may have won in another: the plan after it is mixed with the best one ([`super::mix`]),
//! so every place keeps the better of both.

use super::anneal::{Annealing, cooled};
use super::ascent::money_sixteenths;
use super::graph::Graph;
use super::greedy::greedy;
use super::state::State;

/// Moves of one advance.
pub const CHUNK: u64 = 2000;
/// Moves for each session of a part that is melted.
const MOVES_EACH: u64 = 100;
/// With more moves for each session than this, the course is run several times: on small instances luck matters more than care.
const MOVES_OF_A_CYCLE: u64 = 20_000;
/// Moves for each session of one reheating, about; and the most reheatings there are.
const MOVES_OF_A_REHEATING: u64 = 800;
const MOST_REHEATINGS: u64 = 12;
/// The last heat of all, in thousandths of what a pair typically costs.
const COLDEST: i64 = 3;

/// When what is done, in thousandths of the effort, and at what heat, in thousandths of what a pair typically costs.
#[derive(Debug, Clone, Copy)]
struct Course {
    /// When the whole has cooled down for the first time.
    first: u64,
    /// From when on money has no price beyond itself, because what is left over is worth nothing.
    last: u64,
    hottest: i64,
    /// Heats of the reheatings between the two; they begin anew when there are more.
    reheats: &'static [i64],
}

impl Course {
    /// With few sessions, a budget ends with a coarse remainder, and much depends on what fills it; with many there is no time
    /// to melt twice what has cooled down already.
    fn of(sessions: usize) -> Self {
        match sessions {
            0..1_000 => Self { first: 300, last: 500, hottest: 300, reheats: &[20, 50, 100, 20] },
            1_000..10_000 => Self { first: 400, last: 850, hottest: 300, reheats: &[20, 50, 100, 20] },
            _ => Self { first: 550, last: 950, hottest: 200, reheats: &[20, 20] },
        }
    }
}

/// The most that money may cost while prices follow the search.
fn dearest(sixteenths: &[i64]) -> Vec<i64> {
    sixteenths.iter().map(|price| price + price / 2 + 48).collect()
}

/// The least that money may cost meanwhile. Cheaper, and the search lets itself be led by the edge of the budgets alone, and gets
/// caught there.
fn cheapest(sixteenths: &[i64]) -> Vec<i64> {
    sixteenths.iter().map(|price| price / 2).collect()
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
    course: Course,
    /// How often the whole is heated again, and the next time.
    reheatings: u64,
    reheating: u64,
    least: Vec<i64>,
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
        let course = Course::of(graph.open.len());
        let reheatings = (each / MOVES_OF_A_REHEATING).clamp(course.reheats.len() as u64, MOST_REHEATINGS);
        Self {
            annealing,
            course,
            reheatings,
            reheating: 0,
            least: cheapest(&sixteenths),
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
            self.reheating = 0;
            self.annealing.mix_with_best();
            self.least = cheapest(&self.prices);
            self.most = dearest(&self.prices);
            self.annealing.set_money_prices(&self.prices);
            self.annealing.set_excess_prices(&beside_a_price(&self.prices));
        }
        if share < self.course.last {
            let heat = self.heat(share);
            self.annealing.run(CHUNK, heat);
            if self.advances.is_multiple_of(32) {
                self.annealing.adapt_prices(&self.least, &self.most);
            }
            return CHUNK;
        }
        if !self.last {
            self.last = true;
            self.annealing.mix_with_best();
            self.least.fill(0);
            self.most.fill(0);
            self.annealing.set_excess_prices(&alone(&self.prices));
            self.annealing.adapt_prices(&self.least, &self.most);
        }
        self.annealing.melt(self.typical / 4, (self.typical / 250).max(1), MOVES_EACH)
    }

    /// How hot it is now; mixes whenever the whole has cooled down.
    fn heat(&mut self, share: u64) -> i64 {
        let Course { first, last, hottest, reheats } = self.course;
        let coldest = (self.typical * COLDEST / 1000).max(1);
        if share < first {
            return cooled(self.typical * hottest / 1000, coldest, share, first);
        }
        let after = (share - first) * self.reheatings;
        let reheating = after / (last - first);
        if self.reheating <= reheating {
            self.reheating = reheating + 1;
            self.annealing.mix_with_best();
        }
        let hottest = reheats[reheating as usize % reheats.len()];
        cooled(self.typical * hottest / 1000, coldest, after % (last - first), last - first)
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
