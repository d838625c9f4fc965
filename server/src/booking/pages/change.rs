//! Cancel, change, and "nobody came": each asks before it acts and says what follows.

use super::{parts, requests::visible};
use crate::{
    booking::{
        assignment::{CancellationClass, Status},
        commands::{self, Change, ChangeRefused, Effect, Occurrence, Scope, SeriesChange, SeriesRefused},
        forms,
        queries::{self, BookingDetails},
        store,
    },
    identity::{
        Done, Door, PageStop, Permit,
        policy::{CancelAssignment, ChangeRequest, ReportInterpreterAbsent, ViewFileReference},
    },
    kernel::{
        figures,
        ids::*,
        refusal::{Refusal, RefusalKind},
        time::{CivilSlot, berlin},
    },
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
use std::collections::HashMap;

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
    profiles: Vec<Choice>,
    genders: Vec<Choice>,
    people: Vec<Choice>,
    sees_file: bool,
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
    let gender = request.gender.map(|gender| {
        if request.gender_required { format!("{}_required", gender.name()) } else { gender.name().to_owned() }
    });
    let form = FormState::new()
        .with("version", details.assignment.version)
        .with("scope", "one")
        .with("date", request.slot.date())
        .with("from", request.slot.from().format("%H:%M"))
        .with("to", request.slot.to().format("%H:%M"))
        .with("delivery", request.delivery.name())
        .with("address", &request.address)
        .with_some("district", request.district.map(|district| district.code()))
        .with("profile", request.profile)
        .with_some("gender", gender)
        .with_some("preferred", request.preferred)
        .with_some("file_reference", request.file_reference.as_deref())
        .with("remark", &request.remark);
    Ok(Page::ok(change_page(&door, &details, form).await?))
}

async fn change_page(door: &Door, details: &BookingDetails, form: FormState) -> Result<ChangePage, PageStop> {
    let page = door.page("booking-change-title");
    let office = details.request.office;
    Ok(ChangePage {
        id: details.request.id,
        deliveries: parts::deliveries(&page),
        districts: parts::districts(),
        folds: parts::folds(&page),
        scopes: parts::scopes(&page),
        profiles: parts::profiles(door.db(), page.locale).await?,
        genders: parts::genders(&page),
        people: parts::people(door.db(), page.locale).await?,
        sees_file: door.may(ViewFileReference { office }),
        is_series: details.request.series.is_some(),
        is_filled: details.interpreter.is_some(),
        interpreter: details.interpreter.as_ref().map(|person| person.name()).unwrap_or_default(),
        shows_fold: !form.message("fold").is_empty() || form.filled("fold").is_some(),
        page,
        form,
    })
}

/// One of a series, and what the change means for it.
struct Row {
    before: String,
    after: String,
    effect: String,
    tone: &'static str,
    detail: String,
    cost_before: i64,
    cost_after: i64,
}

#[derive(Template)]
#[template(path = "booking/change_means.html")]
pub(super) struct MeansPage {
    page: PageContext,
    form: FormState,
    id: BookingRequestId,
    rows: Vec<Row>,
    /// What was typed, and the versions of what was shown.
    sent: Vec<(String, String)>,
    changed: usize,
    more: i64,
    may_be_done: bool,
}

type Answered = Result<Either<Page<ChangePage>, Either<Page<MeansPage>, Done>>, PageStop>;

#[post("/requests/<id>/change", data = "<form>")]
pub(super) async fn change(door: Door, id: BookingRequestId, form: Submitted) -> Answered {
    let details = visible(&door, id).await?;
    let permit = door.permit(ChangeRequest { office: details.request.office, request: id })?;
    let mut typed = form.0.clone();
    let again = |page: Page<ChangePage>| Ok(Either::Left(page));
    let Some(mut wanted) = forms::change(&mut typed, door.locale()) else {
        return again(Page::unprocessable(change_page(&door, &details, typed).await?));
    };
    if !door.may(ViewFileReference { office: details.request.office }) {
        wanted.file_reference = None;
    }
    if form.0.value("step") == "edit" {
        return again(Page::ok(change_page(&door, &details, typed).await?));
    }
    let (scope, now) = (forms::scope(&form.0), door.now());
    let next = format!("/requests/{id}");
    if scope != Scope::One {
        return change_several(&door, &details, &permit, wanted, form).await;
    }
    let mut once = door.begin(&form).await?;
    let seen = form.0.value("version").parse().ok();
    match commands::change_request(&permit, &wanted, seen, now, &mut once.tx).await {
        Ok(changed) => {
            let key = match changed.asked_again {
                Some(_) => "booking-notice-changed-asked-again",
                None => "booking-notice-changed",
            };
            Ok(Either::Right(Either::Right(door.finish(once, next, parts::notice(key)).await?)))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            forms::refuse(&mut typed, door.locale(), &refused);
            let page = change_page(&door, &details, typed).await?;
            let conflict = refused.kind() == RefusalKind::Conflict;
            again(if conflict { Page::conflict(page) } else { Page::unprocessable(page) })
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Several of a series: what it means is shown first, date by date; the second press does exactly that, or shows what has become of it.
async fn change_several(
    door: &Door,
    details: &BookingDetails,
    permit: &Permit<ChangeRequest>,
    wanted: Change,
    form: Submitted,
) -> Answered {
    let (scope, now) = (forms::scope(&form.0), door.now());
    let change = SeriesChange::like(wanted, &details.request);
    let mut typed = form.0.clone();
    let is_asked = form.0.value("step") == "do";
    if is_asked {
        let seen = forms::seen_versions(&form.0);
        let mut once = door.begin(&form).await?;
        match commands::change_series(permit, scope, &change, Some(&seen), now, &mut once.tx).await {
            Ok(_) => {
                let next = format!("/requests/{}", details.request.id);
                let done = door.finish(once, next, parts::notice("booking-notice-series-changed")).await?;
                return Ok(Either::Right(Either::Right(done)));
            }
            Err(Stop::Refused(SeriesRefused::Dates(_))) => {
                drop(once);
                typed.refuse_all(door.page("booking-change-title").t("booking-change-means-otherwise"));
            }
            Err(Stop::Refused(refused)) => {
                drop(once);
                refuse_dates(&mut typed, door.locale(), &refused);
                return Ok(Either::Left(Page::conflict(change_page(door, details, typed).await?)));
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    }
    // Tried and given up: nothing of it stays.
    let mut tx = door.tx().await?;
    let means = commands::rehearse_series_change(permit, scope, &change, None, now, &mut tx).await;
    drop(tx);
    match means {
        Ok(means) if means.iter().all(|one| matches!(one.effect, Effect::Same | Effect::Over)) => {
            forms::refuse(&mut typed, door.locale(), &ChangeRefused::NothingChanged);
            Ok(Either::Left(Page::unprocessable(change_page(door, details, typed).await?)))
        }
        Ok(means) => {
            let page = means_page(door, details.request.id, typed, means).await?;
            let page = match (is_asked, page.may_be_done) {
                (true, _) => Page::conflict(page),
                (false, true) => Page::ok(page),
                (false, false) => Page::unprocessable(page),
            };
            Ok(Either::Right(Either::Left(page)))
        }
        Err(Stop::Refused(refused)) => {
            refuse_dates(&mut typed, door.locale(), &refused);
            Ok(Either::Left(Page::conflict(change_page(door, details, typed).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn means_page(
    door: &Door,
    id: BookingRequestId,
    form: FormState,
    means: Vec<Occurrence>,
) -> Result<MeansPage, PageStop> {
    let page = door.page("booking-change-means-title");
    let names = queries::names(door.db()).await?;
    let mut sent: Vec<(String, String)> = form
        .pairs()
        .filter(|(name, _)| !["seen", "step"].contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    sent.extend(means.iter().map(|one| ("seen".to_owned(), format!("{}:{}", one.assignment, one.version))));
    let may_be_done = !means.iter().any(|one| matches!(one.effect, Effect::Refused(_)));
    let changed = means.iter().filter(|one| matches!(one.effect, Effect::Changed(_))).count();
    let rows: Vec<Row> = means.into_iter().map(|one| row(&page, one, &names)).collect();
    let more = rows.iter().map(|row| row.cost_after - row.cost_before).sum();
    Ok(MeansPage { id, rows, sent, changed, more, may_be_done, page, form })
}

fn row(page: &PageContext, one: Occurrence, names: &HashMap<InterpreterId, String>) -> Row {
    let span = |slot: &CivilSlot| page.slot(berlin(slot.starts_at()), berlin(slot.ends_at()));
    let name = |id: Option<InterpreterId>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let before = span(&one.slot);
    let cost_before = one.estimate.get();
    let (after, cost_after) = match &one.effect {
        Effect::Changed(changed) => (span(&changed.slot), changed.estimate.get()),
        _ => (before.clone(), cost_before),
    };
    let (key, tone, detail) = match &one.effect {
        Effect::Over => ("over", "", String::new()),
        Effect::Same => ("same", "", String::new()),
        Effect::Refused(refused) => ("refused", "danger", parts::sentence(page.locale, refused)),
        Effect::Changed(changed) => match (changed.asked_again, changed.status, changed.is_anew) {
            (Some(person), _, _) => {
                ("asked-again", "warning", page.t1("booking-change-means-asked-again-text", "name", name(Some(person))))
            }
            (None, Status::AwaitingBudget, _) => ("waits", "warning", String::new()),
            (None, _, true) => ("anew", "info", String::new()),
            (None, Status::Filled, false) => {
                ("kept", "success", page.t1("booking-change-means-kept-text", "name", name(one.interpreter)))
            }
            (None, _, false) => ("noted", "success", String::new()),
        },
    };
    let effect = page.t(format!("booking-change-means-{key}"));
    Row { before, after, effect, tone, detail, cost_before, cost_after }
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
