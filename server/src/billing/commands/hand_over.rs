//! Ordered documents leave for the treasury, and for the bank where the city pays by itself: each file once.

use crate::{
    audit::{self, ActionKind},
    billing::{
        claim::ClaimStatus,
        store::{self, HandOverRow, NewHandOver},
        treasury::{HAND_OVER_SERIES, HandOverForm, HandedOver, NoTransfer, PaidBy, Vouchers, pain001},
    },
    identity::{Permit, policy},
    kernel::{city::PoolAccount, clock::Instant, ids::*, message::Message, money::Cents, refusal::Refusal},
    platform::{
        db::{Tx, Violation},
        fault::{Fault, Stop},
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Why nothing is handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HandOverRefused {
    /// Every order is with the treasury already.
    NothingOrdered,
    /// The file was taken already.
    AlreadyAccepted(Instant),
    /// The account of this document can't receive a SEPA transfer.
    NoSepaAccount {
        /// Its number.
        reference: String,
    },
    /// The treasury's own system pays this one: there is nothing for the bank.
    NothingForTheBank,
}

impl Refusal for HandOverRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NothingOrdered => "hand-over-nothing-ordered",
            Self::AlreadyAccepted(_) => "hand-over-already-accepted",
            Self::NoSepaAccount { .. } => "hand-over-no-sepa-account",
            Self::NothingForTheBank => "hand-over-nothing-for-the-bank",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::AlreadyAccepted(at) => message.with("at", *at),
            Self::NoSepaAccount { reference } => message.with("reference", reference.as_str()),
            Self::NothingOrdered | Self::NothingForTheBank => message,
        }
    }
}

/// Puts all ordered documents into one hand-over with a number: as CSV and as XML for the treasury and, where the city pays from an
/// `account` of its own, as credit transfers for the bank. Each form is frozen with its hash.
///
/// # Errors
/// Nothing is ordered; the bank is to pay, and an account can't receive a SEPA transfer.
#[doc(alias = "Übergabe an die Stadtkasse")]
pub async fn hand_over(
    permit: Permit<policy::HandOver>,
    account: Option<&PoolAccount>,
    now: Instant,
    tx: &mut Tx,
) -> Result<HandOverId, Stop<HandOverRefused>> {
    // The counter's row first: whoever hands over at the same time waits here and then finds nothing left.
    let sequence = store::take_number(tx, HAND_OVER_SERIES, 0).await?;
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
    let paid_by = if account.is_some() { PaidBy::Bank } else { PaidBy::Treasury };
    let vouchers = Vouchers::of(sequence, &documents, paid_by, now)?;
    let total = vouchers.total;
    let ordered: Cents = orders.iter().map(|order| order.amount).sum();
    if total != ordered {
        let why = format!("file {sequence} sums up to {}, ordered is {}", total.plain(), ordered.plain());
        return Err(Fault::new(why).into());
    }
    let bytes = vouchers.csv()?;
    let mut forms = vec![(HandOverForm::Xml, vouchers.xml())];
    if let Some(account) = account {
        forms.push((HandOverForm::Pain001, pain001(sequence, account, &vouchers, now).map_err(no_transfer)?));
    }
    let id = HandOverId::new();
    let hash = |bytes: &[u8]| data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let sha256 = hash(&bytes);
    let forms: Vec<_> = forms.into_iter().map(|(form, bytes)| (form, hash(&bytes), bytes)).collect();
    let hashes: BTreeMap<&str, String> = forms.iter().map(|(form, hash, _)| (form.name(), hash.clone())).collect();
    let ids: Vec<PaymentOrderId> = orders.iter().map(|order| order.id).collect();
    let new = NewHandOver { id, sequence, bytes, sha256: sha256.clone(), total, forms };
    store::insert_hand_over(tx, new, &ids, permit.actor().account(), now).await?;
    store::set_status(tx, &claims, ClaimStatus::HandedOver, None).await?;
    let facts = json!({ "sequence": sequence, "orders": ids.len(), "total": total, "sha256": sha256, "forms": hashes });
    audit::record(tx, permit.actor(), ActionKind::HandedOver, id, &facts, now).await?;
    Ok(id)
}

fn no_transfer(why: NoTransfer) -> Stop<HandOverRefused> {
    match why {
        NoTransfer::Account { reference } => Stop::Refused(HandOverRefused::NoSepaAccount { reference }),
        NoTransfer::Fault(fault) => fault.into(),
    }
}

/// Whoever takes a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taker {
    /// The treasury takes the vouchers, as CSV or as XML.
    Treasury,
    /// Somebody carries the credit transfers to the bank.
    Bank,
}

impl Taker {
    /// When this one took theirs.
    #[must_use]
    pub fn took_at(self, row: &HandOverRow) -> Option<Instant> {
        match self {
            Self::Treasury => row.accepted.map(|(at, _)| at),
            Self::Bank => row.taken_to_bank,
        }
    }
}

/// Somebody takes a file: once. Afterwards everybody gets a copy that says so.
///
/// # Errors
/// It was taken already, with the time; there is nothing for the bank.
pub async fn accept_hand_over(
    permit: Permit<policy::HandOver>,
    id: HandOverId,
    taker: Taker,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<HandOverRefused>> {
    tx.lock_for_use([id.into()]).await?;
    let row = store::hand_overs(tx.conn(), Some(id)).await?.pop();
    let row = row.ok_or_else(|| Fault::new(format!("hand-over {id} does not exist")))?;
    let by = permit.actor().account();
    let sha256 = match taker {
        Taker::Treasury => row.sha256.as_str(),
        Taker::Bank => {
            let file = row.forms.iter().find(|(form, _)| *form == HandOverForm::Pain001);
            file.ok_or(Stop::Refused(HandOverRefused::NothingForTheBank))?.1.as_str()
        }
    };
    if let Some(at) = taker.took_at(&row) {
        return Err(Stop::Refused(HandOverRefused::AlreadyAccepted(at)));
    }
    let stored = match taker {
        Taker::Treasury => store::insert_receipt(tx, id, by, now).await,
        Taker::Bank => store::insert_bank_receipt(tx, id, by, now).await,
    };
    if let Err(error) = stored {
        return match Violation::of(&error) {
            Some(violation) if violation.is_unique() => Err(Stop::Refused(HandOverRefused::AlreadyAccepted(now))),
            _ => Err(error.into()),
        };
    }
    let taker = if taker == Taker::Bank { "bank" } else { "treasury" };
    let facts = json!({ "sequence": row.sequence, "accepted": true, "by": taker, "sha256": sha256 });
    audit::record(tx, permit.actor(), ActionKind::HandedOver, id, &facts, now).await?;
    Ok(())
}
