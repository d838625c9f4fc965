//! Which pairs are looked at: all that may be, as long as they are not too many.
//!
//! A remote session of a nation's plan has a thousand people who could hold it, and hundreds of millions of pairs fit into no
//! memory. Then every session keeps a handful: the cheapest, and others by lot, because the cheapest are the same for all their
//! neighbors and soon have no time left. What is left out still counts in the proof: [`super::whole`] asks it again, pair by
//! pair, and hands over those that the prices call for (sifting, Bixby et al., *Very large-scale linear programming*, 1992).

use super::facts::PairFacts;
use super::instance::{Instance, Session};
use super::random::Random;

/// For each interpreter the sessions looked at, by start.
pub struct Candidates {
    pub of_person: Vec<Vec<u32>>,
    /// Whether these are all pairs that may be.
    pub complete: bool,
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
        let per_session = |session: &Session| {
            let able = able(plan, facts, &pins, &speakers[session.lang], session);
            if complete { able } else { kept(plan, facts, session, able, handful) }
        };
        let mut lists: Vec<Vec<u32>> = Vec::with_capacity(plan.sessions.len());
        if complete {
            lists.extend(plan.sessions.iter().map(per_session));
        } else {
            let part = plan.sessions.len().div_ceil(THREADS).max(1);
            std::thread::scope(|scope| {
                let halves: Vec<_> = plan
                    .sessions
                    .chunks(part)
                    .map(|part| scope.spawn(move || part.iter().map(per_session).collect::<Vec<_>>()))
                    .collect();
                for half in halves {
                    lists.extend(half.join().unwrap_or_default());
                }
            });
        }
        let mut order: Vec<u32> = (0..lists.len() as u32).collect();
        order.sort_by_key(|s| (plan.sessions[*s as usize].start, *s));
        let mut of_person = vec![Vec::new(); plan.interpreters.len()];
        for session in order {
            for person in &lists[session as usize] {
                of_person[*person as usize].push(session);
            }
        }
        Self { of_person, complete }
    }

    /// Adds pairs (interpreter, session) that are not among them yet.
    pub fn add(&mut self, plan: &Instance, pairs: &[(u32, u32)]) {
        for (person, session) in pairs {
            self.of_person[*person as usize].push(*session);
        }
        for list in &mut self.of_person {
            list.sort_by_key(|s| (plan.sessions[*s as usize].start, *s));
            list.dedup();
        }
    }
}

/// What the pins leave of everybody's time.
pub struct Pins {
    of_person: Vec<Vec<u32>>,
    /// Interpreter times weeks plus week: minutes worked and pinned.
    base: Vec<i64>,
    weeks: usize,
}

impl Pins {
    /// Collects them.
    pub fn of(plan: &Instance) -> Self {
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
    pub fn leave_time(&self, plan: &Instance, person: usize, session: &Session) -> bool {
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
) -> Vec<u32> {
    if able.len() <= cheapest + by_lot {
        return able;
    }
    let known = &plan.cases[session.case].known;
    able.sort_by_cached_key(|person| {
        let who = *person as usize;
        let points = plan.pair_points(&plan.interpreters[who], session, facts.money(who, session.id));
        let face = if known.contains(&who) { 0 } else { plan.weights.new_face };
        (points + facts.extra_points(who, session.id) + face, *person)
    });
    let mut lot = Random::new(session.id as u64);
    for at in cheapest..cheapest + by_lot {
        let other = at + lot.below(able.len() - at);
        able.swap(at, other);
    }
    able.truncate(cheapest + by_lot);
    able
}
