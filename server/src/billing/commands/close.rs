//! The month's end: certified claims become documents with numbers.

use crate::{
    audit::{self, ActionKind, Subject},
    billing::{
        claim::{Claim, ClaimStatus},
        documents::{
            self, Content, DocumentKind, Issuable, Share, freeze_all, obstacles, payable_kind, reference,
        },
        events::DocumentIssued,
        figures::not_accepted,
        store::{self, ClaimFilter, ClaimOrder, NewDocument, Purpose},
    },
    directory::{self, MissingForDocument, facts::InterpreterFacts, facts::OfficeFacts},
    identity::{Permit, policy},
    kernel::{
        actor::Actor,
        city::City,
        clock::Instant,
        ids::*,
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
        time::{Month, berlin_date},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::{Datelike, NaiveDate};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// More claims than a city has in a month.
const MOST_CLAIMS: u64 = 50_000;

/// What closing a month led to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Closed {
    /// The documents issued now.
    pub documents: Vec<DocumentId>,
    /// How many claims stand on them.
    pub claims: usize,
    /// Who could not be issued a document, and what is missing.
    pub held_back: Vec<(InterpreterId, Vec<MissingForDocument>)>,
}

/// Why a month can't be closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CloseRefused {
    /// It has not begun.
    NotBegun,
    /// The city's own address is not configured, and an invoice must name its recipient (BR-DE-8, -9).
    CityAddressMissing,
    /// Claims rest on assumed figures that two people have not accepted.
    FiguresNotAccepted {
        /// The schedule.
        schedule: String,
        /// How many people have accepted it.
        accepted: usize,
    },
}

impl Refusal for CloseRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotBegun => "month-not-begun",
            Self::CityAddressMissing => "city-address-missing",
            Self::FiguresNotAccepted { .. } => "figures-not-accepted",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::NotBegun | Self::CityAddressMissing => message,
            Self::FiguresNotAccepted { schedule, accepted } => message
                .with("schedule", schedule.as_str())
                .with("accepted", i64::try_from(*accepted).unwrap_or_default()),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
}

/// Issues the documents of a month for every claim that is certified twice: a self-billed invoice or a voucher to each
/// interpreter, an internal settlement to each office. Called again, it issues only what has been certified since.
///
/// # Errors
/// The month has not begun; the city's address is not set; a claim rests on assumed figures that two people have not accepted.
#[doc(alias = "Monatsabschluss")]
pub async fn close_settlement(
    permit: Permit<policy::CloseSettlement>,
    month: Month,
    city: Option<&City>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Closed, Stop<CloseRefused>> {
    let today = berlin_date(now);
    if month.first() > today {
        return Err(Stop::Refused(CloseRefused::NotBegun));
    }
    let city = city.ok_or(Stop::Refused(CloseRefused::CityAddressMissing))?;
    let claims = certified(tx, month).await?;
    let mut closed = Closed::default();
    if claims.is_empty() {
        return Ok(closed);
    }
    let schedules: BTreeSet<&str> = claims.iter().map(|one| one.claim.schedule_id.as_str()).collect();
    if let Some(standing) = not_accepted(tx.conn(), &schedules).await? {
        let (schedule, accepted) = (standing.schedule.id.clone(), standing.acceptances.len());
        return Err(Stop::Refused(CloseRefused::FiguresNotAccepted { schedule, accepted }));
    }
    let payees: Vec<InterpreterId> = claims.iter().map(|one| one.claim.interpreter).collect();
    let people: HashMap<InterpreterId, InterpreterFacts> =
        directory::interpreters_of(tx.conn(), &payees).await?.into_iter().map(|one| (one.id, one)).collect();
    let desk = Desk { city, month, today };

    let mut drafts: Vec<Draft> = Vec::new();
    let mut settled: Vec<Issuable> = Vec::new();
    for (interpreter, claims) in by_interpreter(claims, &people, today)? {
        let missing = obstacles(interpreter, today);
        if !missing.is_empty() {
            closed.held_back.push((interpreter.id, missing));
            continue;
        }
        closed.claims += claims.len();
        let (draft, claims) = desk.pay(interpreter, claims)?;
        drafts.push(draft);
        settled.extend(claims);
    }
    let documented: Vec<FeeId> = settled.iter().map(|one| one.claim.id).collect();
    let mut by_office: BTreeMap<String, Vec<Issuable>> = BTreeMap::new();
    for one in settled {
        by_office.entry(one.office.code.clone()).or_default().push(one);
    }
    for claims in by_office.into_values() {
        drafts.push(desk.settle(&claims)?);
    }
    let issued = issue(drafts, permit.actor(), now, tx).await?;
    if !documented.is_empty() {
        store::set_status(tx, &documented, ClaimStatus::Documented, None).await?;
    }
    closed.documents = issued.iter().map(|issued| issued.document).collect();
    trace(&issued, &closed, month, permit.actor(), now, tx).await?;
    Ok(closed)
}

/// The claims of the month that wait for a document, taken for this unit of work.
async fn certified(tx: &Tx, month: Month) -> Result<Vec<Issuable>, Fault> {
    let filter = ClaimFilter { statuses: vec![ClaimStatus::Certified], month: Some(month), ..ClaimFilter::default() };
    let found = store::claims(tx.conn(), &filter, ClaimOrder::Service, 0, MOST_CLAIMS).await?;
    tx.lock_for_use(found.iter().map(|claim| claim.id.into()).collect::<Vec<_>>()).await?;
    let ids: Vec<FeeId> = found.iter().map(|claim| claim.id).collect();
    let claims: Vec<Claim> = store::claims_by_id(tx.conn(), &ids)
        .await?
        .into_iter()
        .filter(|claim| claim.status == ClaimStatus::Certified)
        .collect();
    issuable(tx, claims).await
}

/// Claims with everything that documents say about them.
async fn issuable(tx: &Tx, claims: Vec<Claim>) -> Result<Vec<Issuable>, Fault> {
    let conn = tx.conn();
    let offices: HashMap<OfficeId, OfficeFacts> =
        directory::offices(conn).await?.into_iter().map(|office| (office.id, office)).collect();
    let bookings = store::bookings(conn, claims.iter().map(|claim| claim.assignment).collect()).await?;
    let people = store::people(conn, claims.iter().map(|claim| claim.interpreter).collect()).await?;
    let lines = store::cost_lines(conn, claims.iter().map(|claim| claim.budget_line).collect()).await?;
    claims
        .into_iter()
        .map(|claim| {
            let missing = |what: &str| Fault::new(format!("claim {} has no {what}", claim.id));
            let booking = bookings.get(&claim.assignment).cloned().ok_or_else(|| missing("booking"))?;
            let person = people.get(&claim.interpreter).ok_or_else(|| missing("interpreter"))?;
            Ok(Issuable {
                booking: booking.reference,
                language: booking.language,
                office: offices.get(&claim.office).cloned().ok_or_else(|| missing("office"))?,
                line: lines.get(&claim.budget_line).cloned().ok_or_else(|| missing("budget line"))?,
                interpreter: format!("{} {}", person.number, person.name),
                settled_vat: claim.vat,
                claim,
            })
        })
        .collect()
}

/// By kind of document, then by the interpreter's number: everybody takes numbers of the series in one order.
fn by_interpreter(
    claims: Vec<Issuable>,
    people: &HashMap<InterpreterId, InterpreterFacts>,
    today: NaiveDate,
) -> Result<Vec<(&InterpreterFacts, Vec<Issuable>)>, Fault> {
    let mut groups: BTreeMap<(DocumentKind, &str), (&InterpreterFacts, Vec<Issuable>)> = BTreeMap::new();
    for one in claims {
        let person = people.get(&one.claim.interpreter).ok_or_else(|| Fault::new("a claim has no interpreter"))?;
        let key = (payable_kind(person, today), person.number.as_str());
        groups.entry(key).or_insert_with(|| (person, Vec::new())).1.push(one);
    }
    Ok(groups.into_values().collect())
}

/// What is the same on all documents of a close.
struct Desk<'a> {
    city: &'a City,
    month: Month,
    today: NaiveDate,
}

impl Desk<'_> {
    /// An interpreter's document, and the claims with their share of its VAT.
    fn pay(
        &self,
        interpreter: &InterpreterFacts,
        mut claims: Vec<Issuable>,
    ) -> Result<(Draft, Vec<Issuable>), Fault> {
        let (content, totals) = documents::payable(self.city, interpreter, &claims, self.month, self.today)?;
        let shares = totals.shares.iter().zip(&claims).map(|(share, one)| (*share, one.claim.round)).collect();
        for (one, share) in claims.iter_mut().zip(&totals.shares) {
            one.settled_vat = share.vat;
        }
        let interpreter = Some(interpreter.id);
        Ok((Draft { content, interpreter, office: None, corrects: None, purpose: Purpose::Pay, shares }, claims))
    }

    /// An office's document.
    fn settle(&self, claims: &[Issuable]) -> Result<Draft, Fault> {
        let content = documents::settlement(self.city, claims, self.month, self.today)?;
        let office = claims.first().map(|one| one.office.id);
        let shares = claims
            .iter()
            .map(|one| (Share { fee: one.claim.id, net: one.claim.net, vat: one.settled_vat }, one.claim.round))
            .collect();
        Ok(Draft { content, interpreter: None, office, corrects: None, purpose: Purpose::Settle, shares })
    }
}

async fn trace(
    issued: &[Issued],
    closed: &Closed,
    month: Month,
    actor: &Actor,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Fault> {
    for one in issued {
        let event = DocumentIssued {
            document: one.document,
            interpreter: one.interpreter,
            reference: one.reference.clone(),
            gross: one.gross,
        };
        tx.publish(&event, now).await?;
    }
    // Last, because the head of the trace is one row that everybody waits for.
    for one in issued {
        let facts = json!({ "reference": one.reference, "gross": one.gross, "sha256": one.sha256 });
        audit::record(tx, actor, ActionKind::DocumentIssued, one.document, &facts, now).await?;
    }
    let facts = json!({
        "month": month.to_string(), "documents": issued.len(), "claims": closed.claims,
        "held_back": closed.held_back.len(),
    });
    audit::record(tx, actor, ActionKind::SettlementClosed, month_subject(month), &facts, now).await
}

/// A month as something the trace can be about.
fn month_subject(month: Month) -> Subject {
    let first = month.first();
    let number = u128::from(first.year().unsigned_abs()) * 100 + u128::from(first.month());
    Subject { kind: "settlement", id: Uuid::from_u128(number) }
}

/// A document that has no number yet.
pub(super) struct Draft {
    pub(super) content: Content,
    pub(super) interpreter: Option<InterpreterId>,
    pub(super) office: Option<OfficeId>,
    pub(super) corrects: Option<DocumentId>,
    pub(super) purpose: Purpose,
    pub(super) shares: Vec<(Share, i32)>,
}

/// A document that was issued.
pub(super) struct Issued {
    pub(super) document: DocumentId,
    pub(super) interpreter: Option<InterpreterId>,
    pub(super) reference: String,
    pub(super) gross: Cents,
    pub(super) sha256: String,
}

/// Numbers documents in their order, makes their bytes on all cores, and stores them for ever. All of it is one unit of work: a
/// crash or a document that can't be made leaves neither document nor gap.
pub(super) async fn issue(
    mut drafts: Vec<Draft>,
    actor: &Actor,
    now: Instant,
    tx: &Tx,
) -> Result<Vec<Issued>, Fault> {
    let mut numbers = Vec::with_capacity(drafts.len());
    for draft in &mut drafts {
        let (series, year) = (draft.content.kind.series(), draft.content.issued_on.year());
        let number = store::take_number(tx, series, year).await?;
        draft.content.reference = reference(series, year, number);
        numbers.push((year, number));
    }
    let made = freeze_all(drafts.iter().map(|draft| draft.content.clone()).collect()).await?;
    let mut issued = Vec::with_capacity(drafts.len());
    for ((draft, number), frozen) in drafts.into_iter().zip(numbers).zip(made) {
        let id = DocumentId::new();
        let Draft { content, interpreter, office, corrects, purpose, shares } = draft;
        let sha256 = frozen.pdf.sha256.clone();
        let new = NewDocument { id, number, content: &content, interpreter, office, corrects, frozen };
        store::insert_document(tx, new, actor, now).await?;
        store::insert_shares(tx, id, purpose, &shares).await?;
        issued.push(Issued { document: id, interpreter, reference: content.reference, gross: content.gross, sha256 });
    }
    Ok(issued)
}
