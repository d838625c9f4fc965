//! Who accepted which schedule's figures.

use super::entities::acceptance;
use crate::{
    billing::figures::Acceptance,
    kernel::ids::{AccountId, FiguresAcceptanceId},
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

/// Every acceptance with its schedule and the digest of the file, oldest first.
///
/// # Errors
/// The database can't be read.
pub async fn acceptances(conn: &impl ConnectionTrait) -> Result<Vec<(String, String, Acceptance)>, Fault> {
    let rows = acceptance::Entity::find()
        .order_by_asc(acceptance::Column::AcceptedAt)
        .order_by_asc(acceptance::Column::Id)
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let one =
                Acceptance { account: AccountId(row.account_id), reason: row.reason, accepted_at: row.accepted_at };
            (row.schedule_id, row.sha256, one)
        })
        .collect())
}

/// Stores an acceptance.
///
/// # Errors
/// The database can't be written; the same person accepted this file before.
pub async fn insert_acceptance(
    tx: &Tx,
    id: FiguresAcceptanceId,
    schedule: &str,
    sha256: &str,
    new: &Acceptance,
) -> Result<(), Fault> {
    let row = acceptance::ActiveModel {
        id: Set(id.0),
        schedule_id: Set(schedule.to_owned()),
        sha256: Set(sha256.to_owned()),
        account_id: Set(new.account.0),
        reason: Set(new.reason.clone()),
        accepted_at: Set(new.accepted_at),
    };
    acceptance::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}
