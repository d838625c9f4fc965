//! Payments find their orders: by themselves where it is certain, by a person where it is not, and back again with a trace.

use crate::{
    audit::{self, ActionKind},
    billing::{
        claim::ClaimStatus,
        events::DocumentPaid,
        store::{self, MatchRow, MatchesOf},
        treasury::{Certainty, Entry, OpenItem, Why, named_by, propose},
    },
    identity::{Permit, policy},
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::*,
        money::Cents,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Why a payment and an order don't go together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MatchRefused {
    /// Nothing of the payment is left.
    NothingLeft,
    /// Nothing of the order is owed (or, for a return, nothing was paid).
    NothingOpen,
    /// The order is not with the treasury yet.
    NotHandedOver,
    /// It was undone already.
    AlreadyUndone,
    /// No such thing.
    Unknown,
}

impl Refusal for MatchRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NothingLeft => "match-nothing-left",
            Self::NothingOpen => "match-nothing-open",
            Self::NotHandedOver => "match-not-handed-over",
            Self::AlreadyUndone => "match-already-undone",
            Self::Unknown => "not-found",
        }
    }
    fn kind(&self) -> RefusalKind {
        if *self == Self::Unknown { RefusalKind::Missing } else { RefusalKind::Conflict }
    }
}

/// Matches what is certain, against open items that it keeps up to date.
pub(super) struct Matcher<'a> {
    actor: &'a Actor,
    now: Instant,
    open: Vec<OpenItem>,
    /// What the entries name, paid ones included, by the document's number.
    named: HashMap<String, OpenItem>,
}

impl<'a> Matcher<'a> {
    pub(super) async fn begin<'e>(
        actor: &'a Actor,
        now: Instant,
        entries: impl IntoIterator<Item = &'e Entry>,
        tx: &Tx,
    ) -> Result<Self, Fault> {
        let open = store::open_items(tx.conn(), true).await?;
        tx.lock_for_use(open.iter().map(|item| item.order.into()).collect::<Vec<_>>()).await?;
        // Read again: somebody may have matched while we waited.
        let open = store::open_items(tx.conn(), true).await?;
        let names: BTreeSet<String> = entries.into_iter().flat_map(named_by).collect();
        let names: Vec<String> = names.into_iter().collect();
        let named = store::items_by_reference(tx.conn(), &names).await?;
        let named = named.into_iter().map(|item| (item.reference.clone(), item)).collect();
        Ok(Self { actor, now, open, named })
    }

    /// `true` if `rest` of the payment was matched.
    pub(super) async fn try_match(
        &mut self,
        payment: PaymentId,
        entry: &Entry,
        rest: Cents,
        tx: &mut Tx,
    ) -> Result<bool, Fault> {
        let named: Vec<OpenItem> = named_by(entry).iter().filter_map(|name| self.named.get(name)).cloned().collect();
        let proposals = propose(entry, rest, &named, &self.open);
        let Some(certain) = proposals.into_iter().find(|one| one.certainty == Certainty::Certain) else {
            return Ok(false);
        };
        apply(payment, entry, &certain.item, rest, certain.why, self.actor, self.now, tx).await?;
        let all = self.open.iter_mut().chain(self.named.values_mut());
        for item in all.filter(|item| item.order == certain.item.order) {
            item.paid += rest;
        }
        self.open.retain(|item| item.open().is_positive());
        Ok(true)
    }
}

/// Tries all payments that wait for a person once more, for example after a hand-over. Gives how many were matched.
///
/// # Errors
/// The database can't be written.
pub async fn match_payments(permit: Permit<policy::MatchPayments>, now: Instant, tx: &mut Tx) -> Result<usize, Fault> {
    let waiting = store::unmatched(tx.conn(), None).await?;
    let entries = waiting.iter().map(|(payment, _)| &payment.entry);
    let mut matcher = Matcher::begin(permit.actor(), now, entries, tx).await?;
    let mut matched = 0;
    for (payment, rest) in waiting {
        matched += usize::from(matcher.try_match(payment.id, &payment.entry, rest, tx).await?);
    }
    Ok(matched)
}

/// A person says that a payment belongs to an order: as much of it as is left and owed.
///
/// # Errors
/// Nothing is left or owed, or the order is not handed over.
#[doc(alias = "Zahlungszuordnung")]
pub async fn match_payment(
    permit: Permit<policy::MatchPayments>,
    payment: PaymentId,
    order: PaymentOrderId,
    now: Instant,
    tx: &mut Tx,
) -> Result<Cents, Stop<MatchRefused>> {
    tx.lock_for_use([payment.into(), order.into()]).await?;
    let row = store::payment(tx.conn(), payment).await?.ok_or(Stop::Refused(MatchRefused::Unknown))?;
    let taken: Cents = store::matches(tx.conn(), MatchesOf::Payment(payment))
        .await?
        .iter()
        .filter(|one| one.undone.is_none())
        .map(|one| one.amount)
        .sum();
    let order = store::order(tx.conn(), order).await?.ok_or(Stop::Refused(MatchRefused::Unknown))?;
    if order.hand_over.is_none() {
        return Err(Stop::Refused(MatchRefused::NotHandedOver));
    }
    let rest = row.entry.amount - taken;
    if rest == Cents::ZERO {
        return Err(Stop::Refused(MatchRefused::NothingLeft));
    }
    let amount = if rest.is_positive() { Ord::min(rest, order.open()) } else { Ord::max(rest, -order.paid) };
    if amount == Cents::ZERO {
        return Err(Stop::Refused(MatchRefused::NothingOpen));
    }
    let document =
        store::document(tx.conn(), order.document).await?.ok_or_else(|| Fault::new("an order has no document"))?;
    let item = OpenItem {
        order: order.id,
        document: order.document,
        reference: document.reference,
        interpreter: document.interpreter,
        payee: String::new(),
        iban: String::new(),
        amount: order.amount,
        paid: order.paid,
        ordered_at: order.ordered_at,
    };
    apply(payment, &row.entry, &item, amount, Why::ByHand, permit.actor(), now, tx).await?;
    Ok(amount)
}

/// Takes a match back; it stays as a trace, and the item is open again.
///
/// # Errors
/// It was undone already.
pub async fn undo_match(
    permit: Permit<policy::MatchPayments>,
    id: Uuid,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<MatchRefused>> {
    let found = store::matches(tx.conn(), MatchesOf::One(id)).await?.pop();
    let found = found.ok_or(Stop::Refused(MatchRefused::Unknown))?;
    tx.lock_for_use([found.payment.into(), found.order.into()]).await?;
    let found = store::matches(tx.conn(), MatchesOf::One(id)).await?.pop().unwrap_or(found);
    if found.undone.is_some() {
        return Err(Stop::Refused(MatchRefused::AlreadyUndone));
    }
    let order = store::order(tx.conn(), found.order).await?.ok_or_else(|| Fault::new("a match has no order"))?;
    let paid = order.paid - found.amount;
    if paid > order.amount || paid < Cents::ZERO {
        // A return stands on this payment: undo that first.
        return Err(Stop::Refused(MatchRefused::NothingOpen));
    }
    store::set_undone(tx, id, permit.actor().account(), now).await?;
    store::add_paid(tx, found.order, -found.amount).await?;
    settle_claims(order.document, order.amount, paid, tx).await?;
    let facts = json!({ "match": id, "order": found.order, "amount": found.amount });
    audit::record(tx, permit.actor(), ActionKind::MatchUndone, found.payment, &facts, now).await?;
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "a match has that many sides")]
async fn apply(
    payment: PaymentId,
    entry: &Entry,
    item: &OpenItem,
    amount: Cents,
    why: Why,
    actor: &Actor,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Fault> {
    let new = MatchRow {
        id: Uuid::now_v7(),
        payment,
        order: item.order,
        amount,
        why: why.name().to_owned(),
        matched_by: if why == Why::ByHand { actor.account() } else { None },
        matched_at: now,
        undone: None,
    };
    store::insert_match(tx, &new).await?;
    store::add_paid(tx, item.order, amount).await?;
    settle_claims(item.document, item.amount, item.paid + amount, tx).await?;
    if let (true, Some(interpreter)) = (amount.is_positive(), item.interpreter) {
        let event = DocumentPaid {
            document: item.document,
            interpreter,
            reference: item.reference.clone(),
            amount,
            paid_on: entry.booked_on,
        };
        tx.publish(&event, now).await?;
    }
    let facts = json!({
        "match": new.id, "order": item.order, "document": item.reference, "amount": amount, "why": new.why,
    });
    audit::record(tx, actor, ActionKind::PaymentMatched, payment, &facts, now).await
}

/// Claims are paid when their document is, and not before; a return opens them again.
async fn settle_claims(document: DocumentId, amount: Cents, paid: Cents, tx: &Tx) -> Result<(), Fault> {
    let claims = store::claims_of_document(tx.conn(), document).await?;
    let status = if paid >= amount { ClaimStatus::Paid } else { ClaimStatus::HandedOver };
    store::set_status(tx, &claims, status, None).await
}
