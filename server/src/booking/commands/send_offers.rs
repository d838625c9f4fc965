//! People are asked: the next wave, everybody, or one.

use super::{end_open_offers, expire_offers, lock_booking};
use crate::{
    audit::{self, ActionKind},
    booking::{
        assignment::{Assignment, Status},
        events::{OffersSent, SearchExhausted},
        jobs,
        offer::{Offer, OfferStatus},
        refusals::refusals,
        request::{BookingRequest, Priority},
        rules::Rules,
        search::{self, Search},
        store,
    },
    identity::{Permit, policy::Dispatch},
    kernel::{clock::Instant, ids::*},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
    scheduling::{OfferMode, PlannedOffer, Ranking, Situation, waves::plan_offers},
};
use chrono::NaiveDate;
use rates::holidays::{Land, is_holiday};
use serde_json::json;
use std::collections::BTreeMap;

/// Whom to ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// The best who were not asked yet, as the city's rules say.
    NextWave,
    /// Everybody who fits and was not asked yet, at once.
    Everybody,
    /// This one; also somebody who did not answer in time before.
    One(InterpreterId),
}

/// What was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The offers; those to people in their quiet hours are told later.
    pub offers: Vec<OfferId>,
    /// When the next wave is due, if nobody says yes.
    pub next_look_at: Option<Instant>,
}

refusals! {
    /// Why nobody was asked.
    SendRefused {
        /// Nobody is looked for (any more).
        NotSearching = "assignment-not-searching", Conflict;
        /// The session has begun.
        Begun = "session-has-begun", Conflict;
        /// Something stands against this person; the ranking says what.
        Obstacle = "interpreter-has-obstacles", Conflict, "interpreter";
        /// Was asked and said no, or waits for an answer.
        AskedAlready = "interpreter-asked-already", Conflict, "interpreter";
        /// Everybody who fits was asked.
        NobodyLeft = "nobody-left-to-ask", Conflict;
    }
}

/// Ranks the whole pool, keeps the ranking as it is, and asks. No offer crosses an obstacle.
///
/// # Errors
/// Refuses if nobody is looked for, or nobody is left.
#[doc(alias = "Angebote versenden")]
pub async fn send_offers(
    permit: &Permit<Dispatch>,
    who: Who,
    now: Instant,
    tx: &mut Tx,
) -> Result<Sent, Stop<SendRefused>> {
    let (request, assignment) = lock_booking(tx, permit.assignment, None).await?;
    if assignment.status != Status::Searching {
        return Err(Stop::Refused(SendRefused::NotSearching));
    }
    if request.slot.starts_at() <= now {
        return Err(Stop::Refused(SendRefused::Begun));
    }
    let offers = store::offers(tx.conn(), assignment.id).await?;
    let dropped_out = offers.iter().filter(|offer| offer.status == OfferStatus::Dropped).count();
    let mut rules = store::rules(tx.conn()).await?;
    rules.offers = rules.offers.widened(dropped_out);
    let search = search::look_around(tx.conn(), &request, &assignment, &rules, now).await?;
    let ranking = search.rank(&rules, now);
    let mut chosen = choose(&ranking, &search, &offers, &assignment, who).map_err(Stop::Refused)?;
    let alone = who == Who::NextWave && preferred_first(&mut chosen, &request, &offers, &assignment);
    let is_first = offers.iter().all(|offer| offer.search_round != assignment.search_round);
    let mode = mode_of(who, rules.offers.mode, alone, is_first);
    let planned = plan(&chosen, &request, &search, &rules, mode, who, now);
    if planned.is_empty() {
        return Err(Stop::Refused(SendRefused::NobodyLeft));
    }
    store::insert_ranking(
        tx,
        assignment.id,
        assignment.search_round,
        serde_json::to_string(&ranking).map_err(Fault::from)?,
        now,
    )
    .await?;
    let sent = store_offers(&assignment, &search, &offers, planned, request.slot.date(), now, tx).await?;
    let facts = json!({
        "round": assignment.search_round, "offers": sent.len(), "who": match who {
            Who::NextWave => "next_wave", Who::Everybody => "everybody", Who::One(_) => "one",
        },
    });
    audit::record(tx, permit.actor(), ActionKind::OffersSent, assignment.id, &facts, now).await?;
    let next_look_at = sent.iter().map(|offer| offer.expires_at).max();
    if let Some(at) = sent.iter().map(|offer| offer.expires_at).min() {
        jobs::look_again(tx, assignment.id, at, now).await?;
    }
    Ok(Sent { offers: sent.into_iter().map(|offer| offer.id).collect(), next_look_at })
}

/// Whom of the ranking to ask.
fn choose(
    ranking: &Ranking,
    search: &Search,
    offers: &[Offer],
    assignment: &Assignment,
    who: Who,
) -> Result<Ranking, SendRefused> {
    let mut chosen = ranking.clone();
    match who {
        Who::NextWave | Who::Everybody => {
            chosen.recommended.retain(|entry| !search.asked.contains(&entry.interpreter));
            if chosen.recommended.is_empty() {
                return Err(SendRefused::NobodyLeft);
            }
        }
        Who::One(person) => {
            let answered = offers.iter().any(|offer| {
                offer.interpreter == person
                    && offer.search_round == assignment.search_round
                    && !matches!(offer.status, OfferStatus::Expired | OfferStatus::Withdrawn)
            });
            if answered {
                return Err(SendRefused::AskedAlready);
            }
            chosen.recommended.retain(|entry| entry.interpreter == person);
            if chosen.recommended.is_empty() {
                return Err(SendRefused::Obstacle);
            }
        }
    }
    Ok(chosen)
}

/// Whom the office would like is asked first and alone, once in each round, if nothing stands against them.
fn preferred_first(chosen: &mut Ranking, request: &BookingRequest, offers: &[Offer], assignment: &Assignment) -> bool {
    let is_first_wave = offers.iter().all(|offer| offer.search_round != assignment.search_round);
    let Some(preferred) = request.preferred.filter(|_| is_first_wave) else { return false };
    let may_be_asked = chosen.interpreters().any(|person| person == preferred);
    if may_be_asked {
        chosen.recommended.retain(|entry| entry.interpreter == preferred);
    }
    may_be_asked
}

/// How those chosen are asked: as the coordination said, else as the city's rule is. One alone only begins a search.
fn mode_of(who: Who, rule: OfferMode, alone: bool, is_first: bool) -> OfferMode {
    match (who, rule) {
        (Who::Everybody, _) => OfferMode::Broadcast,
        (Who::One(_), _) => OfferMode::Direct,
        (Who::NextWave, _) if alone => OfferMode::Direct,
        (Who::NextWave, OfferMode::Direct) if !is_first => OfferMode::Waves,
        (Who::NextWave, rule) => rule,
    }
}

/// The first wave of a plan for those chosen: when each is asked, and until when each may answer.
fn plan(
    chosen: &Ranking,
    request: &BookingRequest,
    search: &Search,
    rules: &Rules,
    mode: OfferMode,
    who: Who,
    now: Instant,
) -> Vec<PlannedOffer> {
    let situation = Situation {
        now,
        session_starts_at: request.slot.starts_at(),
        mode,
        emergency: who == Who::NextWave && request.priority == Priority::Urgent,
        is_holiday: &|day| is_holiday(Land::BW, day),
        is_told: &|person| search.is_told_at_once(person),
        quiet_of: &|person| search.quiet_of(person),
    };
    let plan = plan_offers(chosen, &situation, &rules.offers);
    // Waves in which nobody can be asked in time are not there; the first that is, is the next.
    let first = plan.offers.iter().map(|offer| offer.wave).min();
    plan.offers.into_iter().filter(|offer| Some(offer.wave) == first).collect()
}

async fn store_offers(
    assignment: &Assignment,
    search: &Search,
    before: &[Offer],
    planned: Vec<PlannedOffer>,
    date: NaiveDate,
    now: Instant,
    tx: &mut Tx,
) -> Result<Vec<Offer>, Fault> {
    let round = assignment.search_round;
    let of_round = |offer: &&Offer| offer.search_round == round;
    let wave = before.iter().filter(of_round).map(|offer| offer.wave).max().unwrap_or_default() + 1;
    let mut sent = Vec::with_capacity(planned.len());
    let mut by_time: BTreeMap<Instant, Vec<OfferId>> = BTreeMap::new();
    for one in planned {
        let again = before.iter().filter(of_round).find(|offer| offer.interpreter == one.interpreter);
        let offer = Offer {
            id: again.map_or_else(OfferId::new, |offer| offer.id),
            assignment: assignment.id,
            interpreter: one.interpreter,
            search_round: round,
            wave,
            status: OfferStatus::Open,
            expected_fee: search.fee_of(one.interpreter),
            schedule_id: search.schedule_of(one.interpreter, date),
            sent_at: one.ask_at,
            expires_at: one.expires_at,
            answered_at: None,
            decline_reason: None,
        };
        match again {
            Some(_) => store::save_offer(tx, &offer).await?,
            None => store::insert_offer(tx, &offer).await?,
        }
        by_time.entry(one.ask_at).or_default().push(offer.id);
        sent.push(offer);
    }
    for (at, offers) in by_time {
        let event = OffersSent { assignment: assignment.id, offers };
        if at <= now {
            tx.publish(&event, now).await?;
        } else {
            jobs::tell_later(tx, &event, at, now).await?;
        }
    }
    Ok(sent)
}

/// One look at a search by the house: what is overdue expires; while somebody may still answer it waits; otherwise the next wave
/// goes out; if nobody is left, the coordination takes over; once the session has begun, it is unfilled.
///
/// # Errors
/// The database can't be written.
pub(in crate::booking) async fn search_step(permit: &Permit<Dispatch>, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
    let (request, mut assignment) = lock_booking(tx, permit.assignment, None).await?;
    if assignment.status != Status::Searching {
        return Ok(());
    }
    expire_offers(permit, now, tx).await?;
    if request.slot.starts_at() <= now {
        let reason = why_nobody(&request, &assignment, now, tx).await?;
        return super::close_search(permit.actor(), &request, &mut assignment, reason, now, tx).await;
    }
    let open = store::offers(tx.conn(), assignment.id).await?;
    let next = open.iter().filter(|offer| offer.status == OfferStatus::Open).map(|offer| offer.expires_at).min();
    if let Some(at) = next {
        return jobs::look_again(tx, assignment.id, at, now).await;
    }
    match send_offers(permit, Who::NextWave, now, tx).await {
        Ok(_) => Ok(()),
        Err(Stop::Refused(_)) => {
            keep_ranking(&request, &assignment, now, tx).await?;
            let (id, office, round) = (assignment.id, assignment.office, assignment.search_round);
            tx.publish(&SearchExhausted { assignment: id, office, round }, now).await?;
            jobs::look_again(tx, id, request.slot.starts_at(), now).await
        }
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// The coordination sees why nobody is left.
async fn keep_ranking(request: &BookingRequest, assignment: &Assignment, now: Instant, tx: &Tx) -> Result<(), Fault> {
    let rules = store::rules(tx.conn()).await?;
    let search = search::look_around(tx.conn(), request, assignment, &rules, now).await?;
    let ranking = serde_json::to_string(&search.rank(&rules, now))?;
    store::insert_ranking(tx, assignment.id, assignment.search_round, ranking, now).await
}

/// Why nobody was found, told by the last ranking that was kept.
async fn why_nobody(
    request: &BookingRequest,
    assignment: &Assignment,
    now: Instant,
    tx: &Tx,
) -> Result<crate::booking::assignment::UnfilledReason, Fault> {
    let kept = store::last_ranking(tx.conn(), assignment.id).await?;
    let ranking: Ranking = match kept {
        Some(kept) => serde_json::from_str(&kept)?,
        None => {
            let rules = store::rules(tx.conn()).await?;
            search::look_around(tx.conn(), request, assignment, &rules, now).await?.rank(&rules, now)
        }
    };
    Ok(super::declare_unfilled::reason_of(&ranking))
}

/// Ends open offers because the search begins anew (moved, dropped out).
pub(super) async fn withdraw_for_new_search(tx: &mut Tx, id: AssignmentId, now: Instant) -> Result<(), Fault> {
    use crate::booking::events::OfferEnd;
    let offers = store::offers(tx.conn(), id).await?;
    end_open_offers(tx, offers, OfferStatus::Withdrawn, OfferEnd::Withdrawn, now).await?;
    Ok(())
}
