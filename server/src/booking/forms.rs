//! What enters by pages: typed text becomes values, and what can't be read becomes a message beside its field.

use super::{
    ask::{Ask, WishedTime},
    commands::{Change, Every, Scope, SeenVersions, SeriesAsk, SessionRecord, Until},
    facts::Delivery,
    request::{AskedGender, Priority},
    timesheet::Outcome,
};
use crate::{
    kernel::{
        ids::*,
        money::Cents,
        refusal::Refusal,
        time::{CivilSlot, Fold},
    },
    platform::{
        i18n::{Locale, say, t},
        render::FormState,
    },
};
use chrono::{NaiveDate, NaiveTime};

/// A day as browsers send it (2027-03-04) or as people type it (4.3.2027).
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y")).ok()
}

/// A time as browsers send it (14:00, 14:00:00) or as people type it (14.00, 9:30).
pub(super) fn time(text: &str) -> Option<NaiveTime> {
    let text = text.replace('.', ":");
    NaiveTime::parse_from_str(&text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(&text, "%H:%M:%S")).ok()
}

/// A decimal with at most `places` places, comma or point, as a whole number of the smallest unit: `3,2` with 2 is 320.
pub(super) fn decimal(text: &str, places: usize) -> Option<i64> {
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || fraction.len() > places || !digits(whole) || !digits(fraction) {
        return None;
    }
    format!("{whole}{fraction:0<places$}").parse().ok()
}

pub(super) fn fold(text: &str) -> Fold {
    match text {
        "earlier" => Fold::Earlier,
        "later" => Fold::Later,
        _ => Fold::Unsaid,
    }
}

/// Puts a refusal beside its field, or into the summary.
pub(super) fn refuse(form: &mut FormState, locale: Locale, refused: &dyn Refusal) {
    form.refuse(refused.field().unwrap_or_default(), say(locale, &refused.message()));
}

fn unreadable(form: &mut FormState, locale: Locale, field: &'static str, key: &str) {
    form.refuse(field, t(locale, key));
}

/// A field that must be there and be readable.
fn required<T>(
    form: &mut FormState,
    locale: Locale,
    field: &'static str,
    key: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let found = read(form.value(field));
    if found.is_none() {
        unreadable(form, locale, field, key);
    }
    found
}

fn wished_time(form: &mut FormState, locale: Locale) -> Option<WishedTime> {
    let on = required(form, locale, "date", "booking-form-date-unreadable", date);
    let from = required(form, locale, "from", "booking-form-time-unreadable", time);
    let to = required(form, locale, "to", "booking-form-time-unreadable", time);
    let fold = fold(form.value("fold"));
    Some(WishedTime { date: on?, from: from?, to: to?, fold })
}

/// A request as it was typed.
pub(super) fn ask(form: &mut FormState, locale: Locale) -> Option<Ask> {
    let office = required(form, locale, "office", "booking-form-choose", |text| text.parse::<OfficeId>().ok());
    let profile =
        required(form, locale, "profile", "booking-form-choose", |text| text.parse::<RequirementProfileId>().ok());
    let delivery = required(form, locale, "delivery", "booking-form-choose", Delivery::parse);
    let time = wished_time(form, locale);
    if form.value("language").is_empty() {
        unreadable(form, locale, "language", "booking-form-choose");
    }
    let text = |field: &str| form.value(field).to_owned();
    let (asked_gender, gender_required) = gender(form.value("gender"));
    Some(Ask {
        office: office?,
        language: text("language"),
        profile: profile?,
        time: time?,
        delivery: delivery?,
        address: text("address"),
        district: text("district"),
        gender: asked_gender,
        gender_required,
        preferred: form.filled("preferred").and_then(|text| text.parse().ok()),
        file_reference: text("file_reference"),
        remark: text("remark"),
        priority: Priority::parse(form.value("priority")).unwrap_or(Priority::Normal),
        external_reference: None,
    })
}

/// Whether it is a series; the outer `None` means that something is unreadable.
pub(super) fn series(form: &mut FormState, locale: Locale) -> Option<Option<SeriesAsk>> {
    let Some(every) = Every::parse(form.value("every")) else { return Some(None) };
    let (until, times) = (form.filled("until").map(date), form.filled("times").map(|text| text.parse::<u32>().ok()));
    let until = match (until, times) {
        (Some(Some(last)), None) => Until::Date(last),
        (None, Some(Some(times))) => Until::Times(times),
        _ => {
            unreadable(form, locale, "until", "booking-form-series-end");
            return None;
        }
    };
    Some(Some(SeriesAsk { every, until, skip_holidays: form.has("skip_holidays", "yes") }))
}

/// A change as it was typed.
pub(super) fn change(form: &mut FormState, locale: Locale) -> Option<Change> {
    let time = wished_time(form, locale);
    let text = |field: &str| Some(form.value(field).to_owned());
    Some(Change {
        time: Some(time?),
        delivery: Delivery::parse(form.value("delivery")),
        address: text("address"),
        district: text("district"),
        remark: text("remark"),
        profile: form.filled("profile").and_then(|text| text.parse().ok()),
        gender: sent(form, "gender").map(gender),
        preferred: sent(form, "preferred").map(|text| text.parse().ok()),
        file_reference: sent(form, "file_reference").map(str::to_owned),
    })
}

/// What was sent of a field, also if it was left empty; `None` if the form has no such field.
fn sent<'f>(form: &'f FormState, field: &str) -> Option<&'f str> {
    form.pairs().any(|(name, _)| name == field).then(|| form.value(field))
}

/// A wish for a gender, and whether it must be.
fn gender(text: &str) -> (Option<AskedGender>, bool) {
    (AskedGender::parse(text.trim_end_matches("_required")), text.ends_with("_required"))
}

/// The versions of a series as the page that asks showed them: `seen` is `<assignment>:<version>`, once for each.
pub(super) fn seen_versions(form: &FormState) -> SeenVersions {
    let one = |text: &str| -> Option<(AssignmentId, i32)> {
        let (assignment, version) = text.split_once(':')?;
        Some((assignment.parse().ok()?, version.parse().ok()?))
    };
    form.values("seen").into_iter().filter_map(one).collect()
}

/// Which of a series; one unless said.
pub(super) fn scope(form: &FormState) -> Scope {
    Scope::parse(form.value("scope")).unwrap_or(Scope::One)
}

/// What took place, as the interpreter typed it: wall-clock times on the agreed day.
pub(super) fn session(form: &mut FormState, locale: Locale, agreed: &CivilSlot) -> Option<SessionRecord> {
    let outcome = required(form, locale, "outcome", "booking-form-choose", Outcome::parse);
    let mut held = Some(None);
    if outcome == Some(Outcome::Held) {
        let from = required(form, locale, "held_from", "booking-form-time-unreadable", time);
        let to = required(form, locale, "held_to", "booking-form-time-unreadable", time);
        held = from.zip(to).and_then(|(from, to)| {
            let which = fold(form.value("fold"));
            match CivilSlot::agree(agreed.date(), from, to, which) {
                Ok(slot) => Some(Some((slot.starts_at(), slot.ends_at()))),
                Err(_) => {
                    unreadable(form, locale, "held_to", "refusal-held-ends-before-it-starts");
                    None
                }
            }
        });
    }
    let number = |form: &mut FormState, field: &'static str, places: usize| -> Option<i64> {
        let text = form.value(field);
        let read = if text.is_empty() { Some(0) } else { decimal(text, places) };
        if read.is_none() {
            unreadable(form, locale, field, "booking-form-number-unreadable");
        }
        read
    };
    let pause = number(form, "break_minutes", 0);
    let minutes = number(form, "travel_minutes", 0);
    let meters = number(form, "travel_km", 3);
    let tickets = number(form, "tickets", 2);
    let small = |value: i64| i32::try_from(value).unwrap_or(i32::MAX);
    Some(SessionRecord {
        outcome: outcome?,
        held: held?,
        break_minutes: small(pause?),
        travel_minutes: small(minutes?),
        travel_meters: small(meters?),
        tickets: Cents(tickets?),
        deviation_reason: form.value("deviation_reason").to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_as_people_type_them() {
        for (text, wanted) in [
            ("2027-03-04", Some("2027-03-04")),
            ("04.03.2027", Some("2027-03-04")),
            ("4.3.2027", Some("2027-03-04")),
            ("31.02.2027", None),
            ("3/4/2027", None),
            ("", None),
        ] {
            assert_eq!(date(text).map(|day| day.to_string()).as_deref(), wanted, "{text}");
        }
        for (text, wanted) in [
            ("14:00", Some("14:00:00")),
            ("9.30", Some("09:30:00")),
            ("14:00:00", Some("14:00:00")),
            ("24:00", None),
            ("2 pm", None),
        ] {
            assert_eq!(time(text).map(|time| time.to_string()).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn decimals_never_pass_through_a_float() {
        for (text, places, wanted) in [
            ("3,20", 2, Some(320)),
            ("3.2", 2, Some(320)),
            ("12", 2, Some(1200)),
            ("7,4", 3, Some(7400)),
            ("1,234", 2, None),
            ("-1", 2, None),
            (",5", 2, None),
            ("drei", 0, None),
        ] {
            assert_eq!(decimal(text, places), wanted, "{text}");
        }
    }
}
