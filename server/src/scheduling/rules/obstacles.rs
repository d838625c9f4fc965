//! What makes it impossible to ask somebody. Each rule is a sentence; what it refuses, it names.

use super::{Pairing, Verdict};
use crate::kernel::time::berlin_date;
use crate::scheduling::facts::{CredentialKind, Delivery, GenderWish, WeeklyWindow};
use crate::scheduling::reason::Reason;
use crate::scheduling::travel::are_nearer_than;
use chrono::Weekday;

/// An interpreter takes jobs at the moment.
pub fn is_active(pairing: &Pairing<'_>) -> Verdict {
    if pairing.candidate.active { Verdict::fits() } else { Verdict::obstacle(Reason::Inactive) }
}

/// An interpreter takes no pause on the day of asking.
pub fn is_not_paused(pairing: &Pairing<'_>) -> Verdict {
    match pairing.candidate.paused_until {
        Some(until) if berlin_date(pairing.now) < until => Verdict::obstacle(Reason::Paused { until }),
        _ => Verdict::fits(),
    }
}

/// An interpreter wants to be asked for this kind of session. They are free to choose.
pub fn takes_the_topic(pairing: &Pairing<'_>) -> Verdict {
    if pairing.candidate.declined_topics.contains(&pairing.need.topic) {
        Verdict::obstacle(Reason::DoesNotTakeThisTopic)
    } else {
        Verdict::fits()
    }
}

/// An interpreter speaks the language the client speaks, and well enough.
pub fn speaks_the_language(pairing: &Pairing<'_>) -> Verdict {
    let need = pairing.need;
    match pairing.candidate.proficiency(need.language) {
        Some(level) if need.minimum_level <= level => Verdict::fits(),
        Some(level) => {
            Verdict::obstacle(Reason::ProficiencyTooLow { language: need.language, level, wanted: need.minimum_level })
        }
        None => Verdict::obstacle(Reason::DoesNotSpeak { language: need.language }),
    }
}

/// An interpreter holds the credential, and it is valid on the day of the session (not today: § 3 of the service's rules).
#[doc(alias = "Nachweis")]
pub fn holds_the_credential(pairing: &Pairing<'_>, credential: CredentialKind) -> Verdict {
    let on = pairing.need.slot.on;
    if pairing.candidate.holds(credential, on) {
        Verdict::fits()
    } else if pairing.candidate.credentials.iter().any(|held| held.kind == credential) {
        Verdict::obstacle(Reason::CredentialNotValid { credential, on })
    } else {
        Verdict::obstacle(Reason::CredentialMissing { credential })
    }
}

/// An interpreter has the gender that the session requires.
pub fn has_the_required_gender(pairing: &Pairing<'_>) -> Verdict {
    match pairing.need.gender {
        GenderWish::Required(wanted) if pairing.candidate.gender != wanted => {
            Verdict::obstacle(Reason::GenderRequired { wanted })
        }
        _ => Verdict::fits(),
    }
}

/// An interpreter is not excluded for this session (a relative, a conflict, an earlier complaint).
pub fn is_not_excluded(pairing: &Pairing<'_>) -> Verdict {
    if pairing.need.excluded.contains(&pairing.candidate.id) {
        Verdict::obstacle(Reason::ExcludedForThisSession)
    } else {
        Verdict::fits()
    }
}

/// An interpreter works for the office that orders. They are free to choose.
pub fn works_for_the_office(pairing: &Pairing<'_>) -> Verdict {
    if pairing.candidate.excluded_offices.contains(&pairing.need.office) {
        Verdict::obstacle(Reason::DoesNotWorkForThisOffice)
    } else {
        Verdict::fits()
    }
}

/// An interpreter works in the way the session is held: on site, by phone or by video.
pub fn offers_the_delivery(pairing: &Pairing<'_>) -> Verdict {
    let delivery = pairing.need.delivery;
    if pairing.candidate.delivery.include(delivery) {
        Verdict::fits()
    } else {
        Verdict::obstacle(Reason::DeliveryNotOffered { delivery })
    }
}

/// An interpreter's way to the place is not longer than they accept. An unknown home is nothing against them.
pub fn lives_near_enough(pairing: &Pairing<'_>) -> Verdict {
    let at_most = i64::from(pairing.candidate.max_travel_min);
    match pairing.way_min() {
        Some(minutes) if pairing.need.delivery == Delivery::OnSite && minutes > at_most => {
            Verdict::obstacle(Reason::TooFar { minutes, at_most })
        }
        _ => Verdict::fits(),
    }
}

/// The whole session lies in the hours in which the interpreter works, as the clocks in Berlin show it.
///
/// Windows that touch count as one, and a window may reach over midnight: someone who is on call all week can take a session
/// from 23:00 to 01:00.
pub fn works_at_that_time_of_the_week(pairing: &Pairing<'_>) -> Verdict {
    let slot = &pairing.need.slot;
    let weekday = chrono::Datelike::weekday(&slot.on);
    let (mut covered, until) = (i32::from(slot.civil_from_min), i32::from(slot.civil_to_min));
    while covered < until {
        let reach = pairing
            .candidate
            .windows
            .iter()
            .flat_map(|window| seen_from(weekday, window))
            .filter(|(from, to)| *from <= covered && covered < *to)
            .map(|(_, to)| to)
            .max();
        match reach {
            Some(to) => covered = to,
            None => return Verdict::obstacle(Reason::OutsideWindows),
        }
    }
    Verdict::fits()
}

/// The window in minutes of a day of that weekday: as its own, as it reaches in from the day before, or as it follows.
fn seen_from(weekday: Weekday, window: &WeeklyWindow) -> Option<(i32, i32)> {
    const DAY: i32 = 1440;
    let shift = match window.weekday {
        own if own == weekday => 0,
        before if before == weekday.pred() => -DAY,
        after if after == weekday.succ() => DAY,
        _ => return None,
    };
    Some((i32::from(window.from_min) + shift, i32::from(window.to_min) + shift))
}

/// An interpreter is not away.
pub fn is_not_absent(pairing: &Pairing<'_>) -> Verdict {
    let session = &pairing.need.slot.during;
    match pairing.candidate.absences.iter().find(|absence| absence.overlaps(session)) {
        Some(absence) => Verdict::obstacle(Reason::Absent { from: absence.starts_at(), to: absence.ends_at() }),
        None => Verdict::fits(),
    }
}

/// Nothing else is in the calendar then, and there is time for the way from the last place and to the next one.
pub fn has_no_collision(pairing: &Pairing<'_>) -> Verdict {
    let travel = &pairing.weights.travel;
    let home = pairing.candidate.home;
    let place = pairing.need.place.or(home);
    let session = &pairing.need.slot.during;
    for busy in &pairing.candidate.busy {
        let way = travel.between(busy.place.or(home), place);
        if are_nearer_than(&busy.during, session, way + travel.gap_min) {
            return Verdict::obstacle(Reason::Occupied {
                from: busy.during.starts_at(),
                to: busy.during.ends_at(),
                way,
            });
        }
    }
    Verdict::fits()
}

/// With this session, an interpreter does not work more minutes in that week than they want to.
pub fn stays_below_the_weekly_cap(pairing: &Pairing<'_>) -> Verdict {
    let minutes = i64::from(pairing.candidate.worked_min) + pairing.need.slot.during.minutes();
    let at_most = i64::from(pairing.candidate.weekly_cap_min);
    if minutes <= at_most { Verdict::fits() } else { Verdict::obstacle(Reason::WeeklyCap { minutes, at_most }) }
}

/// An interpreter hears of the session as early as they ask for.
pub fn is_told_early_enough(pairing: &Pairing<'_>) -> Verdict {
    let seconds = (pairing.need.starts_at() - pairing.now).num_seconds();
    let wanted = i64::from(pairing.candidate.min_notice_hours);
    if seconds >= wanted * 3600 {
        Verdict::fits()
    } else {
        Verdict::obstacle(Reason::NoticeTooShort { hours: seconds.div_euclid(3600).max(0), wanted })
    }
}

/// The budget of the office covers what this person would cost.
pub fn is_within_the_budget(pairing: &Pairing<'_>) -> Verdict {
    let fee_cents = pairing.candidate.fee_cents;
    match pairing.need.available_cents {
        Some(available_cents) if fee_cents > available_cents => {
            Verdict::obstacle(Reason::NoMoney { fee_cents, available_cents })
        }
        _ => Verdict::fits(),
    }
}
