//! What an interpreter was offered: pay, time, district, yes or no.

use super::parts::{self, Line};
use crate::{
    booking::{
        commands,
        facts::AssignmentFacts,
        offer::{Offer, OfferStatus},
        queries, store,
    },
    identity::{
        Done, Door, PageStop,
        policy::{AnswerOffer, ViewOwnJobs},
    },
    kernel::{figures, ids::*, time::berlin},
    platform::render::{Page, PageContext, Submitted},
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
}

/// An offer as its addressee sees it: no file reference, no address.
pub(super) fn row(page: &PageContext, me: InterpreterId, offer: &Offer, facts: AssignmentFacts) -> Row {
    let facts = queries::for_interpreter(me, facts);
    Row {
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
    past: Vec<Row>,
}

#[get("/offers")]
pub(super) async fn list(door: Door) -> Result<Page<ListPage>, PageStop> {
    let me = parts::me(&door)?;
    door.permit(ViewOwnJobs { interpreter: me })?;
    let page = door.page("booking-offers-title");
    let now = door.now();
    let all =
        store::lists::offers_to(store::read(door.db()), me, now - Duration::days(30), now, store::lists::Piece::FIRST)
            .await?;
    let page = page.noted(figures::note(all.iter().map(|(offer, _)| offer.schedule_id.as_str())));
    let (mut open, mut past) = (Vec::new(), Vec::new());
    for (offer, facts) in all {
        let to = if offer.status == OfferStatus::Open && offer.expires_at > now { &mut open } else { &mut past };
        to.push(row(&page, me, &offer, facts));
    }
    open.sort_by_key(|row| row.until);
    Ok(Page::ok(ListPage { page, open, past }))
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
