//! The coordination's desk: what nobody has yet, and why.

use super::parts::{self, Line};
use crate::{
    booking::{
        assignment::{Status, UnfilledReason},
        commands::{self, Who},
        offer::{Offer, OfferStatus},
        queries::{self, BookingDetails},
        store::{
            self,
            lists::{Filter, Tally},
        },
    },
    identity::{
        Done, Door, PageStop,
        policy::{Dispatch, ViewRanking},
    },
    kernel::{
        figures,
        ids::*,
        language::Language,
        message::{Arg, Message},
        time::berlin,
    },
    platform::{
        i18n::{Locale, say, t},
        render::{Choice, FormState, Onward, Page, PageContext, Submitted},
    },
    scheduling::{Ranking, Reason},
};
use askama::Template;
use chrono::{DateTime, Duration};
use chrono_tz::Tz;
use rocket::{get, post};
use std::collections::HashMap;
use uuid::Uuid;

/// A search in the list.
struct Row {
    line: Line,
    tally: Tally,
    left: String,
}

#[derive(Template)]
#[template(path = "booking/dispatch.html")]
pub(super) struct ListPage {
    page: PageContext,
    nobody_left: Vec<Row>,
    nobody_left_on: Onward,
    searching: Vec<Row>,
    searching_on: Onward,
    unfilled: Vec<Line>,
    unfilled_on: Onward,
}

/// As people say how long it is until then: days and hours, beyond a week days alone.
fn time_left(page: &PageContext, hours_left: i64) -> String {
    let (days, hours) = (hours_left / 24, hours_left % 24);
    match (days, hours) {
        (0, _) => page.t1("booking-hours", "hours", hours),
        (1..=6, 1..) => {
            format!("{} {}", page.t1("booking-left-days", "days", days), page.t1("booking-hours", "hours", hours))
        }
        _ => page.t1("booking-left-days", "days", days),
    }
}

#[get("/dispatch?<nobody_left>&<searching>&<unfilled>")]
pub(super) async fn list(
    door: Door,
    nobody_left: Option<&str>,
    searching: Option<&str>,
    unfilled: Option<&str>,
) -> Result<Page<ListPage>, PageStop> {
    door.permit(Dispatch { assignment: AssignmentId(Uuid::nil()) })?;
    let page = door.page("booking-dispatch-title");
    let conn = store::read(door.db());
    let now = door.now();
    let ahead = |is_asked| Filter {
        statuses: vec![Status::Searching],
        from: Some(now),
        is_asked: Some(is_asked),
        ..Filter::default()
    };
    let (left, nobody_left_on) = parts::piece(&page, conn, &ahead(false), false, nobody_left, "nobody_left").await?;
    let (asked, searching_on) = parts::piece(&page, conn, &ahead(true), false, searching, "searching").await?;
    let ids: Vec<AssignmentId> = left.iter().chain(&asked).map(|facts| facts.assignment).collect();
    let tallies = store::lists::tallies(conn, &ids).await?;
    let names = HashMap::new();
    let line = |facts: crate::booking::facts::AssignmentFacts| {
        let href = format!("/dispatch/{}", facts.assignment);
        Line::of(&page, queries::in_sight_of(door.actor(), facts), &names, href)
    };
    let rows = |found: Vec<crate::booking::facts::AssignmentFacts>| -> Vec<Row> {
        found
            .into_iter()
            .map(|facts| Row {
                tally: tallies.get(&facts.assignment).copied().unwrap_or_default(),
                left: time_left(&page, (facts.slot.starts_at() - now).num_hours()),
                line: line(facts),
            })
            .collect()
    };
    let (nobody_left, searching) = (rows(left), rows(asked));
    let filter = Filter { statuses: vec![Status::Unfilled], from: Some(now - Duration::days(14)), ..Filter::default() };
    let (found, unfilled_on) = parts::piece(&page, conn, &filter, true, unfilled, "unfilled").await?;
    let unfilled = found.into_iter().map(line).collect();
    Ok(Page::ok(ListPage { nobody_left, nobody_left_on, searching, searching_on, unfilled, unfilled_on, page }))
}

/// Somebody in the ranking: the score taken apart, or what stands against them.
struct Candidate {
    id: InterpreterId,
    place: usize,
    name: String,
    score: i64,
    parts: Vec<(i32, String)>,
    obstacles: Vec<String>,
    asked: String,
    may_be_asked: bool,
}

/// An offer that was made.
struct Made {
    id: OfferId,
    name: String,
    wave: i32,
    round: i32,
    status: String,
    tone: &'static str,
    sent: DateTime<Tz>,
    until: DateTime<Tz>,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "booking/dispatch_one.html")]
pub(super) struct OnePage {
    page: PageContext,
    form: FormState,
    id: AssignmentId,
    request: BookingRequestId,
    line: Line,
    recommended: Vec<Candidate>,
    obstructed: Vec<Candidate>,
    others: usize,
    offers: Vec<Made>,
    has_open: bool,
    reasons: Vec<Choice>,
    may_dispatch: bool,
    is_searching: bool,
    may_give_up: bool,
    made_at: Option<DateTime<Tz>>,
}

#[get("/dispatch/<id>?<all>")]
pub(super) async fn show(door: Door, id: AssignmentId, all: Option<bool>) -> Result<Page<OnePage>, PageStop> {
    door.permit(ViewRanking { assignment: id })?;
    let details = queries::details(door.db(), id).await?.ok_or_else(parts::missing)?;
    let page = door.page("booking-dispatch-title");
    let reference = details.request.reference.clone();
    let page = page
        .titled_with("booking-dispatch-title-of", &[("reference", reference.as_str().into())])
        .noted(figures::note([details.assignment.schedule_id.as_str()]));
    let names = queries::names(door.db()).await?;
    let ranking = queries::ranking(door.db(), &details, door.now()).await?;
    let searching = details.assignment.status == Status::Searching;
    let may_dispatch = door.may(Dispatch { assignment: id });
    let may_ask = searching && may_dispatch;
    let (recommended, mut obstructed) = match &ranking {
        Some(ranking) => candidates(&page, ranking, &details, &names, may_ask),
        None => (Vec::new(), Vec::new()),
    };
    // Those who don't even speak the language come last and only when asked for.
    let speaks = |one: &Candidate| one.score == 0;
    let before = obstructed.len();
    if all != Some(true) {
        obstructed.retain(speaks);
    }
    Ok(Page::ok(OnePage {
        id,
        request: details.request.id,
        others: before - obstructed.len(),
        offers: made(&page, &details.offers, &names),
        has_open: details.offers.iter().any(|offer| offer.status == OfferStatus::Open),
        reasons: UnfilledReason::ALL
            .iter()
            .map(|one| Choice::new(one.name(), page.t(format!("booking-unfilled-{}", one.key()))))
            .collect(),
        may_give_up: may_dispatch && matches!(details.assignment.status, Status::Searching | Status::AwaitingBudget),
        is_searching: searching,
        may_dispatch,
        made_at: ranking.as_ref().map(|ranking| berlin(ranking.made_at)),
        line: {
            let facts = queries::in_sight_of(door.actor(), details.facts);
            Line::of(&page, facts, &names, String::new())
        },
        recommended,
        obstructed,
        form: FormState::new(),
        page,
    }))
}

fn candidates(
    page: &PageContext,
    ranking: &Ranking,
    details: &BookingDetails,
    names: &HashMap<InterpreterId, String>,
    may_ask: bool,
) -> (Vec<Candidate>, Vec<Candidate>) {
    let name = |id: InterpreterId| names.get(&id).cloned().unwrap_or_default();
    let asked = |id: InterpreterId| {
        let last = details.offers.iter().rev().find(|offer| offer.interpreter == id);
        let text = last.map(|offer| page.t(format!("booking-offer-{}", offer.status.key()))).unwrap_or_default();
        let again = last.is_none_or(|offer| {
            offer.search_round != details.assignment.search_round
                || matches!(offer.status, OfferStatus::Expired | OfferStatus::Withdrawn)
        });
        (text, again)
    };
    let recommended = ranking.recommended.iter().zip(1..).map(|(entry, place)| {
        let (asked, again) = asked(entry.interpreter);
        Candidate {
            id: entry.interpreter,
            place,
            name: name(entry.interpreter),
            score: entry.score,
            parts: entry.parts.iter().map(|part| (part.points, in_words(page.locale, &part.reason))).collect(),
            obstacles: Vec::new(),
            asked,
            may_be_asked: may_ask && again,
        }
    });
    let mut obstructed: Vec<Candidate> = ranking
        .obstructed
        .iter()
        .map(|entry| {
            let foreign = entry.obstacles.iter().any(|one| matches!(one, Reason::DoesNotSpeak { .. }));
            Candidate {
                id: entry.interpreter,
                place: 0,
                name: name(entry.interpreter),
                score: i64::from(foreign),
                parts: Vec::new(),
                obstacles: entry.obstacles.iter().map(|one| in_words(page.locale, one)).collect(),
                asked: asked(entry.interpreter).0,
                may_be_asked: false,
            }
        })
        .collect();
    obstructed.sort_by(|one, other| {
        (one.score, one.obstacles.len(), &one.name).cmp(&(other.score, other.obstacles.len(), &other.name))
    });
    (recommended.collect(), obstructed)
}

/// A reason as a sentence: codes of languages and credentials become their names.
pub(in crate::booking) fn in_words(locale: Locale, reason: &Reason) -> String {
    let Message { key, args } = reason.message();
    let args = args
        .into_iter()
        .map(|(name, arg)| match (name.as_str(), arg) {
            ("language", Arg::Text(code)) => {
                let spoken = Language::from_code(&code).map_or(code, |one| one.name_in(locale.code()).to_owned());
                (name, Arg::Text(spoken))
            }
            ("credential", Arg::Text(code)) => (name, Arg::Text(t(locale, &format!("booking-credential-{code}")))),
            (_, arg) => (name, arg),
        })
        .collect();
    say(locale, &Message { key, args })
}

fn made(page: &PageContext, offers: &[Offer], names: &HashMap<InterpreterId, String>) -> Vec<Made> {
    let mut made: Vec<Made> = offers
        .iter()
        .map(|offer| Made {
            id: offer.id,
            name: names.get(&offer.interpreter).cloned().unwrap_or_default(),
            wave: offer.wave,
            round: offer.search_round,
            status: page.t(format!("booking-offer-{}", offer.status.key())),
            tone: parts::offer_tone(offer.status),
            sent: berlin(offer.sent_at),
            until: berlin(offer.expires_at),
            is_open: offer.status == OfferStatus::Open,
        })
        .collect();
    made.reverse();
    made
}

#[post("/dispatch/<id>/offers", data = "<form>")]
pub(super) async fn send(door: Door, id: AssignmentId, form: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(Dispatch { assignment: id })?;
    let who = match form.0.value("who") {
        "everybody" => Who::Everybody,
        "next_wave" => Who::NextWave,
        one => Who::One(one.parse().map_err(|_| parts::missing())?),
    };
    let mut once = door.begin(&form).await?;
    let sent = commands::send_offers(&permit, who, door.now(), &mut once.tx).await?;
    let count = i64::try_from(sent.offers.len()).unwrap_or(i64::MAX);
    let said = Message::new("booking-notice-offers-sent").with("count", count);
    door.finish(once, format!("/dispatch/{id}"), said).await
}

#[post("/dispatch/<id>/withdraw", data = "<form>")]
pub(super) async fn withdraw(door: Door, id: AssignmentId, form: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(Dispatch { assignment: id })?;
    let mut once = door.begin(&form).await?;
    let only = form.0.filled("offer").and_then(|text| text.parse().ok());
    commands::withdraw_offers(&permit, only, door.now(), &mut once.tx).await?;
    door.finish(once, format!("/dispatch/{id}"), parts::notice("booking-notice-withdrawn")).await
}

#[post("/dispatch/<id>/unfilled", data = "<form>")]
pub(super) async fn unfilled(door: Door, id: AssignmentId, form: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(Dispatch { assignment: id })?;
    let reason = UnfilledReason::parse(form.0.value("reason")).unwrap_or(UnfilledReason::NobodyFree);
    let mut once = door.begin(&form).await?;
    commands::declare_unfilled(&permit, reason, door.now(), &mut once.tx).await?;
    door.finish(once, "/dispatch", parts::notice("booking-notice-unfilled")).await
}
