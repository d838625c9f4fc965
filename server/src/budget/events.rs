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
