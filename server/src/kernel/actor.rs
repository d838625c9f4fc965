//! Who acts: a person with roles, or the house itself.

use super::ids::{AccountId, InterpreterId, OfficeId};
use serde::{Deserialize, Serialize};

/// What somebody is to the city.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Books for one office.
    #[doc(alias = "Sachbearbeiter:in")]
    CaseWorker,
    /// Watches one office's budget.
    #[doc(alias = "Amtsleitung")]
    OfficeHead,
    /// Looks after the pool, training and what could not be filled.
    #[doc(alias = "Koordinierung")]
    Coordination,
    /// Takes jobs; free-lance.
    #[doc(alias = "Dolmetscher:in")]
    Interpreter,
    /// Certifies the arithmetic and closes the month.
    #[doc(alias = "Finanzsachbearbeitung")]
    FinanceClerk,
    /// Orders payments.
    #[doc(alias = "Anordnungsbefugte")]
    AuthorizingOfficer,
    /// Pays and reports back what was paid.
    #[doc(alias = "Stadtkasse")]
    Treasury,
    /// Reads everything, changes nothing.
    #[doc(alias = "Rechnungsprüfungsamt")]
    Auditor,
    /// People, roles, keys, health.
    #[doc(alias = "Administration")]
    Administrator,
}

impl Role {
    /// All roles, in the order they are shown.
    pub const ALL: [Self; 9] = [
        Self::CaseWorker,
        Self::OfficeHead,
        Self::Coordination,
        Self::Interpreter,
        Self::FinanceClerk,
        Self::AuthorizingOfficer,
        Self::Treasury,
        Self::Auditor,
        Self::Administrator,
    ];

    /// The name in the database, the API and locale keys (`role-<name>` with `-` for `_`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CaseWorker => "case_worker",
            Self::OfficeHead => "office_head",
            Self::Coordination => "coordination",
            Self::Interpreter => "interpreter",
            Self::FinanceClerk => "finance_clerk",
            Self::AuthorizingOfficer => "authorizing_officer",
            Self::Treasury => "treasury",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Money and administration need a second factor.
    #[must_use]
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::FinanceClerk | Self::AuthorizingOfficer | Self::Treasury | Self::Administrator)
    }

    /// The role is held for one office only.
    #[must_use]
    pub const fn is_scoped_to_office(self) -> bool {
        matches!(self, Self::CaseWorker | Self::OfficeHead)
    }
}

/// One role that an actor holds now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The office it is held for; `None` is the whole city.
    pub office: Option<OfficeId>,
}

/// Who acts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Actor {
    /// Somebody who logged in, or who followed a link made for them.
    Person(Person),
    /// The house itself: a job, an import from the command line, the demo's builder. The text names which.
    House(&'static str),
}

/// Somebody, with the roles they hold now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// Their name as shown to colleagues.
    pub name: String,
    /// The roles in force now.
    pub grants: Vec<Grant>,
    /// The interpreter they are, if they are one.
    pub interpreter: Option<InterpreterId>,
}

impl Actor {
    /// The account, if it is a person.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Person(person) => Some(person.account),
            Self::House(_) => None,
        }
    }

    /// The interpreter, if the actor is one.
    #[must_use]
    pub fn interpreter(&self) -> Option<InterpreterId> {
        match self {
            Self::Person(person) => person.interpreter,
            Self::House(_) => None,
        }
    }

    /// Holds the role, for whatever office.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        matches!(self, Self::Person(person) if person.grants.iter().any(|grant| grant.role == role))
    }

    /// The offices for which the actor holds the role (empty if city-wide or not at all).
    #[must_use]
    pub fn offices(&self, role: Role) -> Vec<OfficeId> {
        match self {
            Self::Person(person) => {
                person.grants.iter().filter(|grant| grant.role == role).filter_map(|grant| grant.office).collect()
            }
            Self::House(_) => Vec::new(),
        }
    }
}
