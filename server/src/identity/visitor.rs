//! Who is behind a session cookie or a bearer token.

use crate::{
    kernel::{actor::Person, clock::Instant, ids::LoginSessionId},
    platform::{
        config::Config,
        db::Db,
        fault::Fault,
        i18n::{Locale, t},
    },
};

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

/// The visitor of a session cookie; `None` if it is unknown, expired or revoked.
///
/// # Errors
/// The database can't be read.
pub async fn by_session(_db: &Db, _config: &Config, _cookie: &str, _now: Instant) -> Result<Option<Visitor>, Fault> {
    Ok(None)
}

/// The visitor of a bearer token with audience `api`; `None` if it does not hold.
///
/// # Errors
/// The database can't be read.
pub async fn by_api_token(_db: &Db, _config: &Config, _token: &str, _now: Instant) -> Result<Option<Visitor>, Fault> {
    Ok(None)
}
