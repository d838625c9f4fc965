//! Looks for good plans: simulated annealing with ejections, budgets priced.
//!
//! A move gives a session to somebody else; whatever stands in the way there is taken out and put where it costs least, or
//! left open. Losses are accepted with a probability that falls with the heat (Kirkpatrick, Gelatt and Vecchi, *Optimization
//! by simulated annealing*, 1983; ejections after Glover 1996). Budgets may be exceeded on the way: a cent too much costs
//! somewhat more than the bound says a cent is worth, and that price follows what the search does (Gendreau, Hertz and Laporte
//! 1994). So the search walks along the edge of the budgets instead of stopping before it.

use super::graph::NONE;
use super::mix::mix;
use super::random::{Patience, Random};
use super::state::State;
use std::collections::BTreeSet;

/// The search with its best plan.
pub struct Annealing<'a> {
    state: State<'a>,
    random: Random,
    patience: Patience,
    /// The pairs of the best plan that keeps every budget.
    best: Vec<u32>,
    best_points: i64,
    /// Sessions changed since the best plan was written down.
    changed: Vec<u32>,
    /// Sessions that somebody could take.
    movable: Vec<u32>,
    /// By office, the movable sessions.
    of_office: Vec<Vec<u32>>,
    trail: Vec<(u32, u32)>,
    out: Vec<u32>,
    week: Vec<u32>,
    /// How often each office was over its budget when looked at.
    kept: u64,
    looks: u64,
    over: Vec<u64>,
    affordable: u64,
    typical_money: i64,
    part: Vec<u32>,
    seen: BTreeSet<u32>,
    log: Vec<(u32, u32)>,
    logging: bool,
}

/// More than this is not taken out for one session.
const MOST_EJECTED: usize = 4;
/// So often what was taken out may push out others.
const MOST_PUSHES: usize = 4;
/// About so many sessions are melted together.
const LARGEST_PART: usize = 60;
/// A session taken out looks at so many places at most.
const PLACES: usize = 48;

impl<'a> Annealing<'a> {
    /// Starts from a plan that keeps every budget.
    pub fn new(state: State<'a>, seed: u64) -> Self {
        let graph = state.graph;
        let movable: Vec<u32> =
            graph.open.iter().copied().filter(|session| !graph.pairs_of(*session).is_empty()).collect();
        let mut of_office = vec![Vec::new(); graph.left.len()];
        for session in &movable {
            of_office[graph.nodes[*session as usize].office as usize].push(*session);
        }
        Self {
            best: state.held.clone(),
            best_points: state.points,
            random: Random::new(seed),
            patience: Patience::new(),
            changed: Vec::new(),
            movable,
            of_office,
            trail: Vec::new(),
            out: Vec::new(),
            week: Vec::new(),
            kept: 0,
            looks: 0,
            affordable: 0,
            typical_money: graph.pairs.iter().map(|pair| i64::from(pair.money)).sum::<i64>()
                / graph.pairs.len().max(1) as i64
                / 2,
            part: Vec::new(),
            seen: BTreeSet::new(),
            log: Vec::new(),
            logging: false,
            over: vec![0; graph.left.len()],
            state,
        }
    }

    /// The points of the best plan.
    pub fn best_points(&self) -> i64 {
        self.best_points
    }

    /// The best plan: by session the pair that holds it.
    pub fn best(&self) -> &[u32] {
        &self.best
    }

    /// Prices excess anew, in whole points a cent.
    pub fn set_excess_prices(&mut self, prices: &[i64]) {
        self.state.set_excess_prices(prices);
    }

    /// Prices money anew, in sixteenths of a point a cent.
    pub fn set_money_prices(&mut self, sixteenths: &[i64]) {
        self.state.set_money_prices(sixteenths);
    }

    /// Goes back to the best plan.
    pub fn return_to_best(&mut self) {
        for session in std::mem::take(&mut self.changed) {
            self.state.drop(session);
        }
        for session in 0..self.best.len() as u32 {
            if self.state.held[session as usize] != self.best[session as usize] {
                self.state.drop(session);
            }
        }
        for session in 0..self.best.len() {
            if self.best[session] != NONE && self.state.held[session] == NONE {
                self.state.take(self.best[session]);
            }
        }
    }

    /// Takes into the best plan what the plan of now does better, and goes on from there.
    pub fn mix_with_best(&mut self) {
        let now = self.state.held.clone();
        self.return_to_best();
        self.trail.clear();
        let changed = mix(&mut self.state, &now);
        self.trail.extend(changed.into_iter().map(|session| (session, NONE)));
        self.keep();
    }

    /// Lets the prices of money follow the search: dearer where the budget is exceeded too often, cheaper where much is left.
    /// Call it every few ten thousand moves. Between `least` and `most` a cent of each office may cost, in
    /// sixteenths of a point.
    pub fn adapt_prices(&mut self, least: &[i64], most: &[i64]) {
        let looks = self.looks.max(1);
        let mut prices = self.state.money_price.clone();
        for (o, price) in prices.iter_mut().enumerate() {
            if self.over[o] * 10 > looks * 4 {
                *price += 1 + *price / 32;
            } else if self.over[o] * 10 < looks && self.state.left[o] > self.typical_money {
                *price -= (*price + 31) / 32;
            }
            *price = (*price).clamp(least[o], most[o]);
            self.over[o] = 0;
        }
        self.looks = 0;
        self.state.set_money_prices(&prices);
        if self.affordable == 0 {
            self.repair();
        }
        self.affordable = 0;
    }

    /// So many moves at a heat given in points.
    pub fn run(&mut self, moves: u64, heat: i64) {
        if self.movable.is_empty() {
            return;
        }
        for _ in 0..moves {
            self.step(heat);
        }
    }

    fn step(&mut self, heat: i64) {
        let kind = self.random.below(100);
        let open = self.state.open.len();
        let session = if open > 0 && kind < 15 {
            self.state.open[self.random.below(open)]
        } else {
            self.movable[self.random.below(self.movable.len())]
        };
        self.step_with(session, kind, heat);
    }

    fn step_with(&mut self, session: u32, kind: usize, heat: i64) {
        let allowance = self.patience.allowance(&mut self.random, heat);
        let graph = self.state.graph;
        let pairs = graph.pairs_of(session);
        let current = self.state.held[session as usize];
        let choice = self.random.below(pairs.len() + usize::from(current != NONE));
        let target = pairs.get(choice).copied().unwrap_or(NONE);
        if target == current {
            return;
        }
        let before = self.state.cost();
        self.trail.clear();
        self.put_out(session);
        if target != NONE {
            if current == NONE && kind < 8 {
                self.make_room_in_the_budget(session);
            }
            self.out.clear();
            if !self.push_in(target) {
                return self.undo();
            }
            if self.out.is_empty() && self.state.cost() - before > allowance {
                return self.undo();
            }
            self.settle();
        }
        if self.state.cost() - before > allowance {
            return self.undo();
        }
        self.keep();
    }

    /// Takes some other session of the same office out, so that its money can pay for this one.
    fn make_room_in_the_budget(&mut self, session: u32) {
        let graph = self.state.graph;
        let office = graph.nodes[session as usize].office;
        let others = &self.of_office[office as usize];
        let other = others[self.random.below(others.len())];
        if other != session && self.state.held[other as usize] != NONE {
            self.put_out(other);
        }
    }

    /// Takes out whatever stands in the way of a pair, and puts the pair in.
    fn push_in(&mut self, target: u32) -> bool {
        let first = self.out.len();
        self.state.in_the_way(target, &mut self.out);
        if self.out.len() > MOST_EJECTED {
            self.out.truncate(first);
            return false;
        }
        for at in first..self.out.len() {
            self.put_out(self.out[at]);
        }
        if !self.shorten_week(target) {
            return false;
        }
        self.put_in(target);
        true
    }

    /// Puts what was taken out where it costs least; what finds no free place may push out others in its turn.
    fn settle(&mut self) {
        let mut pushes = 0;
        while let Some(session) = self.out.pop() {
            if self.place_best(session) || pushes == MOST_PUSHES {
                continue;
            }
            pushes += 1;
            let pairs = self.state.graph.pairs_of(session);
            let target = pairs[self.random.below(pairs.len())];
            // Nobody is pushed out who was put in by this very move: the chain would run in a circle.
            let first = self.out.len();
            self.state.in_the_way(target, &mut self.out);
            let circle = self.out.len() > MOST_EJECTED
                || self.out[first..].iter().any(|other| self.trail.iter().any(|(moved, _)| moved == other))
                || self.state.minutes_too_many(target)
                    > self.out[first..]
                        .iter()
                        .map(|other| self.state.graph.nodes[*other as usize].minutes)
                        .sum::<i32>();
            if circle {
                self.out.truncate(first);
                continue;
            }
            for at in first..self.out.len() {
                self.put_out(self.out[at]);
            }
            if self.state.minutes_too_many(target) <= 0 {
                self.put_in(target);
            }
        }
    }

    fn put_out(&mut self, session: u32) {
        let pair = self.state.held[session as usize];
        self.trail.push((session, pair));
        self.state.drop(session);
    }

    fn put_in(&mut self, pair: u32) {
        let session = self.state.graph.pairs[pair as usize].session;
        self.trail.push((session, NONE));
        self.state.take(pair);
    }

    /// Takes sessions out of the week of the target's interpreter until the target fits into the cap.
    fn shorten_week(&mut self, target: u32) -> bool {
        if self.state.minutes_too_many(target) <= 0 {
            return true;
        }
        self.week.clear();
        self.state.held_in_week(target, &mut self.week);
        while self.state.minutes_too_many(target) > 0 {
            if self.week.is_empty() || self.out.len() >= MOST_EJECTED {
                return false;
            }
            let at = self.random.below(self.week.len());
            let session = self.week.swap_remove(at);
            self.put_out(session);
            self.out.push(session);
        }
        true
    }

    /// Puts a session where it costs least now, or leaves it open.
    fn place_best(&mut self, session: u32) -> bool {
        let graph = self.state.graph;
        let pairs = graph.pairs_of(session);
        let office = graph.nodes[session as usize].office;
        let start = if pairs.len() > PLACES { self.random.below(pairs.len()) } else { 0 };
        let (mut least, mut place) = (0, NONE);
        for at in 0..pairs.len().min(PLACES) {
            let pair = pairs[(start + at) % pairs.len()];
            let cost = self.state.price_of_taking(pair)
                + self.state.price_of_spending(office, i64::from(graph.pairs[pair as usize].money));
            if cost < least && self.state.fits(pair) {
                (least, place) = (cost, pair);
            }
        }
        if place != NONE {
            self.put_in(place);
        }
        place != NONE
    }

    /// Drops sessions of offices that spend too much, the least loss first, until every budget is kept.
    pub fn repair(&mut self) {
        self.trail.clear();
        for office in 0..self.state.left.len() {
            while self.state.left[office] < 0 {
                let graph = self.state.graph;
                let over = -self.state.left[office];
                let loss = |session: &&u32| {
                    let pair = &graph.pairs[self.state.held[**session as usize] as usize];
                    let money = i64::from(pair.money);
                    let loss = graph.nodes[**session as usize].penalty - i64::from(pair.points);
                    (loss * 16 / money.min(over).max(1), **session)
                };
                let held = self.of_office[office].iter().filter(|session| self.state.held[**session as usize] != NONE);
                let paid = held.filter(|session| graph.pairs[self.state.held[**session as usize] as usize].money > 0);
                let Some(session) = paid.min_by_key(loss).copied() else { break };
                self.put_out(session);
            }
        }
        self.keep();
    }

    fn undo(&mut self) {
        while let Some((session, pair)) = self.trail.pop() {
            if pair == NONE {
                self.state.drop(session);
            } else {
                self.state.take(pair);
            }
        }
    }

    /// Anneals a small part of the plan by itself, from a heat of its own, and takes everything back when that was in vain.
    /// Says how many moves that were.
    ///
    /// Which session is covered is a matter of tens of thousands of points, who holds it of hundreds: when the whole plan has
    /// cooled down enough for the second, the first has long been frozen. A part can be melted again at little cost (large
    /// neighborhood search, Shaw 1998).
    pub fn melt(&mut self, hottest: i64, coldest: i64, moves_each: u64) -> u64 {
        self.choose_part();
        if self.part.is_empty() {
            return 1;
        }
        let before = self.state.cost();
        self.log.clear();
        self.logging = true;
        let moves = moves_each * self.part.len() as u64;
        let stages = 40;
        for stage in 0..=stages {
            let heat = cooled(hottest, coldest, stage, stages);
            for _ in 0..moves / stages {
                let session = self.part[self.random.below(self.part.len())];
                let kind = self.random.below(100);
                self.step_with(session, kind, heat);
            }
        }
        self.logging = false;
        if self.state.cost() > before {
            self.take_back();
        }
        moves
    }

    /// Open sessions of a person's week with everything that this person and the others who could help hold then.
    fn choose_part(&mut self) {
        let graph = self.state.graph;
        let open = self.state.open.len();
        let seed = if open > 0 && self.random.below(4) > 0 {
            self.state.open[self.random.below(open)]
        } else {
            self.movable[self.random.below(self.movable.len())]
        };
        self.part.clear();
        self.part.push(seed);
        let mut at = 0;
        let size = LARGEST_PART / 4 + self.random.below(LARGEST_PART);
        while at < self.part.len() && self.part.len() < size {
            let pairs = graph.pairs_of(self.part[at]);
            at += 1;
            for _ in 0..pairs.len().min(6) {
                let pair = pairs[self.random.below(pairs.len())];
                self.week.clear();
                self.state.held_in_week(pair, &mut self.week);
                self.part.extend(&self.week);
                let group = graph.groups[graph.pairs[pair as usize].group as usize];
                let possible = (group.from..group.to).map(|other| graph.pairs[other as usize].session);
                self.part.extend(possible.filter(|session| self.state.held[*session as usize] == NONE));
            }
            if at % 4 == 0 && open > 0 {
                let office = graph.nodes[seed as usize].office as usize;
                let others = &self.of_office[office];
                self.part.push(others[self.random.below(others.len())]);
                self.part.push(self.state.open[self.random.below(open)]);
            }
            let seen = &mut self.seen;
            seen.clear();
            self.part.retain(|session| seen.insert(*session));
        }
    }

    fn take_back(&mut self) {
        self.seen.clear();
        let mut first: Vec<(u32, u32)> = Vec::new();
        for (session, pair) in self.log.drain(..) {
            if self.seen.insert(session) {
                first.push((session, pair));
            }
        }
        for (session, _) in &first {
            self.state.drop(*session);
        }
        for (session, pair) in &first {
            if *pair != NONE {
                self.state.take(*pair);
            }
            self.changed.push(*session);
        }
    }

    fn keep(&mut self) {
        if self.logging {
            // What a session was before this move: its first entry in the trail says it (`NONE` entries mark arrivals).
            self.log.extend(&self.trail);
        }
        self.affordable += u64::from(self.state.excess == 0);
        self.kept += 1;
        // Many offices are looked at less often: that is a matter of time, not of statistics.
        if self.kept.is_multiple_of(1 + self.over.len() as u64 / 16) {
            self.looks += 1;
            for (over, left) in self.over.iter_mut().zip(&self.state.left) {
                *over += u64::from(*left < 0);
            }
        }
        self.changed.extend(self.trail.iter().map(|(session, _)| *session));
        if self.state.points < self.best_points && self.state.excess == 0 && self.state.is_affordable() {
            self.best_points = self.state.points;
            if self.changed.len() > self.best.len() {
                self.best.copy_from_slice(&self.state.held);
                self.changed.clear();
            } else {
                for session in self.changed.drain(..) {
                    self.best[session as usize] = self.state.held[session as usize];
                }
            }
        } else if self.changed.len() > 4 * self.best.len() {
            self.changed.sort_unstable();
            self.changed.dedup();
        }
    }
}

/// The heat after so many of so many stages, falling geometrically; in integers.
#[allow(clippy::float_arithmetic, reason = "a temperature; no money is in it")]
pub fn cooled(hottest: i64, coldest: i64, stage: u64, stages: u64) -> i64 {
    let share = stage.min(stages) as f64 / stages.max(1) as f64;
    let (from, to) = (hottest.max(1) as f64, coldest.max(1) as f64);
    (from * (to / from).powf(share)).round() as i64
}
