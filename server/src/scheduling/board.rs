//! When a job that somebody is searched for stands on the board of everybody who fits.
//!
//! Whoever was asked sees their own job in any case, from the moment they were asked. The board opens it to the others step by
//! step, so that it is a market without taking the few trained away from the sessions that need them.

use serde::{Deserialize, Serialize};

/// The city's rules for the board, as data.
#[doc(alias = "Auftragsbörse")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BoardRules {
    /// After so many waves in vain; 0 opens every job at once.
    pub open_after_waves: u16,
    /// With less working time than this before the session, in minutes.
    pub open_below_min: u16,
}

impl Default for BoardRules {
    /// After two waves, or two working days ahead.
    fn default() -> Self {
        Self { open_after_waves: 2, open_below_min: 1200 }
    }
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// Waves of this search that went out.
    pub waves_sent: u16,
    /// Somebody who was asked may still answer.
    pub is_waiting: bool,
    /// Working minutes until the session begins.
    pub left_min: i64,
}

impl BoardRules {
    /// Whether everybody who fits may take the job now.
    pub fn opens(&self, stage: Stage) -> bool {
        let in_vain = stage.waves_sent.saturating_sub(u16::from(stage.is_waiting));
        let nobody_left = stage.waves_sent > 0 && !stage.is_waiting;
        in_vain >= self.open_after_waves || nobody_left || stage.left_min < i64::from(self.open_below_min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_board_opens_step_by_step() {
        let rules = BoardRules { open_after_waves: 2, open_below_min: 600 };
        for (waves_sent, is_waiting, left_min, opens) in [
            (0, false, 3000, false),
            (1, true, 3000, false),
            (2, true, 3000, false),
            (3, true, 3000, true),
            // Nobody is left to be asked, whatever the number of waves.
            (1, false, 3000, true),
            // Time is short.
            (0, false, 599, true),
            (1, true, 600, false),
        ] {
            let stage = Stage { waves_sent, is_waiting, left_min };
            assert_eq!(rules.opens(stage), opens, "{stage:?}");
        }
    }

    #[test]
    fn a_city_may_want_a_market_from_the_start() {
        let rules = BoardRules { open_after_waves: 0, open_below_min: 0 };
        assert!(rules.opens(Stage { waves_sent: 0, is_waiting: false, left_min: 9000 }));
        assert!(rules.opens(Stage { waves_sent: 1, is_waiting: true, left_min: 9000 }));
    }
}
