//! The reply link of a mail: it shows the offer and asks once more. Opening it does nothing, so that a mail program that looks
//! at links ahead of time accepts no jobs.

use super::{offers, parts};
use crate::{
    booking::{
        commands,
        offer::{Offer, OfferStatus},
        own_calendar::OwnCalendars,
        store,
    },
    identity::{Done, Guest, PageStop, Permit, policy::AnswerOffer, tokens, visitor},
    kernel::{actor::Actor, figures},
    platform::{
        fault::Stop,
        i18n::say,
        idempotency::Answer,
        render::{Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};

#[derive(Template)]
#[template(path = "booking/reply.html")]
pub(super) struct ReplyPage {
    page: PageContext,
    token: String,
    row: Option<offers::Row>,
    is_open: bool,
    said: String,
    answer: Option<Said>,
    /// Where the job stands, if it is theirs.
    job: String,
}

/// What the person has answered before, and what comes next.
struct Said {
    tone: &'static str,
    title: String,
    text: String,
}

fn answered(page: &PageContext, offer: &Offer) -> Option<Said> {
    match offer.status {
        OfferStatus::Accepted => Some(Said {
            tone: "success",
            title: page.t("booking-reply-accepted"),
            text: page.t("booking-reply-accepted-text"),
        }),
        OfferStatus::Declined => Some(Said {
            tone: "info",
            title: page.t("booking-notice-declined"),
            text: page.t("booking-reply-declined-text"),
        }),
        _ => None,
    }
}

/// The offer of a token with the person it was made to.
async fn behind(guest: &Guest, token: &str) -> Result<Result<(Offer, Actor), String>, PageStop> {
    let site = guest.site();
    let reply = match tokens::verify_offer_reply(&site.db, &site.config, token, guest.now()).await {
        Ok(reply) => reply,
        Err(Stop::Refused(refused)) => return Ok(Err(parts::sentence(guest.locale(), &refused))),
        Err(Stop::Fault(fault)) => return Err(fault.into()),
    };
    let offer = store::offer(store::read(&site.db), reply.offer).await?;
    let offer = offer.filter(|offer| offer.interpreter == reply.interpreter).ok_or_else(parts::missing)?;
    let person = visitor::by_interpreter(&site.db, reply.interpreter, guest.now()).await?;
    let person = person.ok_or_else(parts::missing)?;
    Ok(Ok((offer, Actor::Person(person))))
}

#[get("/o/<token>")]
pub(super) async fn show(guest: Guest, token: &str) -> Result<Page<ReplyPage>, PageStop> {
    let page = reply_page(&guest, token, String::new()).await?;
    Ok(if page.row.is_some() { Page::ok(page) } else { Page::not_found(page) })
}

async fn reply_page(guest: &Guest, token: &str, said: String) -> Result<ReplyPage, PageStop> {
    let page = guest.page("booking-reply-title");
    let (offer, _) = match behind(guest, token).await? {
        Ok(found) => found,
        Err(why) => {
            return Ok(ReplyPage {
                page,
                token: token.to_owned(),
                row: None,
                is_open: false,
                said: why,
                answer: None,
                job: String::new(),
            });
        }
    };
    let facts = store::snapshots::assignment_facts(store::read(guest.db()), offer.assignment).await?;
    let facts = facts.ok_or_else(parts::missing)?;
    let page = page.noted(figures::note([offer.schedule_id.as_str()]));
    let now = guest.now();
    let own = OwnCalendars::of(store::read(guest.db()), offer.interpreter, [&facts], now).await?;
    let row = offers::row(&page, offer.interpreter, &offer, facts, &own);
    let is_open = offer.status == OfferStatus::Open && offer.expires_at > guest.now();
    let answer = answered(&page, &offer).filter(|_| said.is_empty());
    let job = if offer.status == OfferStatus::Accepted { format!("/jobs/{}", offer.assignment) } else { String::new() };
    let page = if is_open { page } else { page.titled_with("booking-reply-title-closed", &[]) };
    Ok(ReplyPage { page, token: token.to_owned(), row: Some(row), is_open, said, answer, job })
}

#[post("/o/<token>", data = "<form>")]
pub(super) async fn answer(
    guest: Guest,
    token: &str,
    form: Submitted,
) -> Result<Either<Page<ReplyPage>, Done>, PageStop> {
    let (offer, actor) = match behind(&guest, token).await? {
        Ok(found) => found,
        Err(said) => {
            let page = guest.page("booking-reply-title");
            let page = ReplyPage {
                page,
                token: token.to_owned(),
                row: None,
                is_open: false,
                said,
                answer: None,
                job: String::new(),
            };
            return Ok(Either::Left(Page::not_found(page)));
        }
    };
    let action = AnswerOffer { interpreter: offer.interpreter, offer: offer.id, assignment: offer.assignment };
    let permit = Permit::ask(&actor, action)?;
    let mut once = guest.begin(&form).await?;
    let now = guest.now();
    let refused = match form.0.value("answer") {
        "yes" => match commands::accept_offer(&permit, now, &mut once.tx).await {
            Ok(_) => None,
            Err(Stop::Refused(refused)) => {
                Some(say(guest.locale(), &crate::kernel::refusal::Refusal::message(&refused)))
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        },
        "no" => match commands::decline_offer(&permit, form.0.value("reason"), now, &mut once.tx).await {
            Ok(()) => None,
            Err(Stop::Refused(refused)) => {
                Some(say(guest.locale(), &crate::kernel::refusal::Refusal::message(&refused)))
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        },
        _ => return Ok(Either::Left(Page::unprocessable(reply_page(&guest, token, String::new()).await?))),
    };
    match refused {
        Some(said) => {
            drop(once);
            Ok(Either::Left(Page::conflict(reply_page(&guest, token, said).await?)))
        }
        None => {
            let answer = Answer { status: 303, location: Some(format!("/o/{token}")), body: None };
            once.commit(&answer).await?;
            Ok(Either::Right(Done::from(answer)))
        }
    }
}
