//! A claim: what one session costs, on its way from the price to the payment. Pure.

use crate::kernel::{
    actor::Actor,
    clock::Instant,
    ids::*,
    message::Message,
    money::Cents,
    refusal::{Refusal, RefusalKind},
};
use chrono::NaiveDate;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $text)] $variant),+ }

        #[allow(dead_code, reason = "not each of these lists is read back or walked through")]
        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the database and the API; locale keys write it with `-` for `_`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The one of that name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}
pub(in crate::billing) use named;

named! {
    /// Where a claim stands. The order is the order of the steps.
    ClaimStatus {
        /// Priced, but the office's line can't bear it yet.
        AwaitingBudget = "awaiting_budget",
        /// Priced; the office is to certify it.
        Priced = "priced",
        /// The office certified; finance is to check the arithmetic.
        CertifiedFactually = "certified_factually",
        /// Both certified; the month's end puts it on a document.
        Certified = "certified",
        /// On a document; the authorizing officer is to order the payment.
        Documented = "documented",
        /// Ordered; to be handed over.
        Ordered = "ordered",
        /// With the treasury.
        HandedOver = "handed_over",
        /// Paid in full.
        Paid = "paid",
        /// Will not be paid.
        Void = "void",
    }
}

impl ClaimStatus {
    /// How many of the six steps an interpreter sees are done: recorded, confirmed, certified, ordered, handed over, paid.
    #[must_use]
    pub const fn steps_done(self) -> usize {
        match self {
            Self::AwaitingBudget | Self::Priced | Self::CertifiedFactually | Self::Void => 2,
            Self::Certified | Self::Documented => 3,
            Self::Ordered => 4,
            Self::HandedOver => 5,
            Self::Paid => 6,
        }
    }

    /// How the status is meant, for the design system.
    #[must_use]
    pub const fn tone(self) -> &'static str {
        match self {
            Self::AwaitingBudget => "danger",
            Self::Paid => "success",
            Self::Void => "",
            Self::Priced | Self::CertifiedFactually => "warning",
            _ => "info",
        }
    }
}

named! {
    /// Which of the two certifications.
    CertificationKind {
        /// The service was needed and took place as recorded; by the ordering office.
        Factual = "factual",
        /// Rates and sums are right; by a finance clerk.
        Arithmetic = "arithmetic",
    }
}

/// A certification in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certification {
    /// Which.
    pub kind: CertificationKind,
    /// Whose.
    pub account: AccountId,
    /// When.
    pub certified_at: Instant,
}

/// The priced claim of one session.
#[doc(alias = "Honorarforderung")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// Its key.
    pub id: FeeId,
    /// For which assignment.
    pub assignment: AssignmentId,
    /// The timesheet, unless the session was cancelled.
    pub timesheet: Option<TimesheetId>,
    /// Whose.
    pub interpreter: InterpreterId,
    /// Who ordered.
    pub office: OfficeId,
    /// Who pays from which line.
    pub budget_line: BudgetLineId,
    /// The day of service: decides month and fiscal year.
    pub service_on: NaiveDate,
    /// What became of the session, as in `rates::Facts`.
    pub outcome: String,
    /// Sum of the lines.
    pub net: Cents,
    /// VAT of this claim alone.
    pub vat: Cents,
    /// What the office's line was charged.
    pub gross: Cents,
    /// VAT in percent, as decimal text; none if none is charged.
    pub vat_rate: Option<String>,
    /// By which schedule.
    pub schedule_id: String,
    /// `official` or `assumed`.
    pub figures: String,
    /// Which program priced it.
    pub program_version: String,
    /// `facts/1`, as priced.
    pub facts: String,
    /// `quote/1`: the lines with their reasons.
    pub quote: String,
    /// Where it stands.
    pub status: ClaimStatus,
    /// Why it was sent back, until it is certified again.
    pub sent_back_reason: Option<String>,
    /// Raised when its document is reversed.
    pub round: i32,
    /// When it was priced.
    pub priced_at: Instant,
    /// Raised with every change.
    pub version: i32,
    /// The certifications in force.
    pub certifications: Vec<Certification>,
}

/// Why somebody can't certify.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CertifyRefused {
    /// It is somebody else's turn, or it is done.
    NotThisStep(ClaimStatus),
    /// Nobody certifies their own fee.
    OwnClaim,
    /// Nobody holds two steps of one claim.
    SecondStep,
    /// A certification is a person's word.
    NotAPerson,
    /// Pricing the stored facts again gives another amount.
    DoesNotRecompute,
}

impl Refusal for CertifyRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotThisStep(_) => "claim-not-this-step",
            Self::OwnClaim => "claim-own",
            Self::SecondStep => "claim-second-step",
            Self::NotAPerson => "claim-not-a-person",
            Self::DoesNotRecompute => "claim-does-not-recompute",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::NotThisStep(status) => message.with("status", crate::kernel::message::Arg::Key(status_key(*status))),
            _ => message,
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::OwnClaim | Self::SecondStep | Self::NotAPerson => RefusalKind::Forbidden,
            Self::NotThisStep(_) | Self::DoesNotRecompute => RefusalKind::Conflict,
        }
    }
}

/// The locale key of a status.
#[must_use]
pub fn status_key(status: ClaimStatus) -> String {
    format!("billing-status-{}", status.name().replace('_', "-"))
}

impl Claim {
    /// A certification by `who` takes the claim one step on.
    ///
    /// # Errors
    /// Not this claim's turn, their own fee, or they hold the other step (§ 7 GemKVO and the city's rules: four eyes).
    pub fn certify(&self, kind: CertificationKind, who: &Actor) -> Result<(AccountId, ClaimStatus), CertifyRefused> {
        let account = who.account().ok_or(CertifyRefused::NotAPerson)?;
        let (from, to) = match kind {
            CertificationKind::Factual => (ClaimStatus::Priced, ClaimStatus::CertifiedFactually),
            CertificationKind::Arithmetic => (ClaimStatus::CertifiedFactually, ClaimStatus::Certified),
        };
        if self.status != from {
            return Err(CertifyRefused::NotThisStep(self.status));
        }
        if who.interpreter() == Some(self.interpreter) {
            return Err(CertifyRefused::OwnClaim);
        }
        if self.is_certified_by(account) {
            return Err(CertifyRefused::SecondStep);
        }
        Ok((account, to))
    }

    /// Holds a certification of this claim.
    #[must_use]
    pub fn is_certified_by(&self, account: AccountId) -> bool {
        self.certifications.iter().any(|certification| certification.account == account)
    }

    /// Can go back to the office: not yet on a document.
    #[must_use]
    pub fn can_be_sent_back(&self) -> bool {
        matches!(self.status, ClaimStatus::Priced | ClaimStatus::CertifiedFactually | ClaimStatus::Certified)
    }

    /// The lines of the calculation sheet.
    ///
    /// # Errors
    /// The stored quote can't be read.
    pub fn lines(&self) -> Result<rates::Quote, serde_json::Error> {
        serde_json::from_str(&self.quote)
    }

    /// How long the session took, without breaks; none where nothing was held.
    #[must_use]
    pub fn minutes(&self) -> Option<i64> {
        let held = rates::Facts::from_json(&self.facts).ok()?.held?;
        Some((held.to - held.from).num_minutes() - i64::from(held.break_minutes))
    }

    /// Pricing the stored facts by the stored schedule gives the stored amounts again.
    #[must_use]
    pub fn recomputes(&self) -> bool {
        let (Ok(facts), Some(schedule)) =
            (rates::Facts::from_json(&self.facts), rates::Catalog::builtin().by_id(&self.schedule_id))
        else {
            return false;
        };
        rates::quote(schedule, &facts).is_ok_and(|quote| {
            quote.net.minor() == self.net.get()
                && quote.vat.minor() == self.vat.get()
                && quote.gross.minor() == self.gross.get()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ClaimStatus::*;

    #[test]
    fn each_status_shows_how_many_steps_are_done() {
        for (status, steps) in
            [(AwaitingBudget, 2), (Priced, 2), (Certified, 3), (Ordered, 4), (HandedOver, 5), (Paid, 6)]
        {
            assert_eq!(status.steps_done(), steps, "{status:?}");
        }
    }
}
