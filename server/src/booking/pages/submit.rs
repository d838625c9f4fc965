//! The form with which an office asks for an interpreter.

use super::parts;
use crate::{
    booking::{
        ask::{Ask, Warning},
        commands::{self, SubmitSeriesRefused},
        estimate::Basis,
        forms, queries,
        request::{BookingRequest, Priority},
        store,
    },
    directory,
    identity::{
        Denied, Done, Door, PageStop,
        policy::{SubmitRequest, ViewFileReference, ViewRequests},
    },
    kernel::{
        figures,
        ids::*,
        message::Message,
        refusal::Refusal,
        time::{FiscalYear, berlin_date},
    },
    platform::{
        fault::Stop,
        i18n::say,
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};

/// What an office has left this year and next.
struct Money {
    office: String,
    year: i32,
    available: Option<i64>,
}

/// What the session would cost.
struct Preview {
    net: i64,
    gross: i64,
    basis: String,
    schedule: String,
    available: Option<i64>,
    is_enough: bool,
}

#[derive(Template)]
#[template(path = "booking/new.html")]
pub(super) struct NewPage {
    page: PageContext,
    form: FormState,
    offices: Vec<Choice>,
    profiles: Vec<Choice>,
    languages: Vec<Choice>,
    districts: Vec<Choice>,
    deliveries: Vec<Choice>,
    genders: Vec<Choice>,
    priorities: Vec<Choice>,
    people: Vec<Choice>,
    folds: Vec<Choice>,
    rhythms: Vec<Choice>,
    money: Vec<Money>,
    preview: Option<Preview>,
    shows_fold: bool,
}

#[get("/requests/new?<copy>")]
pub(super) async fn form(door: Door, copy: Option<&str>) -> Result<Page<NewPage>, PageStop> {
    let mut form = FormState::new();
    match copy.and_then(|text| text.parse().ok()) {
        Some(id) => form = copied(&door, id).await?,
        None => form = form.with("delivery", "on_site").with("priority", "normal"),
    }
    Ok(Page::ok(new_page(&door, form, None).await?))
}

/// An old request as the beginning of a new one: everything but its time.
async fn copied(door: &Door, id: BookingRequestId) -> Result<FormState, PageStop> {
    let details = queries::details_of_request(door.db(), id).await?.ok_or_else(parts::missing)?;
    let old = details.request;
    door.permit(ViewRequests { office: old.office })?;
    let file = old.file_reference.clone().filter(|_| door.may(ViewFileReference { office: old.office }));
    let gender = old.gender.map(|gender| {
        if old.gender_required { format!("{}_required", gender.name()) } else { gender.name().to_owned() }
    });
    Ok(FormState::new()
        .with("office", old.office)
        .with("language", old.language)
        .with("profile", old.profile)
        .with("from", old.slot.from().format("%H:%M"))
        .with("to", old.slot.to().format("%H:%M"))
        .with("delivery", old.delivery.name())
        .with("address", old.address)
        .with_some("district", old.district.map(|district| district.code()))
        .with_some("gender", gender)
        .with_some("preferred", old.preferred.or(details.assignment.interpreter))
        .with_some("file_reference", file)
        .with("remark", old.remark)
        .with("priority", old.priority.name()))
}

async fn new_page(door: &Door, mut form: FormState, preview: Option<Preview>) -> Result<NewPage, PageStop> {
    let offices = queries::offices_to_ask_for(door.db(), door.person()).await?;
    if offices.is_empty() {
        return Err(Denied::Forbidden.into());
    }
    if let ([only], "") = (offices.as_slice(), form.value("office")) {
        form = form.with("office", only.id);
    }
    let page = door.page("booking-new-title");
    let year = FiscalYear::of(berlin_date(door.now()));
    let page = page.noted(figures::note_of_year(year));
    let mut money = Vec::new();
    for office in &offices {
        money.push(Money {
            office: parts::in_language(page.locale, &office.name_de, &office.name_en),
            year: year.0,
            available: queries::available(door.db(), office.id, year).await?.map(|cents| cents.get()),
        });
    }
    let words = |prefix: &str, names: &[&str]| -> Vec<Choice> {
        names
            .iter()
            .map(|name| Choice::new(name, page.t(format!("booking-{prefix}-{}", name.replace('_', "-")))))
            .collect()
    };
    let people = parts::people(door.db(), page.locale).await?;
    Ok(NewPage {
        offices: offices
            .iter()
            .map(|office| Choice::new(office.id, parts::in_language(page.locale, &office.name_de, &office.name_en)))
            .collect(),
        profiles: parts::profiles(door.db(), page.locale).await?,
        languages: parts::languages(page.locale),
        districts: parts::districts(),
        deliveries: parts::deliveries(&page),
        genders: parts::genders(&page),
        priorities: words("priority", &["normal", "urgent", "legal_duty"]),
        rhythms: words("every", &["week", "fortnight", "month"]),
        folds: parts::folds(&page),
        shows_fold: !form.message("fold").is_empty() || form.filled("fold").is_some(),
        people,
        money,
        preview,
        page,
        form,
    })
}

#[post("/requests/new", data = "<form>")]
pub(super) async fn submit(door: Door, form: Submitted) -> Result<Either<Page<NewPage>, Done>, PageStop> {
    let mut typed = form.0.clone();
    let (ask, series) = (forms::ask(&mut typed, door.locale()), forms::series(&mut typed, door.locale()));
    let (Some(ask), Some(series)) = (ask, series) else {
        return Ok(Either::Left(Page::unprocessable(new_page(&door, typed, None).await?)));
    };
    let permit = door.permit(SubmitRequest { office: ask.office })?;
    if form.0.has("then", "preview") {
        let preview = preview(&door, &mut typed, &ask).await?;
        let page = new_page(&door, typed, preview).await?;
        return Ok(Either::Left(if page.form.is_refused() { Page::unprocessable(page) } else { Page::ok(page) }));
    }
    let mut once = door.begin(&form).await?;
    let now = door.now();
    if let Some(series) = series {
        return match commands::submit_series(&permit, &ask, series, now, &mut once.tx).await {
            Ok(done) => {
                let count = i64::try_from(done.booked.len()).unwrap_or(i64::MAX);
                let first = done.booked.first().map(|(_, booked)| booked.submitted.request);
                let next = first.map_or_else(|| "/requests".to_owned(), |id| format!("/requests/{id}"));
                let said = Message::new("booking-notice-series").with("count", count);
                Ok(Either::Right(door.finish(once, next, said).await?))
            }
            Err(Stop::Refused(refused)) => {
                drop(once);
                refuse_series(&mut typed, &door, &refused);
                Ok(Either::Left(Page::unprocessable(new_page(&door, typed, None).await?)))
            }
            Err(Stop::Fault(fault)) => Err(fault.into()),
        };
    }
    match commands::book(&permit, &ask, now, &mut once.tx).await {
        Ok(booked) => {
            let next = format!("/requests/{}", booked.submitted.request);
            let key = match (booked.submitted.warnings.first(), booked.planned.available) {
                (Some(Warning::FileReferenceLooksLikeAName), _) => "booking-notice-submitted-name",
                (Some(Warning::RemarkNamesSomebody), _) => "booking-notice-submitted-remark",
                (None, Some(_)) => "booking-notice-awaiting-budget",
                (None, None) => "booking-notice-submitted",
            };
            let said = Message::new(key).with("reference", booked.submitted.reference);
            Ok(Either::Right(door.finish(once, next, said).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            for problem in refused.problems() {
                forms::refuse(&mut typed, door.locale(), problem);
            }
            Ok(Either::Left(Page::unprocessable(new_page(&door, typed, None).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Every date that can't be booked is named with its reason.
fn refuse_series(typed: &mut FormState, door: &Door, refused: &SubmitSeriesRefused) {
    match refused {
        SubmitSeriesRefused::Dates(problems) => {
            for one in problems {
                let why = say(door.locale(), &one.message());
                let date = crate::platform::i18n::date_with_weekday(door.locale(), one.date);
                typed.refuse("until", format!("{date}: {why}"));
            }
        }
        SubmitSeriesRefused::Request(refused) => {
            for problem in refused.problems() {
                forms::refuse(typed, door.locale(), problem);
            }
        }
        other => forms::refuse(typed, door.locale(), other),
    }
}

/// What it would cost, without booking anything.
async fn preview(door: &Door, typed: &mut FormState, ask: &Ask) -> Result<Option<Preview>, PageStop> {
    let rules = store::rules(store::read(door.db())).await?;
    let checked = match ask.check(door.now(), &rules) {
        Ok(checked) => checked,
        Err(problems) => {
            for problem in problems {
                forms::refuse(typed, door.locale(), &problem);
            }
            return Ok(None);
        }
    };
    let profile = directory::profile(store::read(door.db()), ask.profile).await?;
    if profile.is_none() {
        return Ok(None);
    }
    let year = FiscalYear::of(checked.slot.date());
    let available = queries::available(door.db(), ask.office, year).await?;
    let as_if = BookingRequest {
        id: BookingRequestId::new(),
        reference: String::new(),
        external_reference: None,
        office: ask.office,
        budget_line: BudgetLineId::new(),
        series: None,
        requested_by: None,
        file_reference: None,
        language: checked.language.code().to_owned(),
        profile: ask.profile,
        slot: checked.slot,
        delivery: ask.delivery,
        address: String::new(),
        district: checked.district,
        gender: None,
        gender_required: false,
        preferred: None,
        remark: String::new(),
        priority: Priority::Normal,
        requested_at: door.now(),
    };
    let found = queries::estimate_for(door.db(), &as_if).await?;
    match found {
        Ok(estimate) => Ok(Some(Preview {
            net: estimate.net.get(),
            gross: estimate.gross.get(),
            basis: door.page("booking-new-title").t(match estimate.basis {
                Basis::Interpreter => "booking-basis-interpreter",
                Basis::DearestEligible => "booking-basis-dearest-eligible",
                Basis::Neutral => "booking-basis-neutral",
            }),
            schedule: estimate.schedule_id,
            is_enough: available.is_some_and(|left| left >= estimate.gross),
            available: available.map(|left| left.get()),
        })),
        Err(refused) => {
            typed.refuse(refused.field().unwrap_or_default(), say(door.locale(), &refused.message()));
            Ok(None)
        }
    }
}
