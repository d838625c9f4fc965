//! The coordination calls open offers back.

use super::end_open_offers;
use crate::{
    audit::{self, ActionKind},
    booking::{
        events::OfferEnd,
        offer::{Offer, OfferStatus},
        refusals::refusals,
        store,
    },
    identity::{Permit, policy::Dispatch},
    kernel::{clock::Instant, ids::OfferId},
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

refusals! {
    /// Why no offer was withdrawn.
    WithdrawRefused {
        /// None of them waits for an answer.
        NothingOpen = "no-open-offer", Conflict;
    }
}

/// Withdraws one open offer, or all of them. The search goes on when its next look is due.
///
/// # Errors
/// Refuses if none is open.
pub async fn withdraw_offers(
    permit: &Permit<Dispatch>,
    only: Option<OfferId>,
    now: Instant,
    tx: &mut Tx,
) -> Result<usize, Stop<WithdrawRefused>> {
    tx.lock_for_use([permit.assignment.into()]).await?;
    let offers: Vec<Offer> = store::offers(tx.conn(), permit.assignment)
        .await?
        .into_iter()
        .filter(|offer| only.is_none_or(|only| offer.id == only))
        .collect();
    let ended = end_open_offers(tx, offers, OfferStatus::Withdrawn, OfferEnd::Withdrawn, now).await?;
    if ended.is_empty() {
        return Err(Stop::Refused(WithdrawRefused::NothingOpen));
    }
    for offer in &ended {
        let facts = json!({ "wave": offer.wave, "round": offer.search_round });
        audit::record(tx, permit.actor(), ActionKind::OfferWithdrawn, offer.id, &facts, now).await?;
    }
    Ok(ended.len())
}
