//! `/login/second-factor` and `/login/enroll`.

use super::{local_path, login::step_after, refuse};
use crate::{
    identity::{
        Done, Enrollment, Guest, LogInRefused, NextStep, PageStop, demo_code, enroll_second_factor, enrollment,
        give_second_factor, visitor::Visitor,
    },
    kernel::{ids::LoginSessionId, message::Message},
    platform::{
        fault::Stop,
        limits::LoginRate,
        render::{FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, http::Status, post};

#[derive(Template)]
#[template(path = "identity/second_factor.html")]
pub(super) struct SecondFactorPage {
    page: PageContext,
    form: FormState,
    next: String,
    demo_code: Option<String>,
}

#[derive(Template)]
#[template(path = "identity/enroll.html")]
pub(super) struct EnrollPage {
    page: PageContext,
    form: FormState,
    next: String,
    enrollment: Enrollment,
    demanded: bool,
}

fn to_login(next: &str) -> Done {
    Done::to(format!("/login?next={}", rocket::http::RawStr::new(next).percent_encode()))
}

/// The login session of a page, whether it is complete or not.
fn session_of(guest: &Guest) -> Option<(&Visitor, LoginSessionId)> {
    let visitor = guest.visitor()?;
    Some((visitor, visitor.session?))
}

fn status_of(refused: LogInRefused) -> Status {
    match refused {
        LogInRefused::Locked { .. } => Status::TooManyRequests,
        _ => Status::UnprocessableEntity,
    }
}

async fn second_factor_page(guest: &Guest, form: FormState, next: String) -> Result<SecondFactorPage, PageStop> {
    let demo_code = match guest.visitor() {
        Some(visitor) => demo_code(guest.db(), &guest.site().config, visitor.person.account, guest.now()).await?,
        None => None,
    };
    Ok(SecondFactorPage { page: guest.page("identity-second-factor-title"), form, next, demo_code })
}

#[get("/login/second-factor?<next>")]
pub(super) async fn show(guest: Guest, next: Option<&str>) -> Result<Either<Page<SecondFactorPage>, Done>, PageStop> {
    let next = local_path(next);
    match session_of(&guest) {
        None => Ok(Either::Right(to_login(&next))),
        Some((visitor, _)) if !visitor.second_factor_missing => Ok(Either::Right(Done::to(next))),
        Some(_) => Ok(Either::Left(Page::ok(second_factor_page(&guest, FormState::new(), next).await?))),
    }
}

#[post("/login/second-factor", data = "<sent>")]
pub(super) async fn submit(
    guest: Guest,
    sent: Submitted,
    _rate: LoginRate<'_>,
) -> Result<Either<Page<SecondFactorPage>, Done>, PageStop> {
    let mut form = sent.0;
    let next = local_path(form.filled("next"));
    let Some((visitor, session)) = session_of(&guest) else { return Ok(Either::Right(to_login(&next))) };
    if !visitor.second_factor_missing {
        return Ok(Either::Right(Done::to(next)));
    }
    match give_second_factor(guest.db(), &guest.site().config, session, form.value("code"), guest.now()).await {
        Ok(()) => Ok(Either::Right(Done::to(next))),
        Err(Stop::Refused(LogInRefused::SecondFactorMissing)) => {
            Ok(Either::Right(Done::to(step_after(NextStep::EnrollSecondFactor, &next))))
        }
        Err(Stop::Refused(LogInRefused::SessionEnded)) => Ok(Either::Right(to_login(&next))),
        Err(Stop::Refused(refused)) => {
            refuse(&mut form, guest.locale(), &refused);
            let page = second_factor_page(&guest, form, next).await?;
            Ok(Either::Left(Page::with(status_of(refused), page)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The page, or on to the code of the second factor that is there already.
async fn enroll_page(
    guest: &Guest,
    visitor: &Visitor,
    session: LoginSessionId,
    form: FormState,
    next: String,
    status: Status,
) -> Result<Either<Page<EnrollPage>, Done>, PageStop> {
    match enrollment(guest.db(), &guest.site().config, visitor.person.account, session).await? {
        None => Ok(Either::Right(Done::to(step_after(NextStep::GiveSecondFactor, &next)))),
        Some(enrollment) => {
            let demanded = visitor.second_factor_missing;
            let page = EnrollPage { page: guest.page("identity-enroll-title"), form, next, enrollment, demanded };
            Ok(Either::Left(Page::with(status, page)))
        }
    }
}

#[get("/login/enroll?<next>")]
pub(super) async fn show_enrollment(
    guest: Guest,
    next: Option<&str>,
) -> Result<Either<Page<EnrollPage>, Done>, PageStop> {
    let next = local_path(next);
    match session_of(&guest) {
        None => Ok(Either::Right(to_login(&next))),
        Some((visitor, session)) => enroll_page(&guest, visitor, session, FormState::new(), next, Status::Ok).await,
    }
}

#[post("/login/enroll", data = "<sent>")]
pub(super) async fn enroll(
    guest: Guest,
    sent: Submitted,
    _rate: LoginRate<'_>,
) -> Result<Either<Page<EnrollPage>, Done>, PageStop> {
    let mut form = sent.0;
    let next = local_path(form.filled("next"));
    let Some((visitor, session)) = session_of(&guest) else { return Ok(Either::Right(to_login(&next))) };
    match enroll_second_factor(guest.db(), &guest.site().config, session, form.value("code"), guest.now()).await {
        Ok(()) => Ok(Either::Right(Done::saying(next, Message::new("identity-enrolled")))),
        Err(Stop::Refused(LogInRefused::SecondFactorExists)) => {
            Ok(Either::Right(Done::to(step_after(NextStep::GiveSecondFactor, &next))))
        }
        Err(Stop::Refused(LogInRefused::SessionEnded)) => Ok(Either::Right(to_login(&next))),
        Err(Stop::Refused(refused)) => {
            refuse(&mut form, guest.locale(), &refused);
            enroll_page(&guest, visitor, session, form, next, status_of(refused)).await
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
