//! `/plans`: the coordination has days planned, looks at what would come of it, and sends the offers.

mod one;
pub(super) mod words;

use super::{
    commands::{self, PlanAsk},
    plan::{CityPlan, MOST_DAYS, MOST_SECONDS, Span, USUAL_SECONDS},
    queries, store,
};
use crate::{
    booking::{forms, pages::parts, store::read},
    directory,
    identity::{
        Done, Door, PageStop,
        policy::{PlanCity, ViewPlans},
    },
    kernel::{ids::*, time::berlin},
    platform::{
        fault::Stop,
        i18n::t,
        render::{Choice, FormState, Onward, Page, PageContext, Submitted},
    },
};
use askama::Template;
use chrono::DateTime;
use chrono_tz::Tz;
use rocket::{Either, Route, get, post, routes};
use std::collections::HashMap;

/// All pages, mounted at `/`.
#[must_use]
pub(in crate::booking) fn routes() -> Vec<Route> {
    routes![list, ask, one::show, one::stop, one::send, one::file]
}

/// A plan in the list.
struct Row {
    href: String,
    span: String,
    instead_of: String,
    status: String,
    tone: &'static str,
    proof: String,
    asked_at: DateTime<Tz>,
}

#[derive(Template)]
#[template(path = "booking/plans.html")]
pub(super) struct ListPage {
    page: PageContext,
    form: FormState,
    rows: Vec<Row>,
    on: Onward,
    people: Vec<Choice>,
    may_plan: bool,
    most_days: i64,
    most_seconds: i32,
}

#[get("/plans?<from>&<to>&<instead_of>&<after>")]
pub(super) async fn list(
    door: Door,
    from: Option<&str>,
    to: Option<&str>,
    instead_of: Option<&str>,
    after: Option<&str>,
) -> Result<Page<ListPage>, PageStop> {
    door.permit(ViewPlans {})?;
    let usual = Span::next_week(door.now());
    let day = |given: Option<&str>, usual: chrono::NaiveDate| given.and_then(forms::date).unwrap_or(usual);
    let first = day(from, usual.from);
    let form = FormState::new()
        .with("from", first)
        .with("to", day(to, usual.to.max(first)))
        .with("seconds", USUAL_SECONDS)
        .with_some("instead_of", instead_of);
    Ok(Page::ok(list_page(&door, form, after).await?))
}

async fn list_page(door: &Door, form: FormState, after: Option<&str>) -> Result<ListPage, PageStop> {
    let page = door.page("planning-title");
    let plans = queries::latest(door.db(), &parts::wanted(after)).await?;
    let on = Onward::new(queries::count(door.db()).await?, &page.path, "after", plans.next);
    let names = directory::names(read(door.db())).await?;
    let active = directory::active_names(read(door.db())).await?;
    let mut people: Vec<Choice> = active.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
    people.sort_by(|one, other| one.label.cmp(&other.label));
    Ok(ListPage {
        rows: plans.items.iter().map(|plan| row(&page, plan, &names)).collect(),
        on,
        people,
        may_plan: door.may(PlanCity {}),
        most_days: MOST_DAYS,
        most_seconds: MOST_SECONDS,
        page,
        form,
    })
}

fn row(page: &PageContext, plan: &CityPlan, names: &HashMap<InterpreterId, String>) -> Row {
    Row {
        href: format!("/plans/{}", plan.id),
        span: words::span(page, plan.span),
        instead_of: plan.instead_of.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        status: page.t(format!("planning-status-{}", plan.status.key())),
        tone: words::tone(plan.status),
        proof: words::proof(page, &plan.standing, plan.status),
        asked_at: berlin(plan.asked_at),
    }
}

/// What was typed, or what can't be read beside its field.
fn read_ask(form: &mut FormState, door: &Door) -> Option<PlanAsk> {
    let mut day = |field: &'static str| {
        let found = forms::date(form.value(field));
        if found.is_none() {
            form.refuse(field, t(door.locale(), "booking-form-date-unreadable"));
        }
        found
    };
    let (from, to) = (day("from"), day("to"));
    let seconds = form.value("seconds").parse().ok();
    if seconds.is_none() {
        form.refuse("seconds", t(door.locale(), "planning-seconds-unreadable"));
    }
    let instead_of = match form.filled("instead_of").map(str::parse) {
        None => None,
        Some(Ok(person)) => Some(person),
        Some(Err(_)) => {
            form.refuse("instead_of", t(door.locale(), "refusal-plan-interpreter-unknown"));
            return None;
        }
    };
    Some(PlanAsk { span: Span { from: from?, to: to? }, seconds: seconds?, instead_of })
}

#[post("/plans", data = "<form>")]
pub(super) async fn ask(door: Door, form: Submitted) -> Result<Either<Page<ListPage>, Done>, PageStop> {
    let permit = door.permit(PlanCity {})?;
    let mut typed = form.0.clone();
    let Some(ask) = read_ask(&mut typed, &door) else {
        return Ok(Either::Left(Page::unprocessable(list_page(&door, typed, None).await?)));
    };
    let mut once = door.begin(&form).await?;
    match commands::ask_for_plan(&permit, &ask, door.now(), &mut once.tx).await {
        Ok(plan) => {
            let notice = parts::notice("planning-notice-asked");
            Ok(Either::Right(door.finish(once, format!("/plans/{plan}"), notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            forms::refuse(&mut typed, door.locale(), &refused);
            let page = list_page(&door, typed, None).await?;
            let is_conflict = refused == commands::AskRefused::UnderWay;
            Ok(Either::Left(if is_conflict { Page::conflict(page) } else { Page::unprocessable(page) }))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The plan behind an address; none is none for everybody.
async fn found(door: &Door, id: CityPlanId) -> Result<queries::PlanView, PageStop> {
    queries::plan(door.db(), id, door.now()).await?.ok_or_else(parts::missing)
}

/// Whether there is such a plan at all.
async fn exists(door: &Door, id: CityPlanId) -> Result<(), PageStop> {
    store::plan(read(door.db()), id).await?.map(|_| ()).ok_or_else(parts::missing)
}
