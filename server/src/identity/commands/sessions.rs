//! Going out, and ending a login on a device that was lost.

use crate::{
    audit::{self, ActionKind},
    identity::store,
    kernel::{
        actor::{Actor, Person},
        clock::Instant,
        ids::LoginSessionId,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;

/// Why a session does not end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionRefused {
    /// It is none of this account's, or ended before.
    Unknown,
}

impl Refusal for SessionRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "session-unknown",
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Missing
    }
}

/// Ends the session somebody is in. Ending it twice is no mistake.
///
/// # Errors
/// The database can't be written.
#[doc(alias = "Abmeldung")]
pub async fn log_out(person: &Person, session: LoginSessionId, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
    if store::end_session(tx, person.account, session, now).await? {
        let actor = Actor::Person(person.clone());
        audit::record(tx, &actor, ActionKind::LoggedOut, person.account, &json!({ "session": session }), now).await?;
    }
    Ok(())
}

/// Ends another of one's own sessions.
///
/// # Errors
/// [`SessionRefused`].
pub async fn end_session(
    person: &Person,
    session: LoginSessionId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<SessionRefused>> {
    if !store::end_session(tx, person.account, session, now).await? {
        return Err(Stop::Refused(SessionRefused::Unknown));
    }
    let actor = Actor::Person(person.clone());
    let facts = json!({ "session": session });
    audit::record(tx, &actor, ActionKind::LoginSessionRevoked, person.account, &facts, now).await?;
    Ok(())
}

/// Ends all of one's own sessions but this one, and all tokens of programs.
///
/// # Errors
/// The database can't be written.
pub async fn end_other_sessions(
    person: &Person,
    keep: Option<LoginSessionId>,
    now: Instant,
    tx: &mut Tx,
) -> Result<u64, Fault> {
    let ended = store::end_sessions(tx, person.account, keep, now).await?;
    store::revoke_families(tx, person.account, now).await?;
    let actor = Actor::Person(person.clone());
    let facts = json!({ "sessions_ended": ended });
    audit::record(tx, &actor, ActionKind::LoginSessionRevoked, person.account, &facts, now).await?;
    Ok(ended)
}
