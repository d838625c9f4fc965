//! Who is behind a session cookie or a bearer token.

use super::{
    account::{Account, AccountStatus},
    secrets, store, tokens,
};
use crate::{
    kernel::{
        actor::Person,
        clock::Instant,
        ids::{AccountId, InterpreterId, LoginSessionId},
        time::berlin_date,
    },
    platform::{
        config::Config,
        db::Db,
        fault::{Fault, Stop},
        i18n::{Locale, t},
    },
};
use chrono::Duration;

/// Somebody who is logged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visitor {
    /// The person with the roles in force today.
    pub person: Person,
    /// The login session, for pages.
    pub session: Option<LoginSessionId>,
    /// A role demands a second factor that this session has not given yet.
    pub second_factor_missing: bool,
}

impl Visitor {
    /// What the person is here, in the reader's language.
    #[must_use]
    pub fn role_label(&self, locale: Locale) -> String {
        let mut names: Vec<String> = Vec::new();
        for grant in &self.person.grants {
            let name = t(locale, &format!("role-{}", grant.role.name().replace('_', "-")));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

/// The visitor of a session cookie; `None` if it is unknown, expired or revoked. Two indexed queries; notes once a minute that
/// the session is used.
///
/// # Errors
/// The database can't be read.
pub async fn by_session(db: &Db, config: &Config, cookie: &str, now: Instant) -> Result<Option<Visitor>, Fault> {
    let Some((session, account)) = store::session_by_hash(db, &secrets::hash_of(cookie)).await? else {
        return Ok(None);
    };
    if !session.runs(config, now) || account.status != AccountStatus::Active {
        return Ok(None);
    }
    if now - session.last_seen_at >= Duration::minutes(1) {
        note_use(db, session.id, now).await;
    }
    let roles = store::roles(db.read(), account.id).await?;
    let person = account.person(&roles, berlin_date(now));
    let second_factor_missing = !session.second_factor && account.wants_second_factor(&person);
    Ok(Some(Visitor { person, session: Some(session.id), second_factor_missing }))
}

/// A page does not fail because its visit could not be noted.
async fn note_use(db: &Db, session: LoginSessionId, now: Instant) {
    let noted = async {
        let tx = db.begin().await?;
        store::touch_session(&tx, session, now).await?;
        tx.commit().await
    };
    if let Err(fault) = noted.await {
        tracing::warn!(%fault, "the use of a login session was not noted");
    }
}

/// The visitor of a bearer token with audience `api`; `None` if it does not hold, its family was revoked, or a role needs a
/// second factor that was not given for it.
///
/// # Errors
/// The database can't be read.
pub async fn by_api_token(db: &Db, config: &Config, token: &str, now: Instant) -> Result<Option<Visitor>, Fault> {
    let access = match tokens::verify_access(db, config, token, now).await {
        Ok(access) => access,
        Err(Stop::Refused(_)) => return Ok(None),
        Err(Stop::Fault(fault)) => return Err(fault),
    };
    let Some((account, person)) = active(db, access.account, now).await? else { return Ok(None) };
    if !access.second_factor && account.wants_second_factor(&person) {
        return Ok(None);
    }
    Ok(Some(Visitor { person, session: None, second_factor_missing: false }))
}

/// The person of an active account with the roles in force today.
///
/// # Errors
/// The database can't be read.
pub async fn person(db: &Db, account: AccountId, now: Instant) -> Result<Option<Person>, Fault> {
    Ok(active(db, account, now).await?.map(|(_, person)| person))
}

/// The person that an interpreter logs in as; for links in mails, which name the interpreter.
///
/// # Errors
/// The database can't be read.
pub async fn by_interpreter(db: &Db, interpreter: InterpreterId, now: Instant) -> Result<Option<Person>, Fault> {
    match store::account_of_interpreter(db.read(), interpreter).await? {
        Some(account) => person(db, account.id, now).await,
        None => Ok(None),
    }
}

async fn active(db: &Db, account: AccountId, now: Instant) -> Result<Option<(Account, Person)>, Fault> {
    let account = store::account(db.read(), account).await?;
    let Some(account) = account.filter(|account| account.status == AccountStatus::Active) else { return Ok(None) };
    let roles = store::roles(db.read(), account.id).await?;
    let person = account.person(&roles, berlin_date(now));
    Ok(Some((account, person)))
}
