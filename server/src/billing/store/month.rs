//! What a month's proof and its list of open work look at: the tables themselves, on one consistent snapshot.

use super::entities::{
    booked, certification, committed, document, document_fee, document_form, fee, hand_over, hand_over_form, payment,
    payment_match, payment_order, posted, session, sheet,
};
use crate::{
    billing::{
        claim::ClaimStatus,
        documents::reference,
        treasury::{HAND_OVER_SERIES, named_by},
    },
    kernel::{clock::Instant, ids::*, money::Cents, time::Month},
    platform::fault::Fault,
};
use sea_orm::{QueryOrder, QuerySelect, Statement, entity::prelude::*};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
    /// Who certified the facts, if that holds.
    pub certified_factually: Option<AccountId>,
    /// Who certified the sums, if that holds.
    pub certified_arithmetically: Option<AccountId>,
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
    let mut certified: HashMap<(Uuid, bool), AccountId> = HashMap::new();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    for chunk in ids.chunks(5_000) {
        let found = certification::Entity::find()
            .filter(certification::Column::FeeId.is_in(chunk.iter().copied()))
            .filter(certification::Column::RevokedAt.is_null())
            .all(conn)
            .await?;
        certified.extend(found.into_iter().map(|row| ((row.fee_id, row.kind == "factual"), AccountId(row.account_id))));
    }
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
                certified_factually: certified.get(&(id, true)).copied(),
                certified_arithmetically: certified.get(&(id, false)).copied(),
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
    /// Net.
    pub net: Cents,
    /// Net and VAT together.
    pub gross: Cents,
}

/// The order of a document, as the proof needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PaperOrder {
    /// What was ordered.
    pub amount: Cents,
    /// What the order says was paid.
    pub paid: Cents,
    /// Who ordered.
    pub by: AccountId,
    /// The file it says it went with.
    pub hand_over: Option<HandOverId>,
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
    /// Series and year of the number.
    pub series: (String, i32),
    /// Its bytes, or those of another form of it, are not those of their hash.
    pub is_changed: bool,
    /// Its order.
    pub order: Option<PaperOrder>,
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
                net: Cents(row.net),
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
                document::Column::Series,
                document::Column::Year,
            ])
            .filter(document::Column::Id.is_in(ids()))
            .order_by_asc(document::Column::Id)
            .into_tuple::<(Uuid, String, String, i64, String, i32)>()
            .all(conn)
            .await?;
        let changed = changed(conn, chunk).await?;
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
        papers.extend(rows.into_iter().map(|(id, reference, kind, gross, series, year)| {
            let order = orders.get(&id);
            PaperRow {
                document: DocumentId(id),
                reference,
                kind,
                gross: Cents(gross),
                shares: shares.remove(&id).unwrap_or_default(),
                series: (series, year),
                is_changed: changed.contains(&id),
                order: order.map(|row| PaperOrder {
                    amount: Cents(row.amount),
                    paid: Cents(row.paid),
                    by: AccountId(row.ordered_by),
                    hand_over: row.hand_over_id.map(HandOverId),
                }),
                matched: Cents(order.and_then(|row| matched.get(&row.id)).copied().unwrap_or_default()),
            }
        }));
    }
    Ok(papers)
}

/// Which of these documents have bytes, in any form, that are not those of their hash. A few at a time, because documents are large.
async fn changed(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashSet<Uuid>, Fault> {
    let mut changed = HashSet::new();
    for chunk in ids.chunks(64) {
        let ids = || chunk.iter().copied();
        let papers = document::Entity::find()
            .select_only()
            .columns([document::Column::Id, document::Column::Bytes, document::Column::Sha256])
            .filter(document::Column::Id.is_in(ids()))
            .into_tuple::<(Uuid, Vec<u8>, String)>()
            .all(conn)
            .await?;
        let forms = document_form::Entity::find()
            .select_only()
            .columns([document_form::Column::DocumentId, document_form::Column::Bytes, document_form::Column::Sha256])
            .filter(document_form::Column::DocumentId.is_in(ids()))
            .into_tuple::<(Uuid, Vec<u8>, String)>()
            .all(conn)
            .await?;
        let differ = papers.into_iter().chain(forms).filter(|(_, bytes, sha256)| !is_hash_of(sha256, bytes));
        changed.extend(differ.map(|(id, _, _)| id));
    }
    Ok(changed)
}

fn is_hash_of(sha256: &str, bytes: &[u8]) -> bool {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)) == sha256
}

/// A hand-over's stored sum beside the sum of its orders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileRow {
    /// Its key.
    pub id: HandOverId,
    /// Its number.
    pub sequence: i64,
    /// What the file says.
    pub total: Cents,
    /// What its orders say.
    pub ordered: Cents,
    /// Its bytes, or those of another form of it, are not those of their hash.
    pub is_changed: bool,
}

/// The files in which the orders of these documents went, as far as they are there.
///
/// # Errors
/// The database can't be read.
pub async fn files_of(conn: &impl ConnectionTrait, papers: &[PaperRow]) -> Result<Vec<FileRow>, Fault> {
    let touched: BTreeSet<Uuid> =
        papers.iter().filter_map(|paper| paper.order.and_then(|order| order.hand_over)).map(|id| id.0).collect();
    if touched.is_empty() {
        return Ok(Vec::new());
    }
    let sums: HashMap<Option<Uuid>, i64> = payment_order::Entity::find()
        .select_only()
        .columns([payment_order::Column::HandOverId, payment_order::Column::Amount])
        .filter(payment_order::Column::HandOverId.is_in(touched.clone()))
        .into_tuple::<(Option<Uuid>, i64)>()
        .all(conn)
        .await?
        .into_iter()
        .fold(HashMap::new(), |mut sums, (id, amount)| {
            *sums.entry(id).or_default() += amount;
            sums
        });
    let forms = hand_over_form::Entity::find()
        .filter(hand_over_form::Column::HandOverId.is_in(touched.clone()))
        .all(conn)
        .await?;
    let changed: HashSet<Uuid> =
        forms.into_iter().filter(|form| !is_hash_of(&form.sha256, &form.bytes)).map(|form| form.hand_over_id).collect();
    let rows = hand_over::Entity::find()
        .filter(hand_over::Column::Id.is_in(touched))
        .order_by_asc(hand_over::Column::Sequence)
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| FileRow {
            id: HandOverId(row.id),
            sequence: row.sequence,
            total: Cents(row.total),
            ordered: Cents(sums.get(&Some(row.id)).copied().unwrap_or_default()),
            is_changed: changed.contains(&row.id) || !is_hash_of(&row.sha256, &row.bytes),
        })
        .collect())
}

/// A number that was given away, and nothing has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Gap {
    /// A document's.
    Document(String),
    /// A hand-over's.
    File(i64),
}

/// The numbers that are missing beside documents of the month and beside the files they went with: what was before the first one that
/// is there may have served its time.
///
/// # Errors
/// The database can't be read.
pub async fn gaps(
    conn: &impl ConnectionTrait,
    month: Month,
    papers: &[PaperRow],
    files: &[FileRow],
) -> Result<Vec<Gap>, Fault> {
    let mut gaps = Vec::new();
    let series: BTreeSet<(String, i32)> = papers.iter().map(|paper| paper.series.clone()).collect();
    let month = month.to_string();
    for (series, year) in series {
        let taken: Vec<(i64, String)> = document::Entity::find()
            .select_only()
            .columns([document::Column::Number, document::Column::Month])
            .filter(document::Column::Series.eq(series.as_str()))
            .filter(document::Column::Year.eq(year))
            .order_by_asc(document::Column::Number)
            .into_tuple()
            .all(conn)
            .await?;
        let taken: Vec<(i64, bool)> = taken.into_iter().map(|(number, of)| (number, of == month)).collect();
        let last = last_number(conn, &series, year).await?;
        gaps.extend(missing(&taken, last).map(|number| Gap::Document(reference(&series, year, number))));
    }
    if !files.is_empty() {
        let ours: BTreeSet<i64> = files.iter().map(|file| file.sequence).collect();
        let taken: Vec<i64> = hand_over::Entity::find()
            .select_only()
            .column(hand_over::Column::Sequence)
            .order_by_asc(hand_over::Column::Sequence)
            .into_tuple()
            .all(conn)
            .await?;
        let taken: Vec<(i64, bool)> = taken.into_iter().map(|number| (number, ours.contains(&number))).collect();
        let last = last_number(conn, HAND_OVER_SERIES, 0).await?;
        gaps.extend(missing(&taken, last).map(Gap::File));
    }
    Ok(gaps)
}

/// What lies between two numbers of which one is ours, and behind the last if that is ours.
fn missing(taken: &[(i64, bool)], last: i64) -> impl Iterator<Item = i64> {
    let next = taken.iter().skip(1).copied().chain([(last + 1, false)]);
    taken
        .iter()
        .copied()
        .zip(next)
        .filter(|((_, is_ours), (_, is_next))| *is_ours || *is_next)
        .flat_map(|((number, _), (next, _))| number + 1..next)
}

async fn last_number(conn: &impl ConnectionTrait, series: &str, year: i32) -> Result<i64, Fault> {
    let sql = "SELECT last FROM number_counter WHERE series = $1 AND year = $2";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [series.into(), year.into()]);
    let row = conn.query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "last")).transpose()?.unwrap_or_default())
}

/// Money of which a part belongs to no order, although it names a document that is wholly paid: the document's number and the part.
///
/// # Errors
/// The database can't be read.
pub async fn stray_payments(conn: &impl ConnectionTrait, papers: &[PaperRow]) -> Result<Vec<(String, Cents)>, Fault> {
    let paid: HashSet<&str> = papers
        .iter()
        .filter(|paper| paper.order.is_some_and(|order| order.paid >= order.amount))
        .map(|paper| paper.reference.as_str())
        .collect();
    if paid.is_empty() {
        return Ok(Vec::new());
    }
    // Most of what a bank reports names no document of ours: that is told by the text, before matches are summed.
    let ours = "payment.id IN (SELECT p.id FROM payment p WHERE UPPER(p.end_to_end) LIKE 'GS-%' OR UPPER(p.end_to_end) LIKE 'AB-%' \
                OR UPPER(p.remittance) LIKE '%GS-%' OR UPPER(p.remittance) LIKE '%AB-%')";
    let rows = payment::Entity::find()
        .filter(Expr::cust(ours))
        .filter(Expr::cust(super::payments::NOT_WHOLLY_MATCHED))
        .order_by_asc(payment::Column::Id)
        .all(conn)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let matched = super::payments::matched_sums(conn, &ids).await?;
    let mut stray = Vec::new();
    for row in rows {
        let rest = Cents(row.amount - matched.get(&row.id).copied().unwrap_or_default());
        let named = named_by(&super::payments::PaymentRow::from(row).entry);
        if let Some(reference) = named.into_iter().find(|number| paid.contains(number.as_str())) {
            stray.push((reference, rest));
        }
    }
    Ok(stray)
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
