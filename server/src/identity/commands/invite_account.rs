//! Somebody new: invited by mail, or set up at once by the house.

use crate::{
    audit::{self, ActionKind},
    identity::{
        account::{Account, AccountStatus, RoleSpan, parse_email},
        events::AccountInvited,
        permit::Permit,
        policy::ManageAccounts,
        store,
    },
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        ids::{AccountId, InterpreterId, OfficeId},
        message::{Arg, Message},
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{
        db::Tx,
        fault::Stop,
        http::{TextRule, clean_text},
        i18n::Locale,
    },
};
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

/// Somebody who is to have an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAccount {
    /// The address they log in with.
    pub email: String,
    /// Their name as shown to colleagues.
    pub name: String,
    /// The language they are written to.
    pub locale: Locale,
    /// What they may do; at least one.
    pub roles: Vec<NewRole>,
    /// The interpreter they are, for the role interpreter.
    pub interpreter: Option<InterpreterId>,
}

/// A role to be held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewRole {
    /// The role.
    pub role: Role,
    /// The office, for roles that are held for one.
    pub office: Option<OfficeId>,
    /// First day; `None` is today.
    pub valid_from: Option<NaiveDate>,
    /// The day after the last; `None` is without end.
    pub valid_to: Option<NaiveDate>,
}

impl NewRole {
    /// A role from today on without end.
    #[must_use]
    pub fn of(role: Role, office: Option<OfficeId>) -> Self {
        Self { role, office, valid_from: None, valid_to: None }
    }

    pub(super) fn span(self, today: NaiveDate) -> RoleSpan {
        RoleSpan {
            id: Uuid::now_v7(),
            role: self.role,
            office: self.office,
            valid_from: self.valid_from.unwrap_or(today),
            valid_to: self.valid_to,
        }
    }
}

/// Why nobody is invited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InviteRefused {
    /// The address is none.
    EmailMalformed,
    /// The address has an account already.
    EmailTaken,
    /// No name, or a very long one.
    NameMissing,
    /// Nothing they may do.
    NoRole,
    /// The role is held for one office, and none is named.
    OfficeMissing(Role),
    /// The role is held for the whole city.
    OfficeForCityRole(Role),
    /// There is no such office.
    OfficeUnknown,
    /// The role ends before it begins.
    EndsBeforeItBegins(Role),
    /// The role interpreter needs the interpreter it is for.
    InterpreterMissing,
    /// The interpreter has an account already.
    InterpreterTaken,
}

impl Refusal for InviteRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::EmailMalformed => "account-email-malformed",
            Self::EmailTaken => "account-email-taken",
            Self::NameMissing => "account-name-missing",
            Self::NoRole => "account-no-role",
            Self::OfficeMissing(_) => "role-office-missing",
            Self::OfficeForCityRole(_) => "role-office-for-city",
            Self::OfficeUnknown => "role-office-unknown",
            Self::EndsBeforeItBegins(_) => "role-ends-before-it-begins",
            Self::InterpreterMissing => "account-interpreter-missing",
            Self::InterpreterTaken => "account-interpreter-taken",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::OfficeMissing(role) | Self::OfficeForCityRole(role) | Self::EndsBeforeItBegins(role) => {
                message.with("role", Arg::Key(role_key(*role)))
            }
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::EmailMalformed | Self::EmailTaken => "email",
            Self::NameMissing => "name",
            Self::NoRole => "role",
            Self::OfficeMissing(_) | Self::OfficeForCityRole(_) | Self::OfficeUnknown => "office",
            Self::EndsBeforeItBegins(_) => "valid_to",
            Self::InterpreterMissing | Self::InterpreterTaken => "interpreter",
        })
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::EmailTaken | Self::InterpreterTaken => RefusalKind::Conflict,
            _ => RefusalKind::Input,
        }
    }
}

/// The locale key of a role's name.
#[must_use]
pub fn role_key(role: Role) -> String {
    format!("role-{}", role.name().replace('_', "-"))
}

/// A role held for one office names it, one for the whole city does not, and it begins before it ends.
pub(super) fn check_role(new: NewRole, today: NaiveDate) -> Result<(), InviteRefused> {
    if new.role.is_scoped_to_office() && new.office.is_none() {
        return Err(InviteRefused::OfficeMissing(new.role));
    }
    if !new.role.is_scoped_to_office() && new.office.is_some() {
        return Err(InviteRefused::OfficeForCityRole(new.role));
    }
    match new.valid_to {
        Some(end) if end <= new.valid_from.unwrap_or(today) => Err(InviteRefused::EndsBeforeItBegins(new.role)),
        _ => Ok(()),
    }
}

/// A name without marks that hide or reorder text; at most 120 characters.
pub(super) fn clean_name(name: &str) -> Option<String> {
    clean_text(name, TextRule::line(120)).ok()
}

fn check(new: &NewAccount, today: NaiveDate) -> Result<(String, String), InviteRefused> {
    let email = parse_email(&new.email).ok_or(InviteRefused::EmailMalformed)?;
    let name = clean_name(&new.name).ok_or(InviteRefused::NameMissing)?;
    if new.roles.is_empty() {
        return Err(InviteRefused::NoRole);
    }
    for role in &new.roles {
        check_role(*role, today)?;
    }
    if new.interpreter.is_none() && new.roles.iter().any(|new| new.role == Role::Interpreter) {
        return Err(InviteRefused::InterpreterMissing);
    }
    Ok((email, name))
}

/// Invites somebody; the mail with the link follows.
///
/// # Errors
/// [`InviteRefused`].
#[doc(alias = "Einladung")]
pub async fn invite_account(
    permit: Permit<ManageAccounts>,
    new: NewAccount,
    now: Instant,
    tx: &mut Tx,
) -> Result<AccountId, Stop<InviteRefused>> {
    let account = store_new(permit.actor(), &new, None, now, tx).await?;
    tx.publish(&AccountInvited { account }, now).await?;
    Ok(account)
}

/// What makes an account usable at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ready {
    /// The hash of its password ([`crate::platform::password::Passwords::hash`]); several accounts may share one, because
    /// computing it is slow.
    pub password_hash: String,
    /// Set up a second factor; in the demo [`super::demo_code`] tells its codes.
    pub second_factor: bool,
}

/// Sets up an account that can log in at once, without a mail: for the command line, the demo and tests.
///
/// # Errors
/// [`InviteRefused`].
pub async fn create_active_account(
    permit: Permit<ManageAccounts>,
    new: NewAccount,
    ready: Ready,
    now: Instant,
    tx: &mut Tx,
) -> Result<AccountId, Stop<InviteRefused>> {
    store_new(permit.actor(), &new, Some(ready), now, tx).await
}

async fn store_new(
    actor: &Actor,
    new: &NewAccount,
    ready: Option<Ready>,
    now: Instant,
    tx: &Tx,
) -> Result<AccountId, Stop<InviteRefused>> {
    let today = berlin_date(now);
    let (email, name) = check(new, today).map_err(Stop::Refused)?;
    if store::account_by_email(tx.conn(), &email).await?.is_some() {
        return Err(Stop::Refused(InviteRefused::EmailTaken));
    }
    if let Some(interpreter) = new.interpreter
        && store::account_of_interpreter(tx.conn(), interpreter).await?.is_some()
    {
        return Err(Stop::Refused(InviteRefused::InterpreterTaken));
    }
    let id = AccountId::new();
    let status = if ready.is_some() { AccountStatus::Active } else { AccountStatus::Invited };
    let account = Account {
        id,
        email,
        name,
        locale: new.locale,
        status,
        totp_salt: ready.as_ref().filter(|ready| ready.second_factor).map(|_| Uuid::now_v7().to_string()),
        totp_last_step: 0,
        password_hash: ready.map(|ready| ready.password_hash),
        interpreter: new.interpreter,
        created_at: now,
        version: 1,
    };
    if !store::insert_account(tx, &account).await? {
        return Err(Stop::Refused(InviteRefused::EmailTaken));
    }
    for role in &new.roles {
        if !store::insert_role(tx, id, &role.span(today)).await? {
            return Err(Stop::Refused(InviteRefused::OfficeUnknown));
        }
    }
    let roles: Vec<_> = new.roles.iter().map(|new| json!({ "role": new.role, "office": new.office })).collect();
    let facts = json!({ "status": status.name(), "roles": roles });
    let personal = [("email", account.email.as_str()), ("name", account.name.as_str())];
    audit::record_with_personal(tx, actor, ActionKind::AccountInvited, id, &facts, &personal, now).await?;
    Ok(id)
}
