//! Typed keys: UUID version 7 (RFC 9562), made here, never by the database.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A key that names a row, so that a unit of work can lock it.
pub trait RowId: Copy {
    /// The table the row is in.
    const TABLE: &'static str;
    /// The bare key.
    fn uuid(self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident in $table:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new key; keys sort by the time they were made.
            #[must_use]
            #[allow(clippy::new_without_default, reason = "a default key would be a trap")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }
        impl RowId for $name {
            const TABLE: &'static str = $table;
            fn uuid(self) -> Uuid {
                self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl<'r> rocket::request::FromParam<'r> for $name {
            type Error = uuid::Error;
            fn from_param(text: &'r str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
        impl<'v> rocket::form::FromFormField<'v> for $name {
            fn from_value(field: rocket::form::ValueField<'v>) -> rocket::form::Result<'v, Self> {
                field.value.parse().map_err(|_| rocket::form::Error::validation("not an id").into())
            }
        }
        impl rocket::http::uri::fmt::UriDisplay<rocket::http::uri::fmt::Path> for $name {
            fn fmt(&self, f: &mut rocket::http::uri::fmt::Formatter<'_, rocket::http::uri::fmt::Path>) -> fmt::Result {
                f.write_value(self.0.to_string())
            }
        }
        rocket::http::impl_from_uri_param_identity!([rocket::http::uri::fmt::Path] $name);
    )+};
}

ids! {
    /// A person (or program) that logs in.
    AccountId in "account",
    /// One login on one device.
    LoginSessionId in "login_session",
    /// An ordering office or grant.
    OfficeId in "office",
    /// An interpreter of the pool.
    InterpreterId in "interpreter",
    /// A credential of an interpreter.
    CredentialId in "credential",
    /// What was agreed with an interpreter about their rates.
    RateAgreementId in "rate_agreement",
    /// A calendar of an interpreter's own that says when they are busy.
    ConnectedCalendarId in "connected_calendar",
    /// What a kind of session needs.
    RequirementProfileId in "requirement_profile",
    /// A budget line of one office and fiscal year.
    BudgetLineId in "budget_line",
    /// Money bound for one assignment.
    CommitmentId in "budget_commitment",
    /// Money that two people move between lines.
    BudgetTransferId in "budget_transfer",
    /// What a case worker asked for.
    BookingRequestId in "booking_request",
    /// Several requests made as one.
    SeriesId in "booking_series",
    /// The search for, and then the work of, one interpreter for one session.
    AssignmentId in "assignment",
    /// An assignment offered to one interpreter.
    OfferId in "offer",
    /// A proposal of who takes which sessions of a span of days.
    CityPlanId in "city_plan",
    /// The record of what took place.
    TimesheetId in "timesheet",
    /// The priced claim of one session.
    FeeId in "fee",
    /// An issued document.
    DocumentId in "document",
    /// The order to pay one document.
    PaymentOrderId in "payment_order",
    /// Somebody's acceptance of assumed figures.
    FiguresAcceptanceId in "figures_acceptance",
    /// A file handed over to the treasury.
    HandOverId in "hand_over",
    /// Money that left or came, as the bank or the treasury says.
    PaymentId in "payment",
    /// An event on its way to those who listen.
    EventId in "event",
    /// Work to be done later.
    JobId in "job",
    /// A message to one person.
    MailId in "mail",
}
