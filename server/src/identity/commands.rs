//! What identity does, one file for each use case.

mod invite_account;
mod log_in;

pub use invite_account::{InviteRefused, NewAccount, NewRole, Ready, create_active_account, invite_account};
pub use log_in::{
    Admission, FAILURES_TO_LOCKOUT, LOCKOUT_MINUTES, LogInRefused, NextStep, PasswordAttempt, give_second_factor,
    log_in,
};
