//! Forgotten and changed passwords.

use super::log_in::{LogInRefused, PasswordAttempt, Proof, prove_password};
use crate::{
    audit::{self, ActionKind},
    identity::{
        account::{Account, AccountStatus},
        events::{AccountInvited, PasswordResetAsked},
        secrets, store,
        tokens::{self, SingleUse, TokenRefused},
    },
    kernel::{
        actor::{Actor, Person},
        clock::Instant,
        ids::{AccountId, LoginSessionId},
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::{Fault, Stop},
        idempotency::{self, Call},
        password::{PasswordRefused, Passwords, check_new},
    },
};
use serde_json::json;

impl Refusal for PasswordRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "password-too-short",
            Self::TooLong => "password-too-long",
            Self::Common => "password-common",
            Self::ContainsOwnName => "password-own-name",
        }
    }
    fn field(&self) -> Option<&'static str> {
        Some("password")
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Checks a new password against what people guess first and hashes it; slow, so do it before a unit of work begins.
///
/// # Errors
/// [`PasswordRefused`].
pub async fn hash_new_password(
    db: &Db,
    passwords: &Passwords,
    account: AccountId,
    password: &str,
) -> Result<String, Stop<PasswordRefused>> {
    let account = store::account(db.read(), account).await?;
    let account = account.ok_or_else(|| Fault::new("the account does not exist"))?;
    check_for(&account, password).map_err(Stop::Refused)?;
    Ok(passwords.hash(password).await.map_err(Fault::from)?)
}

fn check_for(account: &Account, password: &str) -> Result<(), PasswordRefused> {
    let mut own_words: Vec<&str> = account.name.split_whitespace().collect();
    own_words.push(&account.email);
    check_new(password, &own_words)
}

/// Somebody says that they forgot their password. The answer is the same whether the account exists; the mail follows if it
/// does. Who has not accepted an invitation yet is invited once more.
///
/// # Errors
/// The database can't be written.
pub async fn ask_password_reset(email: &str, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
    let Some(account) = store::account_by_email(tx.conn(), &email.trim().to_lowercase()).await? else {
        return Ok(());
    };
    match account.status {
        AccountStatus::Active => tx.publish(&PasswordResetAsked { account: account.id }, now).await?,
        AccountStatus::Invited => tx.publish(&AccountInvited { account: account.id }, now).await?,
        AccountStatus::Disabled => return Ok(()),
    }
    let actor = Actor::House("login");
    audit::record(tx, &actor, ActionKind::PasswordResetAsked, account.id, &json!({}), now).await
}

/// Sets the password from a reset's link. Everything that was logged in with the old one ends: sessions and tokens.
///
/// # Errors
/// [`TokenRefused`]: used, or the account was disabled meanwhile.
pub async fn reset_password(
    config: &Config,
    token: &SingleUse,
    password_hash: String,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<TokenRefused>> {
    let account = store::account(tx.conn(), token.account).await?.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    // The lock of the count comes before that of the account, as at login.
    store::forget_failures(tx, &secrets::guard_key(config, &account.email)?).await?;
    let account = store::lock_account(tx, account.id).await?;
    let mut account = account.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    if account.status != AccountStatus::Active {
        return Err(Stop::Refused(TokenRefused::Revoked));
    }
    tokens::spend(tx, token, account.password_hash.as_deref(), now).await?;
    account.password_hash = Some(password_hash);
    store::save_account(tx, &account, now).await?;
    let sessions = store::end_sessions(tx, account.id, None, now).await?;
    store::revoke_families(tx, account.id, now).await?;
    let roles = store::roles(tx.conn(), account.id).await?;
    let actor = Actor::Person(account.person(&roles, berlin_date(now)));
    let facts = json!({ "by": "reset", "sessions_ended": sessions });
    audit::record(tx, &actor, ActionKind::PasswordChanged, account.id, &facts, now).await?;
    Ok(())
}

/// Why a password is not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChangePasswordRefused {
    /// The present one is not right, or the account is locked.
    Current(LogInRefused),
    /// The new one is not taken.
    New(PasswordRefused),
}

impl Refusal for ChangePasswordRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Current(LogInRefused::Wrong) => "password-current-wrong",
            Self::Current(refused) => refused.code(),
            Self::New(refused) => refused.code(),
        }
    }
    fn message(&self) -> crate::kernel::message::Message {
        match self {
            Self::Current(LogInRefused::Wrong) => {
                crate::kernel::message::Message::new("refusal-password-current-wrong")
            }
            Self::Current(refused) => refused.message(),
            Self::New(refused) => refused.message(),
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Current(_) => Some("current"),
            Self::New(_) => Some("password"),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// What somebody types to change their password.
#[derive(Clone, Copy)]
pub struct PasswordChange<'a> {
    /// The present one.
    pub current: &'a str,
    /// The new one.
    pub new: &'a str,
    /// The login session that goes on.
    pub session: Option<LoginSessionId>,
    /// The press of the button.
    pub call: &'a Call,
}

/// Changes one's own password. Other sessions and all tokens end; the present session goes on. Wrong present passwords count as
/// failed logins, so that a stolen session can't try them all; the same press again, whose present password is that of before,
/// does not.
///
/// # Errors
/// [`ChangePasswordRefused`].
pub async fn change_password(
    db: &Db,
    config: &Config,
    passwords: &Passwords,
    person: &Person,
    change: PasswordChange<'_>,
    now: Instant,
) -> Result<(), Stop<ChangePasswordRefused>> {
    let account = store::account(db.read(), person.account).await?;
    let account = account.ok_or_else(|| Fault::new("the account does not exist"))?;
    check_for(&account, change.new).map_err(|refused| Stop::Refused(ChangePasswordRefused::New(refused)))?;
    let new_hash = passwords.hash(change.new).await.map_err(Fault::from)?;
    let attempt = PasswordAttempt { email: &account.email, password: change.current, device: "", call: change.call };
    let proven = prove_password(db, config, passwords, &attempt, now).await;
    let Proof { tx, mut account, before, .. } = proven.map_err(|stop| stop.map(ChangePasswordRefused::Current))?;
    if before.is_some() {
        return Ok(());
    }
    account.password_hash = Some(new_hash);
    store::save_account(&tx, &account, now).await?;
    let sessions = store::end_sessions(&tx, account.id, change.session, now).await?;
    store::revoke_families(&tx, account.id, now).await?;
    let facts = json!({ "by": "owner", "sessions_ended": sessions });
    let actor = Actor::Person(person.clone());
    audit::record(&tx, &actor, ActionKind::PasswordChanged, account.id, &facts, now).await?;
    idempotency::keep(&tx, account.id, change.call, json!({}), now).await?;
    tx.commit().await?;
    Ok(())
}
