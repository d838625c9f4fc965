//! What identity tells the others. No event carries a token: the mail that needs one mints it
//! ([`super::tokens::mint_invitation`], [`super::tokens::mint_reset`]).

use crate::{kernel::ids::AccountId, platform::outbox::Event};
use serde::{Deserialize, Serialize};

/// Somebody was invited, or invited once more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountInvited {
    /// The account.
    pub account: AccountId,
}
impl Event for AccountInvited {
    const KIND: &'static str = "identity.account-invited";
}

/// Somebody forgot their password.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PasswordResetAsked {
    /// The account.
    pub account: AccountId,
}
impl Event for PasswordResetAsked {
    const KIND: &'static str = "identity.password-reset-asked";
}
