//! Everything that a plan looks at, frozen from the database in one consistent reading.

use super::plan::Span;
use crate::{
    booking::{
        assignment::{Assignment, Status},
        offer::{Offer, OfferStatus},
        request::BookingRequest,
        rules::Rules,
        search,
        store::{self, Conn, many},
    },
    budget,
    directory::{
        self,
        facts::{InterpreterFacts, ProfileFacts},
    },
    kernel::{
        clock::Instant,
        ids::*,
        money::Cents,
        time::{Interval, start_of_day},
    },
    platform::fault::Fault,
    scheduling::{Busy, Candidate, Need, Point},
};
use chrono::{Days, Duration};
use std::collections::{HashMap, HashSet};

/// Somebody of the pool.
pub(super) struct Member {
    pub(super) facts: InterpreterFacts,
    /// As the rules see them, with everything that is taken in the span; minutes worked are those of no week yet.
    pub(super) candidate: Candidate,
    /// Minutes given already in each week of the span.
    pub(super) worked: Vec<u32>,
}

/// A session that somebody is looked for.
pub(super) struct Wanted {
    pub(super) request: BookingRequest,
    pub(super) assignment: Assignment,
    pub(super) need: Need,
    pub(super) offers: Vec<Offer>,
    /// What its office has bound for it.
    pub(super) committed: Cents,
    /// Who had accepted it and can't come.
    pub(super) held_by: Option<InterpreterId>,
    /// The week of the span, from 0.
    pub(super) week: usize,
}

impl Wanted {
    /// Who has an open offer, in the order in which they were asked.
    pub(super) fn asked(&self) -> Vec<InterpreterId> {
        let open = |offer: &&Offer| offer.status == OfferStatus::Open;
        self.offers.iter().filter(open).map(|offer| offer.interpreter).collect()
    }

    /// Who said no to it, or gave it back.
    pub(super) fn said_no(&self, person: InterpreterId) -> bool {
        self.offers.iter().any(|offer| {
            offer.interpreter == person && matches!(offer.status, OfferStatus::Declined | OfferStatus::Dropped)
        })
    }
}

/// The span, its sessions and the pool.
pub(super) struct World {
    pub(super) span: Span,
    /// The instant of the reading; notice is counted from here.
    pub(super) now: Instant,
    pub(super) rules: Rules,
    pub(super) pool: Vec<Member>,
    /// Somebody is looked for, by begin.
    pub(super) wanted: Vec<Wanted>,
    /// Somebody said yes, by begin, with what is bound for it.
    pub(super) accepted: Vec<(BookingRequest, Assignment, Cents)>,
    /// Waits for money of its office.
    pub(super) without_money: Vec<(BookingRequest, Assignment)>,
    /// What each line has for the wanted sessions: what it has left and what they have bound.
    pub(super) money: HashMap<BudgetLineId, Cents>,
    /// Stand for files, with who worked on each.
    pub(super) files: HashMap<u64, HashSet<InterpreterId>>,
}

/// When somebody is taken, and where.
type Taken = (Interval, Option<(i32, i32)>);

/// Reads it all: about a dozen queries, however many sessions and people there are.
///
/// # Errors
/// The database can't be read, or names a profile that does not exist.
pub(super) async fn read(
    conn: &impl Conn,
    span: Span,
    instead_of: Option<InterpreterId>,
    now: Instant,
) -> Result<World, Fault> {
    let rules = store::rules(conn).await?;
    let pool = directory::interpreters(conn).await?;
    let profiles: HashMap<RequirementProfileId, ProfileFacts> =
        directory::profiles(conn).await?.into_iter().map(|profile| (profile.id, profile)).collect();
    let (from, to) = span.instants();
    let open = [Status::Searching, Status::Filled, Status::AwaitingBudget];
    let bookings = many::bookings(conn, &open, from.max(now + Duration::seconds(1)), to).await?;
    let ids: Vec<AssignmentId> = bookings.iter().map(|(_, assignment)| assignment.id).collect();
    let mut offers = many::offers_of(conn, &ids).await?;
    let bound = budget::bound_for(conn, &ids).await?;
    let files = files(conn, &bookings).await?;

    let mut world = World {
        span,
        now,
        rules,
        pool: Vec::new(),
        wanted: Vec::new(),
        accepted: Vec::new(),
        without_money: Vec::new(),
        money: HashMap::new(),
        files,
    };
    for (request, assignment) in bookings {
        let committed = bound.get(&assignment.id).copied().unwrap_or(Cents::ZERO);
        let held_by = assignment.interpreter.filter(|holder| Some(*holder) == instead_of);
        match assignment.status {
            Status::AwaitingBudget => world.without_money.push((request, assignment)),
            Status::Filled if held_by.is_none() => world.accepted.push((request, assignment, committed)),
            _ => {
                let offers = offers.remove(&assignment.id).unwrap_or_default();
                let wanted = wanted(request, assignment, offers, committed, held_by, span, &profiles)?;
                world.wanted.extend(wanted);
            }
        }
    }
    world.money = money(conn, &world.wanted).await?;
    world.pool = members(conn, pool, &world, instead_of).await?;
    Ok(world)
}

fn wanted(
    request: BookingRequest,
    assignment: Assignment,
    offers: Vec<Offer>,
    committed: Cents,
    held_by: Option<InterpreterId>,
    span: Span,
    profiles: &HashMap<RequirementProfileId, ProfileFacts>,
) -> Result<Option<Wanted>, Fault> {
    let profile = profiles
        .get(&request.profile)
        .ok_or_else(|| Fault::new(format!("requirement profile {} does not exist", request.profile)))?;
    let key = request.file_reference.as_deref().map(|file| search::continuity_key(request.office, file));
    let mut need = search::need_of(&request, profile, key, &offers)?;
    need.excluded.extend(held_by);
    let week = span.week_of(request.slot.date());
    Ok(week.map(|week| Wanted { request, assignment, need, offers, committed, held_by, week }))
}

/// Who knows which file; nobody learns which file it is.
async fn files(
    conn: &impl Conn,
    bookings: &[(BookingRequest, Assignment)],
) -> Result<HashMap<u64, HashSet<InterpreterId>>, Fault> {
    let named: HashSet<(OfficeId, &str)> =
        bookings.iter().filter_map(|(request, _)| Some((request.office, request.file_reference.as_deref()?))).collect();
    let mut files: HashMap<u64, HashSet<InterpreterId>> =
        named.iter().map(|(office, file)| (search::continuity_key(*office, file), HashSet::new())).collect();
    for (office, file, person) in many::who_knows_the_files(conn, &named).await? {
        files.entry(search::continuity_key(office, &file)).or_default().insert(person);
    }
    Ok(files)
}

async fn money(conn: &impl Conn, wanted: &[Wanted]) -> Result<HashMap<BudgetLineId, Cents>, Fault> {
    let mut money: HashMap<BudgetLineId, Cents> = HashMap::new();
    for one in wanted {
        *money.entry(one.request.budget_line).or_insert(Cents::ZERO) += one.committed;
    }
    for balance in budget::balances(conn, None, None).await? {
        if let Some(sum) = money.get_mut(&balance.line) {
            *sum += balance.available();
        }
    }
    Ok(money)
}

/// The pool with what it has in its calendars. Who can't come is not among them.
async fn members(
    conn: &impl Conn,
    pool: Vec<InterpreterFacts>,
    world: &World,
    instead_of: Option<InterpreterId>,
) -> Result<Vec<Member>, Fault> {
    let (span, now) = (world.span, world.now);
    let recent = Duration::days(world.rules.recent_days);
    let (recent_from, recent_to) = (now - recent, now + recent);
    let weeks_from = start_of_day(span.first_monday());
    let weeks_to = start_of_day(span.first_monday() + Days::new(7 * u64::try_from(span.weeks()).unwrap_or(1)));
    // What takes place within half a day of the span may still be in the way of it.
    let around = Duration::hours(12);
    let (load_from, load_to) = (recent_from.min(weeks_from - around), recent_to.max(weeks_to + around));
    let mut taken: HashMap<InterpreterId, Vec<Taken>> = HashMap::new();
    for (person, during, place) in store::taken(conn, load_from, load_to).await? {
        taken.entry(person).or_default().push((during, place));
    }
    let mut said = search::said_busy(conn, None, weeks_from - around, weeks_to + around).await?;
    let mut members = Vec::with_capacity(pool.len());
    for facts in pool.into_iter().filter(|person| Some(person.id) != instead_of) {
        let mut candidate = search::candidate_of(&facts)?;
        candidate.said_busy = said.remove(&facts.id).unwrap_or_default();
        let mut worked = vec![0_u32; span.weeks()];
        for (during, place) in taken.remove(&facts.id).unwrap_or_default() {
            if weeks_from - around < during.ends_at() && during.starts_at() < weeks_to + around {
                candidate.busy.push(Busy { during, place: place.map(|(x, y)| Point { x, y }) });
            }
            let week = span.week_of(crate::kernel::time::berlin_date(during.starts_at()));
            if let Some(sum) = week.and_then(|week| worked.get_mut(week)) {
                *sum += u32::try_from(during.minutes()).unwrap_or_default();
            }
            if recent_from <= during.starts_at() && during.starts_at() < recent_to {
                candidate.recent_sessions = candidate.recent_sessions.saturating_add(1);
            }
        }
        let knows = |(key, people): (&u64, &HashSet<InterpreterId>)| people.contains(&facts.id).then_some(*key);
        candidate.continuity_keys.extend(world.files.iter().filter_map(knows));
        candidate.continuity_keys.sort_unstable();
        members.push(Member { facts, candidate, worked });
    }
    Ok(members)
}
