//! One of a series, it and those that follow, or all of them: cancelled or moved together.

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
        ids::{AssignmentId, BookingRequestId},
        message::Message,
        refusal::{Refusal, RefusalKind},
        time::Fold,
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::{Duration, NaiveDate, NaiveTime};

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

/// A new time for several: each moves by so many days and takes the new times.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeriesChange {
    /// By how many days; may be negative.
    pub by_days: i64,
    /// New begin.
    pub from: NaiveTime,
    /// New end.
    pub to: NaiveTime,
    /// Which of two, in the night the clock goes back.
    pub fold: Fold,
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

/// The open bookings of the scope, by begin, locked.
async fn in_scope<R>(
    request: BookingRequestId,
    scope: Scope,
    now: Instant,
    tx: &Tx,
) -> Result<Vec<(BookingRequest, Assignment)>, Stop<SeriesRefused<R>>> {
    let anchor = store::request(tx.conn(), request).await?;
    let anchor = anchor.ok_or_else(|| Fault::new(format!("request {request} does not exist")))?;
    let Some(series) = anchor.series else { return Err(Stop::Refused(SeriesRefused::NoSeries)) };
    let all = store::of_series(tx.conn(), series).await?;
    lock_all(tx, &all).await?;
    let mut chosen = store::of_series(tx.conn(), series).await?;
    chosen.retain(|(one, assignment)| {
        let in_scope = match scope {
            Scope::One => one.id == anchor.id,
            Scope::Following => one.slot.starts_at() >= anchor.slot.starts_at(),
            Scope::All => true,
        };
        in_scope && assignment.status.is_open() && one.slot.starts_at() > now
    });
    if chosen.is_empty() { Err(Stop::Refused(SeriesRefused::NothingOpen)) } else { Ok(chosen) }
}

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
    for (one, assignment) in in_scope(request, scope, now, tx).await? {
        let permit = permit_to_cancel(permit.actor(), &assignment)?;
        match cancel_assignment(&permit, reason, None, now, tx).await {
            Ok(cancelled) => done.push((assignment.id, cancelled)),
            Err(Stop::Refused(refused)) => problems.push((one.slot.date(), refused)),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        }
    }
    if problems.is_empty() { Ok(done) } else { Err(Stop::Refused(SeriesRefused::Dates(problems))) }
}

/// Moves one, the following, or all of a series.
///
/// # Errors
/// Names each date that can't be moved; then none is. The caller drops the unit of work.
pub async fn change_series(
    permit: &Permit<ChangeRequest>,
    scope: Scope,
    change: SeriesChange,
    now: Instant,
    tx: &mut Tx,
) -> Result<Vec<(AssignmentId, Changed)>, Stop<SeriesRefused<ChangeRefused>>> {
    let mut done = Vec::new();
    let mut problems = Vec::new();
    for (one, assignment) in in_scope(permit.request, scope, now, tx).await? {
        let action = ChangeRequest { office: assignment.office, request: one.id };
        let permit = Permit::ask(permit.actor(), action)
            .map_err(|_| Fault::new("a series of one office holds a session of another"))?;
        let days = Duration::try_days(change.by_days).unwrap_or_default();
        let date = one.slot.date().checked_add_signed(days).unwrap_or(one.slot.date());
        let time = WishedTime { date, from: change.from, to: change.to, fold: change.fold };
        let moved = Change { time: Some(time), ..Change::default() };
        match change_request(&permit, &moved, None, now, tx).await {
            Ok(changed) => done.push((assignment.id, changed)),
            // One that lies as wished already needs nothing.
            Err(Stop::Refused(ChangeRefused::NothingChanged)) => {}
            Err(Stop::Refused(refused)) => problems.push((one.slot.date(), refused)),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        }
    }
    if problems.is_empty() { Ok(done) } else { Err(Stop::Refused(SeriesRefused::Dates(problems))) }
}
