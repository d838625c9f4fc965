//! Public holidays of the sixteen Länder and of the canton Basel-Landschaft, computed from the laws in force on the day.
//!
//! Each rule carries the years in which it holds; nothing is looked up, so there is no table to run out of.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Whose holidays count. Baden-Württemberg unless a schedule says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Land {
    /// Baden-Württemberg.
    #[default]
    BW,
    /// Bavaria. Assumption Day counts as in the communes with a Catholic majority.
    BY,
    /// Berlin.
    BE,
    /// Brandenburg.
    BB,
    /// Bremen.
    HB,
    /// Hamburg.
    HH,
    /// Hesse.
    HE,
    /// Mecklenburg-Western Pomerania.
    MV,
    /// Lower Saxony.
    NI,
    /// North Rhine-Westphalia.
    NW,
    /// Rhineland-Palatinate.
    RP,
    /// Saarland.
    SL,
    /// Saxony.
    SN,
    /// Saxony-Anhalt.
    ST,
    /// Schleswig-Holstein.
    SH,
    /// Thuringia.
    TH,
    /// The Swiss canton Basel-Landschaft (§ 1 of its law on days of rest).
    ChBl,
}

impl Land {
    /// All of them with their codes (ISO 3166-2 without `DE-`).
    pub const ALL: [(Land, &'static str); 17] = [
        (Land::BW, "BW"),
        (Land::BY, "BY"),
        (Land::BE, "BE"),
        (Land::BB, "BB"),
        (Land::HB, "HB"),
        (Land::HH, "HH"),
        (Land::HE, "HE"),
        (Land::MV, "MV"),
        (Land::NI, "NI"),
        (Land::NW, "NW"),
        (Land::RP, "RP"),
        (Land::SL, "SL"),
        (Land::SN, "SN"),
        (Land::ST, "ST"),
        (Land::SH, "SH"),
        (Land::TH, "TH"),
        (Land::ChBl, "CH-BL"),
    ];

    /// The Land of a code such as `BW`.
    pub fn of_code(code: &str) -> Option<Land> {
        Land::ALL.iter().find(|(_, known)| *known == code).map(|(land, _)| *land)
    }
}

/// Is this civil date a public holiday there? Plain Sundays are none.
#[doc(alias = "Feiertag")]
pub fn is_holiday(land: Land, date: NaiveDate) -> bool {
    holiday(land, date).is_some()
}

/// The holiday's German name, if the civil date is one there.
#[doc(alias = "gesetzlicher Feiertag")]
pub fn holiday(land: Land, date: NaiveDate) -> Option<&'static str> {
    if land == Land::ChBl { baselland(date) } else { fixed(land, date).or_else(|| moving(land, date)) }
}

/// A day on which offices work: Monday to Friday and no holiday.
#[doc(alias = "Werktag")]
pub fn is_working_day(land: Land, date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(land, date)
}

/// Holidays with a fixed date.
fn fixed(land: Land, date: NaiveDate) -> Option<&'static str> {
    use Land::*;
    let (year, month, day) = (date.year(), date.month(), date.day());
    let name = match (month, day) {
        (1, 1) => "Neujahr",
        (1, 6) if matches!(land, BW | BY | ST) => "Heilige Drei Könige",
        (3, 8) if land == BE && year >= 2019 => "Internationaler Frauentag",
        (3, 8) if land == MV && year >= 2023 => "Internationaler Frauentag",
        (5, 1) => "Tag der Arbeit",
        // 75 and 80 years of liberation, each declared for one year.
        (5, 8) if land == BE && matches!(year, 2020 | 2025) => "Tag der Befreiung",
        // A one-off: 75 years of the workers' uprising.
        (6, 17) if land == BE && year == 2028 => "Jahrestag des Aufstands in der DDR",
        (8, 15) if matches!(land, BY | SL) => "Mariä Himmelfahrt",
        (9, 20) if land == TH && year >= 2019 => "Weltkindertag",
        (10, 3) => "Tag der Deutschen Einheit",
        // 500 years of the Reformation: everywhere, once.
        (10, 31) if year == 2017 => "Reformationstag",
        (10, 31) if matches!(land, BB | MV | SN | ST | TH) => "Reformationstag",
        (10, 31) if matches!(land, HB | HH | NI | SH) && year >= 2018 => "Reformationstag",
        (11, 1) if matches!(land, BW | BY | NW | RP | SL) => "Allerheiligen",
        (12, 25) => "Erster Weihnachtstag",
        (12, 26) => "Zweiter Weihnachtstag",
        _ => return None,
    };
    Some(name)
}

/// Holidays that move with Easter, and Saxony's day of repentance.
fn moving(land: Land, date: NaiveDate) -> Option<&'static str> {
    use Land::*;
    let name = match days_after_easter(date) {
        -2 => "Karfreitag",
        // Sundays both; as holidays only Brandenburg names them.
        0 if land == BB => "Ostersonntag",
        1 => "Ostermontag",
        39 => "Christi Himmelfahrt",
        49 if land == BB => "Pfingstsonntag",
        50 => "Pfingstmontag",
        60 if matches!(land, BW | BY | HE | NW | RP | SL) => "Fronleichnam",
        _ if land == SN && is_repentance_day(date) => "Buß- und Bettag",
        _ => return None,
    };
    Some(name)
}

/// The Wednesday before 23 November.
fn is_repentance_day(date: NaiveDate) -> bool {
    date.month() == 11 && (16..=22).contains(&date.day()) && date.weekday() == Weekday::Wed
}

/// The canton's public holidays.
fn baselland(date: NaiveDate) -> Option<&'static str> {
    let name = match (date.month(), date.day()) {
        (1, 1) => "Neujahr",
        (5, 1) => "Tag der Arbeit",
        (8, 1) => "Bundesfeier",
        (12, 25) => "Weihnachten",
        (12, 26) => "Stephanstag",
        _ => match days_after_easter(date) {
            -2 => "Karfreitag",
            1 => "Ostermontag",
            39 => "Auffahrt",
            50 => "Pfingstmontag",
            _ => return None,
        },
    };
    Some(name)
}

/// Days from Easter Sunday of the same year to `date`; negative before it.
fn days_after_easter(date: NaiveDate) -> i64 {
    (date - easter_sunday(date.year())).num_days()
}

/// Easter Sunday of a Gregorian year (the anonymous method printed in Nature, 1876).
pub fn easter_sunday(year: i32) -> NaiveDate {
    let century = year.div_euclid(100);
    let golden = year.rem_euclid(19);
    let leaps = century / 4;
    let moon = (century + 8) / 25;
    let correction = (century - moon + 1) / 3;
    let epact = (19 * golden + century - leaps - correction + 15).rem_euclid(30);
    let short = year.rem_euclid(100);
    let weekday = (32 + 2 * (century % 4) + 2 * (short / 4) - epact - short % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114; // 31 is added per month, day counts from zero
    let march_first = NaiveDate::from_ymd_opt(year, 3, 1).unwrap_or_default();
    let day_number = i64::from((days / 31 - 3) * 31 + days % 31);
    march_first.checked_add_days(Days::new(day_number.unsigned_abs())).unwrap_or(march_first)
}
