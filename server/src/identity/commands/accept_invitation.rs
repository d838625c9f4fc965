//! Somebody who was invited chooses their password and is in the house.

use crate::{
    audit::{self, ActionKind},
    identity::{
        account::AccountStatus,
        store,
        tokens::{self, SingleUse, TokenRefused},
    },
    kernel::{actor::Actor, clock::Instant, ids::AccountId, time::berlin_date},
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

/// Accepts an invitation. `password_hash`: of a password that was checked ([`super::hash_new_password`]).
///
/// # Errors
/// [`TokenRefused`]: used, or the account was disabled meanwhile.
pub async fn accept_invitation(
    token: &SingleUse,
    password_hash: String,
    now: Instant,
    tx: &mut Tx,
) -> Result<AccountId, Stop<TokenRefused>> {
    let account = store::lock_account(tx, token.account).await?;
    let mut account = account.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    match account.status {
        AccountStatus::Invited => {}
        AccountStatus::Active => return Err(Stop::Refused(TokenRefused::Used)),
        AccountStatus::Disabled => return Err(Stop::Refused(TokenRefused::Revoked)),
    }
    tokens::spend(tx, token, account.password_hash.as_deref(), now).await?;
    account.password_hash = Some(password_hash);
    account.status = AccountStatus::Active;
    store::save_account(tx, &account, now).await?;
    let roles = store::roles(tx.conn(), account.id).await?;
    let actor = Actor::Person(account.person(&roles, berlin_date(now)));
    audit::record(tx, &actor, ActionKind::InvitationAccepted, account.id, &json!({}), now).await?;
    Ok(account.id)
}
