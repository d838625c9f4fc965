//! Setting up the second factor.

use super::log_in::{LogInRefused, lock_with_count, prove_new_factor};
use crate::{
    audit::{self, ActionKind},
    identity::{account::AccountStatus, secrets, store},
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::{AccountId, LoginSessionId},
        time::berlin_date,
    },
    platform::{
        config::Config,
        db::Db,
        fault::{Fault, Stop},
        totp::{STEP_SECONDS, qr_svg},
    },
};
use chrono::Duration;
use serde_json::json;

/// What somebody puts into their authenticator app.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrollment {
    /// A QR code, drawn as SVG.
    pub qr_svg: String,
    /// The secret as people type it, in groups of four.
    pub secret: String,
}

/// The salt of a second factor that is being set up: the session's key, so that the page can be loaded again and shows the same
/// secret although nothing was stored yet.
fn pending_salt(session: LoginSessionId) -> String {
    session.to_string()
}

/// What this session's page shows; nothing is stored until a code proves that the app has it. `None` if the account has a
/// second factor already.
///
/// # Errors
/// The database can't be read.
pub async fn enrollment(
    db: &Db,
    config: &Config,
    account: AccountId,
    session: LoginSessionId,
) -> Result<Option<Enrollment>, Fault> {
    let account = store::account(db.read(), account).await?;
    let Some(account) = account.filter(|account| account.totp_salt.is_none()) else { return Ok(None) };
    let secret = secrets::totp_secret(config, account.id, &pending_salt(session))?;
    let issuer = format!("Dragoman {}", config.city_name);
    let text = secret.base32();
    let groups: Vec<String> =
        text.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    let qr_svg = qr_svg(&secret.otpauth_url(&issuer, &account.email)?)?;
    Ok(Some(Enrollment { qr_svg, secret: groups.join(" ") }))
}

/// Sets up the second factor with a code of the new secret; the session then counts as having given it. A session that set it up
/// stays so: of many presses of the button the first one uses the code up.
///
/// # Errors
/// [`LogInRefused`].
pub async fn enroll_second_factor(
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
    let salt = pending_salt(session);
    lock_with_count(&tx, config, &account, now).await?;
    let locked = store::account(tx.conn(), account.id).await?;
    if locked.is_some_and(|account| account.totp_salt.as_ref() == Some(&salt)) {
        return Ok(());
    }
    let (tx, account) = prove_new_factor(tx, config, &account, &salt, code, now).await?;
    store::mark_second_factor(&tx, session).await?;
    let roles = store::roles(tx.conn(), account.id).await?;
    let actor = Actor::Person(account.person(&roles, berlin_date(now)));
    let facts = json!({ "session": session });
    audit::record(&tx, &actor, ActionKind::SecondFactorEnrolled, account.id, &facts, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The code an account can use now, in the demo only: its login page shows it. If the code of this moment was used, the next
/// one counts already.
///
/// # Errors
/// The database can't be read.
pub async fn demo_code(db: &Db, config: &Config, account: AccountId, now: Instant) -> Result<Option<String>, Fault> {
    if !config.demo {
        return Ok(None);
    }
    let account = store::account(db.read(), account).await?;
    let Some(account) = account.filter(|account| account.status == AccountStatus::Active) else { return Ok(None) };
    let Some(salt) = &account.totp_salt else { return Ok(None) };
    let step = u64::try_from(now.timestamp()).unwrap_or(0) / STEP_SECONDS;
    let at = if step <= account.totp_last_step { now + Duration::seconds(STEP_SECONDS.cast_signed()) } else { now };
    Ok(Some(secrets::totp_secret(config, account.id, salt)?.code_at(at)))
}
