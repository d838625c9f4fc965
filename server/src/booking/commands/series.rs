//! One of a series, it and those that follow, or all of them: cancelled or changed together.

use super::{
    cancel_assignment::{CancelRefused, Cancelled, cancel_assignment},
    change_request::{Change, ChangeRefused, Changed, change_request, lock_all},
};
use crate::{
    booking::{ask::WishedTime, assignment::Assignment, names::names, request::BookingRequest, store},
    identity::{
        Permit,
        policy::{CancelAssignment, ChangeRequest},
    },
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::{AssignmentId, BookingRequestId, InterpreterId},
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
        time::{CivilSlot, Fold},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::{Duration, NaiveDate, NaiveTime};
use std::collections::HashMap;

names! {
    /// Which of a series.
    Scope {
        /// This one.
        One = "one",
        /// This one and those after it.
        Following = "following",
        /// All that have not begun.
        All = "all",
    }
}

/// A new time for several: each moves by so many days and takes the new times that are given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeriesTime {
    /// By how many days; may be negative.
    pub by_days: i64,
    /// New begin, if another.
    pub from: Option<NaiveTime>,
    /// New end, if another.
    pub to: Option<NaiveTime>,
    /// Which of two, in the night the clock goes back.
    pub fold: Fold,
}

impl SeriesTime {
    /// The new time of one of them.
    fn of(self, request: &BookingRequest) -> WishedTime {
        let slot = &request.slot;
        let days = Duration::try_days(self.by_days).unwrap_or_default();
        let date = slot.date().checked_add_signed(days).unwrap_or(slot.date());
        let (from, to) = (self.from.unwrap_or(slot.from()), self.to.unwrap_or(slot.to()));
        WishedTime { date, from, to, fold: self.fold }
    }
}

/// What is to be otherwise with several.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SeriesChange {
    /// When.
    pub time: Option<SeriesTime>,
    /// Everything else; its own time counts for nothing.
    pub rest: Change,
}

impl SeriesChange {
    /// A change of one of them as a change of several: only what differs from this one, its time by how much it moves.
    #[must_use]
    pub fn like(change: Change, request: &BookingRequest) -> Self {
        let rest = change.from(request);
        let slot = &request.slot;
        let time = rest.time.map(|time| SeriesTime {
            by_days: (time.date - slot.date()).num_days(),
            from: Some(time.from).filter(|from| *from != slot.from()),
            to: Some(time.to).filter(|to| *to != slot.to()),
            fold: time.fold,
        });
        Self { time, rest }
    }

    fn of(&self, request: &BookingRequest) -> Change {
        Change { time: self.time.map(|time| time.of(request)), ..self.rest.clone() }
    }
}

/// The versions of the assignments as somebody saw them.
pub type SeenVersions = HashMap<AssignmentId, i32>;

/// One of a series, and what a change means for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Occurrence {
    /// The request.
    pub request: BookingRequestId,
    /// Its assignment.
    pub assignment: AssignmentId,
    /// The version of the assignment that this was said of.
    pub version: i32,
    /// When it is, as it stands.
    pub slot: CivilSlot,
    /// What is expected as it stands, net.
    pub estimate: Cents,
    /// Who has it, as it stands.
    pub interpreter: Option<InterpreterId>,
    /// What the change means.
    pub effect: Effect,
}

/// What a change means for one of a series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It becomes so.
    Changed(Changed),
    /// It is so already.
    Same,
    /// It has begun, is over or was cancelled, and stays as it was.
    Over,
    /// It can't be done, because …
    Refused(ChangeRefused),
}

/// Why nothing was done to a series. All or nothing: each that can't be done is named.
#[derive(Debug)]
pub enum SeriesRefused<R> {
    /// The request is not part of a series.
    NoSeries,
    /// All have begun or are over.
    NothingOpen,
    /// These can't be done.
    Dates(Vec<(NaiveDate, R)>),
}

impl<R: Refusal> Refusal for SeriesRefused<R> {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSeries => "request-not-in-series",
            Self::NothingOpen => "series-nothing-open",
            Self::Dates(_) => "series-dates-refused",
        }
    }
    fn message(&self) -> Message {
        match self {
            Self::Dates(problems) => {
                let dates: Vec<String> = problems.iter().map(|(date, _)| date.format("%d.%m.%Y").to_string()).collect();
                Message::new("refusal-series-dates-refused").with("dates", dates.join(", "))
            }
            _ => Message::new(&format!("refusal-{}", self.code())),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
}

/// The bookings of the scope, by begin, locked: those that are open, and those that are over.
async fn in_scope<R>(
    request: BookingRequestId,
    scope: Scope,
    now: Instant,
    tx: &Tx,
) -> Result<(Vec<Booking>, Vec<Booking>), Stop<SeriesRefused<R>>> {
    let anchor = store::request(tx.conn(), request).await?;
    let anchor = anchor.ok_or_else(|| Fault::new(format!("request {request} does not exist")))?;
    let Some(series) = anchor.series else { return Err(Stop::Refused(SeriesRefused::NoSeries)) };
    let all = store::of_series(tx.conn(), series).await?;
    lock_all(tx, &all).await?;
    let mut chosen = store::of_series(tx.conn(), series).await?;
    chosen.retain(|(one, _)| match scope {
        Scope::One => one.id == anchor.id,
        Scope::Following => one.slot.starts_at() >= anchor.slot.starts_at(),
        Scope::All => true,
    });
    let (open, over): (Vec<_>, Vec<_>) = chosen
        .into_iter()
        .partition(|(one, assignment)| assignment.status.is_open() && one.slot.starts_at() > now);
    if open.is_empty() { Err(Stop::Refused(SeriesRefused::NothingOpen)) } else { Ok((open, over)) }
}

type Booking = (BookingRequest, Assignment);

fn permit_to_cancel(actor: &Actor, assignment: &Assignment) -> Result<Permit<CancelAssignment>, Fault> {
    let action = CancelAssignment { office: assignment.office, assignment: assignment.id };
    Permit::ask(actor, action).map_err(|_| Fault::new("a series of one office holds a session of another"))
}

/// Cancels one, the following, or all of a series.
///
/// # Errors
/// Names each that can't be cancelled; then none is.
pub async fn cancel_series(
    permit: &Permit<CancelAssignment>,
    request: BookingRequestId,
    scope: Scope,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<Vec<(AssignmentId, Cancelled)>, Stop<SeriesRefused<CancelRefused>>> {
    let mut done = Vec::new();
    let mut problems = Vec::new();
    for (one, assignment) in in_scope(request, scope, now, tx).await?.0 {
        let permit = permit_to_cancel(permit.actor(), &assignment)?;
        match cancel_assignment(&permit, reason, None, now, tx).await {
            Ok(cancelled) => done.push((assignment.id, cancelled)),
            Err(Stop::Refused(refused)) => problems.push((one.slot.date(), refused)),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        }
    }
    if problems.is_empty() { Ok(done) } else { Err(Stop::Refused(SeriesRefused::Dates(problems))) }
}

/// What a change would mean for each of the scope, by begin: the change itself is tried in this unit of work, which the caller drops.
///
/// # Errors
/// The request is not part of a series, or nothing of it is open.
pub async fn rehearse_series_change(
    permit: &Permit<ChangeRequest>,
    scope: Scope,
    change: &SeriesChange,
    seen: Option<&SeenVersions>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Vec<Occurrence>, Stop<SeriesRefused<ChangeRefused>>> {
    let (open, over) = in_scope(permit.request, scope, now, tx).await?;
    let mut all = Vec::with_capacity(open.len() + over.len());
    for (one, assignment) in over {
        all.push(occurrence(&one, &assignment, Effect::Over));
    }
    for (one, assignment) in open {
        let action = ChangeRequest { office: assignment.office, request: one.id };
        let permit = Permit::ask(permit.actor(), action)
            .map_err(|_| Fault::new("a series of one office holds a session of another"))?;
        // One that was not seen at all has another version than any.
        let version = seen.map(|seen| seen.get(&assignment.id).copied().unwrap_or(-1));
        let effect = match change_request(&permit, &change.of(&one), version, now, tx).await {
            Ok(changed) => Effect::Changed(changed),
            // One that is as wished already needs nothing.
            Err(Stop::Refused(ChangeRefused::NothingChanged)) => Effect::Same,
            Err(Stop::Refused(refused)) => Effect::Refused(refused),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        };
        all.push(occurrence(&one, &assignment, effect));
    }
    all.sort_by_key(|one| one.slot.starts_at());
    Ok(all)
}

fn occurrence(request: &BookingRequest, assignment: &Assignment, effect: Effect) -> Occurrence {
    Occurrence {
        request: request.id,
        assignment: assignment.id,
        version: assignment.version,
        slot: request.slot,
        estimate: assignment.estimate,
        interpreter: assignment.interpreter,
        effect,
    }
}

/// Changes one, the following, or all of a series in place. `seen` are the versions that the editor had before their eyes, if they
/// were shown what the change means.
///
/// # Errors
/// Names each date that can't be changed; then none is. The caller drops the unit of work.
#[doc(alias = "Serie ändern")]
pub async fn change_series(
    permit: &Permit<ChangeRequest>,
    scope: Scope,
    change: &SeriesChange,
    seen: Option<&SeenVersions>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Vec<(AssignmentId, Changed)>, Stop<SeriesRefused<ChangeRefused>>> {
    let mut done = Vec::new();
    let mut problems = Vec::new();
    for one in rehearse_series_change(permit, scope, change, seen, now, tx).await? {
        match one.effect {
            Effect::Changed(changed) => done.push((one.assignment, changed)),
            Effect::Same | Effect::Over => {}
            Effect::Refused(refused) => problems.push((one.slot.date(), refused)),
        }
    }
    if problems.is_empty() { Ok(done) } else { Err(Stop::Refused(SeriesRefused::Dates(problems))) }
}
