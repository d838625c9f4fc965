//! What happens in the directory, told to whoever listens.

use crate::{kernel::ids::OfficeId, platform::outbox::Event};
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
        pub struct $name {
            /// The office.
            pub office: OfficeId,
        }
        impl Event for $name {
            const KIND: &'static str = $kind;
        }
    )+};
}

events! {
    /// An ordering office or grant joined.
    OfficeRegistered = "directory.office-registered"
    /// Its details changed.
    OfficeChanged = "directory.office-changed"
    /// It asks for nothing more.
    OfficeRetired = "directory.office-retired"
    /// It asks again.
    OfficeReopened = "directory.office-reopened"
}
