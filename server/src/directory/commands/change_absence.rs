//! An interpreter is away.

use crate::{
    audit::{self, ActionKind},
    directory::store,
    identity::{Permit, policy::ManageOwnAvailability},
    kernel::{
        clock::Instant,
        refusal::{Refusal, RefusalKind},
        time::Interval,
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::Duration;
use serde_json::json;
use uuid::Uuid;

/// Why an absence was not stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AbsenceRefused {
    /// It is over already.
    Past,
    /// Longer than two years: ask the coordination to pause the profile instead.
    TooLong,
}

impl Refusal for AbsenceRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Past => "absence-is-past",
            Self::TooLong => "absence-too-long",
        }
    }
    fn field(&self) -> Option<&'static str> {
        Some("to")
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Stores an absence. Accepted jobs stay: the page shows which of them it touches.
///
/// # Errors
/// Refuses one that is over or longer than two years.
pub async fn add_absence(
    permit: Permit<ManageOwnAvailability>,
    away: Interval,
    now: Instant,
    tx: &mut Tx,
) -> Result<Uuid, Stop<AbsenceRefused>> {
    if away.ends_at() <= now {
        return Err(Stop::Refused(AbsenceRefused::Past));
    }
    if away.ends_at() - away.starts_at() > Duration::days(731) {
        return Err(Stop::Refused(AbsenceRefused::TooLong));
    }
    let id = store::insert_absence(tx, permit.interpreter, away, "own", now).await?;
    let facts = json!({ "from": away.starts_at(), "to": away.ends_at() });
    audit::record(tx, permit.actor(), ActionKind::AbsenceChanged, permit.interpreter, &facts, now).await?;
    Ok(id)
}

/// Takes an absence back; gives whether it was there.
///
/// # Errors
/// The database can't be written.
pub async fn remove_absence(
    permit: Permit<ManageOwnAvailability>,
    id: Uuid,
    now: Instant,
    tx: &mut Tx,
) -> Result<bool, Fault> {
    let removed = store::delete_absence(tx, permit.interpreter, id).await?;
    if removed {
        let facts = json!({ "removed": id });
        audit::record(tx, permit.actor(), ActionKind::AbsenceChanged, permit.interpreter, &facts, now).await?;
    }
    Ok(removed)
}
