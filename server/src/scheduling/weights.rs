//! How much each preference counts. Data of the city, with bounds; a change is the coordination's decision and audited there.

use super::travel::TravelModel;
use serde::{Deserialize, Serialize};

/// Points for each preference. Points are plain integers and mean nothing but "more is better".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Has interpreted for this file before.
    pub continuity: i32,
    /// The wished gender.
    pub gender_wish: i32,
    /// Named by the office as preferred.
    pub preferred: i32,
    /// Taken off for every begun ten minutes of one way.
    pub travel_per_ten_min: i32,
    /// Taken off for every full euro of the estimated fee.
    pub cost_per_euro: i32,
    /// Taken off for every recent session, so that the work is spread.
    pub fairness_per_session: i32,
    /// Taken off when a trained person would hold a session that needs no training.
    pub trained_on_plain: i32,
    /// Taken off when their own calendar says that they are busy then; less when it said so long ago.
    pub said_busy: i32,
    /// How ways are estimated.
    pub travel: TravelModel,
}

/// A weight outside its bounds, named by its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} must be between {least} and {most}, not {given}")]
pub struct WeightsRefused {
    pub field: &'static str,
    pub given: i64,
    pub least: i64,
    pub most: i64,
}

impl Default for Weights {
    /// Knowing the family outweighs a long way and what a calendar says; a wish outweighs some euros; nobody is paid for being cheap alone.
    fn default() -> Self {
        Self {
            continuity: 300,
            gender_wish: 120,
            preferred: 150,
            travel_per_ten_min: 10,
            cost_per_euro: 1,
            fairness_per_session: 8,
            trained_on_plain: 90,
            said_busy: 200,
            travel: TravelModel::default(),
        }
    }
}

impl Weights {
    /// The bounds: no preference may become a hard rule in disguise, none may turn into its opposite.
    ///
    /// # Errors
    /// Names the first field outside its bounds.
    pub fn check(self) -> Result<Self, WeightsRefused> {
        let table = [
            ("continuity", i64::from(self.continuity), 0, 1000),
            ("gender_wish", i64::from(self.gender_wish), 0, 1000),
            ("preferred", i64::from(self.preferred), 0, 1000),
            ("travel_per_ten_min", i64::from(self.travel_per_ten_min), 0, 100),
            ("cost_per_euro", i64::from(self.cost_per_euro), 0, 20),
            ("fairness_per_session", i64::from(self.fairness_per_session), 0, 100),
            ("trained_on_plain", i64::from(self.trained_on_plain), 0, 1000),
            ("said_busy", i64::from(self.said_busy), 0, 1000),
            ("travel.base_min", self.travel.base_min, 0, 120),
            ("travel.min_num", self.travel.min_num, 0, 600),
            ("travel.min_den", self.travel.min_den, 1, 1000),
            ("travel.gap_min", self.travel.gap_min, 0, 240),
        ];
        match table.into_iter().find(|(_, given, least, most)| given < least || most < given) {
            Some((field, given, least, most)) => Err(WeightsRefused { field, given, least, most }),
            None => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn the_defaults_keep_their_own_bounds() {
        assert_eq!(Weights::default().check(), Ok(Weights::default()));
    }

    #[test]
    fn what_leaves_the_bounds_is_named() {
        let refused = Weights { continuity: 1001, ..Weights::default() }.check().unwrap_err();
        assert_eq!(refused.to_string(), "continuity must be between 0 and 1000, not 1001");
        assert_eq!(Weights { cost_per_euro: -1, ..Weights::default() }.check().unwrap_err().field, "cost_per_euro");
    }

    #[test]
    fn a_file_may_name_only_what_it_changes() {
        let weights: Weights = serde_json::from_str(r#"{"continuity": 10}"#).unwrap();
        assert_eq!(weights, Weights { continuity: 10, ..Weights::default() });
        assert!(serde_json::from_str::<Weights>(r#"{"kontinuity": 10}"#).is_err());
    }
}
