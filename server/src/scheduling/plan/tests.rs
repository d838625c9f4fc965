//! What holds for every plan: it keeps the rules, its proof is true, and the order of the file does not matter.
//!
//! Tiny instances are also solved by trying everything, so that bound and plan can be held against the truth.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::bound::{Multipliers, bound};
use super::eligible::is_eligible;
use super::graph::Graph;
use super::instance::{DAY, Instance};
use super::random::Random;
use super::score::score;
use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// A small world of few people and sessions on two days, in which everything is scarce.
fn small_world(seed: u64, people: usize, sessions: usize) -> Instance {
    let mut random = Random::new(seed);
    let interpreters: Vec<Value> = (0..people).map(|id| person(id, &mut random)).collect();
    let sessions: Vec<Value> = (0..sessions)
        .map(|id| {
            let start = random.below(2) * 1440 + [540, 570, 600, 660, 720][random.below(5)];
            let minutes = [30, 60, 90, 180][random.below(4)];
            let place = if random.below(3) > 0 { json!([random.below(60), random.below(60)]) } else { Value::Null };
            json!({"id": id, "office": random.below(2), "case": random.below(3), "lang": random.below(2), "start": start,
                "end": start + minutes, "place": place, "qual": usize::from(random.below(5) == 0),
                "gender": if random.below(8) == 0 { json!("f") } else { Value::Null },
                "gender_wish": if random.below(3) == 0 { json!("m") } else { Value::Null },
                "preferred": if random.below(4) == 0 { json!([0]) } else { json!([]) },
                "prio": "normal", "penalty": 20_000 + 10_000 * random.below(3), "pin": null})
        })
        .collect();
    let plan = json!({"format": "plan/1", "name": "small", "weeks": 1, "languages": ["Arabic", "Dari"], "gap_min": 5,
        "travel": {"base_min": 6, "min_num": 3, "min_den": 10, "cents_per_unit": 12},
        "fee": {"block_min": 30, "min_billed_min": 60},
        "weights": {"new_face": 800, "not_preferred": 400, "gender_wish": 300, "trained_on_plain": 200,
            "fair_pct": [25, 50, 75], "fair_slope": [2, 3, 5]},
        "offices": [{"id": 0, "name": "a", "budget": 9_000 + random.below(12_000)}, {"id": 1, "name": "b", "budget": 20_000}],
        "cases": [{"id": 0, "known": [0]}, {"id": 1, "known": []}, {"id": 2, "known": []}],
        "interpreters": interpreters, "sessions": sessions});
    read::read(&plan.to_string()).unwrap()
}

fn person(id: usize, random: &mut Random) -> Value {
    let langs = [json!([0]), json!([1]), json!([0, 1])][random.below(3)].clone();
    let (gender, mode) = (["f", "m"][random.below(2)], ["both", "both", "onsite", "remote"][random.below(4)]);
    json!({"id": id, "home": [random.below(60), random.below(60)], "gender": gender, "langs": langs,
        "certs": if random.below(2) == 0 { json!({"1": random.below(3)}) } else { json!({}) },
        "rate": 2000 + 50 * random.below(30), "mode": mode,
        "max_travel_min": 45, "cap_min_week": 120 + 60 * random.below(4), "worked_min": [random.below(60)],
        "windows": [[0, 500, 900], [1, 500, 900]], "absences": if random.below(4) == 0 { json!([[0, 1440]]) } else { json!([]) },
        "ban_offices": [], "ban_cases": if random.below(5) == 0 { json!([1]) } else { json!([]) }})
}

fn facts(plan: &Instance) -> FileFacts<'_> {
    FileFacts(plan)
}

fn attempt(plan: &Instance, effort: Effort) -> Result<Planned, SolveRefused> {
    let watch = Watch { elapsed: &|| Duration::ZERO, stop: &AtomicBool::new(false), progress: &|_| {} };
    solve(&Task { plan, facts: &facts(plan), start: None }, effort, &watch)
}

fn planned(plan: &Instance, rounds: u64) -> Planned {
    let effort = Effort { limit: Limit::Rounds(rounds), seed: 7, threads: 1 };
    attempt(plan, effort).unwrap()
}

/// Every hard rule, asked once more in the plainest way.
fn broken_rule(plan: &Instance, assign: &[Option<usize>]) -> Option<String> {
    let mut spent = vec![0; plan.offices.len()];
    for (s, who) in assign.iter().enumerate() {
        let session = &plan.sessions[s];
        if session.pin.is_some() && session.pin != *who {
            return Some(format!("pin of {s}"));
        }
        let Some(i) = *who else { continue };
        if !is_eligible(plan, &plan.interpreters[i], session) {
            return Some(format!("{i} may not hold {s}"));
        }
        spent[session.office] += facts(plan).money(i, s);
        for (other, holder) in assign.iter().enumerate().skip(s + 1) {
            if *holder == Some(i) && plan.clash(&plan.interpreters[i], session, &plan.sessions[other]) {
                return Some(format!("{s} and {other} of {i}"));
            }
        }
    }
    for person in &plan.interpreters {
        for week in 0..plan.weeks {
            let of_week = |(s, who): (usize, &Option<usize>)| {
                (*who == Some(person.id) && plan.sessions[s].week() == week).then(|| plan.sessions[s].duration())
            };
            let given: Vec<i64> = assign.iter().enumerate().filter_map(of_week).collect();
            if !given.is_empty() && person.worked(week) + given.iter().sum::<i64>() > person.cap_min_week {
                return Some(format!("week {week} of {}", person.id));
            }
        }
    }
    (0..spent.len()).find(|o| spent[*o] > plan.offices[*o].budget).map(|o| format!("budget {o}"))
}

/// The best of all plans, by trying them all.
fn best_of_all(plan: &Instance) -> i64 {
    fn try_all(plan: &Instance, assign: &mut Vec<Option<usize>>, best: &mut i64) {
        if broken_rule(plan, assign).is_some() {
            return;
        }
        if assign.len() == plan.sessions.len() {
            *best = (*best).min(score(plan, assign, &facts(plan)).total());
            return;
        }
        let session = &plan.sessions[assign.len()];
        for who in std::iter::once(None).chain((0..plan.interpreters.len()).map(Some)) {
            if session.pin.is_some() && who != session.pin {
                continue;
            }
            assign.push(who);
            try_all(plan, assign, best);
            assign.pop();
        }
    }
    let mut best = i64::MAX;
    try_all(plan, &mut Vec::new(), &mut best);
    best
}

#[test]
fn tiny_instances_are_solved_and_the_bound_is_true() {
    for seed in 0..25 {
        let plan = small_world(seed, 3, 7);
        let (planned, truth) = (planned(&plan, 60), best_of_all(&plan));
        assert_eq!(planned.score.total(), truth, "seed {seed}");
        assert!(planned.bound <= truth, "seed {seed}: {} proves too much", planned.bound);
    }
}

#[test]
fn the_general_solver_finds_what_trying_everything_finds() {
    for seed in 200..230 {
        let plan = small_world(seed, 3, 7);
        let graph = Graph::build(&plan, &facts(&plan)).unwrap();
        let nothing = ascent::Ascent::new(std::sync::Arc::new(Graph::build(&plan, &facts(&plan)).unwrap()));
        let truth = best_of_all(&plan);
        let program = exact::Program::of(&graph, nothing.decided()).unwrap();
        let outcome = program.begin(10_000, truth + 1).unwrap();
        assert!(outcome.is_optimal(), "seed {seed}");
        let mut held = state::State::empty(&graph);
        for pair in program.pairs(&outcome).unwrap() {
            assert!(held.fits(pair), "seed {seed}: pair {pair}");
            held.take(pair);
        }
        assert!(held.is_affordable(), "seed {seed}");
        assert_eq!(held.points, truth, "seed {seed}");
        assert!((program.bound(&outcome).unwrap() - truth as f64).abs() < 0.5, "seed {seed}");
    }
}

#[test]
fn one_more_interpreter_never_makes_it_worse() {
    // Everybody pays the fairness of what they worked before, with or without a session: that is not the plan's doing.
    for seed in 100..110 {
        let plan = small_world(seed, 3, 6);
        let mut fewer = plan.clone();
        let gone = fewer.interpreters.pop().unwrap();
        let constant = plan.fairness(&gone, gone.worked(0));
        assert!(
            planned(&plan, 60).score.total() <= planned(&fewer, 60).score.total() + constant,
            "seed {seed}, as solved"
        );
        assert!(best_of_all(&plan) <= best_of_all(&fewer) + constant, "seed {seed}");
    }
}

#[test]
fn the_same_seed_and_rounds_give_the_same_bytes() {
    let plan = small_world(3, 5, 14);
    let (one, two) = (planned(&plan, 40), planned(&plan, 40));
    assert_eq!(one, two);
    assert_eq!(one.certificate.to_string(), two.certificate.to_string());
}

#[test]
fn contradicting_pins_are_refused_by_name() {
    let mut plan = read::read(read::tests::SMALL).unwrap();
    let mut second = plan.sessions[0].clone();
    (second.id, second.start, second.end) = (1, 600, 660);
    plan.sessions[0].pin = Some(0);
    second.pin = Some(0);
    plan.sessions.push(second);
    let effort = Effort { limit: Limit::Rounds(1), seed: 1, threads: 1 };
    let refused = attempt(&plan, effort).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "$.sessions[0].pin, $.sessions[1].pin: interpreter 0 can't hold both, there is no time between them"
    );
    // 2 × 6300 cents for time and 960 for each way of 4 km there and back.
    plan.sessions[1].start = 700;
    plan.sessions[1].end = 760;
    plan.offices[0].budget = 14_519;
    let refused = attempt(&plan, effort).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "$.sessions[0].pin, $.sessions[1].pin: together they cost 14520 cents, office 0 has 14519"
    );
    plan.offices[0].budget = 14_520;
    assert!(attempt(&plan, effort).is_ok());
}

#[test]
fn the_objective_counts_what_the_contract_says() {
    let plan = read::read(read::tests::SMALL).unwrap();
    let held = score(&plan, &[Some(0)], &facts(&plan));
    // Two blocks at 31.50 and 8 km at 1.20; a new face; a trained person on plain work; 60 minutes are below 225.
    assert_eq!((held.money, held.new_faces, held.wishes, held.fairness), (7260, 800, 200, 0));
    assert_eq!(held.total(), 8260);
    assert_eq!(score(&plan, &[None], &facts(&plan)).total(), 100_000);
}

#[test]
fn certificates_are_judged_on_the_day_of_the_session_and_over_midnight_by_its_start() {
    let mut plan = read::read(read::tests::SMALL).unwrap();
    plan.weeks = 2;
    plan.sessions[0].qual = 1;
    plan.interpreters[0].windows = vec![[0, 0, 2000]];
    plan.interpreters[0].certs.insert("1".to_owned(), 7);
    for (start, eligible) in [(7 * DAY + 570, true), (7 * DAY + 1400, true), (8 * DAY + 10, false)] {
        plan.sessions[0].start = start;
        plan.sessions[0].end = start + 60;
        assert_eq!(is_eligible(&plan, &plan.interpreters[0], &plan.sessions[0]), eligible, "{start}");
    }
    plan.interpreters[0].certs.insert("1".to_owned(), 6);
    plan.sessions[0].start = 7 * DAY + 570;
    assert!(!eligible::is_qualified(&plan.interpreters[0], &plan.sessions[0]));
}

/// A city's own facts: the second person is sick, the third was asked already for the first session.
struct CityFacts<'a>(FileFacts<'a>);

impl PairFacts for CityFacts<'_> {
    fn obstacle(&self, interpreter: usize, session: usize) -> Option<&'static str> {
        if interpreter == 1 { Some("is sick") } else { self.0.obstacle(interpreter, session) }
    }
    fn money(&self, interpreter: usize, session: usize) -> i64 {
        self.0.money(interpreter, session) + 1
    }
    fn extra_points(&self, interpreter: usize, session: usize) -> i64 {
        if session == 0 && interpreter != 2 { 5_000 } else { 0 }
    }
}

#[test]
fn a_caller_says_what_pairs_may_and_cost_and_with_what_plan_to_begin() {
    let mut plan = read::read(read::tests::SMALL).unwrap();
    for id in 1..3 {
        let mut other = plan.interpreters[0].clone();
        (other.id, other.rate) = (id, if id == 1 { 1000 } else { 5000 });
        plan.interpreters.push(other);
    }
    let facts = CityFacts(FileFacts(&plan));
    let told = std::sync::Mutex::new(Vec::new());
    let watch = Watch {
        elapsed: &|| Duration::ZERO,
        stop: &AtomicBool::new(false),
        progress: &|news| told.lock().unwrap().push(news),
    };
    let effort = Effort { limit: Limit::Rounds(5), seed: 1, threads: 1 };
    let begun = [Some(2)];
    let planned = solve(&Task { plan: &plan, facts: &facts, start: Some(&begun) }, effort, &watch).unwrap();
    // 2 blocks at 50.00, 9.60 for the way, a cent of the city's; new face 800, trained on plain work 200. The first would cost
    // 72.61 and the same points, but 5,000 for the moved promise.
    assert_eq!((planned.assign, planned.score.total()), (vec![Some(2)], 10_961 + 800 + 200));
    assert_eq!(planned.bound, 11_961);
    assert_eq!(told.lock().unwrap().last().map(|news| news.points), Some(11_961));
    // Who is not allowed any more is not taken over; the others are.
    let begun = [Some(1)];
    let planned = solve(&Task { plan: &plan, facts: &facts, start: Some(&begun) }, effort, &watch).unwrap();
    assert_eq!(planned.assign, vec![Some(2)]);
}

#[test]
fn a_stopped_planner_answers_with_a_plan_no_worse_than_the_one_it_began_with() {
    let plan = small_world(11, 5, 14);
    let best = planned(&plan, 60);
    let watch = Watch { elapsed: &|| Duration::ZERO, stop: &AtomicBool::new(true), progress: &|_| {} };
    for threads in [1, 2] {
        let effort = Effort { limit: Limit::Time(Duration::from_secs(5)), seed: 1, threads };
        let task = Task { plan: &plan, facts: &facts(&plan), start: Some(&best.assign) };
        assert!(solve(&task, effort, &watch).unwrap().score.total() <= best.score.total(), "{threads}");
    }
}

/// Writes a small world as the file that the contract means.
fn as_file(plan: &Instance) -> Value {
    let person = |p: &instance::Interpreter| {
        let mode = match p.mode {
            instance::Mode::Both => "both",
            instance::Mode::Onsite => "onsite",
            instance::Mode::Remote => "remote",
        };
        json!({"id": p.id, "home": p.home, "gender": p.gender, "langs": p.langs, "certs": p.certs, "rate": p.rate, "mode": mode,
            "max_travel_min": p.max_travel_min, "cap_min_week": p.cap_min_week, "worked_min": p.worked_min,
            "windows": p.windows, "absences": p.absences, "ban_offices": p.ban_offices, "ban_cases": p.ban_cases})
    };
    let session = |s: &instance::Session| {
        json!({"id": s.id, "office": s.office, "case": s.case, "lang": s.lang, "start": s.start, "end": s.end, "place": s.place,
            "qual": s.qual, "gender": s.gender, "gender_wish": s.gender_wish, "preferred": s.preferred, "prio": s.prio,
            "penalty": s.penalty, "pin": s.pin})
    };
    let (travel, fee, weights) = (plan.travel, plan.fee, &plan.weights);
    json!({"format": plan.format, "name": plan.name, "weeks": plan.weeks, "languages": plan.languages, "gap_min": plan.gap_min,
        "travel": {"base_min": travel.base_min, "min_num": travel.min_num, "min_den": travel.min_den,
            "cents_per_unit": travel.cents_per_unit},
        "fee": {"block_min": fee.block_min, "min_billed_min": fee.min_billed_min},
        "weights": {"new_face": weights.new_face, "not_preferred": weights.not_preferred, "gender_wish": weights.gender_wish,
            "trained_on_plain": weights.trained_on_plain, "fair_pct": weights.fair_pct, "fair_slope": weights.fair_slope},
        "offices": plan.offices.iter().map(|o| json!({"id": o.id, "name": o.name, "budget": o.budget})).collect::<Vec<_>>(),
        "cases": plan.cases.iter().map(|c| json!({"id": c.id, "known": c.known})).collect::<Vec<_>>(),
        "interpreters": plan.interpreters.iter().map(person).collect::<Vec<_>>(),
        "sessions": plan.sessions.iter().map(session).collect::<Vec<_>>()})
}

/// What one of the contract's own checkers, which share no code with this part, says of a file.
fn checked(tool: &str, plan: &Value, answer: &Value) -> Result<(), String> {
    static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("dragoman-plan-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (plan_path, answer_path) = (folder.join("plan.json"), folder.join("answer.json"));
    std::fs::write(&plan_path, plan.to_string()).unwrap();
    std::fs::write(&answer_path, answer.to_string()).unwrap();
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tools").join(tool);
    let output = std::process::Command::new("python3").arg(script).arg(&plan_path).arg(&answer_path).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stdout).into_owned()) }
}

#[test]
fn the_contracts_own_checkers_find_nothing_wrong() {
    for seed in [5, 6, 7] {
        let plan = small_world(seed, 8, 30);
        let planned = planned(&plan, 60);
        let assign: Vec<i64> = planned.assign.iter().map(|who| who.map_or(-1, |i| i as i64)).collect();
        let answer = json!({"format": "assignment/1", "plan": plan.name, "assign": assign,
            "objective": planned.score.total(), "bound": planned.bound});
        assert_eq!(checked("check.py", &as_file(&plan), &answer), Ok(()), "seed {seed}");
        assert_eq!(checked("check_bound.py", &as_file(&plan), &planned.certificate), Ok(()), "seed {seed}");
    }
}

#[test]
fn a_proof_with_pairs_left_out_counts_them_all_the_same() {
    let few = candidates::Handful { enough: 0, cheapest: 1, by_lot: 1 };
    for seed in 40..52 {
        let plan = small_world(seed, 4, 6);
        let facts = facts(&plan);
        let kept = candidates::Candidates::find(&plan, &facts, few);
        let graph = std::sync::Arc::new(Graph::of(&plan, &facts, &kept).unwrap());
        let truth = best_of_all(&plan);
        let mut prover = prover::Prover::new(&plan, &facts, graph);
        prover.aim_at(truth);
        for step in 0..1000 {
            prover.step();
            prover.at(step);
        }
        let proof = prover.finish();
        assert!(proof.bound <= truth, "seed {seed}: {} proves more than {truth}", proof.bound);
        assert!(proof.bound * 2 > truth, "seed {seed}: {} proves next to nothing of {truth}", proof.bound);
        if seed < 44 {
            let certificate = proof.prices.certificate(&proof.graph, &plan.name, proof.bound);
            assert_eq!(checked("check_bound.py", &as_file(&plan), &certificate), Ok(()), "seed {seed}");
        }
    }
}

#[test]
fn branches_prove_the_optimum_and_no_more() {
    for seed in 0..12 {
        let plan = small_world(seed, 3, 6);
        let truth = best_of_all(&plan);
        let planned = planned(&plan, 2_000);
        assert_eq!((planned.score.total(), planned.proven), (truth, truth), "seed {seed}");
        assert!(planned.bound <= planned.proven, "seed {seed}");
    }
}

#[test]
fn permuting_the_file_changes_nothing_but_ties() {
    for seed in 0..8 {
        let plan = small_world(seed, 3, 7);
        let mut turned = plan.clone();
        turned.sessions.reverse();
        for (id, session) in turned.sessions.iter_mut().enumerate() {
            session.id = id;
        }
        turned.interpreters.rotate_left(1);
        let moved = |old: usize| (old + 2) % 3;
        for (id, person) in turned.interpreters.iter_mut().enumerate() {
            person.id = id;
        }
        let everywhere = turned.cases.iter_mut().map(|case| &mut case.known);
        let wished = turned.sessions.iter_mut().map(|session| &mut session.preferred);
        for names in everywhere.chain(wished) {
            names.iter_mut().for_each(|name| *name = moved(*name));
        }
        assert_eq!(planned(&plan, 60).score.total(), planned(&turned, 60).score.total(), "seed {seed}");
    }
}

#[test]
fn it_stops_at_once_when_nothing_is_left_to_prove() {
    let plan = read::read(read::tests::SMALL).unwrap();
    // The stopwatch stands still: only the proof can end this.
    let effort = |threads| Effort { limit: Limit::Time(Duration::from_secs(3600)), seed: 1, threads };
    let ticks = std::sync::atomic::AtomicU64::new(0);
    let elapsed = || Duration::from_millis(ticks.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    for threads in [1, 2] {
        let watch = Watch { elapsed: &elapsed, stop: &AtomicBool::new(false), progress: &|_| {} };
        let task = Task { plan: &plan, facts: &facts(&plan), start: None };
        let planned = solve(&task, effort(threads), &watch).unwrap();
        assert_eq!((planned.score.total(), planned.bound), (8260, 8260));
    }
}

#[test]
fn sessions_over_midnight_and_over_the_weeks_edge_belong_to_where_they_start() {
    let mut plan = read::read(read::tests::SMALL).unwrap();
    plan.weeks = 2;
    let who = &mut plan.interpreters[0];
    (who.windows, who.worked_min, who.cap_min_week) = ((0..7).map(|day| [day, 0, 2880]).collect(), vec![0, 0], 120);
    plan.offices[0].budget = 1_000_000;
    let night = |id: usize, start: i64, minutes: i64| {
        let mut session = plan.sessions[0].clone();
        (session.id, session.start, session.end, session.place) = (id, start, start + minutes, None);
        session
    };
    // From Sunday 23:30 to Monday 01:30, and on Monday at 01:00 and at 02:00: 120 minutes of the first week, 60 and 60 of the
    // second. The second session would begin before the first ends.
    let sessions = vec![night(0, 10_050, 120), night(1, 10_140, 60), night(2, 10_200, 60)];
    plan.sessions = sessions;
    let planned = planned(&plan, 40);
    assert_eq!(planned.assign, vec![Some(0), None, Some(0)]);
    assert_eq!(planned.bound, planned.score.total());
    assert_eq!(best_of_all(&plan), planned.score.total());
}

/// Two people and a session on each of two days, in cases of their own; only the budget joins them.
fn two_days(budget: i64) -> Instance {
    let mut plan = read::read(read::tests::SMALL).unwrap();
    let mut dear = plan.interpreters[0].clone();
    (dear.id, dear.rate) = (1, 5000);
    plan.interpreters.push(dear);
    let mut second = plan.sessions[0].clone();
    (second.id, second.case, second.start, second.end) = (1, 1, DAY + 570, DAY + 630);
    plan.sessions.push(second);
    plan.cases.push(instance::Case { id: 1, known: Vec::new() });
    plan.interpreters.iter_mut().for_each(|person| person.windows = vec![[0, 450, 1110], [1, 450, 1110]]);
    plan.offices[0].budget = budget;
    plan
}

#[test]
fn a_mixture_takes_from_each_plan_what_it_does_better() {
    let pairs = |graph: &Graph, who: [Option<usize>; 2]| -> Vec<u32> {
        who.iter().zip(0..).map(|(who, s)| who.map_or(graph::NONE, |i| graph.pair(i, s).unwrap())).collect()
    };
    // The first costs 63.00 and 9.60 for the way, the second 100.00 and 9.60; each a new face and trained on plain work.
    let (cheap, dear) = (7260 + 1000, 10_960 + 1000);
    for (budget, first, second, best, points) in [
        // The cheap day of each.
        (30_000, [Some(0), Some(1)], [Some(1), Some(0)], [Some(0), Some(0)], 2 * cheap),
        // What one plan covers and the other does not.
        (30_000, [Some(0), None], [None, Some(1)], [Some(0), Some(1)], cheap + dear),
        // The budget is enough for the other day only when the first gets cheaper as well.
        (14_520, [Some(1), None], [Some(0), Some(0)], [Some(0), Some(0)], 2 * cheap),
        // It is enough for one day: it stays as it was.
        (14_519, [Some(0), None], [None, Some(0)], [Some(0), None], cheap + 100_000),
    ] {
        let plan = two_days(budget);
        let graph = Graph::build(&plan, &facts(&plan)).unwrap();
        let mut state = state::State::empty(&graph);
        pairs(&graph, first).into_iter().filter(|pair| *pair != graph::NONE).for_each(|pair| state.take(pair));
        mix::mix(&mut state, &pairs(&graph, second));
        assert_eq!((state.held.clone(), state.points), (pairs(&graph, best), points), "{first:?} and {second:?}");
    }
}

/// Whoever comes first is taken, in an order by lot; every rule is kept, budgets only when asked for.
fn by_lot<'a>(graph: &'a Graph, random: &mut Random, budgets: bool) -> state::State<'a> {
    let mut state = state::State::empty(graph);
    for _ in 0..4 * graph.pairs.len() {
        let pair = random.below(graph.pairs.len()) as u32;
        let node = &graph.nodes[graph.pairs[pair as usize].session as usize];
        let money = i64::from(graph.pairs[pair as usize].money);
        let held = state.held[graph.pairs[pair as usize].session as usize] != graph::NONE;
        if !held && state.fits(pair) && (!budgets || money <= state.left[node.office as usize]) {
            state.take(pair);
        }
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_mixture_keeps_every_rule_and_is_no_worse(seed: u64, lot: u64) {
        let plan = small_world(seed, 8, 30);
        let graph = Graph::build(&plan, &facts(&plan)).unwrap();
        let mut random = Random::new(lot);
        let mut state = by_lot(&graph, &mut random, true);
        let (other, before) = (by_lot(&graph, &mut random, false), state.points);
        mix::mix(&mut state, &other.held);
        prop_assert!(state.points <= before);
        let assign = state.interpreters();
        prop_assert_eq!(broken_rule(&plan, &assign), None);
        prop_assert_eq!(score(&plan, &assign, &facts(&plan)).total(), state.points);
    }

    #[test]
    fn plan_and_certificate_always_stand_before_the_contracts_checkers(seed: u64, people in 1usize..8, sessions in 0usize..24) {
        let plan = small_world(seed, people, sessions);
        let planned = planned(&plan, 12);
        let assign: Vec<i64> = planned.assign.iter().map(|who| who.map_or(-1, |i| i as i64)).collect();
        let answer = json!({"format": "assignment/1", "plan": plan.name, "assign": assign,
            "objective": planned.score.total(), "bound": planned.bound});
        prop_assert_eq!(checked("check.py", &as_file(&plan), &answer), Ok(()));
        prop_assert_eq!(checked("check_bound.py", &as_file(&plan), &planned.certificate), Ok(()));
    }

    #[test]
    fn no_plan_ever_breaks_a_rule(seed: u64, people in 1usize..8, sessions in 0usize..24) {
        let plan = small_world(seed, people, sessions);
        let planned = planned(&plan, 12);
        prop_assert_eq!(broken_rule(&plan, &planned.assign), None);
        prop_assert!(planned.bound <= planned.score.total());
    }

    #[test]
    fn any_prices_prove_something_true(seed: u64, prices: u64) {
        let plan = small_world(seed, 2, 5);
        let graph = Graph::build(&plan, &facts(&plan)).unwrap();
        let mut random = Random::new(prices);
        let mut multipliers = Multipliers::zero(&graph);
        for value in &mut multipliers.lambda {
            *value = random.below(60_000) as i64;
        }
        for value in &mut multipliers.beta_1024 {
            *value = random.below(4_000) as i64;
        }
        for value in &mut multipliers.mu {
            *value = random.below(12) as i64;
        }
        prop_assert!(bound(&graph, &multipliers) <= best_of_all(&plan));
    }
}
