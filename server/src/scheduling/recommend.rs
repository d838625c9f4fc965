//! One session: everybody of the pool, ranked or refused, with every reason.

use super::facts::{Candidate, Need};
use super::reason::Reason;
use super::rules::{OBSTACLES, PREFERENCES, Pairing, Verdict, obstacles};
use super::weights::Weights;
use crate::kernel::ids::InterpreterId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What one preference added or took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    pub points: i32,
    #[serde(flatten)]
    pub reason: Reason,
}

/// Somebody who may be asked, with the score taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommended {
    pub interpreter: InterpreterId,
    /// The sum of the parts.
    pub score: i64,
    pub parts: Vec<Points>,
}

/// Somebody who can't be asked, with everything that stands against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstructed {
    pub interpreter: InterpreterId,
    pub obstacles: Vec<Reason>,
}

/// The answer for every interpreter of the pool. Kept beside the decision exactly as it was shown.
#[doc(alias = "Rangfolge")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// The instant it was made for; notice is counted from here.
    pub made_at: DateTime<Utc>,
    /// The weights it was made with.
    pub weights: Weights,
    /// Best first; equal scores in the order of their ids.
    pub recommended: Vec<Recommended>,
    /// In the order of their ids.
    pub obstructed: Vec<Obstructed>,
}

/// Ranks the whole pool for one session.
///
/// `now` is the instant of the question. Each candidate appears exactly once, either recommended or obstructed. The answer
/// does not depend on the order of `candidates` (ids are taken to be unique). It can't fail.
#[doc(alias = "Vorschlag")]
pub fn recommend(need: &Need, candidates: &[Candidate], weights: &Weights, now: DateTime<Utc>) -> Ranking {
    let mut recommended = Vec::new();
    let mut obstructed = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let pairing = Pairing { need, candidate, weights, now };
        let obstacles = obstacles_of(&pairing);
        if obstacles.is_empty() {
            recommended.push(scored(&pairing));
        } else {
            obstructed.push(Obstructed { interpreter: candidate.id, obstacles });
        }
    }
    recommended.sort_unstable_by(|a, b| b.score.cmp(&a.score).then_with(|| a.interpreter.cmp(&b.interpreter)));
    obstructed.sort_unstable_by_key(|entry| entry.interpreter);
    Ranking { made_at: now, weights: *weights, recommended, obstructed }
}

/// All that stands in the way of asking this person; empty when nothing does.
pub fn obstacles_of(pairing: &Pairing<'_>) -> Vec<Reason> {
    let credentials =
        pairing.need.required_credentials.iter().map(|kind| obstacles::holds_the_credential(pairing, *kind));
    let rules = OBSTACLES.iter().map(|rule| rule(pairing));
    rules
        .chain(credentials)
        .filter_map(|verdict| if let Verdict::Obstacle(reason) = verdict { Some(reason) } else { None })
        .collect()
}

fn scored(pairing: &Pairing<'_>) -> Recommended {
    let mut parts = Vec::with_capacity(PREFERENCES.len());
    for rule in PREFERENCES {
        if let Verdict::Score(points, reason) = rule(pairing) {
            parts.push(Points { points, reason });
        }
    }
    let score = parts.iter().map(|part| i64::from(part.points)).sum();
    Recommended { interpreter: pairing.candidate.id, score, parts }
}

impl Ranking {
    /// The same ranking with people of whom only the obstacle is known, because it decides alone. They must not be in it yet.
    #[must_use]
    pub fn with(mut self, strangers: impl IntoIterator<Item = Obstructed>) -> Self {
        self.obstructed.extend(strangers);
        self.obstructed.sort_unstable_by_key(|entry| entry.interpreter);
        self
    }

    /// Those who may be asked, best first.
    pub fn interpreters(&self) -> impl Iterator<Item = InterpreterId> + '_ {
        self.recommended.iter().map(|entry| entry.interpreter)
    }

    /// Why this person can't be asked; none when they can, or when they are not of this pool.
    pub fn obstacles(&self, interpreter: InterpreterId) -> Option<&[Reason]> {
        let at = self.obstructed.binary_search_by_key(&interpreter, |entry| entry.interpreter).ok()?;
        self.obstructed.get(at).map(|entry| entry.obstacles.as_slice())
    }
}
