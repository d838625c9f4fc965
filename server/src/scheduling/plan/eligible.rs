//! Hard rules 1 to 6 of `plan/1`: whether a person may hold a session at all, taken by itself.

use super::instance::{DAY, Instance, Interpreter, Mode, Session};

/// Rule 1: the language of the session is one of the person's.
pub fn speaks(person: &Interpreter, session: &Session) -> bool {
    person.langs.contains(&session.lang)
}

/// Rule 2: the certificate is valid on the day of the session.
pub fn is_qualified(person: &Interpreter, session: &Session) -> bool {
    session.qual == 0 || person.holds(session.qual, session.day())
}

/// Rule 3: a required gender is met.
pub fn has_required_gender(person: &Interpreter, session: &Session) -> bool {
    session.gender.as_ref().is_none_or(|gender| *gender == person.gender)
}

/// Rule 4: neither the office nor the case is banned.
pub fn is_not_banned(person: &Interpreter, session: &Session) -> bool {
    !person.ban_offices.contains(&session.office) && !person.ban_cases.contains(&session.case)
}

/// Rule 5: the person works this way, and the way there is short enough.
pub fn can_get_there(plan: &Instance, person: &Interpreter, session: &Session) -> bool {
    match session.place {
        None => person.mode != Mode::Onsite,
        Some(place) => person.mode != Mode::Remote && plan.travel_min(person.home, place) <= person.max_travel_min,
    }
}

/// Rule 6: the session lies inside one weekly window and no absence touches it.
pub fn is_available(person: &Interpreter, session: &Session) -> bool {
    let weekday = session.day().rem_euclid(7);
    let from = session.start.rem_euclid(DAY);
    let to = from + session.duration();
    person.windows.iter().any(|[day, opens, closes]| *day == weekday && *opens <= from && to <= *closes)
        && !person.absences.iter().any(|[away, back]| *away < session.end && session.start < *back)
}

/// All of them.
pub fn is_eligible(plan: &Instance, person: &Interpreter, session: &Session) -> bool {
    obstacle(plan, person, session).is_none()
}

/// The first rule that is broken, in words.
pub fn obstacle(plan: &Instance, person: &Interpreter, session: &Session) -> Option<&'static str> {
    if !speaks(person, session) {
        Some("does not speak the language")
    } else if !is_qualified(person, session) {
        Some("has no certificate that is valid on that day")
    } else if !has_required_gender(person, session) {
        Some("does not have the required gender")
    } else if !is_not_banned(person, session) {
        Some("is banned for the office or the case")
    } else if !can_get_there(plan, person, session) {
        Some("does not work this way or lives too far away")
    } else if !is_available(person, session) {
        Some("is not available at that time")
    } else {
        None
    }
}
