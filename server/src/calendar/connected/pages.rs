//! `/connected-calendars`: an interpreter's own calendars that say when they are busy.

use super::{FileRefused, MOST_BYTES, read_file};
use crate::{
    booking,
    directory::{
        self,
        busy::{ConnectedCalendar, HORIZON_DAYS, MOST_CALENDARS, Reading},
        commands::{ConnectRefused, connect_calendar, disconnect_calendar, read_anew},
    },
    identity::{Denied, Done, Door, PageStop, Permit, policy::ConnectCalendars},
    kernel::{
        clock::Instant,
        ids::ConnectedCalendarId,
        message::Message,
        refusal::Refusal,
        time::{age_in_words, berlin},
    },
    platform::{
        fault::{Fault, Stop},
        http::whole,
        i18n::say,
        render::{FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use chrono::DateTime;
use chrono_tz::Tz;
use rocket::{Either, FromForm, Route, data::Capped, form::Form, fs::TempFile, get, http::Status, post, routes};
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

/// All pages, mounted at `/`.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, connect, one, upload, disconnect]
}

const LIST: &str = "/connected-calendars";

/// A calendar in words.
struct Card {
    id: ConnectedCalendarId,
    name: String,
    /// When it was read.
    read_at: Option<DateTime<Tz>>,
    /// How long ago, in words.
    age: String,
    /// What its age means; empty while it is fresh.
    stale: String,
    busy: i32,
    left_out: i32,
    until: Option<DateTime<Tz>>,
}

#[derive(Template)]
#[template(path = "calendar/connected.html")]
struct ListPage {
    page: PageContext,
    form: FormState,
    cards: Vec<Card>,
    has_room: bool,
    most: usize,
    months: u64,
    megabytes: usize,
}

#[derive(Template)]
#[template(path = "calendar/connected_one.html")]
struct OnePage {
    page: PageContext,
    form: FormState,
    card: Card,
    megabytes: usize,
}

type Answered<P> = Result<Either<Page<P>, Done>, PageStop>;

fn permit(door: &Door) -> Result<Permit<ConnectCalendars>, PageStop> {
    let interpreter = door.person().interpreter.ok_or_else(|| PageStop::from(Denied::Forbidden))?;
    door.permit(ConnectCalendars { interpreter })
}

/// How long ago something was, in the largest unit that fits.
fn age(page: &PageContext, since: Instant, now: Instant) -> String {
    let (unit, count) = age_in_words((now - since).num_minutes());
    page.t2("calendar-connected-age", "unit", unit, "count", count)
}

fn card(page: &PageContext, calendar: ConnectedCalendar, now: Instant) -> Card {
    let share = calendar.read_at.map(|at| booking::share_of_a_calendar(now - at));
    let stale = match share {
        None | Some(100) => String::new(),
        Some(0) => page.t("calendar-connected-too-old"),
        Some(_) => page.t("calendar-connected-old"),
    };
    Card {
        id: calendar.id,
        name: calendar.name,
        age: calendar.read_at.map(|at| age(page, at, now)).unwrap_or_default(),
        stale,
        read_at: calendar.read_at.map(berlin),
        busy: calendar.busy_count,
        left_out: calendar.left_out,
        until: calendar.covers_to.map(berlin),
    }
}

async fn list_page(door: &Door, permit: &Permit<ConnectCalendars>, form: FormState) -> Result<ListPage, PageStop> {
    let page = door.page("calendar-connected-title");
    let calendars = directory::connected_calendars(door.db().read(), permit.interpreter).await?;
    Ok(ListPage {
        has_room: calendars.len() < MOST_CALENDARS,
        cards: calendars.into_iter().map(|one| card(&page, one, door.now())).collect(),
        most: MOST_CALENDARS,
        months: HORIZON_DAYS / 30,
        megabytes: MOST_BYTES / 1024 / 1024,
        form,
        page,
    })
}

/// The reader's own calendar; somebody else's is none.
async fn own(
    door: &Door,
    permit: &Permit<ConnectCalendars>,
    id: ConnectedCalendarId,
) -> Result<ConnectedCalendar, PageStop> {
    let found = directory::connected_calendar(door.db().read(), id).await?;
    found.filter(|one| one.interpreter == permit.interpreter).ok_or_else(|| Denied::Unknown.into())
}

fn one_page(door: &Door, calendar: ConnectedCalendar, form: FormState) -> OnePage {
    let page = door.page("calendar-connected-one-title");
    OnePage { card: card(&page, calendar, door.now()), megabytes: MOST_BYTES / 1024 / 1024, form, page }
}

#[get("/connected-calendars")]
async fn list(door: Door) -> Result<Page<ListPage>, PageStop> {
    let permit = permit(&door)?;
    Ok(Page::ok(list_page(&door, &permit, FormState::new()).await?))
}

/// A file, and the name of its calendar where that is asked for.
#[derive(FromForm)]
struct Sent<'r> {
    #[field(name = "_key")]
    key: Option<&'r str>,
    #[field(default = "")]
    name: &'r str,
    file: Capped<TempFile<'r>>,
}

/// What came, as far as it is a calendar. The form is what was typed, with the digest of the file in the file's place.
enum Came {
    Reading(Submitted, Reading),
    Refused(FormState, FileRefused),
    Missing(FormState),
}

async fn came(door: &Door, sent: Sent<'_>) -> Result<Came, PageStop> {
    let form = FormState::new().with("name", sent.name);
    let Ok(file) = whole(sent.file) else { return Ok(Came::Refused(form, FileRefused::TooLarge)) };
    if file.len() > MOST_BYTES as u64 {
        return Ok(Came::Refused(form, FileRefused::TooLarge));
    }
    if file.len() == 0 && file.raw_name().is_none_or(|name| name.dangerous_unsafe_unsanitized_raw().as_str().is_empty())
    {
        return Ok(Came::Missing(form));
    }
    let mut bytes = Vec::new();
    file.open().await.map_err(Fault::from)?.read_to_end(&mut bytes).await.map_err(Fault::from)?;
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    match read_file(bytes, door.now()).await {
        Ok(reading) => Ok(Came::Reading(Submitted(form.with_some("_key", sent.key).with("sha256", digest)), reading)),
        Err(Stop::Refused(refused)) => Ok(Came::Refused(form, refused)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn status_of(refused: FileRefused) -> Status {
    if refused == FileRefused::TooLarge { Status::PayloadTooLarge } else { Status::UnprocessableEntity }
}

#[post("/connected-calendars", data = "<sent>")]
async fn connect(door: Door, sent: Form<Sent<'_>>) -> Answered<ListPage> {
    let permit = permit(&door)?;
    let (form, reading) = match came(&door, sent.into_inner()).await? {
        Came::Reading(form, reading) => (form, reading),
        Came::Refused(mut form, refused) => {
            form.refuse("file", say(door.locale(), &refused.message()));
            let page = list_page(&door, &permit, form).await?;
            return Ok(Either::Left(Page::with(status_of(refused), page)));
        }
        Came::Missing(mut form) => {
            form.refuse("file", say(door.locale(), &Message::new("calendar-connected-file-missing")));
            return Ok(Either::Left(Page::unprocessable(list_page(&door, &permit, form).await?)));
        }
    };
    let mut once = door.begin(&form).await?;
    match connect_calendar(&permit, form.0.value("name"), &reading, door.now(), &mut once.tx).await {
        Ok(_) => Ok(Either::Right(door.finish(once, LIST, notice("calendar-connected-done", &reading)).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = form.0;
            typed.refuse(refused.field().unwrap_or("name"), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(list_page(&door, &permit, typed).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn notice(key: &str, reading: &Reading) -> Message {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Message::new(key).with("busy", number(reading.busy.len())).with("left", number(reading.left_out))
}

#[get("/connected-calendars/<id>")]
async fn one(door: Door, id: ConnectedCalendarId) -> Result<Page<OnePage>, PageStop> {
    let permit = permit(&door)?;
    let calendar = own(&door, &permit, id).await?;
    Ok(Page::ok(one_page(&door, calendar, FormState::new())))
}

#[post("/connected-calendars/<id>", data = "<sent>")]
async fn upload(door: Door, id: ConnectedCalendarId, sent: Form<Sent<'_>>) -> Answered<OnePage> {
    let permit = permit(&door)?;
    let calendar = own(&door, &permit, id).await?;
    let kept = |why: String| -> String {
        let page = door.page("calendar-connected-one-title");
        match calendar.read_at {
            Some(at) => page.t2("calendar-connected-kept", "why", why, "at", page.moment(berlin(at))),
            None => why,
        }
    };
    let (form, reading) = match came(&door, sent.into_inner()).await? {
        Came::Reading(form, reading) => (form, reading),
        Came::Refused(mut form, refused) => {
            form.refuse("file", kept(say(door.locale(), &refused.message())));
            return Ok(Either::Left(Page::with(status_of(refused), one_page(&door, calendar, form))));
        }
        Came::Missing(mut form) => {
            form.refuse("file", say(door.locale(), &Message::new("calendar-connected-file-missing")));
            return Ok(Either::Left(Page::unprocessable(one_page(&door, calendar, form))));
        }
    };
    let mut once = door.begin(&form).await?;
    match read_anew(&permit, id, &reading, door.now(), &mut once.tx).await {
        Ok(()) => Ok(Either::Right(door.finish(once, LIST, notice("calendar-connected-again", &reading)).await?)),
        Err(Stop::Refused(ConnectRefused::Gone)) => Err(Denied::Unknown.into()),
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = form.0;
            typed.refuse("file", kept(say(door.locale(), &refused.message())));
            Ok(Either::Left(Page::unprocessable(one_page(&door, calendar, typed))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/connected-calendars/<id>/remove", data = "<form>")]
async fn disconnect(door: Door, id: ConnectedCalendarId, form: Submitted) -> Result<Done, PageStop> {
    let permit = permit(&door)?;
    let mut once = door.begin(&form).await?;
    match disconnect_calendar(&permit, id, door.now(), &mut once.tx).await {
        Ok(()) => door.finish(once, LIST, Message::new("calendar-connected-removed")).await,
        Err(Stop::Refused(_)) => Err(Denied::Unknown.into()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
