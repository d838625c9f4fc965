//! Whether an account may come in at all: disabled and enabled, unlocked, its second factor taken away, invited once more.

use crate::{
    audit::{self, ActionKind},
    identity::{
        account::{Account, AccountStatus},
        events::AccountInvited,
        permit::Permit,
        policy::ManageAccounts,
        secrets, store,
    },
    kernel::{
        clock::Instant,
        ids::AccountId,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        config::Config,
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

/// Why an account's standing stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StandingRefused {
    /// There is no such account.
    AccountUnknown,
    /// Nobody does that to themselves.
    OwnAccount,
    /// The account is in another state than this is for.
    WrongState,
}

impl Refusal for StandingRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::AccountUnknown => "account-unknown",
            Self::OwnAccount => "account-own",
            Self::WrongState => "account-wrong-state",
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::AccountUnknown => RefusalKind::Missing,
            Self::OwnAccount => RefusalKind::Forbidden,
            Self::WrongState => RefusalKind::Conflict,
        }
    }
}

async fn others_account(
    permit: &Permit<ManageAccounts>,
    account: AccountId,
    tx: &Tx,
) -> Result<Account, Stop<StandingRefused>> {
    if permit.actor().account() == Some(account) {
        return Err(Stop::Refused(StandingRefused::OwnAccount));
    }
    store::lock_account(tx, account).await?.ok_or(Stop::Refused(StandingRefused::AccountUnknown))
}

/// Everything that is logged in as this account ends.
async fn throw_out(tx: &Tx, account: AccountId, now: Instant) -> Result<u64, Fault> {
    store::revoke_families(tx, account, now).await?;
    store::end_sessions(tx, account, None, now).await
}

/// Shuts an account out, at once and until somebody enables it again. What it did stays.
///
/// # Errors
/// [`StandingRefused`].
#[doc(alias = "sperren")]
pub async fn disable_account(
    permit: Permit<ManageAccounts>,
    account: AccountId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<StandingRefused>> {
    let mut account = others_account(&permit, account, tx).await?;
    if account.status == AccountStatus::Disabled {
        return Err(Stop::Refused(StandingRefused::WrongState));
    }
    account.status = AccountStatus::Disabled;
    store::save_account(tx, &account, now).await?;
    let sessions = throw_out(tx, account.id, now).await?;
    let facts = json!({ "sessions_ended": sessions });
    audit::record(tx, permit.actor(), ActionKind::AccountDisabled, account.id, &facts, now).await?;
    Ok(())
}

/// Lets a disabled account in again. One that never chose a password is invited again.
///
/// # Errors
/// [`StandingRefused`].
pub async fn enable_account(
    permit: Permit<ManageAccounts>,
    account: AccountId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<StandingRefused>> {
    let mut account = others_account(&permit, account, tx).await?;
    if account.status != AccountStatus::Disabled {
        return Err(Stop::Refused(StandingRefused::WrongState));
    }
    let chose_a_password = account.password_hash.is_some();
    account.status = if chose_a_password { AccountStatus::Active } else { AccountStatus::Invited };
    store::save_account(tx, &account, now).await?;
    audit::record(tx, permit.actor(), ActionKind::AccountEnabled, account.id, &json!({}), now).await?;
    if !chose_a_password {
        tx.publish(&AccountInvited { account: account.id }, now).await?;
    }
    Ok(())
}

/// Ends a lockout before its time.
///
/// # Errors
/// [`StandingRefused`].
pub async fn unlock_account(
    permit: Permit<ManageAccounts>,
    config: &Config,
    account: AccountId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<StandingRefused>> {
    let account = store::account(tx.conn(), account).await?;
    let account = account.ok_or(Stop::Refused(StandingRefused::AccountUnknown))?;
    store::forget_failures(tx, &secrets::guard_key(config, &account.email)?).await?;
    audit::record(tx, permit.actor(), ActionKind::AccountUnlocked, account.id, &json!({}), now).await?;
    Ok(())
}

/// Takes a second factor away, for somebody who lost their device; the next login sets up a new one where a role demands it.
///
/// # Errors
/// [`StandingRefused`].
pub async fn remove_second_factor(
    permit: Permit<ManageAccounts>,
    account: AccountId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<StandingRefused>> {
    let mut account = others_account(&permit, account, tx).await?;
    if account.totp_salt.is_none() {
        return Err(Stop::Refused(StandingRefused::WrongState));
    }
    account.totp_salt = None;
    account.totp_last_step = 0;
    store::save_account(tx, &account, now).await?;
    let sessions = throw_out(tx, account.id, now).await?;
    let facts = json!({ "sessions_ended": sessions });
    audit::record(tx, permit.actor(), ActionKind::SecondFactorRemoved, account.id, &facts, now).await?;
    Ok(())
}

/// Sends an invitation that was not accepted once more, with a new link.
///
/// # Errors
/// [`StandingRefused`].
pub async fn invite_again(
    permit: Permit<ManageAccounts>,
    account: AccountId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<StandingRefused>> {
    let account = others_account(&permit, account, tx).await?;
    if account.status != AccountStatus::Invited {
        return Err(Stop::Refused(StandingRefused::WrongState));
    }
    audit::record(tx, permit.actor(), ActionKind::AccountInvited, account.id, &json!({ "again": true }), now).await?;
    tx.publish(&AccountInvited { account: account.id }, now).await?;
    Ok(())
}
