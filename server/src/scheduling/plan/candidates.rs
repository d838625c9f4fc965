//! Which pairs are looked at: all that may be, as long as they are not too many.
//!
//! A remote session of a nation's plan has a thousand people who could hold it, and hundreds of millions of pairs fit into no
//! memory. Then every session keeps a handful: the cheapest, and others by lot, because the cheapest are the same for all their
//! neighbors and soon have no time left. What is left out still counts in the proof: its least cost is kept, and no price may
//! make a session worth so little that a pair left out would pay (see [`super::ascent`]).

use super::facts::PairFacts;
use super::instance::{Instance, Session};
use super::random::Random;

/// For each interpreter the sessions looked at, by start.
pub struct Candidates {
    pub of_person: Vec<Vec<u32>>,
    /// Whether these are all pairs that may be.
    pub complete: bool,
    /// The sessions with pairs left out.
    pub left_out: Vec<(u32, LeftOut)>,
}

/// What the pairs that a session left out cost at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Their separable points, with the new face where no other session can share it.
    pub points: i64,
    pub money: i64,
}

/// From when on sessions keep only a handful, and how many that are.
#[derive(Debug, Clone, Copy)]
pub struct Handful {
    /// So many pairs of session and speaker of its language are not too many yet.
    pub enough: u64,
    /// The cheapest that a session keeps …
    pub cheapest: usize,
    /// … and those by lot.
    pub by_lot: usize,
}

/// Fits a nation's plan into two gigabytes.
pub const USUAL: Handful = Handful { enough: 60_000_000, cheapest: 14, by_lot: 26 };
/// Threads that ask the facts when there are many pairs.
const THREADS: usize = 2;

impl Candidates {
    /// Asks the facts about every pair whose interpreter speaks the session's language.
    pub fn find(plan: &Instance, facts: &dyn PairFacts, handful: Handful) -> Self {
        let mut speakers: Vec<Vec<u32>> = vec![Vec::new(); plan.languages.len()];
        for person in &plan.interpreters {
            for language in &person.langs {
                // A language that is named twice is spoken once.
                if speakers[*language].last() != Some(&(person.id as u32)) {
                    speakers[*language].push(person.id as u32);
                }
            }
        }
        let pins = Pins::of(plan);
        let open = plan.sessions.iter().filter(|session| session.pin.is_none());
        let asked: u64 = open.map(|session| speakers[session.lang].len() as u64).sum();
        let complete = asked <= handful.enough;
        let mut sessions_of_case = vec![0_u32; plan.cases.len()];
        for session in &plan.sessions {
            sessions_of_case[session.case] += 1;
        }
        let alone: Vec<bool> = sessions_of_case.into_iter().map(|sessions| sessions == 1).collect();
        let alone = &alone;
        let (pins, speakers) = (&pins, &speakers);
        let per_session = move |session: &Session| {
            let able = able(plan, facts, pins, &speakers[session.lang], session);
            if complete { (able, None) } else { kept(plan, facts, session, able, handful, alone[session.case]) }
        };
        let mut lists: Vec<(Vec<u32>, Option<LeftOut>)> = Vec::with_capacity(plan.sessions.len());
        if complete {
            lists.extend(plan.sessions.iter().map(per_session));
        } else {
            let part = plan.sessions.len().div_ceil(THREADS).max(1);
            std::thread::scope(|scope| {
                let parts: Vec<_> = plan
                    .sessions
                    .chunks(part)
                    .map(|part| (part.len(), scope.spawn(move || part.iter().map(per_session).collect::<Vec<_>>())))
                    .collect();
                for (length, part) in parts {
                    // A part that broke off would leave sessions without candidates, and must not prove anything.
                    let broken = || vec![(Vec::new(), Some(LeftOut { points: 0, money: 0 })); length];
                    lists.extend(part.join().unwrap_or_else(|_| broken()));
                }
            });
        }
        let mut order: Vec<u32> = (0..lists.len() as u32).collect();
        order.sort_by_key(|s| (plan.sessions[*s as usize].start, *s));
        let mut of_person = vec![Vec::new(); plan.interpreters.len()];
        for session in order {
            for person in &lists[session as usize].0 {
                of_person[*person as usize].push(session);
            }
        }
        let left_out = lists.into_iter().enumerate().filter_map(|(s, (_, left))| Some((s as u32, left?))).collect();
        Self { of_person, complete, left_out }
    }
}

/// What the pins leave of everybody's time.
struct Pins {
    of_person: Vec<Vec<u32>>,
    /// Interpreter times weeks plus week: minutes worked and pinned.
    base: Vec<i64>,
    weeks: usize,
}

impl Pins {
    /// Collects them.
    fn of(plan: &Instance) -> Self {
        let mut of_person = vec![Vec::new(); plan.interpreters.len()];
        let mut base: Vec<i64> = Vec::with_capacity(plan.interpreters.len() * plan.weeks);
        for person in &plan.interpreters {
            base.extend((0..plan.weeks).map(|week| person.worked(week)));
        }
        for session in &plan.sessions {
            if let Some(pin) = session.pin {
                of_person[pin].push(session.id as u32);
                base[pin * plan.weeks + session.week()] += session.duration();
            }
        }
        Self { of_person, base, weeks: plan.weeks }
    }

    /// Whether the pins of this person leave the time for that session.
    fn leave_time(&self, plan: &Instance, person: usize, session: &Session) -> bool {
        let who = &plan.interpreters[person];
        self.base[person * self.weeks + session.week()] + session.duration() <= who.cap_min_week
            && !self.of_person[person].iter().any(|pin| plan.clash(who, session, &plan.sessions[*pin as usize]))
    }
}

/// Who can hold a session at all.
fn able(plan: &Instance, facts: &dyn PairFacts, pins: &Pins, speakers: &[u32], session: &Session) -> Vec<u32> {
    if session.pin.is_some() {
        return Vec::new();
    }
    let may = |person: &u32| {
        facts.obstacle(*person as usize, session.id).is_none() && pins.leave_time(plan, *person as usize, session)
    };
    speakers.iter().copied().filter(may).collect()
}

/// The cheapest of them, and some by lot.
fn kept(
    plan: &Instance,
    facts: &dyn PairFacts,
    session: &Session,
    mut able: Vec<u32>,
    Handful { cheapest, by_lot, .. }: Handful,
    alone: bool,
) -> (Vec<u32>, Option<LeftOut>) {
    if able.len() <= cheapest + by_lot {
        return (able, None);
    }
    let known = &plan.cases[session.case].known;
    let points = |who: usize| {
        let points = plan.pair_points(&plan.interpreters[who], session, facts.money(who, session.id));
        points + facts.extra_points(who, session.id)
    };
    let face = |who: usize| if known.contains(&who) { 0 } else { plan.weights.new_face };
    able.sort_by_cached_key(|person| (points(*person as usize) + face(*person as usize), *person));
    let mut lot = Random::new(session.id as u64);
    for at in cheapest..cheapest + by_lot {
        let other = at + lot.below(able.len() - at);
        able.swap(at, other);
    }
    let spared = able.split_off(cheapest + by_lot).into_iter().map(|person| person as usize);
    let least = |before: LeftOut, who: usize| LeftOut {
        points: before.points.min(points(who) + if alone { face(who) } else { 0 }),
        money: before.money.min(facts.money(who, session.id)),
    };
    let left_out = spared.fold(LeftOut { points: i64::MAX / 4096, money: i64::MAX / 4096 }, least);
    (able, Some(left_out))
}
