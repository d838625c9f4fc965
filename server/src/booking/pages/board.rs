//! `/board`: the open jobs that fit an interpreter and that they may take now, with one press each.

use super::parts::{self, Line};
use crate::{
    booking::{
        board::{self, Posting},
        commands,
        offer::OfferStatus,
        store,
    },
    identity::{
        Done, Door, PageStop,
        policy::{TakeJob, ViewOwnJobs},
    },
    kernel::{figures, ids::*, time::berlin},
    platform::render::{Page, PageContext, Submitted},
};
use askama::Template;
use chrono::DateTime;
use chrono_tz::Tz;
use rocket::{get, post};
use std::collections::HashMap;

/// One job on the board.
struct Row {
    id: AssignmentId,
    line: Line,
    fee: i64,
    /// How far it is, in words; empty by phone and video.
    way: String,
    /// What the reader's own calendar says against it; empty if nothing.
    own_calendar: String,
    /// Until when an offer made to the reader holds.
    offered_until: Option<DateTime<Tz>>,
}

#[derive(Template)]
#[template(path = "booking/board.html")]
pub(super) struct BoardPage {
    page: PageContext,
    rows: Vec<Row>,
}

fn row(page: &PageContext, posting: Posting) -> Row {
    let open = posting.offer.filter(|offer| offer.status == OfferStatus::Open);
    Row {
        id: posting.facts.assignment,
        fee: posting.fee.get(),
        way: posting.way_min.map(|minutes| page.minutes(minutes)).unwrap_or_default(),
        own_calendar: parts::own_calendar(page, posting.said_busy.as_ref()),
        offered_until: open.map(|offer| berlin(offer.expires_at)),
        line: Line::of(page, posting.facts, &HashMap::new(), String::new()),
    }
}

#[get("/board")]
pub(super) async fn list(door: Door) -> Result<Page<BoardPage>, PageStop> {
    let me = parts::me(&door)?;
    door.permit(ViewOwnJobs { interpreter: me })?;
    let page = door.page("booking-board-title");
    let postings = board::board(store::read(door.db()), me, door.now()).await?;
    let page = page.noted(figures::note(postings.iter().map(|posting| posting.schedule_id.as_str())));
    let rows = postings.into_iter().map(|posting| row(&page, posting)).collect();
    Ok(Page::ok(BoardPage { rows, page }))
}

#[post("/board/<id>/take", data = "<form>")]
pub(super) async fn take(door: Door, id: AssignmentId, form: Submitted) -> Result<Done, PageStop> {
    let me = parts::me(&door)?;
    store::assignment(store::read(door.db()), id).await?.ok_or_else(parts::missing)?;
    let permit = door.permit(TakeJob { interpreter: me, assignment: id })?;
    let mut once = door.begin(&form).await?;
    commands::take_job(&permit, door.now(), &mut once.tx).await?;
    door.finish(once, format!("/jobs/{id}"), parts::notice("booking-notice-accepted")).await
}
