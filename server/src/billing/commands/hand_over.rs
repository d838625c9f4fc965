//! Ordered documents leave for the treasury: one file, once.

use crate::{
    audit::{self, ActionKind},
    billing::{
        claim::ClaimStatus,
        store::{self, NewHandOver},
        treasury::{HandedOver, file},
    },
    identity::{Permit, policy},
    kernel::{clock::Instant, ids::*, message::Message, refusal::Refusal},
    platform::{
        db::{Tx, Violation},
        fault::{Fault, Stop},
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};

/// The series that numbers the files; it has no year, so the sequence never starts again.
const SERIES: &str = "HAND-OVER";

/// Why nothing is handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandOverRefused {
    /// Every order is with the treasury already.
    NothingOrdered,
    /// The file was taken already.
    AlreadyAccepted(Instant),
}

impl Refusal for HandOverRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NothingOrdered => "hand-over-nothing-ordered",
            Self::AlreadyAccepted(_) => "hand-over-already-accepted",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::AlreadyAccepted(at) => message.with("at", *at),
            Self::NothingOrdered => message,
        }
    }
}

/// Puts all ordered documents into one file with a number and a hash.
///
/// # Errors
/// Nothing is ordered.
#[doc(alias = "Übergabe an die Stadtkasse")]
pub async fn hand_over(
    permit: Permit<policy::HandOver>,
    now: Instant,
    tx: &mut Tx,
) -> Result<HandOverId, Stop<HandOverRefused>> {
    // The counter's row first: whoever hands over at the same time waits here and then finds nothing left.
    let sequence = store::take_number(tx, SERIES, 0).await?;
    let orders = store::orders_to_hand_over(tx.conn()).await?;
    if orders.is_empty() {
        return Err(Stop::Refused(HandOverRefused::NothingOrdered));
    }
    tx.lock_for_use(orders.iter().map(|order| order.id.into()).collect::<Vec<_>>()).await?;
    let mut documents = Vec::with_capacity(orders.len());
    let mut claims = Vec::new();
    for order in &orders {
        let row =
            store::document(tx.conn(), order.document).await?.ok_or_else(|| Fault::new("an order has no document"))?;
        let content = store::content(tx.conn(), order.document).await?;
        documents.push(HandedOver { order: order.id, content, sha256: row.sha256 });
        claims.extend(store::claims_of_document(tx.conn(), order.document).await?);
    }
    let (bytes, total) = file(sequence, &documents)?;
    let ordered = orders.iter().map(|order| order.amount).sum();
    if total != ordered {
        return Err(Fault::new(format!(
            "file {sequence} sums up to {}, ordered is {}",
            total.plain(),
            ordered.plain()
        ))
        .into());
    }
    let id = HandOverId::new();
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    let ids: Vec<PaymentOrderId> = orders.iter().map(|order| order.id).collect();
    let new = NewHandOver { id, sequence, bytes, sha256: sha256.clone(), total };
    store::insert_hand_over(tx, new, &ids, permit.actor().account(), now).await?;
    store::set_status(tx, &claims, ClaimStatus::HandedOver, None).await?;
    let facts = json!({ "sequence": sequence, "orders": ids.len(), "total": total, "sha256": sha256 });
    audit::record(tx, permit.actor(), ActionKind::HandedOver, id, &facts, now).await?;
    Ok(id)
}

/// The treasury takes a file: once. Afterwards everybody gets a copy that says so.
///
/// # Errors
/// It was taken already, with the time.
pub async fn accept_hand_over(
    permit: Permit<policy::HandOver>,
    id: HandOverId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<HandOverRefused>> {
    tx.lock_for_use([id.into()]).await?;
    let row = store::hand_overs(tx.conn(), Some(id)).await?.pop();
    let row = row.ok_or_else(|| Fault::new(format!("hand-over {id} does not exist")))?;
    if let Some((at, _)) = row.accepted {
        return Err(Stop::Refused(HandOverRefused::AlreadyAccepted(at)));
    }
    if let Err(error) = store::insert_receipt(tx, id, permit.actor().account(), now).await {
        return match Violation::of(&error) {
            Some(violation) if violation.is_unique() => Err(Stop::Refused(HandOverRefused::AlreadyAccepted(now))),
            _ => Err(error.into()),
        };
    }
    let facts = json!({ "sequence": row.sequence, "accepted": true, "sha256": row.sha256 });
    audit::record(tx, permit.actor(), ActionKind::HandedOver, id, &facts, now).await?;
    Ok(())
}
