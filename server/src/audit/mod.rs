//! The trace: what was done, by whom, to what. It only grows.
//!
//! Every command records its entry in its own transaction. Each entry carries the hash of the one before it (SHA-256), so
//! that a changed or missing entry shows; [`verify()`] walks the chain. Personal values stand beside the chain, which holds
//! only their salted digests: erasing one leaves the chain whole.
//!
//! Absences: nothing here updates or deletes an entry, and the database refuses it. The head row puts writers in one line, so
//! record late in the transaction.

mod action;
mod chain;
mod disclosure;
mod retention;
mod store;
#[cfg(test)]
mod tests;

pub use action::ActionKind;
pub use chain::{Broken, Verdict, verify};
pub use disclosure::SECTIONS as DISCLOSURE;
pub use retention::{forget_about, retention};
pub use store::{
    EntryView, PersonalView, TraceFilter, actor_names, count_entries, find_entries, history, history_of, personal_of,
    recent,
};

use crate::{
    kernel::{actor::Actor, clock::Instant, ids::RowId},
    platform::{db::Tx, fault::Fault},
};
use serde::Serialize;
use uuid::Uuid;

/// What an entry is about: a table's row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subject {
    /// The kind, the table's name.
    pub kind: &'static str,
    /// The key.
    pub id: Uuid,
}

impl<I: RowId> From<I> for Subject {
    fn from(id: I) -> Self {
        Self { kind: I::TABLE, id: id.uuid() }
    }
}

/// Records that `actor` did `action` to `subject`. `facts` says what changed, without anything personal.
///
/// # Errors
/// The entry can't be stored; the unit of work should not be committed.
pub async fn record(
    tx: &Tx,
    actor: &Actor,
    action: ActionKind,
    subject: impl Into<Subject>,
    facts: &impl Serialize,
    now: Instant,
) -> Result<(), Fault> {
    record_with_personal(tx, actor, action, subject, facts, &[], now).await
}

/// Like [`record`], with values that belong to a person and can be erased later: `(field, value)`.
///
/// # Errors
/// The entry can't be stored.
pub async fn record_with_personal(
    tx: &Tx,
    actor: &Actor,
    action: ActionKind,
    subject: impl Into<Subject>,
    facts: &impl Serialize,
    personal: &[(&str, &str)],
    now: Instant,
) -> Result<(), Fault> {
    let facts = serde_json::to_string(facts)?;
    store::append(tx, actor, action, subject.into(), facts, personal, now).await
}
