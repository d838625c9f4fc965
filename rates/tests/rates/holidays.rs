//! Holidays against tables written by hand from the laws of the Länder and printed calendars.

use chrono::{Datelike, NaiveDate};
use rates::holidays::{Land, easter_sunday, holiday, is_holiday, is_working_day};

/// Easter Sunday of each year as printed in calendars.
const EASTER: [(i32, u32, u32); 23] = [
    (2013, 3, 31),
    (2014, 4, 20),
    (2015, 4, 5),
    (2016, 3, 27),
    (2017, 4, 16),
    (2018, 4, 1),
    (2019, 4, 21),
    (2020, 4, 12),
    (2021, 4, 4),
    (2022, 4, 17),
    (2023, 4, 9),
    (2024, 3, 31),
    (2025, 4, 20),
    (2026, 4, 5),
    (2027, 3, 28),
    (2028, 4, 16),
    (2029, 4, 1),
    (2030, 4, 21),
    (2031, 4, 13),
    (2032, 3, 28),
    (2033, 4, 17),
    (2034, 4, 9),
    (2035, 3, 25),
];

/// All holidays of one year, one row a Land; `E` is Brandenburg's Easter and Whit Sunday.
const YEAR_2026: [(&str, &str); 17] = [
    ("BW", "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26"),
    ("BY", "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26"),
    ("BE", "01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26"),
    ("BB", "01-01 04-03 04-05 04-06 05-01 05-14 05-24 05-25 10-03 10-31 12-25 12-26"),
    ("HB", "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
    ("HH", "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
    ("HE", "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26"),
    ("MV", "01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
    ("NI", "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
    ("NW", "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26"),
    ("RP", "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26"),
    ("SL", "01-01 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26"),
    ("SN", "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26"),
    ("ST", "01-01 01-06 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
    ("SH", "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
    ("TH", "01-01 04-03 04-06 05-01 05-14 05-25 09-20 10-03 10-31 12-25 12-26"),
    ("CH-BL", "01-01 04-03 04-06 05-01 05-14 05-25 08-01 12-25 12-26"),
];

/// How many holidays each Land has in each year, 2013 to 2035. It changes where a law changed; and where two fall on one
/// day (Ascension on 1 May in 2008, not in these years) there would be one less.
const COUNTS: [(&str, &[(i32, usize)]); 16] = [
    ("BW", &[(2013, 12), (2017, 13), (2018, 12)]),
    ("BY", &[(2013, 13), (2017, 14), (2018, 13)]),
    (
        "BE",
        &[
            (2013, 9),
            (2017, 10),
            (2018, 9),
            (2019, 10),
            (2020, 11),
            (2021, 10),
            (2025, 11),
            (2026, 10),
            (2028, 11),
            (2029, 10),
        ],
    ),
    ("BB", &[(2013, 12)]),
    ("HB", &[(2013, 9), (2017, 10)]),
    ("HH", &[(2013, 9), (2017, 10)]),
    ("HE", &[(2013, 10), (2017, 11), (2018, 10)]),
    ("MV", &[(2013, 10), (2023, 11)]),
    ("NI", &[(2013, 9), (2017, 10)]),
    ("NW", &[(2013, 11), (2017, 12), (2018, 11)]),
    ("RP", &[(2013, 11), (2017, 12), (2018, 11)]),
    ("SL", &[(2013, 12), (2017, 13), (2018, 12)]),
    ("SN", &[(2013, 11)]),
    ("ST", &[(2013, 11)]),
    ("SH", &[(2013, 9), (2017, 10)]),
    ("TH", &[(2013, 10), (2019, 11)]),
];

/// Days on which something changed or is often taken for granted.
const SINGLE_DAYS: [(&str, &str, bool); 24] = [
    ("BW", "2027-01-06", true),
    ("HE", "2027-01-06", false),
    ("BW", "2017-10-31", true),
    ("BW", "2018-10-31", false),
    ("HH", "2016-10-31", false),
    ("HH", "2018-10-31", true),
    ("SN", "2014-10-31", true),
    ("BE", "2018-03-08", false),
    ("BE", "2019-03-08", true),
    ("MV", "2022-03-08", false),
    ("MV", "2023-03-08", true),
    ("TH", "2018-09-20", false),
    ("TH", "2019-09-20", true),
    ("BE", "2020-05-08", true),
    ("BE", "2021-05-08", false),
    ("BE", "2025-05-08", true),
    ("BB", "2025-05-08", false),
    ("SN", "2013-11-20", true),
    ("SN", "2027-11-17", true),
    ("BY", "2027-11-17", false),
    ("BW", "2035-05-24", true), // Corpus Christi
    ("SN", "2035-05-24", false),
    ("BW", "2027-03-29", true), // Easter Monday
    ("BW", "2027-12-24", false),
];

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take_while(move |day| day.year() == year)
}

#[test]
fn easter_falls_where_calendars_print_it() {
    for (year, month, day) in EASTER {
        assert_eq!(easter_sunday(year), NaiveDate::from_ymd_opt(year, month, day).unwrap());
    }
}

#[test]
fn the_year_2026_is_complete() {
    for (code, expected) in YEAR_2026 {
        let land = Land::of_code(code).unwrap();
        let found: Vec<String> =
            days_of(2026).filter(|day| is_holiday(land, *day)).map(|day| day.format("%m-%d").to_string()).collect();
        assert_eq!(found.join(" "), expected, "{code}");
    }
}

#[test]
fn each_year_has_as_many_as_the_law_of_that_year_says() {
    for (code, changes) in COUNTS {
        let land = Land::of_code(code).unwrap();
        for year in 2013..=2035 {
            let (_, expected) = changes.iter().rev().find(|(from, _)| *from <= year).unwrap();
            let found = days_of(year).filter(|day| is_holiday(land, *day)).count();
            assert_eq!(found, *expected, "{code} {year}");
        }
    }
}

#[test]
fn changes_of_law_take_effect_in_their_year() {
    for (code, day, expected) in SINGLE_DAYS {
        assert_eq!(is_holiday(Land::of_code(code).unwrap(), date(day)), expected, "{code} {day}");
    }
}

#[test]
fn holidays_have_names_and_offices_rest_on_them() {
    assert_eq!(holiday(Land::BW, date("2026-06-04")), Some("Fronleichnam"));
    assert_eq!(holiday(Land::SN, date("2026-11-18")), Some("Buß- und Bettag"));
    assert!(!is_working_day(Land::BW, date("2026-06-04")));
    assert!(is_working_day(Land::BE, date("2026-06-04")));
    assert!(!is_working_day(Land::BE, date("2026-06-06")), "a Saturday");
    assert_eq!(Land::default(), Land::BW);
    assert_eq!(Land::of_code("XX"), None);
}
