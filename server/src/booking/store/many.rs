//! What a plan of many sessions reads: each kind of row with one query, however many sessions there are.

use super::{
    Conn,
    entities::{assignment as assignments, offer as offers, request as requests},
    rows,
};
use crate::{
    booking::{
        assignment::{Assignment, Status},
        offer::Offer,
        request::BookingRequest,
    },
    kernel::{clock::Instant, ids::*},
    platform::fault::Fault,
};
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};
use std::collections::{HashMap, HashSet};

/// The bookings in one of these states that begin in `[from, to)`, by begin.
pub(in crate::booking) async fn bookings(
    conn: &impl Conn,
    statuses: &[Status],
    from: Instant,
    to: Instant,
) -> Result<Vec<(BookingRequest, Assignment)>, Fault> {
    let fitting = || {
        assignments::Entity::find()
            .filter(assignments::Column::Status.is_in(statuses.iter().map(|status| status.name())))
            .filter(assignments::Column::StartsAt.gte(from))
            .filter(assignments::Column::StartsAt.lt(to))
    };
    let rows =
        fitting().order_by_asc(assignments::Column::StartsAt).order_by_asc(assignments::Column::Id).all(conn).await?;
    let behind = fitting().select_only().column(assignments::Column::RequestId).into_query();
    let asked = requests::Entity::find().filter(requests::Column::Id.in_subquery(behind)).all(conn).await?;
    let mut asked: HashMap<Uuid, requests::Model> = asked.into_iter().map(|row| (row.id, row)).collect();
    let mut both = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(request) = asked.remove(&row.request_id) {
            both.push((rows::request(request)?, rows::assignment(row)?));
        }
    }
    Ok(both)
}

/// All offers of these assignments, in the order in which they were sent.
pub(in crate::booking) async fn offers_of(
    conn: &impl Conn,
    ids: &[AssignmentId],
) -> Result<HashMap<AssignmentId, Vec<Offer>>, Fault> {
    let rows = offers::Entity::find()
        .filter(offers::Column::AssignmentId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(offers::Column::SentAt)
        .order_by_asc(offers::Column::Id)
        .all(conn)
        .await?;
    let mut found: HashMap<AssignmentId, Vec<Offer>> = HashMap::new();
    for row in rows {
        let offer = rows::offer(row)?;
        found.entry(offer.assignment).or_default().push(offer);
    }
    Ok(found)
}

/// Who has worked on which of these files before.
pub(in crate::booking) async fn who_knows_the_files(
    conn: &impl Conn,
    files: &HashSet<(OfficeId, &str)>,
) -> Result<Vec<(OfficeId, String, InterpreterId)>, Fault> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let names: HashSet<&str> = files.iter().map(|(_, file)| *file).collect();
    let same_file = requests::Entity::find().filter(requests::Column::FileReference.is_in(names)).all(conn).await?;
    let of_request: HashMap<Uuid, (OfficeId, String)> = same_file
        .into_iter()
        .filter_map(|row| Some((row.id, (OfficeId(row.office_id), row.file_reference?))))
        .filter(|(_, (office, file))| files.contains(&(*office, file.as_str())))
        .collect();
    let rows = assignments::Entity::find()
        .filter(assignments::Column::RequestId.is_in(of_request.keys().copied()))
        .filter(assignments::Column::Status.is_in([Status::Held.name(), Status::Confirmed.name()]))
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let (office, file) = of_request.get(&row.request_id)?;
            Some((*office, file.clone(), InterpreterId(row.interpreter_id?)))
        })
        .collect())
}
