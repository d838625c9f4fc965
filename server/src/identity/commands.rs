//! What identity does, one file for each use case.
//!
//! What somebody does to their own account needs no permit: the person who is logged in is the proof. What is done to others'
//! accounts takes a [`super::Permit`].

mod accept_invitation;
mod api_tokens;
mod change_account;
mod invite_account;
mod keys;
mod log_in;
mod passwords;
mod roles;
mod second_factor;
mod sessions;
mod standing;

pub use accept_invitation::accept_invitation;
pub use api_tokens::{TokenAttempt, issue_tokens, refresh_tokens, revoke_tokens};
pub use change_account::{ChangeRefused, change_account, change_own_locale};
pub use invite_account::{InviteRefused, NewAccount, NewRole, Ready, create_active_account, invite_account, role_key};
pub use keys::rotate_keys;
pub use log_in::{
    Admission, FAILURES_TO_LOCKOUT, LOCKOUT_MINUTES, LogInRefused, NextStep, PasswordAttempt, give_second_factor,
    log_in,
};
pub use passwords::{PasswordChange, ask_password_reset, change_password, hash_new_password, reset_password};
pub use roles::{RoleRefused, grant_role, revoke_role};
pub use second_factor::{Enrollment, demo_code, enroll_second_factor, enrollment};
pub use sessions::{SessionRefused, end_other_sessions, end_session, log_out};
pub use standing::{
    StandingRefused, disable_account, enable_account, invite_again, remove_second_factor, unlock_account,
};
