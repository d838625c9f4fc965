//! Everything that can be done and leaves a trace. The sentence of each kind is the locale key `audit-<name>`.

macro_rules! action_kinds {
    ($($kind:ident = $name:literal),+ $(,)?) => {
        /// What was done.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum ActionKind { $(#[doc = $name] $kind),+ }

        impl ActionKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The stable name in the database.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name),+ }
            }
        }
    };
}

action_kinds! {
    // identity
    AccountInvited = "account-invited",
    InvitationAccepted = "invitation-accepted",
    AccountChanged = "account-changed",
    AccountDisabled = "account-disabled",
    AccountEnabled = "account-enabled",
    RoleGranted = "role-granted",
    RoleRevoked = "role-revoked",
    LoggedIn = "logged-in",
    AccountLocked = "account-locked",
    AccountUnlocked = "account-unlocked",
    LoggedOut = "logged-out",
    LoginSessionRevoked = "login-session-revoked",
    PasswordResetAsked = "password-reset-asked",
    PasswordChanged = "password-changed",
    SecondFactorEnrolled = "second-factor-enrolled",
    SecondFactorRemoved = "second-factor-removed",
    TokenFamilyRevoked = "token-family-revoked",
    SigningKeyRotated = "signing-key-rotated",
    // directory
    InterpreterRegistered = "interpreter-registered",
    InterpreterChanged = "interpreter-changed",
    CredentialRecorded = "credential-recorded",
    CredentialWithdrawn = "credential-withdrawn",
    AvailabilityChanged = "availability-changed",
    AbsenceChanged = "absence-changed",
    ExclusionChanged = "exclusion-changed",
    ProfileChanged = "profile-changed",
    OfficeRegistered = "office-registered",
    OfficeChanged = "office-changed",
    OfficeRetired = "office-retired",
    OfficeReopened = "office-reopened",
    RateAgreementSigned = "rate-agreement-signed",
    RateAgreementWithdrawn = "rate-agreement-withdrawn",
    FileImported = "file-imported",
    // budget
    BudgetLineOpened = "budget-line-opened",
    MoneyGranted = "money-granted",
    TransferProposed = "transfer-proposed",
    TransferRejected = "transfer-rejected",
    MoneyTransferred = "money-transferred",
    CarryOverProposed = "carry-over-proposed",
    CommitmentsCarriedOver = "commitments-carried-over",
    BudgetMarkReached = "budget-mark-reached",
    FiguresAccepted = "figures-accepted",
    MoneyCommitted = "money-committed",
    CommitmentAdjusted = "commitment-adjusted",
    CommitmentReleased = "commitment-released",
    MoneyConsumed = "money-consumed",
    BudgetOverridden = "budget-overridden",
    // booking
    RulesChanged = "rules-changed",
    RequestSubmitted = "request-submitted",
    RequestChanged = "request-changed",
    AssignmentPlanned = "assignment-planned",
    BudgetExhausted = "budget-exhausted",
    OffersSent = "offers-sent",
    OfferAccepted = "offer-accepted",
    OfferDeclined = "offer-declined",
    OfferExpired = "offer-expired",
    OfferWithdrawn = "offer-withdrawn",
    InterpreterDroppedOut = "interpreter-dropped-out",
    YesTakenBack = "yes-taken-back",
    CityPlanAsked = "city-plan-asked",
    CityPlanStopped = "city-plan-stopped",
    CityPlanMade = "city-plan-made",
    CityPlanFailed = "city-plan-failed",
    CityPlanSent = "city-plan-sent",
    SearchRestarted = "search-restarted",
    AssignmentUnfilled = "assignment-unfilled",
    AssignmentCancelled = "assignment-cancelled",
    SessionRecorded = "session-recorded",
    TimesheetSigned = "timesheet-signed",
    TimesheetDisputed = "timesheet-disputed",
    TimesheetCorrected = "timesheet-corrected",
    // billing
    TimesheetPriced = "timesheet-priced",
    CancellationPriced = "cancellation-priced",
    FactuallyCertified = "factually-certified",
    ArithmeticallyCertified = "arithmetically-certified",
    ClaimSentBack = "claim-sent-back",
    SettlementClosed = "settlement-closed",
    DocumentIssued = "document-issued",
    DocumentReversed = "document-reversed",
    PaymentOrdered = "payment-ordered",
    HandedOver = "handed-over",
    FeedbackImported = "feedback-imported",
    PaymentMatched = "payment-matched",
    MatchUndone = "match-undone",
    // letters
    FeedCreated = "feed-created",
    FeedRevoked = "feed-revoked",
    CalendarConnected = "calendar-connected",
    CalendarReadAnew = "calendar-read-anew",
    CalendarDisconnected = "calendar-disconnected",
    MailSent = "mail-sent",
    JobRetried = "job-retried",
    // the deletion, and people's rights
    RetentionBegun = "retention-begun",
    RetentionErased = "retention-erased",
    RetentionFinished = "retention-finished",
    PersonalDataDisclosed = "personal-data-disclosed",
    PersonalDataErased = "personal-data-erased",
}
