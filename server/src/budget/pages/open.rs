//! `/budgets/new`: a line is opened with what the council appropriated.

use super::office_name;
use crate::{
    budget::{commands::Opened, commands::open_line, forms},
    directory,
    identity::{Done, Door, PageStop, policy::ManageBudget},
    kernel::{message::Message, refusal::Refusal, time::berlin_date},
    platform::{
        fault::Stop,
        i18n::say,
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use chrono::Datelike;
use rocket::{Either, get, post};

#[derive(Template)]
#[template(path = "budget/open.html")]
pub(super) struct OpenPage {
    page: PageContext,
    form: FormState,
    offices: Vec<Choice>,
}

async fn show(door: &Door, form: FormState) -> Result<OpenPage, PageStop> {
    let page = door.page("budget-open-title");
    let offices = directory::offices(door.db().read()).await?;
    let offices = offices
        .iter()
        .filter(|office| office.is_active())
        .map(|office| Choice::new(office.id, office_name(&page, office)))
        .collect();
    Ok(OpenPage { page, form, offices })
}

#[get("/budgets/new")]
pub(super) async fn new(door: Door) -> Result<Page<OpenPage>, PageStop> {
    door.permit(ManageBudget {})?;
    let form = FormState::new().with("year", berlin_date(door.now()).year()).with("warn_percent", 80);
    Ok(Page::ok(show(&door, form).await?))
}

#[post("/budgets/new", data = "<sent>")]
pub(super) async fn create(door: Door, sent: Submitted) -> Result<Either<Page<OpenPage>, Done>, PageStop> {
    let permit = door.permit(ManageBudget {})?;
    let mut form = sent.0.clone();
    let Some(details) = forms::line_details(&mut form, door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(show(&door, form).await?)));
    };
    let mut once = door.begin(&sent).await?;
    match open_line(&permit, &details, door.now(), &mut once.tx).await {
        Ok((line, opened)) => {
            let notice = if opened == Opened::Now { "budget-opened" } else { "budget-opened-before" };
            Ok(Either::Right(door.finish(once, format!("/budgets/{line}"), Message::new(notice)).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse(refused.field().unwrap_or_default(), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(show(&door, form).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
