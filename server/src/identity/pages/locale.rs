//! `POST /locale`: the language switch in the frame of every page.

use super::local_path;
use crate::{
    identity::Done,
    platform::{i18n::Locale, render::Submitted},
};
use rocket::{http::CookieJar, post};

#[post("/locale", data = "<sent>")]
pub(super) fn choose(sent: Submitted, cookies: &CookieJar<'_>) -> Done {
    if let Some(locale) = Locale::from_code(sent.0.value("locale")) {
        cookies.add(locale.cookie());
    }
    Done::to(local_path(sent.0.filled("return_to")))
}
