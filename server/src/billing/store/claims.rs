//! Claims and their certifications.

use super::entities::{certification, fee};
use crate::{
    billing::claim::{Certification, CertificationKind, Claim, ClaimStatus},
    kernel::{clock::Instant, ids::*, money::Cents, time::Month},
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect, entity::prelude::*};
use std::collections::HashMap;

/// Which claims.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClaimFilter {
    /// In these states; empty for all.
    pub statuses: Vec<ClaimStatus>,
    /// Of these offices; `None` for all.
    pub offices: Option<Vec<OfficeId>>,
    /// Of this interpreter.
    pub interpreter: Option<InterpreterId>,
    /// With a service in this month.
    pub month: Option<Month>,
    /// Made after this one (cursor of the API).
    pub after: Option<FeeId>,
}

impl ClaimFilter {
    fn condition(&self) -> Condition {
        let mut all = Condition::all();
        if !self.statuses.is_empty() {
            all = all.add(fee::Column::Status.is_in(self.statuses.iter().map(|status| status.name())));
        }
        if let Some(offices) = &self.offices {
            all = all.add(fee::Column::OfficeId.is_in(offices.iter().map(|office| office.0)));
        }
        if let Some(interpreter) = self.interpreter {
            all = all.add(fee::Column::InterpreterId.eq(interpreter.0));
        }
        if let Some(month) = self.month {
            all = all.add(fee::Column::ServiceOn.gte(month.first())).add(fee::Column::ServiceOn.lt(month.after()));
        }
        if let Some(after) = self.after {
            all = all.add(fee::Column::Id.gt(after.0));
        }
        all
    }
}

/// How a list of claims is ordered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimOrder {
    /// By key, for cursors.
    Key,
    /// By day of service.
    Service,
    /// By day of service, latest first.
    LatestService,
}

/// Claims, a stretch of them.
///
/// # Errors
/// The database can't be read.
pub async fn claims(
    conn: &impl ConnectionTrait,
    filter: &ClaimFilter,
    order: ClaimOrder,
    offset: u64,
    limit: u64,
) -> Result<Vec<Claim>, Fault> {
    let query = fee::Entity::find().filter(filter.condition());
    let query = match order {
        ClaimOrder::Key => query,
        ClaimOrder::Service => query.order_by_asc(fee::Column::ServiceOn),
        ClaimOrder::LatestService => query.order_by_desc(fee::Column::ServiceOn),
    };
    let rows = query.order_by_asc(fee::Column::Id).offset(offset).limit(limit).all(conn).await?;
    with_certifications(conn, rows).await
}

/// How many there are.
///
/// # Errors
/// The database can't be read.
pub async fn count_claims(conn: &impl ConnectionTrait, filter: &ClaimFilter) -> Result<u64, Fault> {
    Ok(fee::Entity::find().filter(filter.condition()).count(conn).await?)
}

/// One claim.
///
/// # Errors
/// The database can't be read.
pub async fn claim(conn: &impl ConnectionTrait, id: FeeId) -> Result<Option<Claim>, Fault> {
    let rows = fee::Entity::find_by_id(id.0).all(conn).await?;
    Ok(with_certifications(conn, rows).await?.pop())
}

/// The claim of an assignment.
///
/// # Errors
/// The database can't be read.
pub async fn claim_of(conn: &impl ConnectionTrait, assignment: AssignmentId) -> Result<Option<Claim>, Fault> {
    let rows = fee::Entity::find().filter(fee::Column::AssignmentId.eq(assignment.0)).all(conn).await?;
    Ok(with_certifications(conn, rows).await?.pop())
}

/// These claims, by day of service.
///
/// # Errors
/// The database can't be read.
pub async fn claims_by_id(conn: &impl ConnectionTrait, ids: &[FeeId]) -> Result<Vec<Claim>, Fault> {
    let rows = fee::Entity::find()
        .filter(fee::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(fee::Column::ServiceOn)
        .order_by_asc(fee::Column::Id)
        .all(conn)
        .await?;
    with_certifications(conn, rows).await
}

async fn with_certifications(conn: &impl ConnectionTrait, rows: Vec<fee::Model>) -> Result<Vec<Claim>, Fault> {
    let mut by_fee: HashMap<Uuid, Vec<Certification>> = HashMap::new();
    if !rows.is_empty() {
        let found = certification::Entity::find()
            .filter(certification::Column::FeeId.is_in(rows.iter().map(|row| row.id)))
            .filter(certification::Column::RevokedAt.is_null())
            .order_by_asc(certification::Column::CertifiedAt)
            .all(conn)
            .await?;
        for row in found {
            let kind =
                CertificationKind::parse(&row.kind).ok_or_else(|| Fault::new("unknown kind of certification"))?;
            by_fee.entry(row.fee_id).or_default().push(Certification {
                kind,
                account: AccountId(row.account_id),
                certified_at: row.certified_at,
            });
        }
    }
    rows.into_iter()
        .map(|row| {
            let certifications = by_fee.remove(&row.id).unwrap_or_default();
            restore(row, certifications)
        })
        .collect()
}

fn restore(row: fee::Model, certifications: Vec<Certification>) -> Result<Claim, Fault> {
    let status = ClaimStatus::parse(&row.status).ok_or_else(|| Fault::new("unknown status of a claim"))?;
    Ok(Claim {
        id: FeeId(row.id),
        assignment: AssignmentId(row.assignment_id),
        timesheet: row.timesheet_id.map(TimesheetId),
        interpreter: InterpreterId(row.interpreter_id),
        office: OfficeId(row.office_id),
        budget_line: BudgetLineId(row.budget_line_id),
        service_on: row.service_on,
        outcome: row.outcome,
        net: Cents(row.net),
        vat: Cents(row.vat),
        gross: Cents(row.gross),
        vat_rate: row.vat_rate,
        schedule_id: row.schedule_id,
        figures: row.figures,
        program_version: row.program_version,
        facts: row.facts,
        quote: row.quote,
        status,
        sent_back_reason: row.sent_back_reason,
        round: row.round,
        priced_at: row.priced_at,
        version: row.version,
        certifications,
    })
}

/// Stores a new claim.
///
/// # Errors
/// The assignment has one already, or the database can't be written.
pub async fn insert_claim(tx: &Tx, claim: &Claim) -> Result<(), Fault> {
    let row = fee::ActiveModel {
        id: Set(claim.id.0),
        assignment_id: Set(claim.assignment.0),
        timesheet_id: Set(claim.timesheet.map(|id| id.0)),
        interpreter_id: Set(claim.interpreter.0),
        office_id: Set(claim.office.0),
        budget_line_id: Set(claim.budget_line.0),
        service_on: Set(claim.service_on),
        outcome: Set(claim.outcome.clone()),
        net: Set(claim.net.get()),
        vat: Set(claim.vat.get()),
        gross: Set(claim.gross.get()),
        vat_rate: Set(claim.vat_rate.clone()),
        schedule_id: Set(claim.schedule_id.clone()),
        figures: Set(claim.figures.clone()),
        program_version: Set(claim.program_version.clone()),
        facts: Set(claim.facts.clone()),
        quote: Set(claim.quote.clone()),
        status: Set(claim.status.name().to_owned()),
        sent_back_reason: Set(None),
        round: Set(claim.round),
        priced_at: Set(claim.priced_at),
        version: Set(claim.version),
    };
    fee::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Moves claims to a status; sets or clears why they were sent back.
///
/// # Errors
/// The database can't be written.
pub async fn set_status(tx: &Tx, ids: &[FeeId], status: ClaimStatus, sent_back: Option<&str>) -> Result<(), Fault> {
    use sea_orm::ExprTrait;
    fee::Entity::update_many()
        .col_expr(fee::Column::Status, Expr::value(status.name()))
        .col_expr(fee::Column::SentBackReason, Expr::value(sent_back.map(str::to_owned)))
        .col_expr(fee::Column::Version, Expr::col(fee::Column::Version).add(1))
        .filter(fee::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The next round of claims whose document was reversed: they may stand on a new one.
///
/// # Errors
/// The database can't be written.
pub async fn next_round(tx: &Tx, ids: &[FeeId]) -> Result<(), Fault> {
    use sea_orm::ExprTrait;
    fee::Entity::update_many()
        .col_expr(fee::Column::Round, Expr::col(fee::Column::Round).add(1))
        .filter(fee::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Stores a certification.
///
/// # Errors
/// The account holds the other step (index `certification_four_eyes`), or the database can't be written.
pub async fn add_certification(
    tx: &Tx,
    claim: FeeId,
    kind: CertificationKind,
    account: AccountId,
    now: Instant,
) -> Result<(), DbErr> {
    let row = certification::ActiveModel {
        id: Set(Uuid::now_v7()),
        fee_id: Set(claim.0),
        kind: Set(kind.name().to_owned()),
        account_id: Set(account.0),
        certified_at: Set(now),
        revoked_at: Set(None),
    };
    certification::Entity::insert(row).exec_without_returning(tx.conn()).await.map(|_| ())
}

/// Takes back all certifications of claims; the rows stay as a trace.
///
/// # Errors
/// The database can't be written.
pub async fn revoke_certifications(tx: &Tx, ids: &[FeeId], now: Instant) -> Result<(), Fault> {
    certification::Entity::update_many()
        .col_expr(certification::Column::RevokedAt, Expr::value(now))
        .filter(certification::Column::FeeId.is_in(ids.iter().map(|id| id.0)))
        .filter(certification::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What claims with a service in a year were priced by: key, office and facts/1, in the order of their keys, from after `after`.
///
/// # Errors
/// The database can't be read.
pub async fn priced_facts(
    conn: &impl ConnectionTrait,
    year: i32,
    after: Option<FeeId>,
    limit: u64,
) -> Result<Vec<(FeeId, OfficeId, String)>, Fault> {
    let first = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let last = chrono::NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default();
    let mut query = fee::Entity::find()
        .select_only()
        .columns([fee::Column::Id, fee::Column::OfficeId, fee::Column::Facts])
        .filter(fee::Column::ServiceOn.between(first, last))
        .filter(fee::Column::Status.ne(ClaimStatus::Void.name()));
    if let Some(after) = after {
        query = query.filter(fee::Column::Id.gt(after.0));
    }
    let rows: Vec<(Uuid, Uuid, String)> =
        query.order_by_asc(fee::Column::Id).limit(limit).into_tuple().all(conn).await?;
    Ok(rows.into_iter().map(|(id, office, facts)| (FeeId(id), OfficeId(office), facts)).collect())
}
