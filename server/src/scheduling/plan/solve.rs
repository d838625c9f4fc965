//! The whole of planning: a search for good plans and an ascent for good proofs, side by side, until time or gap is used up.
//!
//! With one thread the two take turns, counted in work and not in time; so with a limit of rounds the same seed gives the same
//! answer to the byte. With more threads the first climbs and the others search, each from a seed of its own.

use super::ascent::Ascent;
use super::bound::{Multipliers, bound, hopeless_points};
use super::graph::{Graph, NONE};
use super::instance::Instance;
use super::pins::{PinsRefused, contradictions};
use super::read::PlanRefused;
use super::score::{Score, score};
use super::search::Search;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// By the caller's stopwatch.
    Time(Duration),
    /// After so many rounds of equal work.
    Rounds(u64),
}

/// How much effort to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    pub limit: Limit,
    pub seed: u64,
    /// At least one.
    pub threads: usize,
}

/// A finished plan with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// By session who holds it, pins included.
    pub assign: Vec<Option<usize>>,
    pub score: Score,
    /// No plan that keeps the rules has fewer points.
    pub bound: i64,
    /// What proves it.
    pub certificate: serde_json::Value,
    /// Points of sessions that nobody at all can take.
    pub hopeless: i64,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SolveRefused {
    #[error("{0}")]
    Plan(#[from] PlanRefused),
    /// What is promised already can't all be kept.
    #[error("{}", list(.0))]
    Pins(Vec<PinsRefused>),
}

fn list(found: &[PinsRefused]) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Planned {
    /// `(points - bound) / points` in millionths.
    pub fn gap_millionths(&self) -> i64 {
        millionths(self.score.total() - self.bound, self.score.total())
    }
    /// The same, without the penalties of sessions that nobody can take.
    pub fn core_gap_millionths(&self) -> i64 {
        millionths(self.score.total() - self.bound, self.score.total() - self.hopeless)
    }
}

fn millionths(part: i64, whole: i64) -> i64 {
    if whole <= 0 { 0 } else { i64::try_from(i128::from(part) * 1_000_000 / i128::from(whole)).unwrap_or(i64::MAX) }
}

/// Plans an instance.
///
/// `money` gives what a pair (interpreter, session) costs in cents; `elapsed` is the caller's stopwatch (this part of the house
/// has no clock), `stop` lets the caller end early.
///
/// # Errors
/// When pins contradict each other, or a pair costs more than amounts may be.
pub fn solve(
    plan: &Instance,
    money: &dyn Fn(usize, usize) -> i64,
    effort: Effort,
    elapsed: &(dyn Fn() -> Duration + Sync),
    stop: &AtomicBool,
) -> Result<Planned, SolveRefused> {
    let contradictions = contradictions(plan, money);
    if !contradictions.is_empty() {
        return Err(SolveRefused::Pins(contradictions));
    }
    let graph = Graph::build(plan, money)?;
    let starts: Vec<i64> = plan.sessions.iter().map(|session| session.start).collect();
    let (held, prices, proven) = if effort.threads <= 1 {
        taking_turns(&graph, &starts, effort, elapsed, stop)
    } else {
        side_by_side(&graph, &starts, effort, elapsed, stop)
    };
    let assign: Vec<Option<usize>> = plan
        .sessions
        .iter()
        .zip(&held)
        .map(|(session, pair)| session.pin.or_else(|| (*pair != NONE).then(|| graph.interpreter(*pair))))
        .collect();
    Ok(Planned {
        score: score(plan, &assign, money),
        assign,
        bound: proven,
        certificate: prices.certificate(&graph, &plan.name, proven),
        hopeless: hopeless_points(&graph),
    })
}

/// Thousandths of the effort for climbing before anybody searches: it tells what money is worth.
const HEAD_START: u64 = 30;
/// From here on prices of minutes are whole, as the certificate wants them.
const SETTLE: u64 = 800;
/// Moves of one round.
const ROUND: u64 = 1000;
/// Moves that two searching threads make in a second at least; only guides how long the whole is annealed.
const MOVES_A_SECOND: u64 = 1_500_000;

fn moves_to_come(limit: Limit) -> u64 {
    match limit {
        Limit::Time(time) => (time.as_millis() as u64).saturating_mul(MOVES_A_SECOND / 1000),
        Limit::Rounds(rounds) => rounds.saturating_mul(ROUND),
    }
}

fn share_of_time(limit: Limit, elapsed: Duration) -> u64 {
    match limit {
        Limit::Time(time) => (elapsed.as_micros() * 1000 / time.as_micros().max(1)) as u64,
        Limit::Rounds(_) => 0,
    }
}

/// How many moves one step of the ascent is worth.
fn moves_of_a_step(graph: &Graph) -> u64 {
    1 + graph.pairs.len() as u64 / 20
}

fn taking_turns(
    graph: &Graph,
    starts: &[i64],
    effort: Effort,
    elapsed: &(dyn Fn() -> Duration + Sync),
    stop: &AtomicBool,
) -> (Vec<u32>, Multipliers, i64) {
    let mut ascent = Ascent::new(graph);
    let step = moves_of_a_step(graph);
    let mut proof = Proof::new(graph);
    let mut work = 0;
    let share = |work: u64| match effort.limit {
        Limit::Rounds(rounds) => work.saturating_mul(1000) / rounds.saturating_mul(ROUND).max(1),
        Limit::Time(_) => share_of_time(effort.limit, elapsed()),
    };
    while share(work) < HEAD_START {
        ascent.step();
        work += step;
    }
    let moves = moves_to_come(effort.limit) / 2;
    let mut search = Search::new(graph, starts, ascent.money_prices(), moves, effort.seed);
    let mut climbed = 0;
    let mut searched = 0;
    let mut settled = false;
    let mut checks = 0_u64;
    loop {
        let now = share(work);
        if now >= 1000 || stop.load(Ordering::Relaxed) {
            break;
        }
        searched += search.advance(now);
        ascent.aim_at(search.best_points());
        while climbed < searched {
            ascent.step();
            climbed += step;
        }
        work = searched + climbed;
        if now >= SETTLE && !settled {
            settled = true;
            proof.offer(&ascent);
            ascent.settle_minutes();
        }
        checks += 1;
        if checks.is_multiple_of(256) {
            proof.offer(&ascent);
        }
        if proof.best >= search.best_points() {
            break;
        }
    }
    proof.offer(&ascent);
    (search.best().to_vec(), proof.prices, proof.best)
}

fn side_by_side(
    graph: &Graph,
    starts: &[i64],
    effort: Effort,
    elapsed: &(dyn Fn() -> Duration + Sync),
    stop: &AtomicBool,
) -> (Vec<u32>, Multipliers, i64) {
    let mut ascent = Ascent::new(graph);
    let rounds = AtomicI64::new(0);
    let share = |_: ()| match effort.limit {
        Limit::Time(_) => share_of_time(effort.limit, elapsed()),
        Limit::Rounds(limit) => rounds.load(Ordering::Relaxed).unsigned_abs() / limit.max(1),
    };
    while matches!(effort.limit, Limit::Time(_)) && share(()) < HEAD_START {
        ascent.step();
    }
    let worth = ascent.money_prices().to_vec();
    let best_points = AtomicI64::new(i64::MAX);
    let best_plan: Mutex<(i64, Vec<u32>)> = Mutex::new((i64::MAX, Vec::new()));
    let proven = AtomicI64::new(i64::MIN);
    let done = || {
        share(()) >= 1000
            || stop.load(Ordering::Relaxed)
            || proven.load(Ordering::Relaxed) >= best_points.load(Ordering::Relaxed)
    };
    let proof = std::thread::scope(|scope| {
        for number in 1..effort.threads as u64 {
            let (worth, best_points, best_plan, done, share, rounds) =
                (&worth, &best_points, &best_plan, &done, &share, &rounds);
            scope.spawn(move || {
                let seed = effort.seed.wrapping_add(number.wrapping_sub(1).wrapping_mul(0x5851_F42D_4C95_7F2D));
                let mut search = Search::new(graph, starts, worth, moves_to_come(effort.limit), seed);
                while !done() {
                    let moves = search.advance(share(()));
                    rounds.fetch_add(moves as i64, Ordering::Relaxed);
                    best_points.fetch_min(search.best_points(), Ordering::Relaxed);
                }
                if let Ok(mut best) = best_plan.lock()
                    && search.best_points() < best.0
                {
                    *best = (search.best_points(), search.best().to_vec());
                }
            });
        }
        let mut proof = Proof::new(graph);
        let mut settled = false;
        let mut steps = 0_u64;
        while !done() {
            ascent.step();
            let known = best_points.load(Ordering::Relaxed);
            if known < i64::MAX {
                ascent.aim_at(known);
            }
            if share(()) >= SETTLE && !settled {
                settled = true;
                proof.offer(&ascent);
                ascent.settle_minutes();
            }
            steps += 1;
            if steps.is_multiple_of(512) {
                proof.offer(&ascent);
                proven.store(proof.best, Ordering::Relaxed);
            }
        }
        proof.offer(&ascent);
        proof
    });
    let held = best_plan.into_inner().map(|best| best.1).unwrap_or_default();
    (held, proof.prices, proof.best)
}

/// The best prices so far, judged in integers.
struct Proof<'a> {
    graph: &'a Graph,
    prices: Multipliers,
    best: i64,
}

impl<'a> Proof<'a> {
    fn new(graph: &'a Graph) -> Self {
        let prices = Multipliers::zero(graph);
        Self { graph, best: bound(graph, &prices), prices }
    }

    fn offer(&mut self, ascent: &Ascent<'_>) {
        let prices = ascent.multipliers();
        let value = bound(self.graph, &prices);
        if value > self.best {
            (self.prices, self.best) = (prices, value);
        }
    }
}
