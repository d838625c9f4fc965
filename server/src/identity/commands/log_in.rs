//! Coming in: the password first, then the second factor where it is wanted.
//!
//! These commands begin their own units of work, because a refused attempt leaves its count behind, and because a password is
//! compared (slowly) before the database is asked for its writer.
//!
//! A second press of the button makes no second session. What is remembered of the first is which session it made, never its
//! cookie: that is derived from the house's secret and the session, so that it can be made again for whoever has the form's key
//! and knows the password.

use crate::{
    audit::{self, ActionKind},
    identity::{
        account::{Account, AccountStatus},
        secrets,
        store::{self, LoginSession},
    },
    kernel::{
        actor::{Actor, Person},
        clock::Instant,
        ids::LoginSessionId,
        message::Message,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::{Fault, Stop},
        idempotency::{self, Answer, Call, Once, OnceTx},
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
    /// The idempotency key was used for another login, or too long ago.
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
            Self::KeyReused => "idempotency-key-reused",
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
    /// What makes two presses of the button one; without it each is a login of its own.
    pub call: Option<&'a Call>,
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
    /// The cookie's value; it is stored nowhere.
    pub cookie: String,
    /// What is wanted next.
    pub next: NextStep,
}

/// How long after a login the same press of the button gives the same session: as long as a network may hold it back.
const REPEAT_MINUTES: i64 = 2;

/// Logs somebody in with their password; the session counts for pages once nothing more is wanted. The same call again gives the
/// same session with the same cookie.
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
    let proof = PasswordProof::compare(db, config, passwords, attempt.email, attempt.password, now).await?;
    let mut call = attempt.call.cloned().unwrap_or_else(Call::without_key);
    let once = loop {
        match idempotency::begin(db, &call, now).await? {
            Once::First(once) => break once,
            Once::Again(answer) if proof.matches => match made_before(db, &proof, &answer, now).await? {
                Some(session) => return admit_again(db, config, session, now).await,
                // It has ended: a login from a page that was left with "back" is a new one.
                None => call = call.after(&answer),
            },
            Once::Again(_) | Once::Mismatch => call = Call::without_key(),
        }
    };
    let (once, account) = proof.admit(once, now).await?;
    let roles = store::roles(once.tx.conn(), account.id).await?;
    let person = account.person(&roles, berlin_date(now));
    let next = next_step(&account, &person);
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
    store::insert_session(&once.tx, &session, &secrets::hash_of(&cookie)).await?;
    if next == NextStep::Done {
        let actor = Actor::Person(person);
        let facts = json!({ "session": session.id, "second_factor": false });
        audit::record(&once.tx, &actor, ActionKind::LoggedIn, account.id, &facts, now).await?;
    }
    let answer = Answer { status: 303, location: None, body: Some(json!(session.id)) };
    once.commit(&answer).await?;
    Ok(Admission { account, cookie, next })
}

fn next_step(account: &Account, person: &Person) -> NextStep {
    match (account.wants_second_factor(person), &account.totp_salt) {
        (false, _) => NextStep::Done,
        (true, Some(_)) => NextStep::GiveSecondFactor,
        (true, None) => NextStep::EnrollSecondFactor,
    }
}

/// The session that this very press made a moment ago. Not if it was completed with a second factor since: the password alone
/// must not lead into that.
async fn made_before(
    db: &Db,
    proof: &PasswordProof,
    answer: &Answer,
    now: Instant,
) -> Result<Option<LoginSession>, Fault> {
    let made = answer.body.clone().and_then(|body| serde_json::from_value::<LoginSessionId>(body).ok());
    let Some(made) = made else { return Ok(None) };
    let session = store::session(db.read(), made).await?;
    Ok(session.filter(|session| {
        proof.found.as_ref().is_some_and(|account| account.id == session.account)
            && session.revoked_at.is_none()
            && !session.second_factor
            && now < session.created_at + Duration::minutes(REPEAT_MINUTES)
    }))
}

/// The answer to the first press, made again.
async fn admit_again(
    db: &Db,
    config: &Config,
    session: LoginSession,
    now: Instant,
) -> Result<Admission, Stop<LogInRefused>> {
    let account = store::account(db.read(), session.account).await?;
    let account = account.filter(|account| account.status == AccountStatus::Active);
    let account = account.ok_or(Stop::Refused(LogInRefused::SessionEnded))?;
    let roles = store::roles(db.read(), account.id).await?;
    let person = account.person(&roles, berlin_date(now));
    let (cookie, next) = (secrets::session_cookie(config, session.id)?, next_step(&account, &person));
    Ok(Admission { account, cookie, next })
}

/// A password that was compared, before the database is asked for its writer.
pub(in crate::identity) struct PasswordProof {
    key: String,
    rehashed: Option<String>,
    /// The account of that address as it was read.
    pub(in crate::identity) found: Option<Account>,
    /// The password is its password.
    pub(in crate::identity) matches: bool,
}

impl PasswordProof {
    /// Compares a password; takes its time, and as long for an address that nobody has.
    ///
    /// # Errors
    /// The address is locked.
    pub(in crate::identity) async fn compare(
        db: &Db,
        config: &Config,
        passwords: &Passwords,
        email: &str,
        password: &str,
        now: Instant,
    ) -> Result<Self, Stop<LogInRefused>> {
        let email = email.trim().to_lowercase();
        let key = secrets::guard_key(config, &email)?;
        let failures = store::failures(db.read(), &key).await?;
        if let Some(until) = failures.and_then(|failures| failures.locked_until).filter(|until| now < *until) {
            return Err(Stop::Refused(LogInRefused::Locked { until }));
        }
        let found = store::account_by_email(db.read(), &email).await?;
        let stored = found.as_ref().filter(|account| account.status != AccountStatus::Invited);
        let verified = passwords
            .verify(password, stored.and_then(|account| account.password_hash.as_deref()))
            .await
            .map_err(Fault::from)?;
        let rehashed = match verified {
            Verified::Matches { needs_rehash: true } => Some(passwords.hash(password).await.map_err(Fault::from)?),
            _ => None,
        };
        Ok(Self { key, rehashed, found, matches: matches!(verified, Verified::Matches { .. }) })
    }

    /// Right: the unit of work goes on with the account locked, its failures forgotten unless a second factor is still to come.
    /// Wrong: the failure is counted.
    pub(in crate::identity) async fn admit(
        self,
        once: OnceTx,
        now: Instant,
    ) -> Result<(OnceTx, Account), Stop<LogInRefused>> {
        must_not_be_locked(&once.tx, &self.key, now).await?;
        let account = match &self.found {
            Some(account) => store::lock_account(&once.tx, account.id).await?,
            None => None,
        };
        let (true, Some(mut account)) = (self.matches, account) else {
            return Err(count_failure(once, &self.key, self.found.as_ref(), LogInRefused::Wrong, now).await);
        };
        // The password was changed, or the account disabled, while it was compared.
        if self.found.as_ref().map(|found| &found.password_hash) != Some(&account.password_hash) {
            return Err(Stop::Refused(LogInRefused::Wrong));
        }
        if account.status == AccountStatus::Disabled {
            return Err(Stop::Refused(LogInRefused::Disabled));
        }
        if let Some(rehashed) = self.rehashed {
            account.password_hash = Some(rehashed);
            store::save_account(&once.tx, &account, now).await?;
            account.version += 1;
        }
        if account.totp_salt.is_none() {
            store::forget_failures(&once.tx, &self.key).await?;
        }
        Ok((once, account))
    }
}

/// Whoever was counted out while this attempt was under way stays out, however many attempts run at once.
async fn must_not_be_locked(tx: &Tx, key: &str, now: Instant) -> Result<store::Failures, Stop<LogInRefused>> {
    let failures = store::lock_failures(tx, key, now).await?;
    match failures.locked_until.filter(|until| now < *until) {
        Some(until) => Err(Stop::Refused(LogInRefused::Locked { until })),
        None => Ok(failures),
    }
}

/// Counts and commits one failure; gives what to answer.
async fn count_failure(
    once: OnceTx,
    key: &str,
    account: Option<&Account>,
    refused: LogInRefused,
    now: Instant,
) -> Stop<LogInRefused> {
    let counted = async {
        // A refusal is no answer to be given again: the key stays free.
        let tx = once.without_key().await?;
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

/// A unit of work before which a code of the second factor is checked: count and account are locked, in the order of
/// [`PasswordProof::admit`].
pub(in crate::identity) struct FactorGate {
    /// The unit of work.
    pub(in crate::identity) once: OnceTx,
    /// The account, as locked.
    pub(in crate::identity) account: Account,
    key: String,
}

impl FactorGate {
    /// Locks.
    ///
    /// # Errors
    /// The address is locked out, or the account is not active any more.
    pub(in crate::identity) async fn enter(
        once: OnceTx,
        config: &Config,
        account: &Account,
        now: Instant,
    ) -> Result<Self, Stop<LogInRefused>> {
        let key = secrets::guard_key(config, &account.email)?;
        must_not_be_locked(&once.tx, &key, now).await?;
        let account = store::lock_account(&once.tx, account.id).await?;
        let account = account.filter(|account| account.status == AccountStatus::Active);
        let account = account.ok_or(Stop::Refused(LogInRefused::SessionEnded))?;
        Ok(Self { once, account, key })
    }

    /// Checks a code and notes that it was used. Wrong codes count like wrong passwords.
    ///
    /// # Errors
    /// The code is not taken, or there is no second factor.
    pub(in crate::identity) async fn prove(
        self,
        config: &Config,
        code: &str,
        now: Instant,
    ) -> Result<(OnceTx, Account), Stop<LogInRefused>> {
        match self.account.totp_salt.clone() {
            Some(salt) => self.check(config, salt, code, now).await,
            None => Err(Stop::Refused(LogInRefused::SecondFactorMissing)),
        }
    }

    /// The same for a second factor that is being set up with this salt.
    ///
    /// # Errors
    /// The code is not taken, or there is a second factor already.
    pub(in crate::identity) async fn prove_new(
        self,
        config: &Config,
        salt: String,
        code: &str,
        now: Instant,
    ) -> Result<(OnceTx, Account), Stop<LogInRefused>> {
        match self.account.totp_salt {
            None => self.check(config, salt, code, now).await,
            Some(_) => Err(Stop::Refused(LogInRefused::SecondFactorExists)),
        }
    }

    async fn check(
        self,
        config: &Config,
        salt: String,
        code: &str,
        now: Instant,
    ) -> Result<(OnceTx, Account), Stop<LogInRefused>> {
        let Self { once, mut account, key } = self;
        let last = Some(account.totp_last_step).filter(|step| *step > 0);
        let refused = match secrets::totp_secret(config, account.id, &salt)?.verify(code, now, last) {
            Ok(step) => {
                account.totp_salt = Some(salt);
                account.totp_last_step = step;
                store::save_account(&once.tx, &account, now).await?;
                account.version += 1;
                store::forget_failures(&once.tx, &key).await?;
                return Ok((once, account));
            }
            Err(TotpRefused::Wrong) => LogInRefused::CodeWrong,
            Err(TotpRefused::Replayed) => LogInRefused::CodeReplayed,
        };
        Err(count_failure(once, &key, Some(&account), refused, now).await)
    }
}

/// The session that waits for its second factor, behind the gate; `None` if it was given already: the button was pressed twice,
/// and what it was pressed for is done.
pub(in crate::identity) async fn factor_gate(
    db: &Db,
    config: &Config,
    session: LoginSessionId,
    now: Instant,
) -> Result<Option<FactorGate>, Stop<LogInRefused>> {
    let ended = || Stop::Refused(LogInRefused::SessionEnded);
    let tx = db.begin().await?;
    let running = store::session(tx.conn(), session).await?.filter(|session| session.revoked_at.is_none());
    let running = running.filter(|session| now < session.expires_at).ok_or_else(ended)?;
    let account = store::account(tx.conn(), running.account).await?.ok_or_else(ended)?;
    let gate = FactorGate::enter(tx.into(), config, &account, now).await?;
    // Under the lock: a press that came just before may have given it.
    let again = store::session(gate.once.tx.conn(), session).await?;
    Ok(Some(gate).filter(|_| again.is_some_and(|session| !session.second_factor)))
}

/// Completes a login session with a code of the second factor; acts once by its nature.
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
    let Some(gate) = factor_gate(db, config, session, now).await? else { return Ok(()) };
    let (once, account) = gate.prove(config, code, now).await?;
    let tx = once.tx;
    store::mark_second_factor(&tx, session).await?;
    let roles = store::roles(tx.conn(), account.id).await?;
    let actor = Actor::Person(account.person(&roles, berlin_date(now)));
    let facts = json!({ "session": session, "second_factor": true });
    audit::record(&tx, &actor, ActionKind::LoggedIn, account.id, &facts, now).await?;
    tx.commit().await?;
    Ok(())
}
