//! Somebody stands by figures that are assumed; when a second person does, too, documents may be issued on them.

use crate::{
    audit::{self, ActionKind},
    billing::{
        figures::{Acceptance, standings},
        store,
    },
    identity::{Permit, policy},
    kernel::{
        clock::Instant,
        ids::FiguresAcceptanceId,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use rates::Figures;
use serde_json::json;

/// Why figures were not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AcceptRefused {
    /// No such schedule comes with the program.
    UnknownSchedule,
    /// Official figures need nobody's acceptance.
    Official,
    /// The same person accepted this file before; a second person is needed.
    AcceptedAlready,
    /// An acceptance says on which decision it rests.
    ReasonMissing,
}

impl Refusal for AcceptRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownSchedule => "figures-unknown-schedule",
            Self::Official => "figures-official",
            Self::AcceptedAlready => "figures-accepted-already",
            Self::ReasonMissing => "figures-reason-missing",
        }
    }
    fn field(&self) -> Option<&'static str> {
        (*self == Self::ReasonMissing).then_some("reason")
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::UnknownSchedule => RefusalKind::Missing,
            Self::ReasonMissing => RefusalKind::Input,
            Self::Official | Self::AcceptedAlready => RefusalKind::Conflict,
        }
    }
}

/// Records that somebody accepts a schedule's assumed figures, for exactly the file that comes with the program now. Gives how
/// many people have.
///
/// # Errors
/// Refuses official figures, the same person twice, and a missing reason.
pub async fn accept_figures(
    permit: Permit<policy::AcceptFigures>,
    schedule: &str,
    reason: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<usize, Stop<AcceptRefused>> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Stop::Refused(AcceptRefused::ReasonMissing));
    }
    let standing = standings(tx.conn())
        .await?
        .into_iter()
        .find(|one| one.schedule.id == schedule)
        .ok_or(Stop::Refused(AcceptRefused::UnknownSchedule))?;
    if standing.schedule.figures == Figures::Official {
        return Err(Stop::Refused(AcceptRefused::Official));
    }
    let account = permit.actor().account().ok_or_else(|| Fault::new("the policy lets the house accept figures"))?;
    if standing.acceptances.iter().any(|one| one.account == account) {
        return Err(Stop::Refused(AcceptRefused::AcceptedAlready));
    }
    let id = FiguresAcceptanceId::new();
    let acceptance = Acceptance { account, reason: reason.to_owned(), accepted_at: now };
    store::insert_acceptance(tx, id, schedule, &standing.sha256, &acceptance).await?;
    let facts = json!({ "schedule": schedule, "sha256": standing.sha256, "reason": reason });
    audit::record(tx, permit.actor(), ActionKind::FiguresAccepted, id, &facts, now).await?;
    Ok(standing.acceptances.len() + 1)
}
