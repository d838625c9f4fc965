//! What happens in the budget, told to whoever listens.

use crate::{
    kernel::ids::{BudgetLineId, OfficeId},
    platform::outbox::Event,
};
use serde::{Deserialize, Serialize};

/// A line has more left than before: a supplement, a transfer, a release. What waits for money may go on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MoneyCameFree {
    /// The line.
    pub line: BudgetLineId,
    /// Whose.
    pub office: OfficeId,
}
impl Event for MoneyCameFree {
    const KIND: &'static str = "budget.money-came-free";
}

/// A line has used a share of its money that its office's head wants to know of. Once for each line and mark.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BudgetMarkReached {
    /// The line.
    pub line: BudgetLineId,
    /// Whose.
    pub office: OfficeId,
    /// The mark, in percent.
    pub percent: i32,
}
impl Event for BudgetMarkReached {
    const KIND: &'static str = "budget.mark-reached";
}
