//! What another schedule would have cost: two schedules over the same sessions, grouped as the reader likes.

use std::collections::BTreeMap;

use crate::{Facts, Money, MoneyError, QuoteError, price::net_as_if_valid, schedule::Schedule};

/// One group of sessions under both schedules. Amounts are net.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Sessions that both schedules could price.
    pub sessions: u64,
    /// What they cost by the first schedule.
    pub before: Money,
    /// What they cost by the second.
    pub after: Money,
    /// Sessions that would have been dearer.
    pub dearer: u64,
    /// Sessions that would have been cheaper.
    pub cheaper: u64,
    /// How many sessions one of the two could not price; they are in neither sum.
    pub unpriced_sessions: u64,
    /// The first hundred of them.
    pub unpriced: Vec<Unpriced>,
}

/// A session that could not be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpriced {
    /// Its place in the list of facts, from zero.
    pub index: usize,
    /// Id of the schedule that has no price for it.
    pub schedule: String,
    /// Why.
    pub error: QuoteError,
}

/// The whole comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<K> {
    /// Each group, in the order of its key.
    pub groups: BTreeMap<K, Difference>,
    /// All groups together.
    pub total: Difference,
}

impl Difference {
    fn none(before: &Schedule, after: &Schedule) -> Self {
        Difference {
            sessions: 0,
            before: Money::zero(before.currency),
            after: Money::zero(after.currency),
            dearer: 0,
            cheaper: 0,
            unpriced_sessions: 0,
            unpriced: Vec::new(),
        }
    }

    /// Minor units by which the second schedule is dearer; negative if it is cheaper.
    pub fn change(&self) -> i64 {
        self.after.minor().saturating_sub(self.before.minor())
    }

    fn add(&mut self, before: Money, after: Money) -> Result<(), MoneyError> {
        (self.before, self.after) = (self.before.plus(before)?, self.after.plus(after)?);
        self.sessions += 1;
        self.dearer += u64::from(after.minor() > before.minor());
        self.cheaper += u64::from(after.minor() < before.minor());
        Ok(())
    }

    fn miss(&mut self, unpriced: Unpriced) {
        self.unpriced_sessions += 1;
        if self.unpriced.len() < NAMED {
            self.unpriced.push(unpriced);
        }
    }
}

/// Of those that can't be priced so many are named.
const NAMED: usize = 100;

/// A comparison under way: sessions come one by one, so that a year of them need not be held at once.
#[derive(Debug, Clone)]
pub struct Comparing<'s, K> {
    before: &'s Schedule,
    after: &'s Schedule,
    seen: usize,
    comparison: Comparison<K>,
}

impl<'s, K: Ord> Comparing<'s, K> {
    /// Begins to compare two schedules. Those in unlike currencies are not compared.
    pub fn new(before: &'s Schedule, after: &'s Schedule) -> Result<Self, MoneyError> {
        if before.currency != after.currency {
            return Err(MoneyError::UnlikeCurrencies(before.currency, after.currency));
        }
        let comparison = Comparison { groups: BTreeMap::new(), total: Difference::none(before, after) };
        Ok(Self { before, after, seen: 0, comparison })
    }

    /// Prices one more session by both schedules, as if both were in force on its day, and adds it to its group.
    pub fn add(&mut self, group: K, session: &Facts) -> Result<(), MoneyError> {
        let index = self.seen;
        self.seen += 1;
        let (before, after) = (self.before, self.after);
        let total = &mut self.comparison.total;
        let group = self.comparison.groups.entry(group).or_insert_with(|| Difference::none(before, after));
        match both(before, after, session) {
            Ok((old, new)) => {
                group.add(old, new)?;
                total.add(old, new)?;
            }
            Err((schedule, error)) => {
                let unpriced = Unpriced { index, schedule: schedule.id.clone(), error };
                group.miss(unpriced.clone());
                total.miss(unpriced);
            }
        }
        Ok(())
    }

    /// What came out.
    pub fn finish(self) -> Comparison<K> {
        self.comparison
    }
}

/// Compares two schedules over a list: `group` is given the place in the list and the facts, so that it can know more than
/// they do (the office, the month).
#[doc(alias = "Was-wäre-wenn")]
pub fn compare<K: Ord>(
    before: &Schedule,
    after: &Schedule,
    facts: &[Facts],
    group: impl Fn(usize, &Facts) -> K,
) -> Result<Comparison<K>, MoneyError> {
    let mut comparing = Comparing::new(before, after)?;
    for (index, session) in facts.iter().enumerate() {
        comparing.add(group(index, session), session)?;
    }
    Ok(comparing.finish())
}

fn both<'s>(
    before: &'s Schedule,
    after: &'s Schedule,
    facts: &Facts,
) -> Result<(Money, Money), (&'s Schedule, QuoteError)> {
    let old = net_as_if_valid(before, facts).map_err(|error| (before, error))?;
    let new = net_as_if_valid(after, facts).map_err(|error| (after, error))?;
    Ok((old, new))
}
