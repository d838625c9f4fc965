//! An interpreter takes a job from the board: an offer to themselves and its yes, in one.

use super::{accept_offer::AcceptRefused, accept_offer::accept, lock_booking};
use crate::{
    booking::{
        assignment::{Assignment, Status},
        board::{Seeker, Standing},
        offer::{Offer, OfferStatus},
        refusals::refusals,
        search, store,
    },
    identity::{Permit, policy::TakeJob},
    kernel::{clock::Instant, ids::OfferId},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};

refusals! {
    /// Why a job was not taken.
    TakeRefused {
        /// Somebody else was faster.
        Taken = "assignment-taken", Conflict;
        /// Nobody is looked for any more, or the session has begun.
        Over = "job-is-over", Conflict;
        /// Others are asked first.
        NotOpenYet = "job-not-open-yet", Conflict;
        /// This interpreter said no, gave it back or was called back.
        Answered = "offer-already-answered", Conflict;
        /// Time, way, credentials or one's own settings stand against it.
        DoesNotFit = "job-does-not-fit", Conflict;
        /// The interpreter has another session then.
        Busy = "interpreter-busy", Conflict;
        /// It would cost more than was committed, and the line can't bear it.
        NoMoney = "commitment-too-small", Conflict;
    }
}

impl From<AcceptRefused> for TakeRefused {
    fn from(refused: AcceptRefused) -> Self {
        match refused {
            AcceptRefused::Taken => Self::Taken,
            AcceptRefused::Expired | AcceptRefused::Withdrawn => Self::Over,
            AcceptRefused::Answered => Self::Answered,
            AcceptRefused::Busy => Self::Busy,
            AcceptRefused::NotQualified => Self::DoesNotFit,
            AcceptRefused::NoMoney => Self::NoMoney,
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
    match assignment.status {
        Status::Searching if now < request.slot.starts_at() => {}
        Status::Filled | Status::Held | Status::Confirmed => return Err(Stop::Refused(TakeRefused::Taken)),
        _ => return Err(Stop::Refused(TakeRefused::Over)),
    }
    let offers = store::offers(tx.conn(), assignment.id).await?;
    let profile = search::profile_of(tx.conn(), &request).await?;
    let seeker = Seeker::load(tx.conn(), me, request.slot.ends_at(), now).await?;
    let seeker = seeker.ok_or_else(|| Fault::new(format!("interpreter {me} does not exist")))?;
    let (made, fee) = match seeker.stands(&request, &assignment, &profile, &offers)? {
        Standing::MayTake { offer, fee, .. } => (offer, fee),
        Standing::Later => return Err(Stop::Refused(TakeRefused::NotOpenYet)),
        Standing::Answered => return Err(Stop::Refused(TakeRefused::Answered)),
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
