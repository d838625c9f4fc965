//! What a month still waits for, and who must act. Pure.

use super::{
    claim::{ClaimStatus, named},
    store::{FeeRow, SessionRow},
};
use crate::{
    directory::MissingForDocument,
    kernel::{clock::Instant, ids::*},
};
use std::collections::HashMap;

named! {
    /// What is missing. In the order of the walk.
    Missing {
        /// The session is over and nobody recorded what took place.
        Record = "record",
        /// The office has not answered the timesheet.
        Confirmation = "confirmation",
        /// The two sides disagree.
        Dispute = "dispute",
        /// Confirmed, and not priced.
        Price = "price",
        /// Priced, and the line can't bear it.
        Budget = "budget",
        /// The office has not certified.
        Factual = "factual",
        /// Finance has not certified.
        Arithmetic = "arithmetic",
        /// The interpreter's data don't suffice for a document.
        MasterData = "master_data",
        /// Certified twice, and not on a document.
        Document = "document",
        /// Not ordered.
        Order = "order",
        /// Not handed over.
        HandOver = "hand_over",
        /// Not reported as paid.
        Payment = "payment",
    }
}

impl Missing {
    /// The role that must act; locale key `billing-who-<name>`.
    #[must_use]
    pub const fn who(self) -> &'static str {
        match self {
            Self::Record => "interpreter",
            Self::Confirmation | Self::Factual => "office",
            Self::Dispute => "office-and-interpreter",
            Self::Price => "administrator",
            Self::Budget => "office-head",
            Self::Arithmetic | Self::Document => "finance",
            Self::MasterData => "coordination",
            Self::Order => "officer",
            Self::HandOver | Self::Payment => "treasury",
        }
    }

    /// Stands between the month and its documents (what follows them does not).
    #[must_use]
    pub fn delays_documents(self) -> bool {
        self <= Self::Document
    }
}

/// One session or claim that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenWork {
    /// What is missing.
    pub missing: Missing,
    /// Which session.
    pub assignment: AssignmentId,
    /// The number people say.
    pub booking: String,
    /// Day of service.
    pub on: chrono::NaiveDate,
    /// Whose budget.
    pub office: OfficeId,
    /// Who came.
    pub interpreter: Option<InterpreterId>,
    /// The claim, if there is one.
    pub claim: Option<FeeId>,
    /// Which data are missing.
    pub obstacles: Vec<MissingForDocument>,
}

/// Everything a month waits for, by day.
#[must_use]
pub fn open_work(
    sessions: &[SessionRow],
    fees: &[FeeRow],
    obstacles: &HashMap<InterpreterId, Vec<MissingForDocument>>,
    now: Instant,
) -> Vec<OpenWork> {
    let fees: HashMap<AssignmentId, &FeeRow> = fees.iter().map(|fee| (fee.assignment, fee)).collect();
    sessions
        .iter()
        .filter_map(|session| {
            let fee = fees.get(&session.assignment).copied();
            let incomplete = session.interpreter.and_then(|id| obstacles.get(&id)).cloned().unwrap_or_default();
            let missing = match fee {
                Some(fee) => of_claim(fee, !incomplete.is_empty())?,
                None => of_session(session, now)?,
            };
            Some(OpenWork {
                missing,
                assignment: session.assignment,
                booking: session.booking.clone(),
                on: session.on,
                office: session.office,
                interpreter: session.interpreter,
                claim: fee.map(|fee| fee.fee),
                obstacles: if missing == Missing::MasterData { incomplete } else { Vec::new() },
            })
        })
        .collect()
}

fn of_claim(fee: &FeeRow, is_incomplete: bool) -> Option<Missing> {
    match fee.status {
        ClaimStatus::AwaitingBudget => Some(Missing::Budget),
        ClaimStatus::Priced => Some(Missing::Factual),
        ClaimStatus::CertifiedFactually => Some(Missing::Arithmetic),
        ClaimStatus::Certified if is_incomplete => Some(Missing::MasterData),
        ClaimStatus::Certified => Some(Missing::Document),
        ClaimStatus::Documented => Some(Missing::Order),
        ClaimStatus::Ordered => Some(Missing::HandOver),
        ClaimStatus::HandedOver => Some(Missing::Payment),
        ClaimStatus::Paid | ClaimStatus::Void => None,
    }
}

fn of_session(session: &SessionRow, now: Instant) -> Option<Missing> {
    let timesheet = session.timesheet.as_ref().map(|(status, _)| status.as_str());
    match (session.status.as_str(), timesheet) {
        ("filled", _) if session.ends_at <= now => Some(Missing::Record),
        ("held", Some("disputed")) => Some(Missing::Dispute),
        ("held", _) => Some(Missing::Confirmation),
        ("confirmed" | "cancelled", _) if is_owed(session) => Some(Missing::Price),
        _ => None,
    }
}

/// A confirmed or late-cancelled session whose money is still bound: nobody has said yet what it costs.
#[must_use]
pub fn is_owed(session: &SessionRow) -> bool {
    let is_bound = session.commitment.as_ref().is_some_and(|(state, _)| state == "open");
    let late = session.status == "cancelled"
        && session.interpreter.is_some()
        && session.cancellation_class.as_deref() == Some("late");
    is_bound && (session.status == "confirmed" || late)
}
