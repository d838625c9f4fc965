//! Money that is promised: committed, adjusted, released, consumed. Called by booking and billing inside their own unit of work.

use super::{
    events::MoneyCameFree,
    marks,
    store::{self, NewPosting, PostingKind},
};
use crate::{
    audit::{self, ActionKind},
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::{AssignmentId, BudgetLineId, CommitmentId},
        message::Message,
        money::Cents,
        refusal::Refusal,
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

/// The line has less left than is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BudgetExhausted {
    /// The line.
    pub line: BudgetLineId,
    /// What is left.
    pub available: Cents,
    /// What was asked for.
    pub wanted: Cents,
}

impl Refusal for BudgetExhausted {
    fn code(&self) -> &'static str {
        "budget-exhausted"
    }
    fn message(&self) -> Message {
        Message::new("refusal-budget-exhausted").with("available", self.available).with("wanted", self.wanted)
    }
}

/// Commits `amount` of `line` to an assignment that has no open commitment.
///
/// # Errors
/// Refuses with what is left if the line can't bear it.
#[doc(alias = "Mittelbindung")]
pub async fn commit(
    tx: &mut Tx,
    actor: &Actor,
    line: BudgetLineId,
    assignment: AssignmentId,
    amount: Cents,
    now: Instant,
) -> Result<CommitmentId, Stop<BudgetExhausted>> {
    tx.lock_for_use([line.into()]).await?;
    has_left(tx, line, amount).await?;
    let commitment = store::open_commitment(tx, line, assignment, amount, now).await?;
    let posting = NewPosting::of_commitment(line, PostingKind::Commit, amount, commitment, assignment);
    store::post(tx, posting, actor, now).await?;
    audit::record(
        tx,
        actor,
        ActionKind::MoneyCommitted,
        commitment,
        &json!({ "line": line, "assignment": assignment, "amount": amount }),
        now,
    )
    .await?;
    marks::look(tx, line, now).await?;
    Ok(commitment)
}

/// Changes an open commitment to `amount`, for example because the session was moved or lasted longer.
///
/// # Errors
/// Refuses if the line can't bear the difference. Without an open commitment it is a fault.
pub async fn adjust(
    tx: &mut Tx,
    actor: &Actor,
    assignment: AssignmentId,
    amount: Cents,
    now: Instant,
) -> Result<(), Stop<BudgetExhausted>> {
    let open = open_commitment(tx, assignment).await?;
    let difference = amount - open.amount;
    if difference == Cents::ZERO {
        return Ok(());
    }
    has_left(tx, open.line, difference).await?;
    let posting = NewPosting::of_commitment(open.line, PostingKind::Adjust, difference, open.id, assignment);
    store::post(tx, posting, actor, now).await?;
    store::set_commitment(tx, open.id, amount, "open", None).await?;
    let facts = json!({ "from": open.amount, "to": amount });
    audit::record(tx, actor, ActionKind::CommitmentAdjusted, open.id, &facts, now).await?;
    changed(tx, open.line, difference, now).await?;
    Ok(())
}

/// Frees what an assignment had committed, if it had; gives what became free.
///
/// # Errors
/// The database can't be written.
pub async fn release(tx: &mut Tx, actor: &Actor, assignment: AssignmentId, now: Instant) -> Result<Cents, Fault> {
    let Some(open) = store::commitment_of(tx.conn(), assignment).await?.filter(|commitment| commitment.state == "open")
    else {
        return Ok(Cents::ZERO);
    };
    tx.lock_for_use([open.line.into()]).await?;
    let posting = NewPosting::of_commitment(open.line, PostingKind::Release, -open.amount, open.id, assignment);
    store::post(tx, posting, actor, now).await?;
    store::set_commitment(tx, open.id, open.amount, "released", Some(now)).await?;
    audit::record(tx, actor, ActionKind::CommitmentReleased, open.id, &json!({ "amount": open.amount }), now).await?;
    came_free(tx, open.line, now).await?;
    Ok(open.amount)
}

/// Turns an open commitment into consumption of `amount`: what was promised is freed, what is owed is used.
///
/// # Errors
/// Refuses if more is owed than was promised and the line can't bear the rest.
pub async fn consume(
    tx: &mut Tx,
    actor: &Actor,
    assignment: AssignmentId,
    amount: Cents,
    now: Instant,
) -> Result<(), Stop<BudgetExhausted>> {
    let open = open_commitment(tx, assignment).await?;
    has_left(tx, open.line, amount - open.amount).await?;
    for (kind, amount) in [(PostingKind::Release, -open.amount), (PostingKind::Consume, amount)] {
        let posting = NewPosting::of_commitment(open.line, kind, amount, open.id, assignment);
        store::post(tx, posting, actor, now).await?;
    }
    store::set_commitment(tx, open.id, amount, "consumed", Some(now)).await?;
    let facts = json!({ "promised": open.amount, "consumed": amount });
    audit::record(tx, actor, ActionKind::MoneyConsumed, open.id, &facts, now).await?;
    changed(tx, open.line, amount - open.amount, now).await?;
    Ok(())
}

/// Raises a line's ceiling by exactly what is missing for `wanted`, with a reason, in the name of `actor`. The caller holds
/// the permit.
///
/// # Errors
/// The database can't be written.
pub async fn raise_ceiling(
    tx: &Tx,
    actor: &Actor,
    line: BudgetLineId,
    assignment: AssignmentId,
    wanted: Cents,
    reason: &str,
    now: Instant,
) -> Result<Cents, Fault> {
    tx.lock_for_use([line.into()]).await?;
    let missing = wanted - store::balance_in(tx.conn(), line).await?.available();
    if !missing.is_positive() {
        return Ok(Cents::ZERO);
    }
    let posting = NewPosting::of_line(line, PostingKind::Override, missing, reason);
    store::post(tx, NewPosting { assignment: Some(assignment), ..posting }, actor, now).await?;
    let facts = json!({ "assignment": assignment, "amount": missing });
    audit::record_with_personal(tx, actor, ActionKind::BudgetOverridden, line, &facts, &[("reason", reason)], now)
        .await?;
    Ok(missing)
}

/// A line bears `difference` more than before: those who wait hear of less, the office's head of more.
async fn changed(tx: &mut Tx, line: BudgetLineId, difference: Cents, now: Instant) -> Result<(), Fault> {
    if difference < Cents::ZERO { came_free(tx, line, now).await } else { marks::look(tx, line, now).await }
}

/// Tells those who wait that a line has more left.
async fn came_free(tx: &mut Tx, line: BudgetLineId, now: Instant) -> Result<(), Fault> {
    let office = store::balance_in(tx.conn(), line).await?.office;
    tx.publish(&MoneyCameFree { line, office }, now).await
}

async fn open_commitment(tx: &Tx, assignment: AssignmentId) -> Result<store::Commitment, Fault> {
    let open = store::commitment_of(tx.conn(), assignment)
        .await?
        .filter(|commitment| commitment.state == "open")
        .ok_or_else(|| Fault::new(format!("assignment {assignment} has no open commitment")))?;
    tx.lock_for_use([open.line.into()]).await?;
    Ok(open)
}

async fn has_left(tx: &Tx, line: BudgetLineId, wanted: Cents) -> Result<(), Stop<BudgetExhausted>> {
    let available = store::balance_in(tx.conn(), line).await?.available();
    if wanted.is_positive() && wanted > available {
        return Err(Stop::Refused(BudgetExhausted { line, available, wanted }));
    }
    Ok(())
}
