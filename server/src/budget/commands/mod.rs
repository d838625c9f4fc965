//! What finance does to budgets.

mod decide_transfer;
mod grant;
mod open_line;
mod propose_transfer;

pub use decide_transfer::{DecideRefused, approve_transfer, reject_transfer};
pub use grant::{GrantRefused, grant_supplement};
pub use open_line::{LineDetails, LineRefused, Opened, open_line};
pub use propose_transfer::{ProposeRefused, propose_carry_over, propose_transfer};
