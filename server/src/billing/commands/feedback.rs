//! What the bank or the treasury reports: imported whole or not at all, each entry once.

use super::matching::Matcher;
use crate::{
    audit::{self, ActionKind, Subject},
    billing::{
        store,
        treasury::{Entry, Source, is_answer, read_answer},
    },
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
    /// `camt.053`, `list`, or `pain.002`.
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

/// Imports a list or a bank statement and matches what is certain, or takes the bank's answer to a file. Importing the same twice
/// changes nothing.
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
    if is_answer(bytes) {
        return take_answer(permit, bytes, now, tx).await;
    }
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
    let fresh: Vec<(PaymentId, &Entry)> = entries
        .iter()
        .filter(|(_, entry)| !known.contains_key(&entry.reference))
        .map(|(_, entry)| (PaymentId::new(), entry))
        .collect();
    let mut matcher = Matcher::begin(permit.actor(), now, fresh.iter().map(|(_, entry)| *entry), tx).await?;
    store::insert_payments(tx, &fresh, source.name(), now).await?;
    let (new, mut matched) = (fresh.len(), 0);
    for (id, entry) in fresh {
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

/// The bank's answer (pain.002): what it accepts counts as matched, what it refuses waits for a person.
async fn take_answer(
    permit: Permit<policy::MatchPayments>,
    bytes: &[u8],
    now: Instant,
    tx: &mut Tx,
) -> Result<Imported, Stop<FeedbackRefused>> {
    let answer = read_answer(bytes).map_err(|problem| Stop::Refused(FeedbackRefused(vec![problem])))?;
    let unknown = |value: &str| {
        let why = Why::of("billing-answer-not-ours");
        Stop::Refused(FeedbackRefused(vec![Problem::new(1, None, value, why)]))
    };
    let found = store::hand_over_of(tx.conn(), answer.sequence).await?;
    let id = found.ok_or_else(|| unknown(&answer.sequence.to_string()))?;
    tx.lock_for_use([id.into()]).await?;
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let told = answer.accepted + answer.refused.len();
    let imported = |new, known| Imported {
        source: "pain.002",
        sha256: sha256.clone(),
        new,
        known,
        matched: answer.accepted,
        waiting: answer.refused.len(),
    };
    if store::is_answer_known(tx.conn(), id, &answer.message).await? {
        return Ok(imported(0, told));
    }
    let names: Vec<String> = answer.refused.iter().map(|one| one.end_to_end.clone()).collect();
    let items = store::items_by_reference(tx.conn(), &names).await?;
    let mut orders = Vec::with_capacity(names.len());
    for name in &names {
        let item = items.iter().find(|item| item.reference == *name).ok_or_else(|| unknown(name))?;
        orders.push(Some(item.order));
    }
    store::insert_answer(tx, id, &answer, &orders, now).await?;
    let imported = imported(told, 0);
    let facts = json!({
        "source": imported.source, "sha256": imported.sha256, "sequence": answer.sequence, "status": answer.status,
        "refused": answer.refused.iter().map(|one| json!({ "document": one.end_to_end, "reason": one.reason })).collect::<Vec<_>>(),
    });
    let subject = Subject { kind: "feedback", id: Uuid::now_v7() };
    audit::record(tx, permit.actor(), ActionKind::FeedbackImported, subject, &facts, now).await?;
    Ok(imported)
}
