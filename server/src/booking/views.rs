//! What leaves by the API. Each view leaves out what its reader may not see.

use super::{
    ask::Warning,
    board::Posting,
    commands::{Booked, Consequence},
    facts::AssignmentFacts,
    offer::Offer,
    queries::{self, BookingDetails},
    request::BookingRequest,
    timesheet::Timesheet,
};
use crate::{
    kernel::{actor::Actor, figures, ids::*},
    platform::i18n::{Locale, say},
    scheduling::{Ranking, Reason},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// When: agreed on the wall clock of Europe/Berlin, lasting between two instants.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct SlotJson {
    /// The civil day it starts on.
    pub date: NaiveDate,
    /// Begin on the wall clock.
    #[schema(example = "14:00")]
    pub from: String,
    /// End on the wall clock.
    #[schema(example = "15:30")]
    pub to: String,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
}

impl From<&crate::kernel::time::CivilSlot> for SlotJson {
    fn from(slot: &crate::kernel::time::CivilSlot) -> Self {
        Self {
            date: slot.date(),
            from: slot.from().format("%H:%M").to_string(),
            to: slot.to().format("%H:%M").to_string(),
            starts_at: slot.starts_at(),
            ends_at: slot.ends_at(),
        }
    }
}

/// A booking in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BookingJson {
    /// The request.
    pub id: Uuid,
    /// Its assignment: the search for, and the work of, one interpreter.
    pub assignment: Uuid,
    /// The number people say on the phone.
    #[schema(example = "2027-000123")]
    pub reference: String,
    /// The ordering office.
    pub office: Uuid,
    /// `awaiting_budget`, `searching`, `filled`, `held`, `confirmed`, `unfilled`, `cancelled`. Only from `filled` on is the
    /// session promised.
    pub status: String,
    /// Language code.
    pub language: String,
    /// What kind of session, in the reader's language.
    pub topic: String,
    /// When.
    pub slot: SlotJson,
    /// `on_site`, `phone`, `video`.
    pub delivery: String,
    /// District of the place.
    pub district: Option<String>,
    /// Address; for interpreters only of their own jobs.
    pub address: Option<String>,
    /// The office's file; for the ordering office alone.
    pub file_reference: Option<String>,
    /// What the interpreter should know.
    pub remark: String,
    /// Who does it, once filled.
    pub interpreter: Option<Uuid>,
    /// Expected fee, net, in cents.
    pub estimate_cents: i64,
    /// The fee schedule of the estimate.
    pub schedule: String,
    /// Whether its figures are `official` or `assumed`.
    pub figures: String,
    /// Raised with every change; the ETag.
    pub version: i32,
}

impl BookingJson {
    /// As somebody of the city sees it.
    pub(super) fn seen_by(actor: &Actor, locale: Locale, facts: AssignmentFacts) -> Self {
        Self::of(locale, queries::in_sight_of(actor, facts))
    }

    /// As an interpreter sees it.
    pub(super) fn for_interpreter(me: InterpreterId, locale: Locale, facts: AssignmentFacts) -> Self {
        Self::of(locale, queries::for_interpreter(me, facts))
    }

    fn of(locale: Locale, facts: AssignmentFacts) -> Self {
        Self {
            id: facts.request.0,
            assignment: facts.assignment.0,
            reference: facts.reference,
            office: facts.office.0,
            status: facts.status,
            language: facts.language,
            topic: match locale {
                Locale::De => facts.topic_de,
                Locale::En => facts.topic_en,
            },
            slot: SlotJson::from(&facts.slot),
            delivery: facts.delivery.name().to_owned(),
            district: facts.district,
            address: Some(facts.address).filter(|address| !address.is_empty()),
            file_reference: facts.file_reference,
            remark: facts.remark,
            interpreter: facts.interpreter.map(|id| id.0),
            estimate_cents: facts.estimate.get(),
            figures: figures::word(&facts.schedule_id).to_owned(),
            schedule: facts.schedule_id,
            version: facts.version,
        }
    }
}

/// How many offers stand how.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct OfferCountsJson {
    /// Offers by status.
    #[serde(flatten)]
    pub by_status: HashMap<String, u64>,
}

/// One booking.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BookingDetailsJson {
    /// What the list says.
    #[serde(flatten)]
    pub booking: BookingJson,
    /// What is committed for it in the budget now, in cents.
    pub committed_cents: Option<i64>,
    /// The series it is part of.
    pub series: Option<Uuid>,
    /// `female`, `male`.
    pub gender: Option<String>,
    /// Nobody of another gender may come.
    pub gender_required: bool,
    /// Whom the office would like.
    pub preferred: Option<Uuid>,
    /// `normal`, `urgent`, `legal_duty`.
    pub priority: String,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Offers by status; their addressees are the coordination's business.
    pub offers: OfferCountsJson,
    /// Why nobody was found: `nobody_free`, `nobody_qualified`, `no_money`, `too_late`.
    pub unfilled_reason: Option<String>,
    /// How it was cancelled.
    pub cancellation: Option<CancellationJson>,
    /// What took place.
    pub timesheet: Option<TimesheetJson>,
}

/// How something was cancelled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct CancellationJson {
    /// `office`, `coordination`.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// `early`, `late`; none if nobody was booked.
    pub class: Option<String>,
    /// The rule, in the reader's language.
    pub rule: Option<String>,
}

impl BookingDetailsJson {
    /// As somebody of the city sees it.
    pub(super) fn seen_by(actor: &Actor, locale: Locale, details: &BookingDetails) -> Self {
        let BookingRequest { series, gender, gender_required, preferred, priority, requested_at, .. } =
            &details.request;
        let mut offers = OfferCountsJson::default();
        for offer in &details.offers {
            *offers.by_status.entry(offer.status.name().to_owned()).or_insert(0) += 1;
        }
        Self {
            booking: BookingJson::seen_by(actor, locale, details.facts.clone()),
            committed_cents: details.committed.map(|cents| cents.get()),
            series: series.map(|id| id.0),
            gender: gender.map(|gender| gender.name().to_owned()),
            gender_required: *gender_required,
            preferred: preferred.map(|id| id.0),
            priority: priority.name().to_owned(),
            requested_at: *requested_at,
            offers,
            unfilled_reason: details.assignment.unfilled_reason.map(|reason| reason.name().to_owned()),
            cancellation: details.assignment.cancellation.as_ref().map(|cancelled| CancellationJson {
                by: cancelled.by.name().to_owned(),
                at: cancelled.at,
                class: cancelled.class.map(|class| class.name().to_owned()),
                rule: cancelled.why.as_ref().map(|(de, en)| spoken(locale, de, en)),
            }),
            timesheet: details.timesheet.as_ref().map(TimesheetJson::from),
        }
    }
}

pub(super) fn spoken(locale: Locale, de: &str, en: &str) -> String {
    match locale {
        Locale::De => de.to_owned(),
        Locale::En => en.to_owned(),
    }
}

/// A warning: stored although it looks odd.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct WarningJson {
    /// Stable name.
    #[schema(example = "file-reference-looks-like-a-name")]
    pub code: String,
    /// A sentence in the reader's language.
    pub detail: String,
}

impl WarningJson {
    pub(super) fn of(locale: Locale, warning: Warning) -> Self {
        Self { code: warning.code().to_owned(), detail: crate::platform::i18n::say(locale, &warning.message()) }
    }
}

/// What became of a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BookedJson {
    /// The request.
    pub id: Uuid,
    /// Its assignment.
    pub assignment: Uuid,
    /// The number people say on the phone.
    pub reference: String,
    /// The day.
    pub date: NaiveDate,
    /// `searching`, or `awaiting_budget` if the line can't bear it now.
    pub status: String,
    /// Expected fee, net, in cents.
    pub estimate_cents: i64,
    /// What is, or would be, committed, in cents.
    pub committed_cents: i64,
    /// Whose price it is: `dearest-eligible` or `neutral`.
    pub basis: String,
    /// What the line had left when it was not enough, in cents.
    pub available_cents: Option<i64>,
    /// What looks odd.
    pub warnings: Vec<WarningJson>,
}

impl BookedJson {
    pub(super) fn of(locale: Locale, date: NaiveDate, booked: &Booked) -> Self {
        Self {
            id: booked.submitted.request.0,
            assignment: booked.submitted.assignment.0,
            reference: booked.submitted.reference.clone(),
            date,
            status: booked.planned.status.name().to_owned(),
            estimate_cents: booked.planned.estimate.get(),
            committed_cents: booked.planned.committed.get(),
            basis: booked.planned.basis.name().to_owned(),
            available_cents: booked.planned.available.map(|cents| cents.get()),
            warnings: booked.submitted.warnings.iter().map(|one| WarningJson::of(locale, *one)).collect(),
        }
    }
}

/// What a cancellation means.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ConsequenceJson {
    /// `early`, `late`; none if nobody is booked.
    pub class: Option<String>,
    /// The rule, in the reader's language.
    pub rule: Option<String>,
    /// What the interpreter is owed, net, in cents.
    pub fee_cents: i64,
    /// Until when it is early.
    pub early_until: Option<DateTime<Utc>>,
}

impl ConsequenceJson {
    pub(super) fn of(locale: Locale, consequence: &Consequence) -> Self {
        Self {
            class: consequence.class.map(|class| class.name().to_owned()),
            rule: consequence.why.as_ref().map(|(de, en)| spoken(locale, de, en)),
            fee_cents: consequence.fee.get(),
            early_until: consequence.early_until,
        }
    }
}

/// An offer as the coordination sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct OfferJson {
    /// The offer.
    pub id: Uuid,
    /// What is offered.
    pub assignment: Uuid,
    /// To whom.
    pub interpreter: Uuid,
    /// In which search.
    pub search_round: i32,
    /// In which wave of it.
    pub wave: i32,
    /// `open`, `accepted`, `declined`, `expired`, `filled`, `withdrawn`, `dropped`.
    pub status: String,
    /// What the interpreter can expect, net, in cents.
    pub expected_fee_cents: i64,
    /// The fee schedule of that: the one of the interpreter's own agreement.
    pub schedule: String,
    /// Whether its figures are `official` or `assumed`.
    pub figures: String,
    /// When it was, or will be, told.
    pub sent_at: DateTime<Utc>,
    /// The first instant at which a yes comes too late.
    pub expires_at: DateTime<Utc>,
}

impl From<&Offer> for OfferJson {
    fn from(offer: &Offer) -> Self {
        Self {
            id: offer.id.0,
            assignment: offer.assignment.0,
            interpreter: offer.interpreter.0,
            search_round: offer.search_round,
            wave: offer.wave,
            status: offer.status.name().to_owned(),
            expected_fee_cents: offer.expected_fee.get(),
            schedule: offer.schedule_id.clone(),
            figures: figures::word(&offer.schedule_id).to_owned(),
            sent_at: offer.sent_at,
            expires_at: offer.expires_at,
        }
    }
}

/// An offer as its addressee sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct OwnOfferJson {
    /// The offer.
    #[serde(flatten)]
    pub offer: OfferJson,
    /// What the own calendar of the interpreter says against it while it is open, in a sentence.
    pub own_calendar: Option<String>,
    /// What is offered, without address and file.
    pub booking: BookingJson,
}

/// An open job on an interpreter's board.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BoardJobJson {
    /// What is looked for, without address, file and remark.
    pub booking: BookingJson,
    /// What the interpreter who asks would be paid, net, in cents.
    pub fee_cents: i64,
    /// The fee schedule of that.
    pub schedule: String,
    /// Whether its figures are `official` or `assumed`.
    pub figures: String,
    /// Minutes of one way there; none by phone and video.
    pub way_minutes: Option<i64>,
    /// What the own calendar of the interpreter who asks says against it, in a sentence.
    pub own_calendar: Option<String>,
    /// The offer made to the interpreter who asks, if one was.
    pub offer: Option<Uuid>,
}

impl BoardJobJson {
    pub(super) fn of(me: InterpreterId, locale: Locale, posting: Posting) -> Self {
        Self {
            booking: BookingJson::for_interpreter(me, locale, posting.facts),
            fee_cents: posting.fee.get(),
            figures: figures::word(&posting.schedule_id).to_owned(),
            schedule: posting.schedule_id,
            way_minutes: posting.way_min,
            own_calendar: in_words_to_its_owner(locale, posting.said_busy.as_ref()),
            offer: posting.offer.map(|offer| offer.id.0),
        }
    }
}

/// What somebody's own calendar says against a job, in a sentence to them.
pub(super) fn in_words_to_its_owner(locale: Locale, said: Option<&Reason>) -> Option<String> {
    said.and_then(Reason::message_to_its_owner).map(|message| say(locale, &message))
}

/// What took place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct TimesheetJson {
    /// The timesheet.
    pub id: Uuid,
    /// Of which assignment.
    pub assignment: Uuid,
    /// `drafted`, `disputed`, `confirmed`.
    pub status: String,
    /// `held`, `client_absent`, `interpreter_absent`.
    pub outcome: String,
    /// Begin of what was held.
    pub started_at: Option<DateTime<Utc>>,
    /// Its end.
    pub ended_at: Option<DateTime<Utc>>,
    /// Minutes of break within.
    pub break_minutes: i32,
    /// Minutes there and back together.
    pub travel_minutes: i32,
    /// Meters there and back together.
    pub travel_meters: i32,
    /// Tickets, in cents.
    pub tickets_cents: i64,
    /// Why it was otherwise than agreed.
    pub deviation_reason: String,
    /// Why the office disagrees.
    pub dispute_reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Raised with every change.
    pub version: i32,
}

impl From<&Timesheet> for TimesheetJson {
    fn from(sheet: &Timesheet) -> Self {
        Self {
            id: sheet.id.0,
            assignment: sheet.assignment.0,
            status: sheet.status.name().to_owned(),
            outcome: sheet.record.outcome.name().to_owned(),
            started_at: sheet.record.held.map(|(from, _)| from),
            ended_at: sheet.record.held.map(|(_, to)| to),
            break_minutes: sheet.record.break_minutes,
            travel_minutes: sheet.record.travel_minutes,
            travel_meters: sheet.record.travel_meters,
            tickets_cents: sheet.record.tickets.get(),
            deviation_reason: sheet.record.deviation_reason.clone(),
            dispute_reason: sheet.dispute_reason.clone(),
            recorded_at: sheet.recorded_at,
            version: sheet.version,
        }
    }
}

/// One rule's word on somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ReasonJson {
    /// Points given or taken; none for an obstacle.
    pub points: Option<i32>,
    /// A sentence in the reader's language.
    pub sentence: String,
}

/// Somebody in the ranking.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct CandidateJson {
    /// Who.
    pub interpreter: Uuid,
    /// The sum of the points; none for those who can't be asked.
    pub score: Option<i64>,
    /// The score taken apart, or everything that stands against it.
    pub reasons: Vec<ReasonJson>,
}

/// How the whole pool ranks for one search.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct RankingJson {
    /// For which moment.
    pub made_at: DateTime<Utc>,
    /// Who may be asked, best first.
    pub recommended: Vec<CandidateJson>,
    /// Who can't be asked, and why.
    pub obstructed: Vec<CandidateJson>,
}

impl RankingJson {
    pub(super) fn of(ranking: &Ranking, say: impl Fn(&crate::scheduling::Reason) -> String) -> Self {
        Self {
            made_at: ranking.made_at,
            recommended: ranking
                .recommended
                .iter()
                .map(|entry| CandidateJson {
                    interpreter: entry.interpreter.0,
                    score: Some(entry.score),
                    reasons: entry
                        .parts
                        .iter()
                        .map(|part| ReasonJson { points: Some(part.points), sentence: say(&part.reason) })
                        .collect(),
                })
                .collect(),
            obstructed: ranking
                .obstructed
                .iter()
                .map(|entry| CandidateJson {
                    interpreter: entry.interpreter.0,
                    score: None,
                    reasons: entry
                        .obstacles
                        .iter()
                        .map(|reason| ReasonJson { points: None, sentence: say(reason) })
                        .collect(),
                })
                .collect(),
        }
    }
}
