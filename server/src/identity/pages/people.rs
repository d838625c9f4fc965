//! `/admin/people`: who has an account; and `/admin/people/new`, where somebody is invited.

use super::{account::locale_choices, refuse};
use crate::{
    identity::{
        AccountStatus, Done, Door, NewAccount, NewRole, PageStop, PeopleFilter, invite_account, policy::ManageAccounts,
        queries, role_key, store,
    },
    kernel::{actor::Role, ids::OfficeId, message::Message, time::berlin_date},
    platform::{
        fault::Stop,
        i18n::Locale,
        render::{Choice, FormState, Page, PageContext, Pager, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, http::Status, post};

const PER_PAGE: u64 = 25;

/// Somebody as the list shows them.
struct PersonLine {
    href: String,
    name: String,
    email: String,
    roles: String,
    status: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "identity/people.html")]
pub(super) struct PeoplePage {
    page: PageContext,
    form: FormState,
    roles: Vec<Choice>,
    statuses: Vec<Choice>,
    people: Vec<PersonLine>,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "identity/invite.html")]
pub(super) struct InvitePage {
    page: PageContext,
    form: FormState,
    roles: Vec<Choice>,
    offices: Vec<Choice>,
    locales: Vec<Choice>,
}

pub(super) fn status_tone(status: AccountStatus) -> &'static str {
    match status {
        AccountStatus::Invited => "info",
        AccountStatus::Active => "success",
        AccountStatus::Disabled => "danger",
    }
}

pub(super) fn role_choices(page: &PageContext) -> Vec<Choice> {
    Role::ALL.into_iter().map(|role| Choice::new(role.name(), page.t(role_key(role)))).collect()
}

pub(super) async fn office_choices(door: &Door) -> Result<Vec<Choice>, PageStop> {
    let offices = queries::Offices::load(door.db()).await?;
    Ok(offices.active(door.locale()).map(|(id, name)| Choice::new(id, name)).collect())
}

/// What a form says about a role: its name, its office, and from when to when.
pub(super) fn read_role(page: &PageContext, form: &mut FormState) -> Option<NewRole> {
    let role = Role::parse(form.value("role"));
    if role.is_none() {
        form.refuse("role", page.t("identity-role-missing"));
    }
    let office = form.filled("office").map(str::parse::<OfficeId>).transpose();
    if office.is_err() {
        form.refuse("office", page.t("identity-office-unknown"));
    }
    let mut day = |field: &str| match form.filled(field).map(read_day) {
        None => None,
        Some(Some(day)) => Some(day),
        Some(None) => {
            form.refuse(field, page.t("identity-day-unreadable"));
            None
        }
    };
    let (valid_from, last_day) = (day("valid_from"), day("valid_to"));
    // People name the last day; the house stores the day after it.
    let valid_to = last_day.and_then(|last| last.succ_opt());
    Some(NewRole { role: role?, office: office.ok()?, valid_from, valid_to })
}

/// `2027-03-04`, as browsers send it, or `04.03.2027`, as people type it.
fn read_day(text: &str) -> Option<chrono::NaiveDate> {
    text.parse().ok().or_else(|| chrono::NaiveDate::parse_from_str(text, "%d.%m.%Y").ok())
}

#[get("/admin/people?<q>&<status>&<role>&<page>")]
pub(super) async fn list(
    door: Door,
    q: Option<&str>,
    status: Option<&str>,
    role: Option<&str>,
    page: Option<u64>,
) -> Result<Page<PeoplePage>, PageStop> {
    door.permit(ManageAccounts {})?;
    let now = door.now();
    let filter = PeopleFilter {
        text: q.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
        status: status.and_then(AccountStatus::parse),
        role: role.and_then(Role::parse),
    };
    let context = door.page("identity-people-title");
    let total = queries::count_people(door.db(), &filter, now).await?;
    let pager = Pager::new(page.unwrap_or(1), PER_PAGE, total, &context.path);
    let rows = queries::people(door.db(), &filter, now, pager.offset(), PER_PAGE).await?;
    let offices = queries::Offices::load(door.db()).await?;
    let today = berlin_date(now);
    let people = rows.into_iter().map(|row| {
        let held = row.roles.iter().filter(|span| span.is_in_force(today)).map(|span| match span.office {
            Some(office) => format!("{} ({})", context.t(role_key(span.role)), offices.name(office, context.locale)),
            None => context.t(role_key(span.role)),
        });
        PersonLine {
            href: format!("/admin/people/{}", row.account.id),
            roles: held.collect::<Vec<_>>().join(", "),
            status: context.t(format!("identity-status-{}", row.account.status.name())),
            tone: status_tone(row.account.status),
            name: row.account.name,
            email: row.account.email,
        }
    });
    let statuses = AccountStatus::ALL
        .into_iter()
        .map(|status| Choice::new(status.name(), context.t(format!("identity-status-{}", status.name()))));
    Ok(Page::ok(PeoplePage {
        people: people.collect(),
        statuses: statuses.collect(),
        roles: role_choices(&context),
        form: FormState::new().with_some("q", q).with_some("status", status).with_some("role", role),
        pager,
        page: context,
    }))
}

async fn invite_page(door: &Door, form: FormState) -> Result<InvitePage, PageStop> {
    let page = door.page("identity-invite-title");
    let (roles, offices) = (role_choices(&page), office_choices(door).await?);
    Ok(InvitePage { page, form, roles, offices, locales: locale_choices() })
}

#[get("/admin/people/new")]
pub(super) async fn show_new(door: Door) -> Result<Page<InvitePage>, PageStop> {
    door.permit(ManageAccounts {})?;
    Ok(Page::ok(invite_page(&door, FormState::new().with("locale", Locale::De.code())).await?))
}

#[post("/admin/people/new", data = "<sent>")]
pub(super) async fn invite(door: Door, sent: Submitted) -> Result<Either<Page<InvitePage>, Done>, PageStop> {
    let permit = door.permit(ManageAccounts {})?;
    let mut once = door.begin(&sent).await?;
    let mut form = sent.0;
    let page = door.page("identity-invite-title");
    let role = read_role(&page, &mut form);
    let interpreter = match form.filled("interpreter") {
        None => None,
        Some(number) => {
            let found = store::interpreter_by_number(door.db().read(), number).await?;
            if found.is_none() {
                form.refuse("interpreter", page.t("identity-interpreter-unknown"));
            }
            found
        }
    };
    if let Some(role) = role.filter(|_| !form.is_refused()) {
        let new = NewAccount {
            email: form.value("email").to_owned(),
            name: form.value("name").to_owned(),
            locale: Locale::from_code(form.value("locale")).unwrap_or_default(),
            roles: vec![role],
            interpreter,
        };
        match invite_account(permit, new, door.now(), &mut once.tx).await {
            Ok(account) => {
                let to = format!("/admin/people/{account}");
                let notice = Message::new("identity-invited").with("email", form.value("email"));
                return Ok(Either::Right(door.finish(once, to, notice).await?));
            }
            Err(Stop::Refused(refused)) => refuse(&mut form, door.locale(), &refused),
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    }
    drop(once);
    Ok(Either::Left(Page::with(Status::UnprocessableEntity, invite_page(&door, form).await?)))
}
