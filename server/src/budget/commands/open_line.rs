//! A line of the budget plan is opened with its appropriation.

use crate::{
    audit::{self, ActionKind},
    budget::store::{self, NewPosting, PostingKind},
    directory,
    identity::{Permit, policy::ManageBudget},
    kernel::{
        clock::Instant,
        ids::{BudgetLineId, OfficeId},
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
        time::FiscalYear,
    },
    platform::{db::Tx, fault::Stop},
};
use serde_json::json;

/// A line as the budget plan has it.
#[doc(alias = "Haushaltsstelle")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineDetails {
    /// Whose.
    pub office: OfficeId,
    /// For which year.
    pub fiscal_year: FiscalYear,
    /// Cost center.
    #[doc(alias = "Kostenstelle")]
    pub cost_center: String,
    /// Cost object.
    #[doc(alias = "Kostenträger")]
    pub cost_object: String,
    /// Account.
    #[doc(alias = "Sachkonto")]
    pub account: String,
    /// Its name.
    pub name: String,
    /// What the council appropriated.
    #[doc(alias = "Haushaltsansatz")]
    pub appropriation: Cents,
    /// Warn from this share of use, in percent.
    pub warn_percent: i32,
}

/// Whether the line was opened now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opened {
    /// It is new.
    Now,
    /// It was there with this appropriation.
    Before,
}

/// Why a line was not opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineRefused {
    /// The appropriation is negative.
    Negative,
    /// The mark is no percentage.
    WarnPercent,
    /// There is no such office, or it has retired: it takes no new money.
    OfficeNotInService,
    /// The line is there with another appropriation: grant a supplement instead.
    AppropriationDiffers {
        /// What it was opened with.
        there: Cents,
    },
}

impl Refusal for LineRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Negative => "appropriation-negative",
            Self::WarnPercent => "warn-percent-out-of-bounds",
            Self::OfficeNotInService => "budget-office-not-in-service",
            Self::AppropriationDiffers { .. } => "appropriation-differs",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::AppropriationDiffers { there } => message.with("there", *there),
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::WarnPercent => Some("warn_percent"),
            Self::OfficeNotInService => Some("office"),
            _ => Some("appropriation"),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// Opens a line with its appropriation. The same line with the same appropriation twice changes nothing.
///
/// # Errors
/// Refuses a negative appropriation, a new line for an office that has retired, and a line that is there with another appropriation:
/// money once granted is changed by supplements and transfers, never by overwriting.
pub async fn open_line(
    permit: &Permit<ManageBudget>,
    details: &LineDetails,
    now: Instant,
    tx: &mut Tx,
) -> Result<(BudgetLineId, Opened), Stop<LineRefused>> {
    if details.appropriation < Cents::ZERO {
        return Err(Stop::Refused(LineRefused::Negative));
    }
    if !(1..=100).contains(&details.warn_percent) {
        return Err(Stop::Refused(LineRefused::WarnPercent));
    }
    if let Some(line) = store::line_of(tx, details).await? {
        let there = store::appropriation(tx, line).await?;
        return if there == details.appropriation {
            Ok((line, Opened::Before))
        } else {
            Err(Stop::Refused(LineRefused::AppropriationDiffers { there }))
        };
    }
    if !directory::office(tx.conn(), details.office).await?.is_some_and(|office| office.is_active()) {
        return Err(Stop::Refused(LineRefused::OfficeNotInService));
    }
    let line = store::insert_line(tx, details, now).await?;
    let amount = details.appropriation;
    let posting = NewPosting::of_line(line, PostingKind::Appropriation, amount, "");
    store::post(tx, posting, permit.actor(), now).await?;
    let facts = json!({ "office": details.office, "year": details.fiscal_year, "appropriation": amount });
    audit::record(tx, permit.actor(), ActionKind::BudgetLineOpened, line, &facts, now).await?;
    Ok((line, Opened::Now))
}
