//! Who may do what, and from when to when.

use super::invite_account::{InviteRefused, NewRole, check_role};
use crate::{
    audit::{self, ActionKind},
    identity::{permit::Permit, policy::ManageAccounts, store},
    kernel::{
        actor::Role,
        clock::Instant,
        ids::AccountId,
        message::Message,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;
use uuid::Uuid;

/// Why a role is neither given nor taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RoleRefused {
    /// There is no such account.
    AccountUnknown,
    /// Nobody changes their own roles: four eyes.
    OwnRoles,
    /// The role itself is not in order.
    NotInOrder(InviteRefused),
    /// It is held already in these days.
    AlreadyHeld,
    /// The account does not hold it.
    NotHeld,
    /// Somebody must remain who can give roles.
    LastAdministrator,
}

impl Refusal for RoleRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::AccountUnknown => "account-unknown",
            Self::OwnRoles => "role-own",
            Self::NotInOrder(refused) => refused.code(),
            Self::AlreadyHeld => "role-already-held",
            Self::NotHeld => "role-not-held",
            Self::LastAdministrator => "role-last-administrator",
        }
    }
    fn message(&self) -> Message {
        match self {
            Self::NotInOrder(refused) => refused.message(),
            _ => Message::new(&format!("refusal-{}", self.code())),
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotInOrder(refused) => refused.field(),
            Self::AlreadyHeld => Some("role"),
            _ => None,
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::AccountUnknown | Self::NotHeld => RefusalKind::Missing,
            Self::OwnRoles => RefusalKind::Forbidden,
            Self::NotInOrder(refused) => refused.kind(),
            _ => RefusalKind::Conflict,
        }
    }
}

/// Gives a role.
///
/// # Errors
/// [`RoleRefused`].
pub async fn grant_role(
    permit: Permit<ManageAccounts>,
    account: AccountId,
    new: NewRole,
    now: Instant,
    tx: &mut Tx,
) -> Result<Uuid, Stop<RoleRefused>> {
    let today = berlin_date(now);
    let refuse = |refused: RoleRefused| Err(Stop::Refused(refused));
    if permit.actor().account() == Some(account) {
        return refuse(RoleRefused::OwnRoles);
    }
    check_role(new, today).map_err(|refused| Stop::Refused(RoleRefused::NotInOrder(refused)))?;
    let Some(holder) = store::lock_account(tx, account).await? else { return refuse(RoleRefused::AccountUnknown) };
    if new.role == Role::Interpreter && holder.interpreter.is_none() {
        return refuse(RoleRefused::NotInOrder(InviteRefused::InterpreterMissing));
    }
    let span = new.span(today);
    let held = store::roles(tx.conn(), account).await?;
    let overlaps = held.iter().any(|held| {
        held.role == span.role
            && held.office == span.office
            && held.valid_to.is_none_or(|end| span.valid_from < end)
            && span.valid_to.is_none_or(|end| held.valid_from < end)
    });
    if overlaps {
        return refuse(RoleRefused::AlreadyHeld);
    }
    if !store::insert_role(tx, account, &span).await? {
        return refuse(RoleRefused::NotInOrder(InviteRefused::OfficeUnknown));
    }
    let facts = json!({ "grant": span.id, "role": span.role, "office": span.office, "valid_from": span.valid_from,
        "valid_to": span.valid_to });
    audit::record(tx, permit.actor(), ActionKind::RoleGranted, account, &facts, now).await?;
    Ok(span.id)
}

/// Takes a role from today on; one that has not begun never will.
///
/// # Errors
/// [`RoleRefused`].
pub async fn revoke_role(
    permit: Permit<ManageAccounts>,
    account: AccountId,
    grant: Uuid,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<RoleRefused>> {
    let today = berlin_date(now);
    if permit.actor().account() == Some(account) {
        return Err(Stop::Refused(RoleRefused::OwnRoles));
    }
    if store::lock_account(tx, account).await?.is_none() {
        return Err(Stop::Refused(RoleRefused::AccountUnknown));
    }
    let held = store::roles(tx.conn(), account).await?;
    let span = held.into_iter().find(|span| span.id == grant && span.is_in_force_or_to_come(today));
    let span = span.ok_or(Stop::Refused(RoleRefused::NotHeld))?;
    if span.role == Role::Administrator && span.is_in_force(today) {
        let others = store::holders(tx.conn(), Role::Administrator, None, today).await?;
        if others.iter().all(|other| other.id == account) {
            return Err(Stop::Refused(RoleRefused::LastAdministrator));
        }
    }
    store::end_role(tx, span.id, Ord::max(today, span.valid_from)).await?;
    let facts = json!({ "grant": span.id, "role": span.role, "office": span.office });
    audit::record(tx, permit.actor(), ActionKind::RoleRevoked, account, &facts, now).await?;
    Ok(())
}
