//! An account: somebody who may come in, with the roles they hold and when.

use crate::{
    kernel::{
        actor::{Grant, Person, Role},
        clock::Instant,
        ids::{AccountId, InterpreterId, OfficeId},
    },
    platform::i18n::Locale,
};
use chrono::NaiveDate;
use uuid::Uuid;

/// Where an account is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountStatus {
    /// Invited; has not chosen a password yet.
    Invited,
    /// May log in.
    Active,
    /// May not log in; everything it did stays.
    #[doc(alias = "gesperrt")]
    Disabled,
}

impl AccountStatus {
    /// All, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Active, Self::Disabled];

    /// The name in the database, the API and locale keys (`identity-status-<name>`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// An account as commands see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Its key.
    pub id: AccountId,
    /// The address it logs in with, in lower case.
    pub email: String,
    /// The name shown to colleagues.
    pub name: String,
    /// The language it is written to.
    pub locale: Locale,
    /// Where it is in its life.
    pub status: AccountStatus,
    /// The argon2 hash of its password; `None` until the invitation was accepted.
    pub password_hash: Option<String>,
    /// What the confirmed second factor is derived from; `None` while there is none.
    pub totp_salt: Option<String>,
    /// The step of the last code that was used (RFC 6238); 0 for none.
    pub totp_last_step: u64,
    /// The interpreter it belongs to.
    pub interpreter: Option<InterpreterId>,
    /// Since when it exists.
    pub created_at: Instant,
    /// Counts changes, for ETags.
    pub version: i32,
}

/// A role and when it is held: from `valid_from` up to, but not on, `valid_to`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleSpan {
    /// The key of the grant.
    pub id: Uuid,
    /// The role.
    pub role: Role,
    /// The office it is held for.
    pub office: Option<OfficeId>,
    /// First day.
    pub valid_from: NaiveDate,
    /// The day after the last.
    pub valid_to: Option<NaiveDate>,
}

impl RoleSpan {
    /// The role is held on that day.
    #[must_use]
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|end| on < end)
    }

    /// The role is held on that day or will be later.
    #[must_use]
    pub fn is_in_force_or_to_come(&self, on: NaiveDate) -> bool {
        self.valid_to.is_none_or(|end| on < end && self.valid_from < end)
    }
}

impl Account {
    /// The person with the roles they hold on that day.
    #[must_use]
    pub fn person(&self, roles: &[RoleSpan], on: NaiveDate) -> Person {
        let held = roles.iter().filter(|span| span.is_in_force(on));
        Person {
            account: self.id,
            name: self.name.clone(),
            grants: held.map(|span| Grant { role: span.role, office: span.office }).collect(),
            interpreter: self.interpreter,
        }
    }

    /// Whether a login of this person asks for a second factor: a role demands it, or they have set one up.
    #[must_use]
    pub fn wants_second_factor(&self, person: &Person) -> bool {
        self.totp_salt.is_some() || person.grants.iter().any(|grant| grant.role.needs_second_factor())
    }
}

/// The address as it is stored and compared: without blanks around it, in lower case. `None` if it is no mail address.
#[must_use]
pub fn parse_email(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (_, domain) = text.rsplit_once('@')?;
    let parsed: Result<lettre::Address, _> = text.parse();
    (text.len() <= 254 && domain.contains('.') && parsed.is_ok()).then_some(text)
}
