//! Snapshots for the slices above: what [`super::super::facts`] promises.

use super::{
    Conn, TAKEN,
    entities::{assignment as assignments, offer as offers, request as requests},
    rows,
};
use crate::{
    booking::{
        assignment::{CancellationClass, Status},
        facts::{AssignmentFacts, BillableSession, OfferFacts},
        offer::{Offer, OfferStatus},
        timesheet::TimesheetStatus,
    },
    directory,
    kernel::{clock::Instant, ids::*, money::Cents},
    platform::fault::Fault,
};
use sea_orm::{QueryOrder, entity::prelude::*};
use std::collections::HashMap;

/// What a mail, a calendar entry or a job card says about one assignment; `None` if there is none of that key.
///
/// # Errors
/// The database can't be read.
pub async fn assignment_facts(conn: &impl Conn, id: AssignmentId) -> Result<Option<AssignmentFacts>, Fault> {
    Ok(assignments_facts(conn, &[id]).await?.pop())
}

/// The same for several, by begin; keys that name nothing are left out. Four queries, however many.
///
/// # Errors
/// The database can't be read.
pub async fn assignments_facts(conn: &impl Conn, ids: &[AssignmentId]) -> Result<Vec<AssignmentFacts>, Fault> {
    let keys = ids.iter().map(|id| id.0);
    let rows = assignments::Entity::find()
        .filter(assignments::Column::Id.is_in(keys))
        .order_by_asc(assignments::Column::StartsAt)
        .order_by_asc(assignments::Column::Id)
        .all(conn)
        .await?;
    of_rows(conn, rows).await
}

/// An interpreter's jobs that begin in `[from, to)`: filled, held and confirmed ones, by begin. Cancelled ones are no jobs.
///
/// # Errors
/// The database can't be read.
pub async fn interpreter_jobs(
    conn: &impl Conn,
    interpreter: InterpreterId,
    from: Instant,
    to: Instant,
) -> Result<Vec<AssignmentFacts>, Fault> {
    let rows = assignments::Entity::find()
        .filter(assignments::Column::InterpreterId.eq(interpreter.0))
        .filter(assignments::Column::Status.is_in(TAKEN))
        .filter(assignments::Column::StartsAt.gte(from))
        .filter(assignments::Column::StartsAt.lt(to))
        .order_by_asc(assignments::Column::StartsAt)
        .all(conn)
        .await?;
    of_rows(conn, rows).await
}

/// Facts of rows, in their order.
pub(super) async fn of_rows(conn: &impl Conn, rows: Vec<assignments::Model>) -> Result<Vec<AssignmentFacts>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<Uuid> = rows.iter().map(|row| row.request_id).collect();
    let asked = requests::Entity::find().filter(requests::Column::Id.is_in(keys)).all(conn).await?;
    let asked: HashMap<Uuid, requests::Model> = asked.into_iter().map(|row| (row.id, row)).collect();
    let offices: HashMap<OfficeId, _> =
        directory::offices(conn).await?.into_iter().map(|office| (office.id, office)).collect();
    let profiles: HashMap<RequirementProfileId, _> =
        directory::profiles(conn).await?.into_iter().map(|profile| (profile.id, profile)).collect();
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(request) = asked.get(&row.request_id).cloned() else { continue };
        let (request, assignment) = (rows::request(request)?, rows::assignment(row)?);
        let (Some(office), Some(profile)) = (offices.get(&request.office), profiles.get(&request.profile)) else {
            continue; // foreign keys rule it out
        };
        all.push(AssignmentFacts {
            assignment: assignment.id,
            request: request.id,
            reference: request.reference,
            office: request.office,
            office_name_de: office.name_de.clone(),
            office_name_en: office.name_en.clone(),
            requested_by: request.requested_by,
            file_reference: request.file_reference,
            language: request.language,
            topic_de: profile.name_de.clone(),
            topic_en: profile.name_en.clone(),
            slot: request.slot,
            delivery: request.delivery,
            address: request.address,
            district: request.district.map(|district| district.name().to_owned()),
            remark: request.remark,
            status: assignment.status.name().to_owned(),
            interpreter: assignment.interpreter,
            estimate: assignment.estimate,
            schedule_id: assignment.schedule_id,
            version: assignment.version,
            updated_at: assignment.updated_at,
        });
    }
    Ok(all)
}

/// What a mail says about one offer; `None` if there is none of that key.
///
/// # Errors
/// The database can't be read.
pub async fn offer_facts(conn: &impl Conn, id: OfferId) -> Result<Option<OfferFacts>, Fault> {
    let Some(row) = offers::Entity::find_by_id(id.0).one(conn).await? else { return Ok(None) };
    let offer = rows::offer(row)?;
    let assignment = assignment_facts(conn, offer.assignment).await?;
    Ok(assignment.map(|assignment| facts_of(offer, assignment)))
}

/// The offers to these interpreters that were told and wait for an answer, by the begin of their sessions. Six queries, however
/// many.
///
/// # Errors
/// The database can't be read.
pub async fn open_offers(
    conn: &impl Conn,
    interpreters: &[InterpreterId],
    now: Instant,
) -> Result<Vec<OfferFacts>, Fault> {
    let rows = offers::Entity::find()
        .filter(offers::Column::InterpreterId.is_in(interpreters.iter().map(|id| id.0)))
        .filter(offers::Column::Status.eq(OfferStatus::Open.name()))
        .filter(offers::Column::SentAt.lte(now))
        .filter(offers::Column::ExpiresAt.gt(now))
        .all(conn)
        .await?;
    let ids: Vec<AssignmentId> = rows.iter().map(|row| AssignmentId(row.assignment_id)).collect();
    let facts: HashMap<AssignmentId, AssignmentFacts> =
        assignments_facts(conn, &ids).await?.into_iter().map(|facts| (facts.assignment, facts)).collect();
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        let offer = rows::offer(row)?;
        if let Some(assignment) = facts.get(&offer.assignment) {
            open.push(facts_of(offer, assignment.clone()));
        }
    }
    open.sort_by_key(|offer| (offer.assignment.slot.starts_at(), offer.offer));
    Ok(open)
}

fn facts_of(offer: Offer, assignment: AssignmentFacts) -> OfferFacts {
    OfferFacts {
        offer: offer.id,
        assignment,
        interpreter: offer.interpreter,
        status: offer.status.name().to_owned(),
        sent_at: offer.sent_at,
        expires_at: offer.expires_at,
        expected_fee: offer.expected_fee,
        schedule_id: offer.schedule_id,
    }
}

/// What billing prices: a confirmed timesheet, or a session that was cancelled late. `None` while there is nothing to price.
///
/// # Errors
/// The database can't be read.
pub async fn billable(conn: &impl Conn, id: AssignmentId) -> Result<Option<BillableSession>, Fault> {
    let Some((request, assignment)) = super::booking(conn, id).await? else { return Ok(None) };
    let Some(interpreter) = assignment.interpreter else { return Ok(None) };
    let timesheet = super::timesheet_of(conn, id).await?.filter(|sheet| sheet.status == TimesheetStatus::Confirmed);
    let late = assignment
        .cancellation
        .as_ref()
        .filter(|cancelled| cancelled.class == Some(CancellationClass::Late))
        .map(|cancelled| cancelled.at);
    let outcome = match (assignment.status, &timesheet, late) {
        (Status::Confirmed, Some(sheet), _) => sheet.record.outcome.name(),
        (Status::Cancelled, _, Some(_)) => "cancelled_by_office",
        _ => return Ok(None),
    };
    let record = timesheet.as_ref().map(|sheet| &sheet.record);
    Ok(Some(BillableSession {
        assignment: id,
        timesheet: timesheet.as_ref().map(|sheet| sheet.id),
        interpreter,
        office: request.office,
        budget_line: request.budget_line,
        language: request.language,
        delivery: request.delivery,
        requested_at: request.requested_at,
        agreed: request.slot,
        outcome: outcome.to_owned(),
        held: record.and_then(|record| record.held),
        break_minutes: record.map_or(0, |record| record.break_minutes),
        notified_at: late,
        travel_minutes: record.map_or(0, |record| record.travel_minutes),
        travel_meters: record.map_or(0, |record| record.travel_meters),
        tickets: record.map_or(Cents::ZERO, |record| record.tickets),
        schedule_id: assignment.schedule_id,
        rate_group: assignment.rate_group,
    }))
}
