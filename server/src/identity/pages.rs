//! The pages of identity: coming in, one's own account, and the people of the house.

mod account;
mod invited;
mod keys;
mod locale;
mod login;
mod people;
mod person;
mod second_factor;

use super::{
    door::{SESSION_COOKIE, Site},
    local_path::local_path,
};
use crate::{
    kernel::refusal::Refusal,
    platform::{
        i18n::{Locale, say},
        render::FormState,
    },
};
use rocket::{
    Route,
    http::{Cookie, SameSite},
    routes,
};

/// All pages, to be mounted at `/`. They want [`crate::platform::password::Passwords`] and
/// [`crate::platform::limits::RateLimits`] to be managed; [`super::DemoLogins`] may be.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![
        login::show,
        login::submit,
        login::log_out,
        second_factor::show,
        second_factor::submit,
        second_factor::show_enrollment,
        second_factor::enroll,
        locale::choose,
        invited::show_invitation,
        invited::accept,
        invited::show_forgotten,
        invited::ask_reset,
        invited::show_reset,
        invited::reset,
        account::show,
        account::choose_locale,
        account::show_password,
        account::change_password,
        account::end_session,
        account::end_others,
        people::list,
        people::show_new,
        people::invite,
        person::show,
        person::change,
        person::grant,
        person::revoke,
        person::disable,
        person::enable,
        person::unlock,
        person::remove_second_factor,
        person::invite_again,
        keys::show,
        keys::rotate,
    ]
}

/// The cookie of a login session. It ends with the browser; when the session ends, the database decides.
fn session_cookie(site: &Site, value: String) -> Cookie<'static> {
    let encrypted = site.config.public_url().is_ok_and(|url| url.is_https());
    Cookie::build((SESSION_COOKIE, value)).path("/").http_only(true).same_site(SameSite::Lax).secure(encrypted).build()
}

/// What a refusal says, beside its field or, if it has none on this form, above it.
fn refuse(form: &mut FormState, locale: Locale, refused: &impl Refusal) {
    form.refuse(refused.field().unwrap_or_default(), say(locale, &refused.message()));
}

/// A password as it was typed, blanks and all.
fn typed<'f>(form: &'f FormState, name: &str) -> &'f str {
    form.pairs().find(|(field, _)| *field == name).map(|(_, value)| value).unwrap_or_default()
}
