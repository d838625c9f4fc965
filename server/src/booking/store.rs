//! The only place of booking that names the database. Reading and writing of single rows stands here, snapshots for other
//! slices in [`snapshots`], lists for pages in [`lists`].

pub(super) mod disclosure;
pub(super) mod entities;
pub(super) mod external;
pub(super) mod lists;
pub(super) mod many;
pub(super) mod retention;
mod rows;
pub(super) mod snapshots;

use super::{
    assignment::{Assignment, Status},
    offer::{Offer, OfferStatus},
    request::BookingRequest,
    rules::Rules,
    timesheet::Timesheet,
};
use crate::{
    kernel::{clock::Instant, ids::*, time::Interval},
    platform::{
        db::{Db, Tx, Violation},
        fault::Fault,
    },
};
use entities::{assignment, counter, offer, ranking, request, series, setting, timesheet};
use sea_orm::{ExprTrait, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*, sea_query::OnConflict};
use std::collections::HashMap;

/// An open connection or a unit of work, for queries.
pub trait Conn: ConnectionTrait {}
impl<C: ConnectionTrait> Conn for C {}

/// The connection for queries of pages.
pub(super) fn read(db: &Db) -> &(impl Conn + use<>) {
    db.read()
}

// ---- settings and numbers

const RULES: &str = "booking.rules";

/// The city's rules for bookings: the setting `booking.rules`, or the defaults.
pub(super) async fn rules(conn: &impl Conn) -> Result<Rules, Fault> {
    Ok(rules_with_version(conn).await?.0)
}

/// The same with the number of the change; 0 while nobody has changed the defaults.
pub(super) async fn rules_with_version(conn: &impl Conn) -> Result<(Rules, i32), Fault> {
    match setting::Entity::find_by_id(RULES.to_owned()).one(conn).await? {
        Some(row) => {
            let rules = serde_json::from_str(&row.value)
                .map_err(|error| Fault::from(error).while_doing("reading the setting booking.rules"))?;
            Ok((rules, row.version))
        }
        None => Ok((Rules::default(), 0)),
    }
}

/// Stores the rules if they are still of that version; gives whether they were.
pub(super) async fn save_rules(tx: &Tx, rules: &Rules, seen_version: i32, now: Instant) -> Result<bool, Fault> {
    let value = serde_json::to_string(rules)?;
    let written = if seen_version == 0 {
        let row = setting::Model { name: RULES.to_owned(), value, updated_at: now, version: 1 };
        setting::Entity::insert(setting::ActiveModel::from(row))
            .on_conflict(OnConflict::column(setting::Column::Name).do_nothing().to_owned())
            .exec_without_returning(tx.conn())
            .await?
    } else {
        setting::Entity::update_many()
            .col_expr(setting::Column::Value, Expr::value(value))
            .col_expr(setting::Column::UpdatedAt, Expr::value(now))
            .col_expr(setting::Column::Version, Expr::col(setting::Column::Version).add(1))
            .filter(setting::Column::Name.eq(RULES))
            .filter(setting::Column::Version.eq(seen_version))
            .exec(tx.conn())
            .await?
            .rows_affected
    };
    Ok(written == 1)
}

/// The next number of a series and year. The counter's row stays locked until the unit of work ends, so that there is no gap
/// and no twin.
pub(super) async fn next_number(tx: &Tx, series: &str, year: i32) -> Result<i64, Fault> {
    let first = counter::Model { series: series.to_owned(), year, last: 1 };
    counter::Entity::insert(counter::ActiveModel::from(first))
        .on_conflict(
            OnConflict::columns([counter::Column::Series, counter::Column::Year])
                .value(counter::Column::Last, Expr::col((counter::Entity, counter::Column::Last)).add(1))
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    let row = counter::Entity::find_by_id((series.to_owned(), year)).one(tx.conn()).await?;
    row.map(|row| row.last).ok_or_else(|| Fault::new(format!("the counter {series} {year} vanished")))
}

// ---- requests and series

pub(super) async fn insert_request(tx: &Tx, new: &BookingRequest) -> Result<(), sea_orm::DbErr> {
    request::Entity::insert(request::ActiveModel::from(rows::request_row(new)))
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// The office gave another request this number already.
pub(super) fn is_external_twin(error: &sea_orm::DbErr) -> bool {
    Violation::of(error).is_some_and(|violation| violation.is_unique() && violation.is("external_reference"))
}

pub(super) async fn save_request(tx: &Tx, changed: &BookingRequest) -> Result<(), Fault> {
    let row = request::ActiveModel::from(rows::request_row(changed)).reset_all();
    request::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

pub(super) async fn request(conn: &impl Conn, id: BookingRequestId) -> Result<Option<BookingRequest>, Fault> {
    request::Entity::find_by_id(id.0).one(conn).await?.map(rows::request).transpose()
}

pub(super) async fn insert_series(
    tx: &Tx,
    id: SeriesId,
    office: OfficeId,
    rule: &str,
    now: Instant,
) -> Result<(), Fault> {
    let row = series::Model { id: id.0, office_id: office.0, rule: rule.to_owned(), created_at: now };
    series::Entity::insert(series::ActiveModel::from(row)).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The bookings of a series, by begin.
pub(super) async fn of_series(conn: &impl Conn, id: SeriesId) -> Result<Vec<(BookingRequest, Assignment)>, Fault> {
    let requests = request::Entity::find().filter(request::Column::SeriesId.eq(id.0)).all(conn).await?;
    let ids: Vec<Uuid> = requests.iter().map(|row| row.id).collect();
    let assignments = assignment::Entity::find().filter(assignment::Column::RequestId.is_in(ids)).all(conn).await?;
    let mut both = Vec::with_capacity(requests.len());
    for row in requests {
        if let Some(of) = assignments.iter().find(|assignment| assignment.request_id == row.id) {
            both.push((rows::request(row)?, rows::assignment(of.clone())?));
        }
    }
    both.sort_by_key(|(request, _)| request.slot.starts_at());
    Ok(both)
}

// ---- assignments

pub(super) async fn insert_assignment(tx: &Tx, new: &Assignment, request: &BookingRequest) -> Result<(), Fault> {
    let row = rows::assignment_row(new, request);
    assignment::Entity::insert(assignment::ActiveModel::from(row)).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Stores an assignment; raises its version. The database refuses two sessions of one interpreter at the same time.
pub(super) async fn save_assignment(
    tx: &Tx,
    changed: &mut Assignment,
    request: &BookingRequest,
    now: Instant,
) -> Result<(), sea_orm::DbErr> {
    changed.version += 1;
    changed.updated_at = now;
    let row = assignment::ActiveModel::from(rows::assignment_row(changed, request)).reset_all();
    assignment::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// The interpreter has another session then.
pub(super) fn is_overlap(error: &sea_orm::DbErr) -> bool {
    Violation::of(error).is_some_and(|violation| violation.is("assignment_no_overlap"))
}

/// Somebody else's yes was stored first.
pub(super) fn is_second_yes(error: &sea_orm::DbErr) -> bool {
    Violation::of(error).is_some_and(|violation| {
        violation.is("offer_one_accepted") || (violation.is_unique() && violation.is("offer.assignment_id"))
    })
}

pub(super) async fn assignment(conn: &impl Conn, id: AssignmentId) -> Result<Option<Assignment>, Fault> {
    assignment::Entity::find_by_id(id.0).one(conn).await?.map(rows::assignment).transpose()
}

/// An assignment with its request.
pub(super) async fn booking(conn: &impl Conn, id: AssignmentId) -> Result<Option<(BookingRequest, Assignment)>, Fault> {
    let Some(assignment) = assignment(conn, id).await? else { return Ok(None) };
    let request = request(conn, assignment.request).await?;
    Ok(request.map(|request| (request, assignment)))
}

/// A request with its assignment.
pub(super) async fn booking_of_request(
    conn: &impl Conn,
    id: BookingRequestId,
) -> Result<Option<(BookingRequest, Assignment)>, Fault> {
    let Some(request) = request(conn, id).await? else { return Ok(None) };
    let row = assignment::Entity::find().filter(assignment::Column::RequestId.eq(id.0)).one(conn).await?;
    Ok(match row {
        Some(row) => Some((request, rows::assignment(row)?)),
        None => None,
    })
}

/// What an interpreter already has between two instants: the assignment and its time.
pub(super) async fn busy(
    conn: &impl Conn,
    interpreter: InterpreterId,
    during: Interval,
) -> Result<Vec<AssignmentId>, Fault> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::InterpreterId.eq(interpreter.0))
        .filter(assignment::Column::Status.is_in(TAKEN))
        .filter(assignment::Column::StartsAt.lt(during.ends_at()))
        .filter(assignment::Column::EndsAt.gt(during.starts_at()))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| AssignmentId(row.id)).collect())
}

/// States in which an interpreter's time is taken.
pub(super) const TAKEN: [&str; 3] = [Status::Filled.name(), Status::Held.name(), Status::Confirmed.name()];

/// All taken time of all interpreters between two instants, with the place: for a ranking.
pub(super) async fn taken(
    conn: &impl Conn,
    from: Instant,
    to: Instant,
) -> Result<Vec<(InterpreterId, Interval, Option<(i32, i32)>)>, Fault> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::InterpreterId.is_not_null())
        .filter(assignment::Column::Status.is_in(TAKEN))
        .filter(assignment::Column::StartsAt.lt(to))
        .filter(assignment::Column::EndsAt.gt(from))
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let during = Interval::new(row.starts_at, row.ends_at)?;
            Some((InterpreterId(row.interpreter_id?), during, row.place_x.zip(row.place_y)))
        })
        .collect())
}

/// The taken time of one interpreter between two instants, with the place.
pub(super) async fn taken_by(
    conn: &impl Conn,
    interpreter: InterpreterId,
    from: Instant,
    to: Instant,
) -> Result<Vec<(Interval, Option<(i32, i32)>)>, Fault> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::InterpreterId.eq(interpreter.0))
        .filter(assignment::Column::Status.is_in(TAKEN))
        .filter(assignment::Column::StartsAt.lt(to))
        .filter(assignment::Column::EndsAt.gt(from))
        .all(conn)
        .await?;
    let taken = |row: assignment::Model| {
        Interval::new(row.starts_at, row.ends_at).map(|during| (during, row.place_x.zip(row.place_y)))
    };
    Ok(rows.into_iter().filter_map(taken).collect())
}

/// Who has worked on a file of an office before.
pub(super) async fn who_knows_the_file(
    conn: &impl Conn,
    office: OfficeId,
    file_reference: &str,
) -> Result<Vec<InterpreterId>, Fault> {
    let requests = request::Entity::find()
        .filter(request::Column::OfficeId.eq(office.0))
        .filter(request::Column::FileReference.eq(file_reference))
        .all(conn)
        .await?;
    let ids: Vec<Uuid> = requests.into_iter().map(|row| row.id).collect();
    let rows = assignment::Entity::find()
        .filter(assignment::Column::RequestId.is_in(ids))
        .filter(assignment::Column::Status.is_in([Status::Held.name(), Status::Confirmed.name()]))
        .all(conn)
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.interpreter_id.map(InterpreterId)).collect())
}

/// Assignments in one of these states, by begin.
pub(super) async fn assignments_in(
    conn: &impl Conn,
    statuses: &[Status],
    starting_before: Option<Instant>,
) -> Result<Vec<Assignment>, Fault> {
    let mut query = assignment::Entity::find()
        .filter(assignment::Column::Status.is_in(statuses.iter().map(|status| status.name())))
        .order_by_asc(assignment::Column::StartsAt);
    if let Some(before) = starting_before {
        query = query.filter(assignment::Column::StartsAt.lte(before));
    }
    query.all(conn).await?.into_iter().map(rows::assignment).collect()
}

/// The bookings that wait for money of a line.
pub(super) async fn waiting_for(
    conn: &impl Conn,
    line: BudgetLineId,
) -> Result<Vec<(BookingRequest, Assignment)>, Fault> {
    let requests = request::Entity::find().filter(request::Column::BudgetLineId.eq(line.0)).filter(
        request::Column::Id.in_subquery(
            assignment::Entity::find()
                .select_only()
                .column(assignment::Column::RequestId)
                .filter(assignment::Column::Status.eq(Status::AwaitingBudget.name()))
                .into_query(),
        ),
    );
    let requests = requests.all(conn).await?;
    let assignments = assignment::Entity::find()
        .filter(assignment::Column::RequestId.is_in(requests.iter().map(|row| row.id)))
        .all(conn)
        .await?;
    let mut of_request: HashMap<Uuid, _> = assignments.into_iter().map(|row| (row.request_id, row)).collect();
    requests
        .into_iter()
        .filter_map(|row| of_request.remove(&row.id).map(|assignment| (row, assignment)))
        .map(|(row, assignment)| Ok((rows::request(row)?, rows::assignment(assignment)?)))
        .collect()
}

/// The lines for whose money somebody waits.
pub(super) async fn lines_with_queue(conn: &impl Conn) -> Result<Vec<BudgetLineId>, Fault> {
    let waiting = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::RequestId)
        .filter(assignment::Column::Status.eq(Status::AwaitingBudget.name()))
        .into_query();
    let lines: Vec<Uuid> = request::Entity::find()
        .select_only()
        .distinct()
        .column(request::Column::BudgetLineId)
        .filter(request::Column::Id.in_subquery(waiting))
        .order_by_asc(request::Column::BudgetLineId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(lines.into_iter().map(BudgetLineId).collect())
}

// ---- rankings and offers

pub(super) async fn insert_ranking(
    tx: &Tx,
    assignment: AssignmentId,
    round: i32,
    json: String,
    now: Instant,
) -> Result<(), Fault> {
    let row = ranking::Model {
        id: Uuid::now_v7(),
        assignment_id: assignment.0,
        search_round: round,
        ranking: json,
        ranked_at: now,
    };
    ranking::Entity::insert(ranking::ActiveModel::from(row)).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The last ranking as it was shown.
pub(super) async fn last_ranking(conn: &impl Conn, assignment: AssignmentId) -> Result<Option<String>, Fault> {
    let row = ranking::Entity::find()
        .filter(ranking::Column::AssignmentId.eq(assignment.0))
        .order_by_desc(ranking::Column::RankedAt)
        .order_by_desc(ranking::Column::Id)
        .one(conn)
        .await?;
    Ok(row.map(|row| row.ranking))
}

pub(super) async fn insert_offer(tx: &Tx, new: &Offer) -> Result<(), Fault> {
    offer::Entity::insert(offer::ActiveModel::from(rows::offer_row(new))).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub(super) async fn save_offer(tx: &Tx, changed: &Offer) -> Result<(), sea_orm::DbErr> {
    offer::Entity::update(offer::ActiveModel::from(rows::offer_row(changed)).reset_all()).exec(tx.conn()).await?;
    Ok(())
}

pub(super) async fn offer(conn: &impl Conn, id: OfferId) -> Result<Option<Offer>, Fault> {
    offer::Entity::find_by_id(id.0).one(conn).await?.map(rows::offer).transpose()
}

/// All offers of an assignment, in the order in which they were sent.
pub(super) async fn offers(conn: &impl Conn, assignment: AssignmentId) -> Result<Vec<Offer>, Fault> {
    let rows = offer::Entity::find()
        .filter(offer::Column::AssignmentId.eq(assignment.0))
        .order_by_asc(offer::Column::SentAt)
        .order_by_asc(offer::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(rows::offer).collect()
}

/// The offers of several assignments, in the order in which they were sent.
pub(super) async fn offers_of(
    conn: &impl Conn,
    assignments: &[AssignmentId],
) -> Result<HashMap<AssignmentId, Vec<Offer>>, Fault> {
    let rows = offer::Entity::find()
        .filter(offer::Column::AssignmentId.is_in(assignments.iter().map(|id| id.0)))
        .order_by_asc(offer::Column::SentAt)
        .order_by_asc(offer::Column::Id)
        .all(conn)
        .await?;
    let mut all: HashMap<AssignmentId, Vec<Offer>> = HashMap::new();
    for row in rows {
        let offer = rows::offer(row)?;
        all.entry(offer.assignment).or_default().push(offer);
    }
    Ok(all)
}

/// Assignments with open offers whose time is over.
pub(super) async fn with_overdue_offers(conn: &impl Conn, now: Instant) -> Result<Vec<AssignmentId>, Fault> {
    let rows = offer::Entity::find()
        .filter(offer::Column::Status.eq(OfferStatus::Open.name()))
        .filter(offer::Column::ExpiresAt.lte(now))
        .all(conn)
        .await?;
    let mut ids: Vec<AssignmentId> = rows.into_iter().map(|row| AssignmentId(row.assignment_id)).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

// ---- timesheets

pub(super) async fn insert_timesheet(tx: &Tx, new: &Timesheet) -> Result<(), Fault> {
    timesheet::Entity::insert(timesheet::ActiveModel::from(rows::timesheet_row(new)))
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn save_timesheet(tx: &Tx, changed: &mut Timesheet) -> Result<(), Fault> {
    changed.version += 1;
    timesheet::Entity::update(timesheet::ActiveModel::from(rows::timesheet_row(changed)).reset_all())
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn timesheet(conn: &impl Conn, id: TimesheetId) -> Result<Option<Timesheet>, Fault> {
    timesheet::Entity::find_by_id(id.0).one(conn).await?.map(rows::timesheet).transpose()
}

pub(super) async fn timesheet_of(conn: &impl Conn, assignment: AssignmentId) -> Result<Option<Timesheet>, Fault> {
    let row = timesheet::Entity::find().filter(timesheet::Column::AssignmentId.eq(assignment.0)).one(conn).await?;
    row.map(rows::timesheet).transpose()
}

#[cfg(test)]
pub(super) mod testing {
    #![allow(clippy::unwrap_used)]
    use super::super::rules::Rules;
    use crate::{kernel::clock::Instant, platform::db::Db};

    /// Lets the city decide otherwise.
    pub(crate) async fn set_rules(db: &Db, rules: &Rules, now: Instant) {
        let tx = db.begin().await.unwrap();
        let (_, version) = super::rules_with_version(tx.conn()).await.unwrap();
        assert!(super::save_rules(&tx, rules, version, now).await.unwrap());
        tx.commit().await.unwrap();
    }
}
