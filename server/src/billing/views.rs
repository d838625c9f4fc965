//! What leaves: the same views for pages and API. Money in cents, instants in UTC.

use super::{
    claim::{CertificationKind, Claim, ClaimStatus},
    documents::{DocumentKind, FormKind},
    open_work::{Missing, OpenWork},
    store::{BookingName, DocumentRow, DocumentState, HandOverRow, MatchRow, OrderRow, PaymentRow, PersonName},
    treasury::{Certainty, HandOverForm, OpenItem, Proposal, Why},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A claim.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
pub struct ClaimView {
    /// Its key.
    pub id: Uuid,
    /// The assignment it is for.
    pub assignment: Uuid,
    /// The booking's number, such as `2027-000123`.
    pub booking: String,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Language code.
    pub language: String,
    /// The ordering office.
    pub office: Uuid,
    /// Its code.
    pub office_code: String,
    /// Whose claim.
    pub interpreter: Uuid,
    /// The city's number for them.
    pub interpreter_number: String,
    /// Their name.
    pub interpreter_name: String,
    /// What became of the session.
    pub outcome: String,
    /// Sum of the lines.
    pub net_cents: i64,
    /// VAT of this claim alone.
    pub vat_cents: i64,
    /// Net and VAT.
    pub gross_cents: i64,
    /// In percent; none if none is charged.
    pub vat_rate: Option<String>,
    /// The schedule it was priced by.
    pub schedule_id: String,
    /// `official` or `assumed`.
    pub figures: String,
    /// The program that priced it.
    pub program_version: String,
    /// Where it stands.
    pub status: ClaimStatus,
    /// How many of six steps are done: recorded, confirmed, certified, ordered, handed over, paid.
    pub steps_done: usize,
    /// Why it was sent back.
    pub sent_back_reason: Option<String>,
    /// When it was priced.
    pub priced_at: DateTime<Utc>,
    /// Raised with every change.
    pub version: i32,
    /// The certifications in force.
    pub certifications: Vec<CertificationView>,
    /// The calculation; empty in lists.
    pub lines: Vec<LineView>,
}

/// A certification.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct CertificationView {
    /// Which.
    pub kind: CertificationKind,
    /// Whose account.
    pub account: Uuid,
    /// Their name.
    pub name: String,
    /// When.
    pub certified_at: DateTime<Utc>,
}

/// A line of a calculation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct LineView {
    /// The rule that made it.
    pub rule: String,
    /// Quantity, decimal text.
    pub quantity: String,
    /// `HUR`, `KMT` or `C62`.
    pub unit: String,
    /// Price of one unit, decimal text.
    pub unit_price: String,
    /// Rounded amount.
    pub amount_cents: i64,
    /// Why, in German.
    pub because_de: String,
    /// Why, in English.
    pub because_en: String,
}

impl ClaimView {
    /// A claim with the names of what it is about.
    #[must_use]
    pub fn of(
        claim: &Claim,
        booking: Option<&BookingName>,
        person: Option<&PersonName>,
        office_code: Option<&str>,
        colleague: impl Fn(crate::kernel::ids::AccountId) -> String,
    ) -> Self {
        let person = person.cloned().unwrap_or_default();
        let booking = booking.cloned().unwrap_or_default();
        Self {
            id: claim.id.0,
            assignment: claim.assignment.0,
            booking: booking.reference,
            language: booking.language,
            service_on: claim.service_on,
            office: claim.office.0,
            office_code: office_code.unwrap_or_default().to_owned(),
            interpreter: claim.interpreter.0,
            interpreter_number: person.number,
            interpreter_name: person.name,
            outcome: claim.outcome.clone(),
            net_cents: claim.net.get(),
            vat_cents: claim.vat.get(),
            gross_cents: claim.gross.get(),
            vat_rate: claim.vat_rate.clone(),
            schedule_id: claim.schedule_id.clone(),
            figures: claim.figures.clone(),
            program_version: claim.program_version.clone(),
            status: claim.status,
            steps_done: claim.status.steps_done(),
            sent_back_reason: claim.sent_back_reason.clone(),
            priced_at: claim.priced_at,
            version: claim.version,
            certifications: claim
                .certifications
                .iter()
                .map(|one| CertificationView {
                    kind: one.kind,
                    account: one.account.0,
                    name: colleague(one.account),
                    certified_at: one.certified_at,
                })
                .collect(),
            lines: Vec::new(),
        }
    }

    /// The same with its calculation.
    ///
    /// # Errors
    /// The stored quote can't be read.
    pub fn with_lines(mut self, claim: &Claim) -> Result<Self, serde_json::Error> {
        self.lines = claim
            .lines()?
            .lines
            .iter()
            .map(|line| {
                let because = line.because.both();
                LineView {
                    rule: line.rule.to_string(),
                    quantity: line.quantity.normalize().to_string(),
                    unit: line.unit.recommendation_20().to_owned(),
                    unit_price: line.unit_price.normalize().to_string(),
                    amount_cents: line.amount.minor(),
                    because_de: because.de,
                    because_en: because.en,
                }
            })
            .collect();
        Ok(self)
    }
}

/// A document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct DocumentView {
    /// Its key.
    pub id: Uuid,
    /// What it is.
    pub kind: DocumentKind,
    /// Its number, such as `GS-2027-000042`.
    pub reference: String,
    /// The settled month.
    pub month: String,
    /// Whose, if it is an interpreter's.
    pub interpreter: Option<Uuid>,
    /// Whose, if it is an office's.
    pub office: Option<Uuid>,
    /// Name of the interpreter or code of the office.
    pub whose: String,
    /// Sum of the lines.
    pub net_cents: i64,
    /// Sum of the taxes.
    pub vat_cents: i64,
    /// What is owed.
    pub gross_cents: i64,
    /// The document that it takes back.
    pub corrects: Option<Uuid>,
    /// SHA-256 of the frozen PDF.
    pub sha256: String,
    /// An invoice as data; none of vouchers and internal settlements.
    pub forms: Vec<FormView>,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// Where it stands.
    pub state: DocumentState,
    /// Its order.
    pub order: Option<OrderView>,
    /// The last day on which something of it was paid.
    pub paid_on: Option<NaiveDate>,
}

/// Another form of a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct FormView {
    /// Which.
    pub form: FormKind,
    /// SHA-256 of its frozen bytes.
    pub sha256: String,
}

/// An order to pay.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct OrderView {
    /// Its key.
    pub id: Uuid,
    /// The document.
    pub document: Uuid,
    /// What is to be paid.
    pub amount_cents: i64,
    /// What was paid.
    pub paid_cents: i64,
    /// Who ordered.
    pub ordered_by: Uuid,
    /// When.
    pub ordered_at: DateTime<Utc>,
    /// The file it left with.
    pub hand_over: Option<Uuid>,
}

impl From<&OrderRow> for OrderView {
    fn from(row: &OrderRow) -> Self {
        Self {
            id: row.id.0,
            document: row.document.0,
            amount_cents: row.amount.get(),
            paid_cents: row.paid.get(),
            ordered_by: row.ordered_by.0,
            ordered_at: row.ordered_at,
            hand_over: row.hand_over.map(|id| id.0),
        }
    }
}

impl DocumentView {
    /// A document with the name of whose it is.
    #[must_use]
    pub fn of(row: &DocumentRow, whose: String, paid_on: Option<NaiveDate>, forms: Vec<FormView>) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind,
            reference: row.reference.clone(),
            month: row.month.clone(),
            interpreter: row.interpreter.map(|id| id.0),
            office: row.office.map(|id| id.0),
            whose,
            net_cents: row.net.get(),
            vat_cents: row.vat.get(),
            gross_cents: row.gross.get(),
            corrects: row.corrects.map(|id| id.0),
            sha256: row.sha256.clone(),
            forms,
            issued_at: row.issued_at,
            state: row.state(),
            order: row.order.as_ref().map(OrderView::from),
            paid_on,
        }
    }
}

/// A file handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct HandOverView {
    /// Its key.
    pub id: Uuid,
    /// Its number.
    pub sequence: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many orders.
    pub order_count: i32,
    /// Their sum.
    pub total_cents: i64,
    /// When it was made.
    pub handed_over_at: DateTime<Utc>,
    /// When the treasury took it; afterwards everybody gets a copy.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Other forms: XML, and what the bank gets where the city pays by itself.
    pub forms: Vec<HandOverFormView>,
    /// When the bank's file was taken.
    pub taken_to_bank_at: Option<DateTime<Utc>>,
    /// What the bank last said of it (pain.002), such as `ACCP` or `PART`.
    pub bank_answer: Option<String>,
    /// The transfers that it refused and that are still owed.
    pub refused: Vec<RefusedView>,
}

/// A transfer that the bank refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct RefusedView {
    /// The document's number.
    pub reference: String,
    /// The bank's code, such as `AC04`, and its words.
    pub why: String,
}

/// Another form of a hand-over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct HandOverFormView {
    /// Which.
    pub form: HandOverForm,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl HandOverView {
    /// The hash of the bank's file, where there is one.
    #[must_use]
    pub fn for_the_bank(&self) -> Option<&str> {
        self.forms.iter().find(|one| one.form == HandOverForm::Pain001).map(|one| one.sha256.as_str())
    }
}

impl From<&HandOverRow> for HandOverView {
    fn from(row: &HandOverRow) -> Self {
        Self {
            id: row.id.0,
            sequence: row.sequence,
            sha256: row.sha256.clone(),
            order_count: row.order_count,
            total_cents: row.total.get(),
            handed_over_at: row.handed_over_at,
            accepted_at: row.accepted.map(|(at, _)| at),
            forms: row
                .forms
                .iter()
                .map(|(form, sha256)| HandOverFormView { form: *form, sha256: sha256.clone() })
                .collect(),
            taken_to_bank_at: row.taken_to_bank,
            bank_answer: row.answer.clone(),
            refused: row
                .refused
                .iter()
                .map(|one| RefusedView { reference: one.reference.clone(), why: one.why.clone() })
                .collect(),
        }
    }
}

/// A payment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PaymentView {
    /// Its key.
    pub id: Uuid,
    /// The bank's reference.
    pub entry_reference: String,
    /// When it was booked.
    pub booked_on: NaiveDate,
    /// Positive: paid by the city; negative: came back.
    pub amount_cents: i64,
    /// Who received it.
    pub counterparty: String,
    /// Their account.
    pub iban: String,
    /// What we sent along.
    pub end_to_end: String,
    /// Free text.
    pub remittance: String,
    /// `camt.053` or `list`.
    pub source: String,
    /// When it was imported.
    pub imported_at: DateTime<Utc>,
    /// What belongs to no order yet.
    pub unmatched_cents: i64,
    /// Where that may belong.
    pub proposals: Vec<ProposalView>,
    /// Where it belongs, undone matches included.
    pub matches: Vec<MatchView>,
}

impl PaymentView {
    /// A payment; what belongs to it is filled in by the reader.
    #[must_use]
    pub fn of(row: &PaymentRow, unmatched_cents: i64) -> Self {
        let entry = row.entry.clone();
        Self {
            id: row.id.0,
            entry_reference: entry.reference,
            booked_on: entry.booked_on,
            amount_cents: entry.amount.get(),
            counterparty: entry.counterparty,
            iban: entry.iban,
            end_to_end: entry.end_to_end,
            remittance: entry.remittance,
            source: row.source.clone(),
            imported_at: row.imported_at,
            unmatched_cents,
            proposals: Vec::new(),
            matches: Vec::new(),
        }
    }
}

/// An order that a payment may belong to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ProposalView {
    /// The order.
    pub order: Uuid,
    /// Its document's number.
    pub reference: String,
    /// Who is paid.
    pub payee: String,
    /// What is owed.
    pub open_cents: i64,
    /// Why it fits.
    pub why: Why,
    /// Why a person has to look.
    pub certainty: Certainty,
}

impl From<Proposal> for ProposalView {
    fn from(one: Proposal) -> Self {
        Self {
            order: one.item.order.0,
            open_cents: one.item.open().get(),
            reference: one.item.reference,
            payee: one.item.payee,
            why: one.why,
            certainty: one.certainty,
        }
    }
}

/// A part of a payment that belongs to an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct MatchView {
    /// Its key.
    pub id: Uuid,
    /// The payment.
    pub payment: Uuid,
    /// The order.
    pub order: Uuid,
    /// How much.
    pub amount_cents: i64,
    /// Why.
    pub why: String,
    /// When.
    pub matched_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

impl From<&MatchRow> for MatchView {
    fn from(row: &MatchRow) -> Self {
        Self {
            id: row.id,
            payment: row.payment.0,
            order: row.order.0,
            amount_cents: row.amount.get(),
            why: row.why.clone(),
            matched_at: row.matched_at,
            undone_at: row.undone.map(|(at, _)| at),
        }
    }
}

/// A handed-over order that is not wholly paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct OpenItemView {
    /// The order.
    pub order: Uuid,
    /// The document.
    pub document: Uuid,
    /// Its number.
    pub reference: String,
    /// Who is paid.
    pub payee: String,
    /// What was ordered.
    pub amount_cents: i64,
    /// What is still owed.
    pub open_cents: i64,
    /// When it was ordered.
    pub ordered_at: DateTime<Utc>,
}

impl From<&OpenItem> for OpenItemView {
    fn from(item: &OpenItem) -> Self {
        Self {
            order: item.order.0,
            document: item.document.0,
            reference: item.reference.clone(),
            payee: item.payee.clone(),
            amount_cents: item.amount.get(),
            open_cents: item.open().get(),
            ordered_at: item.ordered_at,
        }
    }
}

/// Something that a month waits for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct MissingView {
    /// What.
    pub missing: Missing,
    /// Who must act.
    pub who: &'static str,
    /// The booking's number.
    pub booking: String,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Code of the office.
    pub office_code: String,
    /// The interpreter's name.
    pub interpreter_name: String,
    /// The claim.
    pub claim: Option<Uuid>,
    /// Names of the data that are missing.
    pub data: Vec<&'static str>,
}

impl MissingView {
    /// With the names of whom it is about.
    #[must_use]
    pub fn of(work: &OpenWork, office_code: String, interpreter_name: String) -> Self {
        Self {
            missing: work.missing,
            who: work.missing.who(),
            booking: work.booking.clone(),
            service_on: work.on,
            office_code,
            interpreter_name,
            claim: work.claim.map(|id| id.0),
            data: work.obstacles.iter().map(|one| one.name()).collect(),
        }
    }
}
