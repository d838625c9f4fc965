//! `/profiles`: what each kind of session needs.

use super::{credential_kinds, tabs};
use crate::{
    directory::{commands::define_profile, facts::ProfileFacts, forms, profile, profile_by_code, profiles},
    identity::{
        Denied, Done, Door, PageStop,
        policy::{ManagePool, ViewPool},
    },
    kernel::{ids::RequirementProfileId, message::Message, refusal::Refusal},
    platform::{
        fault::Stop,
        i18n::say,
        render::{Choice, FormState, NavItem, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};

struct ProfileRow {
    href: String,
    name: String,
    code: String,
    credentials: String,
    legal_duty: bool,
    active: bool,
}

#[derive(Template)]
#[template(path = "directory/profiles.html")]
pub(super) struct ProfilesPage {
    page: PageContext,
    tabs: Vec<NavItem>,
    rows: Vec<ProfileRow>,
    may_manage: bool,
}

#[get("/profiles")]
pub(super) async fn list(door: Door) -> Result<Page<ProfilesPage>, PageStop> {
    door.permit(ViewPool {})?;
    let page = door.page("directory-profiles-title");
    let rows = profiles(door.db().read()).await?.into_iter().map(|each| row(&page, each)).collect();
    Ok(Page::ok(ProfilesPage { tabs: tabs(&door, &page), rows, may_manage: door.may(ManagePool {}), page }))
}

fn row(page: &PageContext, facts: ProfileFacts) -> ProfileRow {
    let names: Vec<String> =
        facts.credentials.iter().map(|kind| page.t(format!("directory-credential-{}", kind.name()))).collect();
    ProfileRow {
        href: format!("/profiles/{}", facts.id),
        name: if page.locale.code() == "en" { facts.name_en } else { facts.name_de },
        code: facts.code,
        credentials: names.join(", "),
        legal_duty: facts.legal_duty,
        active: facts.active,
    }
}

#[derive(Template)]
#[template(path = "directory/profile.html")]
pub(super) struct ProfilePage {
    page: PageContext,
    form: FormState,
    kinds: Vec<Choice>,
    action: String,
    is_new: bool,
}

impl ProfilePage {
    fn new(page: PageContext, form: FormState, known: Option<RequirementProfileId>) -> Self {
        let kinds = credential_kinds(&page);
        let action = known.map_or_else(|| "/profiles".to_owned(), |id| format!("/profiles/{id}"));
        Self { page, form, kinds, action, is_new: known.is_none() }
    }
}

#[get("/profiles/new")]
pub(super) async fn new(door: Door) -> Result<Page<ProfilePage>, PageStop> {
    door.permit(ManagePool {})?;
    let form = FormState::new().with("active", "yes");
    Ok(Page::ok(ProfilePage::new(door.page("directory-profile-new-title"), form, None)))
}

#[post("/profiles", data = "<sent>")]
pub(super) async fn create(door: Door, sent: Submitted) -> Result<Either<Page<ProfilePage>, Done>, PageStop> {
    let permit = door.permit(ManagePool {})?;
    let mut form = sent.0.clone();
    let again = |form| Page::unprocessable(ProfilePage::new(door.page("directory-profile-new-title"), form, None));
    let Some(details) = forms::profile(&mut form, None, door.locale()) else {
        return Ok(Either::Left(again(form)));
    };
    let mut once = door.begin(&sent).await?;
    if profile_by_code(once.tx.conn(), &details.code).await?.is_some() {
        drop(once);
        form.refuse("code", door.page("directory-profile-new-title").t("directory-profile-code-taken"));
        return Ok(Either::Left(again(form)));
    }
    define_profile(&permit, &details, None, door.now(), &mut once.tx).await?;
    Ok(Either::Right(door.finish(once, "/profiles", Message::new("directory-profile-stored")).await?))
}

fn title(door: &Door, facts: &ProfileFacts) -> PageContext {
    let name = if door.locale().code() == "en" { &facts.name_en } else { &facts.name_de };
    door.page("directory-profiles-title").titled_with("directory-profile-title", &[("name", name.as_str().into())])
}

#[get("/profiles/<id>")]
pub(super) async fn edit(door: Door, id: RequirementProfileId) -> Result<Page<ProfilePage>, PageStop> {
    door.permit(ManagePool {})?;
    let facts = profile(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    Ok(Page::ok(ProfilePage::new(title(&door, &facts), forms::profile_form(&facts), Some(id))))
}

/// A profile that somebody else changed meanwhile is not overwritten: 409, with what was typed and the message.
#[post("/profiles/<id>", data = "<sent>")]
pub(super) async fn change(
    door: Door,
    id: RequirementProfileId,
    sent: Submitted,
) -> Result<Either<Page<ProfilePage>, Done>, PageStop> {
    let permit = door.permit(ManagePool {})?;
    let facts = profile(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let mut form = sent.0.clone();
    // A form without its version has seen nothing.
    let seen = form.value("version").parse().unwrap_or(0);
    let Some(details) = forms::profile(&mut form, Some(&facts.code), door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(ProfilePage::new(title(&door, &facts), form, Some(id)))));
    };
    let mut once = door.begin(&sent).await?;
    match define_profile(&permit, &details, Some(seen), door.now(), &mut once.tx).await {
        Ok(_) => Ok(Either::Right(door.finish(once, "/profiles", Message::new("directory-profile-stored")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse_all(say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::conflict(ProfilePage::new(title(&door, &facts), form, Some(id)))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
