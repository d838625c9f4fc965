//! What leaves the budget towards programs.

use super::{BalanceView, PostingView};
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
