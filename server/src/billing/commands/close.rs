//! The month's end: certified claims become documents with numbers.

use crate::{
    audit::{self, ActionKind, Subject},
    billing::{
        claim::{Claim, ClaimStatus},
        documents::{
            self, Content, DocumentKind, Issuable, Obstacle, Share, freeze, obstacles, payable_kind, reference,
        },
        events::DocumentIssued,
        figures::not_accepted,
        store::{self, ClaimFilter, ClaimOrder, NewDocument, Purpose},
    },
    directory::{self, facts::InterpreterFacts, facts::OfficeFacts},
    identity::{Permit, policy},
    kernel::{
        actor::Actor,
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
    pub held_back: Vec<(InterpreterId, Vec<Obstacle>)>,
}

/// Why a month can't be closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CloseRefused {
    /// It has not begun.
    NotBegun,
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
            Self::FiguresNotAccepted { .. } => "figures-not-accepted",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::NotBegun => message,
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
/// The month has not begun; a claim rests on assumed figures that two people have not accepted.
#[doc(alias = "Monatsabschluss")]
pub async fn close_settlement(
    permit: Permit<policy::CloseSettlement>,
    month: Month,
    city: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<Closed, Stop<CloseRefused>> {
    let today = berlin_date(now);
    if month.first() > today {
        return Err(Stop::Refused(CloseRefused::NotBegun));
    }
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
    let mut press = Press { city, month, today, actor: permit.actor(), now, issued: Vec::new() };

    let mut settled: Vec<Issuable> = Vec::new();
    for (interpreter, claims) in by_interpreter(claims, &people, today)? {
        let missing = obstacles(interpreter, today);
        if !missing.is_empty() {
            closed.held_back.push((interpreter.id, missing));
            continue;
        }
        closed.claims += claims.len();
        settled.extend(press.pay(interpreter, claims, tx).await?);
    }
    let mut by_office: BTreeMap<String, Vec<Issuable>> = BTreeMap::new();
    for one in settled {
        by_office.entry(one.office.code.clone()).or_default().push(one);
    }
    for claims in by_office.into_values() {
        press.settle(&claims, tx).await?;
    }
    closed.documents = press.issued.iter().map(|issued| issued.document).collect();
    press.trace(&closed, tx).await?;
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

struct Issued {
    document: DocumentId,
    reference: String,
    interpreter: Option<InterpreterId>,
    gross: Cents,
    sha256: String,
}

/// Issues documents one after the other and remembers them for the trace, which is written last (its head is one row).
struct Press<'a> {
    city: &'a str,
    month: Month,
    today: NaiveDate,
    actor: &'a Actor,
    now: Instant,
    issued: Vec<Issued>,
}

impl Press<'_> {
    /// Gives back the claims with their share of the document's VAT.
    async fn pay(
        &mut self,
        interpreter: &InterpreterFacts,
        mut claims: Vec<Issuable>,
        tx: &mut Tx,
    ) -> Result<Vec<Issuable>, Fault> {
        let (content, totals) = documents::payable(self.city, interpreter, &claims, self.month, self.today)?;
        let shares: Vec<(Share, i32)> =
            totals.shares.iter().zip(&claims).map(|(share, one)| (*share, one.claim.round)).collect();
        self.issue(content, Some(interpreter.id), None, Purpose::Pay, &shares, tx).await?;
        let ids: Vec<FeeId> = claims.iter().map(|one| one.claim.id).collect();
        store::set_status(tx, &ids, ClaimStatus::Documented, None).await?;
        for (one, share) in claims.iter_mut().zip(totals.shares) {
            one.settled_vat = share.vat;
        }
        Ok(claims)
    }

    async fn settle(&mut self, claims: &[Issuable], tx: &mut Tx) -> Result<(), Fault> {
        let content = documents::settlement(self.city, claims, self.month, self.today)?;
        let office = claims.first().map(|one| one.office.id);
        let shares: Vec<(Share, i32)> = claims
            .iter()
            .map(|one| (Share { fee: one.claim.id, net: one.claim.net, vat: one.settled_vat }, one.claim.round))
            .collect();
        self.issue(content, None, office, Purpose::Settle, &shares, tx).await
    }

    async fn issue(
        &mut self,
        mut content: Content,
        interpreter: Option<InterpreterId>,
        office: Option<OfficeId>,
        purpose: Purpose,
        shares: &[(Share, i32)],
        tx: &mut Tx,
    ) -> Result<(), Fault> {
        let document =
            issue(&mut content, interpreter, office, None, purpose, shares, self.actor, self.now, tx).await?;
        self.issued.push(Issued {
            document: document.0,
            reference: content.reference,
            interpreter,
            gross: content.gross,
            sha256: document.1,
        });
        Ok(())
    }

    async fn trace(&self, closed: &Closed, tx: &mut Tx) -> Result<(), Fault> {
        for issued in &self.issued {
            let event = DocumentIssued {
                document: issued.document,
                interpreter: issued.interpreter,
                reference: issued.reference.clone(),
                gross: issued.gross,
            };
            tx.publish(&event, self.now).await?;
        }
        for issued in &self.issued {
            let facts = json!({ "reference": issued.reference, "gross": issued.gross, "sha256": issued.sha256 });
            audit::record(tx, self.actor, ActionKind::DocumentIssued, issued.document, &facts, self.now).await?;
        }
        let facts = json!({
            "month": self.month.to_string(), "documents": self.issued.len(), "claims": closed.claims,
            "held_back": closed.held_back.len(),
        });
        audit::record(tx, self.actor, ActionKind::SettlementClosed, month_subject(self.month), &facts, self.now).await
    }
}

/// A month as something the trace can be about.
fn month_subject(month: Month) -> Subject {
    let first = month.first();
    let number = u128::from(first.year().unsigned_abs()) * 100 + u128::from(first.month());
    Subject { kind: "settlement", id: Uuid::from_u128(number) }
}

/// Takes the next number, freezes and stores. Gives the key and the hash.
#[allow(clippy::too_many_arguments, reason = "a document has that many sides")]
pub(super) async fn issue(
    content: &mut Content,
    interpreter: Option<InterpreterId>,
    office: Option<OfficeId>,
    corrects: Option<DocumentId>,
    purpose: Purpose,
    shares: &[(Share, i32)],
    actor: &Actor,
    now: Instant,
    tx: &mut Tx,
) -> Result<(DocumentId, String), Fault> {
    let (series, year) = (content.kind.series(), content.issued_on.year());
    let number = store::take_number(tx, series, year).await?;
    content.reference = reference(series, year, number);
    let (bytes, sha256) = freeze(content)?;
    let id = DocumentId::new();
    let new = NewDocument {
        id,
        number: (year, number),
        content,
        interpreter,
        office,
        corrects,
        bytes,
        sha256: sha256.clone(),
    };
    store::insert_document(tx, new, actor, now).await?;
    store::insert_shares(tx, id, purpose, shares).await?;
    Ok((id, sha256))
}
