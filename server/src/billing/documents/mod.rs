//! What a document says, before and after it has its number. Pure: no database, no clock.

mod build;
mod content;
mod forms;
mod number;
mod paper;
mod totals;

pub use build::{CostLine, Issuable, obstacles, payable, payable_kind, reversal, settlement};
pub use content::{Claimed, Content, CostShare, Line, Party, Postal, Reference, Tax};
pub use forms::{Bytes, FormKind, Frozen, PDF, freeze, freeze_all};
pub use number::{DocumentKind, reference, references_in};
pub use totals::{Amounts, Share, TaxGroup, Totals, totals};
