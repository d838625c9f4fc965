//! The words in which lists and the demo city speak of people and sessions. Each has a code, which is what leaves here.

use chrono::{NaiveDate, NaiveTime, Weekday};

pub use crate::directory::facts::CredentialKind;

/// Gender, as far as clients may ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    Female,
    Male,
    Diverse,
}

/// What a request says about the interpreter's gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GenderWish {
    Any,
    /// Better so, but not needed.
    Wished(Gender),
    /// Nobody else may come.
    Required(Gender),
}

/// How well somebody speaks a language (Common European Framework of Reference). Below B1 nobody interprets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    B1,
    B2,
    C1,
    /// Also those who grew up with it.
    C2,
}

/// A language somebody works in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    pub language: crate::kernel::language::Language,
    pub level: Level,
}

/// The rate group by which fees differ.
#[doc(alias = "hauptberuflich, nebenberuflich")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Employment {
    FullTime,
    PartTime,
}

/// How VAT is treated on somebody's documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VatKind {
    /// § 19 UStG: no VAT, with the note.
    SmallBusiness,
    Standard,
    /// § 4 UStG.
    Exempt,
}

/// How a session is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Delivery {
    OnSite,
    Phone,
    Video,
}

/// How fast a request must be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    Normal,
    Urgent,
    /// Must take place: the budget may be overridden with a reason.
    LegalDuty,
}

/// A weekly window in civil time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeeklyWindow {
    pub weekday: Weekday,
    pub from: NaiveTime,
    pub to: NaiveTime,
}

/// The training certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// The course group's number.
    pub group: u8,
    pub valid_from: NaiveDate,
    /// The last valid day.
    pub last_valid_on: NaiveDate,
}

impl Gender {
    pub fn code(self) -> &'static str {
        match self {
            Gender::Female => "female",
            Gender::Male => "male",
            Gender::Diverse => "diverse",
        }
    }
}

impl Level {
    pub fn code(self) -> &'static str {
        match self {
            Level::B1 => "B1",
            Level::B2 => "B2",
            Level::C1 => "C1",
            Level::C2 => "C2",
        }
    }
}

impl Employment {
    pub fn code(self) -> &'static str {
        match self {
            Employment::FullTime => "full_time",
            Employment::PartTime => "part_time",
        }
    }
}

impl VatKind {
    pub fn code(self) -> &'static str {
        match self {
            VatKind::SmallBusiness => "small_business",
            VatKind::Standard => "standard",
            VatKind::Exempt => "exempt",
        }
    }
}

impl Delivery {
    pub const ALL: [Delivery; 3] = [Delivery::OnSite, Delivery::Phone, Delivery::Video];

    pub fn code(self) -> &'static str {
        match self {
            Delivery::OnSite => "on_site",
            Delivery::Phone => "phone",
            Delivery::Video => "video",
        }
    }
}

impl Priority {
    pub fn code(self) -> &'static str {
        match self {
            Priority::Normal => "normal",
            Priority::Urgent => "urgent",
            Priority::LegalDuty => "legal_duty",
        }
    }
}
