//! What the ranking looks at: the need of one booking and the pool, frozen from the database.

use super::{
    assignment::Assignment,
    estimate,
    facts::Delivery,
    offer::{Offer, OfferStatus},
    request::{AskedGender, BookingRequest},
    rules::Rules,
    store::{self, Conn},
};
use crate::{
    directory::{
        self,
        facts::{InterpreterFacts, OffersBy, ProfileFacts, StrangerFacts},
    },
    kernel::{
        clock::Instant,
        ids::*,
        time::{CivilSlot, Interval, start_of_day},
    },
    platform::fault::{Fault, Stop},
    scheduling::{
        self, Busy, Candidate, Code, Credential, DeliveryModes, Gender, GenderWish, Level, Need, Obstructed, Point,
        QuietHours, Ranking, Reason, SaidBusy, Spoken, WeeklyWindow,
    },
};
use chrono::{Datelike, Days, Duration, Timelike, Weekday};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// One search, ready to be ranked.
pub struct Search {
    /// What is needed.
    pub need: Need,
    /// Who might hold it: those who take part and speak the language.
    pub candidates: Vec<Candidate>,
    /// Everybody else of the pool, with why not.
    pub strangers: Vec<Obstructed>,
    /// The candidates as the directory knows them.
    pub people: HashMap<InterpreterId, InterpreterFacts>,
    /// Who is not asked again: answered or was asked in this round, said no or gave the job back in an earlier one.
    pub asked: HashSet<InterpreterId>,
}

/// The profile of a request.
pub(super) async fn profile_of(conn: &impl Conn, request: &BookingRequest) -> Result<ProfileFacts, Fault> {
    directory::profile(conn, request.profile)
        .await?
        .ok_or_else(|| Fault::new(format!("requirement profile {} does not exist", request.profile)))
}

/// Freezes everything a ranking needs: details of those who speak the language, of all others only why they don't fit.
pub(super) async fn look_around(
    conn: &impl Conn,
    request: &BookingRequest,
    assignment: &Assignment,
    rules: &Rules,
    now: Instant,
) -> Result<Search, Fault> {
    let profile = profile_of(conn, request).await?;
    let directory::Divided { speakers: pool, strangers } = directory::divided(conn, &request.language).await?;
    let offers = store::offers(conn, assignment.id).await?;
    let spans = Spans::of(&request.slot, rules, now);
    let (load_from, load_to) = spans.whole();
    let taken = store::taken(conn, load_from, load_to).await?;
    let ids: Vec<InterpreterId> = pool.iter().map(|person| person.id).collect();
    let mut said = said_busy(conn, Some(&ids), spans.around.0, spans.around.1).await?;
    let knowing = match &request.file_reference {
        Some(file) => store::who_knows_the_file(conn, request.office, file).await?,
        None => Vec::new(),
    };
    let key = request.file_reference.as_deref().map(|file| continuity_key(request.office, file));

    let mut candidates = Vec::with_capacity(pool.len());
    for person in &pool {
        let mut candidate = candidate_of(person)?;
        candidate.fee_cents = fee_of(person, request)?;
        for (_, during, place) in taken.iter().filter(|(who, ..)| *who == person.id) {
            spans.enter(&mut candidate, *during, *place);
        }
        candidate.said_busy = said.remove(&person.id).unwrap_or_default();
        if knowing.contains(&person.id) {
            candidate.continuity_keys.extend(key);
        }
        candidates.push(candidate);
    }
    let need = need_of(request, &profile, key, &offers)?;
    Ok(Search {
        strangers: strangers.iter().map(|one| obstructed(one, need.language)).collect(),
        need,
        candidates,
        people: pool.into_iter().map(|person| (person.id, person)).collect(),
        asked: not_to_be_asked(&offers, assignment.search_round),
    })
}

/// What the calendars of these people, or of everybody, say between two instants; one query.
pub(super) async fn said_busy(
    conn: &impl Conn,
    of: Option<&[InterpreterId]>,
    from: Instant,
    to: Instant,
) -> Result<HashMap<InterpreterId, Vec<SaidBusy>>, Fault> {
    let mut said: HashMap<InterpreterId, Vec<SaidBusy>> = HashMap::new();
    for one in directory::busy_times(conn, of, from, to).await? {
        let word = SaidBusy { during: one.during, read_at: one.read_at };
        said.entry(one.interpreter).or_default().push(word);
    }
    Ok(said)
}

/// Why somebody can't be asked of whom nothing more needs to be known.
fn obstructed(one: &StrangerFacts, language: Code) -> Obstructed {
    let inactive = (!one.active).then_some(Reason::Inactive);
    let speechless = (!one.speaks).then_some(Reason::DoesNotSpeak { language });
    Obstructed { interpreter: one.id, obstacles: inactive.into_iter().chain(speechless).collect() }
}

impl Search {
    /// Everybody, ranked or refused.
    #[must_use]
    pub fn rank(&self, rules: &Rules, now: Instant) -> Ranking {
        scheduling::recommend(&self.need, &self.candidates, &rules.weights, now).with(self.strangers.iter().cloned())
    }

    /// What this person can expect for the session, net.
    #[must_use]
    pub fn fee_of(&self, interpreter: InterpreterId) -> crate::kernel::money::Cents {
        let found = self.candidates.iter().find(|candidate| candidate.id == interpreter);
        crate::kernel::money::Cents(found.map_or(0, |candidate| candidate.fee_cents))
    }

    /// The schedule of this person's agreement on the session's day.
    #[must_use]
    pub fn schedule_of(&self, interpreter: InterpreterId, date: chrono::NaiveDate) -> String {
        self.people.get(&interpreter).map(|person| estimate::schedule_for(person, date)).unwrap_or_default()
    }

    /// Whether a person hears of an offer at once; others look for themselves.
    #[must_use]
    pub fn is_told_at_once(&self, interpreter: InterpreterId) -> bool {
        self.people.get(&interpreter).is_none_or(|person| person.offers_by == OffersBy::Mail)
    }

    /// A person's own quiet hours.
    #[must_use]
    pub fn quiet_of(&self, interpreter: InterpreterId) -> Option<QuietHours> {
        let person = self.people.get(&interpreter)?;
        let minute = |time: chrono::NaiveTime| u16::try_from(time.num_seconds_from_midnight() / 60).ok();
        Some(QuietHours {
            from_min: minute(person.quiet_from?)?,
            to_min: minute(person.quiet_to?)?,
            except_emergency: false,
        })
    }
}

/// Who was asked in this round already, and who said no or gave the job back in an earlier one. Silence is not an answer.
fn not_to_be_asked(offers: &[Offer], round: i32) -> HashSet<InterpreterId> {
    offers
        .iter()
        .filter(|offer| {
            offer.search_round == round || matches!(offer.status, OfferStatus::Declined | OfferStatus::Dropped)
        })
        .map(|offer| offer.interpreter)
        .collect()
}

/// Which of somebody's sessions count for what, seen from one session.
pub(super) struct Spans {
    /// So near that the way between matters.
    around: (Instant, Instant),
    /// The week of the session.
    week: (Instant, Instant),
    /// What counts as lately.
    recent: (Instant, Instant),
}

impl Spans {
    pub(super) fn of(slot: &CivilSlot, rules: &Rules, now: Instant) -> Self {
        let (near, lately) = (Duration::hours(12), Duration::days(rules.recent_days));
        Self {
            around: (slot.starts_at() - near, slot.ends_at() + near),
            week: week_of(slot),
            recent: (now - lately, now + lately),
        }
    }

    /// From the first to the last instant that counts for anything.
    pub(super) fn whole(&self) -> (Instant, Instant) {
        let [around, week, recent] = [self.around, self.week, self.recent];
        (around.0.min(week.0).min(recent.0), around.1.max(week.1).max(recent.1))
    }

    /// Enters a session that somebody has already.
    pub(super) fn enter(&self, candidate: &mut Candidate, during: Interval, place: Option<(i32, i32)>) {
        let starts_in = |(from, to): (Instant, Instant)| from <= during.starts_at() && during.starts_at() < to;
        if self.around.0 < during.ends_at() && during.starts_at() < self.around.1 {
            candidate.busy.push(Busy { during, place: place.map(|(x, y)| Point { x, y }) });
        }
        if starts_in(self.week) {
            candidate.worked_min += u32::try_from(during.minutes()).unwrap_or_default();
        }
        if starts_in(self.recent) {
            candidate.recent_sessions = candidate.recent_sessions.saturating_add(1);
        }
    }
}

/// Monday to Monday around the day of the session.
fn week_of(slot: &CivilSlot) -> (Instant, Instant) {
    let monday = slot.date() - Days::new(u64::from(slot.date().weekday().num_days_from_monday()));
    (start_of_day(monday), start_of_day(monday + Days::new(7)))
}

/// Stands for a file of an office, so that the ranking never sees the reference.
pub(super) fn continuity_key(office: OfficeId, file_reference: &str) -> u64 {
    let digest = Sha256::new().chain_update(office.0.as_bytes()).chain_update(file_reference.as_bytes()).finalize();
    digest.iter().take(8).fold(0, |key, byte| (key << 8) | u64::from(*byte))
}

fn code(text: &str) -> Result<Code, Fault> {
    Code::parse(text).map_err(|error| Fault::from(error).while_doing(format!("reading the code {text:?}")))
}

pub(super) fn need_of(
    request: &BookingRequest,
    profile: &ProfileFacts,
    key: Option<u64>,
    offers: &[Offer],
) -> Result<Need, Fault> {
    let gender = request.gender.map(|gender| match gender {
        AskedGender::Female => Gender::Female,
        AskedGender::Male => Gender::Male,
    });
    let dropped = offers.iter().filter(|offer| offer.status == OfferStatus::Dropped).map(|offer| offer.interpreter);
    Ok(Need {
        language: code(&request.language)?,
        // Whoever is in the pool was found able by the coordination; profiles ask for credentials, not for levels.
        minimum_level: Level::B1,
        slot: request.slot.into(),
        delivery: match request.delivery {
            Delivery::OnSite => scheduling::Delivery::OnSite,
            Delivery::Phone => scheduling::Delivery::Phone,
            Delivery::Video => scheduling::Delivery::Video,
        },
        place: request.place().map(|(x, y)| Point { x, y }),
        required_credentials: profile.credentials.iter().map(|kind| code(kind.name())).collect::<Result<_, _>>()?,
        gender: match (gender, request.gender_required) {
            (None, _) => GenderWish::Any,
            (Some(gender), false) => GenderWish::Wished(gender),
            (Some(gender), true) => GenderWish::Required(gender),
        },
        office: request.office,
        topic: request.profile,
        continuity_key: key,
        preferred: request.preferred.into_iter().collect(),
        excluded: dropped.collect(),
        // The dearest eligible person's price is committed already.
        available_cents: None,
    })
}

/// What a person expects for a session, in cents.
pub(super) fn fee_of(person: &InterpreterFacts, request: &BookingRequest) -> Result<i64, Fault> {
    match estimate::for_interpreter(request, person) {
        Ok(estimate) => Ok(estimate.net.get()),
        // Was refused when the booking was planned; a schedule that vanished since is no obstacle to a person.
        Err(Stop::Refused(_)) => Ok(0),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// A person as the rules see them; what depends on the session (fee, what is taken around it) is not there yet.
pub(super) fn candidate_of(person: &InterpreterFacts) -> Result<Candidate, Fault> {
    let minutes = |value: i32| u16::try_from(value).unwrap_or_default();
    let mut languages = Vec::with_capacity(person.languages.len());
    for (language, level) in &person.languages {
        languages.push(Spoken { language: code(language)?, level: level_of(level) });
    }
    let mut credentials = Vec::with_capacity(person.credentials.len());
    for held in &person.credentials {
        credentials.push(Credential {
            kind: code(held.kind.name())?,
            valid_from: held.valid_from,
            last_valid_on: held.valid_to,
        });
    }
    let (on_site, remote) = (person.delivery != "remote", person.delivery != "on_site");
    Ok(Candidate {
        id: person.id,
        active: person.active,
        paused_until: person.paused_until,
        languages,
        gender: match person.gender.as_str() {
            "female" => Gender::Female,
            "male" => Gender::Male,
            _ => Gender::Diverse,
        },
        home: Some(Point { x: person.home.0, y: person.home.1 }),
        credentials,
        delivery: DeliveryModes { on_site, phone: remote, video: remote },
        max_travel_min: minutes(person.max_travel_minutes),
        weekly_cap_min: u32::try_from(person.weekly_cap_minutes).unwrap_or_default(),
        worked_min: 0,
        windows: person
            .windows
            .iter()
            .filter_map(|window| {
                let weekday = Weekday::try_from(u8::try_from(window.weekday).ok()?).ok()?;
                Some(WeeklyWindow { weekday, from_min: minutes(window.from_minute), to_min: minutes(window.to_minute) })
            })
            .collect(),
        absences: person.absences.iter().filter_map(|(from, to)| Interval::new(*from, *to)).collect(),
        busy: Vec::new(),
        said_busy: Vec::new(),
        excluded_offices: person.excluded_offices.iter().chain(&person.declined_offices).copied().collect(),
        declined_topics: person.declined_topics.clone(),
        min_notice_hours: minutes(person.min_notice_hours),
        recent_sessions: 0,
        continuity_keys: Vec::new(),
        fee_cents: 0,
    })
}

fn level_of(level: &str) -> Level {
    match level {
        "C2" => Level::C2,
        "C1" => Level::C1,
        "B2" => Level::B2,
        _ => Level::B1,
    }
}
