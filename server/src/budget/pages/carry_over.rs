//! A year is over: its open commitments, and which of them are to be carried into the next.

use super::line::seen;
use crate::{
    budget::{BalanceView, OpenCommitment, balances, commands::propose_carry_over, forms, open_commitments},
    identity::{Done, Door, PageStop, policy::ProposeTransfer},
    kernel::{
        figures,
        ids::{BudgetLineId, CommitmentId},
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
        time::FiscalYear,
    },
    platform::{
        fault::Stop,
        i18n::{say, t},
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};

#[derive(Template)]
#[template(path = "budget/carry_over.html")]
pub(super) struct CarryOverPage {
    page: PageContext,
    line: BalanceView,
    form: FormState,
    open: Vec<OpenCommitment>,
    total: Cents,
    /// Lines of the same office in the next year.
    targets: Vec<Choice>,
}

impl CarryOverPage {
    /// Ticked when the page is opened; afterwards as it was sent.
    fn is_chosen(&self, open: &OpenCommitment) -> bool {
        self.form.pairs().next().is_none() || self.form.has("commitments", open.commitment.to_string())
    }
}

async fn show(door: &Door, line: BalanceView, form: FormState) -> Result<CarryOverPage, PageStop> {
    let conn = door.db().read();
    let open = open_commitments(conn, line.line).await?;
    let next = balances(conn, Some(line.office), Some(FiscalYear(line.fiscal_year.0 + 1))).await?;
    let page = door
        .page("budget-carry-over-title")
        .titled_with("budget-carry-over-title", &[("year", line.fiscal_year.0.to_string().as_str().into())])
        .noted(figures::note_of_year(line.fiscal_year));
    Ok(CarryOverPage {
        total: open.iter().map(|one| one.amount).sum(),
        targets: next
            .into_iter()
            .map(|to| Choice::new(to.line, format!("{} {} ({})", to.fiscal_year.0, to.name, to.cost_center)))
            .collect(),
        open,
        line,
        form,
        page,
    })
}

#[get("/budgets/<id>/carry-over")]
pub(super) async fn ask(door: Door, id: BudgetLineId) -> Result<Page<CarryOverPage>, PageStop> {
    let line = seen(&door, id).await?;
    door.permit(ProposeTransfer {})?;
    Ok(Page::ok(show(&door, line, FormState::new()).await?))
}

#[post("/budgets/<id>/carry-over", data = "<sent>")]
pub(super) async fn propose(
    door: Door,
    id: BudgetLineId,
    sent: Submitted,
) -> Result<Either<Page<CarryOverPage>, Done>, PageStop> {
    let line = seen(&door, id).await?;
    let permit = door.permit(ProposeTransfer {})?;
    let mut form = sent.0.clone();
    let to: Option<BudgetLineId> = form.value("to").parse().ok();
    if to.is_none() {
        form.refuse("to", t(door.locale(), "table-required"));
    }
    let reason = forms::carry_over_reason(&mut form, door.locale());
    let (Some(to), Some(reason)) = (to, reason) else {
        return Ok(Either::Left(Page::unprocessable(show(&door, line, form).await?)));
    };
    let chosen: Vec<CommitmentId> = form.values("commitments").into_iter().filter_map(|id| id.parse().ok()).collect();
    let mut once = door.begin(&sent).await?;
    match propose_carry_over(permit, id, to, &chosen, &reason, door.now(), &mut once.tx).await {
        Ok(_) => {
            let notice = Message::new("budget-carry-over-proposed");
            Ok(Either::Right(door.finish(once, "/budget-transfers", notice).await?))
        }
        Err(Stop::Refused(refusal)) => {
            drop(once);
            form.refuse(refusal.field().unwrap_or_default(), say(door.locale(), &refusal.message()));
            let shown = show(&door, line, form).await?;
            let page = match refusal.kind() {
                RefusalKind::Conflict => Page::conflict(shown),
                _ => Page::unprocessable(shown),
            };
            Ok(Either::Left(page))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
