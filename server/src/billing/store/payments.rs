//! Orders, hand-overs, payments and how they belong together.

use super::{
    documents::OrderRow,
    entities::{
        bank_answer, bank_file_receipt, document, document_fee, hand_over, hand_over_form, hand_over_receipt, payment,
        payment_match, payment_order,
    },
};
use crate::{
    billing::treasury::{BankAnswer, Entry, HandOverForm, OpenItem},
    kernel::{clock::Instant, ids::*, money::Cents},
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};
use std::collections::{BTreeSet, HashMap};

/// Stores an order.
///
/// # Errors
/// The document is ordered already, or the database can't be written.
pub async fn insert_order(tx: &Tx, order: &OrderRow) -> Result<(), DbErr> {
    let row = payment_order::ActiveModel {
        id: Set(order.id.0),
        document_id: Set(order.document.0),
        amount: Set(order.amount.get()),
        paid: Set(order.paid.get()),
        ordered_by: Set(order.ordered_by.0),
        ordered_at: Set(order.ordered_at),
        hand_over_id: Set(order.hand_over.map(|id| id.0)),
    };
    payment_order::Entity::insert(row).exec_without_returning(tx.conn()).await.map(|_| ())
}

/// Orders that are not handed over yet, in the order they were made.
///
/// # Errors
/// The database can't be read.
pub async fn orders_to_hand_over(conn: &impl ConnectionTrait) -> Result<Vec<OrderRow>, Fault> {
    let rows = payment_order::Entity::find()
        .filter(payment_order::Column::HandOverId.is_null())
        .order_by_asc(payment_order::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(OrderRow::from).collect())
}

/// How many orders wait to be handed over.
///
/// # Errors
/// The database can't be read.
pub async fn count_orders_to_hand_over(conn: &impl ConnectionTrait) -> Result<u64, Fault> {
    Ok(payment_order::Entity::find().filter(payment_order::Column::HandOverId.is_null()).count(conn).await?)
}

/// A payment of which a part belongs to no order, as a condition. A payment that belongs to more than it is counts, too.
pub(super) const NOT_WHOLLY_MATCHED: &str = "payment.amount <> COALESCE((SELECT SUM(m.amount) FROM payment_match m \
     WHERE m.payment_id = payment.id AND m.undone_at IS NULL), 0)";

/// How many payments are not wholly matched.
///
/// # Errors
/// The database can't be read.
pub async fn count_unmatched(conn: &impl ConnectionTrait) -> Result<u64, Fault> {
    Ok(payment::Entity::find().filter(Expr::cust(NOT_WHOLLY_MATCHED)).count(conn).await?)
}

/// One order.
///
/// # Errors
/// The database can't be read.
pub async fn order(conn: &impl ConnectionTrait, id: PaymentOrderId) -> Result<Option<OrderRow>, Fault> {
    Ok(payment_order::Entity::find_by_id(id.0).one(conn).await?.map(OrderRow::from))
}

/// The orders of a hand-over, or all of them by key.
///
/// # Errors
/// The database can't be read.
pub async fn orders(
    conn: &impl ConnectionTrait,
    hand_over: Option<HandOverId>,
    after: Option<PaymentOrderId>,
    limit: Option<u64>,
) -> Result<Vec<OrderRow>, Fault> {
    let mut query = payment_order::Entity::find();
    if let Some(id) = hand_over {
        query = query.filter(payment_order::Column::HandOverId.eq(id.0));
    }
    if let Some(after) = after {
        query = query.filter(payment_order::Column::Id.gt(after.0));
    }
    let rows = query.order_by_asc(payment_order::Column::Id).limit(limit).all(conn).await?;
    Ok(rows.into_iter().map(OrderRow::from).collect())
}

/// Adds to what was paid of an order (negative: was returned).
///
/// # Errors
/// More than ordered or less than nothing (CHECK), or the database can't be written.
pub async fn add_paid(tx: &Tx, id: PaymentOrderId, amount: Cents) -> Result<(), Fault> {
    use sea_orm::ExprTrait;
    payment_order::Entity::update_many()
        .col_expr(payment_order::Column::Paid, Expr::col(payment_order::Column::Paid).add(amount.get()))
        .filter(payment_order::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The claims that an order pays.
///
/// # Errors
/// The database can't be read.
pub async fn claims_of_document(conn: &impl ConnectionTrait, document: DocumentId) -> Result<Vec<FeeId>, Fault> {
    let rows = document_fee::Entity::find().filter(document_fee::Column::DocumentId.eq(document.0)).all(conn).await?;
    Ok(rows.into_iter().map(|row| FeeId(row.fee_id)).collect())
}

/// A file handed over to the treasury, without its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandOverRow {
    /// Its key.
    pub id: HandOverId,
    /// Its number, from 1 without gap.
    pub sequence: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many orders.
    pub order_count: i32,
    /// Their sum.
    pub total: Cents,
    /// When it was made.
    pub handed_over_at: Instant,
    /// When the treasury took it, and who.
    pub accepted: Option<(Instant, Option<AccountId>)>,
    /// Its other forms with their hashes.
    pub forms: Vec<(HandOverForm, String)>,
    /// When the bank's file left.
    pub taken_to_bank: Option<Instant>,
    /// What the bank last said of the whole file, with its reason if it refused it.
    pub answer: Option<String>,
    /// The transfers that it refused and that are still owed.
    pub refused: Vec<RefusedRow>,
}

/// A transfer that the bank refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusedRow {
    /// The document's number.
    pub reference: String,
    /// The bank's code and words.
    pub why: String,
}

/// Files handed over, latest first.
///
/// # Errors
/// The database can't be read.
pub async fn hand_overs(conn: &impl ConnectionTrait, only: Option<HandOverId>) -> Result<Vec<HandOverRow>, Fault> {
    let mut query = hand_over::Entity::find();
    if let Some(id) = only {
        query = query.filter(hand_over::Column::Id.eq(id.0));
    }
    let rows = query.order_by_desc(hand_over::Column::Sequence).limit(500).all(conn).await?;
    let receipts = hand_over_receipt::Entity::find()
        .filter(hand_over_receipt::Column::HandOverId.is_in(rows.iter().map(|row| row.id)))
        .all(conn)
        .await?;
    let receipts: HashMap<Uuid, (Instant, Option<AccountId>)> =
        receipts.into_iter().map(|row| (row.hand_over_id, (row.accepted_at, row.accepted_by.map(AccountId)))).collect();
    let ids = || rows.iter().map(|row| row.id);
    let left = bank_file_receipt::Entity::find().filter(bank_file_receipt::Column::HandOverId.is_in(ids()));
    let left: HashMap<Uuid, Instant> =
        left.all(conn).await?.into_iter().map(|row| (row.hand_over_id, row.taken_at)).collect();
    let found: Vec<(Uuid, String, String)> = hand_over_form::Entity::find()
        .select_only()
        .columns([hand_over_form::Column::HandOverId, hand_over_form::Column::Form, hand_over_form::Column::Sha256])
        .filter(hand_over_form::Column::HandOverId.is_in(ids()))
        .into_tuple()
        .all(conn)
        .await?;
    let mut forms: HashMap<Uuid, Vec<(HandOverForm, String)>> = HashMap::new();
    for (id, form, sha256) in found {
        let form = HandOverForm::parse(&form).ok_or_else(|| Fault::new("unknown form of a hand-over"))?;
        forms.entry(id).or_default().push((form, sha256));
    }
    forms.values_mut().for_each(|forms| forms.sort());
    let (mut answers, mut refused) = bank_answers(conn, rows.iter().map(|row| row.id)).await?;
    Ok(rows
        .into_iter()
        .map(|row| HandOverRow {
            id: HandOverId(row.id),
            sequence: row.sequence,
            sha256: row.sha256,
            order_count: row.order_count,
            total: Cents(row.total),
            handed_over_at: row.handed_over_at,
            accepted: receipts.get(&row.id).copied(),
            forms: forms.remove(&row.id).unwrap_or_default(),
            taken_to_bank: left.get(&row.id).copied(),
            answer: answers.remove(&row.id),
            refused: refused.remove(&row.id).unwrap_or_default(),
        })
        .collect())
}

type Answers = (HashMap<Uuid, String>, HashMap<Uuid, Vec<RefusedRow>>);

/// What the bank said, by hand-over: of the whole, and of the transfers that it refused and that are still owed.
async fn bank_answers(conn: &impl ConnectionTrait, ids: impl Iterator<Item = Uuid>) -> Result<Answers, Fault> {
    let rows = bank_answer::Entity::find()
        .filter(bank_answer::Column::HandOverId.is_in(ids))
        .order_by_asc(bank_answer::Column::Id)
        .all(conn)
        .await?;
    let orders: Vec<Uuid> = rows.iter().filter_map(|row| row.payment_order_id).collect();
    let orders = payment_order::Entity::find().filter(payment_order::Column::Id.is_in(orders)).all(conn).await?;
    let owed: HashMap<Uuid, Uuid> =
        orders.into_iter().filter(|row| row.paid < row.amount).map(|row| (row.id, row.document_id)).collect();
    let references: HashMap<Uuid, String> = document::Entity::find()
        .select_only()
        .columns([document::Column::Id, document::Column::Reference])
        .filter(document::Column::Id.is_in(owed.values().copied()))
        .into_tuple::<(Uuid, String)>()
        .all(conn)
        .await?
        .into_iter()
        .collect();
    let (mut answers, mut refused): Answers = Default::default();
    for row in rows {
        let why = [row.reason.as_str(), row.words.as_str()].join(" ").trim().to_owned();
        match row.payment_order_id {
            None => drop(answers.insert(row.hand_over_id, format!("{} {why}", row.status).trim().to_owned())),
            Some(order) => {
                let Some(reference) = owed.get(&order).and_then(|document| references.get(document)) else { continue };
                let one = RefusedRow { reference: reference.clone(), why };
                refused.entry(row.hand_over_id).or_default().push(one);
            }
        }
    }
    Ok((answers, refused))
}

/// The hand-over of a number.
///
/// # Errors
/// The database can't be read.
pub async fn hand_over_of(conn: &impl ConnectionTrait, sequence: i64) -> Result<Option<HandOverId>, Fault> {
    let id: Option<Uuid> = hand_over::Entity::find()
        .select_only()
        .column(hand_over::Column::Id)
        .filter(hand_over::Column::Sequence.eq(sequence))
        .into_tuple()
        .one(conn)
        .await?;
    Ok(id.map(HandOverId))
}

/// Whether the bank's message is known.
///
/// # Errors
/// The database can't be read.
pub async fn is_answer_known(conn: &impl ConnectionTrait, id: HandOverId, message: &str) -> Result<bool, Fault> {
    let found = bank_answer::Entity::find()
        .filter(bank_answer::Column::HandOverId.eq(id.0))
        .filter(bank_answer::Column::Message.eq(message))
        .count(conn)
        .await?;
    Ok(found > 0)
}

/// Stores what the bank said; `orders` are those of the transfers that it refused.
///
/// # Errors
/// The database can't be written.
pub async fn insert_answer(
    tx: &Tx,
    id: HandOverId,
    answer: &BankAnswer,
    orders: &[Option<PaymentOrderId>],
    now: Instant,
) -> Result<(), Fault> {
    let row = |order: Option<Uuid>, status: &str, reason: &str, words: &str| bank_answer::ActiveModel {
        id: Set(Uuid::now_v7()),
        hand_over_id: Set(id.0),
        payment_order_id: Set(order),
        message: Set(answer.message.clone()),
        status: Set(status.to_owned()),
        reason: Set(reason.to_owned()),
        words: Set(words.to_owned()),
        received_at: Set(now),
    };
    let refused = answer
        .refused
        .iter()
        .zip(orders)
        .filter_map(|(one, order)| order.map(|order| row(Some(order.0), "RJCT", &one.reason, &one.words)));
    let rows = std::iter::once(row(None, &answer.status, &answer.reason, &answer.words)).chain(refused);
    bank_answer::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// A file's media type and bytes.
///
/// # Errors
/// The database can't be read.
pub async fn hand_over_file(conn: &impl ConnectionTrait, id: HandOverId) -> Result<Option<(String, Vec<u8>)>, Fault> {
    Ok(hand_over::Entity::find_by_id(id.0).one(conn).await?.map(|row| (row.media_type, row.bytes)))
}

/// The media type and bytes of another form.
///
/// # Errors
/// The database can't be read.
pub async fn hand_over_form(
    conn: &impl ConnectionTrait,
    id: HandOverId,
    form: HandOverForm,
) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let row = hand_over_form::Entity::find_by_id((id.0, form.name().to_owned())).one(conn).await?;
    Ok(row.map(|row| (row.media_type, row.bytes)))
}

/// A file about to be stored.
#[derive(Clone, Debug)]
pub struct NewHandOver {
    /// Its key.
    pub id: HandOverId,
    /// Its number.
    pub sequence: i64,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their hash.
    pub sha256: String,
    /// Sum of the orders.
    pub total: Cents,
    /// Its other forms: hash and bytes.
    pub forms: Vec<(HandOverForm, String, Vec<u8>)>,
}

/// Stores a file for ever and marks its orders.
///
/// # Errors
/// The database can't be written.
pub async fn insert_hand_over(
    tx: &Tx,
    new: NewHandOver,
    orders: &[PaymentOrderId],
    by: Option<AccountId>,
    now: Instant,
) -> Result<(), Fault> {
    let row = hand_over::ActiveModel {
        id: Set(new.id.0),
        sequence: Set(new.sequence),
        media_type: Set("text/csv; charset=utf-8".to_owned()),
        bytes: Set(new.bytes),
        sha256: Set(new.sha256),
        order_count: Set(i32::try_from(orders.len()).unwrap_or(i32::MAX)),
        total: Set(new.total.get()),
        handed_over_by: Set(by.map(|account| account.0)),
        handed_over_at: Set(now),
    };
    hand_over::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let forms = new.forms.into_iter().map(|(form, sha256, bytes)| hand_over_form::ActiveModel {
        hand_over_id: Set(new.id.0),
        form: Set(form.name().to_owned()),
        media_type: Set("application/xml".to_owned()),
        bytes: Set(bytes),
        sha256: Set(sha256),
    });
    hand_over_form::Entity::insert_many(forms).exec_without_returning(tx.conn()).await?;
    payment_order::Entity::update_many()
        .col_expr(payment_order::Column::HandOverId, Expr::value(new.id.0))
        .filter(payment_order::Column::Id.is_in(orders.iter().map(|id| id.0)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Notes that the treasury took a file.
///
/// # Errors
/// Somebody took it already, or the database can't be written.
pub async fn insert_receipt(tx: &Tx, id: HandOverId, by: Option<AccountId>, now: Instant) -> Result<(), DbErr> {
    let row = hand_over_receipt::ActiveModel {
        hand_over_id: Set(id.0),
        accepted_by: Set(by.map(|account| account.0)),
        accepted_at: Set(now),
    };
    hand_over_receipt::Entity::insert(row).exec_without_returning(tx.conn()).await.map(|_| ())
}

/// Notes that somebody took the bank's file.
///
/// # Errors
/// Somebody took it already, or the database can't be written.
pub async fn insert_bank_receipt(tx: &Tx, id: HandOverId, by: Option<AccountId>, now: Instant) -> Result<(), DbErr> {
    let row = bank_file_receipt::ActiveModel {
        hand_over_id: Set(id.0),
        taken_by: Set(by.map(|account| account.0)),
        taken_at: Set(now),
    };
    bank_file_receipt::Entity::insert(row).exec_without_returning(tx.conn()).await.map(|_| ())
}

/// A stored payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentRow {
    /// Its key.
    pub id: PaymentId,
    /// What the bank says.
    pub entry: Entry,
    /// `camt.053` or `list`.
    pub source: String,
    /// When it was imported.
    pub imported_at: Instant,
}

impl From<payment::Model> for PaymentRow {
    fn from(row: payment::Model) -> Self {
        Self {
            id: PaymentId(row.id),
            entry: Entry {
                reference: row.entry_reference,
                booked_on: row.booked_on,
                amount: Cents(row.amount),
                counterparty: row.counterparty,
                iban: row.counterparty_iban,
                end_to_end: row.end_to_end,
                remittance: row.remittance,
            },
            source: row.source,
            imported_at: row.imported_at,
        }
    }
}

/// Payments with these entry references.
///
/// # Errors
/// The database can't be read.
pub async fn payments_by_reference(
    conn: &impl ConnectionTrait,
    references: &[&str],
) -> Result<HashMap<String, PaymentRow>, Fault> {
    let mut found = HashMap::new();
    for chunk in references.chunks(1000) {
        let rows = payment::Entity::find()
            .filter(payment::Column::EntryReference.is_in(chunk.iter().copied()))
            .all(conn)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.entry_reference.clone(), PaymentRow::from(row))));
    }
    Ok(found)
}

/// Stores payments, many at a time.
///
/// # Errors
/// A reference is known already, or the database can't be written.
pub async fn insert_payments(
    tx: &Tx,
    payments: &[(PaymentId, &Entry)],
    source: &str,
    now: Instant,
) -> Result<(), Fault> {
    // Ten values each: well below what both databases take in one statement.
    for chunk in payments.chunks(1_000) {
        let rows = chunk.iter().map(|(id, entry)| payment::ActiveModel {
            id: Set(id.0),
            entry_reference: Set(entry.reference.clone()),
            booked_on: Set(entry.booked_on),
            amount: Set(entry.amount.get()),
            counterparty: Set(entry.counterparty.clone()),
            counterparty_iban: Set(entry.iban.clone()),
            remittance: Set(entry.remittance.clone()),
            end_to_end: Set(entry.end_to_end.clone()),
            source: Set(source.to_owned()),
            imported_at: Set(now),
        });
        payment::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// One payment.
///
/// # Errors
/// The database can't be read.
pub async fn payment(conn: &impl ConnectionTrait, id: PaymentId) -> Result<Option<PaymentRow>, Fault> {
    Ok(payment::Entity::find_by_id(id.0).one(conn).await?.map(PaymentRow::from))
}

/// Payments by key, a stretch of them.
///
/// # Errors
/// The database can't be read.
pub async fn payments(
    conn: &impl ConnectionTrait,
    after: Option<PaymentId>,
    limit: u64,
) -> Result<Vec<PaymentRow>, Fault> {
    let mut query = payment::Entity::find();
    if let Some(after) = after {
        query = query.filter(payment::Column::Id.gt(after.0));
    }
    let rows = query.order_by_asc(payment::Column::Id).limit(limit).all(conn).await?;
    Ok(rows.into_iter().map(PaymentRow::from).collect())
}

/// Payments of which a part belongs to no order yet, with that part; oldest first, at most so many.
///
/// # Errors
/// The database can't be read.
pub async fn unmatched(conn: &impl ConnectionTrait, limit: Option<u64>) -> Result<Vec<(PaymentRow, Cents)>, Fault> {
    let rows = payment::Entity::find()
        .filter(Expr::cust(NOT_WHOLLY_MATCHED))
        .order_by_asc(payment::Column::BookedOn)
        .order_by_asc(payment::Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let matched = matched_sums(conn, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let rest = row.amount - matched.get(&row.id).copied().unwrap_or_default();
            (PaymentRow::from(row), Cents(rest))
        })
        .collect())
}

/// How much of each of these payments belongs to orders.
pub(super) async fn matched_sums(conn: &impl ConnectionTrait, payments: &[Uuid]) -> Result<HashMap<Uuid, i64>, Fault> {
    let mut sums: HashMap<Uuid, i64> = HashMap::new();
    for chunk in payments.chunks(5_000) {
        let rows = payment_match::Entity::find()
            .filter(payment_match::Column::PaymentId.is_in(chunk.iter().copied()))
            .filter(payment_match::Column::UndoneAt.is_null())
            .all(conn)
            .await?;
        for row in rows {
            *sums.entry(row.payment_id).or_default() += row.amount;
        }
    }
    Ok(sums)
}

/// A part of a payment that belongs to an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchRow {
    /// Its key.
    pub id: Uuid,
    /// The payment.
    pub payment: PaymentId,
    /// The order.
    pub order: PaymentOrderId,
    /// How much of it.
    pub amount: Cents,
    /// Why: `end-to-end`, `document-number`, `amount-and-payee`, `by-hand`.
    pub why: String,
    /// Who, if it was a person.
    pub matched_by: Option<AccountId>,
    /// When.
    pub matched_at: Instant,
    /// Who undid it, and when.
    pub undone: Option<(Instant, Option<AccountId>)>,
}

impl From<payment_match::Model> for MatchRow {
    fn from(row: payment_match::Model) -> Self {
        Self {
            id: row.id,
            payment: PaymentId(row.payment_id),
            order: PaymentOrderId(row.payment_order_id),
            amount: Cents(row.amount),
            why: row.why,
            matched_by: row.matched_by.map(AccountId),
            matched_at: row.matched_at,
            undone: row.undone_at.map(|at| (at, row.undone_by.map(AccountId))),
        }
    }
}

/// Which matches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MatchesOf {
    /// Of this payment.
    Payment(PaymentId),
    /// This one.
    One(Uuid),
    /// The latest so many.
    Latest(u64),
}

/// Matches, undone ones included, in the order they were made.
///
/// # Errors
/// The database can't be read.
pub async fn matches(conn: &impl ConnectionTrait, of: MatchesOf) -> Result<Vec<MatchRow>, Fault> {
    let query = payment_match::Entity::find();
    let query = match of {
        MatchesOf::Payment(id) => query.filter(payment_match::Column::PaymentId.eq(id.0)),
        MatchesOf::One(id) => query.filter(payment_match::Column::Id.eq(id)),
        MatchesOf::Latest(limit) => {
            let rows = query.order_by_desc(payment_match::Column::Id).limit(limit).all(conn).await?;
            return Ok(rows.into_iter().map(MatchRow::from).collect());
        }
    };
    let rows = query.order_by_asc(payment_match::Column::Id).all(conn).await?;
    Ok(rows.into_iter().map(MatchRow::from).collect())
}

/// Stores a match.
///
/// # Errors
/// The database can't be written.
pub async fn insert_match(tx: &Tx, new: &MatchRow) -> Result<(), Fault> {
    let row = payment_match::ActiveModel {
        id: Set(new.id),
        payment_id: Set(new.payment.0),
        payment_order_id: Set(new.order.0),
        amount: Set(new.amount.get()),
        why: Set(new.why.clone()),
        matched_by: Set(new.matched_by.map(|account| account.0)),
        matched_at: Set(new.matched_at),
        undone_by: Set(None),
        undone_at: Set(None),
    };
    payment_match::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Undoes a match; its row stays as a trace.
///
/// # Errors
/// The database can't be written.
pub async fn set_undone(tx: &Tx, id: Uuid, by: Option<AccountId>, now: Instant) -> Result<(), Fault> {
    payment_match::Entity::update_many()
        .col_expr(payment_match::Column::UndoneAt, Expr::value(now))
        .col_expr(payment_match::Column::UndoneBy, Expr::value(by.map(|account| account.0)))
        .filter(payment_match::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Handed-over orders: what a payment can belong to. `open_only` leaves out those that are paid.
///
/// # Errors
/// The database can't be read.
pub async fn open_items(conn: &impl ConnectionTrait, open_only: bool) -> Result<Vec<OpenItem>, Fault> {
    let mut query = payment_order::Entity::find().filter(payment_order::Column::HandOverId.is_not_null());
    if open_only {
        use sea_orm::ExprTrait;
        query = query.filter(Expr::col(payment_order::Column::Paid).lt(Expr::col(payment_order::Column::Amount)));
    }
    let orders = query.order_by_asc(payment_order::Column::Id).all(conn).await?;
    items(conn, orders).await
}

/// The orders of documents with these numbers.
///
/// # Errors
/// The database can't be read.
pub async fn items_by_reference(conn: &impl ConnectionTrait, references: &[String]) -> Result<Vec<OpenItem>, Fault> {
    let mut documents: Vec<Uuid> = Vec::new();
    for chunk in references.chunks(5_000) {
        let found: Vec<Uuid> = document::Entity::find()
            .select_only()
            .column(document::Column::Id)
            .filter(document::Column::Reference.is_in(chunk.iter().map(String::as_str)))
            .into_tuple()
            .all(conn)
            .await?;
        documents.extend(found);
    }
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let orders = payment_order::Entity::find()
        .filter(payment_order::Column::DocumentId.is_in(documents))
        .filter(payment_order::Column::HandOverId.is_not_null())
        .all(conn)
        .await?;
    items(conn, orders).await
}

async fn items(conn: &impl ConnectionTrait, orders: Vec<payment_order::Model>) -> Result<Vec<OpenItem>, Fault> {
    let filter = super::documents::DocumentFilter {
        ids: orders.iter().map(|order| DocumentId(order.document_id)).collect(),
        ..Default::default()
    };
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let documents: HashMap<DocumentId, super::documents::DocumentRow> =
        super::documents::documents(conn, &filter).await?.into_iter().map(|row| (row.id, row)).collect();
    let contents = super::documents::contents(conn, &filter.ids).await?;
    let mut found = Vec::with_capacity(orders.len());
    for row in orders {
        let order = OrderRow::from(row);
        let Some(document) = documents.get(&order.document) else { continue };
        let seller = contents.get(&order.document).and_then(|content| content.seller.as_ref());
        found.push(OpenItem {
            order: order.id,
            document: order.document,
            reference: document.reference.clone(),
            interpreter: document.interpreter,
            payee: seller.map(|seller| seller.name.clone()).unwrap_or_default(),
            iban: seller.and_then(|seller| seller.iban.clone()).unwrap_or_default(),
            amount: order.amount,
            paid: order.paid,
            ordered_at: order.ordered_at,
        });
    }
    Ok(found)
}

/// What became of claims, as the trace calls it: their documents, orders, hand-overs and payments (matches that were undone, too),
/// each once. Three queries, none without claims.
///
/// # Errors
/// The database can't be read.
pub async fn subjects_of_claims(
    conn: &impl ConnectionTrait,
    claims: Vec<FeeId>,
) -> Result<BTreeSet<(String, Uuid)>, Fault> {
    let mut all = BTreeSet::new();
    if claims.is_empty() {
        return Ok(all);
    }
    let of_claims = document_fee::Column::FeeId.is_in(claims.into_iter().map(|claim| claim.0));
    let on = document_fee::Entity::find().filter(of_claims).all(conn).await?;
    let documents: Vec<Uuid> = on.iter().map(|one| one.document_id).collect();
    let of_documents = payment_order::Column::DocumentId.is_in(documents.iter().copied());
    let orders = payment_order::Entity::find().filter(of_documents).all(conn).await?;
    let of_orders = payment_match::Column::PaymentOrderId.is_in(orders.iter().map(|one| one.id));
    let payments = payment_match::Entity::find().filter(of_orders).all(conn).await?;
    all.extend(documents.into_iter().map(|id| ("document".to_owned(), id)));
    all.extend(orders.iter().map(|one| ("payment_order".to_owned(), one.id)));
    all.extend(orders.iter().filter_map(|one| one.hand_over_id).map(|id| ("hand_over".to_owned(), id)));
    all.extend(payments.into_iter().map(|one| ("payment".to_owned(), one.payment_id)));
    Ok(all)
}
