//! The list of requests, and one of them.

use super::parts::{self, Line};
use crate::{
    booking::{
        assignment::{CancellationClass, Status},
        commands, forms,
        offer::OfferStatus,
        queries::{self, BookingDetails},
        store::{self, lists::Filter},
        timesheet::TimesheetStatus,
    },
    directory,
    identity::{
        Done, Door, PageStop, contact,
        policy::{
            AnswerTimesheet, CancelAssignment, ChangeRequest, Dispatch, OverrideBudget, PlanCity, ReadAudit,
            ReportInterpreterAbsent, SubmitRequest, ViewBudget, ViewRequests,
        },
    },
    kernel::{
        figures,
        ids::*,
        time::{berlin, start_of_day},
    },
    platform::{
        fault::{Fault, Stop},
        render::{Choice, FormState, Page, PageContext, Pager, Sort, Submitted},
    },
};
use askama::Template;
use chrono::{DateTime, Days};
use chrono_tz::Tz;
use rocket::{Either, get, post};
use std::collections::HashMap;

const PER_PAGE: u64 = 25;

#[derive(Template)]
#[template(path = "booking/requests.html")]
pub(super) struct ListPage {
    page: PageContext,
    form: FormState,
    lines: Vec<Line>,
    pager: Pager,
    sort: Sort,
    offices: Vec<Choice>,
    statuses: Vec<Choice>,
    languages: Vec<Choice>,
    may_submit: bool,
    shows_office: bool,
}

#[get("/requests?<office>&<status>&<language>&<from>&<to>&<page>&<sort>")]
#[allow(clippy::too_many_arguments, reason = "a list has that many filters")]
pub(super) async fn list(
    door: Door,
    office: Option<&str>,
    status: Option<&str>,
    language: Option<&str>,
    from: Option<&str>,
    to: Option<&str>,
    page: Option<u64>,
    sort: Option<&str>,
) -> Result<Page<ListPage>, PageStop> {
    let in_sight = queries::offices_in_sight(door.actor());
    if in_sight.as_ref().is_some_and(Vec::is_empty) {
        return Err(crate::identity::Denied::Forbidden.into());
    }
    let context = door.page("booking-requests-title");
    let wanted: Option<OfficeId> = office.and_then(|text| text.parse().ok());
    let offices = match (wanted, &in_sight) {
        (Some(wanted), None) => Some(vec![wanted]),
        (Some(wanted), Some(own)) if own.contains(&wanted) => Some(vec![wanted]),
        _ => in_sight.clone(),
    };
    let filter = Filter {
        offices,
        statuses: status.and_then(Status::parse).into_iter().collect(),
        language: language.filter(|code| !code.is_empty()).map(str::to_owned),
        from: from.and_then(forms::date).map(start_of_day),
        to: to.and_then(forms::date).map(|day| start_of_day(day + Days::new(1))),
        ..Filter::default()
    };
    let sort = Sort::new(sort.or(Some("-when")), &["when"], &context.path);
    let conn = store::read(door.db());
    let pager = Pager::new(page.unwrap_or(1), PER_PAGE, store::lists::count(conn, &filter).await?, &context.path);
    let found = store::lists::page(conn, &filter, sort.descending, pager.offset(), PER_PAGE).await?;
    let context = context.noted(figures::note(found.iter().map(|facts| facts.schedule_id.as_str())));
    let names = queries::names(door.db()).await?;
    let lines: Vec<Line> = found
        .into_iter()
        .map(|facts| {
            let href = format!("/requests/{}", facts.request);
            Line::of(&context, queries::in_sight_of(door.actor(), facts), &names, href)
        })
        .collect();
    let all = directory::offices(conn).await?;
    let offices: Vec<Choice> = all
        .into_iter()
        .filter(|one| in_sight.as_ref().is_none_or(|own| own.contains(&one.id)))
        .map(|one| Choice::new(one.id, parts::in_language(context.locale, &one.name_de, &one.name_en)))
        .collect();
    let may_submit = !queries::offices_to_ask_for(door.db(), door.person()).await?.is_empty();
    let form = FormState::new()
        .with_some("office", office)
        .with_some("status", status)
        .with_some("language", language)
        .with_some("from", from)
        .with_some("to", to);
    Ok(Page::ok(ListPage {
        shows_office: offices.len() > 1,
        statuses: Status::ALL
            .iter()
            .map(|one| Choice::new(one.name(), context.t(format!("booking-status-{}", one.key()))))
            .collect(),
        languages: parts::languages(context.locale),
        page: context,
        form,
        lines,
        pager,
        sort,
        offices,
        may_submit,
    }))
}

/// A step of a booking's history.
struct Step {
    at: DateTime<Tz>,
    what: String,
    who: String,
}

/// How many offers stand how; a case worker sees no names.
struct Count {
    text: String,
    tone: &'static str,
    number: usize,
}

/// What took place.
struct Sheet {
    id: TimesheetId,
    outcome: String,
    status: String,
    tone: &'static str,
    held: Option<(DateTime<Tz>, DateTime<Tz>)>,
    break_minutes: i32,
    deviation: String,
    dispute: String,
    version: i32,
}

#[derive(Template)]
#[template(path = "booking/request.html")]
pub(super) struct RequestPage {
    page: PageContext,
    form: FormState,
    id: BookingRequestId,
    assignment: AssignmentId,
    line: Line,
    state_title: String,
    state_text: String,
    address: String,
    remark: String,
    delivery: String,
    priority: String,
    gender: String,
    preferred: String,
    committed: Option<i64>,
    available: Option<i64>,
    interpreter: Option<(String, String, String)>,
    cancelled: String,
    counts: Vec<Count>,
    sheet: Option<Sheet>,
    history: Vec<Step>,
    siblings: Vec<Line>,
    may_change: bool,
    may_cancel: bool,
    may_override: bool,
    may_report_absence: bool,
    may_sign: bool,
    may_copy: bool,
    may_dispatch: bool,
    may_trace: bool,
    /// Where the day is planned anew without the one who is booked.
    replan: Option<String>,
}

#[get("/requests/<id>")]
pub(super) async fn show(door: Door, id: BookingRequestId) -> Result<Page<RequestPage>, PageStop> {
    Ok(Page::ok(request_page(&door, id, FormState::new()).await?))
}

/// One request, if the reader may see it.
pub(super) async fn visible(door: &Door, id: BookingRequestId) -> Result<BookingDetails, PageStop> {
    let details = queries::details_of_request(door.db(), id).await?.ok_or_else(parts::missing)?;
    door.permit(ViewRequests { office: details.request.office })?;
    Ok(details)
}

async fn request_page(door: &Door, id: BookingRequestId, form: FormState) -> Result<RequestPage, PageStop> {
    let details = visible(door, id).await?;
    let page = door.page("booking-request-title");
    let reference = details.request.reference.clone();
    let page = page
        .titled_with("booking-request-title-of", &[("reference", reference.as_str().into())])
        .noted(figures::note([details.assignment.schedule_id.as_str()]));
    let names = queries::names(door.db()).await?;
    let (office, assignment) = (details.request.office, details.assignment.id);
    let (status, begun) = (details.assignment.status, details.request.slot.starts_at() <= door.now());
    let siblings = match details.request.series {
        Some(series) => queries::siblings(door.db(), series).await?,
        None => Vec::new(),
    };
    let available = match status {
        Status::AwaitingBudget if door.may(ViewBudget { office }) => {
            let year = crate::kernel::time::FiscalYear::of(details.request.slot.date());
            queries::available(door.db(), office, year).await?
        }
        _ => None,
    };
    let facts = queries::in_sight_of(door.actor(), details.facts.clone());
    let to_sign = details.timesheet.as_ref().filter(|sheet| sheet.status == TimesheetStatus::Drafted);
    Ok(RequestPage {
        history: history(door, &page, &details).await?,
        may_sign: to_sign.is_some_and(|sheet| door.may(AnswerTimesheet { office, timesheet: sheet.id })),
        may_change: status.is_open() && !begun && door.may(ChangeRequest { office, request: id }),
        may_cancel: status.is_open() && !begun && door.may(CancelAssignment { office, assignment }),
        may_override: status == Status::AwaitingBudget && !begun && door.may(OverrideBudget { office }),
        may_report_absence: status == Status::Filled
            && begun
            && door.may(ReportInterpreterAbsent { office, assignment }),
        may_copy: door.may(SubmitRequest { office }),
        may_dispatch: door.may(Dispatch { assignment }),
        may_trace: door.may(ReadAudit {}),
        replan: details
            .assignment
            .interpreter
            .filter(|_| status == Status::Filled && !begun && door.may(PlanCity {}))
            .map(|person| {
                let day = details.request.slot.date();
                format!("/plans?from={day}&to={day}&instead_of={person}")
            }),
        state_title: page.t(format!("booking-state-{}-title", status.key())),
        state_text: state_text(&page, &details),
        address: details.request.address.clone(),
        remark: details.request.remark.clone(),
        delivery: page.t(format!("booking-delivery-{}", details.request.delivery.name().replace('_', "-"))),
        priority: page.t(format!("booking-priority-{}", details.request.priority.key())),
        gender: gender(&page, &details),
        preferred: details.request.preferred.and_then(|one| names.get(&one).cloned()).unwrap_or_default(),
        committed: details.committed.map(|cents| cents.get()),
        available: available.map(|cents| cents.get()),
        interpreter: details
            .interpreter
            .as_ref()
            .filter(|_| !matches!(status, Status::Searching | Status::AwaitingBudget))
            .map(|person| (person.name(), person.phone.clone(), person.email.clone())),
        cancelled: cancelled(&page, &details),
        counts: counts(&page, &details),
        sheet: sheet(&page, &details),
        siblings: siblings
            .into_iter()
            .filter(|other| other.request != id)
            .map(|other| {
                let href = format!("/requests/{}", other.request);
                Line::of(&page, other, &names, href)
            })
            .collect(),
        line: Line::of(&page, facts, &names, String::new()),
        page,
        form,
        id,
        assignment,
    })
}

/// What the state means, in a sentence: asked for is not confirmed.
fn state_text(page: &PageContext, details: &BookingDetails) -> String {
    let name = details.interpreter.as_ref().map(|person| person.name()).unwrap_or_default();
    match (details.assignment.status, details.assignment.unfilled_reason) {
        (Status::Filled, _) => page.t1("booking-state-filled-text", "name", name),
        (Status::Unfilled, Some(reason)) => page.t(format!("booking-unfilled-{}", reason.key())),
        (status, _) => page.t(format!("booking-state-{}-text", status.key())),
    }
}

fn gender(page: &PageContext, details: &BookingDetails) -> String {
    match details.request.gender {
        None => String::new(),
        Some(gender) => {
            let how = if details.request.gender_required { "-required" } else { "" };
            page.t(format!("booking-gender-{}{how}", gender.key()))
        }
    }
}

fn cancelled(page: &PageContext, details: &BookingDetails) -> String {
    let Some(cancelled) = &details.assignment.cancellation else { return String::new() };
    let at = page.moment(berlin(cancelled.at));
    let class = match cancelled.class {
        Some(CancellationClass::Late) => page.t("booking-cancelled-late"),
        Some(CancellationClass::Early) => page.t("booking-cancelled-early"),
        None => page.t("booking-cancelled-nobody"),
    };
    let rule = cancelled.why.as_ref().map(|(de, en)| parts::in_language(page.locale, de, en)).unwrap_or_default();
    let by = page.t(format!("booking-cancelled-by-{}", cancelled.by.key()));
    [by, at, class, rule].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn counts(page: &PageContext, details: &BookingDetails) -> Vec<Count> {
    OfferStatus::ALL
        .iter()
        .map(|status| Count {
            text: page.t(format!("booking-offer-{}", status.key())),
            tone: parts::offer_tone(*status),
            number: details.offers.iter().filter(|offer| offer.status == *status).count(),
        })
        .filter(|count| count.number > 0)
        .collect()
}

fn sheet(page: &PageContext, details: &BookingDetails) -> Option<Sheet> {
    let sheet = details.timesheet.as_ref()?;
    Some(Sheet {
        id: sheet.id,
        outcome: page.t(format!("booking-outcome-{}", sheet.record.outcome.key())),
        status: page.t(format!("booking-sheet-{}", sheet.status.key())),
        tone: parts::sheet_tone(sheet.status),
        held: sheet.record.held.map(|(from, to)| (berlin(from), berlin(to))),
        break_minutes: sheet.record.break_minutes,
        deviation: sheet.record.deviation_reason.clone(),
        dispute: sheet.dispute_reason.clone().unwrap_or_default(),
        version: sheet.version,
    })
}

async fn history(door: &Door, page: &PageContext, details: &BookingDetails) -> Result<Vec<Step>, Fault> {
    let mut known: HashMap<uuid::Uuid, String> = HashMap::new();
    let mut steps = Vec::new();
    for entry in queries::history(door.db(), details).await? {
        let who = match entry.actor_account {
            Some(account) => match known.get(&account) {
                Some(name) => name.clone(),
                None => {
                    let found = contact(store::read(door.db()), AccountId(account)).await?;
                    let name = found.map(|contact| contact.name).unwrap_or_default();
                    known.insert(account, name.clone());
                    name
                }
            },
            None => page.t("booking-history-house"),
        };
        let what = page.t(format!("booking-history-{}", entry.action));
        steps.push(Step { at: berlin(entry.at), what, who });
    }
    Ok(steps)
}

/// The office head lets the session take place beyond the means.
#[post("/requests/<id>/override", data = "<form>")]
pub(super) async fn override_budget(
    door: Door,
    id: BookingRequestId,
    form: Submitted,
) -> Result<Either<Page<RequestPage>, Done>, PageStop> {
    let details = visible(&door, id).await?;
    let permit = door.permit(OverrideBudget { office: details.request.office })?;
    let mut once = door.begin(&form).await?;
    let reason = form.0.value("reason");
    match commands::override_budget(permit, details.assignment.id, reason, door.now(), &mut once.tx).await {
        Ok(_) => {
            let next = format!("/requests/{id}");
            Ok(Either::Right(door.finish(once, next, parts::notice("booking-notice-overridden")).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = form.0;
            forms::refuse(&mut typed, door.locale(), &refused);
            Ok(Either::Left(Page::unprocessable(request_page(&door, id, typed).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
