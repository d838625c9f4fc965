//! Frozen snapshots for the slices above: billing, mail, calendar, insight.

use crate::kernel::{clock::Instant, ids::*, money::Cents, time::CivilSlot};
use serde::{Deserialize, Serialize};

/// Where and how the interpreter is needed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// In person.
    OnSite,
    /// By telephone.
    Phone,
    /// By video.
    Video,
}

impl Delivery {
    /// The name in database, API and locale keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnSite => "on_site",
            Self::Phone => "phone",
            Self::Video => "video",
        }
    }

    /// The delivery of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::OnSite, Self::Phone, Self::Video].into_iter().find(|delivery| delivery.name() == name)
    }
}

/// Everything that a mail, a calendar entry or a job card says about an assignment. Whoever shows it decides by the reader's
/// right what to leave out: no file reference to interpreters, no address before acceptance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AssignmentFacts {
    /// The assignment.
    pub assignment: AssignmentId,
    /// The request behind it.
    pub request: BookingRequestId,
    /// The number people say on the phone, such as `2027-000123`.
    pub reference: String,
    /// The ordering office.
    pub office: OfficeId,
    /// Its name in German.
    pub office_name_de: String,
    /// Its name in English.
    pub office_name_en: String,
    /// The account that asked, if it was a person.
    pub requested_by: Option<AccountId>,
    /// The file reference; for the ordering office alone.
    pub file_reference: Option<String>,
    /// Language code.
    pub language: String,
    /// The requirement profile (topic) in German.
    pub topic_de: String,
    /// The requirement profile (topic) in English.
    pub topic_en: String,
    /// When.
    pub slot: CivilSlot,
    /// How.
    pub delivery: Delivery,
    /// Full address; after acceptance only.
    pub address: String,
    /// District; may be shown in offers.
    pub district: Option<String>,
    /// What the interpreter should know.
    pub remark: String,
    /// `awaiting_budget`, `searching`, `filled`, `held`, `confirmed`, `unfilled`, `cancelled`.
    pub status: String,
    /// Who does it, once filled.
    pub interpreter: Option<InterpreterId>,
    /// Expected fee, net.
    pub estimate: Cents,
    /// The schedule the estimate was made with.
    pub schedule_id: String,
    /// Raised with every change; the SEQUENCE of calendar entries.
    pub version: i32,
    /// When the row last changed.
    pub updated_at: Instant,
}

/// What billing prices: a confirmed timesheet, or a cancelled assignment, with everything the fee rules ask.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BillableSession {
    /// The assignment.
    pub assignment: AssignmentId,
    /// Its timesheet, unless it was cancelled.
    pub timesheet: Option<TimesheetId>,
    /// Whom to pay.
    pub interpreter: InterpreterId,
    /// Who pays.
    pub office: OfficeId,
    /// From which line.
    pub budget_line: BudgetLineId,
    /// Language code.
    pub language: String,
    /// How.
    pub delivery: Delivery,
    /// When it was asked for.
    pub requested_at: Instant,
    /// What was agreed.
    pub agreed: CivilSlot,
    /// `held`, `cancelled_by_office`, `client_absent`, `interpreter_absent` (as in `rates::Facts`).
    pub outcome: String,
    /// What took place.
    pub held: Option<(Instant, Instant)>,
    /// Break.
    pub break_minutes: i32,
    /// When a cancellation reached the other side.
    pub notified_at: Option<Instant>,
    /// Travel there and back together.
    pub travel_minutes: i32,
    /// Meters there and back together.
    pub travel_meters: i32,
    /// Tickets.
    pub tickets: Cents,
    /// The schedule promised with the booking.
    pub schedule_id: String,
    /// The rate group promised with it; none for what was filled before groups were kept.
    pub rate_group: Option<String>,
}

/// An offer with everything a mail may say about it before it is accepted. The address stays in `assignment`: leave it out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfferFacts {
    /// The offer.
    pub offer: OfferId,
    /// What is offered.
    pub assignment: AssignmentFacts,
    /// To whom.
    pub interpreter: InterpreterId,
    /// `open`, `accepted`, `declined`, `expired`, `filled`, `withdrawn`, `dropped`.
    pub status: String,
    /// When it was sent.
    pub sent_at: Instant,
    /// The first instant at which a yes comes too late.
    pub expires_at: Instant,
    /// What the interpreter can expect, net.
    pub expected_fee: Cents,
    /// The schedule it was computed with.
    pub schedule_id: String,
}
