//! Why somebody can't be asked, or why somebody is asked before others: the sentences, without their language.

use super::facts::{CredentialKind, Delivery, Gender, Language, Level};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One reason with what it speaks of. Small and copied freely; stored as part of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Reason {
    // Obstacles
    Inactive,
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
}

/// What stands in for a parameter of a sentence; the caller writes it as its reader expects it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    Number(i64),
    /// Euro cents.
    Money(i64),
    Date(NaiveDate),
    /// To be shown in Europe/Berlin.
    Instant(DateTime<Utc>),
    /// A language code; the caller knows its name.
    Language(Language),
    /// A kind of credential; the caller knows its name.
    Credential(CredentialKind),
    /// A word by which the sentence chooses its form.
    Word(&'static str),
}

/// A sentence of the locale files: its key and its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub key: &'static str,
    pub args: Vec<(&'static str, Arg)>,
}

impl Reason {
    /// The sentence of `web/locales/*/scheduling.ftl` that says this reason.
    pub fn message(&self) -> Message {
        let (key, args) = match *self {
            Self::Inactive => ("scheduling-inactive", vec![]),
            Self::DoesNotSpeak { language } => {
                ("scheduling-does-not-speak", vec![("language", Arg::Language(language))])
            }
            Self::ProficiencyTooLow { language, level, wanted } => (
                "scheduling-proficiency-too-low",
                vec![
                    ("language", Arg::Language(language)),
                    ("level", Arg::Word(level.as_str())),
                    ("wanted", Arg::Word(wanted.as_str())),
                ],
            ),
            Self::CredentialMissing { credential } => {
                ("scheduling-credential-missing", vec![("credential", Arg::Credential(credential))])
            }
            Self::CredentialNotValid { credential, on } => (
                "scheduling-credential-not-valid",
                vec![("credential", Arg::Credential(credential)), ("date", Arg::Date(on))],
            ),
            Self::GenderRequired { wanted } => {
                ("scheduling-gender-required", vec![("gender", Arg::Word(wanted.as_str()))])
            }
            Self::ExcludedForThisSession => ("scheduling-excluded", vec![]),
            Self::DoesNotWorkForThisOffice => ("scheduling-not-for-this-office", vec![]),
            Self::DeliveryNotOffered { delivery } => {
                ("scheduling-delivery-not-offered", vec![("delivery", Arg::Word(delivery.as_str()))])
            }
            Self::TooFar { minutes, at_most } => {
                ("scheduling-too-far", vec![("minutes", Arg::Number(minutes)), ("most", Arg::Number(at_most))])
            }
            Self::OutsideWindows => ("scheduling-outside-windows", vec![]),
            Self::Absent { from, to } => {
                ("scheduling-absent", vec![("from", Arg::Instant(from)), ("to", Arg::Instant(to))])
            }
            Self::Occupied { from, to, way } => (
                "scheduling-occupied",
                vec![("from", Arg::Instant(from)), ("to", Arg::Instant(to)), ("way", Arg::Number(way))],
            ),
            Self::WeeklyCap { minutes, at_most } => {
                ("scheduling-weekly-cap", vec![("minutes", Arg::Number(minutes)), ("most", Arg::Number(at_most))])
            }
            Self::NoticeTooShort { hours, wanted } => {
                ("scheduling-notice-too-short", vec![("hours", Arg::Number(hours)), ("wanted", Arg::Number(wanted))])
            }
            Self::NoMoney { fee_cents, available_cents } => (
                "scheduling-no-money",
                vec![("fee", Arg::Money(fee_cents)), ("available", Arg::Money(available_cents))],
            ),
            Self::KnowsTheFile => ("scheduling-knows-the-file", vec![]),
            Self::WishedGender { gender } => ("scheduling-wished-gender", vec![("gender", Arg::Word(gender.as_str()))]),
            Self::Preferred => ("scheduling-preferred", vec![]),
            Self::Way { minutes } => ("scheduling-way", vec![("minutes", Arg::Number(minutes))]),
            Self::Fee { fee_cents } => ("scheduling-fee", vec![("fee", Arg::Money(fee_cents))]),
            Self::RecentSessions { sessions } => {
                ("scheduling-recent-sessions", vec![("sessions", Arg::Number(sessions))])
            }
            Self::TrainedNotNeeded => ("scheduling-trained-not-needed", vec![]),
        };
        Message { key, args }
    }
}
