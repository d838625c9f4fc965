//! What an office asked for.

use super::{facts::Delivery, names::names};
use crate::kernel::{clock::Instant, ids::*, place::District, time::CivilSlot};

names! {
    /// How much depends on it; decides who is served first when money comes free.
    Priority {
        /// Can wait its turn.
        Normal = "normal",
        /// Soon, or nothing else works.
        Urgent = "urgent",
        /// The law demands it (child protection): served first, and the budget may be overridden.
        LegalDuty = "legal_duty",
    }
}

names! {
    /// A gender that may be asked for.
    AskedGender {
        /// A woman.
        Female = "female",
        /// A man.
        Male = "male",
    }
}

/// One request as it is stored. It never names the client.
#[doc(alias = "Anfrage")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookingRequest {
    /// Its key.
    pub id: BookingRequestId,
    /// The number people say on the phone.
    pub reference: String,
    /// The number an office's own program gave it.
    pub external_reference: Option<String>,
    /// Who asks.
    pub office: OfficeId,
    /// Who pays, decided by the day of the session.
    pub budget_line: BudgetLineId,
    /// The series it is part of.
    pub series: Option<SeriesId>,
    /// The account that asked, if it was a person.
    pub requested_by: Option<AccountId>,
    /// For the ordering office alone.
    #[doc(alias = "Aktenzeichen")]
    pub file_reference: Option<String>,
    /// Language code.
    pub language: String,
    /// What kind of session.
    pub profile: RequirementProfileId,
    /// When.
    pub slot: CivilSlot,
    /// How.
    pub delivery: Delivery,
    /// Where; empty by telephone and video.
    pub address: String,
    /// District of the address.
    pub district: Option<District>,
    /// A gender that is wished, or (with `gender_required`) needed.
    pub gender: Option<AskedGender>,
    /// Nobody of another gender may come.
    pub gender_required: bool,
    /// Whom the office would like.
    pub preferred: Option<InterpreterId>,
    /// What the interpreter should know.
    pub remark: String,
    /// How much depends on it.
    pub priority: Priority,
    /// When it was asked for.
    pub requested_at: Instant,
}

impl BookingRequest {
    /// Where it is, in units of 100 m; none by telephone and video.
    #[must_use]
    pub fn place(&self) -> Option<(i32, i32)> {
        match self.delivery {
            Delivery::OnSite => self.district.map(|district| (district.center().x, district.center().y)),
            Delivery::Phone | Delivery::Video => None,
        }
    }
}
