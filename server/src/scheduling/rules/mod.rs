//! The rules, one named function each, and the two lists in which they are asked.

pub mod obstacles;
pub mod preferences;
#[cfg(test)]
pub(crate) mod tests;

use super::facts::{Candidate, Need};
use super::reason::Reason;
use super::weights::Weights;
use chrono::{DateTime, Utc};

/// What one rule says about one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to say.
    Fits,
    /// The person can't be asked.
    Obstacle(Reason),
    /// Points for (positive) or against (negative) asking this person early.
    Score(i32, Reason),
}

impl Verdict {
    /// Nothing stands against it, nothing is to be added.
    pub fn fits() -> Self {
        Self::Fits
    }
    /// The person can't be asked, because …
    pub fn obstacle(reason: Reason) -> Self {
        Self::Obstacle(reason)
    }
    /// So many points, because … Sums beyond the range of an `i32` stop at its ends.
    pub fn score(points: i64, reason: Reason) -> Self {
        Self::Score(points.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32, reason)
    }
}

/// One session held against one person: all that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Pairing<'a> {
    pub need: &'a Need,
    pub candidate: &'a Candidate,
    pub weights: &'a Weights,
    pub now: DateTime<Utc>,
}

impl Pairing<'_> {
    /// Minutes of one way from the person's home, when there is a way and both ends are known.
    pub fn way_min(&self) -> Option<i64> {
        match (self.candidate.home, self.need.place) {
            (Some(home), Some(place)) => Some(self.weights.travel.minutes(home, place)),
            _ => None,
        }
    }
}

/// A rule that looks at a pairing.
pub type Rule = fn(&Pairing<'_>) -> Verdict;

/// Every rule that can stand in the way; credentials are asked one by one ([`obstacles::holds_the_credential`]).
pub const OBSTACLES: [Rule; 15] = [
    obstacles::is_active,
    obstacles::is_not_paused,
    obstacles::speaks_the_language,
    obstacles::has_the_required_gender,
    obstacles::is_not_excluded,
    obstacles::works_for_the_office,
    obstacles::takes_the_topic,
    obstacles::offers_the_delivery,
    obstacles::lives_near_enough,
    obstacles::works_at_that_time_of_the_week,
    obstacles::is_not_absent,
    obstacles::has_no_collision,
    obstacles::stays_below_the_weekly_cap,
    obstacles::is_told_early_enough,
    obstacles::is_within_the_budget,
];

/// Every rule that gives or takes points.
pub const PREFERENCES: [Rule; 8] = [
    preferences::knows_the_file,
    preferences::has_the_wished_gender,
    preferences::is_preferred,
    preferences::lives_near,
    preferences::costs_little,
    preferences::worked_little_lately,
    preferences::is_kept_for_trained_work,
    preferences::is_free_by_their_own_calendar,
];
