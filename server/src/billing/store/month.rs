//! What a month's proof and its list of open work look at: the tables themselves, on one consistent snapshot.

use super::entities::{
    booked, committed, document, document_fee, fee, hand_over, payment, payment_match, payment_order, posted, session,
    sheet,
};
use crate::{
    billing::claim::ClaimStatus,
    kernel::{clock::Instant, ids::*, money::Cents, time::Month},
    platform::fault::Fault,
};
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A session of the month, as the booking tables have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// The assignment.
    pub assignment: AssignmentId,
    /// The number people say.
    pub booking: String,
    /// The day of service.
    pub on: chrono::NaiveDate,
    /// Who ordered.
    pub office: OfficeId,
    /// Who came.
    pub interpreter: Option<InterpreterId>,
    /// As in `booking::facts`.
    pub status: String,
    /// When it ended, by agreement.
    pub ends_at: Instant,
    /// `early` or `late`, if cancelled.
    pub cancellation_class: Option<String>,
    /// Status and outcome of its timesheet.
    pub timesheet: Option<(String, String)>,
    /// State and amount of its commitment.
    pub commitment: Option<(String, Cents)>,
    /// What the ledger consumed for it.
    pub consumed: Cents,
}

/// The sessions whose service lies in a month.
///
/// # Errors
/// The database can't be read.
pub async fn sessions(conn: &impl ConnectionTrait, month: Month) -> Result<Vec<SessionRow>, Fault> {
    let requests: HashMap<Uuid, booked::Model> = booked::Entity::find()
        .filter(booked::Column::OnDate.gte(month.first()))
        .filter(booked::Column::OnDate.lt(month.after()))
        .all(conn)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let mut rows = Vec::new();
    let ids: Vec<Uuid> = requests.keys().copied().collect();
    for chunk in ids.chunks(5_000) {
        let found =
            session::Entity::find().filter(session::Column::RequestId.is_in(chunk.iter().copied())).all(conn).await?;
        rows.extend(found);
    }
    let assignments: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut sheets: HashMap<Uuid, (String, String)> = HashMap::new();
    let mut commitments: HashMap<Uuid, (String, Cents)> = HashMap::new();
    let mut consumed: HashMap<Uuid, i64> = HashMap::new();
    for chunk in assignments.chunks(5_000) {
        let ids = || chunk.iter().copied();
        let found = sheet::Entity::find().filter(sheet::Column::AssignmentId.is_in(ids())).all(conn).await?;
        sheets.extend(found.into_iter().map(|row| (row.assignment_id, (row.status, row.outcome))));
        let found = committed::Entity::find().filter(committed::Column::AssignmentId.is_in(ids())).all(conn).await?;
        commitments.extend(found.into_iter().map(|row| (row.assignment_id, (row.state, Cents(row.amount)))));
        let found = posted::Entity::find()
            .filter(posted::Column::AssignmentId.is_in(ids()))
            .filter(posted::Column::Kind.is_in(["consume", "refund"]))
            .all(conn)
            .await?;
        for row in found {
            if let Some(assignment) = row.assignment_id {
                *consumed.entry(assignment).or_default() += row.amount;
            }
        }
    }
    let mut sessions: Vec<SessionRow> = rows
        .into_iter()
        .filter_map(|row| {
            let request = requests.get(&row.request_id)?;
            Some(SessionRow {
                assignment: AssignmentId(row.id),
                booking: request.reference.clone(),
                on: request.on_date,
                office: OfficeId(row.office_id),
                interpreter: row.interpreter_id.map(InterpreterId),
                status: row.status,
                ends_at: row.ends_at,
                cancellation_class: row.cancellation_class,
                timesheet: sheets.remove(&row.id),
                commitment: commitments.remove(&row.id),
                consumed: Cents(consumed.remove(&row.id).unwrap_or_default()),
            })
        })
        .collect();
    sessions.sort_by(|a, b| (a.on, &a.booking).cmp(&(b.on, &b.booking)));
    Ok(sessions)
}

/// A claim of the month, as the proof needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeeRow {
    /// The claim.
    pub fee: FeeId,
    /// Its assignment.
    pub assignment: AssignmentId,
    /// Whose.
    pub interpreter: InterpreterId,
    /// Who ordered.
    pub office: OfficeId,
    /// What the ledger should have consumed.
    pub gross: Cents,
    /// Net and VAT.
    pub net: Cents,
    /// Where it stands.
    pub status: ClaimStatus,
    /// Its round.
    pub round: i32,
}

/// The claims whose service lies in a month.
///
/// # Errors
/// The database can't be read.
pub async fn fees(conn: &impl ConnectionTrait, month: Month) -> Result<Vec<FeeRow>, Fault> {
    let rows = fee::Entity::find()
        .select_only()
        .columns([
            fee::Column::Id,
            fee::Column::AssignmentId,
            fee::Column::InterpreterId,
            fee::Column::OfficeId,
            fee::Column::Gross,
            fee::Column::Net,
            fee::Column::Status,
            fee::Column::Round,
        ])
        .filter(fee::Column::ServiceOn.gte(month.first()))
        .filter(fee::Column::ServiceOn.lt(month.after()))
        .order_by_asc(fee::Column::Id)
        .into_tuple::<(Uuid, Uuid, Uuid, Uuid, i64, i64, String, i32)>()
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|(id, assignment, interpreter, office, gross, net, status, round)| {
            Ok(FeeRow {
                fee: FeeId(id),
                assignment: AssignmentId(assignment),
                interpreter: InterpreterId(interpreter),
                office: OfficeId(office),
                gross: Cents(gross),
                net: Cents(net),
                status: ClaimStatus::parse(&status).ok_or_else(|| Fault::new("unknown status of a claim"))?,
                round,
            })
        })
        .collect()
}

/// A claim's share of a document, as the proof needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShareRow {
    /// The document.
    pub document: DocumentId,
    /// The claim.
    pub fee: FeeId,
    /// `pay`, `settle`, `reverse`, `unsettle`.
    pub purpose: String,
    /// The claim's round at that time.
    pub round: i32,
    /// Net and VAT together.
    pub gross: Cents,
}

/// A document with its order, hand-over and payments, as the proof needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperRow {
    /// The document.
    pub document: DocumentId,
    /// Its number.
    pub reference: String,
    /// Its kind's name.
    pub kind: String,
    /// What is owed.
    pub gross: Cents,
    /// The claims on it.
    pub shares: Vec<ShareRow>,
    /// What was ordered, and what the order says was paid.
    pub order: Option<(PaymentOrderId, Cents, Cents)>,
    /// It is in a file of the treasury.
    pub is_handed_over: bool,
    /// What the matched payments sum up to.
    pub matched: Cents,
}

/// The documents on which claims of a month stand.
///
/// # Errors
/// The database can't be read.
pub async fn papers(conn: &impl ConnectionTrait, fees: &[FeeRow]) -> Result<Vec<PaperRow>, Fault> {
    let mut shares: BTreeMap<Uuid, Vec<ShareRow>> = BTreeMap::new();
    let ids: Vec<Uuid> = fees.iter().map(|row| row.fee.0).collect();
    for chunk in ids.chunks(5_000) {
        let found = document_fee::Entity::find()
            .filter(document_fee::Column::FeeId.is_in(chunk.iter().copied()))
            .order_by_asc(document_fee::Column::FeeId)
            .all(conn)
            .await?;
        for row in found {
            shares.entry(row.document_id).or_default().push(ShareRow {
                document: DocumentId(row.document_id),
                fee: FeeId(row.fee_id),
                purpose: row.purpose,
                round: row.round,
                gross: Cents(row.net + row.vat),
            });
        }
    }
    let mut papers = Vec::new();
    let documents: Vec<Uuid> = shares.keys().copied().collect();
    for chunk in documents.chunks(1_000) {
        let ids = || chunk.iter().copied();
        let rows = document::Entity::find()
            .select_only()
            .columns([
                document::Column::Id,
                document::Column::Reference,
                document::Column::Kind,
                document::Column::Gross,
            ])
            .filter(document::Column::Id.is_in(ids()))
            .order_by_asc(document::Column::Id)
            .into_tuple::<(Uuid, String, String, i64)>()
            .all(conn)
            .await?;
        let orders =
            payment_order::Entity::find().filter(payment_order::Column::DocumentId.is_in(ids())).all(conn).await?;
        let matches = payment_match::Entity::find()
            .filter(payment_match::Column::PaymentOrderId.is_in(orders.iter().map(|row| row.id)))
            .filter(payment_match::Column::UndoneAt.is_null())
            .all(conn)
            .await?;
        let mut matched: HashMap<Uuid, i64> = HashMap::new();
        for row in matches {
            *matched.entry(row.payment_order_id).or_default() += row.amount;
        }
        let orders: HashMap<Uuid, payment_order::Model> =
            orders.into_iter().map(|row| (row.document_id, row)).collect();
        papers.extend(rows.into_iter().map(|(id, reference, kind, gross)| {
            let order = orders.get(&id);
            PaperRow {
                document: DocumentId(id),
                reference,
                kind,
                gross: Cents(gross),
                shares: shares.remove(&id).unwrap_or_default(),
                order: order.map(|row| (PaymentOrderId(row.id), Cents(row.amount), Cents(row.paid))),
                is_handed_over: order.is_some_and(|row| row.hand_over_id.is_some()),
                matched: Cents(order.and_then(|row| matched.get(&row.id)).copied().unwrap_or_default()),
            }
        }));
    }
    Ok(papers)
}

/// A hand-over's stored sum beside the sum of its orders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileRow {
    /// Its number.
    pub sequence: i64,
    /// What the file says.
    pub total: Cents,
    /// What its orders say.
    pub ordered: Cents,
}

/// The files in which these orders went.
///
/// # Errors
/// The database can't be read.
pub async fn files_of(conn: &impl ConnectionTrait, orders: &[PaymentOrderId]) -> Result<Vec<FileRow>, Fault> {
    let ids: BTreeSet<Uuid> = orders.iter().map(|id| id.0).collect();
    let touched: BTreeSet<Uuid> = payment_order::Entity::find()
        .filter(payment_order::Column::Id.is_in(ids))
        .all(conn)
        .await?
        .into_iter()
        .filter_map(|row| row.hand_over_id)
        .collect();
    let mut sums: HashMap<Uuid, i64> = HashMap::new();
    let all = payment_order::Entity::find()
        .filter(payment_order::Column::HandOverId.is_in(touched.clone()))
        .all(conn)
        .await?;
    for row in all {
        if let Some(id) = row.hand_over_id {
            *sums.entry(id).or_default() += row.amount;
        }
    }
    let rows = hand_over::Entity::find()
        .select_only()
        .columns([hand_over::Column::Id, hand_over::Column::Sequence, hand_over::Column::Total])
        .filter(hand_over::Column::Id.is_in(touched))
        .order_by_asc(hand_over::Column::Sequence)
        .into_tuple::<(Uuid, i64, i64)>()
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, sequence, total)| FileRow {
            sequence,
            total: Cents(total),
            ordered: Cents(sums.get(&id).copied().unwrap_or_default()),
        })
        .collect())
}

/// When an interpreter's documents were paid: the latest booking day of the matched payments, by document.
///
/// # Errors
/// The database can't be read.
pub async fn paid_on(
    conn: &impl ConnectionTrait,
    documents: &[DocumentId],
) -> Result<HashMap<DocumentId, chrono::NaiveDate>, Fault> {
    let orders = payment_order::Entity::find()
        .filter(payment_order::Column::DocumentId.is_in(documents.iter().map(|id| id.0)))
        .all(conn)
        .await?;
    let by_order: HashMap<Uuid, Uuid> = orders.iter().map(|row| (row.id, row.document_id)).collect();
    let matches = payment_match::Entity::find()
        .filter(payment_match::Column::PaymentOrderId.is_in(by_order.keys().copied()))
        .filter(payment_match::Column::UndoneAt.is_null())
        .all(conn)
        .await?;
    let payments: HashMap<Uuid, chrono::NaiveDate> = payment::Entity::find()
        .filter(payment::Column::Id.is_in(matches.iter().map(|row| row.payment_id)))
        .all(conn)
        .await?
        .into_iter()
        .filter(|row| row.amount > 0)
        .map(|row| (row.id, row.booked_on))
        .collect();
    let mut latest: HashMap<DocumentId, chrono::NaiveDate> = HashMap::new();
    for row in matches {
        if let (Some(document), Some(day)) = (by_order.get(&row.payment_order_id), payments.get(&row.payment_id)) {
            let known = latest.entry(DocumentId(*document)).or_insert(*day);
            *known = Ord::max(*known, *day);
        }
    }
    Ok(latest)
}

/// The months in which there is a session or a claim, latest first.
///
/// # Errors
/// The database can't be read.
pub async fn months(conn: &impl ConnectionTrait) -> Result<Vec<Month>, Fault> {
    let days: Vec<chrono::NaiveDate> =
        booked::Entity::find().select_only().column(booked::Column::OnDate).distinct().into_tuple().all(conn).await?;
    let months: BTreeSet<Month> = days.into_iter().map(Month::of).collect();
    Ok(months.into_iter().rev().collect())
}
