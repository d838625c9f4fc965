//! A second person approves or rejects what the first proposed.

use crate::{
    audit::{self, ActionKind},
    budget::{
        events::MoneyCameFree,
        marks,
        store::{self, NewPosting, OpenCommitment, PostingKind},
        transfer::{Transfer, TransferKind, TransferState},
    },
    identity::{Permit, policy::DecideTransfer},
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::BudgetTransferId,
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::{LockKey, Tx},
        fault::{Fault, Stop},
    },
};
use serde_json::json;

/// Why a proposal was not decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecideRefused {
    /// There is no such proposal.
    Unknown,
    /// Somebody decided already.
    DecidedAlready,
    /// Whoever proposed can't approve.
    OwnProposal,
    /// A rejection says why.
    ReasonMissing,
    /// The giving line has less left by now.
    NotEnough {
        /// What it has left.
        available: Cents,
    },
    /// Every commitment was settled in between.
    NothingLeft,
}

impl Refusal for DecideRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "transfer-unknown",
            Self::DecidedAlready => "transfer-decided-already",
            Self::OwnProposal => "transfer-own-proposal",
            Self::ReasonMissing => "transfer-rejection-reason-missing",
            Self::NotEnough { .. } => "transfer-exceeds-available",
            Self::NothingLeft => "carry-over-nothing-left",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::NotEnough { available } => message.with("available", *available),
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        (*self == Self::ReasonMissing).then_some("decision_reason")
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Missing,
            Self::ReasonMissing => RefusalKind::Input,
            Self::OwnProposal => RefusalKind::Forbidden,
            _ => RefusalKind::Conflict,
        }
    }
}

/// Approves what somebody else proposed; the money moves now. Gives how much: a carry-over leaves out what was settled since
/// it was proposed.
///
/// # Errors
/// Refuses one's own proposal, a second decision, and what the giving line does not have left any more.
#[doc(alias = "Vier-Augen-Prinzip")]
pub async fn approve_transfer(
    permit: Permit<DecideTransfer>,
    id: BudgetTransferId,
    now: Instant,
    tx: &mut Tx,
) -> Result<Cents, Stop<DecideRefused>> {
    let (mut transfer, items) = locked(id, tx).await?;
    if permit.actor().account() == Some(transfer.proposed_by) {
        return Err(Stop::Refused(DecideRefused::OwnProposal));
    }
    let moved = match transfer.kind {
        TransferKind::Transfer => move_free_money(&transfer, permit.actor(), now, tx).await?,
        TransferKind::CarryOver => carry_over(&transfer, &items, permit.actor(), now, tx).await?,
    };
    decided(&mut transfer, TransferState::Approved, permit.actor(), now)?;
    transfer.moved = Some(moved);
    store::decide(tx, &transfer).await?;
    let action = match transfer.kind {
        TransferKind::Transfer => ActionKind::MoneyTransferred,
        TransferKind::CarryOver => ActionKind::CommitmentsCarriedOver,
    };
    let facts = json!({
        "transfer": id, "from": transfer.from, "to": transfer.to, "amount": moved, "proposed_by": transfer.proposed_by,
        "reason": transfer.reason,
    });
    audit::record(tx, permit.actor(), action, transfer.from, &facts, now).await?;
    Ok(moved)
}

/// Rejects a proposal; whoever made it may take it back in this way, too. Nothing moves.
///
/// # Errors
/// Refuses without a reason, and a second decision.
pub async fn reject_transfer(
    permit: Permit<DecideTransfer>,
    id: BudgetTransferId,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<DecideRefused>> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Stop::Refused(DecideRefused::ReasonMissing));
    }
    let (mut transfer, _) = locked(id, tx).await?;
    decided(&mut transfer, TransferState::Rejected, permit.actor(), now)?;
    reason.clone_into(&mut transfer.decision_reason);
    store::decide(tx, &transfer).await?;
    let facts = json!({ "reason": reason });
    audit::record(tx, permit.actor(), ActionKind::TransferRejected, id, &facts, now).await?;
    Ok(())
}

/// The undecided proposal with its open commitments, everything locked in the order of the house: assignments (a claim may
/// be priced at the same moment), lines, the proposal.
async fn locked(id: BudgetTransferId, tx: &Tx) -> Result<(Transfer, Vec<OpenCommitment>), Stop<DecideRefused>> {
    let unknown = || Stop::Refused(DecideRefused::Unknown);
    let before = store::transfer(tx.conn(), id).await?.ok_or_else(unknown)?;
    let assignments: Vec<LockKey> =
        store::transfer_items(tx.conn(), &before).await?.iter().map(|item| item.assignment.into()).collect();
    let lines: [LockKey; 3] = [before.from.into(), before.to.into(), id.into()];
    tx.lock_for_use(assignments.into_iter().chain(lines)).await?;
    let transfer = store::transfer(tx.conn(), id).await?.ok_or_else(unknown)?;
    if transfer.state != TransferState::Proposed {
        return Err(Stop::Refused(DecideRefused::DecidedAlready));
    }
    let items = store::transfer_items(tx.conn(), &transfer).await?;
    Ok((transfer, items))
}

fn decided(transfer: &mut Transfer, state: TransferState, actor: &Actor, now: Instant) -> Result<(), Fault> {
    let account = actor.account().ok_or_else(|| Fault::new("the policy lets the house decide on a transfer"))?;
    transfer.state = state;
    (transfer.decided_by, transfer.decided_at) = (Some(account), Some(now));
    Ok(())
}

async fn move_free_money(
    transfer: &Transfer,
    actor: &Actor,
    now: Instant,
    tx: &mut Tx,
) -> Result<Cents, Stop<DecideRefused>> {
    let available = store::balance_in(tx.conn(), transfer.from).await?.available();
    if available < transfer.amount {
        return Err(Stop::Refused(DecideRefused::NotEnough { available }));
    }
    for (line, amount) in [(transfer.from, -transfer.amount), (transfer.to, transfer.amount)] {
        let posting = NewPosting::of_line(line, PostingKind::Transfer, amount, &transfer.reason).by(transfer.id);
        store::post(tx, posting, actor, now).await?;
    }
    marks::look(tx, transfer.from, now).await?;
    let office = store::balance_in(tx.conn(), transfer.to).await?.office;
    tx.publish(&MoneyCameFree { line: transfer.to, office }, now).await?;
    Ok(transfer.amount)
}

/// Each commitment is released in the old year and committed in the new one, and as much of what was granted goes with it:
/// what is available stays the same in both.
async fn carry_over(
    transfer: &Transfer,
    items: &[OpenCommitment],
    actor: &Actor,
    now: Instant,
    tx: &mut Tx,
) -> Result<Cents, Stop<DecideRefused>> {
    // An adjustment since the proposal moves no more than two people have seen.
    let mut left = transfer.amount;
    let mut moved = Cents::ZERO;
    for item in items {
        if item.amount > left || !item.amount.is_positive() {
            continue;
        }
        let bound = |line, kind, amount| {
            NewPosting::of_commitment(line, kind, amount, item.commitment, item.assignment).by(transfer.id)
        };
        let granted =
            |line, amount| NewPosting::of_line(line, PostingKind::Transfer, amount, &transfer.reason).by(transfer.id);
        for posting in [
            bound(transfer.from, PostingKind::Release, -item.amount),
            granted(transfer.from, -item.amount),
            granted(transfer.to, item.amount),
            bound(transfer.to, PostingKind::Commit, item.amount),
        ] {
            store::post(tx, posting, actor, now).await?;
        }
        store::set_line(tx, item.commitment, transfer.to).await?;
        left -= item.amount;
        moved += item.amount;
    }
    if moved == Cents::ZERO {
        return Err(Stop::Refused(DecideRefused::NothingLeft));
    }
    Ok(moved)
}
