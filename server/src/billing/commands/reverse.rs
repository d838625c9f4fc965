//! What was issued never changes; a mistake is taken back by a document of its own.

use super::close::{Draft, issue};
use crate::{
    audit::{self, ActionKind},
    billing::{
        claim::ClaimStatus,
        documents::{Share, reversal},
        events::DocumentIssued,
        store::{self, Purpose},
    },
    identity::{Permit, policy},
    kernel::{
        clock::Instant,
        ids::*,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Why a document can't be reversed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReverseRefused {
    /// Only what pays an interpreter is reversed; the offices' settlements follow by themselves.
    NotPayable,
    /// It was reversed before.
    AlreadyReversed,
    /// Its payment is ordered.
    Ordered,
    /// A reversal needs a reason.
    ReasonMissing,
}

impl Refusal for ReverseRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotPayable => "document-not-payable",
            Self::AlreadyReversed => "document-already-reversed",
            Self::Ordered => "document-already-ordered",
            Self::ReasonMissing => "billing-reason-missing",
        }
    }
    fn field(&self) -> Option<&'static str> {
        (*self == Self::ReasonMissing).then_some("reason")
    }
    fn kind(&self) -> RefusalKind {
        if *self == Self::ReasonMissing { RefusalKind::Input } else { RefusalKind::Conflict }
    }
}

/// Takes back an interpreter's document and its part of the offices' settlements. Its claims go back to be certified again
/// and may stand on a new document then. Gives the reversal.
///
/// # Errors
/// Not payable, reversed or ordered already, or no reason.
#[doc(alias = "Storno")]
pub async fn reverse_document(
    permit: Permit<policy::CloseSettlement>,
    document: DocumentId,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<DocumentId, Stop<ReverseRefused>> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Stop::Refused(ReverseRefused::ReasonMissing));
    }
    tx.lock_for_use([document.into()]).await?;
    let row = store::document(tx.conn(), document)
        .await?
        .ok_or_else(|| Fault::new(format!("document {document} does not exist")))?;
    let refused = match (&row.order, row.is_reversed, row.kind.is_payable()) {
        (_, _, false) => Some(ReverseRefused::NotPayable),
        (_, true, _) => Some(ReverseRefused::AlreadyReversed),
        (Some(_), _, _) => Some(ReverseRefused::Ordered),
        _ => None,
    };
    if let Some(refused) = refused {
        return Err(Stop::Refused(refused));
    }
    let shares = store::shares(tx.conn(), document).await?;
    let ids: Vec<FeeId> = shares.iter().map(|(share, _)| share.fee).collect();
    tx.lock_for_use(ids.iter().map(|id| (*id).into()).collect::<Vec<_>>()).await?;
    let today = berlin_date(now);
    let actor = permit.actor();

    let taken: BTreeSet<FeeId> = ids.iter().copied().collect();
    let mut drafts = vec![Draft {
        content: reversal(&store::content(tx.conn(), document).await?, &taken, reason, today),
        interpreter: row.interpreter,
        office: None,
        corrects: Some(document),
        purpose: Purpose::Reverse,
        shares: negated(&shares),
    }];
    drafts.extend(unsettle(&shares, reason, today, tx).await?);
    let issued = issue(drafts, actor, now, tx).await?;
    let back = issued.first().ok_or_else(|| Fault::new("a reversal was not issued"))?;

    store::revoke_certifications(tx, &ids, now).await?;
    store::set_status(tx, &ids, ClaimStatus::Priced, Some(reason)).await?;
    store::next_round(tx, &ids).await?;
    let event = DocumentIssued {
        document: back.document,
        interpreter: row.interpreter,
        reference: back.reference.clone(),
        gross: back.gross,
    };
    tx.publish(&event, now).await?;
    let facts = json!({
        "reversal": back.reference, "reverses": row.reference, "gross": back.gross, "sha256": back.sha256,
    });
    let personal = [("reason", reason)];
    audit::record_with_personal(tx, actor, ActionKind::DocumentReversed, document, &facts, &personal, now).await?;
    Ok(back.document)
}

fn negated(shares: &[(Share, i32)]) -> Vec<(Share, i32)> {
    shares.iter().map(|(share, round)| (Share { fee: share.fee, net: -share.net, vat: -share.vat }, *round)).collect()
}

/// What takes the claims off the offices' settlements.
async fn unsettle(shares: &[(Share, i32)], reason: &str, today: NaiveDate, tx: &Tx) -> Result<Vec<Draft>, Fault> {
    let ids: Vec<FeeId> = shares.iter().map(|(share, _)| share.fee).collect();
    let mut by_settlement: BTreeMap<DocumentId, Vec<(Share, i32)>> = BTreeMap::new();
    for place in store::placements(tx.conn(), &ids).await? {
        let current = shares.iter().any(|(share, round)| share.fee == place.share.fee && *round == place.round);
        if place.purpose == "settle" && current {
            by_settlement.entry(place.document).or_default().push((place.share, place.round));
        }
    }
    let mut drafts = Vec::new();
    for (settlement, shares) in by_settlement {
        let row = store::document(tx.conn(), settlement).await?;
        let taken: BTreeSet<FeeId> = shares.iter().map(|(share, _)| share.fee).collect();
        let original = store::content(tx.conn(), settlement).await?;
        drafts.push(Draft {
            content: reversal(&original, &taken, reason, today),
            interpreter: None,
            office: row.and_then(|row| row.office),
            corrects: Some(settlement),
            purpose: Purpose::Unsettle,
            shares: negated(&shares),
        });
    }
    Ok(drafts)
}
