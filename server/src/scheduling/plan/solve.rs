//! The whole of planning: a search for good plans and an ascent for good proofs, side by side, until time or gap is used up.
//!
//! With one thread the two take turns, counted in work and not in time; so with a limit of rounds the same seed gives the same
//! answer to the byte. With more threads the first climbs and the others search, each from a seed of its own.

use super::bound::hopeless_points;
use super::candidates::{Candidates, USUAL};
use super::facts::PairFacts;
use super::graph::{Graph, NONE};
use super::instance::Instance;
use super::pins::{PinsRefused, contradictions};
use super::prover::{Proof, Prover};
use super::read::PlanRefused;
use super::score::{Score, score};
use super::search::Search;
use super::state::State;
use super::watch::{Teller, Watch};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// By the caller's stopwatch.
    Time(Duration),
    /// After so many rounds of equal work.
    Rounds(u64),
}

/// What is to be planned, and from where.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    pub plan: &'a Instance,
    /// What pairs may and cost: [`super::facts::FileFacts`] for a file, the caller's own for a city.
    pub facts: &'a dyn PairFacts,
    /// A plan to begin with, by session: what still can be is taken over, and the answer is never worse than that.
    pub start: Option<&'a [Option<usize>]>,
}

/// A plan by session, without pins.
struct Found {
    points: i64,
    plan: Vec<Option<usize>>,
}

/// What both sides of the work came to.
struct Answer {
    plan: Vec<Option<usize>>,
    proven: i64,
    proof: Proof,
}

fn assigned(graph: &Graph, held: &[u32]) -> Vec<Option<usize>> {
    held.iter().map(|pair| (*pair != NONE).then(|| graph.interpreter(*pair))).collect()
}

fn better(searched: Found, branched: Option<Found>) -> Vec<Option<usize>> {
    match branched {
        Some(branched) if branched.points < searched.points => branched.plan,
        _ => searched.plan,
    }
}

/// Takes over what still can be of a plan.
fn adopt<'a>(graph: &'a Graph, assign: &[Option<usize>]) -> State<'a> {
    let mut state = State::empty(graph);
    for session in &graph.open {
        let Some(who) = assign.get(*session as usize).copied().flatten() else { continue };
        let pair = graph.pairs_of(*session).iter().find(|pair| graph.interpreter(**pair) == who);
        if let Some(pair) = pair.copied()
            && state.fits(pair)
            && i64::from(graph.pairs[pair as usize].money) <= state.left[graph.nodes[*session as usize].office as usize]
        {
            state.take(pair);
        }
    }
    state
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
    /// The same, proven by trying branches beyond what the certificate can say; never less than `bound`.
    pub proven: i64,
    /// What proves `bound`.
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

/// Plans.
///
/// # Errors
/// When pins contradict each other, or a pair costs more than amounts may be.
pub fn solve(task: &Task<'_>, effort: Effort, watch: &Watch<'_>) -> Result<Planned, SolveRefused> {
    let Task { plan, facts, .. } = *task;
    let contradictions = contradictions(plan, facts);
    if !contradictions.is_empty() {
        return Err(SolveRefused::Pins(contradictions));
    }
    let candidates = Candidates::find(plan, facts, USUAL);
    let graph = Arc::new(Graph::of(plan, facts, &candidates)?);
    let prover = Prover::new(plan, facts, Arc::clone(&graph));
    let starts: Vec<i64> = plan.sessions.iter().map(|session| session.start).collect();
    let known = task.start.map(|assign| adopt(&graph, assign));
    let watch = &Teller::new(watch);
    let Answer { plan: held, proven, proof } = if effort.threads <= 1 {
        taking_turns(&graph, &starts, known.as_ref(), prover, effort, watch)
    } else {
        side_by_side(&graph, &starts, known.as_ref(), prover, effort, watch)
    };
    let assign: Vec<Option<usize>> =
        plan.sessions.iter().enumerate().map(|(s, session)| session.pin.or(held.get(s).copied().flatten())).collect();
    Ok(Planned {
        score: score(plan, &assign, facts),
        assign,
        bound: proof.bound,
        proven: proven.max(proof.bound),
        certificate: proof.prices.certificate(&proof.graph, &plan.name, proof.bound),
        hopeless: hopeless_points(&graph),
    })
}

/// Thousandths of the effort for climbing before anybody searches: it tells what money is worth.
const HEAD_START: u64 = 30;
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

fn taking_turns<'a>(
    graph: &'a Graph,
    starts: &[i64],
    known: Option<&State<'a>>,
    mut prover: Prover<'_>,
    effort: Effort,
    watch: &Teller<'_>,
) -> Answer {
    let step = moves_of_a_step(graph);
    let mut work = 0;
    let share = |work: u64| match effort.limit {
        Limit::Rounds(rounds) => work.saturating_mul(1000) / rounds.saturating_mul(ROUND).max(1),
        Limit::Time(_) => share_of_time(effort.limit, watch.elapsed()),
    };
    while share(work) < HEAD_START && !watch.is_stopped() {
        prover.step();
        work += step;
    }
    let moves = moves_to_come(effort.limit) / 2;
    let mut search = Search::new(graph, starts, known, prover.money_prices(), moves, effort.seed);
    let mut climbed = 0;
    let mut searched = 0;
    let mut checks = 0_u64;
    let mut found: Option<Found> = None;
    loop {
        let now = share(work);
        if now >= 1000 || watch.is_stopped() {
            break;
        }
        searched += search.advance(now);
        prover.aim_at(search.best_points());
        while climbed < searched {
            climbed += step * prover.step().max(1);
        }
        if let Some((points, plan)) = prover.take_found() {
            found = Some(Found { points, plan });
        }
        let best = found.as_ref().map_or(i64::MAX, |found| found.points).min(search.best_points());
        work = searched + climbed;
        prover.at(now);
        checks += 1;
        if checks.is_multiple_of(256) {
            prover.judge();
        }
        watch.tell(best, prover.proven());
        if prover.proven() >= best {
            break;
        }
    }
    let searched = Found { points: search.best_points(), plan: assigned(graph, search.best()) };
    Answer { plan: better(searched, found), proven: prover.proven(), proof: prover.finish() }
}

fn side_by_side<'a>(
    graph: &'a Graph,
    starts: &[i64],
    known: Option<&State<'a>>,
    mut prover: Prover<'_>,
    effort: Effort,
    watch: &Teller<'_>,
) -> Answer {
    let rounds = AtomicI64::new(0);
    let share = |_: ()| match effort.limit {
        Limit::Time(_) => share_of_time(effort.limit, watch.elapsed()),
        Limit::Rounds(limit) => rounds.load(Ordering::Relaxed).unsigned_abs() / limit.max(1),
    };
    while matches!(effort.limit, Limit::Time(_)) && share(()) < HEAD_START && !watch.is_stopped() {
        prover.step();
    }
    let worth = prover.money_prices().to_vec();
    let best_points = AtomicI64::new(i64::MAX);
    let best_plan: Mutex<(i64, Vec<u32>)> = Mutex::new((i64::MAX, Vec::new()));
    let proven = AtomicI64::new(i64::MIN);
    let done = || {
        share(()) >= 1000 || watch.is_stopped() || proven.load(Ordering::Relaxed) >= best_points.load(Ordering::Relaxed)
    };
    let proof = std::thread::scope(|scope| {
        for number in 1..effort.threads as u64 {
            let (worth, best_points, best_plan, done, share, rounds) =
                (&worth, &best_points, &best_plan, &done, &share, &rounds);
            scope.spawn(move || {
                let seed = effort.seed.wrapping_add(number.wrapping_sub(1).wrapping_mul(0x5851_F42D_4C95_7F2D));
                let mut search = Search::new(graph, starts, known, worth, moves_to_come(effort.limit), seed);
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
        let mut steps = 0_u64;
        let mut found = None;
        let mut judged = 0;
        while !done() {
            steps += prover.step();
            let known = best_points.load(Ordering::Relaxed);
            if known < i64::MAX {
                prover.aim_at(known);
            }
            prover.at(share(()));
            if steps / 512 > judged {
                judged = steps / 512;
                prover.judge();
            }
            if let Some((points, plan)) = prover.take_found() {
                best_points.fetch_min(points, Ordering::Relaxed);
                found = Some((points, plan));
            }
            proven.store(prover.proven(), Ordering::Relaxed);
            watch.tell(best_points.load(Ordering::Relaxed), prover.proven());
        }
        (prover.proven(), found, prover.finish())
    });
    let held = best_plan.into_inner().unwrap_or_default();
    let searched = Found { points: held.0, plan: assigned(graph, &held.1) };
    let (proven, found, proof) = proof;
    let branched = found.map(|(points, plan)| Found { points, plan });
    Answer { plan: better(searched, branched), proven, proof }
}
