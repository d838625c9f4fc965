//! The council grants more during the year.

use crate::{
    audit::{self, ActionKind},
    budget::{
        events::MoneyCameFree,
        store::{self, NewPosting, PostingKind},
    },
    identity::{Permit, policy::ManageBudget},
    kernel::{
        clock::Instant,
        ids::BudgetLineId,
        money::Cents,
        refusal::{Refusal, RefusalKind},
    },
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

/// Why a supplement was not granted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GrantRefused {
    /// Zero or less.
    NotPositive,
    /// A supplement says which decision it rests on.
    ReasonMissing,
    /// No such line.
    NoSuchLine,
}

impl Refusal for GrantRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "amount-not-positive",
            Self::ReasonMissing => "reason-missing",
            Self::NoSuchLine => "budget-line-unknown",
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotPositive => Some("amount"),
            Self::ReasonMissing => Some("reason"),
            Self::NoSuchLine => Some("line"),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Grants a supplement to a line; what waits for money is served next.
///
/// # Errors
/// Refuses amounts that are not positive, a missing reason, an unknown line.
#[doc(alias = "überplanmäßige Bewilligung")]
pub async fn grant_supplement(
    permit: Permit<ManageBudget>,
    line: BudgetLineId,
    amount: Cents,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<GrantRefused>> {
    if !amount.is_positive() {
        return Err(Stop::Refused(GrantRefused::NotPositive));
    }
    if reason.trim().is_empty() {
        return Err(Stop::Refused(GrantRefused::ReasonMissing));
    }
    tx.lock_for_use([line.into()]).await?;
    let Some(balance) = store::find_balance(tx.conn(), line).await? else {
        return Err(Stop::Refused(GrantRefused::NoSuchLine));
    };
    let posting = NewPosting::of_line(line, PostingKind::Supplement, amount, reason);
    store::post(tx, posting, permit.actor(), now).await?;
    let facts = json!({ "amount": amount, "reason": reason });
    audit::record(tx, permit.actor(), ActionKind::MoneyGranted, line, &facts, now).await?;
    tx.publish(&MoneyCameFree { line, office: balance.office }, now).await?;
    Ok(())
}
