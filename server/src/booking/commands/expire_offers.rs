//! Nobody answered in time. That is no answer, and no penalty.

use super::end_open_offers;
use crate::{
    audit::{self, ActionKind},
    booking::{
        events::OfferEnd,
        offer::{Offer, OfferStatus},
        store,
    },
    identity::{Permit, policy::Dispatch},
    kernel::clock::Instant,
    platform::{db::Tx, fault::Fault},
};
use serde_json::json;

/// Ends the assignment's offers whose time is over. The assignment is locked already, or is locked here.
///
/// # Errors
/// The database can't be written.
pub async fn expire_offers(permit: &Permit<Dispatch>, now: Instant, tx: &mut Tx) -> Result<Vec<Offer>, Fault> {
    tx.lock_for_use([permit.assignment.into()]).await?;
    let overdue: Vec<Offer> = store::offers(tx.conn(), permit.assignment)
        .await?
        .into_iter()
        .filter(|offer| offer.expires_at <= now)
        .collect();
    let ended = end_open_offers(tx, overdue, OfferStatus::Expired, OfferEnd::Expired, now).await?;
    for offer in &ended {
        let facts = json!({ "wave": offer.wave, "round": offer.search_round });
        audit::record(tx, permit.actor(), ActionKind::OfferExpired, offer.id, &facts, now).await?;
    }
    Ok(ended)
}
