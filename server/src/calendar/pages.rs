//! The feed itself, and the page on which an interpreter looks after their feeds.

use super::{
    FeedView, create_feed,
    ics::{self, Entry, Method, Standing},
    revoke_feed, store,
};
use crate::{
    booking,
    identity::{Done, Door, PageStop, Site, policy::ManageOwnFeeds, tokens},
    kernel::{ids::InterpreterId, message::Message, refusal::Refusal},
    platform::{
        fault::{Fault, Stop},
        http::Problem,
        i18n::{Locale, say, t},
        render::{FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use chrono::Duration;
use rocket::{
    Either, Request, Response, Route, State, get,
    http::{ContentType, Header, Status},
    post,
    request::{FromRequest, Outcome},
    response::{self, Responder},
    routes,
};
use sha2::{Digest, Sha256};
use std::io::Cursor;
use uuid::Uuid;

/// `/calendars` and the feeds below `/calendar/`.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut all = routes![feeds, create, revoke, feed];
    all.extend(super::connected::routes());
    all
}

struct FeedLine {
    feed: FeedView,
    address: String,
}

#[derive(Template)]
#[template(path = "calendar/feeds.html")]
struct FeedsPage {
    page: PageContext,
    form: FormState,
    feeds: Vec<FeedLine>,
}

fn own(door: &Door) -> Result<InterpreterId, PageStop> {
    door.person().interpreter.ok_or_else(|| PageStop::from(crate::identity::Denied::Forbidden))
}

async fn page(door: &Door, form: FormState) -> Result<FeedsPage, PageStop> {
    let interpreter = own(door)?;
    door.permit(ManageOwnFeeds { interpreter })?;
    let public = door.config().public_url().map_err(Fault::from)?;
    let all = store::of_interpreter(door.db().read(), interpreter).await?;
    let keys: Vec<_> = all.iter().map(|feed| (feed.id, feed.created_at)).collect();
    let tokens = tokens::calendar_feeds_again(door.db(), door.config(), &keys).await?;
    let feeds = all.into_iter().zip(tokens);
    let line = |(feed, token)| FeedLine { address: public.join(&format!("/calendar/{token}/auftraege.ics")), feed };
    let feeds = feeds.map(line).collect();
    Ok(FeedsPage { page: door.page("calendar-title"), form, feeds })
}

#[get("/calendars")]
async fn feeds(door: Door) -> Result<Page<FeedsPage>, PageStop> {
    Ok(Page::ok(page(&door, FormState::new()).await?))
}

#[post("/calendars", data = "<form>")]
async fn create(door: Door, form: Submitted) -> Result<Either<Page<FeedsPage>, Done>, PageStop> {
    let interpreter = own(&door)?;
    let permit = door.permit(ManageOwnFeeds { interpreter })?;
    let mut once = door.begin(&form).await?;
    match create_feed(permit, form.0.value("name"), door.now(), &mut once.tx).await {
        Ok(_) => Ok(Either::Right(door.finish(once, "/calendars", Message::new("calendar-feed-created")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = form.0;
            typed.refuse(refused.field().unwrap_or_default(), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(page(&door, typed).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/calendars/<id>/revoke", data = "<form>")]
async fn revoke(door: Door, id: Uuid, form: Submitted) -> Result<Done, PageStop> {
    let interpreter = own(&door)?;
    let permit = door.permit(ManageOwnFeeds { interpreter })?;
    let mut once = door.begin(&form).await?;
    revoke_feed(permit, id, door.now(), &mut once.tx).await?;
    door.finish(once, "/calendars", Message::new("calendar-feed-revoked")).await
}

/// What a calendar program says about itself and what it has.
struct Client {
    name: String,
    has: Option<String>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Client {
    type Error = std::convert::Infallible;
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let headers = request.headers();
        Outcome::Success(Self {
            name: headers
                .get_one("user-agent")
                .unwrap_or_default()
                .chars()
                .filter(|c| !c.is_control())
                .take(120)
                .collect(),
            has: headers.get_one("if-none-match").map(str::to_owned),
        })
    }
}

struct FeedAnswer {
    body: String,
    tag: String,
    fresh: bool,
}

impl<'r> Responder<'r, 'static> for FeedAnswer {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let mut answer = Response::build();
        answer
            .header(Header::new("etag", self.tag))
            .header(Header::new("cache-control", "private, no-cache"))
            .header(Header::new("referrer-policy", "no-referrer"));
        if self.fresh {
            return answer.status(Status::NotModified).ok();
        }
        answer
            .header(ContentType::new("text", "calendar").with_params(("charset", "utf-8")))
            .sized_body(self.body.len(), Cursor::new(self.body))
            .ok()
    }
}

/// A dead or wrong address: 404 in plain words.
fn gone() -> Problem {
    Problem::of_status(Status::NotFound)
}

#[get("/calendar/<token>/<_name>")]
async fn feed(site: &State<Site>, token: &str, _name: &str, client: Client) -> Result<FeedAnswer, Problem> {
    answer(site, token, client).await.map_err(|stop| match stop {
        Some(fault) => {
            tracing::error!(%fault, "feed");
            Problem::of_status(if fault.is_passing() {
                Status::ServiceUnavailable
            } else {
                Status::InternalServerError
            })
        }
        None => gone(),
    })
}

async fn answer(site: &Site, token: &str, client: Client) -> Result<FeedAnswer, Option<Fault>> {
    let now = site.clock.now();
    let id = tokens::verify_calendar_feed(&site.db, &site.config, token, now).await.map_err(|stop| match stop {
        Stop::Refused(_) => None,
        Stop::Fault(fault) => Some(fault),
    })?;
    let found = store::find(site.db.read(), id).await.map_err(Some)?.ok_or(None)?;
    let interpreter = found.interpreter.ok_or(None)?;
    let (from, to) = (now - Duration::days(90), now + Duration::days(400));
    let jobs = booking::interpreter_jobs(site.db.read(), interpreter, from, to).await.map_err(Some)?;
    let public = site.config.public_url().map_err(|error| Some(error.into()))?;
    let entries: Vec<Entry> = jobs
        .into_iter()
        .map(|facts| {
            let url = public.join(&format!("/jobs/{}", facts.assignment));
            let standing = if facts.status == "cancelled" { Standing::Cancelled } else { Standing::Confirmed };
            Entry::new(facts, standing, Some(url))
        })
        .collect();
    let body = ics::calendar(Method::Feed, &t(Locale::De, "calendar-feed-name"), &entries, Locale::De);
    let tag = format!("\"{}\"", data_encoding::HEXLOWER.encode(&Sha256::digest(body.as_bytes())));
    let fresh =
        client.has.as_deref().is_some_and(|has| has.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    // Seen at most once an hour: a feed is asked often and a write each time would be a waste.
    if found.last_fetched_at.is_none_or(|last| now - last >= Duration::hours(1)) {
        let tx = site.db.begin().await.map_err(Some)?;
        store::seen(&tx, id, &client.name, now).await.map_err(Some)?;
        tx.commit().await.map_err(Some)?;
    }
    Ok(FeedAnswer { body, tag, fresh })
}
