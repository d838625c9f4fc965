//! What a document says, before and after it has its number. Pure: no database, no clock.

mod build;
mod content;
mod number;
mod render;
mod totals;

pub use build::{CostLine, Issuable, Obstacle, obstacles, payable, payable_kind, reversal, settlement};
pub use content::{Claimed, Content, CostShare, Line, Party, Reference, Tax};
pub use number::{DocumentKind, reference, references_in};
pub use render::{MEDIA_TYPE, freeze};
pub use totals::{Amounts, Share, Totals, totals};
