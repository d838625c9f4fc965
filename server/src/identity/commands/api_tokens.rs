//! Tokens for programs: a pair for a password, the next pair for a refresh token, and an end to both.

use super::log_in::{FactorGate, LogInRefused, PasswordProof};
use crate::{
    audit::{self, ActionKind},
    identity::{
        account::AccountStatus,
        store,
        tokens::{self, PairFacts, TokenPair, TokenRefused},
    },
    kernel::{actor::Actor, clock::Instant, ids::AccountId, time::berlin_date},
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::{Fault, Stop},
        idempotency::{self, Answer, Call, Once, OnceTx},
        password::Passwords,
    },
};
use chrono::Duration;
use serde_json::json;
use uuid::Uuid;

/// How long after it the same call gives the same pair again: as long as a network may hold a call back.
const REPEAT_MINUTES: i64 = 2;

/// What a program logs in with.
#[derive(Clone, Copy)]
pub struct ProgramLogin<'a> {
    /// The address of the account.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// The second factor, where it is wanted.
    pub code: Option<&'a str>,
}

/// Gives a program its first pair of tokens. The same `call` again gets the same pair, made again and not stored.
///
/// # Errors
/// [`LogInRefused`].
pub async fn issue_tokens(
    db: &Db,
    config: &Config,
    passwords: &Passwords,
    login: ProgramLogin<'_>,
    call: &Call,
    now: Instant,
) -> Result<TokenPair, Stop<LogInRefused>> {
    let proof = PasswordProof::compare(db, config, passwords, login.email, login.password, now).await?;
    // Only who knows the password learns what happened under the key.
    let call = match &proof.found {
        Some(account) if proof.matches => call.by(account.id),
        _ => Call::without_key(),
    };
    let once = match idempotency::begin(db, &call, now).await? {
        Once::First(once) => once,
        Once::Again(answer) => {
            let again = given_before(db, &answer, now).await?.ok_or(Stop::Refused(LogInRefused::KeyReused))?;
            return Ok(again.mint_again(db, config).await?);
        }
        Once::Mismatch => return Err(Stop::Refused(LogInRefused::KeyReused)),
    };
    let (once, account) = proof.admit(once, now).await?;
    let roles = store::roles(once.tx.conn(), account.id).await?;
    let person = account.person(&roles, berlin_date(now));
    let (once, account, second_factor) = match (account.wants_second_factor(&person), login.code) {
        (false, _) => (once, account, false),
        (true, None) if account.totp_salt.is_some() => return Err(Stop::Refused(LogInRefused::CodeMissing)),
        (true, code) => {
            let gate = FactorGate::enter(once, config, &account, now).await?;
            let (once, account) = gate.prove(config, code.unwrap_or_default(), now).await?;
            (once, account, true)
        }
    };
    let facts = json!({ "by": "api", "second_factor": second_factor });
    audit::record(&once.tx, &Actor::Person(person), ActionKind::LoggedIn, account.id, &facts, now).await?;
    give(once, config, &PairFacts::new(account.id, Uuid::now_v7(), second_factor, now)).await
}

/// Signs a pair and commits, with what it takes to make it again.
async fn give<R>(once: OnceTx, config: &Config, facts: &PairFacts) -> Result<TokenPair, Stop<R>> {
    let pair = facts.mint(&once.tx, config).await?;
    let body = Some(serde_json::to_value(facts).map_err(Fault::from)?);
    once.commit(&Answer { status: 200, location: None, body }).await?;
    Ok(pair)
}

/// The pair of an earlier call, if that was a moment ago and nobody went on with it since.
async fn given_before(db: &Db, answer: &Answer, now: Instant) -> Result<Option<PairFacts>, Fault> {
    let Some(body) = answer.body.clone() else { return Ok(None) };
    let facts: PairFacts = serde_json::from_value(body)?;
    let unused = store::refresh_token(db.read(), facts.refresh).await?;
    let unused = unused.is_some_and(|token| token.used_at.is_none() && token.revoked_at.is_none());
    Ok(Some(facts).filter(|facts| unused && now < facts.issued_at + Duration::minutes(REPEAT_MINUTES)))
}

/// Gives the next pair for a refresh token, which counts once. One that comes a second time was stolen, by whichever of the two
/// came first: its whole family ends. The same `call` again, a moment later, is a repetition by the network and no theft: it gets
/// the same pair, as long as nobody went on with that.
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
    let once = match idempotency::begin(db, &call.by(claimed.account), now).await? {
        Once::First(once) => once,
        Once::Again(answer) => match given_before(db, &answer, now).await? {
            Some(again) => return Ok(again.mint_again(db, config).await?),
            None => OnceTx::from(db.begin().await?),
        },
        Once::Mismatch => return Err(Stop::Refused(TokenRefused::KeyReused)),
    };
    let stored = store::lock_refresh(&once.tx, claimed.id).await?;
    let stored = stored.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    if stored.revoked_at.is_some() {
        return Err(Stop::Refused(TokenRefused::Revoked));
    }
    if stored.used_at.is_some() {
        end_family(once.without_key().await?, stored.family, stored.account, "used twice", now).await?;
        return Err(Stop::Refused(TokenRefused::Used));
    }
    let account = store::account(once.tx.conn(), stored.account).await?;
    if account.is_none_or(|account| account.status != AccountStatus::Active) {
        return Err(Stop::Refused(TokenRefused::Revoked));
    }
    store::use_refresh(&once.tx, stored.id, now).await?;
    give(once, config, &PairFacts::new(stored.account, stored.family, claimed.second_factor, now)).await
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
    // Ended before: nothing to record.
    if store::revoke_family(&tx, family, now).await? == 0 {
        return Ok(());
    }
    let facts = json!({ "family": family, "why": why });
    audit::record(&tx, &Actor::House("tokens"), ActionKind::TokenFamilyRevoked, account, &facts, now).await?;
    tx.commit().await
}
