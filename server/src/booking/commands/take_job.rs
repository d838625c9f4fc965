//! An interpreter takes a job from the board: an offer to themselves and its yes, in one.

use super::{
    accept_offer::{AcceptRefused, accept, must_be_open},
    lock_booking,
};
use crate::{
    booking::{
        assignment::Assignment,
        board::{Seeker, Standing},
        offer::{Offer, OfferStatus},
        search, store,
    },
    identity::{Permit, policy::TakeJob},
    kernel::{
        clock::Instant,
        ids::OfferId,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};

/// Why a job was not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TakeRefused {
    /// Nobody is looked for any more, or the session has begun.
    Over,
    /// Others are asked first.
    NotOpenYet,
    /// Time, way, credentials or one's own settings stand against it.
    DoesNotFit,
    /// The same as with a yes to an offer.
    Yes(AcceptRefused),
}

impl TakeRefused {
    #[cfg(test)]
    pub(crate) const CODES: &'static [&'static str] = &["job-is-over", "job-not-open-yet", "job-does-not-fit"];
}

impl Refusal for TakeRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Over => "job-is-over",
            Self::NotOpenYet => "job-not-open-yet",
            Self::DoesNotFit => "job-does-not-fit",
            Self::Yes(refused) => refused.code(),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
}

/// Nobody made an offer that could expire, be called back, or lack a credential: on the board that means over, or does not fit.
impl From<AcceptRefused> for TakeRefused {
    fn from(refused: AcceptRefused) -> Self {
        match refused {
            AcceptRefused::Expired | AcceptRefused::Withdrawn => Self::Over,
            AcceptRefused::NotQualified => Self::DoesNotFit,
            other => Self::Yes(other),
        }
    }
}

/// Takes an open job. The same acceptance as a yes to an offer: the first wins, everybody who was asked learns that it is taken.
///
/// # Errors
/// Refuses whoever was not first, whom it does not fit, and before the board opens it.
#[doc(alias = "Auftrag übernehmen")]
pub async fn take_job(permit: &Permit<TakeJob>, now: Instant, tx: &mut Tx) -> Result<Assignment, Stop<TakeRefused>> {
    let me = permit.interpreter;
    let (request, assignment) = lock_booking(tx, permit.assignment, Some(me)).await?;
    must_be_open(&assignment).map_err(|refused| Stop::Refused(refused.into()))?;
    if request.slot.starts_at() <= now {
        return Err(Stop::Refused(TakeRefused::Over));
    }
    let offers = store::offers(tx.conn(), assignment.id).await?;
    let profile = search::profile_of(tx.conn(), &request).await?;
    let seeker = Seeker::load(tx.conn(), me, request.slot.ends_at(), now).await?;
    let seeker = seeker.ok_or_else(|| Fault::new(format!("interpreter {me} does not exist")))?;
    let (made, fee) = match seeker.stands(&request, &assignment, &profile, &offers)? {
        Standing::MayTake { offer, fee, .. } => (offer, fee),
        Standing::Later => return Err(Stop::Refused(TakeRefused::NotOpenYet)),
        Standing::Answered => return Err(Stop::Refused(AcceptRefused::Answered.into())),
        Standing::Obstructed(_) => return Err(Stop::Refused(TakeRefused::DoesNotFit)),
    };
    let wave =
        offers.iter().filter(|offer| offer.search_round == assignment.search_round).map(|offer| offer.wave).max();
    let is_new = made.is_none();
    let schedule_id =
        made.as_ref().map_or_else(|| seeker.schedule_on(request.slot.date()), |offer| offer.schedule_id.clone());
    let offer = Offer {
        id: made.as_ref().map_or_else(OfferId::new, |offer| offer.id),
        assignment: assignment.id,
        interpreter: me,
        search_round: assignment.search_round,
        wave: made.as_ref().map_or(wave.unwrap_or(1), |offer| offer.wave),
        status: OfferStatus::Open,
        expected_fee: made.as_ref().map_or(fee, |offer| offer.expected_fee),
        schedule_id,
        sent_at: made.map_or(now, |offer| offer.sent_at.min(now)),
        expires_at: request.slot.starts_at(),
        answered_at: None,
        decline_reason: None,
    };
    if is_new {
        store::insert_offer(tx, &offer).await?;
    }
    accept(permit.actor(), offer, offers, request, assignment, now, tx)
        .await
        .map_err(|stop| stop.map(TakeRefused::from))
}
