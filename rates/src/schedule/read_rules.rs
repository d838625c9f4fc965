//! The rules of a schedule file: travel, surcharges, short notice, cancellation, absence.

use rust_decimal::Decimal;

use super::{
    because,
    desk::{self, Section},
};
use crate::{
    cancellation::Class,
    price::MOST_WINDOWS,
    schedule::{
        Absence, CancellationPay, CountedHours, DaysRule, Express, Hours, Ladder, Notice, Rung, Split, Surcharge,
        SurchargePay, Surcharges, TravelPay, TravelRule,
    },
};

#[derive(Clone, Copy)]
enum TravelKind {
    Flat,
    PerKilometer,
    TimeWithSession,
    Time,
    TimeTable,
    DistanceTable,
    Tickets,
}

const TRAVEL_KINDS: &[(&str, TravelKind)] = &[
    ("flat", TravelKind::Flat),
    ("per_km", TravelKind::PerKilometer),
    ("time_with_session", TravelKind::TimeWithSession),
    ("time", TravelKind::Time),
    ("time_table", TravelKind::TimeTable),
    ("distance_table", TravelKind::DistanceTable),
    ("tickets", TravelKind::Tickets),
];

/// All `[[travel]]` rules.
pub(super) fn travel(root: &Section<'_, '_>, distances_said: bool, zones: &[String]) -> Vec<TravelRule> {
    let mut rules = Vec::new();
    for section in root.sections("travel") {
        let kind = section.required_choice("pays", TRAVEL_KINDS);
        let by_distance =
            section.has("from_km") || section.has("under_km") || matches!(kind, Some(TravelKind::DistanceTable));
        if by_distance && !distances_said {
            section.note("this rule depends on distance: say distances = \"one_way\" or \"return\" at the top");
        }
        let rule = TravelRule {
            zones: section.optional("zones", desk::words).unwrap_or_default(),
            from_km: section.optional("from_km", desk::amount),
            under_km: section.optional("under_km", desk::amount),
            because: because(&section),
            pays: kind.map_or(TravelPay::Tickets { most: None }, |kind| travel_pay(&section, kind)),
        };
        if kind.is_some() {
            section.finish();
        }
        for stranger in rule.zones.iter().filter(|zone| !zones.contains(zone)) {
            section.note_at("zones", format!("zone \"{stranger}\" is not in the list zones at the top"));
        }
        rules.push(rule);
    }
    rules
}

fn travel_pay(section: &Section<'_, '_>, kind: TravelKind) -> TravelPay {
    let amount = || section.required("amount", desk::amount).unwrap_or_default();
    let most = || section.optional("most", desk::amount);
    let most_minutes = || section.optional("most_minutes", desk::minutes);
    let step_minutes = || section.required("step_minutes", desk::block).unwrap_or(1);
    let once_a_day = || section.optional("once_a_day", desk::boolean).unwrap_or(false);
    match kind {
        TravelKind::Flat => TravelPay::Flat { amount: amount(), once_a_day: once_a_day() },
        TravelKind::PerKilometer => TravelPay::PerKilometer {
            amount: amount(),
            begun: section.optional("begun", desk::boolean).unwrap_or(false),
            most: most(),
        },
        TravelKind::TimeWithSession => TravelPay::TimeWithSession { most_minutes: most_minutes() },
        TravelKind::Time => TravelPay::Time {
            hourly: section.optional("hourly", desk::amount),
            step_minutes: step_minutes(),
            most_minutes: most_minutes(),
            most: most(),
        },
        TravelKind::TimeTable => TravelPay::TimeTable { rows: time_rows(section) },
        TravelKind::DistanceTable => {
            TravelPay::DistanceTable { rows: distance_rows(section), once_a_day: once_a_day() }
        }
        TravelKind::Tickets => TravelPay::Tickets { most: most() },
    }
}

fn time_rows(section: &Section<'_, '_>) -> Vec<(i64, Decimal)> {
    let mut rows: Vec<(i64, Decimal)> = Vec::new();
    for row in section.sections("rows") {
        let from_minutes = row.required("from_minutes", desk::minutes).unwrap_or_default();
        let amount = row.required("amount", desk::amount).unwrap_or_default();
        row.finish();
        if rows.last().is_some_and(|(earlier, _)| from_minutes <= *earlier) {
            row.note("the rows must be written in the order of their minutes");
        }
        rows.push((from_minutes, amount));
    }
    if rows.is_empty() {
        section.note("a time_table needs rows = [{ from_minutes = 0, amount = \"…\" }]");
    }
    rows
}

fn distance_rows(section: &Section<'_, '_>) -> Vec<(Decimal, Decimal)> {
    let mut rows: Vec<(Decimal, Decimal)> = Vec::new();
    for row in section.sections("rows") {
        let up_to_km = row.required("up_to_km", desk::amount).unwrap_or_default();
        let amount = row.required("amount", desk::amount).unwrap_or_default();
        row.finish();
        if rows.last().is_some_and(|(earlier, _)| up_to_km <= *earlier) {
            row.note("the rows must be written in the order of their distances");
        }
        rows.push((up_to_km, amount));
    }
    if rows.is_empty() {
        section.note("a distance_table needs rows = [{ up_to_km = \"…\", amount = \"…\" }]");
    }
    rows
}

const SPLITS: &[(&str, Split)] = &[("begun", Split::Begun), ("minutes", Split::Minutes)];

#[derive(Clone, Copy, PartialEq)]
enum Overlap {
    Highest,
    Add,
    HighestOfGroup,
}

const OVERLAPS: &[(&str, Overlap)] =
    &[("highest", Overlap::Highest), ("add", Overlap::Add), ("highest_of_group", Overlap::HighestOfGroup)];

/// `[surcharges]` says how windows share the time, `[[surcharge]]` is a window.
pub(super) fn surcharges(root: &Section<'_, '_>) -> Option<Surcharges> {
    let sections = root.sections("surcharge");
    let general = root.section("surcharges");
    let (mut split, mut overlap) = (None, None);
    match &general {
        Some(general) => {
            split = general.required_choice("split", SPLITS);
            overlap = general.required_choice("overlap", OVERLAPS);
            general.finish();
        }
        None if sections.is_empty() => return Some(Surcharges::default()),
        None => root.note("[surcharges] with split and overlap is missing, but there are surcharges"),
    }
    if sections.len() > MOST_WINDOWS {
        root.note(format!("there are more than {MOST_WINDOWS} surcharges"));
    }
    let mut groups: Vec<String> = Vec::new();
    let mut windows = Vec::new();
    for (place, section) in sections.iter().enumerate() {
        let group = match overlap {
            Some(Overlap::Add) => place,
            Some(Overlap::HighestOfGroup) => {
                let name = section.required("group", desk::word).unwrap_or_default();
                groups.iter().position(|known| *known == name).unwrap_or_else(|| {
                    groups.push(name);
                    groups.len() - 1
                })
            }
            _ => 0,
        };
        windows.extend(window(section, u8::try_from(group.min(MOST_WINDOWS - 1)).unwrap_or_default()));
        section.finish();
    }
    // Pricing takes the dearer windows first. The sort is stable: of two that are equal the first one written counts.
    windows.sort_by_key(|window| {
        std::cmp::Reverse(match window.pay {
            SurchargePay::Percent(percent) => percent,
            SurchargePay::Flat(_) => Decimal::ZERO,
        })
    });
    Some(Surcharges { split: split.unwrap_or_default(), windows })
}

fn window(section: &Section<'_, '_>, group: u8) -> Option<Surcharge> {
    let name = section.required("name", desk::word);
    let days = section.required("days", days_rule);
    let from_minute = section.optional("from", desk::minute_of_day).unwrap_or(0);
    let to_minute = section.optional("to", desk::minute_of_day).unwrap_or(1440);
    let percent = section.optional("percent", desk::percent).map(SurchargePay::Percent);
    let flat = section.optional("flat", desk::amount).map(SurchargePay::Flat);
    let because = because(section);
    if section.has("percent") == section.has("flat") {
        section.note("a surcharge is either percent or flat: say exactly one of them");
    }
    Some(Surcharge {
        rule: format!("surcharge.{}", name?),
        days: days?,
        from_minute: from_minute % 1440,
        to_minute,
        pay: percent.or(flat)?,
        group,
        because,
    })
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `"every"`, `"holidays"`, weekdays such as `["saturday", "sunday"]`, or dates such as `["12-24", "12-31"]`.
fn days_rule(value: &toml::de::DeValue<'_>) -> Result<DaysRule, String> {
    let words = desk::words(value)?;
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["every"] => return Ok(DaysRule::Every),
        ["holidays"] => return Ok(DaysRule::Holidays),
        [] => return Err("is an empty list".to_owned()),
        _ => {}
    }
    let mut weekdays = [false; 7];
    let mut dates = Vec::new();
    for word in &words {
        if let Some(open) = WEEKDAYS.iter().position(|name| name == word).and_then(|day| weekdays.get_mut(day)) {
            *open = true;
        } else {
            dates.push(month_and_day(word).ok_or_else(|| {
                format!("\"{word}\" is neither every, holidays, a weekday like sunday nor a date like 12-24")
            })?);
        }
    }
    match (weekdays.contains(&true), dates.is_empty()) {
        (true, true) => Ok(DaysRule::Weekdays(weekdays)),
        (false, false) => Ok(DaysRule::Dates(dates)),
        _ => Err("weekdays and dates need a surcharge each".to_owned()),
    }
}

fn month_and_day(word: &str) -> Option<(u32, u32)> {
    let (month, day) = word.split_once('-').filter(|(month, day)| month.len() == 2 && day.len() == 2)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year, so that 29 February can be written.
    chrono::NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
}

/// `[express]`: a lump sum for a request at short notice.
pub(super) fn express(root: &Section<'_, '_>) -> Option<Express> {
    let section = root.section("express")?;
    let under = hours_under(&section);
    if under.is_none() && !section.has("under_hours") {
        section.note("express needs under_hours");
    }
    let amount = section.required("amount", desk::amount);
    let because = because(&section);
    section.finish();
    Some(Express { under: under?, amount: amount?, because })
}

/// `under_hours`, and if they are working hours, between which times of day they run.
fn hours_under(section: &Section<'_, '_>) -> Option<Hours> {
    let minutes = section.optional("under_hours", desk::hours);
    let from = section.optional("working_from", desk::minute_of_day);
    let to = section.optional("working_to", desk::minute_of_day);
    let counted = match (from, to) {
        (None, None) => CountedHours::Clock,
        (Some(from_minute), Some(to_minute)) if from_minute < to_minute => {
            CountedHours::Working { from_minute, to_minute }
        }
        _ => {
            section.note("working hours need working_from and, after it, working_to");
            CountedHours::Clock
        }
    };
    Some(Hours { minutes: minutes?, counted })
}

const CLASSES: &[(&str, Class)] = &[("early", Class::Early), ("late", Class::Late)];

/// `[[cancellation]]`: rungs in the order in which they are tried; the last one has no condition.
pub(super) fn ladder(root: &Section<'_, '_>) -> Option<Ladder> {
    let sections = root.sections("cancellation");
    let mut rungs: Vec<Rung> = Vec::new();
    for section in &sections {
        let rung = Rung {
            class: section.required_choice("class", CLASSES).unwrap_or(Class::Late),
            when: notice(section),
            pays: pays(section),
            because: because(section),
        };
        section.finish();
        if rungs.last().is_some_and(|earlier| earlier.when.is_none()) {
            section.note("this rung is never reached: the one before it has no condition");
        }
        rungs.push(rung);
    }
    match rungs.pop() {
        Some(otherwise) if otherwise.when.is_none() => Some(Ladder { head: rungs, otherwise }),
        _ => {
            let reason = "the last [[cancellation]] must have no condition: it says what holds otherwise";
            sections.last().map_or_else(|| root.note(reason), |last| last.note(reason));
            None
        }
    }
}

fn notice(section: &Section<'_, '_>) -> Option<Notice> {
    let hours = hours_under(section).map(Notice::HoursUnder);
    let days = section.optional("within_days", desk::days).map(Notice::WithinDays);
    let days_before = section.optional("after_days_before", desk::days);
    let at = section.optional("after_time", desk::time_of_day);
    if section.has("after_days_before") != section.has("after_time") {
        section.note("after_days_before and after_time belong together");
    }
    let after = days_before.zip(at).map(|(days_before, at)| Notice::After { days_before, at });
    let said = [hours.is_some(), days.is_some(), after.is_some()];
    if said.into_iter().filter(|said| *said).count() > 1 {
        section.note("a rung has one condition: under_hours, within_days, or after_days_before with after_time");
    }
    hours.or(days).or(after)
}

fn pays(section: &Section<'_, '_>) -> CancellationPay {
    let pays = CancellationPay {
        percent: section.optional("percent", desk::share).unwrap_or_default(),
        most_minutes: section.optional("most_minutes", desk::minutes),
        travel_minutes: section.optional("travel_minutes", desk::minutes).unwrap_or(0),
        travel_percent: section.optional("travel_percent", desk::share).unwrap_or_default(),
        proven_loss: section.optional("proven_loss", desk::boolean).unwrap_or(false),
    };
    if pays.proven_loss && !pays.percent.is_zero() {
        section.note("either percent or proven_loss, not both");
    }
    pays
}

/// `[client_absent]`: `as_held = true`, or a share like a rung of the ladder.
pub(super) fn client_absent(root: &Section<'_, '_>) -> Option<Absence> {
    let Some(section) = root.section("client_absent") else {
        root.note("the section [client_absent] is missing");
        return None;
    };
    let as_held = section.optional("as_held", desk::boolean).unwrap_or(false);
    let absence = if as_held { Absence::AsHeld } else { Absence::Share(pays(&section), because(&section)) };
    section.finish();
    Some(absence)
}
