//! What finance does to budgets.

mod grant;
mod open_line;
mod transfer;

pub use grant::{GrantRefused, grant_supplement};
pub use open_line::{LineDetails, LineRefused, Opened, open_line};
pub use transfer::{TransferRefused, transfer};
