//! The city's rules for bookings, as data: the setting `booking.rules`, or these defaults.

pub mod fields;

use crate::{
    kernel::money::Cents,
    scheduling::{BoardRules, OfferMode, OfferRules, Weights},
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
    /// What it costs to take an open offer from somebody when days are planned anew, in points of the ranking. As it is by
    /// default: less than leaving the family to a new face, more than a wish or ten kilometers.
    pub moved_offer: i64,
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
            moved_offer: 200,
            weights: Weights::default(),
            offers: OfferRules::default(),
            board: BoardRules::default(),
        }
    }
}

/// What is wrong with rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RulesWrong {
    /// A number is out of bounds.
    OutOfBounds {
        /// Which.
        field: &'static str,
        /// The least it may be.
        least: i64,
        /// The most it may be.
        most: i64,
    },
    /// The longest wait is shorter than the shortest.
    WaitsUpsideDown,
    /// The working day ends before it begins.
    DayUpsideDown,
}

impl Rules {
    /// The bounds: no preference may become a hard rule in disguise, and no wait may last for ever.
    ///
    /// # Errors
    /// Names the first thing that is wrong.
    pub fn check(&self) -> Result<(), RulesWrong> {
        for field in fields::fields() {
            let value = (field.get)(self);
            if value < field.least || field.most < value {
                return Err(RulesWrong::OutOfBounds { field: field.name, least: field.least, most: field.most });
            }
        }
        if self.offers.longest_wait_min < self.offers.shortest_wait_min {
            return Err(RulesWrong::WaitsUpsideDown);
        }
        if self.offers.working_day.to_min <= self.offers.working_day.from_min {
            return Err(RulesWrong::DayUpsideDown);
        }
        Ok(())
    }
}

/// The ways of asking.
pub const MODES: [OfferMode; 3] = [OfferMode::Direct, OfferMode::Waves, OfferMode::Broadcast];

/// The name of a way of asking in the API, the trace and locale keys.
pub const fn mode_name(mode: OfferMode) -> &'static str {
    match mode {
        OfferMode::Direct => "direct",
        OfferMode::Waves => "waves",
        OfferMode::Broadcast => "broadcast",
    }
}

/// The way of asking of that name.
pub fn parse_mode(name: &str) -> Option<OfferMode> {
    MODES.into_iter().find(|mode| mode_name(*mode) == name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_defaults_keep_their_own_bounds() {
        assert_eq!(Rules::default().check(), Ok(()));
    }

    #[test]
    fn every_number_is_written_where_it_is_read_and_nowhere_else() {
        for field in fields::fields() {
            for value in [field.least, field.most] {
                let mut rules = Rules::default();
                (field.set)(&mut rules, value);
                assert_eq!((field.get)(&rules), value, "{}", field.name);
                for other in fields::fields().filter(|other| other.name != field.name) {
                    assert_eq!((other.get)(&rules), (other.get)(&Rules::default()), "{} {}", field.name, other.name);
                }
                assert!(rules.weights.check().is_ok(), "{}: the ranking's own bounds are at least as wide", field.name);
            }
            for value in [field.least - 1, field.most + 1] {
                let mut rules = Rules::default();
                (field.set)(&mut rules, value);
                // What its type can't hold is refused where it is read.
                let is_held = (field.get)(&rules) == value;
                assert!(!is_held || rules.check().is_err(), "{} {value}", field.name);
            }
        }
    }

    #[test]
    fn contradictions_are_named() {
        let mut rules = Rules::default();
        rules.offers.longest_wait_min = 20;
        assert_eq!(rules.check(), Err(RulesWrong::WaitsUpsideDown));
        let mut rules = Rules::default();
        rules.offers.working_day.to_min = 480;
        assert_eq!(rules.check(), Err(RulesWrong::DayUpsideDown));
        let mut rules = Rules::default();
        rules.weights.continuity = 1001;
        let wrong = RulesWrong::OutOfBounds { field: "continuity", least: 0, most: 1000 };
        assert_eq!(rules.check(), Err(wrong));
    }

    #[test]
    fn a_setting_from_before_keeps_its_meaning() {
        let old: Rules = serde_json::from_str(r#"{"tolerance_minutes": 15}"#).unwrap();
        assert_eq!(old, Rules { tolerance_minutes: 15, ..Rules::default() });
    }
}
