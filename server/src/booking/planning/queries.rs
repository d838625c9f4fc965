//! What pages and the API show of plans.

use super::{
    changes::{self, Change},
    entry::{Entry, EntryOutcome, Sending},
    plan::{CityPlan, PlanStatus},
    store, world,
};
use crate::{
    booking::{
        assignment::Status,
        facts::AssignmentFacts,
        queries::names,
        store::{read, snapshots},
    },
    kernel::{clock::Instant, ids::*, money::Cents, time::berlin_date},
    platform::{
        db::Db,
        fault::Fault,
        http::{Cursor, PageRequest, Paged},
    },
};
use std::collections::HashMap;

/// A plan with everything that is shown of it.
pub(super) struct PlanView {
    pub(super) plan: CityPlan,
    /// What it says, by begin, each with what is known of its session.
    pub(super) lines: Vec<(Entry, AssignmentFacts)>,
    pub(super) names: HashMap<InterpreterId, String>,
    /// What happened since; empty for what is over.
    pub(super) changes: Vec<Change>,
}

/// How many sessions stand how, and what they cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Sums {
    pub(super) sessions: i64,
    /// Somebody had said yes.
    pub(super) accepted_before: i64,
    /// Somebody had been asked.
    pub(super) asked_before: i64,
    /// Nobody had been asked.
    pub(super) nobody_before: i64,
    pub(super) accepted: i64,
    pub(super) asked: i64,
    pub(super) proposed: i64,
    pub(super) open: i64,
    /// What was bound for all of them.
    pub(super) committed: Cents,
    /// What they would cost.
    pub(super) gross: Cents,
}

impl Sums {
    fn add(&mut self, entry: &Entry) {
        self.sessions += 1;
        match (entry.facts.status, entry.facts.asked.is_empty()) {
            (Status::Filled, _) if entry.held_by.is_none() => self.accepted_before += 1,
            (_, false) => self.asked_before += 1,
            (_, true) => self.nobody_before += 1,
        }
        match entry.outcome {
            EntryOutcome::Accepted => self.accepted += 1,
            EntryOutcome::Asked => self.asked += 1,
            EntryOutcome::Proposed => self.proposed += 1,
            EntryOutcome::Open => self.open += 1,
        }
        self.committed += entry.facts.committed;
        self.gross += entry.gross;
    }

    /// Sessions with somebody, if everybody says yes.
    pub(super) fn covered(&self) -> i64 {
        self.accepted + self.asked + self.proposed
    }
}

impl PlanView {
    /// Of all sessions.
    pub(super) fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        self.lines.iter().for_each(|(entry, _)| sums.add(entry));
        sums
    }

    /// By office, in the order of their German names.
    pub(super) fn by_office(&self) -> Vec<(&AssignmentFacts, Sums)> {
        let mut offices: HashMap<OfficeId, (&AssignmentFacts, Sums)> = HashMap::new();
        for (entry, facts) in &self.lines {
            offices.entry(facts.office).or_insert((facts, Sums::default())).1.add(entry);
        }
        let mut all: Vec<_> = offices.into_values().collect();
        all.sort_by(|one, other| one.0.office_name_de.cmp(&other.0.office_name_de));
        all
    }

    /// Proposals whose offer can be sent.
    pub(super) fn sendable(&self) -> usize {
        self.lines.iter().filter(|(entry, _)| entry.can_be_sent()).count()
    }

    /// Offers of chosen proposals that still wait to be sent, and how many were chosen in all.
    pub(super) fn sending(&self) -> (usize, usize) {
        let in_state = |state| self.lines.iter().filter(|(entry, _)| entry.sending == Some(state)).count();
        let waiting = in_state(Sending::Waiting);
        (waiting, waiting + in_state(Sending::Sent) + in_state(Sending::Refused))
    }

    /// Sessions that somebody who can't come would have to give back.
    pub(super) fn to_give_back(&self) -> usize {
        self.lines.iter().filter(|(entry, _)| entry.can_be_sent() && entry.held_by.is_some()).count()
    }

    pub(super) fn name(&self, person: Option<InterpreterId>) -> String {
        person.and_then(|id| self.names.get(&id).cloned()).unwrap_or_default()
    }
}

/// A page of the plans, newest first.
pub(super) async fn latest(db: &Db, wanted: &PageRequest) -> Result<Paged<CityPlan>, Fault> {
    let after = wanted.cursor.as_ref().map(|cursor| CityPlanId(cursor.id));
    let found = store::latest(read(db), after, wanted.fetch()).await?;
    Ok(Paged::cut(found, wanted, |plan| Cursor::after("", plan.id.0)))
}

/// How many plans there are.
pub(super) async fn count(db: &Db) -> Result<u64, Fault> {
    store::count(read(db)).await
}

/// One plan, if there is one of that key.
pub(super) async fn plan(db: &Db, id: CityPlanId, now: Instant) -> Result<Option<PlanView>, Fault> {
    let conn = read(db);
    let Some(plan) = store::plan(conn, id).await? else { return Ok(None) };
    let entries = store::entries_of(conn, id).await?;
    let ids: Vec<AssignmentId> = entries.iter().map(|entry| entry.assignment).collect();
    let mut facts: HashMap<AssignmentId, AssignmentFacts> = snapshots::assignments_facts(conn, &ids)
        .await?
        .into_iter()
        .map(|mut facts| {
            facts.file_reference = None;
            (facts.assignment, facts)
        })
        .collect();
    let names = names(db).await?;
    let changes = changes_since(db, &plan, &entries, &names, now).await?;
    let lines = entries.into_iter().filter_map(|entry| Some((facts.remove(&entry.assignment)?, entry)));
    let lines = lines.map(|(facts, entry)| (entry, facts)).collect();
    Ok(Some(PlanView { plan, lines, names, changes }))
}

async fn changes_since(
    db: &Db,
    plan: &CityPlan,
    entries: &[Entry],
    names: &HashMap<InterpreterId, String>,
    now: Instant,
) -> Result<Vec<Change>, Fault> {
    let is_over = plan.status != PlanStatus::Made || plan.span.to < berlin_date(now);
    if is_over || !entries.iter().any(Entry::can_be_sent) {
        return Ok(Vec::new());
    }
    let reading = db.snapshot().await?;
    let world = world::read(&reading, plan.span, plan.instead_of, now).await?;
    Ok(changes::changes(&world, entries, names))
}
