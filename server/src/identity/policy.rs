//! The one table that says who may do what. Deny by default: what is not listed is not allowed.
//!
//! `City` reaches everything, `Office` what belongs to an office the role is held for, `Own` what belongs to the interpreter
//! who asks. `House` work (jobs, imports from the command line) is allowed only where the table says `house`.

use crate::kernel::{
    actor::{Actor, Role},
    ids::*,
};

/// How far a role reaches for an action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Everything in the city.
    City,
    /// What belongs to an office the role is held for.
    Office,
    /// What belongs to the interpreter who asks.
    Own,
}

/// To whom the thing belongs that an action is done to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Target {
    /// The office it belongs to.
    pub office: Option<OfficeId>,
    /// The interpreter it belongs to.
    pub interpreter: Option<InterpreterId>,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The action's stable name.
    pub name: &'static str,
    /// What it is, in a sentence without its subject.
    pub sentence: &'static str,
    /// Who may, and how far.
    pub roles: &'static [(Role, Reach)],
    /// The house itself may (jobs, command line).
    pub house: bool,
}

/// Something that somebody wants to do, with what it is done to.
pub trait Action {
    /// Its row of the table.
    const RULE: Rule;
    /// To whom the thing belongs.
    fn target(&self) -> Target;
}

macro_rules! policy {
    ($(
        $(#[doc = $sentence:literal])+
        $action:ident { $($field:ident : $kind:ty),* $(,)? } of ($($owner:ident),*) : $($role:ident $reach:ident),* $(+ $house:ident)? ;
    )+) => {
        $(
            $(#[doc = $sentence])+
            #[derive(Clone, Copy, PartialEq, Eq, Debug)]
            pub struct $action { $(#[doc = concat!("The ", stringify!($field), ".")] pub $field: $kind),* }

            impl Action for $action {
                const RULE: Rule = Rule {
                    name: stringify!($action),
                    sentence: concat!($($sentence),+),
                    roles: &[$((Role::$role, Reach::$reach)),*],
                    house: policy!(@house $($house)?),
                };
                fn target(&self) -> Target {
                    #[allow(clippy::needless_update, reason = "some actions have no owner")]
                    Target { $($owner: Some(self.$owner),)* ..Target::default() }
                }
            }
        )+

        /// The whole table, in the order it is written.
        pub const TABLE: &[Rule] = &[$($action::RULE),+];
    };
    (@house house) => { true };
    (@house) => { false };
}

policy! {
    // ---- identity
    /// Invites people, gives and takes roles, unlocks, disables.
    ManageAccounts {} of (): Administrator City + house;
    /// Rotates signing keys.
    RotateKeys {} of (): Administrator City + house;
    /// Looks after failed jobs and mail.
    WatchOperations {} of (): Administrator City;
    /// Reads the trace.
    ReadAudit {} of (): Auditor City, Administrator City;
    /// Reads what the deletion did and will do.
    ViewRetention {} of (): Auditor City, Administrator City + house;
    /// Starts the deletion of what has served its time.
    RunRetention {} of (): Administrator City + house;
    /// Hands out everything about one person (Art. 15 GDPR), and erases a person (Art. 17 GDPR).
    AnswerForPerson {} of (): Administrator City + house;

    // ---- directory
    /// Reads the pool, its credentials and availability.
    ViewPool {} of (): Coordination City, Auditor City, Administrator City + house;
    /// Registers and changes interpreters, credentials, exclusions, profiles.
    ManagePool {} of (): Coordination City + house;
    /// Reads what was agreed with an interpreter about rates.
    ViewAgreements { interpreter: InterpreterId } of (interpreter): Interpreter Own, Coordination City, FinanceClerk City, AuthorizingOfficer City, Auditor City;
    /// Records what an interpreter signed about rates, and takes back what has not begun.
    ManageAgreements {} of (): Coordination City, FinanceClerk City + house;
    /// Reads one's own profile and credentials.
    ViewOwnProfile { interpreter: InterpreterId } of (interpreter): Interpreter Own;
    /// Changes one's own availability, absences, travel distance, quiet hours.
    ManageOwnAvailability { interpreter: InterpreterId } of (interpreter): Interpreter Own, Coordination City;
    /// Registers, changes and retires offices.
    ManageOffices {} of (): Administrator City + house;
    /// Imports files for the whole city.
    ImportFiles {} of (): Coordination City, FinanceClerk City + house;

    // ---- budget
    /// Sees an office's budget.
    ViewBudget { office: OfficeId } of (office): CaseWorker Office, OfficeHead Office, Coordination City, FinanceClerk City, AuthorizingOfficer City, Auditor City + house;
    /// Opens lines and grants supplements.
    ManageBudget {} of (): FinanceClerk City + house;
    /// Proposes that money moves to another line, or open commitments into the next year.
    ProposeTransfer {} of (): FinanceClerk City;
    /// Approves or rejects what somebody else proposed.
    DecideTransfer {} of (): FinanceClerk City, AuthorizingOfficer City;
    /// Books beyond the means, with a reason (legal duty).
    OverrideBudget { office: OfficeId } of (office): OfficeHead Office;

    // ---- booking
    /// Asks for a session.
    SubmitRequest { office: OfficeId } of (office): CaseWorker Office, Coordination City + house;
    /// Reads an office's requests.
    ViewRequests { office: OfficeId } of (office): CaseWorker Office, OfficeHead Office, Coordination City, FinanceClerk City, Auditor City;
    /// Reads everybody's requests and assignments.
    ViewAllRequests {} of (): Coordination City, FinanceClerk City, Auditor City;
    /// Reads the file reference: the ordering office alone.
    ViewFileReference { office: OfficeId } of (office): CaseWorker Office, OfficeHead Office;
    /// Commits the estimate and opens the search.
    PlanAssignment { office: OfficeId, assignment: AssignmentId } of (office): CaseWorker Office, OfficeHead Office, Coordination City + house;
    /// Moves or changes what was asked for.
    ChangeRequest { office: OfficeId, request: BookingRequestId } of (office): CaseWorker Office, Coordination City;
    /// Sees every candidate with reasons, sends and withdraws offers, gives up a search.
    Dispatch { assignment: AssignmentId } of (): Coordination City + house;
    /// Reads the rules of booking: weights, waves, lead times.
    ViewRules {} of (): Coordination City, Auditor City;
    /// Changes the rules of booking.
    ManageRules {} of (): Coordination City;
    /// Sees how candidates rank.
    ViewRanking { assignment: AssignmentId } of (): Coordination City, Auditor City;
    /// Has a span of days planned, stops it, and sends what is proposed.
    PlanCity {} of (): Coordination City + house;
    /// Reads the city's plans.
    ViewPlans {} of (): Coordination City, Auditor City + house;
    /// Sees one's own offers, jobs and the board.
    ViewOwnJobs { interpreter: InterpreterId } of (interpreter): Interpreter Own;
    /// Says yes or no to an offer.
    AnswerOffer { interpreter: InterpreterId, offer: OfferId, assignment: AssignmentId } of (interpreter): Interpreter Own;
    /// Takes a job from the board.
    TakeJob { interpreter: InterpreterId, assignment: AssignmentId } of (interpreter): Interpreter Own;
    /// Gives an accepted job back: oneself, or the coordination after a call.
    DropOut { interpreter: InterpreterId, assignment: AssignmentId } of (interpreter): Interpreter Own, Coordination City;
    /// Cancels for the office.
    CancelAssignment { office: OfficeId, assignment: AssignmentId } of (office): CaseWorker Office, Coordination City;
    /// Records what took place.
    RecordSession { interpreter: InterpreterId, assignment: AssignmentId } of (interpreter): Interpreter Own;
    /// Says that the interpreter did not come.
    ReportInterpreterAbsent { office: OfficeId, assignment: AssignmentId } of (office): CaseWorker Office, Coordination City;
    /// Confirms or disputes a timesheet.
    AnswerTimesheet { office: OfficeId, timesheet: TimesheetId } of (office): CaseWorker Office;

    // ---- billing
    /// Sees claims, documents, orders and payments of the whole city.
    ViewBilling {} of (): FinanceClerk City, AuthorizingOfficer City, Treasury City, Auditor City + house;
    /// Sees an office's claims.
    ViewOfficeClaims { office: OfficeId } of (office): CaseWorker Office, OfficeHead Office, FinanceClerk City, AuthorizingOfficer City, Auditor City;
    /// Sees one's own claims, documents and payments.
    ViewOwnMoney { interpreter: InterpreterId } of (interpreter): Interpreter Own;
    /// Prices confirmed timesheets and cancellations.
    PriceClaims {} of (): FinanceClerk City + house;
    /// Certifies as factually correct.
    CertifyFactually { office: OfficeId, fee: FeeId } of (office): CaseWorker Office, OfficeHead Office;
    /// Certifies as arithmetically correct.
    CertifyArithmetically { fee: FeeId } of (): FinanceClerk City;
    /// Sends a claim back, with a reason.
    SendBackClaim { fee: FeeId } of (): FinanceClerk City, AuthorizingOfficer City;
    /// Closes a month, issues and reverses documents.
    CloseSettlement {} of (): FinanceClerk City + house;
    /// Orders a payment.
    OrderPayment { document: DocumentId } of (): AuthorizingOfficer City;
    /// Hands orders over to the treasury.
    HandOver {} of (): FinanceClerk City, Treasury City + house;
    /// Imports what was paid and matches it.
    MatchPayments {} of (): Treasury City, FinanceClerk City + house;
    /// Accepts that claims are paid by figures that are assumed; two people must.
    AcceptFigures {} of (): FinanceClerk City, AuthorizingOfficer City;
    /// Asks what the past would have cost by another schedule.
    CompareSchedules {} of (): Coordination City, FinanceClerk City, Auditor City + house;
    /// Proves a month.
    Reconcile {} of (): FinanceClerk City, Treasury City, AuthorizingOfficer City, Auditor City + house;

    // ---- calendar, insight
    /// Makes and revokes one's own calendar feeds.
    ManageOwnFeeds { interpreter: InterpreterId } of (interpreter): Interpreter Own;
    /// Connects one's own calendars, so that they say when one is busy.
    ConnectCalendars { interpreter: InterpreterId } of (interpreter): Interpreter Own;
    /// Reads figures on demand and coverage.
    ViewInsight {} of (): Coordination City, OfficeHead City, FinanceClerk City, Auditor City;
}

/// What the table says to an actor about one action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// May.
    Yes,
    /// A colleague who knows of the thing but may not do this (403).
    Forbidden,
    /// A stranger to the thing: for them it does not exist (404).
    Unknown,
}

/// Asks the table.
#[must_use]
pub fn ask(rule: &Rule, actor: &Actor, target: Target) -> Answer {
    let Actor::Person(person) = actor else {
        return if rule.house { Answer::Yes } else { Answer::Forbidden };
    };
    let owns = target.interpreter.is_some() && person.interpreter == target.interpreter;
    let allowed = person.grants.iter().any(|grant| {
        rule.roles.iter().any(|(role, reach)| {
            *role == grant.role
                && match reach {
                    Reach::City => true,
                    Reach::Office => target.office.is_some() && grant.office == target.office,
                    Reach::Own => owns,
                }
        })
    });
    if allowed {
        return Answer::Yes;
    }
    let is_colleague = match target {
        Target { office: None, interpreter: None } => true,
        Target { office, .. } => {
            owns || person.grants.iter().any(|grant| match grant.role {
                Role::Interpreter => false,
                role if role.is_scoped_to_office() => grant.office == office && office.is_some(),
                _ => true,
            })
        }
    };
    if is_colleague { Answer::Forbidden } else { Answer::Unknown }
}

#[cfg(test)]
mod tests;
