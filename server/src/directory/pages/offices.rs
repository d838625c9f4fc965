//! `/admin/offices`: who orders, on whose account and under which address their documents go.

use super::{choices, districts};
use crate::{
    directory::{
        api::offices::{KINDS, OfficeInput},
        commands::{OfficeDetails, OfficeRefused, change_office, open_office},
        facts::OfficeFacts,
        office, offices,
    },
    identity::{Denied, Done, Door, PageStop, policy::ManageOffices},
    kernel::{ids::OfficeId, message::Message, refusal::Refusal, time::berlin},
    platform::{
        fault::Stop,
        http::Problem,
        i18n::say,
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};

struct OfficeRow {
    href: String,
    name: String,
    code: String,
    kind: String,
    leitweg_id: String,
    email: String,
    retired: bool,
}

#[derive(Template)]
#[template(path = "directory/offices.html")]
pub(super) struct OfficesPage {
    page: PageContext,
    rows: Vec<OfficeRow>,
}

fn name_of(page: &PageContext, facts: &OfficeFacts) -> String {
    if page.locale.code() == "en" { facts.name_en.clone() } else { facts.name_de.clone() }
}

fn kind_of(facts: &OfficeFacts) -> &'static str {
    if facts.is_grant { "grant" } else { "office" }
}

#[get("/admin/offices")]
pub(super) async fn list(door: Door) -> Result<Page<OfficesPage>, PageStop> {
    door.permit(ManageOffices {})?;
    let page = door.page("directory-offices-title");
    let rows = offices(door.db().read())
        .await?
        .into_iter()
        .map(|facts| OfficeRow {
            href: format!("/admin/offices/{}", facts.id),
            name: name_of(&page, &facts),
            kind: page.t(format!("directory-office-kind-{}", kind_of(&facts))),
            retired: !facts.is_active(),
            code: facts.code,
            leitweg_id: facts.leitweg_id,
            email: facts.email,
        })
        .collect();
    Ok(Page::ok(OfficesPage { page, rows }))
}

#[derive(Template)]
#[template(path = "directory/office.html")]
pub(super) struct OfficePage {
    page: PageContext,
    form: FormState,
    /// Where it is sent.
    action: String,
    is_new: bool,
    /// Since when it has retired; empty while it has not.
    retired: String,
    kinds: Vec<Choice>,
    districts: Vec<Choice>,
}

impl OfficePage {
    fn new(door: &Door, form: FormState, known: Option<&OfficeFacts>) -> Self {
        let page = door.page("directory-office-new-title");
        let page = match known {
            None => page,
            Some(facts) => {
                let name = name_of(&page, facts);
                page.titled_with("directory-office-title", &[("name", name.as_str().into())])
            }
        };
        let retired = known.and_then(|facts| facts.retired_at).map(|at| page.moment(berlin(at))).unwrap_or_default();
        Self {
            action: known.map_or_else(|| "/admin/offices".to_owned(), |facts| format!("/admin/offices/{}", facts.id)),
            is_new: known.is_none(),
            retired,
            kinds: choices(&page, "directory-office-kind", &KINDS),
            districts: districts(),
            form,
            page,
        }
    }
}

fn form_of(facts: &OfficeFacts) -> FormState {
    FormState::new()
        .with("version", facts.version)
        .with("code", &facts.code)
        .with("name_de", &facts.name_de)
        .with("name_en", &facts.name_en)
        .with("kind", kind_of(facts))
        .with("leitweg_id", &facts.leitweg_id)
        .with("email", &facts.email)
        .with("contact", &facts.contact)
        .with("phone", &facts.phone)
        .with("address", &facts.address)
        // The district's code, if that is how it was stored.
        .with("district", crate::kernel::place::District::parse(&facts.district).map_or("", |one| one.name()))
}

/// What was typed, by the same checks as the API's; what is wrong is noted beside its field.
fn details(form: &mut FormState, known: Option<&OfficeFacts>, door: &Door) -> Option<OfficeDetails> {
    let text = |field: &str| form.value(field).to_owned();
    let input = OfficeInput {
        code: form.filled("code").map(str::to_owned),
        name_de: text("name_de"),
        name_en: text("name_en"),
        kind: text("kind"),
        leitweg_id: text("leitweg_id"),
        email: text("email"),
        contact: text("contact"),
        phone: text("phone"),
        address: text("address"),
        district: text("district"),
    };
    let found: Result<OfficeDetails, Problem> = input.details(known.map(|facts| facts.code.as_str()), door.locale());
    match found {
        Ok(details) => Some(details),
        Err(problem) => {
            for error in problem.errors() {
                form.refuse(error.field.clone(), error.detail.clone());
            }
            None
        }
    }
}

#[get("/admin/offices/new")]
pub(super) async fn new(door: Door) -> Result<Page<OfficePage>, PageStop> {
    door.permit(ManageOffices {})?;
    Ok(Page::ok(OfficePage::new(&door, FormState::new().with("kind", "office"), None)))
}

type Answered = Result<Either<Page<OfficePage>, Done>, PageStop>;

#[post("/admin/offices", data = "<sent>")]
pub(super) async fn create(door: Door, sent: Submitted) -> Answered {
    let permit = door.permit(ManageOffices {})?;
    let mut form = sent.0.clone();
    let Some(details) = details(&mut form, None, &door) else {
        return Ok(Either::Left(Page::unprocessable(OfficePage::new(&door, form, None))));
    };
    let mut once = door.begin(&sent).await?;
    match open_office(permit, &details, door.now(), &mut once.tx).await {
        Ok(_) => Ok(Either::Right(door.finish(once, "/admin/offices", Message::new("directory-office-stored")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse(refused.field().unwrap_or_default(), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::conflict(OfficePage::new(&door, form, None))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[get("/admin/offices/<id>")]
pub(super) async fn edit(door: Door, id: OfficeId) -> Result<Page<OfficePage>, PageStop> {
    door.permit(ManageOffices {})?;
    let facts = office(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    Ok(Page::ok(OfficePage::new(&door, form_of(&facts), Some(&facts))))
}

/// An office that somebody else changed meanwhile is not overwritten: 409, with what was typed and the message.
#[post("/admin/offices/<id>", data = "<sent>")]
pub(super) async fn change(door: Door, id: OfficeId, sent: Submitted) -> Answered {
    let permit = door.permit(ManageOffices {})?;
    let facts = office(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let mut form = sent.0.clone();
    // A form without its version has seen nothing.
    let seen = form.value("version").parse().unwrap_or(0);
    let Some(details) = details(&mut form, Some(&facts), &door) else {
        return Ok(Either::Left(Page::unprocessable(OfficePage::new(&door, form, Some(&facts)))));
    };
    let mut once = door.begin(&sent).await?;
    match change_office(&permit, id, &details, seen, door.now(), &mut once.tx).await {
        Ok(_) => Ok(Either::Right(door.finish(once, "/admin/offices", Message::new("directory-office-stored")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse_all(say(door.locale(), &refused.message()));
            let page = OfficePage::new(&door, form, Some(&facts));
            let is_conflict = refused == OfficeRefused::ChangedMeanwhile;
            Ok(Either::Left(if is_conflict { Page::conflict(page) } else { Page::unprocessable(page) }))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
