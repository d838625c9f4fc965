//! Proposals to move money, and the commitments that a carry-over takes along.

use super::{commitment, line};
use crate::{
    budget::transfer::{Transfer, TransferKind, TransferState},
    kernel::{
        clock::Instant,
        ids::{AccountId, AssignmentId, BudgetLineId, BudgetTransferId, CommitmentId, OfficeId},
        money::Cents,
    },
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};

mod proposal {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_transfer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub from_line: Uuid,
        pub to_line: Uuid,
        pub amount: i64,
        pub reason: String,
        pub state: String,
        pub proposed_by: Uuid,
        pub proposed_at: DateTimeUtc,
        pub decided_by: Option<Uuid>,
        pub decided_at: Option<DateTimeUtc>,
        pub decision_reason: String,
        pub moved: Option<i64>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

mod item {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_transfer_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub transfer_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub commitment_id: Uuid,
        pub amount: i64,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

fn read(row: proposal::Model) -> Result<Transfer, Fault> {
    let kind = TransferKind::parse(&row.kind).ok_or_else(|| Fault::new(format!("no kind {}", row.kind)))?;
    let state = TransferState::parse(&row.state).ok_or_else(|| Fault::new(format!("no state {}", row.state)))?;
    Ok(Transfer {
        id: BudgetTransferId(row.id),
        kind,
        from: BudgetLineId(row.from_line),
        to: BudgetLineId(row.to_line),
        amount: Cents(row.amount),
        reason: row.reason,
        state,
        proposed_by: AccountId(row.proposed_by),
        proposed_at: row.proposed_at,
        decided_by: row.decided_by.map(AccountId),
        decided_at: row.decided_at,
        decision_reason: row.decision_reason,
        moved: row.moved.map(Cents),
    })
}

/// One proposal.
pub(in crate::budget) async fn transfer(
    conn: &impl ConnectionTrait,
    id: BudgetTransferId,
) -> Result<Option<Transfer>, Fault> {
    proposal::Entity::find_by_id(id.0).one(conn).await?.map(read).transpose()
}

fn among(lines: Option<&[BudgetLineId]>, state: Option<TransferState>) -> Condition {
    let mut wanted = Condition::all();
    if let Some(state) = state {
        wanted = wanted.add(proposal::Column::State.eq(state.name()));
    }
    if let Some(lines) = lines {
        let of_them = || lines.iter().map(|line| line.0);
        let one = proposal::Column::FromLine.is_in(of_them());
        wanted = wanted.add(Condition::any().add(one).add(proposal::Column::ToLine.is_in(of_them())));
    }
    wanted
}

/// How many proposals give to or take from one of the lines (`None`: of all), in a state or in all.
///
/// # Errors
/// The database can't be read.
pub async fn count_transfers(
    conn: &impl ConnectionTrait,
    lines: Option<&[BudgetLineId]>,
    state: Option<TransferState>,
) -> Result<u64, Fault> {
    Ok(proposal::Entity::find().filter(among(lines, state)).count(conn).await?)
}

/// Proposals that give to or take from one of the lines (`None`: of all), newest first: `offset` are left out, or all down to
/// and including `before`.
///
/// # Errors
/// The database can't be read.
pub async fn transfers(
    conn: &impl ConnectionTrait,
    lines: Option<&[BudgetLineId]>,
    state: Option<TransferState>,
    before: Option<Uuid>,
    offset: u64,
    limit: u64,
) -> Result<Vec<Transfer>, Fault> {
    let mut query = proposal::Entity::find().filter(among(lines, state));
    if let Some(before) = before {
        query = query.filter(proposal::Column::Id.lt(before));
    }
    let rows = query.order_by_desc(proposal::Column::Id).offset(offset).limit(limit).all(conn).await?;
    rows.into_iter().map(read).collect()
}

/// How many proposals wait for somebody else than `account`.
pub(in crate::budget) async fn count_to_decide(conn: &impl ConnectionTrait, account: AccountId) -> Result<u64, Fault> {
    let waiting = among(None, Some(TransferState::Proposed)).add(proposal::Column::ProposedBy.ne(account.0));
    Ok(proposal::Entity::find().filter(waiting).count(conn).await?)
}

/// Stores a proposal with the commitments it would take along.
pub(in crate::budget) async fn insert_transfer(
    tx: &Tx,
    new: &Transfer,
    commitments: &[OpenCommitment],
) -> Result<(), Fault> {
    let row = proposal::ActiveModel {
        id: Set(new.id.0),
        kind: Set(new.kind.name().to_owned()),
        from_line: Set(new.from.0),
        to_line: Set(new.to.0),
        amount: Set(new.amount.get()),
        reason: Set(new.reason.clone()),
        state: Set(new.state.name().to_owned()),
        proposed_by: Set(new.proposed_by.0),
        proposed_at: Set(new.proposed_at),
        decided_by: Set(None),
        decided_at: Set(None),
        decision_reason: Set(String::new()),
        moved: Set(None),
    };
    proposal::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    // In parts: a database takes only so many parameters at once.
    for part in commitments.chunks(1_000) {
        let rows = part.iter().map(|one| item::ActiveModel {
            transfer_id: Set(new.id.0),
            commitment_id: Set(one.commitment.0),
            amount: Set(one.amount.get()),
        });
        item::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Stores what was decided.
pub(in crate::budget) async fn decide(tx: &Tx, decided: &Transfer) -> Result<(), Fault> {
    proposal::Entity::update_many()
        .col_expr(proposal::Column::State, Expr::value(decided.state.name()))
        .col_expr(proposal::Column::DecidedBy, Expr::value(decided.decided_by.map(|account| account.0)))
        .col_expr(proposal::Column::DecidedAt, Expr::value(decided.decided_at))
        .col_expr(proposal::Column::DecisionReason, Expr::value(decided.decision_reason.as_str()))
        .col_expr(proposal::Column::Moved, Expr::value(decided.moved.map(Cents::get)))
        .filter(proposal::Column::Id.eq(decided.id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// An open commitment of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenCommitment {
    /// Its key.
    pub commitment: CommitmentId,
    /// The assignment it is for.
    pub assignment: AssignmentId,
    /// How much it binds now.
    pub amount: Cents,
    /// Since when.
    pub since: Instant,
}

impl From<commitment::Model> for OpenCommitment {
    fn from(row: commitment::Model) -> Self {
        Self {
            commitment: CommitmentId(row.id),
            assignment: AssignmentId(row.assignment_id),
            amount: Cents(row.amount),
            since: row.created_at,
        }
    }
}

/// The open commitments of a line, oldest first.
///
/// # Errors
/// The database can't be read.
pub async fn open_commitments(conn: &impl ConnectionTrait, line: BudgetLineId) -> Result<Vec<OpenCommitment>, Fault> {
    let rows = commitment::Entity::find()
        .filter(commitment::Column::BudgetLineId.eq(line.0))
        .filter(commitment::Column::State.eq("open"))
        .order_by_asc(commitment::Column::CreatedAt)
        .order_by_asc(commitment::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(OpenCommitment::from).collect())
}

/// How many commitments of an office's lines are open, and what they bind together.
///
/// # Errors
/// The database can't be read.
pub async fn open_commitments_of(conn: &impl ConnectionTrait, office: OfficeId) -> Result<(u64, Cents), Fault> {
    let count = commitment::Entity::find()
        .filter(commitment::Column::State.eq("open"))
        .filter(commitment::Column::BudgetLineId.in_subquery(lines_of(office).into_query()))
        .count(conn)
        .await?;
    let bound: Vec<i64> = line::Entity::find()
        .select_only()
        .column(line::Column::Committed)
        .filter(line::Column::OfficeId.eq(office.0))
        .into_tuple()
        .all(conn)
        .await?;
    Ok((count, bound.into_iter().map(Cents).sum()))
}

fn lines_of(office: OfficeId) -> sea_orm::Select<line::Entity> {
    line::Entity::find().select_only().column(line::Column::Id).filter(line::Column::OfficeId.eq(office.0))
}

/// The lines of an office, of all years.
///
/// # Errors
/// The database can't be read.
pub async fn line_ids(conn: &impl ConnectionTrait, office: OfficeId) -> Result<Vec<BudgetLineId>, Fault> {
    let ids: Vec<Uuid> = lines_of(office).into_tuple().all(conn).await?;
    Ok(ids.into_iter().map(BudgetLineId).collect())
}

/// The commitments that a carry-over was proposed for, as they are now; those settled or moved since are left out.
///
/// # Errors
/// The database can't be read.
pub async fn transfer_items(conn: &impl ConnectionTrait, transfer: &Transfer) -> Result<Vec<OpenCommitment>, Fault> {
    let rows = commitment::Entity::find()
        .filter(commitment::Column::BudgetLineId.eq(transfer.from.0))
        .filter(commitment::Column::State.eq("open"))
        .filter(
            commitment::Column::Id.in_subquery(
                item::Entity::find()
                    .select_only()
                    .column(item::Column::CommitmentId)
                    .filter(item::Column::TransferId.eq(transfer.id.0))
                    .into_query(),
            ),
        )
        .order_by_asc(commitment::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(OpenCommitment::from).collect())
}

/// The commitments of a line that a proposal holds already.
pub(in crate::budget) async fn in_proposals(
    conn: &impl ConnectionTrait,
    from: BudgetLineId,
) -> Result<Vec<CommitmentId>, Fault> {
    let proposed = proposal::Entity::find()
        .select_only()
        .column(proposal::Column::Id)
        .filter(proposal::Column::FromLine.eq(from.0))
        .filter(proposal::Column::State.eq(TransferState::Proposed.name()))
        .into_query();
    let rows = item::Entity::find().filter(item::Column::TransferId.in_subquery(proposed)).all(conn).await?;
    Ok(rows.into_iter().map(|row| CommitmentId(row.commitment_id)).collect())
}
