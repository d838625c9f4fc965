//! What the rules look at: a session that needs somebody, and the people who might hold it.
//!
//! The caller freezes these from its database. Nothing here says who the client is, and nothing says how often somebody
//! declined or stayed silent: what is not known cannot be held against anyone.

use super::code::Code;
use super::travel::Point;
use crate::kernel::ids::{InterpreterId, OfficeId, RequirementProfileId};
use crate::kernel::time::{CivilSlot, Interval};
use chrono::{DateTime, NaiveDate, Timelike, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// A language as the city codes it (ISO 639 or BCP 47, for instance `ar`, `kmr`, `sgn-DE`).
pub type Language = Code;

/// What a credential attests, as the directory codes it (`training`, `conduct`, `measles`, …).
pub type CredentialKind = Code;

/// The kind of credential that makes its holder one of the few trained.
#[doc(alias = "Schulungszertifikat")]
pub const TRAINING: CredentialKind = Code::known(b"training");

/// How well a language is spoken (Common European Framework of Reference); the order is that of ability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    A1,
    A2,
    B1,
    B2,
    C1,
    C2,
    Native,
}

impl Level {
    /// The level as certificates write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::B1 => "B1",
            Self::B2 => "B2",
            Self::C1 => "C1",
            Self::C2 => "C2",
            Self::Native => "native",
        }
    }
}

/// Gender as far as clients may ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    Female,
    Male,
    Diverse,
}

impl Gender {
    /// The word by which the locale files choose their sentence.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Diverse => "diverse",
        }
    }
}

/// What the session says about the interpreter's gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GenderWish {
    #[default]
    Any,
    /// Better so, but not needed.
    Wished(Gender),
    /// Nobody else may come, for instance after violence.
    Required(Gender),
}

/// How the session is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    OnSite,
    Phone,
    Video,
}

impl Delivery {
    /// The word by which the locale files choose their sentence.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OnSite => "on_site",
            Self::Phone => "phone",
            Self::Video => "video",
        }
    }
}

/// Which ways of working an interpreter offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryModes {
    pub on_site: bool,
    pub phone: bool,
    pub video: bool,
}

impl DeliveryModes {
    /// Every way.
    pub const ALL: Self = Self { on_site: true, phone: true, video: true };

    /// Whether this way is among them.
    pub fn include(self, delivery: Delivery) -> bool {
        match delivery {
            Delivery::OnSite => self.on_site,
            Delivery::Phone => self.phone,
            Delivery::Video => self.video,
        }
    }
}

/// When the session takes place: between two instants, and as the clocks in Europe/Berlin show it.
///
/// Both are given, because they differ twice a year: 01:00 to 04:00 lasts two or four hours on those days. Instants decide
/// about collisions and notice, the civil side about weekly windows, dates and certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub during: Interval,
    /// The civil day on which it begins.
    pub on: NaiveDate,
    /// Minutes after civil midnight of that day.
    pub civil_from_min: u16,
    /// Minutes after the same midnight; more than 1440 when it ends on the following day.
    pub civil_to_min: u16,
}

impl From<CivilSlot> for Slot {
    fn from(agreed: CivilSlot) -> Self {
        let minute = |time: chrono::NaiveTime| u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or_default();
        let (from, to) = (minute(agreed.from()), minute(agreed.to()));
        let next_day = if to <= from { 1440 } else { 0 };
        Self { during: agreed.interval(), on: agreed.date(), civil_from_min: from, civil_to_min: to + next_day }
    }
}

/// One session that needs an interpreter.
#[doc(alias = "Bedarf")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    pub language: Language,
    pub minimum_level: Level,
    pub slot: Slot,
    pub delivery: Delivery,
    /// Where it is held; none for phone and video.
    pub place: Option<Point>,
    /// Credentials that must be valid on the day of the session.
    pub required_credentials: Vec<CredentialKind>,
    pub gender: GenderWish,
    /// The ordering office.
    pub office: OfficeId,
    /// What kind of session it is.
    pub topic: RequirementProfileId,
    /// Stands for the file reference, so that the same person can come again without anyone reading the reference.
    pub continuity_key: Option<u64>,
    pub preferred: Vec<InterpreterId>,
    /// Interpreters whom the office or the client does not want for this session.
    pub excluded: Vec<InterpreterId>,
    /// What the budget has left for this session, in cents; none when no budget limits it.
    pub available_cents: Option<i64>,
}

/// A language somebody works in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    pub language: Language,
    pub level: Level,
}

/// A credential and the days on which it is valid; the last day still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    pub kind: CredentialKind,
    pub valid_from: NaiveDate,
    /// The last valid day; none when it does not expire (a sworn status, a pledge).
    pub last_valid_on: Option<NaiveDate>,
}

impl Credential {
    /// Whether it is valid on that day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.last_valid_on.is_none_or(|last| day <= last)
    }
}

/// A window in which somebody works each week, in civil minutes after midnight of its weekday; `to_min` may pass 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyWindow {
    pub weekday: Weekday,
    pub from_min: u16,
    pub to_min: u16,
}

/// A time that is taken already: an accepted session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Busy {
    pub during: Interval,
    /// Where it takes place; none counts as at home (phone, video, unknown).
    pub place: Option<Point>,
}

/// A time at which somebody's own calendar says that they are busy. Advice only; where it takes place is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidBusy {
    pub during: Interval,
    /// When the calendar said so; the older, the less it counts.
    pub read_at: DateTime<Utc>,
}

/// One interpreter as the rules see them. Lists may be in any order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub id: InterpreterId,
    /// False while the person takes no jobs at all (left, paused).
    pub active: bool,
    /// The first day on which the person may be asked again.
    pub paused_until: Option<NaiveDate>,
    pub languages: Vec<Spoken>,
    pub gender: Gender,
    /// Where ways begin; none when the person gave no address.
    pub home: Option<Point>,
    pub credentials: Vec<Credential>,
    pub delivery: DeliveryModes,
    pub max_travel_min: u16,
    /// The most minutes the person wants to work in a week.
    pub weekly_cap_min: u32,
    /// Minutes already given in the week of the session, this session not counted.
    pub worked_min: u32,
    pub windows: Vec<WeeklyWindow>,
    pub absences: Vec<Interval>,
    /// What is taken around the time of the session.
    pub busy: Vec<Busy>,
    /// What their own calendars say around the time of the session.
    pub said_busy: Vec<SaidBusy>,
    /// Offices this person does not work for.
    pub excluded_offices: Vec<OfficeId>,
    /// Kinds of sessions this person does not want to be asked for.
    pub declined_topics: Vec<RequirementProfileId>,
    pub min_notice_hours: u16,
    /// Sessions held or accepted lately (the caller chooses the span, the same for everybody); for a fair share.
    pub recent_sessions: u16,
    /// Files this person has interpreted for.
    pub continuity_keys: Vec<u64>,
    /// What this person would cost for this session, in cents, ways included.
    pub fee_cents: i64,
}

impl Candidate {
    /// How well the person speaks a language; none when they don't. The best entry counts.
    pub fn proficiency(&self, language: Language) -> Option<Level> {
        self.languages.iter().filter(|spoken| spoken.language == language).map(|spoken| spoken.level).max()
    }

    /// Whether a credential of this kind is valid on the day.
    pub fn holds(&self, kind: CredentialKind, day: NaiveDate) -> bool {
        self.credentials.iter().any(|credential| credential.kind == kind && credential.is_valid_on(day))
    }

    /// Whether the person is one of the trained on that day.
    pub fn is_trained(&self, day: NaiveDate) -> bool {
        self.holds(TRAINING, day)
    }
}

impl Need {
    /// When it begins.
    pub fn starts_at(&self) -> DateTime<Utc> {
        self.slot.during.starts_at()
    }

    /// Whether it needs one of the trained.
    pub fn needs_training(&self) -> bool {
        self.required_credentials.contains(&TRAINING)
    }
}
