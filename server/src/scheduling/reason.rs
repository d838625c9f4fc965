//! Why somebody can't be asked, or why somebody is asked before others: the sentences, without their language.

use super::facts::{CredentialKind, Delivery, Gender, Language, Level};
use crate::kernel::message::Message;
use crate::kernel::money::Cents;
use crate::kernel::time::age_in_words;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One reason with what it speaks of. Small and copied freely; stored as part of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Reason {
    // Obstacles
    Inactive,
    /// Takes a pause and is asked again from that day on.
    Paused {
        until: NaiveDate,
    },
    DoesNotSpeak {
        language: Language,
    },
    ProficiencyTooLow {
        language: Language,
        level: Level,
        wanted: Level,
    },
    CredentialMissing {
        credential: CredentialKind,
    },
    /// Held, but not valid on the day of the session.
    CredentialNotValid {
        credential: CredentialKind,
        on: NaiveDate,
    },
    GenderRequired {
        wanted: Gender,
    },
    ExcludedForThisSession,
    DoesNotWorkForThisOffice,
    DoesNotTakeThisTopic,
    DeliveryNotOffered {
        delivery: Delivery,
    },
    TooFar {
        minutes: i64,
        at_most: i64,
    },
    OutsideWindows,
    Absent {
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    },
    /// Something else takes place then, or so near that the way (in minutes) does not fit between.
    Occupied {
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        way: i64,
    },
    WeeklyCap {
        minutes: i64,
        at_most: i64,
    },
    NoticeTooShort {
        hours: i64,
        wanted: i64,
    },
    NoMoney {
        fee_cents: i64,
        available_cents: i64,
    },
    // Preferences
    KnowsTheFile,
    WishedGender {
        gender: Gender,
    },
    Preferred,
    Way {
        minutes: i64,
    },
    Fee {
        fee_cents: i64,
    },
    RecentSessions {
        sessions: i64,
    },
    TrainedNotNeeded,
    /// Their own calendar said so many minutes ago that they are busy then; counted by so many hundredths because of its age.
    SaidBusy {
        minutes_old: i64,
        /// Not at the time itself, but so shortly before or after that the way does not fit between.
        near: bool,
        percent: i64,
    },
}

impl Reason {
    /// The sentence of `web/locales/*/scheduling.ftl` that says this reason.
    ///
    /// `language` and `credential` arrive as codes; the caller, who knows the directory's names, puts those in their place.
    pub fn message(&self) -> Message {
        match *self {
            Self::Inactive => Message::new("scheduling-inactive"),
            Self::Paused { until } => Message::new("scheduling-paused").with("until", until),
            Self::DoesNotSpeak { language } => {
                Message::new("scheduling-does-not-speak").with("language", language.as_str())
            }
            Self::ProficiencyTooLow { language, level, wanted } => Message::new("scheduling-proficiency-too-low")
                .with("language", language.as_str())
                .with("level", level.as_str())
                .with("wanted", wanted.as_str()),
            Self::CredentialMissing { credential } => {
                Message::new("scheduling-credential-missing").with("credential", credential.as_str())
            }
            Self::CredentialNotValid { credential, on } => {
                Message::new("scheduling-credential-not-valid").with("credential", credential.as_str()).with("date", on)
            }
            Self::GenderRequired { wanted } => {
                Message::new("scheduling-gender-required").with("gender", wanted.as_str())
            }
            Self::ExcludedForThisSession => Message::new("scheduling-excluded"),
            Self::DoesNotWorkForThisOffice => Message::new("scheduling-not-for-this-office"),
            Self::DoesNotTakeThisTopic => Message::new("scheduling-not-this-topic"),
            Self::DeliveryNotOffered { delivery } => {
                Message::new("scheduling-delivery-not-offered").with("delivery", delivery.as_str())
            }
            Self::TooFar { minutes, at_most } => {
                Message::new("scheduling-too-far").with("minutes", minutes).with("most", at_most)
            }
            Self::OutsideWindows => Message::new("scheduling-outside-windows"),
            Self::Absent { from, to } => Message::new("scheduling-absent").with("from", from).with("to", to),
            Self::Occupied { from, to, way } => {
                Message::new("scheduling-occupied").with("from", from).with("to", to).with("way", way)
            }
            Self::WeeklyCap { minutes, at_most } => {
                Message::new("scheduling-weekly-cap").with("minutes", minutes).with("most", at_most)
            }
            Self::NoticeTooShort { hours, wanted } => {
                Message::new("scheduling-notice-too-short").with("hours", hours).with("wanted", wanted)
            }
            Self::NoMoney { fee_cents, available_cents } => Message::new("scheduling-no-money")
                .with("fee", Cents(fee_cents))
                .with("available", Cents(available_cents)),
            Self::KnowsTheFile => Message::new("scheduling-knows-the-file"),
            Self::WishedGender { gender } => Message::new("scheduling-wished-gender").with("gender", gender.as_str()),
            Self::Preferred => Message::new("scheduling-preferred"),
            Self::Way { minutes } => Message::new("scheduling-way").with("minutes", minutes),
            Self::Fee { fee_cents } => Message::new("scheduling-fee").with("fee", Cents(fee_cents)),
            Self::RecentSessions { sessions } => Message::new("scheduling-recent-sessions").with("sessions", sessions),
            Self::TrainedNotNeeded => Message::new("scheduling-trained-not-needed"),
            Self::SaidBusy { .. } => self.said_busy("scheduling-said-busy"),
        }
    }

    /// The same to the person whose calendar it is; none for what no calendar says.
    pub fn message_to_its_owner(&self) -> Option<Message> {
        matches!(self, Self::SaidBusy { .. }).then(|| self.said_busy("scheduling-said-busy-to-owner"))
    }

    fn said_busy(&self, key: &str) -> Message {
        let Self::SaidBusy { minutes_old, near, percent } = *self else { return self.message() };
        let (unit, count) = age_in_words(minutes_old);
        let counted = match percent {
            100 => "full",
            0 => "none",
            _ => "half",
        };
        Message::new(key)
            .with("where", if near { "near" } else { "then" })
            .with("unit", unit)
            .with("count", count)
            .with("counted", counted)
    }
}
