//! `/account`: one's own roles, language, password, second factor and logins.

use super::{refuse, typed};
use crate::{
    identity::{
        Done, Door, PageStop, PasswordChange, RoleSpan, change_own_locale, change_password as change,
        end_other_sessions, end_session as end, queries, role_key,
    },
    kernel::{ids::LoginSessionId, message::Message, time::berlin_date},
    platform::{
        fault::{Fault, Stop},
        i18n::Locale,
        limits::LoginRate,
        password::Passwords,
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, State, get, http::CookieJar, post};

/// A role as it is shown.
pub(super) struct RoleRow {
    pub(super) id: String,
    pub(super) role: String,
    pub(super) office: String,
    pub(super) validity: String,
    /// "now", "later" or "past", for key and tone.
    pub(super) state: &'static str,
}

impl RoleRow {
    pub(super) fn of(
        page: &PageContext,
        span: &RoleSpan,
        offices: &queries::Offices,
        today: chrono::NaiveDate,
    ) -> Self {
        let from = page.date_short(span.valid_from);
        let validity = match span.valid_to {
            // People read the last day, not the day after it.
            Some(end) => {
                let last = end.pred_opt().unwrap_or(end);
                page.t2("identity-role-from-to", "from", from, "to", page.date_short(last))
            }
            None => page.t1("identity-role-from", "from", from),
        };
        let state = match (span.is_in_force(today), span.is_in_force_or_to_come(today)) {
            (true, _) => "now",
            (false, true) => "later",
            (false, false) => "past",
        };
        Self {
            id: span.id.to_string(),
            role: page.t(role_key(span.role)),
            office: span.office.map(|office| offices.name(office, page.locale).to_owned()).unwrap_or_default(),
            validity,
            state,
        }
    }
    pub(super) fn state_key(&self) -> String {
        format!("identity-role-{}", self.state)
    }
    pub(super) fn tone(&self) -> &'static str {
        if self.state == "now" { "success" } else { "" }
    }
}

/// A login as it is shown.
struct SessionRow {
    id: String,
    device: String,
    began: String,
    seen: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "identity/account.html")]
pub(super) struct AccountPage {
    page: PageContext,
    name: String,
    email: String,
    has_second_factor: bool,
    roles: Vec<RoleRow>,
    sessions: Vec<SessionRow>,
    form: FormState,
    locales: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "identity/change_password.html")]
pub(super) struct ChangePasswordPage {
    page: PageContext,
    form: FormState,
}

pub(super) fn locale_choices() -> Vec<Choice> {
    Locale::ALL.into_iter().map(|locale| Choice::new(locale.code(), locale.own_name())).collect()
}

#[get("/account")]
pub(super) async fn show(door: Door) -> Result<Page<AccountPage>, PageStop> {
    let page = door.page("identity-account-title");
    let (id, now) = (door.person().account, door.now());
    let view = queries::account(door.db(), door.config(), id, now).await?;
    let view = view.ok_or_else(|| Fault::new("the account vanished"))?;
    let offices = queries::Offices::load(door.db()).await?;
    let today = berlin_date(now);
    let roles = view.roles.iter().filter(|span| span.is_in_force_or_to_come(today));
    let roles = roles.map(|span| RoleRow::of(&page, span, &offices, today)).collect();
    let sessions = queries::sessions(door.db(), door.config(), id, now).await?;
    let sessions = sessions.into_iter().map(|session| SessionRow {
        id: session.id.to_string(),
        began: page.moment(session.created_at),
        seen: page.moment(session.last_seen_at),
        is_this: door.visitor.session == Some(session.id),
        device: session.device,
    });
    Ok(Page::ok(AccountPage {
        sessions: sessions.collect(),
        has_second_factor: view.account.totp_salt.is_some(),
        form: FormState::new().with("locale", view.account.locale.code()),
        name: view.account.name,
        email: view.account.email,
        roles,
        locales: locale_choices(),
        page,
    }))
}

#[post("/account/locale", data = "<sent>")]
pub(super) async fn choose_locale(door: Door, sent: Submitted, cookies: &CookieJar<'_>) -> Result<Done, PageStop> {
    let mut once = door.begin(&sent).await?;
    if let Some(locale) = Locale::from_code(sent.0.value("locale")) {
        change_own_locale(door.person(), locale, door.now(), &mut once.tx).await?;
        cookies.add(locale.cookie());
    }
    door.finish(once, "/account", Message::new("identity-account-saved")).await
}

#[get("/account/password")]
pub(super) fn show_password(door: Door) -> Page<ChangePasswordPage> {
    Page::ok(ChangePasswordPage { page: door.page("identity-change-password-title"), form: FormState::new() })
}

#[post("/account/password", data = "<sent>")]
pub(super) async fn change_password(
    door: Door,
    sent: Submitted,
    _rate: LoginRate<'_>,
    passwords: &State<Passwords>,
) -> Result<Either<Page<ChangePasswordPage>, Done>, PageStop> {
    let call = door.call(&sent)?;
    let mut form = sent.0;
    let page = door.page("identity-change-password-title");
    if typed(&form, "password") != typed(&form, "repeated") {
        form.refuse("repeated", page.t("identity-password-not-repeated"));
        return Ok(Either::Left(Page::unprocessable(ChangePasswordPage { page, form })));
    }
    let (current, new) = (typed(&form, "current"), typed(&form, "password"));
    let wanted = PasswordChange { current, new, session: door.visitor.session, call: &call };
    match change(door.db(), door.config(), passwords, door.person(), wanted, door.now()).await {
        Ok(()) => Ok(Either::Right(Done::saying("/account", Message::new("identity-password-changed")))),
        Err(Stop::Refused(refused)) => {
            refuse(&mut form, door.locale(), &refused);
            Ok(Either::Left(Page::unprocessable(ChangePasswordPage { page, form })))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/account/sessions/<session>/end", data = "<sent>")]
pub(super) async fn end_session(door: Door, session: LoginSessionId, sent: Submitted) -> Result<Done, PageStop> {
    let mut once = door.begin(&sent).await?;
    end(door.person(), session, door.now(), &mut once.tx).await?;
    door.finish(once, "/account", Message::new("identity-session-ended")).await
}

#[post("/account/sessions/end-others", data = "<sent>")]
pub(super) async fn end_others(door: Door, sent: Submitted) -> Result<Done, PageStop> {
    let mut once = door.begin(&sent).await?;
    end_other_sessions(door.person(), door.visitor.session, door.now(), &mut once.tx).await?;
    door.finish(once, "/account", Message::new("identity-sessions-ended")).await
}
