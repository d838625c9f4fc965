//! Cells as people write them: dates, times, numbers, yes and no, choices and free text.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::Why;
use super::why::is_direction_override;
use crate::kernel::spelling::{fold, resembles};

/// A civil date: `04.03.2027`, `4.3.2027`, `2027-03-04`, also with a time of midnight behind it as databases export it.
///
/// # Errors
/// Two-digit years, `03/04/2027` (which may be March or April), days that don't exist, years before 1900 or after 2199.
pub fn date(text: &str) -> Result<NaiveDate, Why> {
    let day = ["T00:00:00", " 00:00:00", " 00:00"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let parts: Vec<&str> = day.split(['.', '-']).map(str::trim).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if day_is_iso(text) => (*year, *month, *day),
        [day, month, year] if text.contains('.') && !text.contains('-') => (*year, *month, *day),
        _ => return Err(Why::of("table-date-form")),
    };
    if year.len() != 4 {
        return Err(Why::of(if year.len() == 2 { "table-date-short-year" } else { "table-date-form" }));
    }
    let number = |part: &str, digits: usize| -> Result<u32, Why> {
        let plain = (1..=digits).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten().ok_or_else(|| Why::of("table-date-form"))
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|date| (1900..2200).contains(&date.year()))
        .ok_or_else(|| Why::of("table-date-impossible"))
}

fn day_is_iso(text: &str) -> bool {
    let shape = text.as_bytes();
    shape.len() >= 10 && shape.get(4) == Some(&b'-') && shape.get(7) == Some(&b'-')
}

/// A civil time: `14:00`, `14.00`, `8:30`, `14:00:00`, `14 Uhr`, `14.30 Uhr`.
///
/// # Errors
/// A bare `14` or `1400`, `2 pm`, `24:00`, seconds other than none.
pub fn time(text: &str) -> Result<NaiveTime, Why> {
    let malformed = || Why::of("table-time-form");
    let lower = text.to_lowercase();
    let (clock, by_the_hour) = match lower.strip_suffix("uhr") {
        Some(clock) => (clock.trim(), true),
        None => (lower.as_str(), false),
    };
    let parts: Vec<&str> = clock.split([':', '.']).collect();
    let (hour, minute) = match parts.as_slice() {
        [hour] if by_the_hour => (*hour, "00"),
        [hour, minute] | [hour, minute, "00"] => (*hour, *minute),
        _ => return Err(malformed()),
    };
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) || minute.len() != 2 {
        return Err(malformed());
    }
    let (hour, minute) = (hour.parse().map_err(|_| malformed())?, minute.parse().map_err(|_| malformed())?);
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(|| Why::of("table-time-impossible"))
}

/// A whole number within bounds, without separators.
pub fn whole(min: i64, max: i64) -> impl Fn(&str) -> Result<i64, Why> {
    move |text| {
        let number: i64 = text.parse().map_err(|_| Why::of("table-number-form"))?;
        let why = || Why::of("table-number-range").number("min", min).number("max", max);
        if (min..=max).contains(&number) { Ok(number) } else { Err(why()) }
    }
}

/// `ja`, `nein`, `x`, `-`, `yes`, `no`, `wahr`, `falsch`, `true`, `false`, `j`, `n`, `y`, `1`, `0`, in any case.
pub fn yes_or_no(text: &str) -> Result<bool, Why> {
    match text.to_lowercase().as_str() {
        "ja" | "j" | "x" | "yes" | "y" | "wahr" | "true" | "1" => Ok(true),
        "nein" | "n" | "-" | "–" | "no" | "falsch" | "false" | "0" => Ok(false),
        _ => Err(Why::of("table-boolean-form")),
    }
}

/// One of a few values, each under its names. The first name of each is offered where the cell names none of them.
pub fn choice<T: Copy>(choices: &'static [(T, &'static [&'static str])]) -> impl Fn(&str) -> Result<T, Why> {
    move |text| {
        let folded = fold(text);
        let known = choices.iter().find(|(_, names)| names.iter().any(|name| fold(name) == folded));
        known.map(|(value, _)| *value).ok_or_else(|| {
            let first_names: Vec<&str> = choices.iter().filter_map(|(_, names)| names.first().copied()).collect();
            let names = choices.iter().flat_map(|(_, names)| names.iter());
            let near = names.filter_map(|name| resembles(&folded, &fold(name)).map(|slips| (slips, *name))).min();
            let key = if near.is_some() { "table-choice-suggestion" } else { "table-choice" };
            let why = Why::of(key).text("choices", first_names.join(", "));
            near.into_iter().fold(why, |why, (_, name)| why.text("suggestion", name))
        })
    }
}

/// Several values separated by `|`; the first that is refused refuses the cell.
pub fn many<T, E: Into<Why>>(parse: impl Fn(&str) -> Result<T, E>) -> impl Fn(&str) -> Result<Vec<T>, Why> {
    move |text| text.split('|').map(|part| parse(part.trim()).map_err(Into::into)).collect()
}

/// Free text of at most `max` characters. Line breaks and tabs may stand in it, other control characters may not, nor
/// marks that turn the writing direction; markup is text like any other.
pub fn text(max: usize) -> impl Fn(&str) -> Result<String, Why> {
    move |text| {
        let forbidden =
            |letter: char| (letter.is_control() && !matches!(letter, '\n' | '\t')) || is_direction_override(letter);
        if text.chars().any(forbidden) {
            return Err(Why::of("table-control-character"));
        }
        if text.chars().nth(max).is_some() {
            return Err(Why::of("table-text-too-long").number("max", max));
        }
        Ok(text.to_owned())
    }
}
