//! What the bank or the treasury reports: imported whole or not at all, each entry once.

use super::matching::Matcher;
use crate::{
    audit::{self, ActionKind, Subject},
    billing::{store, treasury::Source},
    identity::{Permit, policy},
    kernel::{
        clock::Instant,
        ids::*,
        message::Message,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::Tx,
        fault::Stop,
        table::{Problem, Why},
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What an import led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// `camt.053` or `list`.
    pub source: &'static str,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Entries that are new.
    pub new: usize,
    /// Entries that were known already.
    pub known: usize,
    /// New entries that were matched at once.
    pub matched: usize,
    /// New entries that wait for a person.
    pub waiting: usize,
}

/// The file has mistakes; nothing of it was used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedbackRefused(pub Vec<Problem>);

impl Refusal for FeedbackRefused {
    fn code(&self) -> &'static str {
        "feedback-has-problems"
    }
    fn message(&self) -> Message {
        Message::new("refusal-feedback-has-problems").with("count", i64::try_from(self.0.len()).unwrap_or(i64::MAX))
    }
    fn field(&self) -> Option<&'static str> {
        Some("file")
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Imports a list or a bank statement and matches what is certain. Importing the same file twice changes nothing.
///
/// # Errors
/// Every problem of the file, with its line; an entry that is known with other values is one.
#[doc(alias = "Rückmeldung der Stadtkasse")]
pub async fn import_feedback(
    permit: Permit<policy::MatchPayments>,
    bytes: &[u8],
    now: Instant,
    tx: &mut Tx,
) -> Result<Imported, Stop<FeedbackRefused>> {
    let source = Source::of(bytes);
    let entries = source.read(bytes).map_err(|problems| Stop::Refused(FeedbackRefused(problems)))?;
    let references: Vec<&str> = entries.iter().map(|(_, entry)| entry.reference.as_str()).collect();
    let known = store::payments_by_reference(tx.conn(), &references).await?;
    let problems: Vec<Problem> = entries
        .iter()
        .filter(|(_, entry)| known.get(&entry.reference).is_some_and(|stored| stored.entry != *entry))
        .map(|(line, entry)| Problem::new(*line, None, &entry.reference, Why::of("billing-feedback-changed")))
        .collect();
    if !problems.is_empty() {
        return Err(Stop::Refused(FeedbackRefused(problems)));
    }
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let mut matcher = Matcher::begin(permit.actor(), now, tx).await?;
    let (mut new, mut matched) = (0, 0);
    for (_, entry) in entries.iter().filter(|(_, entry)| !known.contains_key(&entry.reference)) {
        let id = PaymentId::new();
        store::insert_payment(tx, id, entry, source.name(), now).await?;
        new += 1;
        matched += usize::from(matcher.try_match(id, entry, entry.amount, tx).await?);
    }
    let imported =
        Imported { source: source.name(), sha256, new, known: entries.len() - new, matched, waiting: new - matched };
    let facts = json!({
        "source": imported.source, "sha256": imported.sha256, "new": new, "known": imported.known, "matched": matched,
    });
    let subject = Subject { kind: "feedback", id: Uuid::now_v7() };
    audit::record(tx, permit.actor(), ActionKind::FeedbackImported, subject, &facts, now).await?;
    Ok(imported)
}
