//! Money, numbers, dates and times as the reader writes them.
//!
//! Money and numbers are joined with an ordinary blank; the style sheet keeps figures in tables on one line. Times are
//! written with 24 hours in both languages: an appointment read as half past two at night is a missed appointment.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike, Weekday};

use super::{Amount, Day, Locale, WallTime, Whole};
use crate::kernel::time::CivilSlot;

/// "1.234,50 €" or "€1,234.50"; a debt is "-12,00 €" or "-€12.00".
pub fn money(locale: Locale, amount: impl Amount) -> String {
    let cents = amount.cents();
    let (sign, euros, rest) = (sign(cents), grouped(locale, cents.unsigned_abs() / 100), cents.unsigned_abs() % 100);
    match locale {
        Locale::De => format!("{sign}{euros},{rest:02} €"),
        Locale::En => format!("{sign}€{euros}.{rest:02}"),
    }
}

/// "12.345" or "12,345".
pub fn number(locale: Locale, value: impl Whole) -> String {
    let value = value.whole();
    format!("{}{}", sign(value), grouped(locale, value.unsigned_abs()))
}

/// Hundredths as a decimal with two places at most: 150 is "1,5" or "1.5".
pub fn hundredths(locale: Locale, value: impl Whole) -> String {
    let value = value.whole();
    let (whole, rest) = (grouped(locale, value.unsigned_abs() / 100), value.unsigned_abs() % 100);
    let digits = format!("{rest:02}");
    let digits = digits.trim_end_matches('0');
    let point = if digits.is_empty() { "" } else { decimal_point(locale) };
    format!("{}{whole}{point}{digits}", sign(value))
}

/// A share in basis points: 1_250 is "12,5 %" or "12.5%".
pub fn percent(locale: Locale, basis_points: impl Whole) -> String {
    let share = hundredths(locale, basis_points);
    match locale {
        Locale::De => format!("{share} %"),
        Locale::En => format!("{share}%"),
    }
}

/// A duration in minutes: "45 Min.", "1 Std. 30 Min." or "45 min", "1 h 30 min".
pub fn minutes(locale: Locale, minutes: impl Whole) -> String {
    let minutes = minutes.whole();
    let (hour, minute) = match locale {
        Locale::De => ("Std.", "Min."),
        Locale::En => ("h", "min"),
    };
    let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
    let text = match (hours, rest) {
        (0, rest) => format!("{rest} {minute}"),
        (hours, 0) => format!("{hours} {hour}"),
        (hours, rest) => format!("{hours} {hour} {rest} {minute}"),
    };
    format!("{}{text}", sign(minutes))
}

/// "Do., 04.03.2027" or "Thu, 4 Mar 2027". The usual way to show a day: always with its weekday.
pub fn date_with_weekday(locale: Locale, day: impl Day) -> String {
    let day = day.civil_day();
    format!("{}, {}", short_weekday(locale, day.weekday()), date(locale, day))
}

/// "Donnerstag, 4. März 2027" or "Thursday, 4 March 2027", for headings and letters.
pub fn date_in_words(locale: Locale, day: impl Day) -> String {
    let day = day.civil_day();
    let dot = if locale == Locale::De { "." } else { "" };
    let (weekday, month) = (weekday(locale, day.weekday()), month_name(locale, day));
    format!("{weekday}, {}{dot} {month} {}", day.day(), day.year())
}

/// "04.03.2027" or "4 Mar 2027", without a weekday: for documents, validity and dates of birth, not for appointments.
pub fn date(locale: Locale, day: impl Day) -> String {
    let day = day.civil_day();
    match locale {
        Locale::De => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
        Locale::En => format!("{} {} {}", day.day(), short_month(day), day.year()),
    }
}

/// "März 2027" or "March 2027".
pub fn month(locale: Locale, day: impl Day) -> String {
    let day = day.civil_day();
    format!("{} {}", month_name(locale, day), day.year())
}

/// "14:00 Uhr" or "14:00". Where an hour happens twice, with the zone: "02:30 Uhr (MESZ)" or "02:30 (CEST)".
pub fn time(locale: Locale, moment: impl WallTime) -> String {
    format!("{}{}{}", clock(&moment), oclock(locale), zone(locale, &moment))
}

/// "Do., 04.03.2027, 14:00 Uhr" or "Thu, 4 Mar 2027, 14:00".
pub fn moment(locale: Locale, moment: impl Day + WallTime) -> String {
    format!("{}, {}", date_with_weekday(locale, &moment), time(locale, &moment))
}

/// An appointment: "Do., 04.03.2027, 14:00–15:30 Uhr" or "Thu, 4 Mar 2027, 14:00–15:30". One that ends on another day
/// names both days; midnight at the end still belongs to the day before and is written 24:00.
pub fn slot<T: Day + WallTime>(locale: Locale, from: T, to: T) -> String {
    let ends_at_midnight =
        to.wall() == NaiveTime::MIN && from.civil_day().checked_add_days(Days::new(1)) == Some(to.civil_day());
    if ends_at_midnight {
        return format!("{}, {}–24:00{}", date_with_weekday(locale, &from), clock(&from), oclock(locale));
    }
    if from.civil_day() != to.civil_day() {
        return format!("{} – {}", moment(locale, from), moment(locale, to));
    }
    let start = format!("{}{}", clock(&from), zone(locale, &from));
    format!("{}, {start}–{}", date_with_weekday(locale, &from), time(locale, &to))
}

/// An agreed appointment, as [`slot`].
pub fn appointment(locale: Locale, agreed: &CivilSlot) -> String {
    slot(locale, agreed.starts_at(), agreed.ends_at())
}

/// "Donnerstag" or "Thursday".
pub fn weekday(locale: Locale, weekday: Weekday) -> &'static str {
    let names = match locale {
        Locale::De => ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        Locale::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    };
    pick(&names, weekday.num_days_from_monday())
}

/// "Do." or "Thu".
pub fn short_weekday(locale: Locale, weekday: Weekday) -> &'static str {
    let names = match locale {
        Locale::De => ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
        Locale::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    pick(&names, weekday.num_days_from_monday())
}

fn month_name(locale: Locale, day: NaiveDate) -> &'static str {
    const GERMAN: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match locale {
        Locale::De => pick(&GERMAN, day.month0()),
        Locale::En => pick(&ENGLISH, day.month0()),
    }
}

fn short_month(day: NaiveDate) -> &'static str {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    pick(&names, day.month0())
}

fn pick(names: &[&'static str], index: u32) -> &'static str {
    usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

fn clock(moment: &impl WallTime) -> String {
    let wall = moment.wall();
    format!("{:02}:{:02}", wall.hour(), wall.minute())
}

fn oclock(locale: Locale) -> &'static str {
    if locale == Locale::De { " Uhr" } else { "" }
}

fn zone(locale: Locale, moment: &impl WallTime) -> String {
    match (locale, moment.which().as_deref()) {
        (_, None) => String::new(),
        (Locale::De, Some("CEST")) => " (MESZ)".to_owned(),
        (Locale::De, Some("CET")) => " (MEZ)".to_owned(),
        (_, Some(name)) => format!(" ({name})"),
    }
}

fn sign(value: i64) -> &'static str {
    if value < 0 { "-" } else { "" }
}

fn decimal_point(locale: Locale) -> &'static str {
    if locale == Locale::De { "," } else { "." }
}

fn grouped(locale: Locale, value: u64) -> String {
    let digits = value.to_string();
    let separator = if locale == Locale::De { '.' } else { ',' };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}
