//! One person proposes to move money; nothing moves yet.

use crate::{
    audit::{self, ActionKind},
    budget::{
        store::{self, BalanceView, OpenCommitment},
        transfer::{Transfer, TransferKind, TransferState},
    },
    identity::{Permit, policy::ProposeTransfer},
    kernel::{
        clock::Instant,
        ids::{BudgetLineId, BudgetTransferId, CommitmentId},
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
        time::{FiscalYear, berlin_date},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

/// Why a transfer was not proposed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProposeRefused {
    /// Zero or less.
    NotPositive,
    /// A transfer says why.
    ReasonMissing,
    /// From and to are the same.
    SameLine,
    /// One of the lines does not exist.
    NoSuchLine,
    /// The lines belong to different years.
    OtherYear,
    /// The giving line has less left.
    NotEnough {
        /// What it has left.
        available: Cents,
    },
    /// Carrying over leads into the following year.
    NotNextYear,
    /// Carrying over stays with the office (or grant).
    OtherOffice,
    /// The year is not over.
    YearNotOver {
        /// The year of the giving line.
        year: i32,
    },
    /// Nothing was chosen to be carried over.
    NothingChosen,
    /// One of the commitments is settled, belongs elsewhere or is proposed already.
    NotOpen,
}

impl Refusal for ProposeRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "amount-not-positive",
            Self::ReasonMissing => "reason-missing",
            Self::SameLine => "transfer-to-itself",
            Self::NoSuchLine => "budget-line-unknown",
            Self::OtherYear => "transfer-between-years",
            Self::NotEnough { .. } => "transfer-exceeds-available",
            Self::NotNextYear => "carry-over-not-next-year",
            Self::OtherOffice => "carry-over-other-office",
            Self::YearNotOver { .. } => "carry-over-year-not-over",
            Self::NothingChosen => "carry-over-nothing-chosen",
            Self::NotOpen => "carry-over-not-open",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::NotEnough { available } => message.with("available", *available),
            Self::YearNotOver { year } => message.with("year", year.to_string()),
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotPositive | Self::NotEnough { .. } => Some("amount"),
            Self::ReasonMissing => Some("reason"),
            Self::SameLine | Self::NoSuchLine | Self::OtherYear | Self::NotNextYear | Self::OtherOffice => Some("to"),
            Self::YearNotOver { .. } => None,
            Self::NothingChosen | Self::NotOpen => Some("commitments"),
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::YearNotOver { .. } | Self::NotOpen => RefusalKind::Conflict,
            _ => RefusalKind::Input,
        }
    }
}

/// Proposes to move `amount` between two lines of one fiscal year. The money is not reserved: whether it is still there is
/// asked again when the second person approves.
///
/// # Errors
/// Refuses what the giving line does not have left, other years, a missing reason.
#[doc(alias = "Umschichtung")]
pub async fn propose_transfer(
    permit: Permit<ProposeTransfer>,
    from: BudgetLineId,
    to: BudgetLineId,
    amount: Cents,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<BudgetTransferId, Stop<ProposeRefused>> {
    if !amount.is_positive() {
        return Err(Stop::Refused(ProposeRefused::NotPositive));
    }
    let (giving, taking) = both(from, to, reason, tx).await?;
    if giving.fiscal_year != taking.fiscal_year {
        return Err(Stop::Refused(ProposeRefused::OtherYear));
    }
    if giving.available() < amount {
        return Err(Stop::Refused(ProposeRefused::NotEnough { available: giving.available() }));
    }
    propose(&permit, TransferKind::Transfer, (from, to), amount, reason, &[], now, tx).await
}

/// Proposes to carry open commitments of a year that is over into the next, with the money that they bind.
///
/// # Errors
/// Refuses before the year is over, another year or office than the next of the same, and commitments that are not open.
#[doc(alias = "Ermächtigungsübertragung")]
#[doc(alias = "Haushaltsrest")]
pub async fn propose_carry_over(
    permit: Permit<ProposeTransfer>,
    from: BudgetLineId,
    to: BudgetLineId,
    commitments: &[CommitmentId],
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<BudgetTransferId, Stop<ProposeRefused>> {
    let (giving, taking) = both(from, to, reason, tx).await?;
    let year = giving.fiscal_year;
    if taking.fiscal_year.0 != year.0 + 1 {
        return Err(Stop::Refused(ProposeRefused::NotNextYear));
    }
    if taking.office != giving.office {
        return Err(Stop::Refused(ProposeRefused::OtherOffice));
    }
    if FiscalYear::of(berlin_date(now)) <= year {
        return Err(Stop::Refused(ProposeRefused::YearNotOver { year: year.0 }));
    }
    let mut wanted = commitments.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Err(Stop::Refused(ProposeRefused::NothingChosen));
    }
    let taken = store::in_proposals(tx.conn(), from).await?;
    let open = store::open_commitments(tx.conn(), from).await?;
    let chosen: Vec<OpenCommitment> = open
        .into_iter()
        .filter(|one| wanted.binary_search(&one.commitment).is_ok() && !taken.contains(&one.commitment))
        .collect();
    if chosen.len() != wanted.len() {
        return Err(Stop::Refused(ProposeRefused::NotOpen));
    }
    let amount: Cents = chosen.iter().map(|one| one.amount).sum();
    if !amount.is_positive() {
        return Err(Stop::Refused(ProposeRefused::NothingChosen));
    }
    propose(&permit, TransferKind::CarryOver, (from, to), amount, reason, &chosen, now, tx).await
}

/// Both lines, locked.
async fn both(
    from: BudgetLineId,
    to: BudgetLineId,
    reason: &str,
    tx: &Tx,
) -> Result<(BalanceView, BalanceView), Stop<ProposeRefused>> {
    if reason.trim().is_empty() {
        return Err(Stop::Refused(ProposeRefused::ReasonMissing));
    }
    if from == to {
        return Err(Stop::Refused(ProposeRefused::SameLine));
    }
    tx.lock_for_use([from.into(), to.into()]).await?;
    let giving = store::find_balance(tx.conn(), from).await?;
    let taking = store::find_balance(tx.conn(), to).await?;
    giving.zip(taking).ok_or(Stop::Refused(ProposeRefused::NoSuchLine))
}

#[allow(clippy::too_many_arguments, reason = "a proposal has that many parts")]
async fn propose(
    permit: &Permit<ProposeTransfer>,
    kind: TransferKind,
    (from, to): (BudgetLineId, BudgetLineId),
    amount: Cents,
    reason: &str,
    commitments: &[OpenCommitment],
    now: Instant,
    tx: &mut Tx,
) -> Result<BudgetTransferId, Stop<ProposeRefused>> {
    let proposed_by =
        permit.actor().account().ok_or_else(|| Fault::new("the policy lets the house propose a transfer"))?;
    let proposal = Transfer {
        id: BudgetTransferId::new(),
        kind,
        from,
        to,
        amount,
        reason: reason.trim().to_owned(),
        state: TransferState::Proposed,
        proposed_by,
        proposed_at: now,
        decided_by: None,
        decided_at: None,
        decision_reason: String::new(),
        moved: None,
    };
    store::insert_transfer(tx, &proposal, commitments).await?;
    let action = match kind {
        TransferKind::Transfer => ActionKind::TransferProposed,
        TransferKind::CarryOver => ActionKind::CarryOverProposed,
    };
    let facts = json!({ "from": from, "to": to, "amount": amount, "reason": proposal.reason, "commitments": commitments.len() });
    audit::record(tx, permit.actor(), action, proposal.id, &facts, now).await?;
    Ok(proposal.id)
}
