//! What makes it better to ask somebody before others. Each rule says how many points it gives or takes, and why.

use super::{Pairing, Verdict};
use crate::kernel::time::Interval;
use crate::scheduling::facts::{Delivery, GenderWish, SaidBusy};
use crate::scheduling::reason::Reason;
use crate::scheduling::travel::are_nearer_than;
use chrono::{DateTime, Utc};

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

/// Up to this age a calendar's word counts in full.
const FRESH_MIN: i64 = 7 * 24 * 60;
/// From this age on it counts no more.
const STALE_MIN: i64 = 35 * 24 * 60;

/// By how many hundredths a calendar's word counts at this age in minutes: in full for a week, half for another four, then not at
/// all.
pub fn share_of(minutes_old: i64) -> i64 {
    if minutes_old <= FRESH_MIN {
        100
    } else if minutes_old < STALE_MIN {
        50
    } else {
        0
    }
}

/// Who is free by their own calendar comes before who is not. It is advice and stops nobody: calendars are old, or wrong, and an
/// appointment can be moved. Its place is not known, so the way from home counts, as it does for sessions without a place.
pub fn is_free_by_their_own_calendar(pairing: &Pairing<'_>) -> Verdict {
    let travel = &pairing.weights.travel;
    let home = pairing.candidate.home;
    let margin = travel.between(home, pairing.need.place.or(home)) + travel.gap_min;
    match said_busy(&pairing.candidate.said_busy, &pairing.need.slot.during, margin, pairing.now) {
        Some(reason @ Reason::SaidBusy { percent, .. }) => {
            Verdict::score(-i64::from(pairing.weights.said_busy) * percent / 100, reason)
        }
        _ => Verdict::fits(),
    }
}

/// What calendars say about a session that needs `margin` minutes before and after: the latest word counts, and of one reading
/// rather what lies at the time itself.
pub fn said_busy(said: &[SaidBusy], session: &Interval, margin: i64, now: DateTime<Utc>) -> Option<Reason> {
    let in_the_way = said.iter().filter(|one| are_nearer_than(&one.during, session, margin));
    let latest = in_the_way.max_by_key(|one| (one.read_at, one.during.overlaps(session)))?;
    let minutes_old = (now - latest.read_at).num_minutes().max(0);
    let near = !latest.during.overlaps(session);
    Some(Reason::SaidBusy { minutes_old, near, percent: share_of(minutes_old) })
}
