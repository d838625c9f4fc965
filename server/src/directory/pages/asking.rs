//! How an interpreter wants to be asked: a part of `/availability`.

use super::{availability, own};
use crate::{
    directory::{
        commands::change_asking,
        facts::{OffersBy, OfficeFacts, ProfileFacts},
        forms,
    },
    identity::{Done, Door, PageStop, policy::ManageOwnAvailability},
    kernel::{message::Message, refusal::Refusal},
    platform::{
        fault::Stop,
        i18n::say,
        render::{Choice, Page, PageContext, Submitted},
    },
};
use rocket::{Either, post};

/// The ways in which offers reach somebody.
pub(super) fn ways(page: &PageContext) -> Vec<Choice> {
    let hint = |way: OffersBy| page.t(format!("directory-offers-by-{}-hint", way.name()));
    OffersBy::ALL
        .into_iter()
        .map(|way| Choice {
            hint: hint(way),
            ..Choice::new(way.name(), page.t(format!("directory-offers-by-{}", way.name())))
        })
        .collect()
}

/// The offices, in the reader's language.
pub(super) fn offices(page: &PageContext, all: Vec<OfficeFacts>) -> Vec<Choice> {
    let english = page.locale.code() == "en";
    let name = |office: &OfficeFacts| if english { office.name_en.clone() } else { office.name_de.clone() };
    all.iter().map(|office| Choice::new(office.id, name(office))).collect()
}

/// The kinds of sessions that can be asked for, in the reader's language.
pub(super) fn topics(page: &PageContext, all: Vec<ProfileFacts>) -> Vec<Choice> {
    let english = page.locale.code() == "en";
    let name = |topic: &ProfileFacts| if english { topic.name_en.clone() } else { topic.name_de.clone() };
    let mut topics: Vec<Choice> =
        all.iter().filter(|topic| topic.active).map(|topic| Choice::new(topic.id, name(topic))).collect();
    topics.sort_by(|one, other| one.label.cmp(&other.label));
    topics
}

#[post("/availability/asking", data = "<sent>")]
pub(super) async fn change(
    door: Door,
    sent: Submitted,
) -> Result<Either<Page<availability::AvailabilityPage>, Done>, PageStop> {
    let id = own(&door)?;
    let permit = door.permit(ManageOwnAvailability { interpreter: id })?;
    let mut form = sent.0.clone();
    let Some(asking) = forms::asking(&mut form, door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(availability::with_asking(&door, id, form).await?)));
    };
    let mut once = door.begin(&sent).await?;
    match change_asking(permit, &asking, door.now(), &mut once.tx).await {
        Ok(()) => {
            let notice = Message::new("directory-asking-stored");
            Ok(Either::Right(door.finish(once, "/availability#asking", notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse(refused.field().unwrap_or_default(), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(availability::with_asking(&door, id, form).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
