//! A case worker asks for a session.

use super::plan_assignment::{Planned, plan_assignment};
use crate::{
    audit::{self, ActionKind},
    booking::{
        ask::{Ask, AskRefused, Problem, Warning, looks_like_a_name, names_somebody},
        assignment::{Assignment, Status},
        events::RequestSubmitted,
        request::BookingRequest,
        store,
    },
    budget, directory,
    identity::{
        Permit,
        policy::{PlanAssignment, SubmitRequest},
    },
    kernel::{
        clock::Instant,
        ids::*,
        money::Cents,
        time::{CivilSlot, FiscalYear, berlin_date},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::Datelike;
use serde_json::json;

/// What became of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Submitted {
    /// Its key.
    pub request: BookingRequestId,
    /// The search for somebody.
    pub assignment: AssignmentId,
    /// The number people say on the phone.
    pub reference: String,
    /// What looks odd.
    pub warnings: Vec<Warning>,
}

/// A request that was submitted and planned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booked {
    /// What was submitted.
    pub submitted: Submitted,
    /// Whether there is money, and what it is expected to cost.
    pub planned: Planned,
}

/// Stores what an office asks for. Nothing is committed and nobody is asked yet: [`plan_assignment`] does that.
///
/// # Errors
/// Refuses with everything that is wrong.
#[doc(alias = "Anfrage stellen")]
pub async fn submit_request(
    permit: &Permit<SubmitRequest>,
    ask: &Ask,
    now: Instant,
    tx: &mut Tx,
) -> Result<Submitted, Stop<AskRefused>> {
    submit_in_series(permit, ask, None, now, tx).await
}

pub(super) async fn submit_in_series(
    permit: &Permit<SubmitRequest>,
    ask: &Ask,
    series: Option<SeriesId>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Submitted, Stop<AskRefused>> {
    if ask.office != permit.office {
        return Err(Stop::Fault(Fault::new("a permit for one office was used to ask for another")));
    }
    let rules = store::rules(tx.conn()).await?;
    let mut problems = in_the_directory(ask, tx).await?;
    let checked = match ask.check(now, &rules) {
        Ok(checked) => checked,
        Err(found) => {
            problems.splice(0..0, found);
            return Err(refused(problems));
        }
    };
    let Some(line) = line_of(tx, ask.office, &checked.slot).await? else {
        problems.push(Problem::NoBudgetLine(FiscalYear::of(checked.slot.date()).0));
        return Err(refused(problems));
    };
    if !problems.is_empty() {
        return Err(refused(problems));
    }
    tx.lock_for_use([line.into()]).await?;
    // Behind the line's lock, which an office that retires holds, too.
    if !directory::office(tx.conn(), ask.office).await?.is_some_and(|office| office.is_active()) {
        return Err(refused(vec![Problem::OfficeRetired]));
    }
    let year = berlin_date(now).year();
    let number = store::next_number(tx, "REQ", year).await?;
    let file = checked.file_reference.iter().filter(|text| looks_like_a_name(text));
    let file = file.map(|_| Warning::FileReferenceLooksLikeAName);
    let remark = names_somebody(&checked.remark).then_some(Warning::RemarkNamesSomebody);
    let warnings: Vec<Warning> = file.chain(remark).collect();
    let request = BookingRequest {
        id: BookingRequestId::new(),
        reference: format!("{year}-{number:06}"),
        external_reference: checked.external_reference,
        office: ask.office,
        budget_line: line,
        series,
        requested_by: permit.actor().account(),
        file_reference: checked.file_reference,
        language: checked.language.code().to_owned(),
        profile: ask.profile,
        slot: checked.slot,
        delivery: ask.delivery,
        address: checked.address,
        district: checked.district,
        gender: ask.gender,
        gender_required: ask.gender_required && ask.gender.is_some(),
        preferred: ask.preferred,
        remark: checked.remark,
        priority: ask.priority,
        requested_at: now,
    };
    let assignment = Assignment {
        id: AssignmentId::new(),
        request: request.id,
        office: request.office,
        status: Status::AwaitingBudget,
        interpreter: None,
        estimate: Cents::ZERO,
        schedule_id: String::new(),
        rate_group: None,
        unfilled_reason: None,
        cancellation: None,
        search_round: 1,
        filled_at: None,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    if let Err(error) = store::insert_request(tx, &request).await {
        let twin = request.external_reference.filter(|_| store::is_external_twin(&error));
        return Err(match twin {
            Some(twin) => Stop::Refused(Problem::ExternalTwin(twin).into()),
            None => error.into(),
        });
    }
    store::insert_assignment(tx, &assignment, &request).await?;
    let event = RequestSubmitted { request: request.id, assignment: assignment.id, office: request.office };
    tx.publish(&event, now).await?;
    let facts = json!({
        "reference": request.reference, "language": request.language, "date": request.slot.date(),
        "delivery": request.delivery, "priority": request.priority,
    });
    let file = request.file_reference.as_deref().map(|file| ("file_reference", file));
    let personal: Vec<(&str, &str)> = file.into_iter().collect();
    audit::record_with_personal(tx, permit.actor(), ActionKind::RequestSubmitted, request.id, &facts, &personal, now)
        .await?;
    Ok(Submitted { request: request.id, assignment: assignment.id, reference: request.reference, warnings })
}

/// Submits and plans in one unit of work, as forms and the API do: either there is a number and a state, or nothing.
///
/// # Errors
/// Refuses with everything that is wrong; also if no schedule is in force that day.
pub async fn book(
    permit: &Permit<SubmitRequest>,
    ask: &Ask,
    now: Instant,
    tx: &mut Tx,
) -> Result<Booked, Stop<AskRefused>> {
    book_in_series(permit, ask, None, now, tx).await
}

pub(super) async fn book_in_series(
    permit: &Permit<SubmitRequest>,
    ask: &Ask,
    series: Option<SeriesId>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Booked, Stop<AskRefused>> {
    let submitted = submit_in_series(permit, ask, series, now, tx).await?;
    let action = PlanAssignment { office: ask.office, assignment: submitted.assignment };
    let plan = Permit::ask(permit.actor(), action)
        .map_err(|_| Fault::new("whoever may submit a request may plan it; the policy says otherwise"))?;
    let planned = plan_assignment(plan, now, tx)
        .await
        .map_err(|stop| stop.map(|refused| AskRefused::from(Problem::Plan(refused))))?;
    Ok(Booked { submitted, planned })
}

fn refused(problems: Vec<Problem>) -> Stop<AskRefused> {
    match AskRefused::of(problems) {
        Some(refused) => Stop::Refused(refused),
        None => Stop::Fault(Fault::new("a request was refused without a reason")),
    }
}

/// What the directory knows of the request: the kind of session and the person who is wished for.
async fn in_the_directory(ask: &Ask, tx: &Tx) -> Result<Vec<Problem>, Fault> {
    let mut problems = Vec::new();
    if !directory::profile(tx.conn(), ask.profile).await?.is_some_and(|profile| profile.active) {
        problems.push(Problem::ProfileUnknown);
    }
    if let Some(preferred) = ask.preferred
        && !directory::interpreter(tx.conn(), preferred).await?.is_some_and(|person| person.active)
    {
        problems.push(Problem::PreferredUnknown);
    }
    Ok(problems)
}

/// The line that pays: the office's for the fiscal year of the session.
pub(super) async fn line_of(tx: &Tx, office: OfficeId, slot: &CivilSlot) -> Result<Option<BudgetLineId>, Fault> {
    budget::line_for(tx.conn(), office, FiscalYear::of(slot.date())).await
}
