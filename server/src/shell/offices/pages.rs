//! `/admin/offices/<id>/retire`: what would follow, and the end; and the way back.

use super::{retire, ties};
use crate::{
    directory::{
        self,
        commands::{OfficeTies, reopen_office},
        facts::OfficeFacts,
    },
    identity::{Denied, Done, Door, PageStop, policy::ManageOffices},
    kernel::{ids::OfficeId, message::Message, refusal::Refusal},
    platform::{
        fault::Stop,
        i18n::say,
        render::{FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, Route, get, post, routes};

/// The two pages.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![ask, end, reopen]
}

#[derive(Template)]
#[template(path = "shell/office_retire.html")]
struct RetirePage {
    page: PageContext,
    form: FormState,
    office: OfficeId,
    version: i32,
    ties: OfficeTies,
}

impl RetirePage {
    fn is_loose(&self) -> bool {
        self.ties.must_be_loose().is_ok()
    }
}

async fn page(door: &Door, facts: &OfficeFacts, form: FormState) -> Result<RetirePage, PageStop> {
    let page = door.page("directory-office-retire");
    let name = if page.locale.code() == "en" { &facts.name_en } else { &facts.name_de };
    let page = page.titled_with("directory-office-retire-title", &[("name", name.as_str().into())]);
    let ties = ties(door.db(), facts.id).await?;
    Ok(RetirePage { office: facts.id, version: facts.version, ties, form, page })
}

async fn found(door: &Door, id: OfficeId) -> Result<OfficeFacts, PageStop> {
    Ok(directory::office(door.db().read(), id).await?.ok_or(Denied::Unknown)?)
}

#[get("/admin/offices/<id>/retire")]
async fn ask(door: Door, id: OfficeId) -> Result<Page<RetirePage>, PageStop> {
    door.permit(ManageOffices {})?;
    let facts = found(&door, id).await?;
    Ok(Page::ok(page(&door, &facts, FormState::new()).await?))
}

#[post("/admin/offices/<id>/retire", data = "<sent>")]
async fn end(door: Door, id: OfficeId, sent: Submitted) -> Result<Either<Page<RetirePage>, Done>, PageStop> {
    let permit = door.permit(ManageOffices {})?;
    let facts = found(&door, id).await?;
    let seen = sent.0.value("version").parse().unwrap_or(0);
    let mut once = door.begin(&sent).await?;
    match retire(&permit, id, seen, door.now(), &mut once.tx).await {
        Ok(()) => {
            let notice = Message::new("directory-office-is-retired");
            Ok(Either::Right(door.finish(once, format!("/admin/offices/{id}"), notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut form = sent.0;
            form.refuse_all(say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::conflict(page(&door, &facts, form).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/admin/offices/<id>/reopen", data = "<sent>")]
async fn reopen(door: Door, id: OfficeId, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(ManageOffices {})?;
    found(&door, id).await?;
    let seen = sent.0.value("version").parse().unwrap_or(0);
    let mut once = door.begin(&sent).await?;
    reopen_office(&permit, id, seen, door.now(), &mut once.tx).await?;
    door.finish(once, format!("/admin/offices/{id}"), Message::new("directory-office-is-reopened")).await
}
