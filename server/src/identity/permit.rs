//! The proof that the policy said yes.

use super::policy::{Action, Answer, ask};
use crate::kernel::{
    actor::Actor,
    refusal::{Refusal, RefusalKind},
};
use std::ops::Deref;

/// `actor` may do `A`. Only [`Permit::ask`] makes one.
#[derive(Clone, Debug)]
pub struct Permit<A> {
    actor: Actor,
    action: A,
}

impl<A: Action> Permit<A> {
    /// Asks the policy table.
    ///
    /// # Errors
    /// [`Denied`] says whether the thing is known to the actor (403) or not (404).
    pub fn ask(actor: &Actor, action: A) -> Result<Self, Denied> {
        match ask(&A::RULE, actor, action.target()) {
            Answer::Yes => Ok(Self { actor: actor.clone(), action }),
            Answer::Forbidden => Err(Denied::Forbidden),
            Answer::Unknown => Err(Denied::Unknown),
        }
    }

    /// Who may.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// The action's own fields: `permit.offer`.
impl<A> Deref for Permit<A> {
    type Target = A;
    fn deref(&self) -> &A {
        &self.action
    }
}

/// The policy said no.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Denied {
    /// Known, but may not (403).
    Forbidden,
    /// Does not exist for this person (404).
    Unknown,
}

impl Refusal for Denied {
    fn code(&self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::Unknown => "not-found",
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Forbidden => RefusalKind::Forbidden,
            Self::Unknown => RefusalKind::Missing,
        }
    }
}
