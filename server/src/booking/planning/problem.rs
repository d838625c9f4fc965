//! The span as the planner understands it: an instance, and what pairs may and cost.
//!
//! The planner counts in points of a cent. The ranking counts in points of which a euro costs `cost_per_euro`; so a point of
//! the ranking is `100 / cost_per_euro` cents. Whoever is best for a session in the ranking is therefore best for it in a plan,
//! as long as nothing else is at stake. Fees are compared net, as the ranking does, though offices pay them gross.

use super::{
    axis::Axis,
    pairs::{Choices, Pair},
    world::World,
};
use crate::{
    booking::request::Priority,
    kernel::{ids::InterpreterId, money::Cents},
    scheduling::plan::{
        Instance, PairFacts,
        instance::{Case, Fee, Interpreter, Mode, Office, PlanWeights, Session, Travel},
    },
};
use std::collections::{BTreeMap, HashMap};

/// Minutes of an hour: from each of these shares of the weekly cap on, an hour costs as much as one more recent session.
const HOUR: i64 = 60;
const SHARES_OF_THE_CAP: [i64; 2] = [50, 75];
/// The file that nobody has: whoever comes is no new face.
const NO_FILE: usize = 0;
/// Points of a cent that a session without anybody costs at least.
const LEAST_PENALTY: i64 = 200_000;

/// Ready to be solved.
pub(super) struct Problem {
    pub(super) instance: Instance,
    pub(super) facts: CityFacts,
    /// What is offered now, as a plan to begin with.
    pub(super) start: Vec<Option<usize>>,
}

/// What a pair costs in points.
#[derive(Clone, Copy)]
struct Cost {
    member: usize,
    gross: i64,
    extra: i64,
}

/// Pairs by session, sorted by the place of the interpreter.
pub(super) struct CityFacts(Vec<Vec<Cost>>);

impl CityFacts {
    fn find(&self, interpreter: usize, session: usize) -> Option<&Cost> {
        let row = self.0.get(session)?;
        row.get(row.binary_search_by_key(&interpreter, |cost| cost.member).ok()?)
    }
}

impl PairFacts for CityFacts {
    fn obstacle(&self, interpreter: usize, session: usize) -> Option<&'static str> {
        if self.find(interpreter, session).is_some() { None } else { Some("does not fit by the rules of the city") }
    }

    fn money(&self, interpreter: usize, session: usize) -> i64 {
        self.find(interpreter, session).map_or(0, |cost| cost.gross)
    }

    fn extra_points(&self, interpreter: usize, session: usize) -> i64 {
        self.find(interpreter, session).map_or(0, |cost| cost.extra)
    }
}

/// Puts the world into the planner's words. `choices` are the pairs of each wanted session.
pub(super) fn of(world: &World, choices: &[Choices]) -> Problem {
    let place: HashMap<InterpreterId, usize> =
        world.pool.iter().enumerate().map(|(number, member)| (member.facts.id, number)).collect();
    let facts = CityFacts(world.wanted.iter().zip(choices).map(|(one, choices)| costs(world, one, choices)).collect());
    let instance = instance(world, &facts, &place);
    let start = world
        .wanted
        .iter()
        .enumerate()
        .map(|(session, wanted)| {
            let asked = wanted.asked();
            let mut places = asked.iter().filter_map(|person| place.get(person).copied());
            places.find(|number| facts.find(*number, session).is_some())
        })
        .collect();
    Problem { instance, facts, start }
}

/// Points of the ranking in points of a cent.
pub(super) fn in_cents(world: &World, points: i64) -> i64 {
    match i64::from(world.rules.weights.cost_per_euro) {
        // Money means nothing to the ranking: it decides only between equals.
        0 => points * 10_000,
        per_euro => (points * 100 + per_euro / 2) / per_euro,
    }
}

fn costs(world: &World, wanted: &super::world::Wanted, choices: &Choices) -> Vec<Cost> {
    let most = |of: &dyn Fn(&Pair) -> i64| choices.pairs.iter().map(of).max().unwrap_or_default();
    let vat = |pair: &Pair| (pair.gross - pair.net).get();
    let (best, dearest_vat) = (most(&|pair| pair.score), most(&vat));
    let asked = wanted.asked();
    let moved = |pair: &Pair| {
        let keeps = world.pool.get(pair.member).is_some_and(|member| asked.contains(&member.facts.id));
        // People have seen the offer and may have kept the time free.
        if asked.is_empty() || keeps { 0 } else { world.rules.moved_offer }
    };
    let cost = |pair: &Pair| Cost {
        member: pair.member,
        gross: pair.gross.get(),
        extra: in_cents(world, best - pair.score + moved(pair)) + dearest_vat - vat(pair),
    };
    choices.pairs.iter().map(cost).collect()
}

fn instance(world: &World, facts: &CityFacts, place: &HashMap<InterpreterId, usize>) -> Instance {
    let weights = &world.rules.weights;
    let axis = Axis::new(world.span, world.wanted.iter().map(|wanted| wanted.request.slot.interval()));
    let mut languages: Vec<String> =
        world.wanted.iter().map(|wanted| wanted.need.language.as_str().to_owned()).collect();
    languages.sort_unstable();
    languages.dedup();
    let language = |code: &str| languages.binary_search_by(|one| one.as_str().cmp(code)).ok();
    let mut lines: Vec<_> = world.money.iter().collect();
    lines.sort_unstable();
    let (cases, case_of) = cases(world, place);
    let new_face = in_cents(world, i64::from(weights.continuity));
    let penalty = penalty(facts, new_face);
    let sessions = world.wanted.iter().enumerate().map(|(id, wanted)| {
        let slot = &wanted.request.slot;
        let start = axis.minute(slot.starts_at());
        Session {
            id,
            office: lines.iter().position(|(line, _)| **line == wanted.request.budget_line).unwrap_or_default(),
            case: wanted.need.continuity_key.and_then(|key| case_of.get(&key).copied()).unwrap_or(NO_FILE),
            lang: language(wanted.need.language.as_str()).unwrap_or_default(),
            start,
            end: start + slot.minutes(),
            place: wanted.need.place.map(|point| [point.x, point.y]),
            qual: 0,
            gender: None,
            gender_wish: None,
            preferred: Vec::new(),
            prio: wanted.request.priority.name().to_owned(),
            penalty: penalty * urgency(wanted.request.priority),
            pin: None,
        }
    });
    let interpreters = world.pool.iter().enumerate().map(|(id, member)| Interpreter {
        id,
        home: member.candidate.home.map_or([0, 0], |home| [home.x, home.y]),
        gender: member.candidate.gender.as_str().to_owned(),
        langs: member.candidate.languages.iter().filter_map(|one| language(one.language.as_str())).collect(),
        certs: BTreeMap::new(),
        rate: 0,
        mode: Mode::Both,
        max_travel_min: i64::from(member.candidate.max_travel_min),
        cap_min_week: i64::from(member.candidate.weekly_cap_min),
        worked_min: member.worked.iter().map(|minutes| i64::from(*minutes)).collect(),
        windows: Vec::new(),
        absences: Vec::new(),
        ban_offices: Vec::new(),
        ban_cases: Vec::new(),
    });
    let (sessions, interpreters) = (sessions.collect(), interpreters.collect());
    Instance {
        format: "plan/1".to_owned(),
        name: format!("{} to {}", world.span.from, world.span.to),
        weeks: world.span.weeks(),
        gap_min: weights.travel.gap_min,
        travel: Travel {
            base_min: weights.travel.base_min,
            min_num: weights.travel.min_num,
            min_den: weights.travel.min_den.max(1),
            cents_per_unit: 0,
        },
        fee: Fee { block_min: HOUR, min_billed_min: 0 },
        weights: PlanWeights {
            new_face,
            not_preferred: 0,
            gender_wish: 0,
            trained_on_plain: 0,
            fair_pct: SHARES_OF_THE_CAP.to_vec(),
            fair_slope: vec![in_cents(world, i64::from(weights.fairness_per_session)) / HOUR; SHARES_OF_THE_CAP.len()],
        },
        offices: lines
            .iter()
            .enumerate()
            .map(|(id, (line, money))| Office { id, name: line.to_string(), budget: (**money).max(Cents::ZERO).get() })
            .collect(),
        cases,
        languages,
        interpreters,
        sessions,
    }
}

/// Files with who worked on them; the first stands for sessions without a file.
fn cases(world: &World, place: &HashMap<InterpreterId, usize>) -> (Vec<Case>, HashMap<u64, usize>) {
    let mut keys: Vec<u64> = world.files.keys().copied().collect();
    keys.sort_unstable();
    let mut cases = vec![Case { id: NO_FILE, known: (0..world.pool.len()).collect() }];
    for key in &keys {
        let people = world.files.get(key).into_iter().flatten();
        let mut known: Vec<usize> = people.filter_map(|person| place.get(person).copied()).collect();
        known.sort_unstable();
        cases.push(Case { id: cases.len(), known });
    }
    (cases, keys.into_iter().zip(1..).collect())
}

/// Points of a session that nobody takes: twice the dearest pair, so that nobody is left alone because somebody is dear.
fn penalty(facts: &CityFacts, new_face: i64) -> i64 {
    let dearest = facts.0.iter().flatten().map(|cost| cost.gross + cost.extra).max().unwrap_or_default();
    (2 * (dearest + new_face)).max(LEAST_PENALTY)
}

/// How much more it weighs that somebody comes.
fn urgency(priority: Priority) -> i64 {
    match priority {
        Priority::Normal => 1,
        Priority::Urgent => 2,
        Priority::LegalDuty => 5,
    }
}
