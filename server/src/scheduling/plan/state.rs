//! A plan in the making: who holds what, and every sum that a rule needs, kept up to date move by move.

use super::graph::{Graph, NONE};

/// A plan that keeps every hard rule but perhaps the budgets; what is spent too much is priced.
#[derive(Clone)]
pub struct State<'a> {
    pub graph: &'a Graph,
    /// By session: the pair that holds it, or `NONE`.
    pub held: Vec<u32>,
    /// The pairs that are taken, as bits by group (`Group::rows` does not apply; see `bits_from`).
    taken: Vec<u64>,
    bits_from: Vec<u32>,
    /// By load index.
    load: Vec<i32>,
    /// By face: how many pairs show it.
    shown: Vec<u16>,
    /// Sessions nobody holds although somebody could, in no order; and where each stands in that list.
    pub open: Vec<u32>,
    open_at: Vec<u32>,
    /// By office; negative when spent too much.
    pub left: Vec<i64>,
    /// By office: sixteenths of a point for each cent spent, beyond the cent itself.
    pub money_price: Vec<i64>,
    /// By office: points for each cent spent too much.
    pub excess_price: Vec<i64>,
    /// The objective, without the price of excess.
    pub points: i64,
    /// The price of all excess.
    pub excess: i64,
    /// The price of all money, in sixteenths of a point.
    money: i64,
}

impl<'a> State<'a> {
    /// Nothing is held but the pins.
    pub fn empty(graph: &'a Graph) -> Self {
        let mut bits_from = Vec::with_capacity(graph.groups.len());
        let mut bits = 0;
        for group in &graph.groups {
            bits_from.push(bits);
            bits += group.words;
        }
        let open: Vec<u32> =
            graph.open.iter().copied().filter(|session| !graph.pairs_of(*session).is_empty()).collect();
        let mut open_at = vec![NONE; graph.nodes.len()];
        for (at, session) in open.iter().enumerate() {
            open_at[*session as usize] = at as u32;
        }
        let penalties: i64 = graph.open.iter().map(|session| graph.nodes[*session as usize].penalty).sum();
        let fairness: i64 =
            graph.base.iter().enumerate().map(|(at, load)| graph.fairness(at / graph.weeks, *load)).sum();
        Self {
            graph,
            held: vec![NONE; graph.nodes.len()],
            taken: vec![0; bits as usize],
            bits_from,
            load: graph.base.clone(),
            shown: vec![0; graph.faces()],
            open,
            open_at,
            left: graph.left.clone(),
            money_price: vec![0; graph.left.len()],
            excess_price: vec![1; graph.left.len()],
            points: graph.pinned_points + penalties + fairness,
            excess: 0,
            money: 0,
        }
    }

    /// What the search minimizes.
    pub fn cost(&self) -> i64 {
        self.points + self.excess + (self.money >> 4)
    }

    /// Whether every budget is kept.
    pub fn is_affordable(&self) -> bool {
        self.left.iter().all(|left| *left >= 0)
    }

    /// Changes the price of money.
    pub fn set_money_prices(&mut self, sixteenths: &[i64]) {
        self.money_price.copy_from_slice(sixteenths);
        self.money = self.left.iter().zip(sixteenths).map(|(left, price)| -left * price).sum();
    }

    /// Changes the price of excess.
    pub fn set_excess_prices(&mut self, prices: &[i64]) {
        self.excess_price.copy_from_slice(prices);
        self.excess = self.left.iter().zip(prices).map(|(left, price)| (-left).max(0) * price).sum();
    }

    fn spend(&mut self, office: u32, cents: i64) {
        let office = office as usize;
        let before = self.left[office];
        let after = before - cents;
        self.left[office] = after;
        self.money += cents * self.money_price[office];
        self.excess += ((-after).max(0) - (-before).max(0)) * self.excess_price[office];
    }

    /// Gives a session to the interpreter of a pair. The pair must fit (see [`State::fits`]).
    pub fn take(&mut self, number: u32) {
        self.change(number, true);
    }

    /// Takes a session from whoever holds it.
    pub fn drop(&mut self, session: u32) {
        let number = self.held[session as usize];
        if number != NONE {
            self.change(number, false);
        }
    }

    fn change(&mut self, number: u32, take: bool) {
        let graph = self.graph;
        let pair = &graph.pairs[number as usize];
        let node = &graph.nodes[pair.session as usize];
        let group = &graph.groups[pair.group as usize];
        let sign = if take { 1 } else { -1 };
        let mut points = i64::from(pair.points) - node.penalty;
        if pair.face != NONE {
            let shown = &mut self.shown[pair.face as usize];
            if !take {
                *shown -= 1;
            }
            if *shown == 0 {
                points += graph.new_face;
            }
            if take {
                *shown += 1;
            }
        }
        let load = group.load as usize;
        let interpreter = load / graph.weeks;
        let before = self.load[load];
        let after = before + node.minutes * sign;
        self.load[load] = after;
        let fairness = graph.fairness(interpreter, after) - graph.fairness(interpreter, before);
        self.points += points * i64::from(sign) + fairness;
        let bit = number - group.from;
        self.taken[(self.bits_from[pair.group as usize] + bit / 64) as usize] ^= 1 << (bit % 64);
        self.held[pair.session as usize] = if take { number } else { NONE };
        self.list(pair.session, take);
        self.spend(node.office, i64::from(pair.money) * i64::from(sign));
    }

    /// Keeps the list of open sessions.
    fn list(&mut self, session: u32, taken: bool) {
        if taken {
            let at = self.open_at[session as usize] as usize;
            self.open.swap_remove(at);
            if let Some(moved) = self.open.get(at) {
                self.open_at[*moved as usize] = at as u32;
            }
            self.open_at[session as usize] = NONE;
        } else {
            self.open_at[session as usize] = self.open.len() as u32;
            self.open.push(session);
        }
    }

    /// What taking this pair would add to the cost, if it fits; without the price of excess.
    pub fn price_of_taking(&self, number: u32) -> i64 {
        let graph = self.graph;
        let pair = &graph.pairs[number as usize];
        let node = &graph.nodes[pair.session as usize];
        let load = graph.groups[pair.group as usize].load as usize;
        let interpreter = load / graph.weeks;
        let before = self.load[load];
        let mut points = i64::from(pair.points) - node.penalty;
        if pair.face != NONE && self.shown[pair.face as usize] == 0 {
            points += graph.new_face;
        }
        points + graph.fairness(interpreter, before + node.minutes) - graph.fairness(interpreter, before)
    }

    /// How much money and excess would cost more with so many cents more spent by that office.
    pub fn price_of_spending(&self, office: u32, cents: i64) -> i64 {
        let left = self.left[office as usize];
        ((cents - left).max(0) - (-left).max(0)) * self.excess_price[office as usize]
            + ((cents * self.money_price[office as usize]) >> 4)
    }

    /// The minutes of an interpreter's week, by load index.
    pub fn minutes_of(&self, load: u32) -> i32 {
        self.load[load as usize]
    }

    /// Minutes by which the week of this pair's interpreter would be too long.
    pub fn minutes_too_many(&self, number: u32) -> i32 {
        let pair = &self.graph.pairs[number as usize];
        let load = self.graph.groups[pair.group as usize].load as usize;
        self.load[load] + self.graph.nodes[pair.session as usize].minutes - self.graph.cap[load / self.graph.weeks]
    }

    /// Whether the interpreter has time for this pair: nothing held clashes with it, and the week is not too long.
    pub fn fits(&self, number: u32) -> bool {
        self.minutes_too_many(number) <= 0 && self.has_time(number)
    }

    fn has_time(&self, number: u32) -> bool {
        let group = self.graph.pairs[number as usize].group as usize;
        let from = self.bits_from[group] as usize;
        let row = self.graph.clash_row(number);
        row.iter().zip(&self.taken[from..from + row.len()]).all(|(clash, taken)| clash & taken == 0)
            && self.graph.clashes_over_midnight(number).iter().all(|(_, other)| !self.is_taken(*other))
    }

    fn is_taken(&self, number: u32) -> bool {
        self.held[self.graph.pairs[number as usize].session as usize] == number
    }

    /// The sessions that stand in the way of this pair by their time.
    pub fn in_the_way(&self, number: u32, found: &mut Vec<u32>) {
        let group = self.graph.pairs[number as usize].group as usize;
        let from = self.bits_from[group] as usize;
        let row = self.graph.clash_row(number);
        for (word, clash) in row.iter().enumerate() {
            let mut bits = clash & self.taken[from + word];
            while bits != 0 {
                let other = self.graph.groups[group].from + word as u32 * 64 + bits.trailing_zeros();
                found.push(self.graph.pairs[other as usize].session);
                bits &= bits - 1;
            }
        }
        for (_, other) in self.graph.clashes_over_midnight(number) {
            if self.is_taken(*other) {
                found.push(self.graph.pairs[*other as usize].session);
            }
        }
    }

    /// All that the interpreter of this pair holds in its week.
    pub fn held_in_week(&self, number: u32, found: &mut Vec<u32>) {
        let group = self.graph.pairs[number as usize].group as usize;
        let load = self.graph.groups[group].load;
        let same = |at: &usize| self.graph.groups[*at].load == load;
        let first = (0..group).rev().take_while(same).last().unwrap_or(group);
        for at in (first..self.graph.groups.len()).take_while(same) {
            let from = self.bits_from[at] as usize;
            for word in 0..self.graph.groups[at].words as usize {
                let mut bits = self.taken[from + word];
                while bits != 0 {
                    let other = self.graph.groups[at].from + word as u32 * 64 + bits.trailing_zeros();
                    found.push(self.graph.pairs[other as usize].session);
                    bits &= bits - 1;
                }
            }
        }
    }

    /// For each session who holds it; pins are not among them.
    pub fn interpreters(&self) -> Vec<Option<usize>> {
        self.held.iter().map(|pair| (*pair != NONE).then(|| self.graph.interpreter(*pair))).collect()
    }
}
