//! Links from mails: `/invitation/<token>` and `/reset/<token>`; and `/reset`, where one asks for such a mail.

use super::{refuse, typed};
use crate::{
    identity::{
        Done, Guest, PageStop, accept_invitation, ask_password_reset, hash_new_password, reset_password,
        tokens::{SingleUse, TokenRefused, verify_invitation, verify_reset},
    },
    kernel::{message::Message, refusal::Refusal},
    platform::{
        fault::Stop,
        i18n::say,
        limits::LoginRate,
        password::Passwords,
        render::{FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, State, get, http::Status, post};

/// Somebody chooses a password.
#[derive(Template)]
#[template(path = "identity/choose_password.html")]
pub(super) struct ChoosePasswordPage {
    page: PageContext,
    form: FormState,
    action: String,
    is_invitation: bool,
}

/// The link does not hold (any more), and what to do now.
#[derive(Template)]
#[template(path = "identity/dead_link.html")]
pub(super) struct DeadLinkPage {
    page: PageContext,
    why: String,
    is_invitation: bool,
}

#[derive(Template)]
#[template(path = "identity/forgotten.html")]
pub(super) struct ForgottenPage {
    page: PageContext,
    form: FormState,
}

type Shown = Either<Page<ChoosePasswordPage>, Page<DeadLinkPage>>;
type Answered = Result<Either<Shown, Done>, PageStop>;

#[derive(Clone, Copy)]
enum Link<'t> {
    Invitation(&'t str),
    Reset(&'t str),
}

impl Link<'_> {
    fn is_invitation(self) -> bool {
        matches!(self, Self::Invitation(_))
    }

    async fn verify(self, guest: &Guest) -> Result<SingleUse, Stop<TokenRefused>> {
        let (db, config, now) = (guest.db(), &guest.site().config, guest.now());
        match self {
            Self::Invitation(token) => verify_invitation(db, config, token, now).await,
            Self::Reset(token) => verify_reset(db, config, token, now).await,
        }
    }

    fn page(self, guest: &Guest, form: FormState) -> ChoosePasswordPage {
        let (title, action) = match self {
            Self::Invitation(token) => ("identity-invitation-title", format!("/invitation/{token}")),
            Self::Reset(token) => ("identity-reset-title", format!("/reset/{token}")),
        };
        ChoosePasswordPage {
            page: guest.page("identity-login-title").titled(title),
            form,
            action,
            is_invitation: self.is_invitation(),
        }
    }

    fn dead(self, guest: &Guest, refused: TokenRefused) -> Page<DeadLinkPage> {
        let status = match refused {
            TokenRefused::Invalid => Status::NotFound,
            _ => Status::Gone,
        };
        let why = say(guest.locale(), &refused.message());
        let page = guest.page("identity-dead-link-title");
        Page::with(status, DeadLinkPage { page, why, is_invitation: self.is_invitation() })
    }

    async fn show(self, guest: &Guest) -> Result<Shown, PageStop> {
        match self.verify(guest).await {
            Ok(_) => Ok(Either::Left(Page::ok(self.page(guest, FormState::new())))),
            Err(Stop::Refused(refused)) => Ok(Either::Right(self.dead(guest, refused))),
            Err(Stop::Fault(fault)) => Err(fault.into()),
        }
    }

    async fn submit(self, guest: &Guest, sent: Submitted, passwords: &Passwords) -> Answered {
        let dead = |refused| Ok(Either::Left(Either::Right(self.dead(guest, refused))));
        let token = match self.verify(guest).await {
            Ok(token) => token,
            Err(Stop::Refused(refused)) => {
                // Used up by an earlier press of this button: then that one's answer leaves here.
                drop(guest.begin(&sent).await?);
                return dead(refused);
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        };
        let mut form = sent.0.clone();
        if typed(&form, "password") != typed(&form, "repeated") {
            form.refuse("repeated", guest.page("identity-login-title").t("identity-password-not-repeated"));
        }
        let hash = match hash_new_password(guest.db(), passwords, token.account, typed(&form, "password")).await {
            Ok(hash) => Some(hash),
            Err(Stop::Refused(refused)) => {
                refuse(&mut form, guest.locale(), &refused);
                None
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        };
        let Some(hash) = hash.filter(|_| !form.is_refused()) else {
            return Ok(Either::Left(Either::Left(Page::unprocessable(self.page(guest, form)))));
        };
        let mut once = guest.begin(&sent).await?;
        let (now, config) = (guest.now(), &guest.site().config);
        let (done, notice) = match self {
            Self::Invitation(_) => {
                (accept_invitation(&token, hash, now, &mut once.tx).await.map(|_| ()), "identity-invitation-accepted")
            }
            Self::Reset(_) => (reset_password(config, &token, hash, now, &mut once.tx).await, "identity-reset-done"),
        };
        match done {
            Ok(()) => Ok(Either::Right(guest.finish(once, "/login", Message::new(notice)).await?)),
            Err(Stop::Refused(refused)) => dead(refused),
            Err(Stop::Fault(fault)) => Err(fault.into()),
        }
    }
}

#[get("/invitation/<token>")]
pub(super) async fn show_invitation(guest: Guest, token: &str) -> Result<Shown, PageStop> {
    Link::Invitation(token).show(&guest).await
}

#[post("/invitation/<token>", data = "<sent>")]
pub(super) async fn accept(
    guest: Guest,
    token: &str,
    sent: Submitted,
    _rate: LoginRate<'_>,
    passwords: &State<Passwords>,
) -> Answered {
    Link::Invitation(token).submit(&guest, sent, passwords).await
}

#[get("/reset/<token>")]
pub(super) async fn show_reset(guest: Guest, token: &str) -> Result<Shown, PageStop> {
    Link::Reset(token).show(&guest).await
}

#[post("/reset/<token>", data = "<sent>")]
pub(super) async fn reset(
    guest: Guest,
    token: &str,
    sent: Submitted,
    _rate: LoginRate<'_>,
    passwords: &State<Passwords>,
) -> Answered {
    Link::Reset(token).submit(&guest, sent, passwords).await
}

#[get("/reset")]
pub(super) fn show_forgotten(guest: Guest) -> Page<ForgottenPage> {
    Page::ok(ForgottenPage { page: guest.page("identity-forgotten-title"), form: FormState::new() })
}

#[post("/reset", data = "<sent>")]
pub(super) async fn ask_reset(
    guest: Guest,
    sent: Submitted,
    rate: LoginRate<'_>,
) -> Result<Either<Page<ForgottenPage>, Done>, PageStop> {
    let mut form = sent.0.clone();
    let page = guest.page("identity-forgotten-title");
    let status = match form.filled("email") {
        None => {
            form.refuse("email", page.t("identity-login-email-missing"));
            Status::UnprocessableEntity
        }
        Some(email) if rate.0.login_to(email).is_err() => {
            form.refuse_all(page.t("identity-login-too-often"));
            Status::TooManyRequests
        }
        Some(email) => {
            let mut once = guest.begin(&sent).await?;
            ask_password_reset(email, guest.now(), &mut once.tx).await?;
            return Ok(Either::Right(guest.finish(once, "/login", Message::new("identity-reset-asked")).await?));
        }
    };
    Ok(Either::Left(Page::with(status, ForgottenPage { page, form })))
}
