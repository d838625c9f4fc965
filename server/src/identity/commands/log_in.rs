//! Coming in: the password first, then the second factor where it is wanted.
//!
//! These commands begin their own units of work, because a refused attempt leaves its count behind, and because a password is
//! compared (slowly) before the database is asked for its writer. A press that was done before makes nothing new: what is kept of
//! it is which session it began, and the cookie is made from the session's key again.

use crate::{
    audit::{self, ActionKind},
    identity::{
        account::{Account, AccountStatus},
        secrets,
        store::{self, LoginSession},
    },
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::{AccountId, LoginSessionId},
        message::Message,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::{Fault, Stop},
        idempotency::{self, Answer, Call, KeyReused, Recalled},
        password::{Passwords, Verified},
        totp::TotpRefused,
    },
};
use chrono::Duration;
use serde_json::json;

/// After so many failures in a row …
pub const FAILURES_TO_LOCKOUT: i32 = 10;
/// … an address is locked for so many minutes.
pub const LOCKOUT_MINUTES: i64 = 15;
/// Failures older than so many hours are forgotten.
pub const FAILURES_COUNT_HOURS: i64 = 24;

/// Why somebody is not let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogInRefused {
    /// No such account, or another password: the same answer.
    Wrong,
    /// Too many failures.
    Locked {
        /// When it can be tried again.
        until: Instant,
    },
    /// The password is right, but the account was disabled.
    Disabled,
    /// It is not the code of these minutes.
    CodeWrong,
    /// The password is right; a code of the second factor is wanted, too.
    CodeMissing,
    /// The code was used before; the next one comes within half a minute.
    CodeReplayed,
    /// The account has no second factor yet, although one is wanted.
    SecondFactorMissing,
    /// The account has a second factor already.
    SecondFactorExists,
    /// The session has ended; begin again with the password.
    SessionEnded,
    /// The idempotency key was used for another call.
    KeyReused,
}

impl Refusal for LogInRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "login-wrong",
            Self::Locked { .. } => "login-locked",
            Self::Disabled => "login-disabled",
            Self::CodeWrong => "login-code-wrong",
            Self::CodeMissing => "login-code-missing",
            Self::CodeReplayed => "login-code-replayed",
            Self::SecondFactorMissing => "login-second-factor-missing",
            Self::SecondFactorExists => "login-second-factor-exists",
            Self::SessionEnded => "login-session-ended",
            Self::KeyReused => KeyReused.code(),
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::Locked { until } => message.with("until", *until),
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::CodeWrong | Self::CodeMissing | Self::CodeReplayed => Some("code"),
            _ => None,
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Disabled | Self::Locked { .. } => RefusalKind::Forbidden,
            _ => RefusalKind::Input,
        }
    }
}

/// What somebody typed.
#[derive(Clone, Copy, Debug)]
pub struct PasswordAttempt<'a> {
    /// The address.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// The device as it calls itself.
    pub device: &'a str,
    /// The press of the button.
    pub call: &'a Call,
}

/// What comes after the password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NextStep {
    /// Nothing: in.
    Done,
    /// The code of the second factor.
    GiveSecondFactor,
    /// A role demands a second factor, and there is none yet.
    EnrollSecondFactor,
}

/// A new login session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admission {
    /// The account.
    pub account: Account,
    /// The cookie's value; of it only a digest is stored.
    pub cookie: String,
    /// What is wanted next.
    pub next: NextStep,
}

/// How long the same press of a button, or the same call, is answered as the first one was: as long as a network may hold it
/// back. Later it is an attempt of its own, for which a second factor counts anew.
pub(in crate::identity) const REPEAT_MINUTES: i64 = 2;

/// Logs somebody in with their password; the session counts for pages once nothing more is wanted. The same press again, within
/// [`REPEAT_MINUTES`], gives the same session; never one that a second factor has completed since, because the password alone
/// must not lead into that.
///
/// # Errors
/// [`LogInRefused`].
#[doc(alias = "Anmeldung")]
pub async fn log_in(
    db: &Db,
    config: &Config,
    passwords: &Passwords,
    attempt: PasswordAttempt<'_>,
    now: Instant,
) -> Result<Admission, Stop<LogInRefused>> {
    let proof = prove_password(db, config, passwords, &attempt, now).await?.right()?;
    let Proof { tx, account, before, .. } = proof;
    let roles = store::roles(tx.conn(), account.id).await?;
    let person = account.person(&roles, berlin_date(now));
    let begun = match session_before(&tx, before).await? {
        Some(session)
            if session.account == account.id
                && session.runs(config, now)
                && !session.second_factor
                && now < session.created_at + Duration::minutes(REPEAT_MINUTES) =>
        {
            Some(session)
        }
        _ => None,
    };
    let next = match (account.wants_second_factor(&person), &account.totp_salt) {
        (false, _) => NextStep::Done,
        (true, Some(_)) => NextStep::GiveSecondFactor,
        (true, None) => NextStep::EnrollSecondFactor,
    };
    if let Some(session) = begun {
        return Ok(Admission { cookie: secrets::session_cookie(config, session.id)?, account, next });
    }
    let session = LoginSession {
        id: LoginSessionId::new(),
        account: account.id,
        device: attempt.device.chars().filter(|c| !c.is_control()).take(120).collect(),
        second_factor: false,
        created_at: now,
        last_seen_at: now,
        expires_at: now + Duration::hours(config.session.absolute_hours.into()),
        revoked_at: None,
    };
    let cookie = secrets::session_cookie(config, session.id)?;
    store::insert_session(&tx, &session, &secrets::hash_of(&cookie)).await?;
    if next == NextStep::Done {
        let actor = Actor::Person(person);
        let facts = json!({ "session": session.id, "second_factor": false });
        audit::record(&tx, &actor, ActionKind::LoggedIn, account.id, &facts, now).await?;
    }
    idempotency::keep(&tx, account.id, attempt.call, json!({ "session": session.id }), now).await?;
    tx.commit().await?;
    Ok(Admission { account, cookie, next })
}

/// The session that an earlier press of the same button began.
async fn session_before(tx: &Tx, before: Option<Answer>) -> Result<Option<LoginSession>, Fault> {
    match before.and_then(|answer| answer.row("session")) {
        Some(id) => store::session(tx.conn(), LoginSessionId(id)).await,
        None => Ok(None),
    }
}

/// A password that was compared: the unit of work with the account locked, and what the same press did before.
pub(in crate::identity) struct Proof {
    pub(in crate::identity) tx: Tx,
    pub(in crate::identity) account: Account,
    /// What the same press did before. Only then a password may be wrong here, because that press changed it.
    pub(in crate::identity) before: Option<Answer>,
    is_right: bool,
}

impl Proof {
    /// For whom only the password of today counts.
    pub(in crate::identity) fn right(self) -> Result<Self, Stop<LogInRefused>> {
        if self.is_right { Ok(self) } else { Err(Stop::Refused(LogInRefused::Wrong)) }
    }
}

/// Compares a password. Right: a unit of work with the account locked, its failures forgotten unless a second factor is still
/// to come. Wrong: the failure is counted, once for each press, unless the same press was right before.
pub(in crate::identity) async fn prove_password(
    db: &Db,
    config: &Config,
    passwords: &Passwords,
    attempt: &PasswordAttempt<'_>,
    now: Instant,
) -> Result<Proof, Stop<LogInRefused>> {
    let email = attempt.email.trim().to_lowercase();
    let key = secrets::guard_key(config, &email)?;
    let failures = store::failures(db.read(), &key).await?;
    if let Some(until) = failures.and_then(|failures| failures.locked_until).filter(|until| now < *until) {
        return Err(Stop::Refused(LogInRefused::Locked { until }));
    }
    let found = store::account_by_email(db.read(), &email).await?;
    let stored = found.as_ref().filter(|account| account.status != AccountStatus::Invited);
    let verified = passwords
        .verify(attempt.password, stored.and_then(|account| account.password_hash.as_deref()))
        .await
        .map_err(Fault::from)?;
    let rehashed = match verified {
        Verified::Matches { needs_rehash: true } => Some(passwords.hash(attempt.password).await.map_err(Fault::from)?),
        _ => None,
    };

    let tx = db.begin().await?;
    must_not_be_locked(&tx, &key, now).await?;
    let account = match &found {
        Some(account) => store::lock_account(&tx, account.id).await?,
        None => None,
    };
    let Some(mut account) = account else {
        return Err(count_wrong_password(tx, config, &key, None, attempt.call, now).await);
    };
    let matches = matches!(verified, Verified::Matches { .. });
    let before = match idempotency::recall(&tx, account.id, attempt.call).await? {
        // Whoever guesses a key must not guess passwords under it: a wrong one counts, whatever the key says.
        Recalled::Other if matches => return Err(Stop::Refused(LogInRefused::KeyReused)),
        Recalled::New | Recalled::Other => None,
        Recalled::Same(answer) => Some(answer),
    };
    // The password was changed, or the account disabled, while it was compared.
    let is_unchanged = found.as_ref().map(|found| &found.password_hash) == Some(&account.password_hash);
    match (verified, is_unchanged) {
        (Verified::Matches { .. }, true) => {}
        _ if before.is_some() => return Ok(Proof { tx, account, before, is_right: false }),
        (Verified::Matches { .. }, false) => return Err(Stop::Refused(LogInRefused::Wrong)),
        _ => return Err(count_wrong_password(tx, config, &key, Some(&account), attempt.call, now).await),
    }
    if account.status == AccountStatus::Disabled {
        return Err(Stop::Refused(LogInRefused::Disabled));
    }
    if let Some(rehashed) = rehashed {
        account.password_hash = Some(rehashed);
        store::save_account(&tx, &account, now).await?;
        account.version += 1;
    }
    if account.totp_salt.is_none() {
        store::forget_failures(&tx, &key).await?;
    }
    Ok(Proof { tx, account, before, is_right: true })
}

/// Whoever was counted out while this attempt was under way stays out, however many attempts run at once.
async fn must_not_be_locked(tx: &Tx, key: &str, now: Instant) -> Result<store::Failures, Stop<LogInRefused>> {
    let failures = store::lock_failures(tx, key, now).await?;
    match failures.locked_until.filter(|until| now < *until) {
        Some(until) => Err(Stop::Refused(LogInRefused::Locked { until })),
        None => Ok(failures),
    }
}

/// Counts a wrong password once for each press of the button: the same press again, within [`REPEAT_MINUTES`], answers the same and
/// counts no more. It typed the same password, so it learns nothing new. Of an address that has no account it is noted alike.
async fn count_wrong_password(
    tx: Tx,
    config: &Config,
    key: &str,
    account: Option<&Account>,
    call: &Call,
    now: Instant,
) -> Stop<LogInRefused> {
    let noted = async {
        let failed = call.failure(config, key)?;
        // The count's lock is held since the lockout was looked at: of many presses each sees the one before.
        if let Recalled::Same(answer) = idempotency::recall(&tx, NOBODY, &failed).await?
            && failed_at(&answer).is_some_and(|at| now < at + Duration::minutes(REPEAT_MINUTES))
        {
            return Ok(true);
        }
        idempotency::keep(&tx, NOBODY, &failed, json!({ "failed_at": now }), now).await?;
        Ok::<_, Fault>(false)
    };
    match noted.await {
        Ok(true) => Stop::Refused(LogInRefused::Wrong),
        Ok(false) => count_failure(tx, key, account, LogInRefused::Wrong, now).await,
        Err(fault) => Stop::Fault(fault),
    }
}

/// Under whom failures are noted: whose they are must not tell who has an account.
const NOBODY: AccountId = AccountId(uuid::Uuid::nil());

fn failed_at(answer: &Answer) -> Option<Instant> {
    serde_json::from_value(answer.body.as_ref()?.get("failed_at")?.clone()).ok()
}

/// Counts and commits one failure; gives what to answer.
async fn count_failure(
    tx: Tx,
    key: &str,
    account: Option<&Account>,
    refused: LogInRefused,
    now: Instant,
) -> Stop<LogInRefused> {
    let counted = async {
        let failures = store::lock_failures(&tx, key, now).await?;
        let after = after_failure(failures, now);
        store::save_failures(&tx, key, after).await?;
        // Single failures go to the log, not into the trace: it would take longer for accounts that exist, and strangers
        // could fill it.
        if let (Some(account), Some(until)) = (account, after.locked_until) {
            let (actor, facts) = (Actor::House("login"), json!({ "until": until }));
            audit::record(&tx, &actor, ActionKind::AccountLocked, account.id, &facts, now).await?;
        }
        tx.commit().await?;
        Ok::<_, Fault>(after)
    };
    match counted.await {
        Ok(after) => {
            let account = account.map(|account| account.id.to_string()).unwrap_or_default();
            tracing::info!(%account, failures = after.count, locked_until = ?after.locked_until, "a login failed");
            Stop::Refused(after.locked_until.map_or(refused, |until| LogInRefused::Locked { until }))
        }
        Err(fault) => Stop::Fault(fault),
    }
}

/// One more failure; the tenth in a row locks and begins the count anew.
fn after_failure(before: store::Failures, now: Instant) -> store::Failures {
    let stale = now - before.updated_at >= Duration::hours(FAILURES_COUNT_HOURS);
    let count = if stale { 1 } else { before.count + 1 };
    if count >= FAILURES_TO_LOCKOUT {
        let until = now + Duration::minutes(LOCKOUT_MINUTES);
        store::Failures { count: 0, locked_until: Some(until), updated_at: now }
    } else {
        store::Failures { count, locked_until: None, updated_at: now }
    }
}

/// Checks a code of the second factor inside a unit of work and notes that it was used. Wrong codes count like wrong passwords.
/// Gives the account, locked; locks in the order of [`prove_password`], the count before the account.
pub(in crate::identity) async fn prove_code(
    tx: Tx,
    config: &Config,
    account: &Account,
    code: &str,
    now: Instant,
) -> Result<(Tx, Account), Stop<LogInRefused>> {
    let Some(salt) = account.totp_salt.clone() else {
        return Err(Stop::Refused(LogInRefused::SecondFactorMissing));
    };
    prove_factor(tx, config, account, &salt, code, now).await
}

/// The same for a second factor that is being set up.
pub(in crate::identity) async fn prove_new_factor(
    tx: Tx,
    config: &Config,
    account: &Account,
    salt: &str,
    code: &str,
    now: Instant,
) -> Result<(Tx, Account), Stop<LogInRefused>> {
    if account.totp_salt.is_some() {
        return Err(Stop::Refused(LogInRefused::SecondFactorExists));
    }
    prove_factor(tx, config, account, salt, code, now).await
}

async fn prove_factor(
    tx: Tx,
    config: &Config,
    seen: &Account,
    salt: &str,
    code: &str,
    now: Instant,
) -> Result<(Tx, Account), Stop<LogInRefused>> {
    let key = secrets::guard_key(config, &seen.email)?;
    must_not_be_locked(&tx, &key, now).await?;
    let account = store::lock_account(&tx, seen.id).await?;
    let account = account.filter(|account| account.status == AccountStatus::Active);
    let account = account.filter(|account| account.totp_salt == seen.totp_salt);
    let mut account = account.ok_or(Stop::Refused(LogInRefused::SessionEnded))?;
    let last = Some(account.totp_last_step).filter(|step| *step > 0);
    let refused = match secrets::totp_secret(config, account.id, salt)?.verify(code, now, last) {
        Ok(step) => {
            account.totp_salt = Some(salt.to_owned());
            account.totp_last_step = step;
            store::save_account(&tx, &account, now).await?;
            account.version += 1;
            store::forget_failures(&tx, &key).await?;
            return Ok((tx, account));
        }
        Err(TotpRefused::Wrong) => LogInRefused::CodeWrong,
        Err(TotpRefused::Replayed) => LogInRefused::CodeReplayed,
    };
    Err(count_failure(tx, &key, Some(&account), refused, now).await)
}

/// Locks an account with its count of failures, in that order, as everywhere; refused while it is locked out.
pub(in crate::identity) async fn lock_with_count(
    tx: &Tx,
    config: &Config,
    account: &Account,
    now: Instant,
) -> Result<(), Stop<LogInRefused>> {
    must_not_be_locked(tx, &secrets::guard_key(config, &account.email)?, now).await?;
    store::lock_account(tx, account.id).await?;
    Ok(())
}

/// Completes a login session with a code of the second factor. A session that is complete stays so, whatever the code: of many
/// presses of the button the first one uses the code up, and the others are no failures.
///
/// # Errors
/// [`LogInRefused`].
pub async fn give_second_factor(
    db: &Db,
    config: &Config,
    session: LoginSessionId,
    code: &str,
    now: Instant,
) -> Result<(), Stop<LogInRefused>> {
    let ended = || Stop::Refused(LogInRefused::SessionEnded);
    let tx = db.begin().await?;
    let running = store::session(tx.conn(), session).await?.filter(|session| session.revoked_at.is_none());
    let running = running.filter(|session| now < session.expires_at).ok_or_else(ended)?;
    let account = store::account(tx.conn(), running.account).await?.ok_or_else(ended)?;
    lock_with_count(&tx, config, &account, now).await?;
    if store::session(tx.conn(), session).await?.is_some_and(|session| session.second_factor) {
        return Ok(());
    }
    let (tx, account) = prove_code(tx, config, &account, code, now).await?;
    store::mark_second_factor(&tx, session).await?;
    let roles = store::roles(tx.conn(), account.id).await?;
    let actor = Actor::Person(account.person(&roles, berlin_date(now)));
    let facts = json!({ "session": session, "second_factor": true });
    audit::record(&tx, &actor, ActionKind::LoggedIn, account.id, &facts, now).await?;
    tx.commit().await?;
    Ok(())
}
