//! What an interpreter was offered: pay, time, district, yes or no.

use super::parts::{self, Line};
use crate::{
    booking::{
        commands,
        facts::AssignmentFacts,
        offer::Offer,
        own_calendar::OwnCalendars,
        queries,
        store::{
            self,
            lists::{self, Piece},
        },
    },
    identity::{
        Done, Door, PageStop,
        policy::{AnswerOffer, ViewOwnJobs},
    },
    kernel::{figures, ids::*, time::berlin},
    platform::render::{Onward, Page, PageContext, Submitted},
};
use askama::Template;
use chrono::{DateTime, Duration};
use chrono_tz::Tz;
use rocket::{get, post};
use std::collections::HashMap;

/// One offer.
pub(super) struct Row {
    pub(super) id: OfferId,
    pub(super) line: Line,
    pub(super) fee: i64,
    pub(super) until: DateTime<Tz>,
    pub(super) status: String,
    pub(super) tone: &'static str,
    pub(super) remark: String,
    /// What the addressee's own calendar says against it; empty if nothing.
    pub(super) own_calendar: String,
}

/// An offer as its addressee sees it: no file reference, no address.
pub(super) fn row(
    page: &PageContext,
    me: InterpreterId,
    offer: &Offer,
    facts: AssignmentFacts,
    said: &OwnCalendars,
) -> Row {
    let facts = queries::for_interpreter(me, facts);
    Row {
        own_calendar: parts::own_calendar(page, said.about(&facts).as_ref()),
        id: offer.id,
        fee: offer.expected_fee.get(),
        until: berlin(offer.expires_at),
        status: page.t(format!("booking-offer-{}", offer.status.key())),
        tone: parts::offer_tone(offer.status),
        remark: facts.remark.clone(),
        line: Line::of(page, facts, &HashMap::new(), String::new()),
    }
}

#[derive(Template)]
#[template(path = "booking/offers.html")]
pub(super) struct ListPage {
    page: PageContext,
    open: Vec<Row>,
    open_on: Onward,
    past: Vec<Row>,
    past_on: Onward,
}

/// How long what became of an offer is told.
const TOLD_DAYS: i64 = 30;

#[get("/offers?<open>&<past>")]
pub(super) async fn list(door: Door, open: Option<&str>, past: Option<&str>) -> Result<Page<ListPage>, PageStop> {
    let me = parts::me(&door)?;
    door.permit(ViewOwnJobs { interpreter: me })?;
    let page = door.page("booking-offers-title");
    let now = door.now();
    let (conn, since) = (store::read(door.db()), now - Duration::days(TOLD_DAYS));
    let (open, past) = (parts::wanted(open), parts::wanted(past));
    let found = lists::open_offers_to(conn, me, now, Piece::or_first(&open)).await?;
    let total = lists::count_open_offers(conn, me, now).await?;
    let place = |(offer, _): &(Offer, _)| lists::cursor_at(offer.expires_at, offer.id.0);
    let (open, open_on) = parts::cut(&page, found, &open, "open", total, place);
    let found = lists::past_offers_to(conn, me, since, now, Piece::or_first(&past)).await?;
    let total = lists::count_past_offers(conn, me, since, now).await?;
    let place = |(offer, _): &(Offer, _)| lists::cursor_at(offer.sent_at, offer.id.0);
    let (past, past_on) = parts::cut(&page, found, &past, "past", total, place);
    let said = OwnCalendars::of(conn, me, open.iter().map(|(_, facts)| facts), now).await?;
    let note = figures::note(open.iter().chain(&past).map(|(offer, _)| offer.schedule_id.as_str()));
    let rows = |found: Vec<(Offer, AssignmentFacts)>| -> Vec<Row> {
        found.into_iter().map(|(offer, facts)| row(&page, me, &offer, facts, &said)).collect()
    };
    let (open, past) = (rows(open), rows(past));
    Ok(Page::ok(ListPage { open, open_on, past, past_on, page: page.noted(note) }))
}

/// The permit to answer one of the reader's own offers.
async fn mine(door: &Door, id: OfferId) -> Result<crate::identity::Permit<AnswerOffer>, PageStop> {
    let offer = store::offer(store::read(door.db()), id).await?.ok_or_else(parts::missing)?;
    door.permit(AnswerOffer { interpreter: offer.interpreter, offer: id, assignment: offer.assignment })
}

#[post("/offers/<id>/accept", data = "<form>")]
pub(super) async fn accept(door: Door, id: OfferId, form: Submitted) -> Result<Done, PageStop> {
    let permit = mine(&door, id).await?;
    let mut once = door.begin(&form).await?;
    let assignment = commands::accept_offer(&permit, door.now(), &mut once.tx).await?;
    let next = format!("/jobs/{}", assignment.id);
    door.finish(once, next, parts::notice("booking-notice-accepted")).await
}

#[post("/offers/<id>/decline", data = "<form>")]
pub(super) async fn decline(door: Door, id: OfferId, form: Submitted) -> Result<Done, PageStop> {
    let permit = mine(&door, id).await?;
    let mut once = door.begin(&form).await?;
    commands::decline_offer(&permit, form.0.value("reason"), door.now(), &mut once.tx).await?;
    door.finish(once, "/offers", parts::notice("booking-notice-declined")).await
}
