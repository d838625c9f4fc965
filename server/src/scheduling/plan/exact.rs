//! What is small enough is given to a general solver: a mixed integer program, solved by simplex and branch and bound.
//!
//! The days of each interpreter are written as cliques of sessions that exclude each other. Whoever can hold the first and the
//! second, and the second and the third, can hold all three, so exclusion is a perfect graph, and its cliques say as much as the
//! longest paths of [`super::path`] do (Lovász 1972). How many sessions of a class stay open is a whole number of its own: to
//! branch on it decides at once what single pairs would decide one by one.
#![allow(
    clippy::float_arithmetic,
    reason = "a solver of linear programs works with them; plans are counted in integers"
)]

use super::decisions::{Decisions, classes, has};
use super::graph::{Graph, Group};
use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, ResumeOptions, SolveOptions, SolveOutcome, Variable,
};

/// Money enters in units of so many cents, minutes in units of so many minutes: the solver likes numbers of one size.
const CENTS: f64 = 10_000.0;
const MINUTES: f64 = 60.0;
/// Points enter in units of so many.
const POINTS: f64 = 1_000.0;

/// A mixed integer program of a graph, with what is decided.
pub struct Program {
    problem: Problem,
    /// By pair its variable, unless it is left out.
    taken: Vec<Option<Variable>>,
    /// Points that stand whatever is decided.
    constant: f64,
}

impl Program {
    /// Writes the program of the pairs that are not forbidden.
    pub fn of(graph: &Graph, decided: &Decisions) -> Option<Self> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let (class_of, sizes) = classes(graph);
        let taken: Vec<Option<Variable>> = (0..graph.pairs.len())
            .map(|number| {
                let free = !has(&decided.forbidden, number);
                free.then(|| problem.add_binary_var(f64::from(graph.pairs[number].points) / POINTS))
            })
            .collect();
        let mut constant = graph.pinned_points as f64;
        let mut open_of_class: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); sizes.len()];
        let mut hopeless = vec![0_u32; sizes.len()];
        for session in &graph.open {
            let s = *session as usize;
            let penalty = graph.nodes[s].penalty as f64;
            let mut row: Vec<(Variable, f64)> =
                graph.pairs_of(*session).iter().filter_map(|pair| Some((taken[*pair as usize]?, 1.0))).collect();
            let must = has(&decided.must, s);
            if row.is_empty() && !must {
                constant += penalty;
                hopeless[class_of[s]] += 1;
                continue;
            }
            if row.is_empty() {
                return None;
            }
            if !must {
                let open = problem.add_var(penalty / POINTS, (0.0, 1.0));
                row.push((open, 1.0));
                open_of_class[class_of[s]].push((open, 1.0));
            }
            problem.add_constraint(row, ComparisonOp::Eq, 1.0);
        }
        for (class, mut row) in open_of_class.into_iter().enumerate() {
            let (least, most) = decided.counts[class];
            let size = sizes[class] - hopeless[class];
            let fewest = size.saturating_sub(most);
            let many = size.checked_sub(least)?.min(row.len() as u32);
            if fewest > many {
                return None;
            }
            if row.is_empty() {
                continue;
            }
            let count = problem.add_integer_var(0.0, (fewest as i32, many as i32));
            row.push((count, -1.0));
            problem.add_constraint(row, ComparisonOp::Eq, 0.0);
        }
        for (office, left) in graph.left.iter().enumerate() {
            let of_office =
                |number: &usize| graph.nodes[graph.pairs[*number].session as usize].office as usize == office;
            let row: Vec<(Variable, f64)> = (0..graph.pairs.len())
                .filter(of_office)
                .filter_map(|number| Some((taken[number]?, f64::from(graph.pairs[number].money) / CENTS)))
                .collect();
            if !row.is_empty() {
                problem.add_constraint(row, ComparisonOp::Le, *left as f64 / CENTS);
            }
        }
        for face in 0..graph.faces() {
            let pairs: Vec<Variable> =
                graph.pairs_of_face(face).iter().filter_map(|pair| taken[*pair as usize]).collect();
            if pairs.is_empty() {
                continue;
            }
            let shown = problem.add_var(graph.new_face as f64 / POINTS, (0.0, 1.0));
            for pair in pairs {
                problem.add_constraint([(pair, 1.0), (shown, -1.0)], ComparisonOp::Le, 0.0);
            }
        }
        let mut load_rows: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); graph.base.len()];
        for group in &graph.groups {
            for number in group.from..group.to {
                if let Some(pair) = taken[number as usize] {
                    let minutes = graph.nodes[graph.pairs[number as usize].session as usize].minutes;
                    load_rows[group.load as usize].push((pair, f64::from(minutes) / MINUTES));
                }
            }
            for clique in cliques(graph, *group, &taken) {
                problem.add_constraint(clique, ComparisonOp::Le, 1.0);
            }
        }
        for (load, row) in load_rows.into_iter().enumerate() {
            let person = load / graph.weeks;
            let base = graph.base[load];
            constant += graph.fairness(person, base) as f64;
            let all: f64 = row.iter().map(|(_, minutes)| minutes * MINUTES).sum();
            let room = f64::from(graph.cap[person] - base);
            if row.is_empty() {
                continue;
            }
            if all > room {
                problem.add_constraint(row.as_slice(), ComparisonOp::Le, room / MINUTES);
            }
            let k = graph.slopes.len();
            for (threshold, slope) in graph.thresholds[person * k..(person + 1) * k].iter().zip(&graph.slopes) {
                let free = f64::from((threshold - base).max(0));
                if all > free && free < room {
                    let over = problem.add_var(f64::from(*slope) * MINUTES / POINTS, (0.0, f64::INFINITY));
                    let mut row = row.clone();
                    row.push((over, -1.0));
                    problem.add_constraint(row, ComparisonOp::Le, free / MINUTES);
                }
            }
        }
        Some(Self { problem, taken, constant })
    }

    /// Begins to solve, and looks at so many nodes. Of what is not better than a plan with so many points by a whole point,
    /// nothing need be found.
    ///
    /// # Errors
    /// When nothing is possible, or numbers fail.
    pub fn begin(&self, nodes: u64, best: i64) -> Result<SolveOutcome, Error> {
        let mut options = SolveOptions::default();
        options.node_limit = Some(nodes);
        // The solver's slack is a share of its own best plan, which is useless to us above twice the best one.
        options.tolerances.prune_epsilon = 0.45 / (best as f64).max(POINTS);
        self.problem.solve_with(options)
    }

    /// No plan of this program has fewer points, as far as the solver knows.
    pub fn bound(&self, outcome: &SolveOutcome) -> Option<f64> {
        outcome.stats().best_bound.map(|bound| bound * POINTS + self.constant)
    }

    /// The pairs of the best plan that the solver found.
    pub fn pairs(&self, outcome: &SolveOutcome) -> Option<Vec<u32>> {
        let solution = outcome.solution()?;
        let is_taken = |pair: &Option<Variable>| pair.is_some_and(|pair| solution.var_value(pair) > 0.5);
        let numbered = self.taken.iter().enumerate();
        Some(numbered.filter(|(_, pair)| is_taken(pair)).map(|(number, _)| number as u32).collect())
    }
}

/// Goes on for so many nodes.
///
/// # Errors
/// When nothing is possible, or numbers fail.
pub fn resume(outcome: SolveOutcome, nodes: u64) -> Result<SolveOutcome, Error> {
    let mut options = ResumeOptions::default();
    options.node_limit = Some(nodes);
    outcome.resume_with(options)
}

/// The largest sets of a day's pairs of which any two exclude each other, those of one session alone left out.
fn cliques(graph: &Graph, group: Group, taken: &[Option<Variable>]) -> Vec<Vec<(Variable, f64)>> {
    let members: Vec<u32> = (group.from..group.to).filter(|pair| taken[*pair as usize].is_some()).collect();
    let clash = |a: u32, b: u32| {
        let (row, bit) = (graph.clash_row(a), b - group.from);
        row[(bit / 64) as usize] >> (bit % 64) & 1 == 1
    };
    let mut found: Vec<Vec<u32>> = Vec::new();
    grow_cliques(&mut Vec::new(), members, Vec::new(), &clash, &mut found);
    let rows = found.into_iter().filter(|clique| clique.len() > 1);
    rows.map(|clique| clique.into_iter().filter_map(|pair| Some((taken[pair as usize]?, 1.0))).collect()).collect()
}

/// Bron and Kerbosch, *Finding all cliques of an undirected graph*, 1973, with a pivot.
fn grow_cliques(
    clique: &mut Vec<u32>,
    possible: Vec<u32>,
    excluded: Vec<u32>,
    clash: &impl Fn(u32, u32) -> bool,
    found: &mut Vec<Vec<u32>>,
) {
    const MOST: usize = 400;
    if possible.is_empty() {
        if excluded.is_empty() && found.len() < MOST {
            found.push(clique.clone());
        }
        return;
    }
    let neighbors = |pivot: u32| possible.iter().filter(|other| clash(pivot, **other) && **other != pivot).count();
    let pivot = possible.iter().chain(&excluded).copied().max_by_key(|pivot| neighbors(*pivot));
    let (mut possible, mut excluded) = (possible.clone(), excluded);
    let branch: Vec<u32> = possible
        .iter()
        .copied()
        .filter(|pair| pivot.is_none_or(|pivot| !clash(pivot, *pair) || pivot == *pair))
        .collect();
    for pair in branch {
        let near = |list: &[u32]| list.iter().copied().filter(|other| *other != pair && clash(pair, *other)).collect();
        clique.push(pair);
        grow_cliques(clique, near(&possible), near(&excluded), clash, found);
        clique.pop();
        possible.retain(|other| *other != pair);
        excluded.push(pair);
    }
}
