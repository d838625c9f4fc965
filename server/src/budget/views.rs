//! What leaves the budget towards programs.

use super::{BalanceView, OpenCommitment, PostingView, transfer::Transfer};
use crate::kernel::money::Cents;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A budget line with its totals. `available = granted + overridden − committed − consumed`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BudgetLineJson {
    /// Its key.
    pub id: Uuid,
    /// Whose it is.
    pub office_id: Uuid,
    /// The year, decided by the service date.
    #[schema(example = 2027)]
    pub fiscal_year: i32,
    /// Its name.
    pub name: String,
    /// Cost center.
    pub cost_center: String,
    /// Cost object.
    pub cost_object: String,
    /// Account.
    pub account: String,
    /// Appropriation, supplements and transfers.
    pub granted_cents: i64,
    /// Ceiling raised by overrides with a reason.
    pub overridden_cents: i64,
    /// Promised for sessions to come.
    pub committed_cents: i64,
    /// Spent by priced claims.
    pub consumed_cents: i64,
    /// What can still be promised.
    pub available_cents: i64,
    /// Share of the granted money that is committed or consumed.
    pub used_percent: i64,
    /// Warn from this share on.
    pub warn_percent: i32,
    /// The mark is reached.
    pub warning: bool,
}

impl From<BalanceView> for BudgetLineJson {
    fn from(line: BalanceView) -> Self {
        Self {
            id: line.line.0,
            office_id: line.office.0,
            fiscal_year: line.fiscal_year.0,
            granted_cents: line.granted.get(),
            overridden_cents: line.overridden.get(),
            committed_cents: line.committed.get(),
            consumed_cents: line.consumed.get(),
            available_cents: line.available().get(),
            used_percent: line.used_percent(),
            warn_percent: line.warn_percent,
            warning: line.is_to_warn(),
            name: line.name,
            cost_center: line.cost_center,
            cost_object: line.cost_object,
            account: line.account,
        }
    }
}

/// A posting of the ledger, which only grows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PostingJson {
    /// Its key.
    pub id: Uuid,
    /// `appropriation`, `supplement`, `transfer`, `override`, `commit`, `adjust`, `release`, `consume`, `refund`.
    pub kind: String,
    /// Signed.
    pub amount_cents: i64,
    /// The assignment it is for.
    pub assignment_id: Option<Uuid>,
    /// Why, or empty.
    pub reason: String,
    /// The account that posted; absent if the house did.
    pub actor_id: Option<Uuid>,
    /// When.
    pub posted_at: DateTime<Utc>,
}

impl From<PostingView> for PostingJson {
    fn from(view: PostingView) -> Self {
        Self {
            id: view.id,
            kind: view.kind,
            amount_cents: view.amount.get(),
            assignment_id: view.assignment.map(|id| id.0),
            reason: view.reason,
            actor_id: view.actor_account,
            posted_at: view.posted_at,
        }
    }
}

/// A proposal to move money, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct TransferJson {
    /// Its key.
    pub id: Uuid,
    /// `transfer` or `carry_over`.
    pub kind: String,
    /// The giving line.
    pub from: Uuid,
    /// The receiving line.
    pub to: Uuid,
    /// What was proposed.
    pub amount_cents: i64,
    /// Why.
    pub reason: String,
    /// `proposed`, `approved` or `rejected`.
    pub state: String,
    /// Who proposed it.
    pub proposed_by: Uuid,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who decided; somebody else than who proposed, if it was approved.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was rejected, or empty.
    pub decision_reason: String,
    /// What was moved: less than proposed if a commitment was settled in between.
    pub moved_cents: Option<i64>,
}

impl From<Transfer> for TransferJson {
    fn from(transfer: Transfer) -> Self {
        Self {
            id: transfer.id.0,
            kind: transfer.kind.name().to_owned(),
            from: transfer.from.0,
            to: transfer.to.0,
            amount_cents: transfer.amount.get(),
            reason: transfer.reason,
            state: transfer.state.name().to_owned(),
            proposed_by: transfer.proposed_by.0,
            proposed_at: transfer.proposed_at,
            decided_by: transfer.decided_by.map(|account| account.0),
            decided_at: transfer.decided_at,
            decision_reason: transfer.decision_reason,
            moved_cents: transfer.moved.map(Cents::get),
        }
    }
}

/// Money bound for one assignment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct CommitmentJson {
    /// Its key.
    pub id: Uuid,
    /// The assignment it is for.
    pub assignment_id: Uuid,
    /// How much it binds.
    pub amount_cents: i64,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl From<OpenCommitment> for CommitmentJson {
    fn from(open: OpenCommitment) -> Self {
        Self {
            id: open.commitment.0,
            assignment_id: open.assignment.0,
            amount_cents: open.amount.get(),
            since: open.since,
        }
    }
}
