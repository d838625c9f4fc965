//! `/pool`: who interprets for the city, what they may do, and what is missing.

use super::{
    credential_kinds, districts, genders, languages, query_of,
    rows::{CredentialRow, PersonRow, agreed, missing, spoken, window},
    tabs,
};
use crate::{
    directory::{
        AbsenceView, absences,
        commands::{record_credential, set_active, set_excluded, withdraw_credential},
        count_pool,
        facts::InterpreterFacts,
        find_pool, forms, interpreter, office, offices,
    },
    identity::{
        Denied, Done, Door, PageStop,
        policy::{ManagePool, ReadAudit, ViewPool},
    },
    kernel::{
        ids::{CredentialId, InterpreterId, OfficeId},
        message::Message,
        refusal::Refusal,
        time::berlin_date,
    },
    platform::{
        fault::Stop,
        i18n::say,
        render::{Choice, FormState, NavItem, Page, PageContext, Pager, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};

const PER_PAGE: u64 = 25;

#[derive(Template)]
#[template(path = "directory/pool.html")]
pub(super) struct PoolPage {
    page: PageContext,
    tabs: Vec<NavItem>,
    query: FormState,
    languages: Vec<Choice>,
    districts: Vec<Choice>,
    genders: Vec<Choice>,
    states: Vec<Choice>,
    rows: Vec<PersonRow>,
    pager: Pager,
    may_manage: bool,
}

#[get("/pool")]
pub(super) async fn list(door: Door) -> Result<Page<PoolPage>, PageStop> {
    door.permit(ViewPool {})?;
    let page = door.page("directory-pool-title");
    let query = query_of(&page);
    let filter = forms::pool_filter(&query);
    let total = count_pool(door.db().read(), &filter).await?;
    let pager = Pager::new(query.value("page").parse().unwrap_or(1), PER_PAGE, total, &page.path);
    let people = find_pool(door.db().read(), &filter, None, pager.offset(), PER_PAGE).await?;
    let today = berlin_date(door.now());
    Ok(Page::ok(PoolPage {
        tabs: tabs(&door, &page),
        languages: languages(&page),
        districts: districts(),
        genders: genders(&page),
        states: vec![
            Choice::new("yes", page.t("directory-state-active")),
            Choice::new("no", page.t("directory-state-paused")),
        ],
        rows: people.iter().map(|person| PersonRow::of(&page, person, today)).collect(),
        may_manage: door.may(ManagePool {}),
        query,
        pager,
        page,
    }))
}

#[derive(Template)]
#[template(path = "directory/interpreter.html")]
pub(super) struct InterpreterPage {
    page: PageContext,
    form: FormState,
    person: InterpreterFacts,
    spoken: Vec<String>,
    credentials: Vec<CredentialRow>,
    windows: Vec<String>,
    absences: Vec<AbsenceView>,
    missing: Vec<String>,
    iban: String,
    kinds: Vec<Choice>,
    /// Offices they don't work for: key and name.
    excluded: Vec<(String, String)>,
    /// The others.
    offices: Vec<Choice>,
    /// What is agreed about rates today.
    agreed: String,
    may_manage: bool,
    may_trace: bool,
}

async fn show(door: &Door, id: InterpreterId, form: FormState) -> Result<InterpreterPage, PageStop> {
    let person = interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let page =
        door.page("directory-pool-title").titled_with("directory-interpreter-title", &[("name", person.name().into())]);
    let today = berlin_date(door.now());
    let may_manage = door.may(ManagePool {});
    let english = door.locale().code() == "en";
    let (mut excluded, mut free) = (Vec::new(), Vec::new());
    for office in offices(door.db().read()).await? {
        let name = if english { office.name_en } else { office.name_de };
        if person.excluded_offices.contains(&office.id) {
            excluded.push((office.id.to_string(), name));
        } else {
            free.push(Choice::new(office.id, name));
        }
    }
    Ok(InterpreterPage {
        excluded,
        offices: free,
        spoken: spoken(&page, &person),
        credentials: person
            .credentials
            .iter()
            .map(|one| {
                let row = CredentialRow::of(&page, one, today);
                if may_manage { row.withdrawable(id, one) } else { row }
            })
            .collect(),
        windows: person.windows.iter().map(|one| window(&page, one)).collect(),
        absences: absences(door.db().read(), id, door.now()).await?,
        missing: missing(&page, &person),
        agreed: agreed(&page, &person, today),
        iban: person.iban.as_deref().map(last_four).unwrap_or_default(),
        kinds: credential_kinds(&page),
        may_manage,
        may_trace: door.may(ReadAudit {}),
        form,
        person,
        page,
    })
}

/// Enough of an account number to recognize it by.
fn last_four(iban: &str) -> String {
    let shown: String = iban.chars().skip(iban.chars().count().saturating_sub(4)).collect();
    format!("… {shown}")
}

#[get("/pool/<id>")]
pub(super) async fn one(door: Door, id: InterpreterId) -> Result<Page<InterpreterPage>, PageStop> {
    door.permit(ViewPool {})?;
    Ok(Page::ok(show(&door, id, FormState::new()).await?))
}

#[post("/pool/<id>/credentials", data = "<sent>")]
pub(super) async fn add_credential(
    door: Door,
    id: InterpreterId,
    sent: Submitted,
) -> Result<Either<Page<InterpreterPage>, Done>, PageStop> {
    let permit = door.permit(ManagePool {})?;
    interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let mut form = sent.0.clone();
    let Some(credential) = forms::credential(&mut form, door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(show(&door, id, form).await?)));
    };
    let mut once = door.begin(&sent).await?;
    match record_credential(&permit, id, &credential, door.now(), &mut once.tx).await {
        Ok(_) => {
            let notice = Message::new("directory-credential-recorded");
            Ok(Either::Right(door.finish(once, format!("/pool/{id}"), notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse(refused.field().unwrap_or_default(), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(show(&door, id, form).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/pool/<id>/active", data = "<sent>")]
pub(super) async fn change_active(door: Door, id: InterpreterId, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(ManagePool {})?;
    interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let mut once = door.begin(&sent).await?;
    let active = sent.0.has("active", "yes");
    set_active(&permit, id, active, door.now(), &mut once.tx).await?;
    let notice = if active { Message::new("directory-now-active") } else { Message::new("directory-now-paused") };
    door.finish(once, format!("/pool/{id}"), notice).await
}

#[post("/pool/<id>/credentials/<credential>/withdraw", data = "<sent>")]
pub(super) async fn withdraw(
    door: Door,
    id: InterpreterId,
    credential: CredentialId,
    sent: Submitted,
) -> Result<Done, PageStop> {
    let permit = door.permit(ManagePool {})?;
    let mut once = door.begin(&sent).await?;
    if !withdraw_credential(&permit, id, credential, door.now(), &mut once.tx).await? {
        return Err(Denied::Unknown.into());
    }
    door.finish(once, format!("/pool/{id}"), Message::new("directory-credential-withdrawn")).await
}

#[post("/pool/<id>/exclusions", data = "<sent>")]
pub(super) async fn exclude(door: Door, id: InterpreterId, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(ManagePool {})?;
    interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let chosen: OfficeId = sent.0.value("office").parse().map_err(|_| Denied::Unknown)?;
    office(door.db().read(), chosen).await?.ok_or(Denied::Unknown)?;
    let excluded = !sent.0.has("excluded", "no");
    let mut once = door.begin(&sent).await?;
    set_excluded(&permit, id, chosen, excluded, door.now(), &mut once.tx).await?;
    let notice = if excluded { "directory-excluded" } else { "directory-included" };
    door.finish(once, format!("/pool/{id}"), Message::new(notice)).await
}
