//! What people type about the pool, turned into what commands take. A wrong value leaves its message in the form.

use super::{
    commands::{Asking, NewCredential, OwnSettings, ProfileDetails},
    facts::{CredentialKind, InterpreterFacts, OffersBy, ProfileFacts, WindowFacts},
    queries::PoolFilter,
};
use crate::{
    kernel::{
        language::Language,
        place::District,
        time::{CivilTimeError, Fold, Interval, resolve},
    },
    platform::{
        http::{TextRule, clean_text},
        i18n::{Locale, t},
        render::FormState,
        table::{Why, date, time, whole},
    },
};
use chrono::{Duration, NaiveDate, NaiveTime, Timelike};

/// Rows for new windows below those that are there.
const SPARE_ROWS: usize = 3;
/// More windows than a week can sensibly have.
const MOST_ROWS: usize = 40;

/// Reads a field with a parser of tables; notes what is wrong beside it. `None` if it is empty or wrong.
fn read<T>(form: &mut FormState, locale: Locale, field: &str, parse: impl Fn(&str) -> Result<T, Why>) -> Option<T> {
    let typed = form.filled(field)?.to_owned();
    match parse(&typed) {
        Ok(value) => Some(value),
        Err(why) => {
            form.refuse(field, why.sentence(locale));
            None
        }
    }
}

/// The same, and empty is wrong, too.
fn need<T>(form: &mut FormState, locale: Locale, field: &str, parse: impl Fn(&str) -> Result<T, Why>) -> Option<T> {
    if form.filled(field).is_none() {
        form.refuse(field, t(locale, "table-required"));
        return None;
    }
    read(form, locale, field, parse)
}

fn line(form: &mut FormState, locale: Locale, field: &str, max: usize) -> Option<String> {
    need(form, locale, field, |typed| {
        clean_text(typed, TextRule::line(max)).map_err(|_| Why::of("table-text-too-long").number("max", max))
    })
}

/// The filter in a list's address. What can't be read narrows nothing.
pub(super) fn pool_filter(query: &FormState) -> PoolFilter {
    PoolFilter {
        language: query.filled("language").and_then(Language::from_code).map(|known| known.code().to_owned()),
        district: query.filled("district").and_then(|name| District::parse(name).ok()).map(|d| d.name().to_owned()),
        trained_on: query.filled("trained_on").and_then(|day| date(day).ok()),
        gender: query.filled("gender").filter(|one| ["female", "male", "diverse"].contains(one)).map(str::to_owned),
        active: match query.value("active") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        text: query.filled("text").map(|text| text.chars().take(100).collect()),
    }
}

/// A credential as it was shown.
pub(super) fn credential(form: &mut FormState, locale: Locale) -> Option<NewCredential> {
    let kind = need(form, locale, "kind", |name| CredentialKind::parse(name).ok_or_else(|| Why::of("table-required")));
    let valid_from = need(form, locale, "valid_from", date);
    let valid_to = read(form, locale, "valid_to", date);
    let course_group = form.filled("course_group").map(str::to_owned);
    if course_group.as_ref().is_some_and(|group| group.chars().count() > 40) {
        form.refuse("course_group", Why::of("table-text-too-long").number("max", 40).sentence(locale));
    }
    if form.is_refused() {
        return None;
    }
    let kind = kind?;
    Some(NewCredential {
        kind,
        course_group: course_group.filter(|_| kind == CredentialKind::Training),
        valid_from: valid_from?,
        valid_to,
    })
}

/// A requirement profile as typed; `code` is given for one that is there already.
pub(super) fn profile(form: &mut FormState, code: Option<&str>, locale: Locale) -> Option<ProfileDetails> {
    let code = match code {
        Some(code) => Some(code.to_owned()),
        None => need(form, locale, "code", |typed| {
            let plain = typed.len() <= 40
                && typed.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            if plain { Ok(typed.to_owned()) } else { Err(Why::of("directory-profile-code-form")) }
        }),
    };
    let name_de = line(form, locale, "name_de", 120);
    let name_en = line(form, locale, "name_en", 120);
    let credentials: Vec<CredentialKind> =
        form.values("credentials").into_iter().filter_map(CredentialKind::parse).collect();
    if form.is_refused() {
        return None;
    }
    Some(ProfileDetails {
        code: code?,
        name_de: name_de?,
        name_en: name_en?,
        credentials,
        legal_duty: form.has("legal_duty", "yes"),
        active: form.has("active", "yes"),
    })
}

/// The form of a profile that is there.
pub(super) fn profile_form(facts: &ProfileFacts) -> FormState {
    let form = FormState::new()
        .with("version", facts.version)
        .with("code", &facts.code)
        .with("name_de", &facts.name_de)
        .with("name_en", &facts.name_en)
        .with_some("legal_duty", facts.legal_duty.then_some("yes"))
        .with_some("active", facts.active.then_some("yes"));
    facts.credentials.iter().fold(form, |form, kind| form.with("credentials", kind.name()))
}

/// How many rows of windows a form shows.
pub(super) fn window_rows(form: &FormState) -> usize {
    let filled = (0..MOST_ROWS).filter(|row| form.filled(format!("weekday_{row}")).is_some()).max();
    (filled.map_or(0, |last| last + 1) + SPARE_ROWS).min(MOST_ROWS)
}

/// The form of an interpreter's own settings.
pub(super) fn settings_form(person: &InterpreterFacts) -> FormState {
    let form = FormState::new()
        .with("delivery", &person.delivery)
        .with("max_travel_minutes", person.max_travel_minutes)
        .with("weekly_cap_hours", person.weekly_cap_minutes / 60)
        .with("min_notice_hours", person.min_notice_hours)
        .with_some("quiet_from", person.quiet_from.map(|time| time.format("%H:%M")))
        .with_some("quiet_to", person.quiet_to.map(|time| time.format("%H:%M")));
    person.windows.iter().enumerate().fold(form, |form, (row, window)| {
        form.with(format!("weekday_{row}"), window.weekday)
            .with(format!("from_{row}"), clock(window.from_minute))
            .with(format!("to_{row}"), clock(window.to_minute))
    })
}

/// A minute of the civil day on the clock; the end of the day is midnight.
pub(super) fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// Minutes since midnight.
pub(super) fn minute(time: NaiveTime) -> i32 {
    i32::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

/// What an interpreter decides, as typed. Rows without a weekday are empty rows.
pub(super) fn settings(form: &mut FormState, locale: Locale) -> Option<OwnSettings> {
    let mut windows = Vec::new();
    for row in 0..MOST_ROWS {
        let Some(weekday) = form.filled(format!("weekday_{row}")).and_then(|day| day.parse().ok()) else { continue };
        let from = need(form, locale, &format!("from_{row}"), time);
        let to = need(form, locale, &format!("to_{row}"), time);
        if let (Some(from), Some(to)) = (from, to) {
            // Midnight as the end is the end of the day.
            let to_minute = if minute(to) == 0 { 1440 } else { minute(to) };
            windows.push(WindowFacts { weekday, from_minute: minute(from), to_minute });
        }
    }
    let max_travel_minutes = need(form, locale, "max_travel_minutes", whole(0, 240));
    let weekly_cap_hours = need(form, locale, "weekly_cap_hours", whole(0, 60));
    let min_notice_hours = need(form, locale, "min_notice_hours", whole(0, 30 * 24));
    let quiet_from = read(form, locale, "quiet_from", time);
    let quiet_to = read(form, locale, "quiet_to", time);
    if quiet_from.is_some() != quiet_to.is_some() {
        let field = if quiet_from.is_some() { "quiet_to" } else { "quiet_from" };
        form.refuse(field, t(locale, "directory-quiet-incomplete"));
    }
    if form.is_refused() {
        return None;
    }
    let small = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    Some(OwnSettings {
        delivery: form.value("delivery").to_owned(),
        max_travel_minutes: small(max_travel_minutes?),
        weekly_cap_minutes: small(weekly_cap_hours?) * 60,
        min_notice_hours: small(min_notice_hours?),
        quiet: quiet_from.zip(quiet_to),
        windows,
    })
}

/// The form of how somebody wants to be asked.
pub(super) fn asking_form(person: &InterpreterFacts) -> FormState {
    let form = FormState::new()
        .with("offers_by", person.offers_by.name())
        .with_some("paused_until", person.paused_until.map(|day| day.format("%Y-%m-%d")));
    let form = person.declined_offices.iter().fold(form, |form, office| form.with("declined_offices", office));
    person.declined_topics.iter().fold(form, |form, topic| form.with("declined_topics", topic))
}

/// How somebody wants to be asked, as typed.
pub(super) fn asking(form: &mut FormState, locale: Locale) -> Option<Asking> {
    let offers_by =
        need(form, locale, "offers_by", |name| OffersBy::parse(name).ok_or_else(|| Why::of("table-required")));
    let paused_until = read(form, locale, "paused_until", date);
    if form.is_refused() {
        return None;
    }
    Some(Asking {
        offers_by: offers_by?,
        paused_until,
        declined_offices: form.values("declined_offices").into_iter().filter_map(|id| id.parse().ok()).collect(),
        declined_topics: form.values("declined_topics").into_iter().filter_map(|id| id.parse().ok()).collect(),
    })
}

/// An absence: whole days (the last one included), or from a time to a time.
pub(super) fn absence(form: &mut FormState, locale: Locale) -> Option<Interval> {
    let from_day = need(form, locale, "from_day", date);
    let to_day = if form.filled("to_day").is_some() { read(form, locale, "to_day", date) } else { from_day };
    let from_time = read(form, locale, "from_time", time);
    let to_time = read(form, locale, "to_time", time);
    if form.is_refused() {
        return None;
    }
    let interval = absence_between(from_day?, from_time, to_day?, to_time);
    match interval {
        Ok(interval) => Some(interval),
        Err((field, key)) => {
            form.refuse(field, t(locale, key));
            None
        }
    }
}

/// The longest stretch that the words can mean: an hour that comes twice is away both times.
fn absence_between(
    from_day: NaiveDate,
    from_time: Option<NaiveTime>,
    to_day: NaiveDate,
    to_time: Option<NaiveTime>,
) -> Result<Interval, (&'static str, &'static str)> {
    let skipped = |field| move |_: CivilTimeError| (field, "directory-absence-time-skipped");
    let from = from_day.and_time(from_time.unwrap_or(NaiveTime::MIN));
    let to =
        to_time.map_or_else(|| (to_day + Duration::days(1)).and_time(NaiveTime::MIN), |time| to_day.and_time(time));
    let starts_at = resolve(from, Fold::Earlier).map_err(skipped("from_time"))?;
    let ends_at = resolve(to, Fold::Later).map_err(skipped("to_time"))?;
    Interval::new(starts_at, ends_at).ok_or(("to_day", "directory-absence-upside-down"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn away(from: &str, from_time: &str, to: &str, to_time: &str) -> Result<String, &'static str> {
        let clock = |text: &str| (!text.is_empty()).then(|| time(text).unwrap());
        absence_between(date(from).unwrap(), clock(from_time), date(to).unwrap(), clock(to_time))
            .map(|away| format!("{} {}", away.starts_at().format("%d %H:%M"), away.ends_at().format("%d %H:%M")))
            .map_err(|(field, _)| field)
    }

    #[test]
    fn absences_are_read_as_the_longest_stretch_they_can_mean() {
        // Whole days: the last one counts; Berlin is two hours ahead of UTC in summer, one in winter.
        assert_eq!(away("2026-07-01", "", "2026-07-03", ""), Ok("30 22:00 03 22:00".to_owned()));
        assert_eq!(away("2026-12-01", "09:00", "2026-12-01", "12:00"), Ok("01 08:00 01 11:00".to_owned()));
        // The hour that comes twice.
        assert_eq!(away("2026-10-25", "02:30", "2026-10-25", "02:30"), Ok("25 00:30 25 01:30".to_owned()));
        // The hour that does not come.
        assert_eq!(away("2026-03-29", "02:30", "2026-03-29", "12:00"), Err("from_time"));
        assert_eq!(away("2026-07-03", "", "2026-07-01", ""), Err("to_day"));
    }

    #[test]
    fn a_form_of_settings_reads_what_it_shows() {
        let mut form = FormState::parse(
            "weekday_0=0&from_0=08:00&to_0=12:00&weekday_1=&from_1=&to_1=&weekday_5=4&from_5=18:00&to_5=00:00\
             &delivery=any&max_travel_minutes=45&weekly_cap_hours=20&min_notice_hours=12&quiet_from=20:00&quiet_to=07:00",
        );
        let settings = settings(&mut form, Locale::De).unwrap();
        assert_eq!(
            settings.windows,
            [
                WindowFacts { weekday: 0, from_minute: 480, to_minute: 720 },
                WindowFacts { weekday: 4, from_minute: 1080, to_minute: 1440 },
            ]
        );
        assert_eq!((settings.weekly_cap_minutes, settings.quiet.is_some()), (1200, true));
        assert_eq!(window_rows(&form), 9);
    }

    #[test]
    fn what_is_wrong_stands_beside_its_field() {
        let mut form = FormState::parse(
            "weekday_0=0&from_0=8&to_0=&max_travel_minutes=999&weekly_cap_hours=x&min_notice_hours=&quiet_from=20:00",
        );
        assert_eq!(settings(&mut form, Locale::De), None);
        let fields: Vec<&str> = form.errors().iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            ["from_0", "to_0", "max_travel_minutes", "weekly_cap_hours", "min_notice_hours", "quiet_to"]
        );
    }
}
