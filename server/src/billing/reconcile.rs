//! The proof of a month: sessions, timesheets, claims, budget, documents, orders, files and payments agree to the cent, or it
//! says where and why they don't. Pure over what one consistent snapshot of the database shows.

use super::{
    claim::{ClaimStatus, named},
    open_work::is_owed,
    store::{self, Conn, FeeRow, FileRow, Gap, PaperOrder, PaperRow, SessionRow},
};
use crate::{
    directory,
    kernel::{ids::*, money::Cents, time::Month},
    platform::{
        db::Db,
        fault::Fault,
        i18n::{self, Locale},
    },
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The sums of one office, or of the whole city.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Sums {
    /// Sessions of the month that somebody was to hold.
    pub sessions: u64,
    /// Of them confirmed.
    pub confirmed: u64,
    /// Claims.
    pub claims: u64,
    /// Sum of the claims, gross.
    #[schema(value_type = i64)]
    #[serde(rename = "claimed_cents")]
    pub claimed: Cents,
    /// What the budget's ledger consumed for these sessions.
    #[schema(value_type = i64)]
    #[serde(rename = "consumed_cents")]
    pub consumed: Cents,
    /// VAT on a document's sum less the VAT of its claims: the only amount by which documents may differ from claims.
    #[schema(value_type = i64)]
    #[serde(rename = "vat_rounding_cents")]
    pub vat_rounding: Cents,
    /// On documents to interpreters, less what was reversed.
    #[schema(value_type = i64)]
    #[serde(rename = "documented_cents")]
    pub documented: Cents,
    /// Charged to the office, less what was reversed.
    #[schema(value_type = i64)]
    #[serde(rename = "settled_cents")]
    pub settled: Cents,
    /// Ordered.
    #[schema(value_type = i64)]
    #[serde(rename = "ordered_cents")]
    pub ordered: Cents,
    /// In files of the treasury.
    #[schema(value_type = i64)]
    #[serde(rename = "handed_over_cents")]
    pub handed_over: Cents,
    /// Paid.
    #[schema(value_type = i64)]
    #[serde(rename = "paid_cents")]
    pub paid: Cents,
}

/// An office's row of the proof.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct OfficeProof {
    /// The office.
    #[schema(value_type = uuid::Uuid)]
    pub office: OfficeId,
    /// Its code.
    pub code: String,
    /// Its sums.
    pub sums: Sums,
}

named! {
    /// Why two things don't agree. The locale key is `billing-cause-<name>`.
    Cause {
        /// Confirmed or cancelled late, and not priced.
        NotPriced = "not_priced",
        /// Waits for money.
        AwaitsBudget = "awaits_budget",
        /// Priced, and not certified twice.
        NotCertified = "not_certified",
        /// Certified, and on no document.
        NotDocumented = "not_documented",
        /// On a document to the interpreter, and not charged to the office.
        NotSettled = "not_settled",
        /// On a document, and not ordered.
        NotOrdered = "not_ordered",
        /// Ordered, and not handed over.
        NotHandedOver = "not_handed_over",
        /// Handed over, and not wholly paid.
        NotPaid = "not_paid",
        /// A claim without a session that explains it.
        ClaimWithoutSession = "claim_without_session",
        /// The ledger consumed something else than the claim says.
        LedgerDiffers = "ledger_differs",
        /// The shares of a document don't add up to it.
        DocumentDiffers = "document_differs",
        /// An order is about another amount than its document.
        OrderDiffers = "order_differs",
        /// A file's sum is not that of its orders.
        FileDiffers = "file_differs",
        /// What an order counts as paid is not what was matched.
        PaymentDiffers = "payment_differs",
        /// What the claim says is not what was put on its document.
        ClaimDiffers = "claim_differs",
        /// A claim that was certified, and a certification of it is not there.
        CertificateMissing = "certificate_missing",
        /// One person held two of the three rights on it.
        TwoRights = "two_rights",
        /// A claim that stands on a document, and the document is not there.
        DocumentMissing = "document_missing",
        /// A number that was given away, and nothing has it.
        NumberMissing = "number_missing",
        /// A document's bytes are not those that were issued.
        DocumentChanged = "document_changed",
        /// Orders that went out with a file, and the file is not there.
        FileMissing = "file_missing",
        /// A file's bytes are not those that were handed over.
        FileChanged = "file_changed",
        /// Money that moved for what was paid already.
        PaidTwice = "paid_twice",
    }
}

impl Cause {
    /// Work that is not done yet; the others are contradictions, which must never be.
    #[must_use]
    pub fn is_open_work(self) -> bool {
        self <= Self::NotPaid
    }
}

/// One thing that does not agree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Difference {
    /// Why.
    pub cause: Cause,
    /// What people call it: a booking, a document, a file.
    pub subject: String,
    /// The office's code, if it is one office's.
    pub office: Option<String>,
    /// By how much.
    #[schema(value_type = i64)]
    #[serde(rename = "amount_cents")]
    pub amount: Cents,
}

/// The proof of a month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Report {
    /// The month, such as `2026-10`.
    pub month: String,
    /// By office.
    pub offices: Vec<OfficeProof>,
    /// All together.
    pub city: Sums,
    /// What does not agree; empty if the month is reconciled.
    pub differences: Vec<Difference>,
}

/// What the proof looks at.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Sessions with timesheets, commitments and consumption.
    pub sessions: Vec<SessionRow>,
    /// Claims.
    pub fees: Vec<FeeRow>,
    /// Documents with orders and payments.
    pub papers: Vec<PaperRow>,
    /// Files.
    pub files: Vec<FileRow>,
    /// Numbers of documents and of files that were given away, and nothing has them.
    pub gaps: Vec<Gap>,
    /// Payments that name a document and belong to no order, with the document's number.
    pub stray: Vec<(String, Cents)>,
    /// Codes of the offices.
    pub offices: BTreeMap<String, OfficeId>,
}

/// Proves a month on one consistent snapshot.
///
/// # Errors
/// The database can't be read.
#[doc(alias = "Zahlungsabgleich")]
pub async fn run(db: &Db, month: Month) -> Result<Report, Fault> {
    let snapshot = db.snapshot().await?;
    on(&snapshot, month).await
}

/// Proves the twelve months of a year, all on one consistent snapshot.
///
/// # Errors
/// The database can't be read.
pub async fn run_year(db: &Db, year: i32) -> Result<Vec<Report>, Fault> {
    let snapshot = db.snapshot().await?;
    let mut reports = Vec::with_capacity(12);
    for month in (1..=12).filter_map(|month| Month::parse(&format!("{year:04}-{month:02}"))) {
        reports.push(on(&snapshot, month).await?);
    }
    Ok(reports)
}

async fn on(snapshot: &impl Conn, month: Month) -> Result<Report, Fault> {
    let offices = directory::offices(snapshot).await?.into_iter().map(|office| (office.code, office.id)).collect();
    let sessions = store::sessions(snapshot, month).await?;
    let fees = store::fees(snapshot, month).await?;
    let papers = store::papers(snapshot, &fees).await?;
    let files = store::files_of(snapshot, &papers).await?;
    let gaps = store::gaps(snapshot, month, &papers, &files).await?;
    let stray = store::stray_payments(snapshot, &papers).await?;
    Ok(prove(month, &Evidence { sessions, fees, papers, files, gaps, stray, offices }))
}

/// Proves a month. Pure.
#[must_use]
pub fn prove(month: Month, evidence: &Evidence) -> Report {
    let codes: HashMap<OfficeId, &str> = evidence.offices.iter().map(|(code, id)| (*id, code.as_str())).collect();
    let mut proof = Proof { codes, sums: HashMap::new(), differences: Vec::new() };
    proof.look_at_sessions(evidence);
    proof.look_at_claims(evidence);
    proof.look_at_documents(evidence);
    for file in &evidence.files {
        let subject = file.sequence.to_string();
        if file.total != file.ordered {
            proof.differ(Cause::FileDiffers, &subject, None, file.total - file.ordered);
        }
        if file.is_changed {
            proof.differ(Cause::FileChanged, &subject, None, file.total);
        }
    }
    for gap in &evidence.gaps {
        let (cause, subject) = match gap {
            Gap::Document(reference) => (Cause::NumberMissing, reference.clone()),
            Gap::File(sequence) => (Cause::FileMissing, sequence.to_string()),
        };
        proof.differ(cause, &subject, None, Cents::ZERO);
    }
    for (reference, amount) in &evidence.stray {
        proof.differ(Cause::PaidTwice, reference, None, *amount);
    }
    let mut city = Sums::default();
    let mut offices = Vec::new();
    for (code, office) in &evidence.offices {
        let sums = proof.sums.remove(office).unwrap_or_default();
        city.add(&sums);
        offices.push(OfficeProof { office: *office, code: code.clone(), sums });
    }
    Report { month: month.to_string(), offices, city, differences: proof.differences }
}

struct Proof<'e> {
    codes: HashMap<OfficeId, &'e str>,
    sums: HashMap<OfficeId, Sums>,
    differences: Vec<Difference>,
}

impl Proof<'_> {
    fn differ(&mut self, cause: Cause, subject: &str, office: Option<OfficeId>, amount: Cents) {
        let office = office.and_then(|id| self.codes.get(&id)).map(|code| (*code).to_owned());
        self.differences.push(Difference { cause, subject: subject.to_owned(), office, amount });
    }

    fn of(&mut self, office: OfficeId) -> &mut Sums {
        self.sums.entry(office).or_default()
    }

    fn look_at_sessions(&mut self, evidence: &Evidence) {
        let claimed: HashMap<AssignmentId, &FeeRow> = evidence.fees.iter().map(|fee| (fee.assignment, fee)).collect();
        for session in &evidence.sessions {
            let sums = self.of(session.office);
            sums.sessions += u64::from(matches!(session.status.as_str(), "filled" | "held" | "confirmed"));
            sums.confirmed += u64::from(session.status == "confirmed");
            sums.consumed += session.consumed;
            let office = Some(session.office);
            match claimed.get(&session.assignment) {
                None if is_owed(session) => {
                    let bound = session.commitment.as_ref().map_or(Cents::ZERO, |(_, amount)| *amount);
                    self.differ(Cause::NotPriced, &session.booking, office, bound);
                }
                None if session.consumed != Cents::ZERO => {
                    self.differ(Cause::LedgerDiffers, &session.booking, office, session.consumed);
                }
                Some(fee) => {
                    let due = if fee.status == ClaimStatus::AwaitingBudget { Cents::ZERO } else { fee.gross };
                    if session.consumed != due {
                        self.differ(Cause::LedgerDiffers, &session.booking, office, session.consumed - due);
                    }
                    if !matches!(session.status.as_str(), "confirmed" | "cancelled") {
                        self.differ(Cause::ClaimWithoutSession, &session.booking, office, fee.gross);
                    }
                }
                None => {}
            }
        }
    }

    fn look_at_claims(&mut self, evidence: &Evidence) {
        let sessions: HashMap<AssignmentId, &SessionRow> =
            evidence.sessions.iter().map(|session| (session.assignment, session)).collect();
        for fee in evidence.fees.iter().filter(|fee| fee.status != ClaimStatus::Void) {
            let sums = self.of(fee.office);
            sums.claims += 1;
            sums.claimed += fee.gross;
            let office = Some(fee.office);
            let Some(session) = sessions.get(&fee.assignment) else {
                self.differ(Cause::ClaimWithoutSession, &fee.fee.to_string(), office, fee.gross);
                continue;
            };
            let cause = match fee.status {
                ClaimStatus::AwaitingBudget => Some(Cause::AwaitsBudget),
                ClaimStatus::Priced | ClaimStatus::CertifiedFactually => Some(Cause::NotCertified),
                ClaimStatus::Certified => Some(Cause::NotDocumented),
                _ => None,
            };
            if let Some(cause) = cause {
                self.differ(cause, &session.booking, office, fee.gross);
            }
            if is_certified(fee.status) {
                match (fee.certified_factually, fee.certified_arithmetically) {
                    (Some(one), Some(other)) if one == other => {
                        self.differ(Cause::TwoRights, &session.booking, office, fee.gross);
                    }
                    (Some(_), Some(_)) => {}
                    _ => self.differ(Cause::CertificateMissing, &session.booking, office, fee.gross),
                }
            }
        }
    }

    fn look_at_documents(&mut self, evidence: &Evidence) {
        let fees: HashMap<FeeId, &FeeRow> = evidence.fees.iter().map(|fee| (fee.fee, fee)).collect();
        let files: BTreeSet<HandOverId> = evidence.files.iter().map(|file| file.id).collect();
        // What stands on documents of the claim's present round: to the interpreter, and to the office.
        let mut standing: HashMap<FeeId, [Option<Cents>; 2]> = HashMap::new();
        let mut paid_shares: HashMap<FeeId, Cents> = HashMap::new();
        let mut settled_shares: HashMap<FeeId, Cents> = HashMap::new();
        for paper in &evidence.papers {
            let shares: Cents = paper.shares.iter().map(|share| share.gross).sum();
            if shares != paper.gross {
                self.differ(Cause::DocumentDiffers, &paper.reference, None, paper.gross - shares);
            }
            if paper.is_changed {
                self.differ(Cause::DocumentChanged, &paper.reference, None, paper.gross);
            }
            for share in &paper.shares {
                let Some(fee) = fees.get(&share.fee) else { continue };
                if share.round == fee.round {
                    let side = match share.purpose.as_str() {
                        "pay" => Some(0),
                        "settle" => Some(1),
                        _ => None,
                    };
                    if let Some(side) = side.and_then(|side| standing.entry(share.fee).or_default().get_mut(side)) {
                        *side = Some(share.net);
                    }
                }
                let sums = self.of(fee.office);
                match share.purpose.as_str() {
                    "pay" | "reverse" => {
                        sums.documented += share.gross;
                        *paid_shares.entry(share.fee).or_default() += share.gross;
                    }
                    _ => {
                        sums.settled += share.gross;
                        *settled_shares.entry(share.fee).or_default() += share.gross;
                    }
                }
            }
            self.look_at_order(paper, &fees, &files);
        }
        let bookings: HashMap<AssignmentId, &str> =
            evidence.sessions.iter().map(|session| (session.assignment, session.booking.as_str())).collect();
        for row in &evidence.fees {
            let (paid, settled) = (paid_shares.get(&row.fee), settled_shares.get(&row.fee));
            let on_paper = paid.copied().unwrap_or_default();
            if on_paper != Cents::ZERO {
                self.of(row.office).vat_rounding += on_paper - row.gross;
            }
            let booking = bookings.get(&row.assignment).copied().unwrap_or_default();
            let [pay, settle] = standing.get(&row.fee).copied().unwrap_or_default();
            if is_documented(row.status) && (pay.is_none() || settle.is_none()) {
                self.differ(Cause::DocumentMissing, booking, Some(row.office), row.gross);
            } else if on_paper != settled.copied().unwrap_or_default() {
                let difference = on_paper - settled.copied().unwrap_or_default();
                self.differ(Cause::NotSettled, booking, Some(row.office), difference);
            }
            if let Some(other) = [pay, settle].into_iter().flatten().find(|net| *net != row.net) {
                self.differ(Cause::ClaimDiffers, booking, Some(row.office), row.net - other);
            }
        }
    }

    /// Orders, files and payments of one document, given to the offices by their shares.
    fn look_at_order(&mut self, paper: &PaperRow, fees: &HashMap<FeeId, &FeeRow>, files: &BTreeSet<HandOverId>) {
        if !matches!(paper.kind.as_str(), "self_billed_invoice" | "payment_voucher") {
            return;
        }
        let current = |share: &&store::ShareRow| fees.get(&share.fee).is_some_and(|fee| fee.round == share.round);
        let is_reversed = !paper.shares.iter().any(|share| current(&share));
        let claims = || paper.shares.iter().filter_map(|share| fees.get(&share.fee));
        let Some(PaperOrder { amount: ordered, paid: counted, by, hand_over }) = paper.order else {
            if !is_reversed {
                self.differ(Cause::NotOrdered, &paper.reference, None, paper.gross);
            }
            return;
        };
        if ordered != paper.gross {
            self.differ(Cause::OrderDiffers, &paper.reference, None, ordered - paper.gross);
        }
        if counted != paper.matched {
            self.differ(Cause::PaymentDiffers, &paper.reference, None, counted - paper.matched);
        }
        if claims().any(|fee| fee.certified_factually == Some(by) || fee.certified_arithmetically == Some(by)) {
            self.differ(Cause::TwoRights, &paper.reference, None, ordered);
        }
        let is_handed_over = hand_over.is_some_and(|id| files.contains(&id));
        if !is_handed_over {
            let went = hand_over.is_some() || claims().any(|fee| is_handed_over_or_paid(fee.status));
            let cause = if went { Cause::FileMissing } else { Cause::NotHandedOver };
            self.differ(cause, &paper.reference, None, ordered);
        } else if paper.matched != ordered {
            self.differ(Cause::NotPaid, &paper.reference, None, ordered - paper.matched);
        }
        // A part payment pays the offices in the order of the claims, so that parts add up to the cent.
        let mut left = paper.matched;
        for share in &paper.shares {
            let Some(fee) = fees.get(&share.fee) else { continue };
            let part = Ord::min(left, share.gross);
            left -= part;
            let sums = self.of(fee.office);
            sums.ordered += share.gross;
            sums.paid += part;
            if is_handed_over {
                sums.handed_over += share.gross;
            }
        }
    }
}

const fn is_certified(status: ClaimStatus) -> bool {
    matches!(status, ClaimStatus::Certified) || is_documented(status)
}

const fn is_documented(status: ClaimStatus) -> bool {
    matches!(status, ClaimStatus::Documented | ClaimStatus::Ordered) || is_handed_over_or_paid(status)
}

const fn is_handed_over_or_paid(status: ClaimStatus) -> bool {
    matches!(status, ClaimStatus::HandedOver | ClaimStatus::Paid)
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.sessions += other.sessions;
        self.confirmed += other.confirmed;
        self.claims += other.claims;
        self.claimed += other.claimed;
        self.consumed += other.consumed;
        self.vat_rounding += other.vat_rounding;
        self.documented += other.documented;
        self.settled += other.settled;
        self.ordered += other.ordered;
        self.handed_over += other.handed_over;
        self.paid += other.paid;
    }

    /// The amounts with their locale keys, in the order of the walk.
    #[must_use]
    pub fn amounts(&self) -> [(&'static str, Cents); 8] {
        [
            ("billing-proof-claimed", self.claimed),
            ("billing-proof-consumed", self.consumed),
            ("billing-proof-vat-rounding", self.vat_rounding),
            ("billing-proof-documented", self.documented),
            ("billing-proof-settled", self.settled),
            ("billing-proof-ordered", self.ordered),
            ("billing-proof-handed-over", self.handed_over),
            ("billing-proof-paid", self.paid),
        ]
    }
}

impl Report {
    /// Everything agrees to the cent.
    #[must_use]
    pub fn is_reconciled(&self) -> bool {
        self.differences.is_empty()
    }

    /// The proof as text for the command line and for printing.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let t = |key: &str| i18n::t(locale, key);
        let mut text = format!("{} {}\n\n", t("billing-proof-title"), self.month);
        let rows = self.offices.iter().map(|office| (office.code.as_str(), &office.sums));
        let city = t("billing-proof-city");
        for (name, sums) in rows.chain([(city.as_str(), &self.city)]) {
            if sums == &Sums::default() && name != city {
                continue;
            }
            text.push_str(&format!("{name}\n"));
            let counts = [
                ("billing-proof-sessions", sums.sessions),
                ("billing-proof-confirmed", sums.confirmed),
                ("billing-proof-claims", sums.claims),
            ];
            for (key, count) in counts {
                text.push_str(&format!("  {:<44}{count:>16}\n", t(key)));
            }
            for (key, amount) in sums.amounts() {
                text.push_str(&format!("  {:<44}{:>16}\n", t(key), i18n::money(locale, amount.get())));
            }
            text.push('\n');
        }
        if self.is_reconciled() {
            text.push_str(&t("billing-proof-agrees"));
            text.push('\n');
            return text;
        }
        text.push_str(&format!("{}\n", t("billing-proof-differs")));
        for difference in &self.differences {
            let cause = t(&cause_key(difference.cause));
            let office = difference.office.as_deref().unwrap_or("–");
            let amount = i18n::money(locale, difference.amount.get());
            text.push_str(&format!("  {:<20}{office:<8}{amount:>16}  {cause}\n", difference.subject));
        }
        text
    }
}

/// The locale key of a cause.
#[must_use]
pub fn cause_key(cause: Cause) -> String {
    format!("billing-cause-{}", cause.name().replace('_', "-"))
}
