//! The files of `tests/data` are read, and the broken ones are refused with the problems that stand beside them.

use std::fs;
use std::path::{Path, PathBuf};

use super::words::{Delivery, Employment, Gender, GenderWish, Level, Priority, VatKind};
use super::{budgets, interpreters, requests};
use crate::platform::i18n::Locale;
use crate::platform::table::Problem;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(data(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn interpreters_are_read_from_windows_1252() {
    let people = interpreters::read(&bytes("interpreters.csv")).unwrap();
    assert_eq!(people.len(), 25);
    let elif = &people[4];
    assert_eq!((elif.line, elif.number.as_str(), elif.last_name.as_str()), (6, "D-1005", "Yildiz"));
    assert_eq!(elif.district.unwrap().name(), "Möhringen");
    assert_eq!((elif.employment, elif.vat, elif.gender), (Employment::FullTime, VatKind::Standard, Gender::Female));
    assert!(elif.vat_id.as_deref().unwrap().starts_with("DE999") && elif.tax_number.is_none());
    assert_eq!(elif.availability.len(), 6, "Monday to Friday, and Saturday");
    assert_eq!(
        elif.training.as_ref().map(|each| (each.group, each.last_valid_on.to_string())),
        Some((1, "2026-09-30".to_owned()))
    );
    assert_eq!(elif.iban.as_ref().unwrap().len(), 22);
    let katrin = &people[24];
    assert_eq!((katrin.last_name.as_str(), katrin.street.as_str()), ("Weiß", "Amstetter Straße 18"));
    assert!(katrin.languages[0].language.is_signed() && katrin.languages[0].level == Level::C2);
    assert_eq!(katrin.deliveries, [Delivery::OnSite, Delivery::Video]);
    assert_eq!(people.iter().filter(|each| each.training.is_some()).count(), 11);
    assert_eq!(people.iter().filter(|each| !each.measles_protection).count(), 3);
}

#[test]
fn requests_are_read_from_a_german_export() {
    let wanted = requests::read(&bytes("requests.csv")).unwrap();
    assert_eq!(wanted.len(), 20);
    let dari = &wanted[1];
    assert_eq!((dari.line, dari.reference.as_str(), dari.office.as_str()), (3, "JA-2027-0102", "JA"));
    assert_eq!((dari.from.to_string(), dari.to.to_string()), ("09:00:00".to_owned(), "10:30:00".to_owned()));
    assert_eq!((dari.gender_wish, dari.priority), (GenderWish::Required(Gender::Female), Priority::Urgent));
    assert_eq!(dari.remark.as_deref(), Some("Gespräch zu dritt; der Raum ist im 2. Stock (Aufzug)."));
    assert_eq!(wanted[16].remark.as_deref(), Some("Er sagt: \"lieber am Telefon\"."));
    assert_eq!(wanted[19].remark.as_deref(), Some("Zwei Personen,\nbeide mit Termin."));
}

#[test]
fn requests_are_read_from_an_international_export() {
    let wanted = requests::read(&bytes("requests-iso.csv")).unwrap();
    let told: Vec<_> = wanted.iter().map(|each| (each.language.code(), each.on.to_string(), each.delivery)).collect();
    assert_eq!(
        told,
        [
            ("ar", "2027-03-19".to_owned(), Delivery::OnSite),
            ("uk", "2027-03-19".to_owned(), Delivery::Phone),
            ("fa", "2027-03-22".to_owned(), Delivery::Video),
            ("ti", "2027-03-23".to_owned(), Delivery::OnSite),
        ]
    );
    assert_eq!(wanted[3].remark.as_deref(), Some("Room \"Neckar\", second floor"));
}

#[test]
fn budgets_are_read_to_the_cent() {
    let lines = budgets::read(&bytes("budgets.csv")).unwrap();
    let told: Vec<_> =
        lines.iter().map(|each| (each.office.as_str(), each.appropriation_cents, each.warn_percent)).collect();
    assert_eq!(
        told,
        [
            ("JA", 3_800_000, 80),
            ("SVA", 2_400_000, 80),
            ("GA", 1_600_000, 85),
            ("SOA", 4_500_000, 80), // written 45.000 €; the other amounts of the column decide
            ("SOA", 1_500_000, 80),
            ("JC", 1_000_000, 90),
            ("IM", 10_000_000, 75),
        ]
    );
}

#[test]
fn every_broken_file_is_refused_with_the_problems_written_beside_it() {
    let mut files: Vec<PathBuf> = fs::read_dir(data("broken")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    assert_eq!(files.len(), 11);
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let content = fs::read(&file).unwrap();
        let problems = match name.split('-').next() {
            Some("interpreters") => interpreters::read(&content).unwrap_err(),
            Some("requests") => requests::read(&content).unwrap_err(),
            _ => budgets::read(&content).unwrap_err(),
        };
        let expected = fs::read_to_string(file.with_extension("txt")).unwrap_or_default();
        let expected: Vec<&str> = expected.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let told: Vec<String> = problems.iter().map(told).collect();
        assert_eq!(told, expected, "{name}");
        for problem in &problems {
            for locale in Locale::ALL {
                let sentence = problem.sentence(locale);
                assert!(
                    sentence.len() > 15 && !sentence.contains(problem.why.key) && !sentence.contains('$'),
                    "{sentence}"
                );
            }
        }
    }
}

/// `line | column | value | key of the sentence`
fn told(problem: &Problem) -> String {
    let column = problem.column.as_deref().unwrap_or("-");
    format!("{} | {} | {} | {}", problem.line, column, problem.value, problem.why.key)
}

#[test]
fn sentences_are_spoken_in_the_language_of_their_reader() {
    let problems = interpreters::read(&bytes("broken/interpreters.csv")).unwrap_err();
    let collective = problems.iter().find(|problem| problem.line == 8).unwrap();
    let plain = |sentence: String| sentence.replace(['\u{2068}', '\u{2069}'], "");
    assert_eq!(
        plain(collective.sentence(Locale::De)),
        "„Kurdisch“ umfasst mehrere Sprachen. Bitte entscheiden Sie sich für eine: Kurmanci, Sorani."
    );
    assert_eq!(
        plain(collective.sentence(Locale::En)),
        "“Kurdisch” covers several languages. Please choose one: Northern Kurdish, Central Kurdish."
    );
}
