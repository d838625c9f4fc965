//! Tokens for programs: a pair for a password, the next pair for a refresh token, and an end to both.

use super::log_in::{LogInRefused, prove_code, prove_password};
use crate::{
    audit::{self, ActionKind},
    identity::{
        account::AccountStatus,
        store,
        tokens::{self, TokenPair, TokenRefused},
    },
    kernel::{actor::Actor, clock::Instant, ids::AccountId, time::berlin_date},
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::{Fault, Stop},
        password::Passwords,
    },
};
use serde_json::json;
use uuid::Uuid;

/// Gives a program its first pair of tokens; `code` is the second factor where it is wanted.
///
/// # Errors
/// [`LogInRefused`].
pub async fn issue_tokens(
    db: &Db,
    config: &Config,
    passwords: &Passwords,
    email: &str,
    password: &str,
    code: Option<&str>,
    now: Instant,
) -> Result<TokenPair, Stop<LogInRefused>> {
    let (tx, account) = prove_password(db, config, passwords, email, password, now).await?;
    let roles = store::roles(tx.conn(), account.id).await?;
    let person = account.person(&roles, berlin_date(now));
    let (tx, account, second_factor) = match (account.wants_second_factor(&person), code) {
        (false, _) => (tx, account, false),
        (true, None) if account.totp_salt.is_some() => return Err(Stop::Refused(LogInRefused::CodeMissing)),
        (true, code) => {
            let (tx, account) = prove_code(tx, config, &account, code.unwrap_or_default(), now).await?;
            (tx, account, true)
        }
    };
    let pair = tokens::mint_pair(&tx, config, account.id, Uuid::now_v7(), second_factor, now).await?;
    let facts = json!({ "by": "api", "second_factor": second_factor });
    audit::record(&tx, &Actor::Person(person), ActionKind::LoggedIn, account.id, &facts, now).await?;
    tx.commit().await?;
    Ok(pair)
}

/// Gives the next pair for a refresh token, which counts once. One that comes a second time was stolen, by whichever of the two
/// came first: its whole family ends.
///
/// # Errors
/// [`TokenRefused`].
pub async fn refresh_tokens(
    db: &Db,
    config: &Config,
    token: &str,
    now: Instant,
) -> Result<TokenPair, Stop<TokenRefused>> {
    let claimed = tokens::verify_refresh(db, config, token, now).await?;
    let tx = db.begin().await?;
    let stored = store::lock_refresh(&tx, claimed.id).await?;
    let stored = stored.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    if stored.revoked_at.is_some() {
        return Err(Stop::Refused(TokenRefused::Revoked));
    }
    if stored.used_at.is_some() {
        end_family(tx, stored.family, stored.account, "used twice", now).await?;
        return Err(Stop::Refused(TokenRefused::Used));
    }
    let account = store::account(tx.conn(), stored.account).await?;
    if account.is_none_or(|account| account.status != AccountStatus::Active) {
        return Err(Stop::Refused(TokenRefused::Revoked));
    }
    store::use_refresh(&tx, stored.id, now).await?;
    let pair = tokens::mint_pair(&tx, config, stored.account, stored.family, claimed.second_factor, now).await?;
    tx.commit().await?;
    Ok(pair)
}

/// Ends a refresh token's family, and with it the access tokens. A token that does not hold has nothing to end.
///
/// # Errors
/// The database can't be written.
pub async fn revoke_tokens(db: &Db, config: &Config, token: &str, now: Instant) -> Result<(), Fault> {
    match tokens::verify_refresh(db, config, token, now).await {
        Ok(claimed) => end_family(db.begin().await?, claimed.family, claimed.account, "revoked", now).await,
        Err(Stop::Refused(_)) => Ok(()),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

async fn end_family(tx: Tx, family: Uuid, account: AccountId, why: &str, now: Instant) -> Result<(), Fault> {
    store::revoke_family(&tx, family, now).await?;
    let facts = json!({ "family": family, "why": why });
    audit::record(&tx, &Actor::House("tokens"), ActionKind::TokenFamilyRevoked, account, &facts, now).await?;
    tx.commit().await
}
