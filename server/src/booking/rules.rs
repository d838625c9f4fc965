//! The city's rules for bookings, as data: the setting `booking.rules`, or these defaults.

use crate::{
    kernel::money::Cents,
    scheduling::{BoardRules, OfferRules, Weights},
};
use serde::{Deserialize, Serialize};

/// What the city decides about bookings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Nobody can be found in less time: minutes between the request and the begin.
    pub least_lead_minutes: i64,
    /// Nobody knows their calendar beyond this: days from today.
    pub farthest_days: i64,
    /// Minutes by which a session may begin or end otherwise than agreed without a word.
    pub tolerance_minutes: i64,
    /// The most that one override may add to a line.
    pub override_limit: Cents,
    /// Days that count as "lately" when the work is spread.
    pub recent_days: i64,
    /// How people are ranked.
    pub weights: Weights,
    /// How people are asked.
    pub offers: OfferRules,
    /// When a job stands on the board for everybody who fits.
    pub board: BoardRules,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            least_lead_minutes: 60,
            farthest_days: 550,
            tolerance_minutes: 10,
            override_limit: Cents(50_000),
            recent_days: 28,
            weights: Weights::default(),
            offers: OfferRules::default(),
            board: BoardRules::default(),
        }
    }
}
