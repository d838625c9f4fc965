//! Lists for pages and the API: which assignments, offers and timesheets somebody may see, in order and in pages.

use super::{
    Conn,
    entities::{assignment as assignments, offer as offers, request as requests, timesheet as sheets},
    rows, snapshots,
};
use crate::{
    booking::{
        assignment::{Assignment, Status},
        facts::AssignmentFacts,
        offer::{Offer, OfferStatus},
        request::BookingRequest,
        timesheet::{Timesheet, TimesheetStatus},
    },
    kernel::{clock::Instant, ids::*},
    platform::{
        fault::Fault,
        http::{Cursor, PageRequest},
    },
};
use chrono::DateTime;
use sea_orm::{Condition, Order, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};
use std::collections::HashMap;

/// Which assignments a list shows; what is not said does not narrow it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(in crate::booking) struct Filter {
    /// Of these offices only.
    pub(in crate::booking) offices: Option<Vec<OfficeId>>,
    /// In one of these states.
    pub(in crate::booking) statuses: Vec<Status>,
    /// In this language.
    pub(in crate::booking) language: Option<String>,
    /// Beginning at or after.
    pub(in crate::booking) from: Option<Instant>,
    /// Beginning before.
    pub(in crate::booking) to: Option<Instant>,
    /// This interpreter's.
    pub(in crate::booking) interpreter: Option<InterpreterId>,
    /// Of this series.
    pub(in crate::booking) series: Option<SeriesId>,
    /// With an offer that waits for an answer, or without one.
    pub(in crate::booking) is_asked: Option<bool>,
}

impl Filter {
    fn condition(&self) -> Condition {
        let mut all = Condition::all();
        if let Some(offices) = &self.offices {
            all = all.add(assignments::Column::OfficeId.is_in(offices.iter().map(|id| id.0)));
        }
        if !self.statuses.is_empty() {
            all = all.add(assignments::Column::Status.is_in(self.statuses.iter().map(|status| status.name())));
        }
        if let Some(from) = self.from {
            all = all.add(assignments::Column::StartsAt.gte(from));
        }
        if let Some(to) = self.to {
            all = all.add(assignments::Column::StartsAt.lt(to));
        }
        if let Some(interpreter) = self.interpreter {
            all = all.add(assignments::Column::InterpreterId.eq(interpreter.0));
        }
        if let Some(is_asked) = self.is_asked {
            let asked = offers::Entity::find()
                .select_only()
                .column(offers::Column::AssignmentId)
                .filter(offers::Column::Status.eq(OfferStatus::Open.name()))
                .into_query();
            all = all.add(match is_asked {
                true => assignments::Column::Id.in_subquery(asked),
                false => assignments::Column::Id.not_in_subquery(asked),
            });
        }
        if self.language.is_some() || self.series.is_some() {
            let mut asked = requests::Entity::find().select_only().column(requests::Column::Id);
            if let Some(language) = &self.language {
                asked = asked.filter(requests::Column::Language.eq(language));
            }
            if let Some(series) = self.series {
                asked = asked.filter(requests::Column::SeriesId.eq(series.0));
            }
            all = all.add(assignments::Column::RequestId.in_subquery(asked.into_query()));
        }
        all
    }
}

/// How many there are in all.
pub(in crate::booking) async fn count(conn: &impl Conn, filter: &Filter) -> Result<u64, Fault> {
    Ok(assignments::Entity::find().filter(filter.condition()).count(conn).await?)
}

/// How many bookings of an office are not over: wait, are searched for, filled, or held and not confirmed.
///
/// # Errors
/// The database can't be read.
pub async fn count_open(conn: &impl Conn, office: OfficeId) -> Result<u64, Fault> {
    let open: Vec<Status> = Status::ALL.iter().copied().filter(|status| !status.is_final()).collect();
    count(conn, &Filter { offices: Some(vec![office]), statuses: open, ..Filter::default() }).await
}

/// A page of a list, by begin; `newest_first` the other way round.
pub(in crate::booking) async fn page(
    conn: &impl Conn,
    filter: &Filter,
    newest_first: bool,
    offset: u64,
    limit: u64,
) -> Result<Vec<AssignmentFacts>, Fault> {
    let query = assignments::Entity::find().filter(filter.condition());
    let query = if newest_first {
        query.order_by_desc(assignments::Column::StartsAt).order_by_desc(assignments::Column::Id)
    } else {
        query.order_by_asc(assignments::Column::StartsAt).order_by_asc(assignments::Column::Id)
    };
    snapshots::of_rows(conn, query.offset(offset).limit(limit).all(conn).await?).await
}

/// A piece of the list by begin; `newest_first` the other way round.
pub(in crate::booking) async fn piece(
    conn: &impl Conn,
    filter: &Filter,
    newest_first: bool,
    piece: Piece,
) -> Result<Vec<AssignmentFacts>, Fault> {
    let order = if newest_first { Order::Desc } else { Order::Asc };
    let query = assignments::Entity::find()
        .filter(filter.condition())
        .filter(piece.behind(assignments::Column::StartsAt, assignments::Column::Id, &order))
        .order_by(assignments::Column::StartsAt, order.clone())
        .order_by(assignments::Column::Id, order);
    snapshots::of_rows(conn, query.limit(piece.limit).all(conn).await?).await
}

/// A piece of a list that is ordered by an instant and, where two are equal, by key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::booking) struct Piece {
    /// The row to go on behind; `None` from the beginning.
    pub(in crate::booking) after: Option<(Instant, Uuid)>,
    /// At most so many rows.
    pub(in crate::booking) limit: u64,
}

/// Rows of a list on a page for people.
pub(in crate::booking) const ON_A_PAGE: u16 = 50;

impl Piece {
    /// The piece that a page wants; `None` if its cursor is of another list.
    pub(in crate::booking) fn of(page: &PageRequest) -> Option<Self> {
        let after = match &page.cursor {
            None => None,
            Some(cursor) => Some((DateTime::from_timestamp(cursor.key.parse().ok()?, 0)?, cursor.id)),
        };
        Some(Self { after, limit: page.fetch() })
    }

    /// The same for people: what can't be read begins the list anew.
    pub(in crate::booking) fn or_first(page: &PageRequest) -> Self {
        Self::of(page).unwrap_or(Self { after: None, limit: page.fetch() })
    }

    /// The rows behind the place, in this order.
    fn behind<C: ColumnTrait>(&self, at: C, id: C, order: &Order) -> Condition {
        let Some((instant, key)) = self.after else { return Condition::all() };
        let (beyond, same) = match order {
            Order::Desc => (at.lt(instant), id.lt(key)),
            _ => (at.gt(instant), id.gt(key)),
        };
        Condition::any().add(beyond).add(Condition::all().add(at.eq(instant)).add(same))
    }
}

/// Where a row stands in such a list.
pub(in crate::booking) fn cursor_at(at: Instant, id: Uuid) -> Cursor {
    Cursor::after(at.timestamp().to_string(), id)
}

/// What an interpreter was offered and told by `now`: what is open, and what was sent since `since`.
fn offered(interpreter: InterpreterId, since: Instant, now: Instant) -> Select<offers::Entity> {
    let recent = Condition::any()
        .add(offers::Column::Status.eq(OfferStatus::Open.name()))
        .add(offers::Column::SentAt.gte(since));
    offers::Entity::find()
        .filter(offers::Column::InterpreterId.eq(interpreter.0))
        .filter(offers::Column::SentAt.lte(now))
        .filter(recent)
}

/// How many open offers an interpreter was told of by `now`.
pub(in crate::booking) async fn count_open_offers(
    conn: &impl Conn,
    interpreter: InterpreterId,
    now: Instant,
) -> Result<u64, Fault> {
    Ok(waiting_for(interpreter, now).count(conn).await?)
}

/// What waits for an interpreter's answer.
fn waiting_for(interpreter: InterpreterId, now: Instant) -> Select<offers::Entity> {
    offers::Entity::find()
        .filter(offers::Column::InterpreterId.eq(interpreter.0))
        .filter(offers::Column::Status.eq(OfferStatus::Open.name()))
        .filter(offers::Column::SentAt.lte(now))
        .filter(offers::Column::ExpiresAt.gt(now))
}

/// What can't be answered any more, as far back as `since`.
fn over_for(interpreter: InterpreterId, since: Instant, now: Instant) -> Select<offers::Entity> {
    let is_over = Condition::any()
        .add(offers::Column::Status.ne(OfferStatus::Open.name()))
        .add(offers::Column::ExpiresAt.lte(now));
    offers::Entity::find()
        .filter(offers::Column::InterpreterId.eq(interpreter.0))
        .filter(offers::Column::SentAt.lte(now))
        .filter(offers::Column::SentAt.gte(since))
        .filter(is_over)
}

/// The offers made to an interpreter that were told by `now`: the open ones and those sent since `since`, newest first.
pub(in crate::booking) async fn offers_to(
    conn: &impl Conn,
    interpreter: InterpreterId,
    since: Instant,
    now: Instant,
    piece: Piece,
) -> Result<Vec<(Offer, AssignmentFacts)>, Fault> {
    let rows = offered(interpreter, since, now)
        .filter(piece.behind(offers::Column::SentAt, offers::Column::Id, &Order::Desc))
        .order_by_desc(offers::Column::SentAt)
        .order_by_desc(offers::Column::Id)
        .limit(piece.limit)
        .all(conn)
        .await?;
    with_facts(conn, rows).await
}

/// The offers that wait for an interpreter's answer, the most urgent first.
pub(in crate::booking) async fn open_offers_to(
    conn: &impl Conn,
    interpreter: InterpreterId,
    now: Instant,
    piece: Piece,
) -> Result<Vec<(Offer, AssignmentFacts)>, Fault> {
    let rows = waiting_for(interpreter, now)
        .filter(piece.behind(offers::Column::ExpiresAt, offers::Column::Id, &Order::Asc))
        .order_by_asc(offers::Column::ExpiresAt)
        .order_by_asc(offers::Column::Id)
        .limit(piece.limit)
        .all(conn)
        .await?;
    with_facts(conn, rows).await
}

/// What became of the offers that an interpreter was told since `since`, newest first.
pub(in crate::booking) async fn past_offers_to(
    conn: &impl Conn,
    interpreter: InterpreterId,
    since: Instant,
    now: Instant,
    piece: Piece,
) -> Result<Vec<(Offer, AssignmentFacts)>, Fault> {
    let rows = over_for(interpreter, since, now)
        .filter(piece.behind(offers::Column::SentAt, offers::Column::Id, &Order::Desc))
        .order_by_desc(offers::Column::SentAt)
        .order_by_desc(offers::Column::Id)
        .limit(piece.limit)
        .all(conn)
        .await?;
    with_facts(conn, rows).await
}

/// How many of them there are.
pub(in crate::booking) async fn count_past_offers(
    conn: &impl Conn,
    interpreter: InterpreterId,
    since: Instant,
    now: Instant,
) -> Result<u64, Fault> {
    Ok(over_for(interpreter, since, now).count(conn).await?)
}

async fn with_facts(
    conn: &impl Conn,
    rows: Vec<super::entities::offer::Model>,
) -> Result<Vec<(Offer, AssignmentFacts)>, Fault> {
    let ids: Vec<AssignmentId> = rows.iter().map(|row| AssignmentId(row.assignment_id)).collect();
    let facts = by_id(snapshots::assignments_facts(conn, &ids).await?);
    let mut both = Vec::with_capacity(rows.len());
    for row in rows {
        let offer = rows::offer(row)?;
        if let Some(facts) = facts.get(&offer.assignment) {
            both.push((offer, facts.clone()));
        }
    }
    Ok(both)
}

/// The searches for one of these languages that begin after `now`, by begin, at most `limit`: with what was asked for and what
/// may be shown of it.
pub(in crate::booking) async fn searching_for(
    conn: &impl Conn,
    languages: &[String],
    now: Instant,
    limit: u64,
) -> Result<Vec<(BookingRequest, Assignment, AssignmentFacts)>, Fault> {
    let asked = requests::Entity::find()
        .select_only()
        .column(requests::Column::Id)
        .filter(requests::Column::Language.is_in(languages))
        .into_query();
    let rows = assignments::Entity::find()
        .filter(assignments::Column::Status.eq(Status::Searching.name()))
        .filter(assignments::Column::StartsAt.gt(now))
        .filter(assignments::Column::RequestId.in_subquery(asked))
        .order_by_asc(assignments::Column::StartsAt)
        .order_by_asc(assignments::Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    let keys = rows.iter().map(|row| row.request_id);
    let asked = requests::Entity::find().filter(requests::Column::Id.is_in(keys)).all(conn).await?;
    let mut asked: HashMap<Uuid, requests::Model> = asked.into_iter().map(|row| (row.id, row)).collect();
    let mut facts = by_id(snapshots::of_rows(conn, rows.clone()).await?);
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let of = (asked.remove(&row.request_id), facts.remove(&AssignmentId(row.id)));
        if let (Some(request), Some(facts)) = of {
            all.push((rows::request(request)?, rows::assignment(row)?, facts));
        }
    }
    Ok(all)
}

/// The requests that wait for money and begin after `now`, by begin, at most `limit`: what was asked for and what may be shown
/// of it. `offices` narrows.
pub(in crate::booking) async fn awaiting(
    conn: &impl Conn,
    offices: Option<&[OfficeId]>,
    now: Instant,
    limit: u64,
) -> Result<Vec<(BookingRequest, AssignmentFacts)>, Fault> {
    let mut query = assignments::Entity::find()
        .filter(assignments::Column::Status.eq(Status::AwaitingBudget.name()))
        .filter(assignments::Column::StartsAt.gt(now));
    if let Some(offices) = offices {
        query = query.filter(assignments::Column::OfficeId.is_in(offices.iter().map(|id| id.0)));
    }
    let query = query.order_by_asc(assignments::Column::StartsAt).order_by_asc(assignments::Column::Id);
    let rows = query.limit(limit).all(conn).await?;
    let keys = rows.iter().map(|row| row.request_id);
    let asked = requests::Entity::find().filter(requests::Column::Id.is_in(keys)).all(conn).await?;
    let mut asked: HashMap<Uuid, requests::Model> = asked.into_iter().map(|row| (row.id, row)).collect();
    let found = snapshots::of_rows(conn, rows).await?;
    let mut all = Vec::with_capacity(found.len());
    for facts in found {
        if let Some(request) = asked.remove(&facts.request.0) {
            all.push((rows::request(request)?, facts));
        }
    }
    Ok(all)
}

/// How a search has gone so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::booking) struct Tally {
    /// Offers made, in all rounds.
    pub(in crate::booking) asked: usize,
    /// That wait for an answer.
    pub(in crate::booking) open: usize,
    /// That were declined.
    pub(in crate::booking) declined: usize,
    /// That nobody answered.
    pub(in crate::booking) expired: usize,
    /// Jobs that were given back.
    pub(in crate::booking) dropped: usize,
}

/// How each of these searches has gone so far: one query.
pub(in crate::booking) async fn tallies(
    conn: &impl Conn,
    ids: &[AssignmentId],
) -> Result<HashMap<AssignmentId, Tally>, Fault> {
    let rows: Vec<(Uuid, String, i64)> = offers::Entity::find()
        .select_only()
        .column(offers::Column::AssignmentId)
        .column(offers::Column::Status)
        .column_as(offers::Column::Id.count(), "count")
        .filter(offers::Column::AssignmentId.is_in(ids.iter().map(|id| id.0)))
        .group_by(offers::Column::AssignmentId)
        .group_by(offers::Column::Status)
        .into_tuple()
        .all(conn)
        .await?;
    let mut tallies: HashMap<AssignmentId, Tally> = HashMap::new();
    for (assignment, status, count) in rows {
        let tally = tallies.entry(AssignmentId(assignment)).or_default();
        let count = usize::try_from(count).unwrap_or_default();
        tally.asked += count;
        match OfferStatus::parse(&status) {
            Some(OfferStatus::Open) => tally.open += count,
            Some(OfferStatus::Declined) => tally.declined += count,
            Some(OfferStatus::Expired) => tally.expired += count,
            Some(OfferStatus::Dropped) => tally.dropped += count,
            _ => {}
        }
    }
    Ok(tallies)
}

/// Timesheets in one of these states whose assignments fit the filter.
fn sheets_of(filter: &Filter, statuses: &[TimesheetStatus]) -> Select<sheets::Entity> {
    let fitting = assignments::Entity::find()
        .select_only()
        .column(assignments::Column::Id)
        .filter(filter.condition())
        .into_query();
    sheets::Entity::find()
        .filter(sheets::Column::Status.is_in(statuses.iter().map(|status| status.name())))
        .filter(sheets::Column::AssignmentId.in_subquery(fitting))
}

/// How many timesheets are in one of these states.
pub(in crate::booking) async fn count_timesheets(
    conn: &impl Conn,
    filter: &Filter,
    statuses: &[TimesheetStatus],
) -> Result<u64, Fault> {
    Ok(sheets_of(filter, statuses).count(conn).await?)
}

/// The timesheets in one of these states whose assignments fit the filter, longest waiting first.
pub(in crate::booking) async fn timesheets(
    conn: &impl Conn,
    filter: &Filter,
    statuses: &[TimesheetStatus],
    piece: Piece,
) -> Result<Vec<(Timesheet, AssignmentFacts)>, Fault> {
    let rows = sheets_of(filter, statuses)
        .filter(piece.behind(sheets::Column::RecordedAt, sheets::Column::Id, &Order::Asc))
        .order_by_asc(sheets::Column::RecordedAt)
        .order_by_asc(sheets::Column::Id)
        .limit(piece.limit)
        .all(conn)
        .await?;
    let ids: Vec<AssignmentId> = rows.iter().map(|row| AssignmentId(row.assignment_id)).collect();
    let facts = by_id(snapshots::assignments_facts(conn, &ids).await?);
    let mut both = Vec::with_capacity(rows.len());
    for row in rows {
        let sheet = rows::timesheet(row)?;
        if let Some(facts) = facts.get(&sheet.assignment) {
            both.push((sheet, facts.clone()));
        }
    }
    Ok(both)
}

fn by_id(facts: Vec<AssignmentFacts>) -> HashMap<AssignmentId, AssignmentFacts> {
    facts.into_iter().map(|facts| (facts.assignment, facts)).collect()
}
