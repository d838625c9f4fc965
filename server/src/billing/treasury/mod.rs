//! What leaves to the treasury and what it reports back. Pure.

mod answer;
mod camt;
mod hand_over;
mod list;
mod matching;
mod pain;

pub use answer::{BankAnswer, is_answer, read_answer};
pub use camt::read_camt053;
pub use hand_over::{HandOverForm, HandedOver, PaidBy, Vouchers};
pub use list::read_list;
pub use matching::{Certainty, OpenItem, Proposal, Why, named_by, propose};
pub use pain::{NoTransfer, pain001};

use crate::{kernel::money::Cents, platform::table::Problem};
use chrono::NaiveDate;

/// The series that numbers hand-overs; it has no year, so the sequence never starts again.
pub const HAND_OVER_SERIES: &str = "HAND-OVER";

/// Money that left or came, as the bank or the treasury says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The bank's own reference; makes an import idempotent.
    pub reference: String,
    /// When it was booked.
    pub booked_on: NaiveDate,
    /// Positive: the city paid. Negative: money came back.
    pub amount: Cents,
    /// Who received it; banks leave it out of returns.
    pub counterparty: String,
    /// Their account.
    pub iban: String,
    /// What we sent along (a document's number).
    pub end_to_end: String,
    /// Free text.
    pub remittance: String,
}

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// A bank statement, ISO 20022 camt.053.
    Camt053,
    /// A list of what was paid, CSV.
    List,
}

impl Source {
    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Camt053 => "camt.053",
            Self::List => "list",
        }
    }

    /// Told by the first character that is no blank or byte order mark: XML begins with `<`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'<') => Self::Camt053,
            _ => Self::List,
        }
    }

    /// All entries of a file, or every problem of it.
    ///
    /// # Errors
    /// Then nothing of the file may be used.
    pub fn read(self, bytes: &[u8]) -> Result<Vec<(u64, Entry)>, Vec<Problem>> {
        match self {
            Self::Camt053 => read_camt053(bytes),
            Self::List => read_list(bytes),
        }
    }
}
