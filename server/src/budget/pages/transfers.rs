//! Proposals to move money: those that wait for a second person, and what became of the others.

use super::{office_name, visible_offices};
use crate::{
    audit::actor_names,
    budget::{
        BalanceView, balances,
        commands::{approve_transfer, reject_transfer},
        count_transfers,
        transfer::{Transfer, TransferState},
        transfers,
    },
    identity::{Done, Door, PageStop, policy::DecideTransfer},
    kernel::{
        clock::Instant,
        ids::{AccountId, BudgetLineId, BudgetTransferId},
        message::Message,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        fault::Stop,
        i18n::say,
        render::{FormState, NavItem, Page, PageContext, Pager, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};
use std::collections::HashMap;
use uuid::Uuid;

const PER_PAGE: u64 = 25;

struct TransferRow {
    transfer: Transfer,
    kind: String,
    state: String,
    tone: &'static str,
    from: String,
    to: String,
    proposed_by: String,
    decided_by: String,
    /// Somebody else proposed it and the reader may decide.
    may_approve: bool,
    may_reject: bool,
}

#[derive(Template)]
#[template(path = "budget/transfers.html")]
pub(super) struct TransfersPage {
    page: PageContext,
    form: FormState,
    tabs: Vec<NavItem>,
    rows: Vec<TransferRow>,
    pager: Pager,
    waits: bool,
}

impl TransfersPage {
    /// Who did it, and when.
    fn by(&self, name: &str, at: &Instant) -> String {
        format!("{name}, {}", self.page.moment(*at))
    }
}

const TABS: [(&str, &str, Option<TransferState>); 3] = [
    ("proposed", "budget-tab-proposed", Some(TransferState::Proposed)),
    ("approved", "budget-tab-approved", Some(TransferState::Approved)),
    ("all", "budget-tab-all", None),
];

async fn show(door: &Door, form: FormState) -> Result<TransfersPage, PageStop> {
    let offices = visible_offices(door).await?;
    let page = door.page("budget-transfers-title");
    let query = FormState::parse(page.path.split_once('?').map_or("", |(_, query)| query));
    let (name, _, state) = TABS.into_iter().find(|(name, ..)| *name == query.value("state")).unwrap_or(TABS[0]);
    let conn = door.db().read();
    let lines: HashMap<BudgetLineId, BalanceView> = balances(conn, None, None)
        .await?
        .into_iter()
        .filter(|line| offices.iter().any(|office| office.id == line.office))
        .map(|line| (line.line, line))
        .collect();
    let visible: Vec<BudgetLineId> = lines.keys().copied().collect();
    let total = count_transfers(conn, Some(&visible), state).await?;
    let address = format!("/budget-transfers?state={name}");
    let pager = Pager::new(query.value("page").parse().unwrap_or(1), PER_PAGE, total, &address);
    let found = transfers(conn, Some(&visible), state, None, pager.offset(), PER_PAGE).await?;
    let mut people: Vec<Uuid> = Vec::new();
    for one in &found {
        people.push(one.proposed_by.0);
        people.extend(one.decided_by.map(|account| account.0));
    }
    let names = actor_names(conn, people).await?;
    let person = |account: Option<AccountId>| match account {
        Some(account) => names.get(&account.0).cloned().unwrap_or_else(|| page.t("budget-actor-gone")),
        None => String::new(),
    };
    let line = |id: BudgetLineId| match lines.get(&id) {
        Some(line) => {
            let office = offices.iter().find(|office| office.id == line.office);
            let office = office.map(|office| office_name(&page, office)).unwrap_or_default();
            format!("{office} {}: {} ({})", line.fiscal_year.0, line.name, line.cost_center)
        }
        None => page.t("budget-line-of-others"),
    };
    let may_decide = door.may(DecideTransfer {});
    let rows = found
        .into_iter()
        .map(|transfer| {
            let waits = transfer.state == TransferState::Proposed && may_decide;
            TransferRow {
                kind: page.t(format!("budget-transfer-kind-{}", transfer.kind.name().replace('_', "-"))),
                state: page.t(match transfer.state {
                    TransferState::Proposed => "budget-transfer-proposed-state",
                    TransferState::Approved => "budget-transfer-approved",
                    TransferState::Rejected => "budget-transfer-rejected",
                }),
                tone: match transfer.state {
                    TransferState::Proposed => "info",
                    TransferState::Approved => "success",
                    TransferState::Rejected => "danger",
                },
                from: line(transfer.from),
                to: line(transfer.to),
                proposed_by: person(Some(transfer.proposed_by)),
                decided_by: person(transfer.decided_by),
                may_approve: waits && door.person().account != transfer.proposed_by,
                may_reject: waits,
                transfer,
            }
        })
        .collect();
    let tabs = TABS
        .into_iter()
        .map(|(tab, label, _)| NavItem::new(label, format!("/budget-transfers?state={tab}")).current_if(tab == name))
        .collect();
    Ok(TransfersPage { waits: name == "proposed", page, form, tabs, rows, pager })
}

#[get("/budget-transfers")]
pub(super) async fn list(door: Door) -> Result<Page<TransfersPage>, PageStop> {
    Ok(Page::ok(show(&door, FormState::new()).await?))
}

/// Shows the list again with what was refused.
async fn refused(door: &Door, mut form: FormState, refusal: &dyn Refusal) -> Result<Page<TransfersPage>, PageStop> {
    form.refuse_all(say(door.locale(), &refusal.message()));
    let status = match refusal.kind() {
        RefusalKind::Input => rocket::http::Status::UnprocessableEntity,
        RefusalKind::Forbidden => rocket::http::Status::Forbidden,
        RefusalKind::Missing => rocket::http::Status::NotFound,
        RefusalKind::Conflict => rocket::http::Status::Conflict,
    };
    Ok(Page::with(status, show(door, form).await?))
}

#[post("/budget-transfers/<id>/approve", data = "<sent>")]
pub(super) async fn approve(
    door: Door,
    id: BudgetTransferId,
    sent: Submitted,
) -> Result<Either<Page<TransfersPage>, Done>, PageStop> {
    let permit = door.permit(DecideTransfer {})?;
    let mut once = door.begin(&sent).await?;
    match approve_transfer(permit, id, door.now(), &mut once.tx).await {
        Ok(moved) => {
            let notice = Message::new("budget-transferred").with("amount", moved);
            Ok(Either::Right(door.finish(once, "/budget-transfers", notice).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            Ok(Either::Left(refused(&door, sent.0, &refusal).await?))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/budget-transfers/<id>/reject", data = "<sent>")]
pub(super) async fn reject(
    door: Door,
    id: BudgetTransferId,
    sent: Submitted,
) -> Result<Either<Page<TransfersPage>, Done>, PageStop> {
    let permit = door.permit(DecideTransfer {})?;
    let mut once = door.begin(&sent).await?;
    match reject_transfer(permit, id, sent.0.value("decision_reason"), door.now(), &mut once.tx).await {
        Ok(()) => {
            let notice = Message::new("budget-transfer-was-rejected");
            Ok(Either::Right(door.finish(once, "/budget-transfers", notice).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            Ok(Either::Left(refused(&door, sent.0, &refusal).await?))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
