//! The board: the open jobs that fit an interpreter and that they may take now.
//!
//! A job stands there for whoever was asked (also if they let the time to answer pass: silence harms nobody), and for everybody
//! else who fits as soon as the city's rule opens it. Whoever said no, gave it back or was called back does not see it again.
//! What the board shows is what an offer shows, and less: district and topic, no address, no file, no remark.

use super::{
    assignment::Assignment,
    facts::AssignmentFacts,
    offer::{Offer, OfferStatus},
    request::BookingRequest,
    rules::Rules,
    search::{self, Spans},
    store::{self, Conn},
};
use crate::{
    directory::{
        self,
        facts::{InterpreterFacts, ProfileFacts},
    },
    kernel::{clock::Instant, ids::*, money::Cents, time::Interval},
    platform::fault::Fault,
    scheduling::{
        Reason, SaidBusy, Stage,
        recommend::obstacles_of,
        rules::{Pairing, Verdict, preferences::is_free_by_their_own_calendar},
        working_hours::WorkingHours,
    },
};
use chrono::Duration;
use rates::holidays::{Land, is_holiday};
use std::collections::HashMap;

/// At most so many jobs are looked at, the nearest first.
const MOST: u64 = 300;

/// One job on somebody's board.
pub(super) struct Posting {
    /// What may be known of it before a yes.
    pub(super) facts: AssignmentFacts,
    /// What this interpreter would be paid, net.
    pub(super) fee: Cents,
    /// The schedule this is computed with.
    pub(super) schedule_id: String,
    /// Minutes of the way there; none by phone and video.
    pub(super) way_min: Option<i64>,
    /// What this interpreter's own calendar says against it.
    pub(super) said_busy: Option<Reason>,
    /// The offer made to this interpreter in this search, if one was.
    pub(super) offer: Option<Offer>,
}

/// How somebody stands to one job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// May take it now; with the offer that was made to them in this search.
    MayTake { offer: Option<Offer>, fee: Cents, way_min: Option<i64>, said_busy: Option<Reason> },
    /// Others are asked first.
    Later,
    /// Said no, gave it back, or was called back.
    Answered,
    /// Something stands against it.
    Obstructed(Vec<Reason>),
}

/// An interpreter who looks at jobs: everything about them that does not depend on the job.
pub(super) struct Seeker {
    person: InterpreterFacts,
    taken: Vec<(Interval, Option<(i32, i32)>)>,
    said_busy: Vec<SaidBusy>,
    rules: Rules,
    now: Instant,
}

impl Seeker {
    /// Loads one; `None` if there is none of that key. `until` is the end of the last session that will be looked at.
    pub(super) async fn load(
        conn: &impl Conn,
        id: InterpreterId,
        until: Instant,
        now: Instant,
    ) -> Result<Option<Self>, Fault> {
        let Some(person) = directory::interpreter(conn, id).await? else { return Ok(None) };
        let rules = store::rules(conn).await?;
        let lately = Duration::days(rules.recent_days.max(8));
        let taken = store::taken_by(conn, id, now - lately, until.max(now) + lately).await?;
        let said = search::said_busy(conn, Some(&[id]), now, until.max(now) + Duration::hours(12)).await?;
        Ok(Some(Self { person, taken, said_busy: said.into_values().next().unwrap_or_default(), rules, now }))
    }

    /// The schedule of this interpreter's agreement on a day.
    pub(super) fn schedule_on(&self, date: chrono::NaiveDate) -> String {
        super::estimate::schedule_for(&self.person, date)
    }

    /// How this interpreter stands to a search.
    pub(super) fn stands(
        &self,
        request: &BookingRequest,
        assignment: &Assignment,
        profile: &ProfileFacts,
        offers: &[Offer],
    ) -> Result<Standing, Fault> {
        let mine = offers.iter().filter(|offer| offer.interpreter == self.person.id);
        if mine.clone().any(|offer| matches!(offer.status, OfferStatus::Declined | OfferStatus::Dropped)) {
            return Ok(Standing::Answered);
        }
        let of_round = |offer: &&Offer| offer.search_round == assignment.search_round;
        let offer = mine.clone().find(of_round).cloned();
        let was_told = offer.as_ref().filter(|offer| offer.sent_at <= self.now);
        match was_told.map(|offer| offer.status) {
            Some(OfferStatus::Open | OfferStatus::Expired) => {}
            Some(_) => return Ok(Standing::Answered),
            None if self.rules.board.opens(self.stage(request, assignment, offers)) => {}
            None => return Ok(Standing::Later),
        }
        let mut candidate = search::candidate_of(&self.person)?;
        candidate.fee_cents = search::fee_of(&self.person, request)?;
        let spans = Spans::of(&request.slot, &self.rules, self.now);
        for (during, place) in &self.taken {
            spans.enter(&mut candidate, *during, *place);
        }
        candidate.said_busy.clone_from(&self.said_busy);
        let need = search::need_of(request, profile, None, offers)?;
        let pairing = Pairing { need: &need, candidate: &candidate, weights: &self.rules.weights, now: self.now };
        let obstacles = obstacles_of(&pairing);
        if !obstacles.is_empty() {
            return Ok(Standing::Obstructed(obstacles));
        }
        let said_busy = match is_free_by_their_own_calendar(&pairing) {
            Verdict::Score(_, reason) => Some(reason),
            _ => None,
        };
        Ok(Standing::MayTake { way_min: pairing.way_min(), fee: Cents(candidate.fee_cents), said_busy, offer })
    }

    fn stage(&self, request: &BookingRequest, assignment: &Assignment, offers: &[Offer]) -> Stage {
        let of_round = || offers.iter().filter(|offer| offer.search_round == assignment.search_round);
        let hours = WorkingHours { day: self.rules.offers.working_day, is_holiday: &|day| is_holiday(Land::BW, day) };
        let waves = of_round().map(|offer| offer.wave).max().unwrap_or_default();
        Stage {
            waves_sent: u16::try_from(waves).unwrap_or(u16::MAX),
            is_waiting: of_round().any(|offer| offer.status == OfferStatus::Open && offer.expires_at > self.now),
            left_min: hours.minutes_between(self.now, request.slot.starts_at()),
        }
    }
}

/// What an interpreter may take now, by begin. A fixed number of queries, however many jobs there are.
///
/// # Errors
/// The database can't be read.
pub(super) async fn board(conn: &impl Conn, me: InterpreterId, now: Instant) -> Result<Vec<Posting>, Fault> {
    let Some(person) = directory::interpreter(conn, me).await? else { return Ok(Vec::new()) };
    let languages: Vec<String> = person.languages.into_iter().map(|(language, _)| language).collect();
    let searches = store::lists::searching_for(conn, &languages, now, MOST).await?;
    let Some(until) = searches.iter().map(|(request, ..)| request.slot.ends_at()).max() else {
        return Ok(Vec::new());
    };
    let Some(seeker) = Seeker::load(conn, me, until, now).await? else { return Ok(Vec::new()) };
    let ids: Vec<AssignmentId> = searches.iter().map(|(_, assignment, _)| assignment.id).collect();
    let offers = store::offers_of(conn, &ids).await?;
    let profiles: HashMap<RequirementProfileId, ProfileFacts> =
        directory::profiles(conn).await?.into_iter().map(|profile| (profile.id, profile)).collect();
    let mut postings = Vec::new();
    for (request, assignment, facts) in searches {
        let Some(profile) = profiles.get(&request.profile) else { continue }; // a foreign key rules it out
        let made = offers.get(&assignment.id).map(Vec::as_slice).unwrap_or_default();
        if let Standing::MayTake { offer, fee, way_min, said_busy } =
            seeker.stands(&request, &assignment, profile, made)?
        {
            let facts = AssignmentFacts { remark: String::new(), ..super::queries::for_interpreter(me, facts) };
            let schedule_id = seeker.schedule_on(request.slot.date());
            postings.push(Posting { facts, fee, schedule_id, way_min, said_busy, offer });
        }
    }
    Ok(postings)
}
