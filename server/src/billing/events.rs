//! What happens in billing, told to whoever listens.

use crate::{
    kernel::{ids::*, money::Cents},
    platform::outbox::Event,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A claim has its amount.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeePriced {
    /// The claim.
    pub fee: FeeId,
    /// For which assignment.
    pub assignment: AssignmentId,
    /// Whose.
    pub interpreter: InterpreterId,
}
impl Event for FeePriced {
    const KIND: &'static str = "billing.fee-priced";
}

/// A document was issued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DocumentIssued {
    /// The document.
    pub document: DocumentId,
    /// Whose, if it is an interpreter's.
    pub interpreter: Option<InterpreterId>,
    /// Its number.
    pub reference: String,
    /// Its amount.
    pub gross: Cents,
}
impl Event for DocumentIssued {
    const KIND: &'static str = "billing.document-issued";
}

/// A document was paid, wholly or in part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DocumentPaid {
    /// The document.
    pub document: DocumentId,
    /// Whose.
    pub interpreter: InterpreterId,
    /// The document's number.
    pub reference: String,
    /// How much this time.
    pub amount: Cents,
    /// When the treasury booked it.
    pub paid_on: NaiveDate,
}
impl Event for DocumentPaid {
    const KIND: &'static str = "billing.document-paid";
}
