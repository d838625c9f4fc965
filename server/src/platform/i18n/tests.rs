#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Europe::Berlin;

use super::{Locale::*, *};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

#[test]
fn money_is_written_as_the_reader_writes_it() {
    for (cents, german, english) in [
        (0, "0,00 €", "€0.00"),
        (5, "0,05 €", "€0.05"),
        (10_720, "107,20 €", "€107.20"),
        (123_450, "1.234,50 €", "€1,234.50"),
        (123_456_789, "1.234.567,89 €", "€1,234,567.89"),
        (-1_200, "-12,00 €", "-€12.00"),
        (-7, "-0,07 €", "-€0.07"),
        (i64::MIN, "-92.233.720.368.547.758,08 €", "-€92,233,720,368,547,758.08"),
    ] {
        assert_eq!(money(De, cents), german);
        assert_eq!(money(En, cents), english);
    }
}

#[test]
fn numbers_and_shares() {
    for (value, german, english) in [(999, "999", "999"), (1_000, "1.000", "1,000"), (-20_000, "-20.000", "-20,000")] {
        assert_eq!(number(De, value), german);
        assert_eq!(number(En, value), english);
    }
    for (basis_points, german, english) in
        [(0, "0 %", "0%"), (10_000, "100 %", "100%"), (1_250, "12,5 %", "12.5%"), (5, "0,05 %", "0.05%")]
    {
        assert_eq!(percent(De, basis_points), german);
        assert_eq!(percent(En, basis_points), english);
    }
}

#[test]
fn durations() {
    for (given, german, english) in [
        (0, "0 Min.", "0 min"),
        (45, "45 Min.", "45 min"),
        (60, "1 Std.", "1 h"),
        (90, "1 Std. 30 Min.", "1 h 30 min"),
        (-30, "-30 Min.", "-30 min"),
    ] {
        assert_eq!(minutes(De, given), german);
        assert_eq!(minutes(En, given), english);
    }
}

#[test]
fn days() {
    let thursday = day("2027-03-04");
    assert_eq!(date_with_weekday(De, thursday), "Do., 04.03.2027");
    assert_eq!(date_with_weekday(En, thursday), "Thu, 4 Mar 2027");
    assert_eq!(date(De, thursday), "04.03.2027");
    assert_eq!(date(En, thursday), "4 Mar 2027");
    assert_eq!(date_in_words(De, thursday), "Donnerstag, 4. März 2027");
    assert_eq!(date_in_words(En, thursday), "Thursday, 4 March 2027");
    assert_eq!(month(De, thursday), "März 2027");
    assert_eq!(month(En, thursday), "March 2027");
    assert_eq!(date_with_weekday(De, day("2026-12-27")), "So., 27.12.2026");
}

#[test]
fn appointments() {
    for (from, to, german, english) in [
        ("2027-03-04 14:00", "2027-03-04 15:30", "Do., 04.03.2027, 14:00–15:30 Uhr", "Thu, 4 Mar 2027, 14:00–15:30"),
        ("2027-03-04 22:00", "2027-03-05 00:00", "Do., 04.03.2027, 22:00–24:00 Uhr", "Thu, 4 Mar 2027, 22:00–24:00"),
        (
            "2027-03-04 22:00",
            "2027-03-05 01:00",
            "Do., 04.03.2027, 22:00 Uhr – Fr., 05.03.2027, 01:00 Uhr",
            "Thu, 4 Mar 2027, 22:00 – Fri, 5 Mar 2027, 01:00",
        ),
    ] {
        assert_eq!(slot(De, at(from), at(to)), german);
        assert_eq!(slot(En, at(from), at(to)), english);
    }
    assert_eq!(time(De, at("2027-03-04 09:05")), "09:05 Uhr");
    assert_eq!(moment(En, at("2027-03-04 09:05")), "Thu, 4 Mar 2027, 09:05");
}

/// On 25 October 2026 the clock shows 02:30 twice; the zone tells which of the two is meant.
#[test]
fn an_hour_that_happens_twice_says_which() {
    let twice = Berlin.from_local_datetime(&at("2026-10-25 02:30"));
    let (first, second) = (twice.earliest().unwrap(), twice.latest().unwrap());
    assert_eq!(time(De, first), "02:30 Uhr (MESZ)");
    assert_eq!(time(De, second), "02:30 Uhr (MEZ)");
    assert_eq!(time(En, first), "02:30 (CEST)");
    assert_eq!(slot(De, first, second), "So., 25.10.2026, 02:30 (MESZ)–02:30 Uhr (MEZ)");
    assert_eq!(time(En, second.to_utc()), "02:30 (CET)", "an instant is shown as Berlin's clocks show it");
    assert_eq!(date_with_weekday(De, at("2026-12-31 23:30").and_utc()), "Fr., 01.01.2027");
    let once = Berlin.from_local_datetime(&at("2026-10-25 03:30")).unwrap();
    assert_eq!(time(De, once), "03:30 Uhr");
}

#[test]
fn the_reader_chooses_the_language_and_the_browser_proposes_it() {
    for (cookie, accept, expected) in [
        (None, None, De),
        (Some("en"), Some("de"), En),
        (Some("de"), Some("en"), De),
        (Some("fr"), Some("en-US,en;q=0.9"), En),
        (None, Some("en"), En),
        (None, Some("EN-gb"), En),
        (None, Some("fr, en;q=0.4, de;q=0.8"), De),
        (None, Some("fr-FR, en;q=0.4"), En),
        (None, Some("en;q=0, fr"), De),
        (None, Some("en;q=none, de"), De),
        (None, Some("*"), De),
        (None, Some(""), De),
    ] {
        assert_eq!(Locale::negotiate(cookie, accept), expected, "{cookie:?} {accept:?}");
    }
}

#[test]
fn texts_are_filled_in_without_marks() {
    assert_eq!(t(De, "page-logout"), "Abmelden");
    assert_eq!(t(En, "page-logout"), "Sign out");
    assert_eq!(t_args(De, "page-form-errors", &[("count", 1.into())]), "Bitte prüfen Sie eine Angabe");
    assert_eq!(t_args(De, "page-form-errors", &[("count", 3.into())]), "Bitte prüfen Sie 3 Angaben");
    assert_eq!(t_args(En, "page-list-page", &[("page", 4.into())]), "Page 4");
    assert_eq!(t(De, "nothing-like-that"), "nothing-like-that");
}

/// Key → names of its values, of every file of a locale; and what is wrong with the files themselves.
fn messages(locale: Locale) -> (BTreeMap<String, BTreeSet<String>>, Vec<String>) {
    let (mut keys, mut wrong) = (BTreeMap::new(), Vec::new());
    let folder = web().join("locales").join(locale.code());
    for file in files(&folder, "ftl") {
        let slice = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut current = None;
        for line in fs::read_to_string(&file).unwrap().lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| is_key(key)) {
                // A refusal's key is made of its code, which programs see too; it stands with the slice that refuses.
                if !key.starts_with(&format!("{slice}-")) && !key.starts_with("refusal-") {
                    wrong.push(format!("{}/{slice}.ftl: {key} does not begin with {slice}-", locale.code()));
                }
                if keys.insert(key.to_owned(), BTreeSet::new()).is_some() {
                    wrong.push(format!("{}/{slice}.ftl: {key} stands there twice", locale.code()));
                }
                current = Some(key.to_owned());
            }
            let names = line.split('$').skip(1).map(|rest| rest.split(|c: char| !is_word(c)).next().unwrap());
            if let Some(values) = current.as_ref().and_then(|key| keys.get_mut(key)) {
                values.extend(names.map(str::to_owned));
            }
        }
    }
    (keys, wrong)
}

#[test]
fn both_languages_say_the_same_things() {
    let ((german, mut wrong), (english, more)) = (messages(De), messages(En));
    wrong.extend(more);
    for (key, values) in &german {
        match english.get(key) {
            None => wrong.push(format!("{key} is missing in English")),
            Some(others) if others != values => wrong.push(format!("{key} names {values:?} and {others:?}")),
            Some(_) => {}
        }
        for locale in Locale::ALL {
            if TEXTS.try_lookup_complete(locale.identifier(), key, Some(&HashMap::new())).is_none() && values.is_empty()
            {
                wrong.push(format!("{key} cannot be read in {}", locale.code()));
            }
        }
    }
    wrong.extend(
        english.keys().filter(|key| !german.contains_key(*key)).map(|key| format!("{key} is missing in German")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The calls whose first text is a key.
const CALLS: [&str; 11] = [
    "page.t(\"",
    "page.t1(\"",
    "page.t2(\"",
    "page.ta(\"",
    ".titled(\"",
    ".titled_with(\"",
    ".page(\"",
    "NavItem::new(\"",
    "Message::new(\"",
    "t(locale, \"",
    "t_args(locale, \"",
];

/// Every key that is written out in a template or in a call from Rust exists.
#[test]
fn every_key_that_is_used_exists() {
    let known = messages(De).0;
    let sources = files(&web().join("templates"), "html").into_iter().chain(files(&web().join("../server/src"), "rs"));
    let mut missing = Vec::new();
    for file in sources.filter(|file| !file.ends_with("tests.rs")) {
        let source = fs::read_to_string(&file).unwrap();
        let product = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines: Vec<&str> = product.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let source = lines.join("\n");
        for call in CALLS {
            for rest in source.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                if !known.contains_key(key) {
                    missing.push(format!("{}: {key}", file.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Every code that a refusal can have has its sentence.
#[test]
fn every_refusal_has_its_sentence() {
    let known = messages(De).0;
    let mut missing = Vec::new();
    for file in files(&web().join("../server/src"), "rs").iter().filter(|file| !file.ends_with("tests.rs")) {
        let source = fs::read_to_string(file).unwrap();
        let product = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for refusal in product.split("impl Refusal for ").skip(1).filter(|refusal| !refusal.starts_with("Box<")) {
            let code = refusal.split("fn code(&self)").nth(1).and_then(|body| body.split("\n    }").next());
            for code in code.unwrap_or_default().split('"').skip(1).step_by(2) {
                if !known.contains_key(&format!("refusal-{code}")) {
                    missing.push(format!("{}: refusal-{code}", file.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

fn web() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web")
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_word)
}
