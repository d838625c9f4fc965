//! The only place of the budget that names the database.

mod marks;
mod transfers;

pub(super) use marks::*;
pub use transfers::{
    OpenCommitment, count_transfers, line_ids, open_commitments, open_commitments_of, transfer_items, transfers,
};
pub(super) use transfers::{count_to_decide, decide, in_proposals, insert_transfer, transfer};

use super::commands::LineDetails;
use crate::{
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::{AssignmentId, BudgetLineId, BudgetTransferId, CommitmentId, OfficeId},
        money::Cents,
        time::FiscalYear,
    },
    platform::{
        db::{Db, Tx},
        fault::Fault,
    },
};
use sea_orm::{
    ActiveValue::Set, ExprTrait, JoinType, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*,
    sea_query::SelectStatement,
};
use std::collections::HashMap;

pub(super) mod line {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub office_id: Uuid,
        pub fiscal_year: i32,
        pub cost_center: String,
        pub cost_object: String,
        pub account: String,
        pub name: String,
        pub warn_percent: i32,
        pub granted: i64,
        pub overridden: i64,
        pub committed: i64,
        pub consumed: i64,
        pub created_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod commitment {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_commitment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub budget_line_id: Uuid,
        pub assignment_id: Uuid,
        pub amount: i64,
        pub state: String,
        pub created_at: DateTimeUtc,
        pub closed_at: Option<DateTimeUtc>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod posting {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_posting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub budget_line_id: Uuid,
        pub kind: String,
        pub amount: i64,
        pub commitment_id: Option<Uuid>,
        pub assignment_id: Option<Uuid>,
        pub transfer_id: Option<Uuid>,
        pub reason: String,
        pub actor_account: Option<Uuid>,
        pub actor_house: Option<String>,
        pub posted_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// What a posting does to its line; the database's trigger does the sum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PostingKind {
    Appropriation,
    Supplement,
    Transfer,
    Override,
    Commit,
    Adjust,
    Release,
    Consume,
}

impl PostingKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Appropriation => "appropriation",
            Self::Supplement => "supplement",
            Self::Transfer => "transfer",
            Self::Override => "override",
            Self::Commit => "commit",
            Self::Adjust => "adjust",
            Self::Release => "release",
            Self::Consume => "consume",
        }
    }
}

/// A line's totals, in cents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BalanceView {
    /// The line.
    pub line: BudgetLineId,
    /// Whose it is.
    pub office: OfficeId,
    /// The year.
    pub fiscal_year: FiscalYear,
    /// Its name.
    pub name: String,
    /// Cost center.
    pub cost_center: String,
    /// Cost object.
    pub cost_object: String,
    /// Account.
    pub account: String,
    /// Warn from this share of use, in percent.
    pub warn_percent: i32,
    /// Appropriation, supplements and transfers.
    pub granted: Cents,
    /// Ceiling raised by overrides.
    pub overridden: Cents,
    /// Open commitments.
    pub committed: Cents,
    /// Consumed by priced claims.
    pub consumed: Cents,
}

impl BalanceView {
    /// What can still be promised.
    #[must_use]
    pub fn available(&self) -> Cents {
        self.granted + self.overridden - self.committed - self.consumed
    }

    /// Share of the granted money that is committed or consumed, in whole percent.
    #[must_use]
    pub fn used_percent(&self) -> i64 {
        if self.granted.is_positive() { (self.committed + self.consumed).get() * 100 / self.granted.get() } else { 100 }
    }

    /// The warning mark is reached.
    #[must_use]
    pub fn is_to_warn(&self) -> bool {
        self.used_percent() >= i64::from(self.warn_percent)
    }
}

impl From<line::Model> for BalanceView {
    fn from(row: line::Model) -> Self {
        Self {
            line: BudgetLineId(row.id),
            office: OfficeId(row.office_id),
            fiscal_year: FiscalYear(row.fiscal_year),
            name: row.name,
            cost_center: row.cost_center,
            cost_object: row.cost_object,
            account: row.account,
            warn_percent: row.warn_percent,
            granted: Cents(row.granted),
            overridden: Cents(row.overridden),
            committed: Cents(row.committed),
            consumed: Cents(row.consumed),
        }
    }
}

/// A commitment as commands see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Commitment {
    /// Its key.
    pub id: CommitmentId,
    /// The line it binds.
    pub line: BudgetLineId,
    /// How much.
    pub amount: Cents,
    /// `open`, `released` or `consumed`.
    pub state: String,
}

impl From<commitment::Model> for Commitment {
    fn from(row: commitment::Model) -> Self {
        Self {
            id: CommitmentId(row.id),
            line: BudgetLineId(row.budget_line_id),
            amount: Cents(row.amount),
            state: row.state,
        }
    }
}

/// The line an office pays from for a service in `year`: the first by cost center if it has several.
///
/// # Errors
/// The database can't be read.
pub async fn line_for(
    conn: &impl ConnectionTrait,
    office: OfficeId,
    year: FiscalYear,
) -> Result<Option<BudgetLineId>, Fault> {
    let row = line::Entity::find()
        .filter(line::Column::OfficeId.eq(office.0))
        .filter(line::Column::FiscalYear.eq(year.0))
        .order_by_asc(line::Column::CostCenter)
        .order_by_asc(line::Column::Id)
        .one(conn)
        .await?;
    Ok(row.map(|row| BudgetLineId(row.id)))
}

/// A line's totals now.
///
/// # Errors
/// The line does not exist or the database can't be read.
pub async fn balance(db: &Db, line: BudgetLineId) -> Result<BalanceView, Fault> {
    balance_in(db.read(), line).await
}

pub(super) async fn balance_in(conn: &impl ConnectionTrait, line: BudgetLineId) -> Result<BalanceView, Fault> {
    let found = find_balance(conn, line).await?;
    found.ok_or_else(|| Fault::new(format!("budget line {line} does not exist")))
}

/// A line's totals, if it exists.
///
/// # Errors
/// The database can't be read.
pub async fn find_balance(conn: &impl ConnectionTrait, line: BudgetLineId) -> Result<Option<BalanceView>, Fault> {
    Ok(line::Entity::find_by_id(line.0).one(conn).await?.map(BalanceView::from))
}

/// The lines of one office, or of all, in a year or in all, by year (latest first) and cost center.
///
/// # Errors
/// The database can't be read.
pub async fn balances(
    conn: &impl ConnectionTrait,
    office: Option<OfficeId>,
    year: Option<FiscalYear>,
) -> Result<Vec<BalanceView>, Fault> {
    let mut query = line::Entity::find();
    if let Some(office) = office {
        query = query.filter(line::Column::OfficeId.eq(office.0));
    }
    if let Some(year) = year {
        query = query.filter(line::Column::FiscalYear.eq(year.0));
    }
    let rows = query
        .order_by_desc(line::Column::FiscalYear)
        .order_by_asc(line::Column::CostCenter)
        .order_by_asc(line::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(BalanceView::from).collect())
}

/// A part of the lines of these offices in the order they were opened, from after the line `after`.
///
/// # Errors
/// The database can't be read.
pub async fn balances_after(
    conn: &impl ConnectionTrait,
    offices: &[OfficeId],
    year: Option<FiscalYear>,
    after: Option<BudgetLineId>,
    limit: u64,
) -> Result<Vec<BalanceView>, Fault> {
    let mut query = line::Entity::find().filter(line::Column::OfficeId.is_in(offices.iter().map(|office| office.0)));
    if let Some(year) = year {
        query = query.filter(line::Column::FiscalYear.eq(year.0));
    }
    if let Some(after) = after {
        query = query.filter(line::Column::Id.gt(after.0));
    }
    let rows = query.order_by_asc(line::Column::Id).limit(limit).all(conn).await?;
    Ok(rows.into_iter().map(BalanceView::from).collect())
}

/// A posting of the ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PostingView {
    /// Its key; keys sort by the time they were made.
    pub id: Uuid,
    /// `appropriation`, `supplement`, `transfer`, `override`, `commit`, `adjust`, `release`, `consume`, `refund`.
    pub kind: String,
    /// Signed.
    pub amount: Cents,
    /// The assignment it is for, if it is for one.
    pub assignment: Option<AssignmentId>,
    /// Why, or empty.
    pub reason: String,
    /// Who, if it was a person.
    pub actor_account: Option<Uuid>,
    /// Which part of the house, if it was no person.
    pub actor_house: Option<String>,
    /// When.
    pub posted_at: Instant,
}

impl From<posting::Model> for PostingView {
    fn from(row: posting::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            amount: Cents(row.amount),
            assignment: row.assignment_id.map(AssignmentId),
            reason: row.reason,
            actor_account: row.actor_account,
            actor_house: row.actor_house,
            posted_at: row.posted_at,
        }
    }
}

/// How many postings a line has.
///
/// # Errors
/// The database can't be read.
pub async fn count_postings(conn: &impl ConnectionTrait, line: BudgetLineId) -> Result<u64, Fault> {
    Ok(posting::Entity::find().filter(posting::Column::BudgetLineId.eq(line.0)).count(conn).await?)
}

/// A line's ledger, newest first: `offset` postings are left out, or all down to and including `before`.
///
/// # Errors
/// The database can't be read.
pub async fn postings(
    conn: &impl ConnectionTrait,
    line: BudgetLineId,
    before: Option<Uuid>,
    offset: u64,
    limit: u64,
) -> Result<Vec<PostingView>, Fault> {
    let mut query = posting::Entity::find().filter(posting::Column::BudgetLineId.eq(line.0));
    if let Some(before) = before {
        query = query.filter(posting::Column::Id.lt(before));
    }
    let rows = query.order_by_desc(posting::Column::Id).offset(offset).limit(limit).all(conn).await?;
    Ok(rows.into_iter().map(PostingView::from).collect())
}

/// The line with these keys, if it was opened.
pub(super) async fn line_of(tx: &Tx, details: &LineDetails) -> Result<Option<BudgetLineId>, Fault> {
    let row = line::Entity::find()
        .filter(line::Column::OfficeId.eq(details.office.0))
        .filter(line::Column::FiscalYear.eq(details.fiscal_year.0))
        .filter(line::Column::CostCenter.eq(&details.cost_center))
        .filter(line::Column::CostObject.eq(&details.cost_object))
        .filter(line::Column::Account.eq(&details.account))
        .one(tx.conn())
        .await?;
    Ok(row.map(|row| BudgetLineId(row.id)))
}

pub(super) async fn insert_line(tx: &Tx, details: &LineDetails, now: Instant) -> Result<BudgetLineId, Fault> {
    let id = BudgetLineId::new();
    let row = line::ActiveModel {
        id: Set(id.0),
        office_id: Set(details.office.0),
        fiscal_year: Set(details.fiscal_year.0),
        cost_center: Set(details.cost_center.clone()),
        cost_object: Set(details.cost_object.clone()),
        account: Set(details.account.clone()),
        name: Set(details.name.clone()),
        warn_percent: Set(details.warn_percent),
        granted: Set(0),
        overridden: Set(0),
        committed: Set(0),
        consumed: Set(0),
        created_at: Set(now),
    };
    line::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

/// What the line was opened with.
pub(super) async fn appropriation(tx: &Tx, line: BudgetLineId) -> Result<Cents, Fault> {
    let rows = posting::Entity::find()
        .filter(posting::Column::BudgetLineId.eq(line.0))
        .filter(posting::Column::Kind.eq(PostingKind::Appropriation.name()))
        .all(tx.conn())
        .await?;
    Ok(rows.iter().map(|row| Cents(row.amount)).sum())
}

/// What came free on lines since an instant: released by cancellations, and promised but not consumed; less what became dearer.
/// One grouped query.
///
/// # Errors
/// The database can't be read.
pub async fn freed_since(
    conn: &impl ConnectionTrait,
    lines: &[BudgetLineId],
    since: Instant,
) -> Result<HashMap<BudgetLineId, Cents>, Fault> {
    // What is consumed was released by the same amount or more, so that only the difference is left in the sum.
    let kinds = [PostingKind::Release, PostingKind::Consume, PostingKind::Adjust];
    let rows: Vec<(Uuid, i64)> = posting::Entity::find()
        .select_only()
        .column(posting::Column::BudgetLineId)
        .column_as(posting::Column::Amount.sum().cast_as("bigint"), "total")
        .filter(posting::Column::BudgetLineId.is_in(lines.iter().map(|line| line.0)))
        .filter(posting::Column::Kind.is_in(kinds.map(PostingKind::name)))
        .filter(posting::Column::PostedAt.gte(since))
        .group_by(posting::Column::BudgetLineId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(line, total)| (BudgetLineId(line), -Cents(total))).collect())
}

/// Sums of the ledger by line and kind: one grouped query.
pub(super) async fn recount(conn: &impl ConnectionTrait) -> Result<Vec<(BudgetLineId, String, Cents)>, Fault> {
    let rows: Vec<(Uuid, String, i64)> = posting::Entity::find()
        .select_only()
        .column(posting::Column::BudgetLineId)
        .column(posting::Column::Kind)
        .column_as(posting::Column::Amount.sum().cast_as("bigint"), "total")
        .group_by(posting::Column::BudgetLineId)
        .group_by(posting::Column::Kind)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(line, kind, total)| (BudgetLineId(line), kind, Cents(total))).collect())
}

/// The commitment of an assignment, whatever its state.
///
/// # Errors
/// The database can't be read.
pub async fn commitment_of(conn: &impl ConnectionTrait, assignment: AssignmentId) -> Result<Option<Commitment>, Fault> {
    let row = commitment::Entity::find().filter(commitment::Column::AssignmentId.eq(assignment.0)).one(conn).await?;
    Ok(row.map(Commitment::from))
}

/// What is bound now for each of these assignments; one query. Those without an open commitment are left out.
///
/// # Errors
/// The database can't be read.
pub async fn bound_for(
    conn: &impl ConnectionTrait,
    assignments: &[AssignmentId],
) -> Result<HashMap<AssignmentId, Cents>, Fault> {
    let rows = commitment::Entity::find()
        .filter(commitment::Column::AssignmentId.is_in(assignments.iter().map(|id| id.0)))
        .filter(commitment::Column::State.eq("open"))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (AssignmentId(row.assignment_id), Cents(row.amount))).collect())
}

/// What lines of these years bear, as a query that others join: `office_id`, `fiscal_year`, `assignment_id`, `amount` of each commitment
/// that is open or consumed.
#[must_use]
pub fn borne(years: &[i32]) -> SelectStatement {
    let to_line =
        commitment::Entity::belongs_to(line::Entity).from(commitment::Column::BudgetLineId).to(line::Column::Id);
    commitment::Entity::find()
        .select_only()
        .column_as(line::Column::OfficeId, "office_id")
        .column_as(line::Column::FiscalYear, "fiscal_year")
        .column_as(commitment::Column::AssignmentId, "assignment_id")
        .column_as(commitment::Column::Amount, "amount")
        .join(JoinType::InnerJoin, to_line.into())
        .filter(commitment::Column::State.is_in(["open", "consumed"]))
        .filter(line::Column::FiscalYear.is_in(years.iter().copied()))
        .into_query()
}

/// Opens the assignment's commitment; one that was released before (budget came free again) is opened anew.
pub(super) async fn open_commitment(
    tx: &Tx,
    line: BudgetLineId,
    assignment: AssignmentId,
    amount: Cents,
    now: Instant,
) -> Result<CommitmentId, Fault> {
    if let Some(old) = commitment_of(tx.conn(), assignment).await? {
        if old.state != "released" {
            return Err(Fault::new(format!("assignment {assignment} has a commitment already")));
        }
        set_line(tx, old.id, line).await?;
        set_commitment(tx, old.id, amount, "open", None).await?;
        return Ok(old.id);
    }
    let id = CommitmentId::new();
    let row = commitment::ActiveModel {
        id: Set(id.0),
        budget_line_id: Set(line.0),
        assignment_id: Set(assignment.0),
        amount: Set(amount.get()),
        state: Set("open".to_owned()),
        created_at: Set(now),
        closed_at: Set(None),
    };
    commitment::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

/// Binds a commitment to another line; the postings are the caller's.
pub(super) async fn set_line(tx: &Tx, id: CommitmentId, line: BudgetLineId) -> Result<(), Fault> {
    commitment::Entity::update_many()
        .col_expr(commitment::Column::BudgetLineId, Expr::value(line.0))
        .filter(commitment::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn set_commitment(
    tx: &Tx,
    id: CommitmentId,
    amount: Cents,
    state: &str,
    closed_at: Option<Instant>,
) -> Result<(), Fault> {
    commitment::Entity::update_many()
        .col_expr(commitment::Column::Amount, Expr::value(amount.get()))
        .col_expr(commitment::Column::State, Expr::value(state))
        .col_expr(commitment::Column::ClosedAt, Expr::value(closed_at))
        .filter(commitment::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// A posting to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewPosting<'a> {
    pub(super) line: BudgetLineId,
    pub(super) kind: PostingKind,
    /// Signed.
    pub(super) amount: Cents,
    pub(super) commitment: Option<CommitmentId>,
    pub(super) assignment: Option<AssignmentId>,
    pub(super) transfer: Option<BudgetTransferId>,
    pub(super) reason: &'a str,
}

impl<'a> NewPosting<'a> {
    /// A posting of the line itself.
    pub(super) fn of_line(line: BudgetLineId, kind: PostingKind, amount: Cents, reason: &'a str) -> Self {
        Self { line, kind, amount, commitment: None, assignment: None, transfer: None, reason }
    }

    /// A posting of one assignment's commitment.
    pub(super) fn of_commitment(
        line: BudgetLineId,
        kind: PostingKind,
        amount: Cents,
        commitment: CommitmentId,
        assignment: AssignmentId,
    ) -> Self {
        let (commitment, assignment) = (Some(commitment), Some(assignment));
        Self { line, kind, amount, commitment, assignment, transfer: None, reason: "" }
    }

    /// Made by a transfer.
    pub(super) fn by(self, transfer: BudgetTransferId) -> Self {
        Self { transfer: Some(transfer), ..self }
    }
}

/// Writes a posting; the database's trigger does the line's sums.
pub(super) async fn post(tx: &Tx, new: NewPosting<'_>, actor: &Actor, now: Instant) -> Result<(), Fault> {
    let row = posting::ActiveModel {
        id: Set(Uuid::now_v7()),
        budget_line_id: Set(new.line.0),
        kind: Set(new.kind.name().to_owned()),
        amount: Set(new.amount.get()),
        commitment_id: Set(new.commitment.map(|id| id.0)),
        assignment_id: Set(new.assignment.map(|id| id.0)),
        transfer_id: Set(new.transfer.map(|id| id.0)),
        reason: Set(new.reason.to_owned()),
        actor_account: Set(actor.account().map(|account| account.0)),
        actor_house: Set(match actor {
            Actor::House(name) => Some((*name).to_owned()),
            Actor::Person(_) => None,
        }),
        posted_at: Set(now),
    };
    posting::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}
