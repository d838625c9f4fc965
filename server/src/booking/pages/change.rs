//! Cancel, change, and "nobody came": each asks before it acts and says what follows.

use super::{parts, requests::visible};
use crate::{
    booking::{
        assignment::CancellationClass,
        commands::{self, Change, ChangeRefused, Scope, SeriesChange, SeriesRefused},
        forms,
        queries::BookingDetails,
        store,
    },
    identity::{
        Done, Door, PageStop,
        policy::{CancelAssignment, ChangeRequest, ReportInterpreterAbsent},
    },
    kernel::{figures, ids::*, refusal::Refusal, time::berlin},
    platform::{
        fault::Stop,
        i18n::{Locale, date_with_weekday, say},
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use rocket::{Either, get, post};

#[derive(Template)]
#[template(path = "booking/cancel.html")]
pub(super) struct CancelPage {
    page: PageContext,
    form: FormState,
    id: BookingRequestId,
    from: DateTime<Tz>,
    to: DateTime<Tz>,
    consequences: Vec<String>,
    seen: &'static str,
    scopes: Vec<Choice>,
    is_series: bool,
}

#[get("/requests/<id>/cancel")]
pub(super) async fn cancel_form(door: Door, id: BookingRequestId) -> Result<Page<CancelPage>, PageStop> {
    let details = visible(&door, id).await?;
    door.permit(CancelAssignment { office: details.request.office, assignment: details.assignment.id })?;
    let form = FormState::new().with("scope", "one");
    Ok(Page::ok(cancel_page(&door, &details, form).await?))
}

async fn cancel_page(door: &Door, details: &BookingDetails, form: FormState) -> Result<CancelPage, PageStop> {
    let page = door.page("booking-cancel-title").noted(figures::note([details.assignment.schedule_id.as_str()]));
    let conn = store::read(door.db());
    let means = commands::consequence(conn, &details.request, &details.assignment, door.now()).await?;
    let mut consequences = Vec::new();
    let name = details.interpreter.as_ref().map(|person| person.name()).unwrap_or_default();
    match means.class {
        None => consequences.push(page.t("booking-cancel-nobody-booked")),
        Some(CancellationClass::Early) => consequences.push(page.t1("booking-cancel-early", "name", name)),
        Some(CancellationClass::Late) => {
            consequences.push(page.t2("booking-cancel-late", "name", name, "fee", page.money(means.fee.get())));
        }
    }
    consequences.extend(means.why.as_ref().map(|(de, en)| parts::in_language(page.locale, de, en)));
    if let (Some(CancellationClass::Early), Some(until)) = (means.class, means.early_until) {
        consequences.push(page.t1("booking-cancel-early-until", "moment", page.moment(berlin(until))));
    }
    if means.open_offers > 0 {
        consequences.push(page.t1("booking-cancel-open-offers", "count", means.open_offers));
    }
    if let Some(committed) = details.committed
        && means.class != Some(CancellationClass::Late)
    {
        consequences.push(page.t1("booking-cancel-released", "amount", page.money(committed.get())));
    }
    Ok(CancelPage {
        id: details.request.id,
        from: berlin(details.request.slot.starts_at()),
        to: berlin(details.request.slot.ends_at()),
        seen: means.class.map_or("", CancellationClass::name),
        scopes: parts::scopes(&page),
        is_series: details.request.series.is_some(),
        consequences,
        page,
        form,
    })
}

#[post("/requests/<id>/cancel", data = "<form>")]
pub(super) async fn cancel(
    door: Door,
    id: BookingRequestId,
    form: Submitted,
) -> Result<Either<Page<CancelPage>, Done>, PageStop> {
    let details = visible(&door, id).await?;
    let permit = door.permit(CancelAssignment { office: details.request.office, assignment: details.assignment.id })?;
    let mut once = door.begin(&form).await?;
    let (reason, scope, now) = (form.0.value("reason"), forms::scope(&form.0), door.now());
    let seen = CancellationClass::parse(form.0.value("seen"));
    let mut typed = form.0.clone();
    let next = format!("/requests/{id}");
    if scope == Scope::One {
        match commands::cancel_assignment(&permit, reason, seen, now, &mut once.tx).await {
            Ok(_) => {
                let done = door.finish(once, next, parts::notice("booking-notice-cancelled")).await?;
                return Ok(Either::Right(done));
            }
            Err(Stop::Refused(refused)) => forms::refuse(&mut typed, door.locale(), &refused),
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    } else {
        match commands::cancel_series(&permit, id, scope, reason, now, &mut once.tx).await {
            Ok(_) => {
                let done = door.finish(once, next, parts::notice("booking-notice-series-cancelled")).await?;
                return Ok(Either::Right(done));
            }
            Err(Stop::Refused(refused)) => refuse_dates(&mut typed, door.locale(), &refused),
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    }
    drop(once);
    Ok(Either::Left(Page::conflict(cancel_page(&door, &details, typed).await?)))
}

/// Each date with its reason, or the one sentence.
fn refuse_dates<R: Refusal>(form: &mut FormState, locale: Locale, refused: &SeriesRefused<R>) {
    match refused {
        SeriesRefused::Dates(problems) => {
            for (date, problem) in problems {
                form.refuse_all(dated(locale, *date, problem));
            }
        }
        other => form.refuse_all(say(locale, &other.message())),
    }
}

fn dated(locale: Locale, date: NaiveDate, problem: &dyn Refusal) -> String {
    format!("{}: {}", date_with_weekday(locale, date), parts::sentence(locale, problem))
}

#[derive(Template)]
#[template(path = "booking/change.html")]
pub(super) struct ChangePage {
    page: PageContext,
    form: FormState,
    id: BookingRequestId,
    deliveries: Vec<Choice>,
    districts: Vec<Choice>,
    folds: Vec<Choice>,
    scopes: Vec<Choice>,
    is_series: bool,
    is_filled: bool,
    shows_fold: bool,
    interpreter: String,
}

#[get("/requests/<id>/change")]
pub(super) async fn change_form(door: Door, id: BookingRequestId) -> Result<Page<ChangePage>, PageStop> {
    let details = visible(&door, id).await?;
    door.permit(ChangeRequest { office: details.request.office, request: id })?;
    let request = &details.request;
    let form = FormState::new()
        .with("version", details.assignment.version)
        .with("scope", "one")
        .with("date", request.slot.date())
        .with("from", request.slot.from().format("%H:%M"))
        .with("to", request.slot.to().format("%H:%M"))
        .with("delivery", request.delivery.name())
        .with("address", &request.address)
        .with_some("district", request.district.map(|district| district.code()))
        .with("remark", &request.remark);
    Ok(Page::ok(change_page(&door, &details, form)))
}

fn change_page(door: &Door, details: &BookingDetails, form: FormState) -> ChangePage {
    let page = door.page("booking-change-title");
    ChangePage {
        id: details.request.id,
        deliveries: parts::deliveries(&page),
        districts: parts::districts(),
        folds: parts::folds(&page),
        scopes: parts::scopes(&page),
        is_series: details.request.series.is_some(),
        is_filled: details.interpreter.is_some(),
        interpreter: details.interpreter.as_ref().map(|person| person.name()).unwrap_or_default(),
        shows_fold: !form.message("fold").is_empty() || form.filled("fold").is_some(),
        page,
        form,
    }
}

#[post("/requests/<id>/change", data = "<form>")]
pub(super) async fn change(
    door: Door,
    id: BookingRequestId,
    form: Submitted,
) -> Result<Either<Page<ChangePage>, Done>, PageStop> {
    let details = visible(&door, id).await?;
    let permit = door.permit(ChangeRequest { office: details.request.office, request: id })?;
    let mut typed = form.0.clone();
    let Some(wanted) = forms::change(&mut typed, door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(change_page(&door, &details, typed))));
    };
    let mut once = door.begin(&form).await?;
    let (scope, now, seen) = (forms::scope(&form.0), door.now(), form.0.value("version").parse().ok());
    let next = format!("/requests/{id}");
    if scope == Scope::One {
        match commands::change_request(&permit, &wanted, seen, now, &mut once.tx).await {
            Ok(changed) => {
                let key = match changed.asked_again {
                    Some(_) => "booking-notice-changed-asked-again",
                    None => "booking-notice-changed",
                };
                return Ok(Either::Right(door.finish(once, next, parts::notice(key)).await?));
            }
            Err(Stop::Refused(refused)) => {
                drop(once);
                forms::refuse(&mut typed, door.locale(), &refused);
                let page = change_page(&door, &details, typed);
                let conflict = matches!(refused, ChangeRefused::ChangedMeanwhile | ChangeRefused::Over);
                return Ok(Either::Left(if conflict { Page::conflict(page) } else { Page::unprocessable(page) }));
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    }
    let Some(moved) = as_series(&details, &wanted) else {
        return Ok(Either::Left(Page::unprocessable(change_page(&door, &details, typed))));
    };
    match commands::change_series(&permit, scope, moved, now, &mut once.tx).await {
        Ok(_) => Ok(Either::Right(door.finish(once, next, parts::notice("booking-notice-series-changed")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            refuse_dates(&mut typed, door.locale(), &refused);
            Ok(Either::Left(Page::unprocessable(change_page(&door, &details, typed))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// A new time of this one as a change of several: by how many days, and to which times.
fn as_series(details: &BookingDetails, wanted: &Change) -> Option<SeriesChange> {
    let time = wanted.time?;
    let by_days = (time.date - details.request.slot.date()).num_days();
    Some(SeriesChange { by_days, from: time.from, to: time.to, fold: time.fold })
}

#[derive(Template)]
#[template(path = "booking/absent.html")]
pub(super) struct AbsentPage {
    page: PageContext,
    form: FormState,
    id: BookingRequestId,
    interpreter: String,
}

#[get("/requests/<id>/absent")]
pub(super) async fn absent_form(door: Door, id: BookingRequestId) -> Result<Page<AbsentPage>, PageStop> {
    let details = visible(&door, id).await?;
    door.permit(ReportInterpreterAbsent { office: details.request.office, assignment: details.assignment.id })?;
    Ok(Page::ok(absent_page(&door, &details, FormState::new())))
}

fn absent_page(door: &Door, details: &BookingDetails, form: FormState) -> AbsentPage {
    let interpreter = details.interpreter.as_ref().map(|person| person.name()).unwrap_or_default();
    AbsentPage { page: door.page("booking-absent-title"), form, id: details.request.id, interpreter }
}

#[post("/requests/<id>/absent", data = "<form>")]
pub(super) async fn absent(
    door: Door,
    id: BookingRequestId,
    form: Submitted,
) -> Result<Either<Page<AbsentPage>, Done>, PageStop> {
    let details = visible(&door, id).await?;
    let action = ReportInterpreterAbsent { office: details.request.office, assignment: details.assignment.id };
    let permit = door.permit(action)?;
    let mut once = door.begin(&form).await?;
    match commands::report_interpreter_absent(&permit, form.0.value("reason"), door.now(), &mut once.tx).await {
        Ok(_) => {
            let next = format!("/requests/{id}");
            Ok(Either::Right(door.finish(once, next, parts::notice("booking-notice-absent")).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = form.0;
            forms::refuse(&mut typed, door.locale(), &refused);
            Ok(Either::Left(Page::unprocessable(absent_page(&door, &details, typed))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
