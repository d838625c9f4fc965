//! One proposal of a plan becomes an offer: what moved in between is refused and told.

use crate::{
    booking::{
        assignment::Status,
        commands::{self, Who},
        offer::OfferStatus,
        planning::{
            entry::{Entry, Sending},
            store,
        },
        store as bookings,
    },
    identity::{
        Permit,
        policy::{Dispatch, DropOut},
        visitor,
    },
    kernel::{actor::Actor, clock::Instant, ids::*, message::Message, refusal::Refusal},
    platform::{
        db::{Db, Tx},
        fault::{Fault, Stop},
    },
};

/// Why one offer was not sent, as a sentence.
type No = Message;

/// Sends the offer of one session of a plan in the name of whoever chose it, and notes how that ended. Gives the unit of work, so
/// that the job is done together with it.
///
/// # Errors
/// The database can't be written; the job tries again.
pub(in crate::booking::planning) async fn send_entry(
    db: &Db,
    plan: CityPlanId,
    assignment: AssignmentId,
    by: AccountId,
    now: Instant,
) -> Result<Tx, Fault> {
    let waiting = |entry: &Entry| entry.sending == Some(Sending::Waiting);
    let mut tx = db.begin().await?;
    tx.lock_for_use([plan.into()]).await?;
    let Some(mut entry) = store::entry(tx.conn(), plan, assignment).await?.filter(waiting) else { return Ok(tx) };
    let Some(person) = visitor::person(db, by, now).await? else {
        return refused(tx, entry, Message::new("refusal-plan-sender-gone")).await;
    };
    match offer(&Actor::Person(person), &entry, now, &mut tx).await? {
        Ok(()) => {
            entry.sending = Some(Sending::Sent);
            store::save_entry(&tx, &entry).await?;
            Ok(tx)
        }
        Err(no) => {
            // Whatever was begun is undone, and the refusal is kept by a unit of work of its own.
            drop(tx);
            let tx = db.begin().await?;
            tx.lock_for_use([plan.into()]).await?;
            match store::entry(tx.conn(), plan, assignment).await?.filter(waiting) {
                Some(entry) => refused(tx, entry, no).await,
                None => Ok(tx),
            }
        }
    }
}

async fn refused(tx: Tx, mut entry: Entry, why: No) -> Result<Tx, Fault> {
    entry.sending = Some(Sending::Refused);
    entry.refused = Some(why);
    store::save_entry(&tx, &entry).await?;
    Ok(tx)
}

/// Gives back what who can't come had accepted, ends the open offers that the plan moves, and asks the one it names.
async fn offer(actor: &Actor, entry: &Entry, now: Instant, tx: &mut Tx) -> Result<Result<(), No>, Fault> {
    let Some(chosen) = entry.interpreter else { return Ok(Err(Message::new("refusal-plan-nothing-to-send"))) };
    let Ok(permit) = Permit::ask(actor, Dispatch { assignment: entry.assignment }) else {
        return Ok(Err(Message::new("refusal-plan-sender-gone")));
    };
    if let Some(holder) = entry.held_by
        && let Err(no) = give_back(actor, entry.assignment, holder, now, tx).await?
    {
        return Ok(Err(no));
    }
    let offers = bookings::offers(tx.conn(), entry.assignment).await?;
    for moved in offers.iter().filter(|offer| offer.status == OfferStatus::Open && offer.interpreter != chosen) {
        if let Err(no) = told(commands::withdraw_offers(&permit, Some(moved.id), now, tx).await)? {
            return Ok(Err(no));
        }
    }
    told(commands::send_offers(&permit, Who::One(chosen), now, tx).await)
}

/// The coordination gives a job back in the name of who can't come; who no longer has it has nothing to give back.
async fn give_back(
    actor: &Actor,
    assignment: AssignmentId,
    holder: InterpreterId,
    now: Instant,
    tx: &mut Tx,
) -> Result<Result<(), No>, Fault> {
    let current = bookings::assignment(tx.conn(), assignment).await?;
    if current.is_none_or(|one| one.status != Status::Filled || one.interpreter != Some(holder)) {
        return Ok(Ok(()));
    }
    match Permit::ask(actor, DropOut { interpreter: holder, assignment }) {
        Ok(permit) => told(commands::drop_out(&permit, "", now, tx).await),
        Err(_) => Ok(Err(Message::new("refusal-plan-sender-gone"))),
    }
}

fn told<T, R: Refusal>(answer: Result<T, Stop<R>>) -> Result<Result<(), No>, Fault> {
    match answer {
        Ok(_) => Ok(Ok(())),
        Err(Stop::Refused(refused)) => Ok(Err(refused.message())),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}
