//! What makes it better to ask somebody before others. Each rule says how many points it gives or takes, and why.

use super::{Pairing, Verdict};
use crate::scheduling::facts::{Delivery, GenderWish};
use crate::scheduling::reason::Reason;

/// Who has interpreted for this file before should come again: the client need not tell their story anew.
pub fn knows_the_file(pairing: &Pairing<'_>) -> Verdict {
    match pairing.need.continuity_key {
        Some(key) if pairing.candidate.continuity_keys.contains(&key) => {
            Verdict::score(i64::from(pairing.weights.continuity), Reason::KnowsTheFile)
        }
        _ => Verdict::fits(),
    }
}

/// A wish about gender is met where possible.
pub fn has_the_wished_gender(pairing: &Pairing<'_>) -> Verdict {
    match pairing.need.gender {
        GenderWish::Wished(gender) if pairing.candidate.gender == gender => {
            Verdict::score(i64::from(pairing.weights.gender_wish), Reason::WishedGender { gender })
        }
        _ => Verdict::fits(),
    }
}

/// The office named this person.
pub fn is_preferred(pairing: &Pairing<'_>) -> Verdict {
    if pairing.need.preferred.contains(&pairing.candidate.id) {
        Verdict::score(i64::from(pairing.weights.preferred), Reason::Preferred)
    } else {
        Verdict::fits()
    }
}

/// A short way is better than a long one; every begun ten minutes count.
pub fn lives_near(pairing: &Pairing<'_>) -> Verdict {
    match pairing.way_min() {
        Some(minutes) if pairing.need.delivery == Delivery::OnSite => {
            let tens = (minutes + 9).div_euclid(10);
            Verdict::score(-tens * i64::from(pairing.weights.travel_per_ten_min), Reason::Way { minutes })
        }
        _ => Verdict::fits(),
    }
}

/// Public money is spent sparingly; full euros count.
pub fn costs_little(pairing: &Pairing<'_>) -> Verdict {
    let fee_cents = pairing.candidate.fee_cents;
    let euros = (fee_cents / 100).clamp(0, 1_000_000);
    Verdict::score(-euros * i64::from(pairing.weights.cost_per_euro), Reason::Fee { fee_cents })
}

/// Who had few sessions lately comes before who had many: the work is spread.
pub fn worked_little_lately(pairing: &Pairing<'_>) -> Verdict {
    let sessions = i64::from(pairing.candidate.recent_sessions);
    Verdict::score(-sessions * i64::from(pairing.weights.fairness_per_session), Reason::RecentSessions { sessions })
}

/// The trained are few: they are kept for the sessions that need them when others can do the rest.
pub fn is_kept_for_trained_work(pairing: &Pairing<'_>) -> Verdict {
    if !pairing.need.needs_training() && pairing.candidate.is_trained(pairing.need.slot.on) {
        Verdict::score(-i64::from(pairing.weights.trained_on_plain), Reason::TrainedNotNeeded)
    } else {
        Verdict::fits()
    }
}
