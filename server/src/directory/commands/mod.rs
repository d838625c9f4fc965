//! What can be done to the directory.

mod change_absence;
mod change_asking;
mod change_availability;
mod connect_calendar;
mod define_profile;
mod exclude;
mod pause_interpreter;
mod record_credential;
mod register_interpreter;
mod register_office;
mod sign_agreement;
mod withdraw_credential;

pub use change_absence::{AbsenceRefused, add_absence, remove_absence};
pub use change_asking::{Asking, AskingRefused, change_asking};
pub use change_availability::{OwnSettings, SettingsRefused, change_availability};
pub use connect_calendar::{ConnectRefused, connect_calendar, disconnect_calendar, read_anew};
pub use define_profile::{ProfileDetails, ProfileRefused, define_profile};
pub use exclude::set_excluded;
pub use pause_interpreter::set_active;
pub use record_credential::{CredentialRefused, NewCredential, record_credential};
pub use register_interpreter::{InterpreterDetails, RegisterRefused, register_interpreter};
pub use register_office::{
    OfficeDetails, OfficeRefused, OfficeTies, change_office, open_office, register_office, reopen_office, retire_office,
};
pub use sign_agreement::{AgreementRefused, GROUPS, NewAgreement, SERIES, sign_agreement, withdraw_agreement};
pub use withdraw_credential::withdraw_credential;

/// What storing something that may be there already did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stored {
    /// It is new.
    Created,
    /// It was there and differs now.
    Changed,
    /// It was there, exactly so.
    Unchanged,
}
