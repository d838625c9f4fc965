//! `/rates`: the fee schedules, who stands by assumed figures, and what another schedule would have cost.

use super::told;
use crate::{
    billing::{
        commands,
        comparison::{Cell, CompareRefused, compare_year},
        figures::{NEEDED, Standing, standings},
        store,
    },
    identity::{Denied, Done, Door, PageStop, policy::*},
    kernel::{
        figures,
        ids::AccountId,
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{
        fault::Stop,
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use chrono::Datelike;
use rates::{Catalog, Currency, Figures, compare::Difference};
use rocket::{Either, get, post};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "billing/rates.html")]
pub(super) struct RatesPage {
    page: PageContext,
    form: FormState,
    schedules: Vec<ScheduleRow>,
    may_compare: bool,
}

struct ScheduleRow {
    id: String,
    title: String,
    valid: String,
    source: String,
    note: String,
    is_assumed: bool,
    is_payable: bool,
    accepted: Vec<String>,
    /// The reader may accept and has not yet.
    may_accept: bool,
}

fn row(door: &Door, page: &PageContext, one: &Standing, names: &HashMap<AccountId, String>) -> ScheduleRow {
    let english = page.locale.code() == "en";
    let said = |text: &rates::Bilingual| if english { text.en.to_string() } else { text.de.to_string() };
    let schedule = one.schedule;
    let is_assumed = schedule.figures == Figures::Assumed;
    let accepted = one.acceptances.iter().map(|accepted| {
        let name = names.get(&accepted.account).cloned().unwrap_or_default();
        format!("{name}, {}: {}", page.date(accepted.accepted_at), accepted.reason)
    });
    let is_mine = one.acceptances.iter().any(|accepted| accepted.account == door.person().account);
    ScheduleRow {
        id: schedule.id.clone(),
        title: said(&schedule.title),
        valid: match schedule.valid_to {
            Some(last) => page.t2(
                "billing-rates-from-to",
                "from",
                page.date(schedule.valid_from).as_str(),
                "to",
                page.date(last).as_str(),
            ),
            None => page.t1("billing-rates-from", "from", page.date(schedule.valid_from).as_str()),
        },
        source: schedule.source.clone(),
        note: schedule.note.as_ref().map(said).unwrap_or_default(),
        is_assumed,
        is_payable: one.is_payable(),
        accepted: accepted.collect(),
        may_accept: is_assumed && one.acceptances.len() < NEEDED && !is_mine && door.may(AcceptFigures {}),
    }
}

async fn show(door: &Door, form: FormState) -> Result<RatesPage, PageStop> {
    if !door.may(AcceptFigures {}) {
        door.permit(CompareSchedules {})?;
    }
    let page = door.page("billing-rates-title");
    let all = standings(door.db().read()).await?;
    let people = all.iter().flat_map(|one| &one.acceptances).map(|accepted| accepted.account).collect();
    let names = store::colleagues(door.db().read(), people).await?;
    Ok(RatesPage {
        schedules: all.iter().map(|one| row(door, &page, one, &names)).collect(),
        may_compare: door.may(CompareSchedules {}),
        page,
        form,
    })
}

#[get("/rates")]
pub(super) async fn list(door: Door) -> Result<Page<RatesPage>, PageStop> {
    Ok(Page::ok(show(&door, FormState::new()).await?))
}

/// Somebody stands by assumed figures.
#[post("/rates/<schedule>/accept", data = "<sent>")]
pub(super) async fn accept(
    door: Door,
    schedule: &str,
    sent: Submitted,
) -> Result<Either<Page<RatesPage>, Done>, PageStop> {
    let permit = door.permit(AcceptFigures {})?;
    let mut once = door.begin(&sent).await?;
    match commands::accept_figures(permit, schedule, sent.0.value("reason"), door.now(), &mut once.tx).await {
        Ok(count) => {
            let key = if count < NEEDED { "billing-rates-accepted-first" } else { "billing-rates-accepted" };
            Ok(Either::Right(door.finish(once, "/rates", Message::new(key)).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            let mut form = sent.0;
            form.refuse_all(told(&door, &refusal));
            let shown = show(&door, form).await?;
            Ok(Either::Left(match refusal.kind() {
                RefusalKind::Missing => return Err(Denied::Unknown.into()),
                RefusalKind::Conflict => Page::conflict(shown),
                _ => Page::unprocessable(shown),
            }))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[derive(Template)]
#[template(path = "billing/compare.html")]
pub(super) struct ComparePage {
    page: PageContext,
    query: FormState,
    choices: Vec<Choice>,
    years: Vec<Choice>,
    found: Option<Found>,
    refused: String,
}

struct Found {
    total: Line,
    lines: Vec<Line>,
    unpriced: u64,
}

struct Line {
    office: String,
    group: String,
    sessions: u64,
    before: String,
    after: String,
    change: String,
}

fn line(page: &PageContext, (office, group): (&str, &str), one: &Difference) -> Line {
    // Unlike currencies are refused, and the city's books are in euro; other tables are shown with their own.
    let money = |minor: i64| match one.before.currency() {
        Currency::Eur => page.money(Cents(minor)),
        Currency::Chf => format!("{} CHF", Cents(minor).plain()),
    };
    Line {
        office: office.to_owned(),
        group: if group.is_empty() {
            String::new()
        } else {
            page.t(format!("billing-compare-{}", group.replace('_', "-")))
        },
        sessions: one.sessions,
        before: money(one.before.minor()),
        after: money(one.after.minor()),
        change: money(one.change()),
    }
}

/// What would schedule B have cost?
#[get("/rates/compare")]
pub(super) async fn compare(door: Door) -> Result<Page<ComparePage>, PageStop> {
    door.permit(CompareSchedules {})?;
    let page = door.page("billing-compare-title");
    let query = FormState::parse(page.path.split_once('?').map_or("", |(_, query)| query));
    let current = berlin_date(door.now()).year();
    let year = query.value("year").parse().ok().filter(|year| (2000..2200).contains(year)).unwrap_or(current - 1);
    let query = if query.filled("year").is_none() { query.with("year", year) } else { query };
    let find = |field: &str| query.filled(field).and_then(|id| Catalog::builtin().by_id(id));
    let page = page.noted(figures::note(["from", "to"].map(|field| query.value(field))));
    let (mut found, mut refused) = (None, String::new());
    if query.filled("from").is_some() || query.filled("to").is_some() {
        match (find("from"), find("to")) {
            (Some(before), Some(after)) => match compare_year(door.db(), before, after, year).await {
                Ok(all) => {
                    let of_cell = |(cell, one): (&Cell, &Difference)| line(&page, (&cell.0, cell.1), one);
                    found = Some(Found {
                        total: line(&page, ("", ""), &all.total),
                        lines: all.groups.iter().map(of_cell).collect(),
                        unpriced: all.total.unpriced_sessions,
                    });
                }
                Err(Stop::Refused(refusal)) => refused = told(&door, &refusal),
                Err(Stop::Fault(fault)) => return Err(fault.into()),
            },
            _ => refused = told(&door, &CompareRefused::UnknownSchedule),
        }
    }
    let mut ids: Vec<&str> = Catalog::builtin().iter().map(|one| one.id.as_str()).collect();
    ids.sort_unstable();
    Ok(Page::ok(ComparePage {
        choices: ids.into_iter().map(|id| Choice::new(id, id)).collect(),
        years: (current - 3..=current).rev().map(|year| Choice::new(year, year.to_string())).collect(),
        query,
        found,
        refused,
        page,
    }))
}
