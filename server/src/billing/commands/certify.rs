//! The two certifications of a claim: first the office, then finance.

use super::locked_claim;
use crate::{
    audit::{self, ActionKind},
    billing::{
        claim::{CertificationKind, CertifyRefused, Claim, ClaimStatus},
        store,
    },
    identity::{Permit, policy},
    kernel::{actor::Actor, clock::Instant, ids::FeeId},
    platform::{
        db::{Tx, Violation},
        fault::Stop,
    },
};
use serde_json::json;

/// The office says: the service was needed and took place as recorded.
///
/// # Errors
/// Not this claim's turn, the certifier's own fee, or they hold the other step.
#[doc(alias = "sachlich richtig")]
pub async fn certify_factually(
    permit: Permit<policy::CertifyFactually>,
    now: Instant,
    tx: &mut Tx,
) -> Result<ClaimStatus, Stop<CertifyRefused>> {
    certify(permit.actor(), permit.fee, CertificationKind::Factual, now, tx).await
}

/// Finance says: rates and sums are right. The program prices the stored facts once more before it lets that stand.
///
/// # Errors
/// As [`certify_factually`], or the stored facts give another amount.
#[doc(alias = "rechnerisch richtig")]
pub async fn certify_arithmetically(
    permit: Permit<policy::CertifyArithmetically>,
    now: Instant,
    tx: &mut Tx,
) -> Result<ClaimStatus, Stop<CertifyRefused>> {
    certify(permit.actor(), permit.fee, CertificationKind::Arithmetic, now, tx).await
}

async fn certify(
    actor: &Actor,
    fee: FeeId,
    kind: CertificationKind,
    now: Instant,
    tx: &mut Tx,
) -> Result<ClaimStatus, Stop<CertifyRefused>> {
    let claim: Claim = locked_claim(tx, fee).await?;
    let (account, next) = claim.certify(kind, actor).map_err(Stop::Refused)?;
    if kind == CertificationKind::Arithmetic && !claim.recomputes() {
        return Err(Stop::Refused(CertifyRefused::DoesNotRecompute));
    }
    if let Err(error) = store::add_certification(tx, fee, kind, account, now).await {
        // The index has the last word, whatever raced us here.
        return match Violation::of(&error) {
            Some(violation) if violation.is_unique() => Err(Stop::Refused(CertifyRefused::SecondStep)),
            _ => Err(error.into()),
        };
    }
    store::set_status(tx, &[fee], next, None).await?;
    let action = match kind {
        CertificationKind::Factual => ActionKind::FactuallyCertified,
        CertificationKind::Arithmetic => ActionKind::ArithmeticallyCertified,
    };
    audit::record(tx, actor, action, fee, &json!({ "gross": claim.gross, "version": claim.version }), now).await?;
    Ok(next)
}
