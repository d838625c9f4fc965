//! Who waits for money: each line's queue in the order in which it is served, what each would need, and when that may come.

use super::{
    commands::place_in_queue,
    estimate,
    facts::AssignmentFacts,
    queries,
    request::{BookingRequest, Priority},
    store::{self, lists},
};
use crate::{
    budget::{self, BalanceView},
    directory,
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::{BudgetLineId, RequirementProfileId},
        money::Cents,
    },
    platform::{db::Db, fault::Fault, fault::Stop},
};
use chrono::Duration;
use std::collections::HashMap;

/// At most so many are looked at, those that begin first.
const MOST: u64 = 500;

/// What came free in so many weeks says what may come free in the next.
pub(super) const WEEKS_LOOKED_AT: i64 = 12;

/// One request that waits.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    /// What may be shown of it.
    pub(super) facts: AssignmentFacts,
    /// How pressing it is.
    pub(super) priority: Priority,
    /// When it was asked for.
    pub(super) requested_at: Instant,
    /// Its place in its line's queue, from 1.
    pub(super) place: usize,
    /// What would be committed for it; none if it has no price any more.
    pub(super) needs: Option<Cents>,
    /// What must come free on the line until it is served: all before it are served first.
    pub(super) missing: Cents,
    /// Weeks until then, if as much comes free as lately; none if nothing does, or if it comes too late.
    pub(super) weeks: Option<i64>,
}

/// The queue of one line.
#[derive(Clone, Debug)]
pub(super) struct LineQueue {
    /// The line.
    pub(super) line: BalanceView,
    /// What came free on it in the weeks that are looked at: cancelled, cheaper, not used.
    pub(super) freed: Cents,
    /// Who waits, in the order in which they are served.
    pub(super) waiting: Vec<Waiting>,
}

/// Who waits for the money of a line: what was asked for, what may be shown, what it needs.
type Asking = (BookingRequest, AssignmentFacts, Option<Cents>);

/// The queues that somebody may see, by line. A fixed number of queries and one for each language that is waited for.
///
/// # Errors
/// The database can't be read.
pub(super) async fn queues(db: &Db, actor: &Actor, now: Instant) -> Result<Vec<LineQueue>, Fault> {
    let conn = store::read(db);
    let found = lists::awaiting(conn, queries::offices_in_sight(actor).as_deref(), now, MOST).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let profiles: HashMap<RequirementProfileId, _> =
        directory::profiles(conn).await?.into_iter().map(|profile| (profile.id, profile)).collect();
    let mut pools = HashMap::new();
    let mut of_line: HashMap<BudgetLineId, Vec<Asking>> = HashMap::new();
    for (request, facts) in found {
        if !pools.contains_key(&request.language) {
            pools.insert(request.language.clone(), directory::divided(conn, &request.language).await?.speakers);
        }
        let (Some(profile), Some(pool)) = (profiles.get(&request.profile), pools.get(&request.language)) else {
            continue; // a foreign key rules it out
        };
        let needs = match estimate::for_anybody(&request, profile, pool) {
            Ok(estimate) => Some(estimate.gross),
            Err(Stop::Refused(_)) => None,
            Err(Stop::Fault(fault)) => return Err(fault),
        };
        let facts = queries::in_sight_of(actor, facts);
        of_line.entry(request.budget_line).or_default().push((request, facts, needs));
    }
    let lines: Vec<BudgetLineId> = of_line.keys().copied().collect();
    let freed = budget::freed_since(conn, &lines, now - Duration::weeks(WEEKS_LOOKED_AT)).await?;
    let all = budget::balances(conn, None, None).await?.into_iter();
    Ok(all
        .filter_map(|line| {
            let asking = of_line.remove(&line.line)?;
            let freed = freed.get(&line.line).copied().unwrap_or_default();
            Some(LineQueue { waiting: in_order(asking, line.available(), freed, now), freed, line })
        })
        .collect())
}

/// Who is served when: each needs what is missing for itself and for all before it.
fn in_order(mut asking: Vec<Asking>, available: Cents, freed: Cents, now: Instant) -> Vec<Waiting> {
    asking.sort_by_key(|(request, ..)| place_in_queue(request));
    let mut wanted = Cents::ZERO;
    asking
        .into_iter()
        .zip(1..)
        .map(|((request, facts, needs), place)| {
            wanted += needs.unwrap_or_default();
            let missing = Ord::max(wanted - available, Cents::ZERO);
            let weeks =
                weeks_until(missing, freed).filter(|weeks| now + Duration::weeks(*weeks) < facts.slot.starts_at());
            Waiting {
                priority: request.priority,
                requested_at: request.requested_at,
                facts,
                place,
                needs,
                missing,
                weeks,
            }
        })
        .collect()
}

/// Begun weeks until `missing` has come free, at the pace of what was `freed` lately.
fn weeks_until(missing: Cents, freed: Cents) -> Option<i64> {
    if missing == Cents::ZERO {
        return Some(0);
    }
    if !freed.is_positive() {
        return None;
    }
    let whole = missing.get().checked_mul(WEEKS_LOOKED_AT)?;
    Some(whole / freed.get() + i64::from(whole % freed.get() != 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 120.00 came free in twelve weeks: 10.00 a week.
    #[test]
    fn weeks_are_begun_weeks_at_the_pace_of_lately() {
        let freed = Cents(12_000);
        assert_eq!(weeks_until(Cents::ZERO, freed), Some(0));
        assert_eq!(weeks_until(Cents(1_000), freed), Some(1));
        assert_eq!(weeks_until(Cents(1_001), freed), Some(2));
        assert_eq!(weeks_until(Cents(8_925), freed), Some(9));
        assert_eq!(weeks_until(Cents(8_925), Cents::ZERO), None);
        assert_eq!(weeks_until(Cents(8_925), Cents(-100)), None);
    }
}
