//! `/login` and `/logout`.

use super::{local_path, refuse, session_cookie, typed};
use crate::{
    identity::{
        Done, Guest, LogInRefused, NextStep, PageStop, PasswordAttempt, demo_logins::ShownLogins, door::SESSION_COOKIE,
        log_in, log_out as end_session,
    },
    kernel::message::Message,
    platform::{
        fault::Stop,
        i18n::LOCALE_COOKIE,
        limits::LoginRate,
        password::Passwords,
        render::{FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{
    Either, State, get,
    http::{Cookie, CookieJar, RawStr, Status},
    post,
};

/// A login of the demo as the page shows it.
struct DemoRow {
    label: String,
    email: String,
    password: String,
}

#[derive(Template)]
#[template(path = "identity/login.html")]
pub(super) struct LoginPage {
    page: PageContext,
    form: FormState,
    next: String,
    demo: Vec<DemoRow>,
}

fn login_page(guest: &Guest, form: FormState, next: String, demo: ShownLogins) -> LoginPage {
    let page = guest.page("identity-login-title");
    let demo = demo.0.into_iter().map(|login| DemoRow {
        label: page.t(&login.role_key),
        email: login.email,
        password: login.password,
    });
    LoginPage { demo: demo.collect(), page, form, next }
}

/// Where the steps of a login lead, and then on.
pub(super) fn step_after(next: NextStep, then: &str) -> String {
    let then_encoded = RawStr::new(then).percent_encode();
    match next {
        NextStep::Done => then.to_owned(),
        NextStep::GiveSecondFactor => format!("/login/second-factor?next={then_encoded}"),
        NextStep::EnrollSecondFactor => format!("/login/enroll?next={then_encoded}"),
    }
}

#[get("/login?<next>")]
pub(super) fn show(guest: Guest, next: Option<&str>, demo: ShownLogins) -> Either<Page<LoginPage>, Done> {
    let next = local_path(next);
    match guest.visitor() {
        Some(visitor) if !visitor.second_factor_missing => Either::Right(Done::to(next)),
        _ => Either::Left(Page::ok(login_page(&guest, FormState::new(), next, demo))),
    }
}

#[post("/login", data = "<sent>")]
pub(super) async fn submit(
    guest: Guest,
    sent: Submitted,
    rate: LoginRate<'_>,
    passwords: &State<Passwords>,
    demo: ShownLogins,
    cookies: &CookieJar<'_>,
) -> Result<Either<Page<LoginPage>, Done>, PageStop> {
    let call = guest.call(&sent)?;
    let mut form = sent.0;
    let next = local_path(form.filled("next"));
    for (field, key) in [("email", "identity-login-email-missing"), ("password", "identity-login-password-missing")] {
        if form.filled(field).is_none() {
            form.refuse(field, guest.page("identity-login-title").t(key));
        }
    }
    if form.is_refused() {
        return Ok(Either::Left(Page::unprocessable(login_page(&guest, form, next, demo))));
    }
    if rate.0.login_to(form.value("email")).is_err() {
        form.refuse_all(guest.page("identity-login-title").t("identity-login-too-often"));
        return Ok(Either::Left(Page::with(Status::TooManyRequests, login_page(&guest, form, next, demo))));
    }
    let site = guest.site();
    let attempt = PasswordAttempt {
        email: form.value("email"),
        password: typed(&form, "password"),
        device: &guest.device,
        call: &call,
    };
    match log_in(guest.db(), &site.config, passwords, attempt, guest.now()).await {
        Ok(admission) => {
            cookies.add(session_cookie(site, admission.cookie));
            if cookies.get(LOCALE_COOKIE).is_none() {
                cookies.add(admission.account.locale.cookie());
            }
            Ok(Either::Right(Done::to(step_after(admission.next, &next))))
        }
        Err(Stop::Refused(refused)) => {
            refuse(&mut form, guest.locale(), &refused);
            let status = match refused {
                LogInRefused::Locked { .. } => Status::TooManyRequests,
                _ => Status::UnprocessableEntity,
            };
            Ok(Either::Left(Page::with(status, login_page(&guest, form, next, demo))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/logout")]
pub(super) async fn log_out(guest: Guest, cookies: &CookieJar<'_>) -> Result<Done, PageStop> {
    if let Some(visitor) = guest.visitor()
        && let Some(session) = visitor.session
    {
        let mut tx = guest.db().begin().await?;
        end_session(&visitor.person, session, guest.now(), &mut tx).await?;
        tx.commit().await?;
    }
    cookies.remove(Cookie::build(SESSION_COOKIE).path("/"));
    Ok(Done::saying("/login", Message::new("identity-logged-out")))
}
