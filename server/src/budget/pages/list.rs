//! The lines of a year.

use super::{Fill, office_name, visible_offices};
use crate::{
    budget::{BalanceView, balances},
    directory::facts::OfficeFacts,
    identity::{Door, PageStop, policy::ManageBudget},
    kernel::{
        figures,
        ids::OfficeId,
        money::Cents,
        time::{FiscalYear, berlin_date},
    },
    platform::render::{Choice, FormState, Page, PageContext},
};
use askama::Template;
use chrono::Datelike;
use rocket::get;

struct LineRow {
    href: String,
    office: String,
    line: BalanceView,
    fill: Fill,
}

#[derive(Template)]
#[template(path = "budget/list.html")]
pub(super) struct BudgetsPage {
    page: PageContext,
    query: FormState,
    years: Vec<Choice>,
    offices: Vec<Choice>,
    rows: Vec<LineRow>,
    granted: Cents,
    bound: Cents,
    available: Cents,
    may_manage: bool,
}

#[get("/budgets")]
pub(super) async fn list(door: Door) -> Result<Page<BudgetsPage>, PageStop> {
    let offices = visible_offices(&door).await?;
    let page = door.page("budget-title");
    let mut query = FormState::parse(page.path.split_once('?').map_or("", |(_, query)| query));
    if query.filled("year").is_none() {
        query = query.with("year", berlin_date(door.now()).year());
    }
    let wanted_year: Option<i32> = query.filled("year").and_then(|year| year.parse().ok());
    let wanted_office: Option<OfficeId> = query.filled("office").and_then(|id| id.parse().ok());
    let page =
        page.noted(figures::note_of_year(FiscalYear(wanted_year.unwrap_or_else(|| berlin_date(door.now()).year()))));
    let find = |id: OfficeId| offices.iter().find(|office| office.id == id);
    let seen: Vec<BalanceView> =
        balances(door.db().read(), None, None).await?.into_iter().filter(|line| find(line.office).is_some()).collect();
    let years = years(&seen, wanted_year);
    let rows: Vec<LineRow> = seen
        .into_iter()
        .filter(|line| wanted_year.is_none_or(|year| line.fiscal_year == FiscalYear(year)))
        .filter(|line| wanted_office.is_none_or(|office| line.office == office))
        .map(|line| LineRow {
            href: format!("/budgets/{}", line.line),
            office: find(line.office).map(|office| office_name(&page, office)).unwrap_or_default(),
            fill: Fill::of(&page, &line),
            line,
        })
        .collect();
    Ok(Page::ok(BudgetsPage {
        granted: rows.iter().map(|row| row.line.granted + row.line.overridden).sum(),
        bound: rows.iter().map(|row| row.line.committed + row.line.consumed).sum(),
        available: rows.iter().map(|row| row.line.available()).sum(),
        offices: office_choices(&page, &offices),
        may_manage: door.may(ManageBudget {}),
        years,
        rows,
        query,
        page,
    }))
}

/// The years there are lines for, latest first, and the one that was asked for.
fn years(lines: &[BalanceView], wanted: Option<i32>) -> Vec<Choice> {
    let mut years: Vec<i32> = lines.iter().map(|line| line.fiscal_year.0).chain(wanted).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    years.into_iter().map(|year| Choice::new(year, year.to_string())).collect()
}

fn office_choices(page: &PageContext, offices: &[OfficeFacts]) -> Vec<Choice> {
    offices.iter().map(|office| Choice::new(office.id, office_name(page, office))).collect()
}
