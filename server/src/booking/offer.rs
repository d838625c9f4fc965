//! An assignment offered to one interpreter. Every addressee learns its end.

use super::names::names;
use crate::kernel::{clock::Instant, ids::*, money::Cents};

names! {
    /// Where an offer stands.
    OfferStatus {
        /// Waits for an answer.
        Open = "open",
        /// Yes, first.
        Accepted = "accepted",
        /// No.
        Declined = "declined",
        /// No answer in time; never a penalty.
        Expired = "expired",
        /// Somebody else was faster.
        Filled = "filled",
        /// The search ended, the time changed or the office cancelled.
        Withdrawn = "withdrawn",
        /// Accepted first, then given back.
        Dropped = "dropped",
    }
}

/// One offer as it is stored.
#[doc(alias = "Angebot")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Its key.
    pub id: OfferId,
    /// What is offered.
    pub assignment: AssignmentId,
    /// To whom.
    pub interpreter: InterpreterId,
    /// In which search.
    pub search_round: i32,
    /// In which wave of that search, from 1.
    #[doc(alias = "Welle")]
    pub wave: i32,
    /// Where it stands.
    pub status: OfferStatus,
    /// What the interpreter can expect, net.
    pub expected_fee: Cents,
    /// The schedule it was computed with: that of the interpreter's own agreement.
    pub schedule_id: String,
    /// When it was sent.
    pub sent_at: Instant,
    /// The first instant at which a yes comes too late.
    pub expires_at: Instant,
    /// When it was answered or ended.
    pub answered_at: Option<Instant>,
    /// Why not, if the interpreter cared to say.
    pub decline_reason: Option<String>,
}
