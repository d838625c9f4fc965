//! Tokens for programs: a pair for a password, the next pair for a refresh token, and an end to both.

use super::log_in::{LogInRefused, PasswordAttempt, Proof, REPEAT_MINUTES, prove_code, prove_password};
use crate::{
    audit::{self, ActionKind},
    identity::{
        account::AccountStatus,
        store::{self, RefreshToken},
        tokens::{self, TokenPair, TokenRefused},
    },
    kernel::{actor::Actor, clock::Instant, ids::AccountId, time::berlin_date},
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::{Fault, Stop},
        idempotency::{self, Answer, Call, Recalled},
        password::Passwords,
    },
};
use chrono::Duration;
use serde_json::json;
use uuid::Uuid;

/// What a program logs in with.
#[derive(Clone, Copy)]
pub struct TokenAttempt<'a> {
    /// The address of the account.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// The second factor where it is wanted.
    pub code: Option<&'a str>,
    /// The call with its `Idempotency-Key`.
    pub call: &'a Call,
}

/// Gives a program its first pair of tokens. The same call again, within [`REPEAT_MINUTES`], gets the same pair, as long as its
/// refresh token was not used.
///
/// # Errors
/// [`LogInRefused`].
pub async fn issue_tokens(
    db: &Db,
    config: &Config,
    passwords: &Passwords,
    attempt: TokenAttempt<'_>,
    now: Instant,
) -> Result<TokenPair, Stop<LogInRefused>> {
    let TokenAttempt { email, password, code, call } = attempt;
    let attempt = PasswordAttempt { email, password, device: "", call };
    let Proof { tx, account, before, .. } = prove_password(db, config, passwords, &attempt, now).await?.right()?;
    let roles = store::roles(tx.conn(), account.id).await?;
    let person = account.person(&roles, berlin_date(now));
    let wants_second_factor = account.wants_second_factor(&person);
    // The code that was used up by the call before is part of what makes this call the same. What was not proven then is not
    // proven now, though a role may want it since.
    if let Some((proven, answer)) = before.and_then(|answer| Some((proven_before(&answer, now)?, answer)))
        && (proven || !wants_second_factor)
        && let Some(given) = given_before(&tx, Some(answer), now).await?
    {
        return Ok(tokens::sign_pair(&tx, config, &given, proven, now).await?);
    }
    let (tx, account, second_factor) = match (wants_second_factor, code) {
        (false, _) => (tx, account, false),
        (true, None) if account.totp_salt.is_some() => return Err(Stop::Refused(LogInRefused::CodeMissing)),
        (true, code) => {
            let (tx, account) = prove_code(tx, config, &account, code.unwrap_or_default(), now).await?;
            (tx, account, true)
        }
    };
    let (pair, refresh) = tokens::mint_pair(&tx, config, account.id, Uuid::now_v7(), second_factor, now).await?;
    let facts = json!({ "by": "api", "second_factor": second_factor });
    audit::record(&tx, &Actor::Person(person), ActionKind::LoggedIn, account.id, &facts, now).await?;
    let made = json!({ "refresh": refresh, "second_factor": second_factor, "at": now });
    idempotency::keep(&tx, account.id, call, made, now).await?;
    tx.commit().await?;
    Ok(pair)
}

/// Whether the call before, a moment ago, proved a second factor; nothing if it is too long ago to be the same.
fn proven_before(answer: &Answer, now: Instant) -> Option<bool> {
    let made = answer.body.as_ref()?;
    let at: Instant = serde_json::from_value(made.get("at")?.clone()).ok()?;
    (now < at + Duration::minutes(REPEAT_MINUTES)).then(|| made.get("second_factor")?.as_bool())?
}

/// The refresh token that the same call gave before, if it still waits to be used.
async fn given_before(tx: &Tx, before: Option<Answer>, now: Instant) -> Result<Option<RefreshToken>, Fault> {
    let Some(id) = before.and_then(|answer| answer.row("refresh")) else { return Ok(None) };
    let given = store::lock_refresh(tx, id).await?;
    Ok(given.filter(|given| given.used_at.is_none() && given.revoked_at.is_none() && now < given.expires_at))
}

/// Gives the next pair for a refresh token, which counts once. One that comes a second time was stolen, by whichever of the two
/// came first: its whole family ends. Only a call that is sent again under its `Idempotency-Key`, because its answer was lost on
/// the way, gets the same pair again, until somebody uses that.
///
/// # Errors
/// [`TokenRefused`].
pub async fn refresh_tokens(
    db: &Db,
    config: &Config,
    token: &str,
    call: &Call,
    now: Instant,
) -> Result<TokenPair, Stop<TokenRefused>> {
    let claimed = tokens::verify_refresh(db, config, token, now).await?;
    let tx = db.begin().await?;
    let stored = store::lock_refresh(&tx, claimed.id).await?;
    let stored = stored.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    if stored.revoked_at.is_some() {
        return Err(Stop::Refused(TokenRefused::Revoked));
    }
    let account = store::account(tx.conn(), stored.account).await?;
    if account.is_none_or(|account| account.status != AccountStatus::Active) {
        return Err(Stop::Refused(TokenRefused::Revoked));
    }
    if stored.used_at.is_some() {
        if let Recalled::Same(answer) = idempotency::recall(&tx, stored.account, call).await?
            && let Some(given) = given_before(&tx, Some(answer), now).await?
        {
            return Ok(tokens::sign_pair(&tx, config, &given, claimed.second_factor, now).await?);
        }
        end_family(tx, stored.family, stored.account, "used twice", now).await?;
        return Err(Stop::Refused(TokenRefused::Used));
    }
    if idempotency::recall(&tx, stored.account, call).await? == Recalled::Other {
        return Err(Stop::Refused(TokenRefused::KeyReused));
    }
    store::use_refresh(&tx, stored.id, now).await?;
    let (pair, next) =
        tokens::mint_pair(&tx, config, stored.account, stored.family, claimed.second_factor, now).await?;
    idempotency::keep(&tx, stored.account, call, json!({ "refresh": next }), now).await?;
    tx.commit().await?;
    Ok(pair)
}

/// Ends a refresh token's family, and with it the access tokens. A token that does not hold, or ended before, has nothing to end.
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
    if store::revoke_family(&tx, family, now).await? == 0 {
        return Ok(());
    }
    let facts = json!({ "family": family, "why": why });
    audit::record(&tx, &Actor::House("tokens"), ActionKind::TokenFamilyRevoked, account, &facts, now).await?;
    tx.commit().await
}
