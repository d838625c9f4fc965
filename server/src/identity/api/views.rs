//! What enters and leaves by the API.

use crate::{
    identity::{
        account::{Account, RoleSpan},
        commands::NewRole,
        tokens::TokenPair,
    },
    kernel::{actor::Role, ids::OfficeId},
    platform::i18n::Locale,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A password, and the second factor where it is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenRequest {
    /// The address of the account.
    #[schema(example = "name@stadt.example")]
    pub(super) email: String,
    /// The password.
    #[schema(format = Password)]
    pub(super) password: String,
    /// Six digits from the authenticator app.
    #[serde(default)]
    #[schema(example = "123456")]
    pub(super) totp: Option<String>,
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RefreshRequest {
    /// As it was given.
    pub(super) refresh_token: String,
}

/// A fresh pair of tokens.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenView {
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// For the header `Authorization: Bearer …`; holds 15 minutes.
    access_token: String,
    /// When the access token ends.
    access_expires_at: DateTime<Utc>,
    /// For the next pair; holds 30 days and counts once.
    refresh_token: String,
    /// When the refresh token ends.
    refresh_expires_at: DateTime<Utc>,
}

impl From<TokenPair> for TokenView {
    fn from(pair: TokenPair) -> Self {
        Self {
            token_type: "Bearer",
            access_token: pair.access,
            access_expires_at: pair.access_expires_at,
            refresh_token: pair.refresh,
            refresh_expires_at: pair.refresh_expires_at,
        }
    }
}

/// A role that is in force.
#[derive(Serialize, ToSchema)]
pub(super) struct GrantView {
    /// The role.
    #[schema(value_type = String, example = "case_worker")]
    pub(super) role: Role,
    /// The office it is held for; `null` is the whole city.
    #[schema(value_type = Option<Uuid>)]
    pub(super) office: Option<OfficeId>,
}

/// Who one is.
#[derive(Serialize, ToSchema)]
pub(super) struct MeView {
    /// The account.
    pub(super) account: Uuid,
    /// The name.
    pub(super) name: String,
    /// The roles in force today.
    pub(super) roles: Vec<GrantView>,
    /// The interpreter one is.
    pub(super) interpreter: Option<Uuid>,
}

/// A role and when it is held.
#[derive(Serialize, ToSchema)]
pub(super) struct RoleView {
    /// The key of the grant.
    id: Uuid,
    /// The role.
    #[schema(value_type = String, example = "case_worker")]
    role: Role,
    /// The office it is held for; `null` is the whole city.
    #[schema(value_type = Option<Uuid>)]
    office: Option<OfficeId>,
    /// First day.
    valid_from: NaiveDate,
    /// The day after the last; `null` is without end.
    valid_to: Option<NaiveDate>,
}

/// An account.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountBody {
    /// Its key.
    pub(super) id: Uuid,
    /// The address it logs in with.
    email: String,
    /// Its name.
    name: String,
    /// The language it is written to.
    #[schema(value_type = String, example = "de")]
    locale: Locale,
    /// `invited`, `active` or `disabled`.
    #[schema(example = "active")]
    status: &'static str,
    /// A second factor is set up.
    second_factor: bool,
    /// The interpreter it belongs to.
    interpreter: Option<Uuid>,
    /// All roles it held, holds or will hold, the oldest first.
    roles: Vec<RoleView>,
    /// Since when it exists.
    created_at: DateTime<Utc>,
    /// Counts changes; the ETag is made of it.
    version: i32,
}

impl AccountBody {
    pub(super) fn of(account: Account, roles: &[RoleSpan]) -> Self {
        let roles = roles.iter().map(|span| RoleView {
            id: span.id,
            role: span.role,
            office: span.office,
            valid_from: span.valid_from,
            valid_to: span.valid_to,
        });
        Self {
            id: account.id.0,
            email: account.email,
            name: account.name,
            locale: account.locale,
            status: account.status.name(),
            second_factor: account.totp_salt.is_some(),
            interpreter: account.interpreter.map(|interpreter| interpreter.0),
            roles: roles.collect(),
            created_at: account.created_at,
            version: account.version,
        }
    }
}

/// A role to be held.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleRequest {
    /// `case_worker`, `office_head`, `coordination`, `interpreter`, `finance_clerk`, `authorizing_officer`, `treasury`,
    /// `auditor` or `administrator`.
    #[schema(value_type = String, example = "case_worker")]
    role: Role,
    /// The office, for case workers and heads of office.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    office: Option<OfficeId>,
    /// First day; absent: today.
    #[serde(default)]
    valid_from: Option<NaiveDate>,
    /// The day after the last; absent: without end.
    #[serde(default)]
    valid_to: Option<NaiveDate>,
}

impl From<RoleRequest> for NewRole {
    fn from(sent: RoleRequest) -> Self {
        Self { role: sent.role, office: sent.office, valid_from: sent.valid_from, valid_to: sent.valid_to }
    }
}

/// Somebody to be invited.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InviteRequest {
    /// The address they log in with.
    pub(super) email: String,
    /// Their name.
    pub(super) name: String,
    /// The language they are written to: `de` or `en`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "de")]
    pub(super) locale: Locale,
    /// What they may do; at least one.
    pub(super) roles: Vec<RoleRequest>,
    /// The interpreter they are, for the role interpreter.
    #[serde(default)]
    pub(super) interpreter: Option<Uuid>,
}

/// What can be changed of an account; absent fields stay.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeRequest {
    /// Its name.
    #[serde(default)]
    pub(super) name: Option<String>,
    /// The language it is written to.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "en")]
    pub(super) locale: Option<Locale>,
}

/// New signing keys.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RotateRequest {
    /// Make old keys void at once, because one may have become known.
    #[serde(default)]
    pub(super) forget_old: bool,
}

/// The key that signs from now on.
#[derive(Serialize, ToSchema)]
pub(super) struct KeyView {
    /// Its id, the `kid` of tokens.
    pub(super) id: Uuid,
}
