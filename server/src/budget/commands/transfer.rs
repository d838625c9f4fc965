//! Money moves from one line to another of the same year.

use crate::{
    audit::{self, ActionKind},
    budget::{
        events::MoneyCameFree,
        store::{self, PostingKind},
    },
    identity::{Permit, policy::ManageBudget},
    kernel::{
        clock::Instant,
        ids::BudgetLineId,
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
    },
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

/// Why money was not moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransferRefused {
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
}

impl Refusal for TransferRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "amount-not-positive",
            Self::ReasonMissing => "reason-missing",
            Self::SameLine => "transfer-to-itself",
            Self::NoSuchLine => "budget-line-unknown",
            Self::OtherYear => "transfer-between-years",
            Self::NotEnough { .. } => "transfer-exceeds-available",
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
        match self {
            Self::NotPositive | Self::NotEnough { .. } => Some("amount"),
            Self::ReasonMissing => Some("reason"),
            Self::SameLine | Self::NoSuchLine | Self::OtherYear => Some("to"),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Moves `amount` between two lines of one fiscal year: two postings with opposite signs.
///
/// # Errors
/// Refuses what the giving line does not have left, other years, a missing reason.
pub async fn transfer(
    permit: Permit<ManageBudget>,
    from: BudgetLineId,
    to: BudgetLineId,
    amount: Cents,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<TransferRefused>> {
    if !amount.is_positive() {
        return Err(Stop::Refused(TransferRefused::NotPositive));
    }
    if reason.trim().is_empty() {
        return Err(Stop::Refused(TransferRefused::ReasonMissing));
    }
    if from == to {
        return Err(Stop::Refused(TransferRefused::SameLine));
    }
    tx.lock_for_use([from.into(), to.into()]).await?;
    let giving = store::find_balance(tx.conn(), from).await?;
    let taking = store::find_balance(tx.conn(), to).await?;
    let (Some(giving), Some(taking)) = (giving, taking) else {
        return Err(Stop::Refused(TransferRefused::NoSuchLine));
    };
    if giving.fiscal_year != taking.fiscal_year {
        return Err(Stop::Refused(TransferRefused::OtherYear));
    }
    if giving.available() < amount {
        return Err(Stop::Refused(TransferRefused::NotEnough { available: giving.available() }));
    }
    store::post(tx, from, PostingKind::Transfer, -amount, None, None, reason, permit.actor(), now).await?;
    store::post(tx, to, PostingKind::Transfer, amount, None, None, reason, permit.actor(), now).await?;
    let facts = json!({ "from": from, "to": to, "amount": amount, "reason": reason });
    audit::record(tx, permit.actor(), ActionKind::MoneyTransferred, from, &facts, now).await?;
    tx.publish(&MoneyCameFree { line: to, office: taking.office }, now).await?;
    Ok(())
}
