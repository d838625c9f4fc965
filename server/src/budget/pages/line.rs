//! One line with its ledger; finance grants and moves money here.

use super::{Fill, office_name, visible_offices};
use crate::{
    audit::actor_names,
    budget::{
        BalanceView, PostingView, balances,
        commands::{grant_supplement, propose_transfer},
        count_postings, find_balance, forms, postings,
    },
    directory,
    identity::{
        Denied, Done, Door, PageStop,
        policy::{ManageBudget, ProposeTransfer, ViewBudget},
    },
    kernel::{
        figures,
        ids::BudgetLineId,
        message::Message,
        refusal::Refusal,
        time::{FiscalYear, berlin_date},
    },
    platform::{
        fault::Stop,
        i18n::say,
        render::{Choice, FormState, Page, PageContext, Pager, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};

const PER_PAGE: u64 = 50;

struct PostingRow {
    posting: PostingView,
    kind: String,
    who: String,
}

#[derive(Template)]
#[template(path = "budget/line.html")]
pub(super) struct LinePage {
    page: PageContext,
    line: BalanceView,
    office: String,
    fill: Fill,
    rows: Vec<PostingRow>,
    pager: Pager,
    may_manage: bool,
    /// A supplement.
    form: FormState,
    /// A transfer.
    moving: FormState,
    others: Vec<Choice>,
    /// Open commitments of a year that is over can be carried into the next.
    may_carry_over: bool,
}

/// The line, if the reader may see it.
pub(super) async fn seen(door: &Door, id: BudgetLineId) -> Result<BalanceView, PageStop> {
    let line = find_balance(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    door.permit(ViewBudget { office: line.office })?;
    Ok(line)
}

async fn show(door: &Door, line: BalanceView, form: FormState, moving: FormState) -> Result<LinePage, PageStop> {
    let conn = door.db().read();
    let page = door
        .page("budget-title")
        .titled_with("budget-line-title", &[("name", line.name.as_str().into())])
        .noted(figures::note_of_year(line.fiscal_year));
    let wanted = page
        .path
        .split_once('?')
        .and_then(|(_, query)| FormState::parse(query).value("page").parse().ok())
        .unwrap_or(1);
    let address = format!("/budgets/{}?page={wanted}", line.line);
    let pager = Pager::new(wanted, PER_PAGE, count_postings(conn, line.line).await?, &address);
    let found = postings(conn, line.line, None, pager.offset(), PER_PAGE).await?;
    let names = actor_names(conn, found.iter().filter_map(|posting| posting.actor_account)).await?;
    let rows = found
        .into_iter()
        .map(|posting| PostingRow {
            kind: page.t(format!("budget-posting-{}", posting.kind)),
            who: match (posting.actor_account, &posting.actor_house) {
                (Some(account), _) => names.get(&account).cloned().unwrap_or_else(|| page.t("budget-actor-gone")),
                (None, _) => page.t("budget-actor-house"),
            },
            posting,
        })
        .collect();
    let office =
        directory::office(conn, line.office).await?.map(|office| office_name(&page, &office)).unwrap_or_default();
    let may_manage = door.may(ManageBudget {});
    Ok(LinePage {
        fill: Fill::of(&page, &line),
        may_carry_over: door.may(ProposeTransfer {})
            && line.committed.is_positive()
            && line.fiscal_year < FiscalYear::of(berlin_date(door.now())),
        others: if may_manage { other_lines(door, &page, &line).await? } else { Vec::new() },
        office,
        rows,
        pager,
        may_manage,
        form,
        moving,
        line,
        page,
    })
}

/// The lines of the same year that money can move to.
async fn other_lines(door: &Door, page: &PageContext, line: &BalanceView) -> Result<Vec<Choice>, PageStop> {
    let offices = visible_offices(door).await?;
    let lines = balances(door.db().read(), None, Some(line.fiscal_year)).await?;
    Ok(lines
        .into_iter()
        .filter(|other| other.line != line.line)
        .map(|other| {
            let office = offices.iter().find(|office| office.id == other.office);
            let office = office.map(|office| office_name(page, office)).unwrap_or_default();
            Choice::new(other.line, format!("{office}: {} ({})", other.name, page.money(other.available())))
        })
        .collect())
}

#[get("/budgets/<id>")]
pub(super) async fn one(door: Door, id: BudgetLineId) -> Result<Page<LinePage>, PageStop> {
    let line = seen(&door, id).await?;
    Ok(Page::ok(show(&door, line, FormState::new(), FormState::new()).await?))
}

#[post("/budgets/<id>/supplements", data = "<sent>")]
pub(super) async fn supplement(
    door: Door,
    id: BudgetLineId,
    sent: Submitted,
) -> Result<Either<Page<LinePage>, Done>, PageStop> {
    let line = seen(&door, id).await?;
    let permit = door.permit(ManageBudget {})?;
    let mut form = sent.0.clone();
    let Some((amount, reason)) = forms::supplement(&mut form, door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(show(&door, line, form, FormState::new()).await?)));
    };
    let mut once = door.begin(&sent).await?;
    match grant_supplement(permit, id, amount, &reason, door.now(), &mut once.tx).await {
        Ok(()) => {
            let notice = Message::new("budget-supplement-granted").with("amount", amount);
            Ok(Either::Right(door.finish(once, format!("/budgets/{id}"), notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse(refused.field().unwrap_or_default(), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(show(&door, line, form, FormState::new()).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/budgets/<id>/transfers", data = "<sent>")]
pub(super) async fn transfer(
    door: Door,
    id: BudgetLineId,
    sent: Submitted,
) -> Result<Either<Page<LinePage>, Done>, PageStop> {
    let line = seen(&door, id).await?;
    let permit = door.permit(ProposeTransfer {})?;
    let mut form = sent.0.clone();
    let Some((to, amount, reason)) = forms::transfer(&mut form, door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(show(&door, line, FormState::new(), form).await?)));
    };
    let mut once = door.begin(&sent).await?;
    match propose_transfer(permit, id, to, amount, &reason, door.now(), &mut once.tx).await {
        Ok(_) => {
            let notice = Message::new("budget-transfer-proposed").with("amount", amount);
            Ok(Either::Right(door.finish(once, format!("/budgets/{id}"), notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse(forms::transfer_field(refused.field()), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(show(&door, line, FormState::new(), form).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
