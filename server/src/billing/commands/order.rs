//! The third right: the authorizing officer orders the payment of a document.

use crate::{
    audit::{self, ActionKind},
    billing::{
        claim::ClaimStatus,
        store::{self, OrderRow},
    },
    identity::{Permit, policy},
    kernel::{
        clock::Instant,
        ids::*,
        money::Cents,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::{Tx, Violation},
        fault::{Fault, Stop},
    },
};
use serde_json::json;

/// Why a payment can't be ordered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OrderRefused {
    /// No money leaves the city for such a document.
    NotPayable,
    /// It was taken back.
    Reversed,
    /// It is ordered.
    AlreadyOrdered,
    /// They certified a claim on it.
    SecondStep,
    /// It is their own.
    OwnClaim,
    /// An order is a person's word.
    NotAPerson,
}

impl Refusal for OrderRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotPayable => "document-not-payable",
            Self::Reversed => "document-already-reversed",
            Self::AlreadyOrdered => "document-already-ordered",
            Self::SecondStep => "order-second-step",
            Self::OwnClaim => "claim-own",
            Self::NotAPerson => "claim-not-a-person",
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::SecondStep | Self::OwnClaim | Self::NotAPerson => RefusalKind::Forbidden,
            _ => RefusalKind::Conflict,
        }
    }
}

/// Orders the payment of a document in full.
///
/// # Errors
/// The officer certified a claim on it or is paid by it; it is not payable, reversed or ordered already.
#[doc(alias = "Zahlungsanordnung")]
pub async fn order_payment(
    permit: Permit<policy::OrderPayment>,
    now: Instant,
    tx: &mut Tx,
) -> Result<PaymentOrderId, Stop<OrderRefused>> {
    let document = permit.document;
    tx.lock_for_use([document.into()]).await?;
    let row = store::document(tx.conn(), document)
        .await?
        .ok_or_else(|| Fault::new(format!("document {document} does not exist")))?;
    let ids = store::claims_of_document(tx.conn(), document).await?;
    tx.lock_for_use(ids.iter().map(|id| (*id).into()).collect::<Vec<_>>()).await?;
    let claims = store::claims_by_id(tx.conn(), &ids).await?;
    let officer = permit.actor().account().ok_or(Stop::Refused(OrderRefused::NotAPerson))?;

    let refused = if !row.kind.is_payable() || !row.gross.is_positive() {
        Some(OrderRefused::NotPayable)
    } else if row.is_reversed {
        Some(OrderRefused::Reversed)
    } else if row.order.is_some() {
        Some(OrderRefused::AlreadyOrdered)
    } else if row.interpreter.is_some() && permit.actor().interpreter() == row.interpreter {
        Some(OrderRefused::OwnClaim)
    } else if claims.iter().any(|claim| claim.is_certified_by(officer)) {
        Some(OrderRefused::SecondStep)
    } else {
        None
    };
    if let Some(refused) = refused {
        return Err(Stop::Refused(refused));
    }

    let order = OrderRow {
        id: PaymentOrderId::new(),
        document,
        amount: row.gross,
        paid: Cents::ZERO,
        ordered_by: officer,
        ordered_at: now,
        hand_over: None,
    };
    if let Err(error) = store::insert_order(tx, &order).await {
        return match Violation::of(&error) {
            Some(violation) if violation.is_unique() => Err(Stop::Refused(OrderRefused::AlreadyOrdered)),
            _ => Err(error.into()),
        };
    }
    store::set_status(tx, &ids, ClaimStatus::Ordered, None).await?;
    let facts = json!({ "document": row.reference, "amount": order.amount, "sha256": row.sha256 });
    audit::record(tx, permit.actor(), ActionKind::PaymentOrdered, order.id, &facts, now).await?;
    Ok(order.id)
}
