//! Rows become values and back. A word in the database that nobody knows is a fault, never a guess.

use super::entities::{
    assignment as assignment_row_of, offer as offer_row_of, request as request_row_of, timesheet as sheet,
};
use crate::{
    booking::{
        assignment::{Assignment, Cancellation, CancellationClass, CancelledBy, Status, UnfilledReason},
        facts::Delivery,
        offer::{Offer, OfferStatus},
        request::{AskedGender, BookingRequest, Priority},
        timesheet::{Outcome, Record, Timesheet, TimesheetStatus},
    },
    kernel::{
        ids::*,
        money::Cents,
        place::District,
        time::{CivilSlot, Interval},
    },
    platform::fault::Fault,
};

fn known<T>(what: &str, word: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
    parse(word).ok_or_else(|| Fault::new(format!("the database says {what} is {word:?}, which nobody knows")))
}

pub(super) fn request(row: request_row_of::Model) -> Result<BookingRequest, Fault> {
    let interval = Interval::new(row.starts_at, row.ends_at)
        .ok_or_else(|| Fault::new(format!("request {} ends before it starts", row.id)))?;
    Ok(BookingRequest {
        id: BookingRequestId(row.id),
        reference: row.reference,
        external_reference: row.external_reference,
        office: OfficeId(row.office_id),
        budget_line: BudgetLineId(row.budget_line_id),
        series: row.series_id.map(SeriesId),
        requested_by: row.requested_by.map(AccountId),
        file_reference: row.file_reference,
        language: row.language,
        profile: RequirementProfileId(row.profile_id),
        slot: CivilSlot::restore(row.on_date, row.from_time, row.to_time, interval),
        delivery: known("a delivery", &row.delivery, Delivery::parse)?,
        address: row.address,
        district: row.district.as_deref().and_then(District::from_code),
        gender: row.gender.as_deref().map(|word| known("a gender", word, AskedGender::parse)).transpose()?,
        gender_required: row.gender_required,
        preferred: row.preferred_interpreter_id.map(InterpreterId),
        remark: row.remark,
        priority: known("a priority", &row.priority, Priority::parse)?,
        requested_at: row.requested_at,
    })
}

pub(super) fn request_row(of: &BookingRequest) -> request_row_of::Model {
    let place = of.place();
    request_row_of::Model {
        id: of.id.0,
        reference: of.reference.clone(),
        external_reference: of.external_reference.clone(),
        office_id: of.office.0,
        budget_line_id: of.budget_line.0,
        series_id: of.series.map(|id| id.0),
        requested_by: of.requested_by.map(|id| id.0),
        file_reference: of.file_reference.clone(),
        language: of.language.clone(),
        profile_id: of.profile.0,
        on_date: of.slot.date(),
        from_time: of.slot.from(),
        to_time: of.slot.to(),
        starts_at: of.slot.starts_at(),
        ends_at: of.slot.ends_at(),
        delivery: of.delivery.name().to_owned(),
        address: of.address.clone(),
        district: of.district.map(|district| district.code().to_owned()),
        place_x: place.map(|(x, _)| x),
        place_y: place.map(|(_, y)| y),
        gender: of.gender.map(|gender| gender.name().to_owned()),
        gender_required: of.gender_required,
        preferred_interpreter_id: of.preferred.map(|id| id.0),
        remark: of.remark.clone(),
        priority: of.priority.name().to_owned(),
        requested_at: of.requested_at,
    }
}

pub(super) fn assignment(row: assignment_row_of::Model) -> Result<Assignment, Fault> {
    let cancellation = match (row.cancelled_by.as_deref(), row.cancelled_at) {
        (Some(by), Some(at)) => Some(Cancellation {
            by: known("who cancelled", by, CancelledBy::parse)?,
            at,
            class: row
                .cancellation_class
                .as_deref()
                .map(|word| known("a cancellation's class", word, CancellationClass::parse))
                .transpose()?,
            why: row.cancellation_why.as_deref().map(serde_json::from_str).transpose()?,
        }),
        _ => None,
    };
    Ok(Assignment {
        id: AssignmentId(row.id),
        request: BookingRequestId(row.request_id),
        office: OfficeId(row.office_id),
        status: known("an assignment's status", &row.status, Status::parse)?,
        interpreter: row.interpreter_id.map(InterpreterId),
        estimate: Cents(row.estimate),
        schedule_id: row.schedule_id,
        rate_group: row.rate_group,
        unfilled_reason: row
            .unfilled_reason
            .as_deref()
            .map(|word| known("a reason", word, UnfilledReason::parse))
            .transpose()?,
        cancellation,
        search_round: row.search_round,
        filled_at: row.filled_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}

pub(super) fn assignment_row(of: &Assignment, request: &BookingRequest) -> assignment_row_of::Model {
    let place = request.place();
    let cancellation = of.cancellation.as_ref();
    assignment_row_of::Model {
        id: of.id.0,
        request_id: of.request.0,
        office_id: of.office.0,
        status: of.status.name().to_owned(),
        interpreter_id: of.interpreter.map(|id| id.0),
        starts_at: request.slot.starts_at(),
        ends_at: request.slot.ends_at(),
        place_x: place.map(|(x, _)| x),
        place_y: place.map(|(_, y)| y),
        estimate: of.estimate.get(),
        schedule_id: of.schedule_id.clone(),
        rate_group: of.rate_group.clone(),
        unfilled_reason: of.unfilled_reason.map(|reason| reason.name().to_owned()),
        cancelled_by: cancellation.map(|cancelled| cancelled.by.name().to_owned()),
        cancelled_at: cancellation.map(|cancelled| cancelled.at),
        cancellation_class: cancellation.and_then(|cancelled| cancelled.class).map(|class| class.name().to_owned()),
        cancellation_why: cancellation
            .and_then(|cancelled| cancelled.why.as_ref())
            .map(|(de, en)| serde_json::json!([de, en]).to_string()),
        search_round: of.search_round,
        filled_at: of.filled_at,
        created_at: of.created_at,
        updated_at: of.updated_at,
        version: of.version,
    }
}

pub(super) fn offer(row: offer_row_of::Model) -> Result<Offer, Fault> {
    Ok(Offer {
        id: OfferId(row.id),
        assignment: AssignmentId(row.assignment_id),
        interpreter: InterpreterId(row.interpreter_id),
        search_round: row.search_round,
        wave: row.wave,
        status: known("an offer's status", &row.status, OfferStatus::parse)?,
        expected_fee: Cents(row.expected_fee),
        schedule_id: row.schedule_id,
        sent_at: row.sent_at,
        expires_at: row.expires_at,
        answered_at: row.answered_at,
        decline_reason: row.decline_reason,
    })
}

pub(super) fn offer_row(of: &Offer) -> offer_row_of::Model {
    offer_row_of::Model {
        id: of.id.0,
        assignment_id: of.assignment.0,
        interpreter_id: of.interpreter.0,
        search_round: of.search_round,
        wave: of.wave,
        status: of.status.name().to_owned(),
        expected_fee: of.expected_fee.get(),
        schedule_id: of.schedule_id.clone(),
        sent_at: of.sent_at,
        expires_at: of.expires_at,
        answered_at: of.answered_at,
        decline_reason: of.decline_reason.clone(),
    }
}

pub(super) fn timesheet(row: sheet::Model) -> Result<Timesheet, Fault> {
    Ok(Timesheet {
        id: TimesheetId(row.id),
        assignment: AssignmentId(row.assignment_id),
        interpreter: InterpreterId(row.interpreter_id),
        record: Record {
            outcome: known("an outcome", &row.outcome, Outcome::parse)?,
            held: row.started_at.zip(row.ended_at),
            break_minutes: row.break_minutes,
            travel_minutes: row.travel_minutes,
            travel_meters: row.travel_meters,
            tickets: Cents(row.tickets),
            deviation_reason: row.deviation_reason,
        },
        status: known("a timesheet's status", &row.status, TimesheetStatus::parse)?,
        dispute_reason: row.dispute_reason,
        recorded_by: row.recorded_by.map(AccountId),
        recorded_at: row.recorded_at,
        answered_by: row.answered_by.map(AccountId),
        answered_at: row.answered_at,
        version: row.version,
    })
}

pub(super) fn timesheet_row(of: &Timesheet) -> sheet::Model {
    sheet::Model {
        id: of.id.0,
        assignment_id: of.assignment.0,
        interpreter_id: of.interpreter.0,
        outcome: of.record.outcome.name().to_owned(),
        started_at: of.record.held.map(|(from, _)| from),
        ended_at: of.record.held.map(|(_, to)| to),
        break_minutes: of.record.break_minutes,
        travel_minutes: of.record.travel_minutes,
        travel_meters: of.record.travel_meters,
        tickets: of.record.tickets.get(),
        deviation_reason: of.record.deviation_reason.clone(),
        status: of.status.name().to_owned(),
        dispute_reason: of.dispute_reason.clone(),
        recorded_by: of.recorded_by.map(|id| id.0),
        recorded_at: of.recorded_at,
        answered_by: of.answered_by.map(|id| id.0),
        answered_at: of.answered_at,
        version: of.version,
    }
}
