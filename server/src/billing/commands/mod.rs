//! What people and jobs do with claims, documents and payments: one verb a file.

mod accept_figures;
mod certify;
mod close;
mod feedback;
mod hand_over;
mod matching;
mod order;
mod price;
mod reverse;
mod send_back;

pub use accept_figures::{AcceptRefused, accept_figures};
pub use certify::{certify_arithmetically, certify_factually};
pub use close::{CloseRefused, Closed, close_settlement};
pub use feedback::{FeedbackRefused, Imported, import_feedback};
pub use hand_over::{HandOverRefused, Taker, accept_hand_over, hand_over};
pub use matching::{MatchRefused, match_payment, match_payments, undo_match};
pub use order::{OrderRefused, order_payment};
pub use price::{
    BeyondBudgetRefused, PriceRefused, Priced, claim_budget, pay_beyond_budget, price_cancellation, price_timesheet,
};
pub use reverse::{ReverseRefused, reverse_document};
pub use send_back::{SendBackRefused, send_back};

use super::{claim::Claim, store};
use crate::{
    kernel::ids::FeeId,
    platform::{db::Tx, fault::Fault},
};

/// Takes a claim for this unit of work, then reads it: nobody moves it meanwhile.
async fn locked_claim(tx: &Tx, id: FeeId) -> Result<Claim, Fault> {
    tx.lock_for_use([id.into()]).await?;
    store::claim(tx.conn(), id).await?.ok_or_else(|| Fault::new(format!("claim {id} does not exist")))
}
