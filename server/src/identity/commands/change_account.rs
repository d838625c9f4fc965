//! What an account is called, and the language it is written to.

use crate::{
    audit::{self, ActionKind},
    identity::{permit::Permit, policy::ManageAccounts, store},
    kernel::{
        actor::{Actor, Person},
        clock::Instant,
        ids::AccountId,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
        i18n::Locale,
    },
};
use serde_json::json;

/// Why an account is not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChangeRefused {
    /// There is no such account.
    AccountUnknown,
    /// No name, or a very long one.
    NameMissing,
    /// Somebody else changed it meanwhile.
    ChangedMeanwhile,
}

impl Refusal for ChangeRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::AccountUnknown => "account-unknown",
            Self::NameMissing => "account-name-missing",
            Self::ChangedMeanwhile => "account-changed-meanwhile",
        }
    }
    fn field(&self) -> Option<&'static str> {
        (*self == Self::NameMissing).then_some("name")
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::AccountUnknown => RefusalKind::Missing,
            Self::NameMissing => RefusalKind::Input,
            Self::ChangedMeanwhile => RefusalKind::Conflict,
        }
    }
}

/// Changes name and language; `version` is the one that was read.
///
/// # Errors
/// [`ChangeRefused`].
pub async fn change_account(
    permit: Permit<ManageAccounts>,
    account: AccountId,
    version: i32,
    name: &str,
    locale: Locale,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<ChangeRefused>> {
    let account = store::lock_account(tx, account).await?;
    let mut account = account.ok_or(Stop::Refused(ChangeRefused::AccountUnknown))?;
    if account.version != version {
        return Err(Stop::Refused(ChangeRefused::ChangedMeanwhile));
    }
    let name = super::invite_account::clean_name(name).ok_or(Stop::Refused(ChangeRefused::NameMissing))?;
    account.name = name;
    account.locale = locale;
    store::save_account(tx, &account, now).await?;
    let facts = json!({ "locale": locale });
    let personal = [("name", account.name.as_str())];
    let actor = permit.actor();
    audit::record_with_personal(tx, actor, ActionKind::AccountChanged, account.id, &facts, &personal, now).await?;
    Ok(())
}

/// Changes the language one is written to.
///
/// # Errors
/// The database can't be written.
pub async fn change_own_locale(person: &Person, locale: Locale, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
    let account = store::lock_account(tx, person.account).await?;
    let mut account = account.ok_or_else(|| Fault::new("the account does not exist"))?;
    if account.locale == locale {
        return Ok(());
    }
    account.locale = locale;
    store::save_account(tx, &account, now).await?;
    let actor = Actor::Person(person.clone());
    audit::record(tx, &actor, ActionKind::AccountChanged, account.id, &json!({ "locale": locale }), now).await
}
