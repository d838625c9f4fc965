//! Frozen snapshots for the slices above.

use crate::kernel::{clock::Instant, ids::*};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// An ordering office or grant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfficeFacts {
    /// Its key.
    pub id: OfficeId,
    /// Short code such as `JA`.
    pub code: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: String,
    /// Leitweg-ID (BT-10 of its documents).
    pub leitweg_id: String,
    /// Where mail for the whole office goes.
    pub email: String,
    /// Usual place of its sessions.
    pub address: String,
    /// District of that place.
    pub district: String,
    /// A grant (project money) rather than an office.
    #[serde(default)]
    pub is_grant: bool,
    /// Whom to ask there: a function or a name.
    #[serde(default)]
    pub contact: String,
    /// Phone number of that contact.
    #[serde(default)]
    pub phone: String,
    /// Since when it asks for nothing more.
    #[serde(default)]
    pub retired_at: Option<Instant>,
    /// Raised with every edit.
    #[serde(default)]
    pub version: i32,
}

impl OfficeFacts {
    /// It may ask for sessions, be given money and roles.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.retired_at.is_none()
    }
}

/// What a kind of session needs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProfileFacts {
    /// Its key.
    pub id: RequirementProfileId,
    /// Short code such as `school_conference`.
    pub code: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: String,
    /// Kinds of credentials that must be valid on the day.
    pub credentials: Vec<CredentialKind>,
    /// Sessions of this kind are a legal duty (child protection): the budget may be overridden.
    pub legal_duty: bool,
    /// Can be chosen for new requests.
    pub active: bool,
    /// Raised with every edit.
    pub version: i32,
}

/// What an interpreter can show.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// Certificate of the city's training.
    #[doc(alias = "Schulungszertifikat")]
    Training,
    /// Certificate of conduct, extended (§ 30a BZRG): work with minors.
    #[doc(alias = "erweitertes Führungszeugnis")]
    Conduct,
    /// Pledge of confidentiality (Verpflichtungsgesetz).
    #[doc(alias = "Verpflichtungserklärung")]
    Confidentiality,
    /// Protection against measles (§ 20 IfSG): schools and health services.
    #[doc(alias = "Masernschutz")]
    Measles,
    /// Publicly appointed and sworn.
    #[doc(alias = "beeidigt")]
    Sworn,
}

impl CredentialKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Training, Self::Conduct, Self::Confidentiality, Self::Measles, Self::Sworn];

    /// The name in database, API and locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Conduct => "conduct",
            Self::Confidentiality => "confidentiality",
            Self::Measles => "measles",
            Self::Sworn => "sworn",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A credential with its validity; the last day still counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CredentialFacts {
    /// Its key.
    pub id: CredentialId,
    /// What it shows.
    pub kind: CredentialKind,
    /// Course group of a training certificate.
    pub course_group: Option<String>,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, or `None` for ever.
    pub valid_to: Option<NaiveDate>,
}

impl CredentialFacts {
    /// Valid on the day of the session.
    #[must_use]
    pub fn is_valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}

/// A weekly stretch in which the interpreter can work: weekday 0 is Monday, minutes of the civil day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WindowFacts {
    /// 0 is Monday.
    pub weekday: i32,
    /// First minute.
    pub from_minute: i32,
    /// First minute after it; at most 1,440.
    pub to_minute: i32,
}

/// How a new offer reaches an interpreter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OffersBy {
    /// A mail for each.
    Mail,
    /// One mail a day with all that is open.
    #[doc(alias = "Sammelnachricht")]
    Digest,
    /// No mail: they look at the board themselves.
    Board,
}

impl OffersBy {
    /// All ways.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Digest, Self::Board];

    /// The name in database, API and locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Digest => "digest",
            Self::Board => "board",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// An interpreter of the pool with everything the search for somebody needs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InterpreterFacts {
    /// The key.
    pub id: InterpreterId,
    /// The city's creditor number for them, such as `D-0042`.
    pub number: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// `female`, `male`, `diverse`.
    pub gender: String,
    /// Mail address.
    pub email: String,
    /// Phone number.
    pub phone: String,
    /// Street and number.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// Home district.
    pub district: String,
    /// Home, in units of 100 m (`kernel::place`).
    pub home: (i32, i32),
    /// `full_time` or `part_time`.
    pub employment: String,
    /// `small_business`, `standard`, `exempt`.
    pub vat_kind: String,
    /// VAT identification number.
    pub vat_id: Option<String>,
    /// Tax number.
    pub tax_number: Option<String>,
    /// Bank account.
    pub iban: Option<String>,
    /// Holder of the account, if another.
    pub account_holder: Option<String>,
    /// `any`, `on_site`, `remote`.
    pub delivery: String,
    /// Longest way to a session, one way.
    pub max_travel_minutes: i32,
    /// Most minutes in a week.
    pub weekly_cap_minutes: i32,
    /// Least notice before a session.
    pub min_notice_hours: i32,
    /// No offers from …
    pub quiet_from: Option<NaiveTime>,
    /// … to.
    pub quiet_to: Option<NaiveTime>,
    /// Agreed to self-billed invoices on (§ 14 Abs. 2 UStG).
    pub self_billing_agreed_on: Option<NaiveDate>,
    /// Takes part.
    pub active: bool,
    /// Invented for the demo.
    pub invented: bool,
    /// Language of mails: `de` or `en`.
    pub locale: String,
    /// Raised with every edit.
    pub version: i32,
    /// Language code and level (`B1` … `C2`).
    pub languages: Vec<(String, String)>,
    /// Credentials.
    pub credentials: Vec<CredentialFacts>,
    /// Weekly windows.
    pub windows: Vec<WindowFacts>,
    /// Absences, as instants.
    pub absences: Vec<(Instant, Instant)>,
    /// Offices either side ruled out.
    pub excluded_offices: Vec<OfficeId>,
    /// How a new offer reaches them.
    pub offers_by: OffersBy,
    /// Nothing is offered before this day.
    pub paused_until: Option<NaiveDate>,
    /// Offices they don't want to work for.
    pub declined_offices: Vec<OfficeId>,
    /// Kinds of sessions they don't want to be asked for.
    pub declined_topics: Vec<RequirementProfileId>,
    /// Signed rate agreements, oldest first.
    pub agreements: Vec<AgreementFacts>,
}

impl InterpreterFacts {
    /// Given and family name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// Holds a credential of the kind that is valid on the day.
    #[must_use]
    pub fn holds(&self, kind: CredentialKind, date: NaiveDate) -> bool {
        self.credentials.iter().any(|credential| credential.kind == kind && credential.is_valid_on(date))
    }

    /// The agreement that holds on a day: the latest that has begun by then.
    #[must_use]
    pub fn agreement_on(&self, date: NaiveDate) -> Option<&AgreementFacts> {
        self.agreements.iter().filter(|one| one.valid_from <= date).max_by_key(|one| one.valid_from)
    }

    /// By which schedules, and as a member of which group, a session on that day is paid. Without an agreement it is the JVEG,
    /// to which § 19(2) SGB X gives a claim, and the group is of no consequence.
    #[must_use]
    pub fn rate_terms(&self, date: NaiveDate) -> RateTerms<'_> {
        match self.agreement_on(date) {
            Some(agreed) => RateTerms { series: &agreed.series, group: &agreed.group },
            None => RateTerms { series: rates::JVEG, group: &self.employment },
        }
    }
}

/// What was agreed with an interpreter: it holds from its first day until the next one begins.
#[doc(alias = "Honorarvereinbarung")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgreementFacts {
    /// The key.
    pub id: RateAgreementId,
    /// The schedules it follows: the city's, or the JVEG.
    pub series: String,
    /// `full_time`, `part_time`.
    pub group: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// Who recorded it; nobody if the house did (an import).
    pub recorded_by: Option<AccountId>,
    /// When it was recorded.
    pub recorded_at: Instant,
}

/// How an interpreter is paid on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RateTerms<'a> {
    /// The series of schedules.
    pub series: &'a str,
    /// `full_time`, `part_time`.
    pub group: &'a str,
}

/// Somebody of the pool who can't be asked for a language, and why not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StrangerFacts {
    /// The key.
    pub id: InterpreterId,
    /// Takes part.
    pub active: bool,
    /// Speaks the language.
    pub speaks: bool,
}
