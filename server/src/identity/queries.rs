//! What pages and the API show of accounts.

use super::{
    account::{Account, RoleSpan},
    secrets,
    store::{self, LoginSession, OfficeName, PeopleFilter, PersonRow, SigningKey},
};
use crate::{
    kernel::{
        clock::Instant,
        ids::{AccountId, OfficeId},
        time::berlin_date,
    },
    platform::{config::Config, db::Db, fault::Fault, i18n::Locale},
};
use chrono::Duration;

/// An account with everything the administration sees.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct AccountView {
    pub(super) account: Account,
    pub(super) roles: Vec<RoleSpan>,
    pub(super) locked_until: Option<Instant>,
}

/// One account.
pub(super) async fn account(
    db: &Db,
    config: &Config,
    id: AccountId,
    now: Instant,
) -> Result<Option<AccountView>, Fault> {
    let Some(account) = store::account(db.read(), id).await? else { return Ok(None) };
    let roles = store::roles(db.read(), id).await?;
    let failures = store::failures(db.read(), &secrets::guard_key(config, &account.email)?).await?;
    let locked_until = failures.and_then(|failures| failures.locked_until).filter(|until| now < *until);
    Ok(Some(AccountView { account, roles, locked_until }))
}

/// The login sessions of an account that run, the one used last first.
pub(super) async fn sessions(
    db: &Db,
    config: &Config,
    id: AccountId,
    now: Instant,
) -> Result<Vec<LoginSession>, Fault> {
    let idle_since = now - Duration::minutes(config.session.idle_minutes.into());
    store::running_sessions(db.read(), id, idle_since, now).await
}

/// A page of people by name, and how many there are.
pub(super) async fn people(
    db: &Db,
    filter: &PeopleFilter,
    now: Instant,
    offset: u64,
    limit: u64,
) -> Result<Vec<PersonRow>, Fault> {
    store::people(db.read(), filter, berlin_date(now), offset, limit).await
}

/// How many people a list has.
pub(super) async fn count_people(db: &Db, filter: &PeopleFilter, now: Instant) -> Result<u64, Fault> {
    store::count_people(db.read(), filter, berlin_date(now)).await
}

/// People in the order they came, for programs.
pub(super) async fn people_after(
    db: &Db,
    filter: &PeopleFilter,
    now: Instant,
    after: Option<AccountId>,
    limit: u64,
) -> Result<Vec<PersonRow>, Fault> {
    store::people_after(db.read(), filter, berlin_date(now), after, limit).await
}

/// Offices by their names.
pub(super) struct Offices(Vec<OfficeName>);

impl Offices {
    /// All offices.
    pub(super) async fn load(db: &Db) -> Result<Self, Fault> {
        Ok(Self(store::office_names(db.read()).await?))
    }
    /// An office's name in the reader's language.
    pub(super) fn name(&self, office: OfficeId, locale: Locale) -> &str {
        let found = self.0.iter().find(|known| known.id == office);
        found.map(|known| in_language(known, locale)).unwrap_or_default()
    }
    /// Those that can get roles, with their names.
    pub(super) fn active(&self, locale: Locale) -> impl Iterator<Item = (OfficeId, &str)> {
        self.0.iter().filter(|known| !known.retired).map(move |known| (known.id, in_language(known, locale)))
    }
}

fn in_language(office: &OfficeName, locale: Locale) -> &str {
    match locale {
        Locale::De => &office.name_de,
        Locale::En => &office.name_en,
    }
}

/// Signing keys, the newest first.
pub(super) async fn keys(db: &Db) -> Result<Vec<SigningKey>, Fault> {
    store::keys(db.read()).await
}
