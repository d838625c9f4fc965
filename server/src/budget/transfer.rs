//! Money that two people move: proposed by one, decided by another.

use crate::kernel::{
    clock::Instant,
    ids::{AccountId, BudgetLineId, BudgetTransferId},
    money::Cents,
};

/// What is moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransferKind {
    /// Free money, between two lines of one year.
    #[doc(alias = "Umschichtung")]
    Transfer,
    /// Open commitments with their money, into the next year.
    #[doc(alias = "Ermächtigungsübertragung")]
    CarryOver,
}

impl TransferKind {
    /// The name in the database, the API and locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::CarryOver => "carry_over",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Transfer, Self::CarryOver].into_iter().find(|kind| kind.name() == name)
    }
}

/// How far a proposal is. `proposed` becomes one of the others, once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransferState {
    /// Waits for a second person.
    Proposed,
    /// The money was moved.
    Approved,
    /// Nothing was moved.
    Rejected,
}

impl TransferState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Approved, Self::Rejected];

    /// The name in the database, the API and locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A proposal and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transfer {
    /// Its key.
    pub id: BudgetTransferId,
    /// What is moved.
    pub kind: TransferKind,
    /// The giving line.
    pub from: BudgetLineId,
    /// The receiving line.
    pub to: BudgetLineId,
    /// How much was proposed.
    pub amount: Cents,
    /// Why, or which decision it rests on.
    pub reason: String,
    /// How far it is.
    pub state: TransferState,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// When.
    pub proposed_at: Instant,
    /// Who decided, if somebody did.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<Instant>,
    /// Why it was rejected, or empty.
    pub decision_reason: String,
    /// What was moved, once it is approved: less than proposed if a commitment was settled in between.
    pub moved: Option<Cents>,
}
