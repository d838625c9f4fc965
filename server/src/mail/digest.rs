//! One mail a day for those who want their offers collected.

use super::{
    Letter,
    compose::Links,
    listeners::{Desk, receiver_of},
};
use crate::{
    booking::{self, facts::OfferFacts},
    directory,
    identity::Site,
    kernel::{
        clock::Instant,
        ids::InterpreterId,
        time::{berlin, berlin_date},
    },
    platform::{
        fault::Fault,
        jobs::{Handler, JobContext, Registry},
    },
};
use chrono::{Duration, NaiveTime, Timelike};
use std::collections::HashMap;

const KIND: &str = "mail.offer-digest";
/// From this hour on, in Berlin.
const FROM_HOUR: u32 = 7;

/// Looks every half hour who has offers and was not written to today.
pub(super) fn register(registry: &mut Registry, site: &Site) {
    registry.handle(KIND, Digest { site: site.clone() });
    registry.repeat(KIND, Duration::minutes(30));
}

struct Digest {
    site: Site,
}

#[async_trait::async_trait]
impl Handler for Digest {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let mut tx = job.db.begin().await?;
        if berlin(job.now).hour() >= FROM_HOUR {
            let readers = directory::readers_of_digests(tx.conn()).await?;
            let awake = readers.into_iter().filter(|one| !is_quiet(one.quiet_from.zip(one.quiet_to), job.now));
            let readers: HashMap<InterpreterId, _> = awake.map(|one| (one.id, one)).collect();
            let ids: Vec<InterpreterId> = readers.keys().copied().collect();
            let mut open: HashMap<InterpreterId, Vec<OfferFacts>> = HashMap::new();
            for offer in booking::open_offers(tx.conn(), &ids, job.now).await? {
                open.entry(offer.interpreter).or_default().push(offer);
            }
            // The day is what the letter is about: the second of a day is the same letter.
            let about = berlin_date(job.now).to_string();
            let mut desk = Desk { site: &self.site, tx: &mut tx, now: job.now, about };
            let main = Some(desk.url("/offers")?);
            for (id, offers) in open {
                let Some(reader) = readers.get(&id) else { continue };
                let links = Links { main: main.clone(), second: None };
                desk.send(&receiver_of(reader), &Letter::OfferDigest(offers), links, None).await?;
            }
        }
        job.finish(tx).await
    }
}

/// Whether somebody's own quiet hours include this instant; they may reach over midnight.
fn is_quiet(hours: Option<(NaiveTime, NaiveTime)>, now: Instant) -> bool {
    let clock = berlin(now).time();
    hours.is_some_and(|(from, to)| if from <= to { from <= clock && clock < to } else { from <= clock || clock < to })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn quiet_hours_may_reach_over_midnight() {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        // 08:30 and 21:30 in Berlin.
        let (morning, night) = ("2027-03-01T07:30:00Z".parse().unwrap(), "2027-03-01T20:30:00Z".parse().unwrap());
        for (from, to, at, quiet) in [
            ("20:00", "09:00", morning, true),
            ("20:00", "08:30", morning, false),
            ("20:00", "08:30", night, true),
            ("08:00", "09:00", morning, true),
            ("08:00", "09:00", night, false),
        ] {
            assert_eq!(is_quiet(Some((time(from), time(to))), at), quiet, "{from} {to}");
        }
        assert!(!is_quiet(None, morning));
    }
}
