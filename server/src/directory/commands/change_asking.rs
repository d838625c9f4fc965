//! An interpreter says how and for what they want to be asked.

use crate::{
    audit::{self, ActionKind},
    directory::{facts::OffersBy, store},
    identity::{Permit, policy::ManageOwnAvailability},
    kernel::{
        clock::Instant,
        ids::*,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{db::Tx, fault::Stop},
};
use chrono::{Days, NaiveDate};
use serde_json::json;

/// The longest pause, in days.
const LONGEST_PAUSE: u64 = 730;

/// How and for what an interpreter wants to be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asking {
    /// How a new offer reaches them.
    pub offers_by: OffersBy,
    /// Nothing is offered before this day.
    #[doc(alias = "Pause")]
    pub paused_until: Option<NaiveDate>,
    /// Offices they don't want to work for.
    pub declined_offices: Vec<OfficeId>,
    /// Kinds of sessions they don't want to be asked for.
    pub declined_topics: Vec<RequirementProfileId>,
}

/// Why it was not stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AskingRefused {
    /// The pause is over already.
    PauseIsPast,
    /// The pause is longer than two years.
    PauseTooLong,
    /// No such office.
    UnknownOffice,
    /// No such kind of session.
    UnknownTopic,
}

impl Refusal for AskingRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::PauseIsPast => "pause-is-past",
            Self::PauseTooLong => "pause-too-long",
            Self::UnknownOffice => "unknown-office",
            Self::UnknownTopic => "unknown-topic",
        }
    }
    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::PauseIsPast | Self::PauseTooLong => "paused_until",
            Self::UnknownOffice => "declined_offices",
            Self::UnknownTopic => "declined_topics",
        })
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Checks what was asked for against what there is; `today` is the civil day.
fn check(
    asking: &Asking,
    today: NaiveDate,
    offices: &[OfficeId],
    topics: &[RequirementProfileId],
) -> Result<(), AskingRefused> {
    if let Some(until) = asking.paused_until {
        if until <= today {
            return Err(AskingRefused::PauseIsPast);
        }
        if today.checked_add_days(Days::new(LONGEST_PAUSE)).is_none_or(|latest| latest < until) {
            return Err(AskingRefused::PauseTooLong);
        }
    }
    if !asking.declined_offices.iter().all(|office| offices.contains(office)) {
        return Err(AskingRefused::UnknownOffice);
    }
    if !asking.declined_topics.iter().all(|topic| topics.contains(topic)) {
        return Err(AskingRefused::UnknownTopic);
    }
    Ok(())
}

/// Stores how and for what an interpreter wants to be asked. Accepted jobs and open offers stay as they are; what is asked from
/// now on keeps to it. Nobody is ranked down for it. The trace says that it changed, not which offices and topics.
///
/// # Errors
/// Refuses a pause that is past or too long, and offices and topics that don't exist.
#[doc(alias = "Anfragewünsche")]
pub async fn change_asking(
    permit: Permit<ManageOwnAvailability>,
    asking: &Asking,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<AskingRefused>> {
    let offices: Vec<OfficeId> = store::offices(tx.conn()).await?.into_iter().map(|office| office.id).collect();
    let topics: Vec<RequirementProfileId> =
        store::profiles(tx.conn()).await?.into_iter().map(|profile| profile.id).collect();
    check(asking, berlin_date(now), &offices, &topics).map_err(Stop::Refused)?;
    tx.lock_for_use([permit.interpreter.into()]).await?;
    store::save_asking(tx, permit.interpreter, asking).await?;
    let facts = json!({ "offers_by": asking.offers_by.name(), "paused_until": asking.paused_until });
    audit::record(tx, permit.actor(), ActionKind::AvailabilityChanged, permit.interpreter, &facts, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_can_be_asked_for() {
        let (office, topic) = (OfficeId::new(), RequirementProfileId::new());
        let plain = Asking {
            offers_by: OffersBy::Mail,
            paused_until: None,
            declined_offices: vec![office],
            declined_topics: vec![topic],
        };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let until = |text: &str| Asking { paused_until: Some(day(text)), ..plain.clone() };
        let table = [
            (plain.clone(), Ok(())),
            (until("2027-03-02"), Ok(())),
            (until("2027-03-01"), Err(AskingRefused::PauseIsPast)),
            (until("2029-02-28"), Ok(())),
            (until("2029-03-01"), Err(AskingRefused::PauseTooLong)),
            (Asking { declined_offices: vec![OfficeId::new()], ..plain.clone() }, Err(AskingRefused::UnknownOffice)),
            (
                Asking { declined_topics: vec![RequirementProfileId::new()], ..plain.clone() },
                Err(AskingRefused::UnknownTopic),
            ),
        ];
        for (asking, expected) in table {
            assert_eq!(check(&asking, day("2027-03-01"), &[office], &[topic]), expected, "{asking:?}");
        }
    }
}
