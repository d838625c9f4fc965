//! `/dev/clock`: in the demo the clock can be set forward, so that one booking can be walked from the request to the payment in one go.
//!
//! Mounted in the demo only. The clock goes forward and never back, because what was stored lies behind it; a demo that starts
//! again goes by the machine's clock.

use crate::{
    identity::{Done, Guest, PageStop},
    kernel::{
        clock::Instant,
        message::Message,
        time::{Fold, berlin, resolve},
    },
    platform::{
        i18n::t,
        render::{FormState, Page, PageContext, Submitted},
        table::{date, time},
    },
};
use askama::Template;
use chrono::Duration;
use rocket::{Either, Route, get, post, routes};

/// Further ahead the demo's budgets and schedules end.
const FURTHEST: Duration = Duration::days(730);

/// The page and its button.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, forward]
}

#[derive(Template)]
#[template(path = "shell/clock.html")]
struct ClockPage {
    page: PageContext,
    form: FormState,
    now: Instant,
}

fn page(guest: &Guest, form: FormState) -> ClockPage {
    ClockPage { page: guest.page("clock-title"), form, now: guest.now() }
}

#[get("/dev/clock")]
fn show(guest: Guest) -> Page<ClockPage> {
    let now = berlin(guest.now());
    let form = FormState::new().with("date", now.format("%Y-%m-%d")).with("time", now.format("%H:%M"));
    Page::ok(page(&guest, form))
}

/// The instant that was typed, if it lies ahead and not too far.
fn ahead(form: &mut FormState, guest: &Guest) -> Option<Instant> {
    let typed = date(form.value("date")).ok().zip(time(form.value("time")).ok());
    let at = typed.and_then(|(day, clock)| resolve(day.and_time(clock), Fold::Earlier).ok());
    let now = guest.now();
    let at = at.filter(|at| now < *at && *at <= now + FURTHEST);
    if at.is_none() {
        form.refuse("date", t(guest.locale(), "clock-refused"));
    }
    at
}

#[post("/dev/clock", data = "<sent>")]
async fn forward(guest: Guest, sent: Submitted) -> Result<Either<Page<ClockPage>, Done>, PageStop> {
    let mut form = sent.0.clone();
    let Some(at) = ahead(&mut form, &guest) else {
        return Ok(Either::Left(Page::unprocessable(page(&guest, form))));
    };
    let once = guest.begin(&sent).await?;
    let clock = &guest.site().clock;
    clock.advance(at - clock.now());
    Ok(Either::Right(guest.finish(once, "/dev/clock", Message::new("clock-set").with("at", at)).await?))
}
