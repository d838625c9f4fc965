//! What leaves the directory towards programs.

use super::{
    AbsenceView,
    facts::{AgreementFacts, CredentialFacts, InterpreterFacts, OfficeFacts, ProfileFacts, WindowFacts},
    missing_for_document,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A language that somebody interprets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SpokenJson {
    /// ISO 639-1, or 639-3 where there is no shorter code.
    #[schema(example = "ar")]
    pub language: String,
    /// `A1` to `C2`, or `native`.
    #[schema(example = "C1")]
    pub level: String,
}

/// A weekly stretch in which somebody can work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct WindowJson {
    /// 0 is Monday.
    #[schema(minimum = 0, maximum = 6)]
    pub weekday: i32,
    /// First minute of the civil day.
    #[schema(minimum = 0, maximum = 1439)]
    pub from_minute: i32,
    /// First minute after it.
    #[schema(minimum = 1, maximum = 1440)]
    pub to_minute: i32,
}

impl From<WindowFacts> for WindowJson {
    fn from(window: WindowFacts) -> Self {
        Self { weekday: window.weekday, from_minute: window.from_minute, to_minute: window.to_minute }
    }
}
impl From<WindowJson> for WindowFacts {
    fn from(window: WindowJson) -> Self {
        Self { weekday: window.weekday, from_minute: window.from_minute, to_minute: window.to_minute }
    }
}

/// A credential with its validity; the last day counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct CredentialJson {
    /// Its key.
    pub id: Uuid,
    /// `training`, `conduct`, `confidentiality`, `measles`, `sworn`.
    pub kind: String,
    /// Course group of a training.
    pub course_group: Option<String>,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; absent: without end.
    pub valid_to: Option<NaiveDate>,
}

impl From<&CredentialFacts> for CredentialJson {
    fn from(facts: &CredentialFacts) -> Self {
        Self {
            id: facts.id.0,
            kind: facts.kind.name().to_owned(),
            course_group: facts.course_group.clone(),
            valid_from: facts.valid_from,
            valid_to: facts.valid_to,
        }
    }
}

/// What was agreed with an interpreter about rates.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AgreementJson {
    /// Its key.
    pub id: Uuid,
    /// The schedules it follows: `stuttgart`, `jveg`.
    pub series: String,
    /// `full_time`, `part_time`.
    pub group: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// The first day on which it no longer holds, because the next one begins; absent: without end.
    pub valid_before: Option<NaiveDate>,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// The account that recorded it; absent: the house did.
    pub recorded_by: Option<Uuid>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

impl AgreementJson {
    /// All of somebody's agreements, oldest first, each until the next one begins.
    pub(super) fn all(of: &[AgreementFacts]) -> Vec<Self> {
        let ends = of.iter().skip(1).map(|next| Some(next.valid_from)).chain([None]);
        of.iter()
            .zip(ends)
            .map(|(one, valid_before)| Self {
                id: one.id.0,
                series: one.series.clone(),
                group: one.group.clone(),
                valid_from: one.valid_from,
                valid_before,
                signed_on: one.signed_on,
                recorded_by: one.recorded_by.map(|account| account.0),
                recorded_at: one.recorded_at,
            })
            .collect()
    }
}

/// An interpreter of the pool. Numbers of bank and tax are told to the coordination and the interpreter only.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct InterpreterJson {
    /// The key.
    pub id: Uuid,
    /// The city's creditor number.
    #[schema(example = "D-0042")]
    pub number: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// `female`, `male`, `diverse`.
    pub gender: String,
    /// Mail address.
    pub email: String,
    /// Phone number, may be empty.
    pub phone: String,
    /// Street and number.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// Home district, may be empty.
    pub district: String,
    /// `full_time`, `part_time`.
    pub employment: String,
    /// `small_business`, `standard`, `exempt`.
    pub vat_kind: String,
    /// VAT identification number.
    pub vat_id: Option<String>,
    /// Tax number.
    pub tax_number: Option<String>,
    /// Bank account.
    pub iban: Option<String>,
    /// Agreed to self-billed invoices on.
    pub self_billing_agreed_on: Option<NaiveDate>,
    /// Takes part.
    pub active: bool,
    /// Invented for the demo.
    pub invented: bool,
    /// Language of mails: `de`, `en`.
    pub locale: String,
    /// Languages.
    pub languages: Vec<SpokenJson>,
    /// Credentials, oldest first.
    pub credentials: Vec<CredentialJson>,
    /// When and how they work.
    pub availability: AvailabilityJson,
    /// What is missing before a document can be issued: `bank-account`, `tax-number`, `address`.
    pub missing_for_document: Vec<String>,
    /// Raised with every change; the entity tag.
    pub version: i32,
}

impl InterpreterJson {
    /// `with_numbers`: the reader may see the numbers of bank and tax.
    pub(super) fn of(facts: &InterpreterFacts, with_numbers: bool) -> Self {
        let number = |value: &Option<String>| value.clone().filter(|_| with_numbers);
        Self {
            id: facts.id.0,
            number: facts.number.clone(),
            first_name: facts.first_name.clone(),
            last_name: facts.last_name.clone(),
            gender: facts.gender.clone(),
            email: facts.email.clone(),
            phone: facts.phone.clone(),
            street: facts.street.clone(),
            postcode: facts.postcode.clone(),
            city: facts.city.clone(),
            district: facts.district.clone(),
            employment: facts.employment.clone(),
            vat_kind: facts.vat_kind.clone(),
            vat_id: number(&facts.vat_id),
            tax_number: number(&facts.tax_number),
            iban: number(&facts.iban),
            self_billing_agreed_on: facts.self_billing_agreed_on,
            active: facts.active,
            invented: facts.invented,
            locale: facts.locale.clone(),
            languages: facts
                .languages
                .iter()
                .map(|(language, level)| SpokenJson { language: language.clone(), level: level.clone() })
                .collect(),
            credentials: facts.credentials.iter().map(CredentialJson::from).collect(),
            availability: AvailabilityJson::of(facts),
            missing_for_document: missing_for_document(facts, facts.self_billing_agreed_on.is_some())
                .iter()
                .map(|one| one.name().to_owned())
                .collect(),
            version: facts.version,
        }
    }
}

/// When and how an interpreter works.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AvailabilityJson {
    /// `any`, `on_site`, `remote`.
    pub delivery: String,
    /// Longest way to a session, one way.
    #[schema(minimum = 0, maximum = 240)]
    pub max_travel_minutes: i32,
    /// Most minutes in a week.
    #[schema(minimum = 0, maximum = 3600)]
    pub weekly_cap_minutes: i32,
    /// Least notice before a session.
    #[schema(minimum = 0, maximum = 720)]
    pub min_notice_hours: i32,
    /// No offers from this time of day (`HH:MM`, Europe/Berlin) …
    #[schema(example = "20:00")]
    pub quiet_from: Option<String>,
    /// … to this one. Both or none.
    #[schema(example = "07:00")]
    pub quiet_to: Option<String>,
    /// Weekly windows.
    pub windows: Vec<WindowJson>,
}

impl AvailabilityJson {
    pub(super) fn of(facts: &InterpreterFacts) -> Self {
        Self {
            delivery: facts.delivery.clone(),
            max_travel_minutes: facts.max_travel_minutes,
            weekly_cap_minutes: facts.weekly_cap_minutes,
            min_notice_hours: facts.min_notice_hours,
            quiet_from: facts.quiet_from.map(|time| time.format("%H:%M").to_string()),
            quiet_to: facts.quiet_to.map(|time| time.format("%H:%M").to_string()),
            windows: facts.windows.iter().copied().map(WindowJson::from).collect(),
        }
    }
}

/// How and for what an interpreter wants to be asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskingJson {
    /// How a new offer reaches them: `mail` (each at once), `digest` (one mail a day), `board` (no mail).
    pub offers_by: String,
    /// Nothing is offered before this day.
    pub paused_until: Option<NaiveDate>,
    /// Offices they don't want to work for.
    pub declined_offices: Vec<Uuid>,
    /// Requirement profiles they don't want to be asked for.
    pub declined_topics: Vec<Uuid>,
}

impl AskingJson {
    pub(super) fn of(facts: &InterpreterFacts) -> Self {
        Self {
            offers_by: facts.offers_by.name().to_owned(),
            paused_until: facts.paused_until,
            declined_offices: facts.declined_offices.iter().map(|id| id.0).collect(),
            declined_topics: facts.declined_topics.iter().map(|id| id.0).collect(),
        }
    }
}

/// A stretch in which an interpreter is away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AbsenceJson {
    /// Its key.
    pub id: Uuid,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// `own`, `caldav`, `imported` (a hint only).
    pub source: String,
}

impl From<AbsenceView> for AbsenceJson {
    fn from(view: AbsenceView) -> Self {
        Self { id: view.id, starts_at: view.starts_at, ends_at: view.ends_at, source: view.source }
    }
}

/// What a kind of session needs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ProfileJson {
    /// Its key.
    pub id: Uuid,
    /// Short code.
    #[schema(example = "school_conference")]
    pub code: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: String,
    /// Kinds of credentials that must be valid on the day.
    pub credentials: Vec<String>,
    /// A legal duty: the budget may be overridden with a reason.
    pub legal_duty: bool,
    /// Can be chosen for new requests.
    pub active: bool,
    /// Raised with every change; the entity tag.
    pub version: i32,
}

impl From<ProfileFacts> for ProfileJson {
    fn from(facts: ProfileFacts) -> Self {
        Self {
            id: facts.id.0,
            code: facts.code,
            name_de: facts.name_de,
            name_en: facts.name_en,
            credentials: facts.credentials.iter().map(|kind| kind.name().to_owned()).collect(),
            legal_duty: facts.legal_duty,
            active: facts.active,
            version: facts.version,
        }
    }
}

/// An ordering office or grant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct OfficeJson {
    /// Its key.
    pub id: Uuid,
    /// Short code.
    #[schema(example = "JA")]
    pub code: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: String,
    /// `office` or `grant`.
    #[schema(example = "office")]
    pub kind: String,
    /// Leitweg-ID (BT-10 of its documents).
    #[schema(example = "04011000-1234512345-06")]
    pub leitweg_id: String,
    /// Mail for the whole office.
    pub email: String,
    /// Whom to ask there.
    pub contact: String,
    /// Phone number of that contact.
    pub phone: String,
    /// Usual place of its sessions.
    pub address: String,
    /// District of that place.
    pub district: String,
    /// Since when it asks for nothing more; absent while it does.
    pub retired_at: Option<DateTime<Utc>>,
}

impl From<OfficeFacts> for OfficeJson {
    fn from(facts: OfficeFacts) -> Self {
        Self {
            id: facts.id.0,
            code: facts.code,
            name_de: facts.name_de,
            name_en: facts.name_en,
            kind: if facts.is_grant { "grant" } else { "office" }.to_owned(),
            leitweg_id: facts.leitweg_id,
            email: facts.email,
            contact: facts.contact,
            phone: facts.phone,
            address: facts.address,
            district: facts.district,
            retired_at: facts.retired_at,
        }
    }
}
