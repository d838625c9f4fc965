//! How to reach people: for the mail, which knows nothing else of an account.

use super::{
    Account,
    store::{self, Conn},
};
use crate::{
    kernel::{
        actor::Role,
        clock::Instant,
        ids::{AccountId, InterpreterId, OfficeId},
        time::berlin_date,
    },
    platform::{fault::Fault, i18n::Locale},
};

/// Name, address and language of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    /// The account.
    pub account: AccountId,
    /// Its address.
    pub email: String,
    /// Its name.
    pub name: String,
    /// The language it is written to.
    pub locale: Locale,
}

impl From<Account> for Contact {
    fn from(account: Account) -> Self {
        Self { account: account.id, email: account.email, name: account.name, locale: account.locale }
    }
}

/// One account's contact.
///
/// # Errors
/// The database can't be read.
pub async fn contact(conn: &impl Conn, id: AccountId) -> Result<Option<Contact>, Fault> {
    Ok(store::account(conn, id).await?.map(Contact::from))
}

/// The contact of an interpreter's account, if they have one.
///
/// # Errors
/// The database can't be read.
pub async fn contact_of_interpreter(conn: &impl Conn, interpreter: InterpreterId) -> Result<Option<Contact>, Fault> {
    Ok(store::account_of_interpreter(conn, interpreter).await?.map(Contact::from))
}

/// Everybody who holds a role today; `office` narrows roles that are held for one office.
///
/// # Errors
/// The database can't be read.
pub async fn contacts(
    conn: &impl Conn,
    role: Role,
    office: Option<OfficeId>,
    now: Instant,
) -> Result<Vec<Contact>, Fault> {
    let holders = store::holders(conn, role, office, berlin_date(now)).await?;
    Ok(holders.into_iter().map(Contact::from).collect())
}

/// The interpreter that an account belongs to, if it belongs to one; `None` if there is no such account.
///
/// # Errors
/// The database can't be read.
pub async fn interpreter_of(conn: &impl Conn, id: AccountId) -> Result<Option<Option<InterpreterId>>, Fault> {
    Ok(store::account(conn, id).await?.map(|account| account.interpreter))
}
