//! Documents: numbers, frozen bytes, and what stands on them.

use super::entities::{document, document_fee, document_form, payment_order};
use crate::{
    billing::documents::{Content, DocumentKind, FormKind, Frozen, Share},
    kernel::{actor::Actor, clock::Instant, ids::*, money::Cents, time::Month},
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect, QueryTrait, Statement, entity::prelude::*};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The next number of a series. The counter's row stays locked until the unit of work ends, so a number that is not used after
/// all is given to the next one: no gap, no twin.
///
/// # Errors
/// The database can't be written.
pub async fn take_number(tx: &Tx, series: &str, year: i32) -> Result<i64, Fault> {
    let conn = tx.conn();
    let sql = "INSERT INTO number_counter (series, year, last) VALUES ($1, $2, 1) \
               ON CONFLICT (series, year) DO UPDATE SET last = number_counter.last + 1 RETURNING last";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [series.into(), year.into()]);
    let row = conn.query_one_raw(statement).await?.ok_or_else(|| Fault::new("a counter gave no number"))?;
    Ok(row.try_get("", "last")?)
}

/// What a claim is doing on a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// The interpreter is paid for it.
    Pay,
    /// The office is charged for it.
    Settle,
    /// The payment is taken back.
    Reverse,
    /// The charge is taken back.
    Unsettle,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Settle => "settle",
            Self::Reverse => "reverse",
            Self::Unsettle => "unsettle",
        }
    }
}

/// A numbered, frozen document about to be stored.
#[derive(Clone, Debug)]
pub struct NewDocument<'a> {
    /// Its key.
    pub id: DocumentId,
    /// Year and number in its series.
    pub number: (i32, i64),
    /// What it says.
    pub content: &'a Content,
    /// Whose, if it is an interpreter's.
    pub interpreter: Option<InterpreterId>,
    /// Whose, if it is an office's.
    pub office: Option<OfficeId>,
    /// What it takes back.
    pub corrects: Option<DocumentId>,
    /// The frozen bytes in all forms.
    pub frozen: Frozen,
}

/// Stores a document for ever.
///
/// # Errors
/// The database can't be written.
pub async fn insert_document(tx: &Tx, new: NewDocument<'_>, actor: &Actor, now: Instant) -> Result<(), Fault> {
    let content = new.content;
    let row = document::ActiveModel {
        id: Set(new.id.0),
        kind: Set(content.kind.name().to_owned()),
        series: Set(content.kind.series().to_owned()),
        year: Set(new.number.0),
        number: Set(new.number.1),
        reference: Set(content.reference.clone()),
        month: Set(content.month.clone()),
        interpreter_id: Set(new.interpreter.map(|id| id.0)),
        office_id: Set(new.office.map(|id| id.0)),
        net: Set(content.net.get()),
        vat: Set(content.vat.get()),
        gross: Set(content.gross.get()),
        corrects_id: Set(new.corrects.map(|id| id.0)),
        content: Set(serde_json::to_string(content)?),
        media_type: Set(new.frozen.pdf.media_type.to_owned()),
        bytes: Set(new.frozen.pdf.bytes),
        sha256: Set(new.frozen.pdf.sha256),
        issued_by: Set(actor.account().map(|account| account.0)),
        issued_at: Set(now),
    };
    document::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    if new.frozen.forms.is_empty() {
        return Ok(());
    }
    let forms = new.frozen.forms.into_iter().map(|(form, frozen)| document_form::ActiveModel {
        document_id: Set(new.id.0),
        form: Set(form.name().to_owned()),
        media_type: Set(frozen.media_type.to_owned()),
        bytes: Set(frozen.bytes),
        sha256: Set(frozen.sha256),
    });
    document_form::Entity::insert_many(forms).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Puts claims on a document, each with its share and its round.
///
/// # Errors
/// A claim is on such a document already, or the database can't be written.
pub async fn insert_shares(
    tx: &Tx,
    document: DocumentId,
    purpose: Purpose,
    shares: &[(Share, i32)],
) -> Result<(), Fault> {
    let rows = shares.iter().map(|(share, round)| document_fee::ActiveModel {
        document_id: Set(document.0),
        fee_id: Set(share.fee.0),
        purpose: Set(purpose.name().to_owned()),
        round: Set(*round),
        net: Set(share.net.get()),
        vat: Set(share.vat.get()),
    });
    document_fee::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// A document without its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentRow {
    /// Its key.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Its number.
    pub reference: String,
    /// The settled month, such as `2027-03`.
    pub month: String,
    /// Whose, if it is an interpreter's.
    pub interpreter: Option<InterpreterId>,
    /// Whose, if it is an office's.
    pub office: Option<OfficeId>,
    /// Sum of the lines.
    pub net: Cents,
    /// Sum of the taxes.
    pub vat: Cents,
    /// What is owed.
    pub gross: Cents,
    /// What it takes back.
    pub corrects: Option<DocumentId>,
    /// SHA-256 of the frozen bytes.
    pub sha256: String,
    /// When it was issued.
    pub issued_at: Instant,
    /// Another document takes it back.
    pub is_reversed: bool,
    /// Its order, if it was ordered.
    pub order: Option<OrderRow>,
}

/// The order to pay a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrderRow {
    /// Its key.
    pub id: PaymentOrderId,
    /// The document.
    pub document: DocumentId,
    /// What is to be paid.
    pub amount: Cents,
    /// What was paid.
    pub paid: Cents,
    /// Who ordered.
    pub ordered_by: AccountId,
    /// When.
    pub ordered_at: Instant,
    /// The file it was handed over with.
    pub hand_over: Option<HandOverId>,
}

impl OrderRow {
    /// What is still owed.
    #[must_use]
    pub fn open(&self) -> Cents {
        self.amount - self.paid
    }
}

impl From<payment_order::Model> for OrderRow {
    fn from(row: payment_order::Model) -> Self {
        Self {
            id: PaymentOrderId(row.id),
            document: DocumentId(row.document_id),
            amount: Cents(row.amount),
            paid: Cents(row.paid),
            ordered_by: AccountId(row.ordered_by),
            ordered_at: row.ordered_at,
            hand_over: row.hand_over_id.map(HandOverId),
        }
    }
}

/// Where a document stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Issued; nothing follows from settlements and reversals, a payable one waits for its order.
    Issued,
    /// Taken back.
    Reversed,
    /// Ordered.
    Ordered,
    /// With the treasury.
    HandedOver,
    /// Paid in full.
    Paid,
}

impl DocumentState {
    /// The name in locale keys: `billing-document-<name>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Reversed => "reversed",
            Self::Ordered => "ordered",
            Self::HandedOver => "handed-over",
            Self::Paid => "paid",
        }
    }

    /// How it is meant, for the design system.
    #[must_use]
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Issued => "warning",
            Self::Reversed => "",
            Self::Ordered | Self::HandedOver => "info",
            Self::Paid => "success",
        }
    }
}

impl DocumentRow {
    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> DocumentState {
        match &self.order {
            _ if self.is_reversed => DocumentState::Reversed,
            None => DocumentState::Issued,
            Some(order) if !order.open().is_positive() => DocumentState::Paid,
            Some(order) if order.hand_over.is_some() => DocumentState::HandedOver,
            Some(_) => DocumentState::Ordered,
        }
    }
}

/// Which documents.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DocumentFilter {
    /// Only these; empty for all.
    pub ids: Vec<DocumentId>,
    /// Of this month.
    pub month: Option<Month>,
    /// Of these kinds; empty for all.
    pub kinds: Vec<DocumentKind>,
    /// Of this interpreter.
    pub interpreter: Option<InterpreterId>,
    /// Of these offices; `None` for all.
    pub offices: Option<Vec<OfficeId>>,
    /// Payable, not reversed, not ordered.
    pub to_order: bool,
    /// Made after this one (cursor of the API).
    pub after: Option<DocumentId>,
    /// At most so many.
    pub limit: Option<u64>,
}

/// How many documents there are.
///
/// # Errors
/// The database can't be read.
pub async fn count_documents(conn: &impl ConnectionTrait, filter: &DocumentFilter) -> Result<u64, Fault> {
    Ok(document::Entity::find().filter(condition(filter)).count(conn).await?)
}

fn condition(filter: &DocumentFilter) -> Condition {
    let mut all = Condition::all();
    if !filter.ids.is_empty() {
        all = all.add(document::Column::Id.is_in(filter.ids.iter().map(|id| id.0)));
    }
    if let Some(month) = filter.month {
        all = all.add(document::Column::Month.eq(month.to_string()));
    }
    if !filter.kinds.is_empty() {
        all = all.add(document::Column::Kind.is_in(filter.kinds.iter().map(|kind| kind.name())));
    }
    if let Some(interpreter) = filter.interpreter {
        all = all.add(document::Column::InterpreterId.eq(interpreter.0));
    }
    if let Some(offices) = &filter.offices {
        all = all.add(document::Column::OfficeId.is_in(offices.iter().map(|office| office.0)));
    }
    if filter.to_order {
        let ordered =
            payment_order::Entity::find().select_only().column(payment_order::Column::DocumentId).into_query();
        let reversed = document::Entity::find()
            .select_only()
            .column(document::Column::CorrectsId)
            .filter(document::Column::CorrectsId.is_not_null())
            .into_query();
        all = all
            .add(document::Column::Kind.is_in(payable_kinds()))
            .add(document::Column::Id.not_in_subquery(ordered))
            .add(document::Column::Id.not_in_subquery(reversed));
    }
    if let Some(after) = filter.after {
        all = all.add(document::Column::Id.gt(after.0));
    }
    all
}

/// Documents without their bytes, in the order they were issued.
///
/// # Errors
/// The database can't be read.
pub async fn documents(conn: &impl ConnectionTrait, filter: &DocumentFilter) -> Result<Vec<DocumentRow>, Fault> {
    let rows = document::Entity::find()
        .select_only()
        .columns(LIST_COLUMNS)
        .filter(condition(filter))
        .order_by_asc(document::Column::Id)
        .limit(filter.limit)
        .into_model::<Listed>()
        .all(conn)
        .await?;
    with_orders(conn, rows).await
}

fn payable_kinds() -> [&'static str; 2] {
    [DocumentKind::SelfBilledInvoice.name(), DocumentKind::PaymentVoucher.name()]
}

const LIST_COLUMNS: [document::Column; 12] = [
    document::Column::Id,
    document::Column::Kind,
    document::Column::Reference,
    document::Column::Month,
    document::Column::InterpreterId,
    document::Column::OfficeId,
    document::Column::Net,
    document::Column::Vat,
    document::Column::Gross,
    document::Column::CorrectsId,
    document::Column::Sha256,
    document::Column::IssuedAt,
];

#[derive(sea_orm::FromQueryResult)]
struct Listed {
    id: Uuid,
    kind: String,
    reference: String,
    month: String,
    interpreter_id: Option<Uuid>,
    office_id: Option<Uuid>,
    net: i64,
    vat: i64,
    gross: i64,
    corrects_id: Option<Uuid>,
    sha256: String,
    issued_at: Instant,
}

async fn with_orders(conn: &impl ConnectionTrait, rows: Vec<Listed>) -> Result<Vec<DocumentRow>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let orders =
        payment_order::Entity::find().filter(payment_order::Column::DocumentId.is_in(ids.clone())).all(conn).await?;
    let mut orders: HashMap<Uuid, OrderRow> =
        orders.into_iter().map(|row| (row.document_id, OrderRow::from(row))).collect();
    let reversed: HashSet<Uuid> = document::Entity::find()
        .select_only()
        .column(document::Column::CorrectsId)
        .filter(document::Column::CorrectsId.is_in(ids))
        .filter(document::Column::InterpreterId.is_not_null())
        .into_tuple::<Option<Uuid>>()
        .all(conn)
        .await?
        .into_iter()
        .flatten()
        .collect();
    rows.into_iter()
        .map(|row| {
            Ok(DocumentRow {
                id: DocumentId(row.id),
                kind: DocumentKind::parse(&row.kind).ok_or_else(|| Fault::new("unknown kind of document"))?,
                reference: row.reference,
                month: row.month,
                interpreter: row.interpreter_id.map(InterpreterId),
                office: row.office_id.map(OfficeId),
                net: Cents(row.net),
                vat: Cents(row.vat),
                gross: Cents(row.gross),
                corrects: row.corrects_id.map(DocumentId),
                sha256: row.sha256,
                issued_at: row.issued_at,
                is_reversed: reversed.contains(&row.id),
                order: orders.remove(&row.id),
            })
        })
        .collect()
}

/// One document without its bytes.
///
/// # Errors
/// The database can't be read.
pub async fn document(conn: &impl ConnectionTrait, id: DocumentId) -> Result<Option<DocumentRow>, Fault> {
    Ok(documents(conn, &DocumentFilter { ids: vec![id], ..Default::default() }).await?.pop())
}

/// What a document says.
///
/// # Errors
/// The document does not exist or can't be read.
pub async fn content(conn: &impl ConnectionTrait, id: DocumentId) -> Result<Content, Fault> {
    let text: Option<String> = document::Entity::find_by_id(id.0)
        .select_only()
        .column(document::Column::Content)
        .into_tuple()
        .one(conn)
        .await?;
    let text = text.ok_or_else(|| Fault::new(format!("document {id} does not exist")))?;
    Ok(serde_json::from_str(&text)?)
}

/// What several documents say.
///
/// # Errors
/// The database can't be read.
pub async fn contents(conn: &impl ConnectionTrait, ids: &[DocumentId]) -> Result<HashMap<DocumentId, Content>, Fault> {
    let rows: Vec<(Uuid, String)> = document::Entity::find()
        .select_only()
        .columns([document::Column::Id, document::Column::Content])
        .filter(document::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(conn)
        .await?;
    rows.into_iter().map(|(id, text)| Ok((DocumentId(id), serde_json::from_str(&text)?))).collect()
}

/// A document's media type and frozen bytes.
///
/// # Errors
/// The database can't be read.
pub async fn frozen(conn: &impl ConnectionTrait, id: DocumentId) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let row = document::Entity::find_by_id(id.0).one(conn).await?;
    Ok(row.map(|row| (row.media_type, row.bytes)))
}

/// The other forms of a document with their hashes, without their bytes.
///
/// # Errors
/// The database can't be read.
pub async fn forms(conn: &impl ConnectionTrait, ids: &[DocumentId]) -> Result<Vec<(DocumentId, FormKind, String)>, Fault> {
    let rows: Vec<(Uuid, String, String)> = document_form::Entity::find()
        .select_only()
        .columns([document_form::Column::DocumentId, document_form::Column::Form, document_form::Column::Sha256])
        .filter(document_form::Column::DocumentId.is_in(ids.iter().map(|id| id.0)))
        .order_by_desc(document_form::Column::Form) // UBL before CII
        .into_tuple()
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|(id, form, sha256)| {
            let form = FormKind::parse(&form).ok_or_else(|| Fault::new("unknown form of a document"))?;
            Ok((DocumentId(id), form, sha256))
        })
        .collect()
}

/// One other form of a document: its media type and bytes.
///
/// # Errors
/// The database can't be read.
pub async fn form(
    conn: &impl ConnectionTrait,
    id: DocumentId,
    form: FormKind,
) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let row = document_form::Entity::find_by_id((id.0, form.name().to_owned())).one(conn).await?;
    Ok(row.map(|row| (row.media_type, row.bytes)))
}

/// The claims on a document with their shares and rounds.
///
/// # Errors
/// The database can't be read.
pub async fn shares(conn: &impl ConnectionTrait, id: DocumentId) -> Result<Vec<(Share, i32)>, Fault> {
    let rows = document_fee::Entity::find().filter(document_fee::Column::DocumentId.eq(id.0)).all(conn).await?;
    Ok(rows.into_iter().map(share).collect())
}

fn share(row: document_fee::Model) -> (Share, i32) {
    (Share { fee: FeeId(row.fee_id), net: Cents(row.net), vat: Cents(row.vat) }, row.round)
}

/// A claim's place on a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placement {
    /// The document.
    pub document: DocumentId,
    /// `pay`, `settle`, `reverse`, `unsettle`.
    pub purpose: String,
    /// The claim's share.
    pub share: Share,
    /// The claim's round at that time.
    pub round: i32,
}

/// On which documents claims stand.
///
/// # Errors
/// The database can't be read.
pub async fn placements(conn: &impl ConnectionTrait, claims: &[FeeId]) -> Result<Vec<Placement>, Fault> {
    let ids: BTreeSet<Uuid> = claims.iter().map(|id| id.0).collect();
    let rows = document_fee::Entity::find()
        .filter(document_fee::Column::FeeId.is_in(ids))
        .order_by_asc(document_fee::Column::DocumentId)
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (document, purpose) = (DocumentId(row.document_id), row.purpose.clone());
            let (share, round) = share(row);
            Placement { document, purpose, share, round }
        })
        .collect())
}
