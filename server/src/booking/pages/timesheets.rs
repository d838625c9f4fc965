//! What the office has to confirm.

use super::parts::{self, Line};
use crate::{
    booking::{
        commands, forms, queries,
        store::{
            self,
            lists::{self, Filter, Piece},
        },
        timesheet::{Timesheet, TimesheetStatus},
    },
    identity::{Denied, Done, Door, PageStop, policy::AnswerTimesheet},
    kernel::{actor::Role, ids::*, time::berlin},
    platform::{
        fault::Stop,
        render::{FormState, Onward, Page, PageContext, Submitted},
    },
};
use askama::Template;
use chrono::DateTime;
use chrono_tz::Tz;
use rocket::{Either, get, post};

/// A timesheet as the office compares it with what was agreed.
struct Row {
    line: Line,
    id: TimesheetId,
    outcome: String,
    held: Option<(DateTime<Tz>, DateTime<Tz>)>,
    break_minutes: i32,
    deviation: String,
    dispute: String,
    version: i32,
    is_disputed: bool,
}

#[derive(Template)]
#[template(path = "booking/timesheets.html")]
pub(super) struct ListPage {
    page: PageContext,
    rows: Vec<Row>,
    on: Onward,
}

#[get("/timesheets?<after>")]
pub(super) async fn list(door: Door, after: Option<&str>) -> Result<Page<ListPage>, PageStop> {
    let offices = door.actor().offices(Role::CaseWorker);
    if offices.is_empty() {
        return Err(Denied::Forbidden.into());
    }
    let page = door.page("booking-timesheets-title");
    let filter = Filter { offices: Some(offices), ..Filter::default() };
    let waiting = [TimesheetStatus::Drafted, TimesheetStatus::Disputed];
    let names = queries::names(door.db()).await?;
    let (conn, wanted) = (store::read(door.db()), parts::wanted(after));
    let found = lists::timesheets(conn, &filter, &waiting, Piece::or_first(&wanted)).await?;
    let total = lists::count_timesheets(conn, &filter, &waiting).await?;
    let place = |(sheet, _): &(Timesheet, _)| lists::cursor_at(sheet.recorded_at, sheet.id.0);
    let (found, on) = parts::cut(&page, found, &wanted, "after", total, place);
    let rows = found
        .into_iter()
        .map(|(sheet, facts)| Row {
            id: sheet.id,
            outcome: page.t(format!("booking-outcome-{}", sheet.record.outcome.key())),
            held: sheet.record.held.map(|(from, to)| (berlin(from), berlin(to))),
            break_minutes: sheet.record.break_minutes,
            deviation: sheet.record.deviation_reason,
            dispute: sheet.dispute_reason.unwrap_or_default(),
            version: sheet.version,
            is_disputed: sheet.status == TimesheetStatus::Disputed,
            line: {
                let href = format!("/requests/{}", facts.request);
                Line::of(&page, queries::in_sight_of(door.actor(), facts), &names, href)
            },
        })
        .collect();
    Ok(Page::ok(ListPage { page, rows, on }))
}

/// A timesheet with the office it is for.
async fn of_office(door: &Door, id: TimesheetId) -> Result<(Timesheet, OfficeId), PageStop> {
    let conn = store::read(door.db());
    let sheet = store::timesheet(conn, id).await?.ok_or_else(parts::missing)?;
    let assignment = store::assignment(conn, sheet.assignment).await?.ok_or_else(parts::missing)?;
    Ok((sheet, assignment.office))
}

#[post("/timesheets/<id>/sign", data = "<form>")]
pub(super) async fn sign(door: Door, id: TimesheetId, form: Submitted) -> Result<Done, PageStop> {
    let (_, office) = of_office(&door, id).await?;
    let permit = door.permit(AnswerTimesheet { office, timesheet: id })?;
    let mut once = door.begin(&form).await?;
    let seen = form.0.value("version").parse().ok();
    commands::sign_timesheet(&permit, seen, door.now(), &mut once.tx).await?;
    door.finish(once, "/timesheets", parts::notice("booking-notice-signed")).await
}

#[derive(Template)]
#[template(path = "booking/dispute.html")]
pub(super) struct DisputePage {
    page: PageContext,
    form: FormState,
    id: TimesheetId,
    outcome: String,
    held: Option<(DateTime<Tz>, DateTime<Tz>)>,
}

fn dispute_page(door: &Door, sheet: &Timesheet, form: FormState) -> DisputePage {
    let page = door.page("booking-dispute-title");
    DisputePage {
        id: sheet.id,
        outcome: page.t(format!("booking-outcome-{}", sheet.record.outcome.key())),
        held: sheet.record.held.map(|(from, to)| (berlin(from), berlin(to))),
        page,
        form,
    }
}

#[get("/timesheets/<id>/dispute")]
pub(super) async fn dispute_form(door: Door, id: TimesheetId) -> Result<Page<DisputePage>, PageStop> {
    let (sheet, office) = of_office(&door, id).await?;
    door.permit(AnswerTimesheet { office, timesheet: id })?;
    Ok(Page::ok(dispute_page(&door, &sheet, FormState::new())))
}

#[post("/timesheets/<id>/dispute", data = "<form>")]
pub(super) async fn dispute(
    door: Door,
    id: TimesheetId,
    form: Submitted,
) -> Result<Either<Page<DisputePage>, Done>, PageStop> {
    let (sheet, office) = of_office(&door, id).await?;
    let permit = door.permit(AnswerTimesheet { office, timesheet: id })?;
    let mut once = door.begin(&form).await?;
    match commands::dispute_timesheet(&permit, form.0.value("reason"), door.now(), &mut once.tx).await {
        Ok(()) => Ok(Either::Right(door.finish(once, "/timesheets", parts::notice("booking-notice-disputed")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = form.0;
            forms::refuse(&mut typed, door.locale(), &refused);
            Ok(Either::Left(Page::unprocessable(dispute_page(&door, &sheet, typed))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
