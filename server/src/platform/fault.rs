//! The two ways in which something does not happen.
//!
//! [`Stop::Refused`] is an answer to a person ("no, because …") and is shown beside the field. [`Stop::Fault`] means that
//! something broke: it is logged with its whole chain and shown as a reference number. The two never mix.

use crate::kernel::refusal::Refusal;
use std::{error::Error, fmt};

/// Something broke: the database, a file, the network, or an assumption. Carries what was being done, innermost first.
pub struct Fault {
    doing: Vec<String>,
    cause: Box<dyn Error + Send + Sync>,
}

impl Fault {
    /// A fault that has no deeper cause than this sentence.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self { doing: Vec::new(), cause: what.into().into() }
    }

    /// The same fault with a word on what was being done.
    #[must_use]
    pub fn while_doing(mut self, doing: impl Into<String>) -> Self {
        self.doing.push(doing.into());
        self
    }

    /// The database could not be reached or is overloaded: nothing was done, the caller may try again (503).
    #[must_use]
    pub fn is_passing(&self) -> bool {
        let mut next: Option<&(dyn Error + 'static)> = Some(self.cause.as_ref());
        while let Some(error) = next {
            if let Some(error) = error.downcast_ref::<sea_orm::DbErr>() {
                return super::db::is_passing(error);
            }
            next = error.source();
        }
        false
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Fault {
    fn from(cause: E) -> Self {
        Self { doing: Vec::new(), cause: Box::new(cause) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for doing in self.doing.iter().rev() {
            write!(f, "{doing}: ")?;
        }
        write!(f, "{}", self.cause)?;
        let mut next = self.cause.source();
        while let Some(error) = next {
            write!(f, ": {error}")?;
            next = error.source();
        }
        Ok(())
    }
}
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum Stop<R> {
    /// No, because …
    Refused(R),
    /// Something broke.
    Fault(Fault),
}

impl<R: Refusal> Stop<R> {
    /// The same stop for callers that treat all refusals alike, such as doors.
    #[must_use]
    pub fn boxed(self) -> Stop<Box<dyn Refusal>> {
        match self {
            Self::Refused(refusal) => Stop::Refused(Box::new(refusal)),
            Self::Fault(fault) => Stop::Fault(fault),
        }
    }
}

impl<R> Stop<R> {
    /// Lifts the refusal of a command called by another command.
    pub fn map<S>(self, lift: impl FnOnce(R) -> S) -> Stop<S> {
        match self {
            Self::Refused(refusal) => Stop::Refused(lift(refusal)),
            Self::Fault(fault) => Stop::Fault(fault),
        }
    }
}

impl<R> From<Fault> for Stop<R> {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<R> From<sea_orm::DbErr> for Stop<R> {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Fault(error.into())
    }
}
