//! Which keys a person has.

use crate::{
    directory,
    identity::{contact, contact_of_interpreter, interpreter_of},
    kernel::ids::{AccountId, InterpreterId},
    platform::{db::Db, fault::Fault},
};
use uuid::Uuid;

/// A person: their account, the interpreter they are, or both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whole {
    /// How they are called.
    pub name: String,
    /// Their account.
    pub account: Option<AccountId>,
    /// The interpreter they are.
    pub interpreter: Option<InterpreterId>,
}

impl Whole {
    /// The person with this account.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn of_account(db: &Db, id: AccountId) -> Result<Option<Self>, Fault> {
        let Some(interpreter) = interpreter_of(db.read(), id).await? else { return Ok(None) };
        let name = contact(db.read(), id).await?.map(|contact| contact.name).unwrap_or_default();
        Ok(Some(Self { name, account: Some(id), interpreter }))
    }

    /// The person who is this interpreter.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn of_interpreter(db: &Db, id: InterpreterId) -> Result<Option<Self>, Fault> {
        let Some(facts) = directory::interpreter(db.read(), id).await? else { return Ok(None) };
        let account = contact_of_interpreter(db.read(), id).await?.map(|contact| contact.account);
        Ok(Some(Self { name: facts.name(), account, interpreter: Some(id) }))
    }

    /// The person behind an address of the form `account/<id>` or `interpreter/<id>`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn find(db: &Db, kind: &str, id: Uuid) -> Result<Option<Self>, Fault> {
        match kind {
            "account" => Self::of_account(db, AccountId(id)).await,
            "interpreter" => Self::of_interpreter(db, InterpreterId(id)).await,
            _ => Ok(None),
        }
    }

    /// Kinds and keys, the interpreter first: erasing one of them lets go of what hangs on it.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&'static str, Uuid)> {
        let interpreter = self.interpreter.map(|id| ("interpreter", id.0));
        interpreter.into_iter().chain(self.account.map(|id| ("account", id.0)))
    }

    /// What the trace calls them: the account, if they have one.
    pub(super) fn subject(&self) -> crate::audit::Subject {
        match (self.account, self.interpreter) {
            (Some(account), _) => account.into(),
            (None, Some(interpreter)) => interpreter.into(),
            (None, None) => crate::audit::Subject { kind: "account", id: Uuid::nil() },
        }
    }
}
