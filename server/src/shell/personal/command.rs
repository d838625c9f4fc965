//! Handing out and erasing.

use super::{Whole, sections};
use crate::{
    audit::{self, ActionKind},
    identity::{Permit, policy::AnswerForPerson},
    kernel::{
        actor::Actor,
        clock::Instant,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::{LockKey, Tx},
        disclosure::{self, Disclosed},
        fault::{Fault, Stop},
        retention::{self, Conn, Term},
    },
    shell::retention::rules,
};
use serde_json::json;

/// The name under which the report of the deletion counts people who asked.
const RULE: &str = "person-on-request";

/// What erasing a person would mean.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Erasure {
    /// Why it can't be done yet; sentences `retention-hold-<name>`.
    pub holds: Vec<&'static str>,
    /// What stays, and how much of it; sentences `retention-stay-<name>`.
    pub stays: Vec<(&'static str, i64)>,
}

/// Why a person is not erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EraseRefused {
    /// Something of theirs is still needed, see [`Erasure::holds`].
    StillNeeded,
    /// Nobody erases themselves: who would be asked afterwards?
    Oneself,
}

impl Refusal for EraseRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::StillNeeded => "person-still-needed",
            Self::Oneself => "person-oneself",
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
}

/// Everything about a person, and an entry in the trace that it was handed out, and to whom. People ask for themselves without a
/// permit: being logged in is the proof, and the door gives their own account.
///
/// # Errors
/// The database can't be read or written.
#[doc(alias = "Auskunft")]
pub async fn disclose(actor: &Actor, person: &Whole, now: Instant, tx: &mut Tx) -> Result<Vec<Disclosed>, Fault> {
    let sections = sections();
    let mut found = Vec::new();
    for (kind, id) in person.keys() {
        found.extend(disclosure::disclose(tx.conn(), &sections, kind, id).await?);
    }
    let own = person.account.is_some() && actor.account() == person.account;
    let facts = json!({ "own": own, "sections": found.len() });
    audit::record(tx, actor, ActionKind::PersonalDataDisclosed, person.subject(), &facts, now).await?;
    Ok(found)
}

/// What erasing a person would mean now.
///
/// # Errors
/// The database can't be read.
pub async fn erasure(conn: &impl Conn, person: &Whole, now: Instant) -> Result<Erasure, Fault> {
    let rules = rules();
    let mut found = Erasure::default();
    for (kind, id) in person.keys() {
        found.holds.extend(retention::held_by(conn, &rules, kind, id, now).await?);
        found.stays.extend(retention::stays_of(conn, &rules, kind, id, now).await?);
    }
    Ok(found)
}

/// Erases a person. Their rows stay as numbers without a person, because sessions, vouchers and the trace point at them.
///
/// # Errors
/// Something of theirs is still needed, or it is oneself.
#[doc(alias = "Löschung auf Antrag")]
pub async fn erase_person(
    permit: &Permit<AnswerForPerson>,
    person: &Whole,
    now: Instant,
    tx: &mut Tx,
) -> Result<Erasure, Stop<EraseRefused>> {
    let actor = permit.actor();
    if person.account.is_some() && actor.account() == person.account {
        return Err(Stop::Refused(EraseRefused::Oneself));
    }
    let keys = person.account.map(LockKey::from).into_iter().chain(person.interpreter.map(LockKey::from));
    tx.lock_for_use(keys).await?;
    let meaning = erasure(tx.conn(), person, now).await?;
    if !meaning.holds.is_empty() {
        return Err(Stop::Refused(EraseRefused::StillNeeded));
    }
    let rules = rules();
    // It stands in the report of a run: in the one that goes on, or in one of its own.
    let (run, own) = match retention::unfinished(tx).await? {
        Some(run) => (run, false),
        None => (retention::begin(tx, actor.account().map(|account| account.0), now).await?, true),
    };
    for (kind, id) in person.keys() {
        retention::erase_one(tx, &rules, kind, id, run.id, now).await?;
    }
    retention::note(tx, run.id, RULE, Term::Days(0).cutoff(now), 1, Some(0), now).await?;
    if own {
        retention::finish(tx, run.id, now).await?;
    }
    let stays: serde_json::Map<String, serde_json::Value> =
        meaning.stays.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
    let facts = json!({ "run": run.id, "stays": stays });
    audit::record(tx, actor, ActionKind::PersonalDataErased, person.subject(), &facts, now).await?;
    Ok(meaning)
}
