//! An interpreter's jobs: they stay on the list until they are paid.

use super::parts::{self, Line};
use crate::{
    booking::{
        assignment::Status,
        commands,
        facts::AssignmentFacts,
        forms,
        queries::{self, BookingDetails},
        store::{self, lists::Filter},
        timesheet::TimesheetStatus,
    },
    directory,
    identity::{
        Done, Door, PageStop,
        policy::{DropOut, RecordSession, ViewOwnJobs},
    },
    kernel::{figures, ids::*, time::berlin},
    platform::{
        fault::Stop,
        render::{Choice, FormState, Onward, Page, PageContext, Submitted},
    },
};
use askama::Template;
use chrono::Duration;
use rocket::{Either, get, post};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "booking/jobs.html")]
pub(super) struct ListPage {
    page: PageContext,
    coming: Vec<Line>,
    coming_on: Onward,
    to_record: Vec<Line>,
    to_record_on: Onward,
    done: Vec<Line>,
    done_on: Onward,
}

/// How far back the list of what is over goes.
const DONE_DAYS: i64 = 400;

#[get("/jobs?<record>&<coming>&<done>")]
pub(super) async fn list(
    door: Door,
    record: Option<&str>,
    coming: Option<&str>,
    done: Option<&str>,
) -> Result<Page<ListPage>, PageStop> {
    let me = parts::me(&door)?;
    door.permit(ViewOwnJobs { interpreter: me })?;
    let page = door.page("booking-jobs-title");
    let now = door.now();
    let conn = store::read(door.db());
    let mine = |statuses| Filter { interpreter: Some(me), statuses, ..Filter::default() };
    let filter = Filter { to: Some(now), ..mine(vec![Status::Filled]) };
    let (to_record, to_record_on) = parts::piece(&page, conn, &filter, false, record, "record").await?;
    let filter = Filter { from: Some(now), ..mine(vec![Status::Filled]) };
    let (coming, coming_on) = parts::piece(&page, conn, &filter, false, coming, "coming").await?;
    let over = vec![Status::Held, Status::Confirmed, Status::Cancelled];
    let filter = Filter { from: Some(now - Duration::days(DONE_DAYS)), ..mine(over) };
    let (done, done_on) = parts::piece(&page, conn, &filter, true, done, "done").await?;
    let lines = |found: Vec<AssignmentFacts>| -> Vec<Line> {
        found
            .into_iter()
            .map(|facts| {
                let href = format!("/jobs/{}", facts.assignment);
                Line::of(&page, queries::for_interpreter(me, facts), &HashMap::new(), href)
            })
            .collect()
    };
    let shown = to_record.iter().chain(&coming).chain(&done).map(|facts| facts.schedule_id.as_str());
    let note = figures::note(shown);
    let (coming, to_record, done) = (lines(coming), lines(to_record), lines(done));
    Ok(Page::ok(ListPage { coming, coming_on, to_record, to_record_on, done, done_on, page: page.noted(note) }))
}

#[derive(Template)]
#[template(path = "booking/job.html")]
pub(super) struct JobPage {
    page: PageContext,
    form: FormState,
    id: AssignmentId,
    line: Line,
    address: String,
    remark: String,
    delivery: String,
    fee: i64,
    office_email: String,
    state_text: String,
    sheet: String,
    dispute: String,
    cancelled: String,
    outcomes: Vec<Choice>,
    folds: Vec<Choice>,
    shows_fold: bool,
    may_record: bool,
    may_drop_out: bool,
    /// For so many seconds the yes can still be taken back.
    way_back: Option<i64>,
}

/// One's own job; what belongs to others is not there.
async fn own(door: &Door, id: AssignmentId) -> Result<(InterpreterId, BookingDetails), PageStop> {
    let me = parts::me(door)?;
    let details = queries::details(door.db(), id).await?.ok_or_else(parts::missing)?;
    door.permit(ViewOwnJobs { interpreter: me })?;
    if details.assignment.interpreter != Some(me) {
        return Err(parts::missing());
    }
    Ok((me, details))
}

#[get("/jobs/<id>")]
pub(super) async fn show(door: Door, id: AssignmentId) -> Result<Page<JobPage>, PageStop> {
    let (me, details) = own(&door, id).await?;
    let form = match &details.timesheet {
        Some(sheet) => {
            let clock = |at| berlin(at).format("%H:%M").to_string();
            FormState::new()
                .with("outcome", sheet.record.outcome.name())
                .with_some("held_from", sheet.record.held.map(|(from, _)| clock(from)))
                .with_some("held_to", sheet.record.held.map(|(_, to)| clock(to)))
                .with("break_minutes", sheet.record.break_minutes)
                .with("travel_minutes", sheet.record.travel_minutes)
                .with("travel_km", crate::kernel::money::Cents(i64::from(sheet.record.travel_meters) / 10).plain())
                .with("tickets", sheet.record.tickets.plain())
                .with("deviation_reason", &sheet.record.deviation_reason)
        }
        None => FormState::new()
            .with("outcome", "held")
            .with("held_from", details.request.slot.from().format("%H:%M"))
            .with("held_to", details.request.slot.to().format("%H:%M"))
            .with("break_minutes", 0),
    };
    Ok(Page::ok(job_page(&door, me, details, form).await?))
}

async fn job_page(
    door: &Door,
    me: InterpreterId,
    details: BookingDetails,
    form: FormState,
) -> Result<JobPage, PageStop> {
    let page = door.page("booking-job-title");
    let reference = details.request.reference.clone();
    let page = page
        .titled_with("booking-job-title-of", &[("reference", reference.as_str().into())])
        .noted(figures::note([details.assignment.schedule_id.as_str()]));
    let begun = details.request.slot.starts_at() <= door.now();
    let status = details.assignment.status;
    let office = directory::office(store::read(door.db()), details.request.office).await?;
    let disputed = details.timesheet.as_ref().filter(|sheet| sheet.status == TimesheetStatus::Disputed);
    let cancelled = details.assignment.cancellation.as_ref().map(|cancelled| {
        let rule = cancelled.why.as_ref().map(|(de, en)| parts::in_language(page.locale, de, en)).unwrap_or_default();
        let class =
            cancelled.class.map_or_else(String::new, |class| page.t(format!("booking-cancelled-{}", class.key())));
        format!("{} · {class} {rule}", page.moment(berlin(cancelled.at)))
    });
    Ok(JobPage {
        id: details.assignment.id,
        address: details.request.address.clone(),
        remark: details.request.remark.clone(),
        delivery: page.t(format!("booking-delivery-{}", details.request.delivery.name().replace('_', "-"))),
        fee: details.assignment.estimate.get(),
        office_email: office.map(|office| office.email).unwrap_or_default(),
        state_text: page.t(format!("booking-job-{}", status.key())),
        sheet: details
            .timesheet
            .as_ref()
            .map(|sheet| {
                let outcome = page.t(format!("booking-outcome-{}", sheet.record.outcome.key()));
                let held = sheet.record.held.map(|(from, to)| page.slot(berlin(from), berlin(to)));
                let standing = page.t(format!("booking-sheet-{}", sheet.status.key()));
                [Some(outcome), held, Some(standing)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            })
            .unwrap_or_default(),
        dispute: disputed.and_then(|sheet| sheet.dispute_reason.clone()).unwrap_or_default(),
        cancelled: cancelled.unwrap_or_default(),
        outcomes: ["held", "client_absent"]
            .into_iter()
            .map(|one| Choice::new(one, page.t(format!("booking-outcome-{}", one.replace('_', "-")))))
            .collect(),
        folds: parts::folds(&page),
        shows_fold: details.request.slot.minutes() != wall_minutes(&details),
        may_record: begun && (status == Status::Filled || disputed.is_some()),
        may_drop_out: !begun && status == Status::Filled,
        way_back: details
            .assignment
            .filled_at
            .filter(|_| !begun && status == Status::Filled)
            .map(|at| (at + commands::WAY_BACK - door.now()).num_seconds())
            .filter(|seconds| *seconds > 0),
        line: Line::of(&page, queries::for_interpreter(me, details.facts), &HashMap::new(), String::new()),
        page,
        form,
    })
}

/// Minutes as the clock on the wall counts them; others than really pass in the nights the clock changes.
fn wall_minutes(details: &BookingDetails) -> i64 {
    let (from, to) = (details.request.slot.from(), details.request.slot.to());
    let minutes = (to - from).num_minutes();
    if minutes < 0 { minutes + 24 * 60 } else { minutes }
}

#[post("/jobs/<id>/session", data = "<form>")]
pub(super) async fn record(
    door: Door,
    id: AssignmentId,
    form: Submitted,
) -> Result<Either<Page<JobPage>, Done>, PageStop> {
    let (me, details) = own(&door, id).await?;
    let permit = door.permit(RecordSession { interpreter: me, assignment: id })?;
    let mut typed = form.0.clone();
    let Some(record) = forms::session(&mut typed, door.locale(), &details.request.slot) else {
        return Ok(Either::Left(Page::unprocessable(job_page(&door, me, details, typed).await?)));
    };
    let mut once = door.begin(&form).await?;
    let is_correction = details.timesheet.is_some();
    let done = if is_correction {
        commands::correct_timesheet(&permit, &record, door.now(), &mut once.tx).await
    } else {
        commands::record_session(&permit, &record, door.now(), &mut once.tx).await
    };
    match done {
        Ok(_) => {
            let next = format!("/jobs/{id}");
            Ok(Either::Right(door.finish(once, next, parts::notice("booking-notice-recorded")).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            forms::refuse(&mut typed, door.locale(), &refused);
            Ok(Either::Left(Page::unprocessable(job_page(&door, me, details, typed).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[derive(Template)]
#[template(path = "booking/drop_out.html")]
pub(super) struct DropOutPage {
    page: PageContext,
    form: FormState,
    id: AssignmentId,
    line: Line,
}

fn drop_out_page(door: &Door, me: InterpreterId, details: BookingDetails, form: FormState) -> DropOutPage {
    let page = door.page("booking-drop-out-title");
    let id = details.assignment.id;
    let line = Line::of(&page, queries::for_interpreter(me, details.facts), &HashMap::new(), String::new());
    DropOutPage { page, form, id, line }
}

#[get("/jobs/<id>/drop-out")]
pub(super) async fn drop_out_form(door: Door, id: AssignmentId) -> Result<Page<DropOutPage>, PageStop> {
    let (me, details) = own(&door, id).await?;
    Ok(Page::ok(drop_out_page(&door, me, details, FormState::new())))
}

#[post("/jobs/<id>/drop-out", data = "<form>")]
pub(super) async fn drop_out(
    door: Door,
    id: AssignmentId,
    form: Submitted,
) -> Result<Either<Page<DropOutPage>, Done>, PageStop> {
    let (me, details) = own(&door, id).await?;
    let permit = door.permit(DropOut { interpreter: me, assignment: id })?;
    let mut once = door.begin(&form).await?;
    match commands::drop_out(&permit, form.0.value("reason"), door.now(), &mut once.tx).await {
        Ok(()) => Ok(Either::Right(door.finish(once, "/jobs", parts::notice("booking-notice-dropped-out")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = form.0;
            forms::refuse(&mut typed, door.locale(), &refused);
            Ok(Either::Left(Page::conflict(drop_out_page(&door, me, details, typed))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/jobs/<id>/take-back", data = "<form>")]
pub(super) async fn take_back(
    door: Door,
    id: AssignmentId,
    form: Submitted,
) -> Result<Either<Page<JobPage>, Done>, PageStop> {
    let (me, details) = own(&door, id).await?;
    let permit = door.permit(DropOut { interpreter: me, assignment: id })?;
    let mut once = door.begin(&form).await?;
    match commands::take_back(&permit, door.now(), &mut once.tx).await {
        Ok(()) => Ok(Either::Right(door.finish(once, "/offers", parts::notice("booking-notice-taken-back")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = FormState::new();
            forms::refuse(&mut typed, door.locale(), &refused);
            Ok(Either::Left(Page::conflict(job_page(&door, me, details, typed).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
