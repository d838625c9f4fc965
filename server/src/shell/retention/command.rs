//! Starting a run, and taking one bite of it.

use crate::{
    audit::{self, ActionKind, Subject},
    identity::{Permit, policy::RunRetention},
    kernel::{
        clock::Instant,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        config::RetentionConfig,
        db::Tx,
        fault::{Fault, Stop},
        retention::{self, Rules, Run},
    },
};
use serde_json::json;
use uuid::Uuid;

/// Rows or things that go in one unit of work.
const BITE: u64 = 500;

/// Why no run is started.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunRefused {
    /// One goes on.
    Running,
}

impl Refusal for RunRefused {
    fn code(&self) -> &'static str {
        "retention-running"
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
}

/// Whether the run is through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bite {
    /// There is more to do.
    More,
    /// That was the last.
    Through,
}

fn subject(run: Uuid) -> Subject {
    Subject { kind: "retention_run", id: run }
}

/// Begins a run whose terms are counted from now. Gives its key; the bites are the caller's.
///
/// # Errors
/// A run goes on.
#[doc(alias = "Löschlauf")]
pub async fn start_run(permit: &Permit<RunRetention>, now: Instant, tx: &mut Tx) -> Result<Uuid, Stop<RunRefused>> {
    if retention::unfinished(tx).await?.is_some() {
        return Err(Stop::Refused(RunRefused::Running));
    }
    let actor = permit.actor();
    let run = retention::begin(tx, actor.account().map(|account| account.0), now).await?;
    audit::record(tx, actor, ActionKind::RetentionBegun, subject(run.id), &json!({}), now).await?;
    Ok(run.id)
}

/// Takes one bite of the run that goes on. The first rule that is not through loses up to [`BITE`] of what is due.
///
/// # Errors
/// The database can't be written; nothing of this bite happened.
pub async fn bite(
    permit: &Permit<RunRetention>,
    rules: &Rules,
    periods: &RetentionConfig,
    now: Instant,
    tx: &mut Tx,
) -> Result<Bite, Fault> {
    let Some(run) = retention::unfinished(tx).await? else { return Ok(Bite::Through) };
    let done = retention::outcomes(tx.conn(), vec![run.id]).await?;
    let is_through = |name: &str| done.iter().any(|one| one.rule == name && one.finished_at.is_some());
    let Some(rule) = rules.all().iter().find(|rule| !is_through(rule.name)) else {
        return finish(permit, &run, now, tx).await;
    };
    let cutoff = (rule.term)(periods).cutoff(run.started_at);
    let erased = retention::batch(tx, rules, rule, run.id, cutoff, now, BITE).await?;
    // Reversals make room for what they took back: a rule is through when a bite found nothing.
    let through = match erased {
        0 => Some(retention::count(tx.conn(), rules, rule, cutoff, now).await?.held),
        _ => None,
    };
    retention::note(tx, run.id, rule.name, cutoff, erased, through, now).await?;
    if erased > 0 {
        let facts = json!({ "rule": rule.name, "before": cutoff.instant, "erased": erased });
        audit::record(tx, permit.actor(), ActionKind::RetentionErased, subject(run.id), &facts, now).await?;
    }
    Ok(Bite::More)
}

async fn finish(permit: &Permit<RunRetention>, run: &Run, now: Instant, tx: &mut Tx) -> Result<Bite, Fault> {
    let outcomes = retention::outcomes(tx.conn(), vec![run.id]).await?;
    let erased: i64 = outcomes.iter().map(|one| one.erased).sum();
    let held: i64 = outcomes.iter().map(|one| one.held).sum();
    retention::finish(tx, run.id, now).await?;
    let facts = json!({ "rules": outcomes.len(), "erased": erased, "held": held });
    audit::record(tx, permit.actor(), ActionKind::RetentionFinished, subject(run.id), &facts, now).await?;
    Ok(Bite::Through)
}
