//! What pages and the API show, and who may see which part of it.

use super::{
    assignment::{Assignment, Status},
    estimate::{self, Estimate, EstimateRefused},
    facts::AssignmentFacts,
    offer::Offer,
    request::BookingRequest,
    rules::Rules,
    search,
    store::{self, lists::Filter},
    timesheet::Timesheet,
};
use crate::{
    audit, budget, directory,
    directory::facts::{InterpreterFacts, OfficeFacts},
    identity::{
        Permit,
        policy::{ViewAllRequests, ViewFileReference},
    },
    kernel::{
        actor::{Actor, Person, Role},
        clock::Instant,
        ids::*,
        money::Cents,
        time::FiscalYear,
    },
    platform::{
        db::Db,
        fault::{Fault, Stop},
    },
    scheduling::Ranking,
};
use std::collections::HashMap;

/// The offices whose requests somebody sees; `None` is the whole city.
pub(super) fn offices_in_sight(actor: &Actor) -> Option<Vec<OfficeId>> {
    if Permit::ask(actor, ViewAllRequests {}).is_ok() {
        return None;
    }
    let mut offices = actor.offices(Role::CaseWorker);
    offices.extend(actor.offices(Role::OfficeHead));
    offices.sort_unstable();
    offices.dedup();
    Some(offices)
}

/// The offices for which somebody may ask: a case worker's own, all for the coordination.
pub(super) async fn offices_to_ask_for(db: &Db, person: &Person) -> Result<Vec<OfficeFacts>, Fault> {
    let actor = Actor::Person(person.clone());
    let all = directory::offices(store::read(db)).await?;
    let own = actor.offices(Role::CaseWorker);
    let everywhere = actor.holds(Role::Coordination);
    let may = |office: &OfficeFacts| office.is_active() && (everywhere || own.contains(&office.id));
    Ok(all.into_iter().filter(may).collect())
}

/// One booking with everything that belongs to it.
pub(super) struct BookingDetails {
    pub(super) request: BookingRequest,
    pub(super) assignment: Assignment,
    pub(super) facts: AssignmentFacts,
    pub(super) offers: Vec<Offer>,
    pub(super) timesheet: Option<Timesheet>,
    pub(super) interpreter: Option<InterpreterFacts>,
    pub(super) committed: Option<Cents>,
}

/// The booking behind a request.
pub(super) async fn details_of_request(db: &Db, id: BookingRequestId) -> Result<Option<BookingDetails>, Fault> {
    match store::booking_of_request(store::read(db), id).await? {
        Some((_, assignment)) => details(db, assignment.id).await,
        None => Ok(None),
    }
}

/// The booking behind an assignment.
pub(super) async fn details(db: &Db, id: AssignmentId) -> Result<Option<BookingDetails>, Fault> {
    let conn = store::read(db);
    let (Some((request, assignment)), Some(facts)) =
        (store::booking(conn, id).await?, store::snapshots::assignment_facts(conn, id).await?)
    else {
        return Ok(None);
    };
    let interpreter = match assignment.interpreter {
        Some(interpreter) => directory::interpreter(conn, interpreter).await?,
        None => None,
    };
    let commitment = budget::commitment_of(conn, id).await?;
    Ok(Some(BookingDetails {
        offers: store::offers(conn, id).await?,
        timesheet: store::timesheet_of(conn, id).await?,
        committed: commitment.filter(|one| one.state == "open").map(|one| one.amount),
        request,
        assignment,
        facts,
        interpreter,
    }))
}

/// The same facts without what the reader may not see: the file reference is for the ordering office alone.
pub(super) fn in_sight_of(actor: &Actor, mut facts: AssignmentFacts) -> AssignmentFacts {
    if Permit::ask(actor, ViewFileReference { office: facts.office }).is_err() {
        facts.file_reference = None;
    }
    facts
}

/// What an interpreter sees: never the file reference, and the address only of their own job.
pub(super) fn for_interpreter(me: InterpreterId, mut facts: AssignmentFacts) -> AssignmentFacts {
    facts.file_reference = None;
    if facts.interpreter != Some(me) {
        facts.address = String::new();
        facts.interpreter = None;
    }
    facts
}

/// The names of the pool, for lists.
pub(super) async fn names(db: &Db) -> Result<HashMap<InterpreterId, String>, Fault> {
    directory::names(store::read(db)).await
}

/// The estimate for something that is not booked yet, and what the office has left; for the form.
pub(super) async fn estimate_for(
    db: &Db,
    request: &BookingRequest,
) -> Result<Result<Estimate, EstimateRefused>, Fault> {
    let conn = store::read(db);
    let profile = search::profile_of(conn, request).await?;
    let pool = directory::divided(conn, &request.language).await?.speakers;
    match estimate::for_anybody(request, &profile, &pool) {
        Ok(estimate) => Ok(Ok(estimate)),
        Err(Stop::Refused(refused)) => Ok(Err(refused)),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// What an office has left in a year; none without a line.
pub(super) async fn available(db: &Db, office: OfficeId, year: FiscalYear) -> Result<Option<Cents>, Fault> {
    match budget::line_for(store::read(db), office, year).await? {
        Some(line) => Ok(Some(budget::balance(db, line).await?.available())),
        None => Ok(None),
    }
}

/// How everybody ranks now, for a search that runs; the last ranking that was kept, for one that is over.
pub(super) async fn ranking(db: &Db, details: &BookingDetails, now: Instant) -> Result<Option<Ranking>, Fault> {
    let conn = store::read(db);
    if details.assignment.status == Status::Searching {
        let rules = store::rules(conn).await?;
        let search = search::look_around(conn, &details.request, &details.assignment, &rules, now).await?;
        return Ok(Some(search.rank(&rules, now)));
    }
    match store::last_ranking(conn, details.assignment.id).await? {
        Some(kept) => Ok(Some(serde_json::from_str(&kept)?)),
        None => Ok(None),
    }
}

/// How a search ranks by the rules as they are, and by others; `None` if nobody is searched for it.
pub(super) async fn rankings(
    db: &Db,
    id: AssignmentId,
    other: &Rules,
    now: Instant,
) -> Result<Option<(Ranking, Ranking)>, Fault> {
    let conn = store::read(db);
    let Some((request, assignment)) = store::booking(conn, id).await? else { return Ok(None) };
    if assignment.status != Status::Searching {
        return Ok(None);
    }
    let rules = store::rules(conn).await?;
    let before = search::look_around(conn, &request, &assignment, &rules, now).await?.rank(&rules, now);
    let after = search::look_around(conn, &request, &assignment, other, now).await?.rank(other, now);
    Ok(Some((before, after)))
}

/// What was done to a booking, and by whom.
pub(super) async fn history(db: &Db, details: &BookingDetails) -> Result<Vec<audit::EntryView>, Fault> {
    let mut subjects = vec![details.request.id.into(), details.assignment.id.into()];
    subjects.extend(details.timesheet.as_ref().map(|sheet| audit::Subject::from(sheet.id)));
    audit::history(db, &subjects).await
}

/// The other dates of a series.
pub(super) async fn siblings(db: &Db, series: SeriesId) -> Result<Vec<AssignmentFacts>, Fault> {
    let filter = Filter { series: Some(series), ..Filter::default() };
    store::lists::page(store::read(db), &filter, false, 0, 100).await
}
