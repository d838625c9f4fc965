//! An interpreter's own money: where each claim stands, and when it was paid.

use super::{dashed, first_day, steps};
use crate::{
    billing::{
        claim::status_key,
        queries,
        store::{self, ClaimFilter, ClaimOrder, DocumentFilter},
        views::{ClaimView, DocumentView},
    },
    identity::{Denied, Door, PageStop, policy::ViewOwnMoney},
    kernel::figures,
    platform::render::{Page, PageContext, Pager},
};
use askama::Template;
use rocket::get;

const PER_PAGE: u64 = 50;

#[derive(Template)]
#[template(path = "billing/money.html")]
pub(super) struct MoneyPage {
    page: PageContext,
    claims: Vec<ClaimView>,
    documents: Vec<DocumentView>,
    pager: Pager,
}

impl MoneyPage {
    fn status(&self, claim: &ClaimView) -> String {
        self.page.t(status_key(claim.status))
    }
    fn outcome(&self, claim: &ClaimView) -> String {
        self.page.t(format!("billing-outcome-{}", dashed(&claim.outcome)))
    }
    /// The step that was reached last, and how many there are: "3 / 6: Festgestellt".
    fn step(&self, claim: &ClaimView) -> String {
        let steps = steps(&self.page, claim.steps_done);
        let reached = steps.iter().filter(|(_, done)| *done).count();
        let name = steps.iter().rfind(|(_, done)| *done).map(|(name, _)| name.as_str()).unwrap_or_default();
        format!("{reached}/{}: {name}", steps.len())
    }
    fn kind(&self, document: &DocumentView) -> String {
        self.page.t(document.kind.key())
    }
    fn state(&self, document: &DocumentView) -> String {
        self.page.t(format!("billing-document-{}", document.state.name()))
    }
    fn month(&self, document: &DocumentView) -> String {
        self.page.month(first_day(&document.month))
    }
}

/// Claims and documents of the interpreter who asks.
#[get("/money?<page>")]
pub(super) async fn list(door: Door, page: Option<u64>) -> Result<Page<MoneyPage>, PageStop> {
    let interpreter = door.person().interpreter.ok_or_else(|| PageStop::from(Denied::Forbidden))?;
    door.permit(ViewOwnMoney { interpreter })?;
    let filter = ClaimFilter { interpreter: Some(interpreter), ..ClaimFilter::default() };
    let conn = door.db().read();
    let total = store::count_claims(conn, &filter).await?;
    let pager = Pager::new(page.unwrap_or(1), PER_PAGE, total, "/money");
    let claims = store::claims(conn, &filter, ClaimOrder::LatestService, pager.offset(), PER_PAGE).await?;
    let own = DocumentFilter { interpreter: Some(interpreter), ..DocumentFilter::default() };
    let mut documents = queries::documents(door.db().read(), &own).await?;
    documents.reverse();
    Ok(Page::ok(MoneyPage {
        page: door
            .page("billing-money-title")
            .noted(figures::note(claims.iter().map(|claim| claim.schedule_id.as_str()))),
        claims: queries::claim_views(door.db().read(), &claims).await?,
        documents,
        pager,
    }))
}
