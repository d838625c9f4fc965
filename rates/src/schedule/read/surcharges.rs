//! The surcharges of a schedule file.

use rust_decimal::Decimal;

use super::{
    because,
    desk::{self, Section, say},
    spelling,
};
use crate::{
    price::MOST_WINDOWS,
    schedule::{DaysRule, Split, Surcharge, SurchargePay, Surcharges},
    text::Bilingual,
};

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
        None => root.note(say(
            "[surcharges] mit split und overlap fehlt, obwohl es Zuschläge gibt.",
            "[surcharges] with split and overlap is missing, but there are surcharges",
        )),
    }
    if sections.len() > MOST_WINDOWS {
        root.note(say(
            format!("Es sind mehr als {MOST_WINDOWS} Zuschläge."),
            format!("there are more than {MOST_WINDOWS} surcharges"),
        ));
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
    if section.has("from") && from_minute == to_minute {
        section.note_at(
            "to",
            say(
                "Das Zeitfenster endet, wo es beginnt; für den ganzen Tag lassen Sie from und to weg.",
                "the window ends where it begins; for the whole day leave out from and to",
            ),
        );
    }
    let pay = pay(section);
    let because = because(section);
    Some(Surcharge {
        rule: format!("surcharge.{}", name?),
        days: days?,
        from_minute: from_minute % 1440,
        to_minute,
        pay: pay?,
        group,
        because,
    })
}

/// `percent` or `flat`.
pub(super) fn pay(section: &Section<'_, '_>) -> Option<SurchargePay> {
    let percent = section.optional("percent", desk::percent).map(SurchargePay::Percent);
    let flat = section.optional("flat", desk::amount).map(SurchargePay::Flat);
    if section.has("percent") == section.has("flat") {
        section.note(say(
            "Ein Zuschlag ist entweder percent oder flat: genau eines davon.",
            "a surcharge is either percent or flat: say exactly one of them",
        ));
    }
    percent.or(flat)
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `"every"`, `"holidays"`, weekdays such as `["saturday", "sunday"]`, or dates such as `["12-24", "12-31"]`.
fn days_rule(value: &toml::de::DeValue<'_>) -> Result<DaysRule, Bilingual> {
    let words = desk::words(value)?;
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["every"] => return Ok(DaysRule::Every),
        ["holidays"] => return Ok(DaysRule::Holidays),
        [] => return Err(say("ist eine leere Liste", "is an empty list")),
        _ => {}
    }
    let mut weekdays = [false; 7];
    let mut dates = Vec::new();
    for word in &words {
        if let Some(open) = WEEKDAYS.iter().position(|name| name == word).and_then(|day| weekdays.get_mut(day)) {
            *open = true;
        } else {
            dates.push(month_and_day(word).ok_or_else(|| {
                let known = ["every", "holidays"].into_iter().chain(WEEKDAYS);
                let (de, en) = spelling::hint(word, known);
                say(
                    format!(
                        "\"{word}\" ist weder every noch holidays, kein Wochentag wie sunday und kein Tag wie 12-24{de}"
                    ),
                    format!("\"{word}\" is neither every, holidays, a weekday like sunday nor a date like 12-24{en}"),
                )
            })?);
        }
    }
    match (weekdays.contains(&true), dates.is_empty()) {
        (true, true) => Ok(DaysRule::Weekdays(weekdays)),
        (false, false) => Ok(DaysRule::Dates(dates)),
        _ => Err(say(
            "Wochentage und Kalendertage brauchen je einen eigenen Zuschlag",
            "weekdays and dates need a surcharge each",
        )),
    }
}

fn month_and_day(word: &str) -> Option<(u32, u32)> {
    let (month, day) = word.split_once('-').filter(|(month, day)| month.len() == 2 && day.len() == 2)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year, so that 29 February can be written.
    chrono::NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
}
