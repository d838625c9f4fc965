//! A claim goes back to the office, with a reason; both certifications fall.

use super::locked_claim;
use crate::{
    audit::{self, ActionKind},
    billing::{claim::ClaimStatus, store},
    identity::{Permit, policy},
    kernel::{
        clock::Instant,
        refusal::{Refusal, RefusalKind},
    },
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

/// The longest reason.
const LONGEST_REASON: usize = 500;

/// Why a claim can't be sent back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SendBackRefused {
    /// It is on a document already: reverse that.
    TooLate,
    /// The office must know why.
    ReasonMissing,
    /// Longer than 500 characters.
    ReasonTooLong,
}

impl Refusal for SendBackRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLate => "claim-too-late-to-send-back",
            Self::ReasonMissing => "billing-reason-missing",
            Self::ReasonTooLong => "billing-reason-too-long",
        }
    }
    fn field(&self) -> Option<&'static str> {
        (*self != Self::TooLate).then_some("reason")
    }
    fn kind(&self) -> RefusalKind {
        if *self == Self::TooLate { RefusalKind::Conflict } else { RefusalKind::Input }
    }
}

/// Sends a claim back to the office.
///
/// # Errors
/// No reason, or it is on a document already.
pub async fn send_back(
    permit: Permit<policy::SendBackClaim>,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<SendBackRefused>> {
    let reason = checked_reason(reason).map_err(Stop::Refused)?;
    let claim = locked_claim(tx, permit.fee).await?;
    if !claim.can_be_sent_back() {
        return Err(Stop::Refused(SendBackRefused::TooLate));
    }
    store::revoke_certifications(tx, &[claim.id], now).await?;
    store::set_status(tx, &[claim.id], ClaimStatus::Priced, Some(reason)).await?;
    let facts = json!({ "from": claim.status.name() });
    let personal = [("reason", reason)];
    audit::record_with_personal(tx, permit.actor(), ActionKind::ClaimSentBack, claim.id, &facts, &personal, now)
        .await?;
    Ok(())
}

fn checked_reason(reason: &str) -> Result<&str, SendBackRefused> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(SendBackRefused::ReasonMissing);
    }
    if reason.chars().nth(LONGEST_REASON).is_some() {
        return Err(SendBackRefused::ReasonTooLong);
    }
    Ok(reason)
}
