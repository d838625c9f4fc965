//! `/admin/people/<id>`: one account, its roles and its standing.

use super::{
    account::{RoleRow, locale_choices},
    people::{office_choices, read_role, role_choices, status_tone},
    refuse,
};
use crate::{
    identity::{
        AccountStatus, Denied, Done, Door, PageStop, Permit, StandingRefused, change_account, disable_account,
        enable_account, grant_role, invite_again as invite_once_more, policy::ManageAccounts, queries,
        remove_second_factor as remove_factor, revoke_role, unlock_account,
    },
    kernel::{clock::Instant, ids::AccountId, message::Message, time::berlin_date},
    platform::{
        db::Tx,
        fault::Stop,
        i18n::Locale,
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, http::Status, post};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "identity/person.html")]
pub(super) struct PersonPage {
    page: PageContext,
    /// Name and language.
    form: FormState,
    /// A new role.
    role_form: FormState,
    href: String,
    email: String,
    status: AccountStatus,
    locked_until: Option<String>,
    has_second_factor: bool,
    is_own: bool,
    roles: Vec<RoleRow>,
    role_choices: Vec<Choice>,
    offices: Vec<Choice>,
    locales: Vec<Choice>,
}

impl PersonPage {
    fn status_label(&self) -> String {
        self.page.t(format!("identity-status-{}", self.status.name()))
    }
    fn status_tone(&self) -> &'static str {
        status_tone(self.status)
    }
    fn is(&self, status: &str) -> bool {
        self.status.name() == status
    }
}

async fn person_page(
    door: &Door,
    id: AccountId,
    form: Option<FormState>,
    role_form: FormState,
) -> Result<PersonPage, PageStop> {
    let now = door.now();
    let view = queries::account(door.db(), door.config(), id, now).await?;
    let view = view.ok_or(PageStop::from(Denied::Unknown))?;
    let page = door
        .page("identity-people-title")
        .titled_with("identity-person-title", &[("name", view.account.name.as_str().into())]);
    let offices = queries::Offices::load(door.db()).await?;
    let today = berlin_date(now);
    let form = form.unwrap_or_else(|| {
        FormState::new()
            .with("name", &view.account.name)
            .with("locale", view.account.locale.code())
            .with("version", view.account.version)
    });
    Ok(PersonPage {
        form,
        role_form,
        href: format!("/admin/people/{id}"),
        email: view.account.email,
        status: view.account.status,
        locked_until: view.locked_until.map(|until| page.moment(until)),
        has_second_factor: view.account.totp_salt.is_some(),
        is_own: door.person().account == id,
        roles: view.roles.iter().map(|span| RoleRow::of(&page, span, &offices, today)).collect(),
        role_choices: role_choices(&page),
        offices: office_choices(door).await?,
        locales: locale_choices(),
        page,
    })
}

#[get("/admin/people/<id>", rank = 2)]
pub(super) async fn show(door: Door, id: AccountId) -> Result<Page<PersonPage>, PageStop> {
    door.permit(ManageAccounts {})?;
    Ok(Page::ok(person_page(&door, id, None, FormState::new()).await?))
}

#[post("/admin/people/<id>", data = "<sent>", rank = 2)]
pub(super) async fn change(
    door: Door,
    id: AccountId,
    sent: Submitted,
) -> Result<Either<Page<PersonPage>, Done>, PageStop> {
    let permit = door.permit(ManageAccounts {})?;
    let mut once = door.begin(&sent).await?;
    let mut form = sent.0;
    let version = form.value("version").parse().unwrap_or(0);
    let locale = Locale::from_code(form.value("locale")).unwrap_or_default();
    match change_account(permit, id, version, form.value("name"), locale, door.now(), &mut once.tx).await {
        Ok(()) => {
            let to = format!("/admin/people/{id}");
            Ok(Either::Right(door.finish(once, to, Message::new("identity-account-saved")).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            refuse(&mut form, door.locale(), &refused);
            let page = person_page(&door, id, Some(form), FormState::new()).await?;
            Ok(Either::Left(Page::with(Status::Conflict, page)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/admin/people/<id>/roles", data = "<sent>")]
pub(super) async fn grant(
    door: Door,
    id: AccountId,
    sent: Submitted,
) -> Result<Either<Page<PersonPage>, Done>, PageStop> {
    let permit = door.permit(ManageAccounts {})?;
    let mut once = door.begin(&sent).await?;
    let mut form = sent.0;
    let role = read_role(&door.page("identity-people-title"), &mut form);
    if let Some(role) = role.filter(|_| !form.is_refused()) {
        match grant_role(permit, id, role, door.now(), &mut once.tx).await {
            Ok(_) => {
                let to = format!("/admin/people/{id}");
                return Ok(Either::Right(door.finish(once, to, Message::new("identity-role-granted")).await?));
            }
            Err(Stop::Refused(refused)) => refuse(&mut form, door.locale(), &refused),
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    }
    drop(once);
    Ok(Either::Left(Page::unprocessable(person_page(&door, id, None, form).await?)))
}

#[post("/admin/people/<id>/roles/<grant>/end", data = "<sent>")]
pub(super) async fn revoke(door: Door, id: AccountId, grant: Uuid, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(ManageAccounts {})?;
    let mut once = door.begin(&sent).await?;
    revoke_role(permit, id, grant, door.now(), &mut once.tx).await?;
    door.finish(once, format!("/admin/people/{id}"), Message::new("identity-role-revoked")).await
}

/// One button of the page.
async fn press<C>(door: &Door, id: AccountId, sent: &Submitted, notice: &str, command: C) -> Result<Done, PageStop>
where
    C: AsyncFnOnce(Permit<ManageAccounts>, Instant, &mut Tx) -> Result<(), Stop<StandingRefused>>,
{
    let permit = door.permit(ManageAccounts {})?;
    let mut once = door.begin(sent).await?;
    command(permit, door.now(), &mut once.tx).await?;
    door.finish(once, format!("/admin/people/{id}"), Message::new(notice)).await
}

#[post("/admin/people/<id>/disable", data = "<sent>")]
pub(super) async fn disable(door: Door, id: AccountId, sent: Submitted) -> Result<Done, PageStop> {
    let command = async |permit, now, tx: &mut Tx| disable_account(permit, id, now, tx).await;
    press(&door, id, &sent, "identity-disabled", command).await
}

#[post("/admin/people/<id>/enable", data = "<sent>")]
pub(super) async fn enable(door: Door, id: AccountId, sent: Submitted) -> Result<Done, PageStop> {
    let command = async |permit, now, tx: &mut Tx| enable_account(permit, id, now, tx).await;
    press(&door, id, &sent, "identity-enabled", command).await
}

#[post("/admin/people/<id>/unlock", data = "<sent>")]
pub(super) async fn unlock(door: Door, id: AccountId, sent: Submitted) -> Result<Done, PageStop> {
    let command = async |permit, now, tx: &mut Tx| unlock_account(permit, door.config(), id, now, tx).await;
    press(&door, id, &sent, "identity-unlocked", command).await
}

#[post("/admin/people/<id>/remove-second-factor", data = "<sent>")]
pub(super) async fn remove_second_factor(door: Door, id: AccountId, sent: Submitted) -> Result<Done, PageStop> {
    let command = async |permit, now, tx: &mut Tx| remove_factor(permit, id, now, tx).await;
    press(&door, id, &sent, "identity-second-factor-removed", command).await
}

#[post("/admin/people/<id>/invite", data = "<sent>")]
pub(super) async fn invite_again(door: Door, id: AccountId, sent: Submitted) -> Result<Done, PageStop> {
    let command = async |permit, now, tx: &mut Tx| invite_once_more(permit, id, now, tx).await;
    press(&door, id, &sent, "identity-invited-again", command).await
}
