//! Every letter as a person reads it, in both languages: golden files in `golden/`, rewritten with `UPDATE_GOLDEN=1`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{
    Composed, Letter,
    compose::{Links, compose},
};
use crate::{
    booking::facts::{AssignmentFacts, Delivery, OfferFacts},
    kernel::{
        ids::{AssignmentId, BookingRequestId, InterpreterId, OfferId, OfficeId},
        money::Cents,
        time::{CivilSlot, Fold},
    },
    platform::i18n::Locale,
};
use std::path::PathBuf;
use uuid::Uuid;

const ADDRESS: &str = "Wilhelmstraße 3, 70182 Stuttgart";
const FILE_REFERENCE: &str = "JA-4711/27";
const SITE: &str = "https://dolmetschen.city.example";

/// Monday 1 March 2027: the youth office needs Arabic for a parents' talk on Thursday.
fn session() -> AssignmentFacts {
    let time = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    AssignmentFacts {
        assignment: AssignmentId(Uuid::from_u128(7)),
        request: BookingRequestId(Uuid::from_u128(8)),
        reference: "2027-000123".to_owned(),
        office: OfficeId(Uuid::from_u128(9)),
        office_name_de: "Jugendamt".to_owned(),
        office_name_en: "Youth Welfare Office".to_owned(),
        requested_by: None,
        file_reference: Some(FILE_REFERENCE.to_owned()),
        language: "ar".to_owned(),
        topic_de: "Elterngespräch".to_owned(),
        topic_en: "Parents' talk".to_owned(),
        slot: CivilSlot::agree("2027-03-04".parse().unwrap(), time("14:00"), time("15:30"), Fold::Unsaid).unwrap(),
        delivery: Delivery::OnSite,
        address: ADDRESS.to_owned(),
        district: Some("Mitte".to_owned()),
        remark: "Bitte am Empfang melden,\nZimmer 2.14.".to_owned(),
        status: "filled".to_owned(),
        interpreter: None,
        estimate: Cents(9_000),
        schedule_id: "stuttgart-2022".to_owned(),
        version: 3,
        updated_at: "2027-03-01T08:00:00Z".parse().unwrap(),
    }
}

fn digest() -> Letter {
    let by_phone = AssignmentFacts {
        language: "ti".to_owned(),
        delivery: Delivery::Phone,
        district: None,
        address: String::new(),
        ..session()
    };
    Letter::OfferDigest(vec![offered(session()), offered(by_phone)])
}

fn offer(assignment: AssignmentFacts) -> Letter {
    Letter::Offer(Box::new(offered(assignment)))
}

fn offered(assignment: AssignmentFacts) -> OfferFacts {
    OfferFacts {
        offer: OfferId(Uuid::from_u128(10)),
        assignment,
        interpreter: InterpreterId(Uuid::from_u128(11)),
        status: "open".to_owned(),
        sent_at: "2027-03-01T08:00:00Z".parse().unwrap(),
        expires_at: "2027-03-01T15:00:00Z".parse().unwrap(),
        expected_fee: Cents(9_000),
        schedule_id: "stuttgart-2022".to_owned(),
    }
}

/// Who reads a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reader {
    Anybody,
    Interpreter,
    /// An interpreter who has not accepted, or not been accepted.
    InterpreterBeforeAcceptance,
    Office,
}

/// Every letter there is.
fn all() -> Vec<(Reader, Letter)> {
    let facts = || Box::new(session());
    vec![
        (Reader::Anybody, Letter::Invitation),
        (Reader::Anybody, Letter::PasswordReset),
        (Reader::InterpreterBeforeAcceptance, offer(session())),
        (Reader::InterpreterBeforeAcceptance, digest()),
        (Reader::Interpreter, Letter::JobAccepted(facts())),
        (Reader::InterpreterBeforeAcceptance, Letter::OfferFilled(facts())),
        (Reader::InterpreterBeforeAcceptance, Letter::OfferExpired(facts())),
        (Reader::InterpreterBeforeAcceptance, Letter::OfferWithdrawn(facts())),
        (Reader::Office, Letter::RequestFilled(facts())),
        (Reader::Office, Letter::InterpreterDroppedOut(facts())),
        (Reader::Office, Letter::RequestUnfilled(facts())),
        (Reader::Anybody, Letter::SearchExhausted(facts())),
        (Reader::Office, Letter::BudgetExhausted(facts())),
        (
            Reader::Office,
            Letter::BudgetMark {
                line: "Dolmetschen Jugendhilfe".to_owned(),
                year: 2027,
                percent: 90,
                granted: Cents(2_000_000),
                available: Cents(187_550),
            },
        ),
        (Reader::Interpreter, Letter::JobCancelled(facts())),
        (Reader::Interpreter, Letter::JobChanged(facts())),
        (Reader::Office, Letter::TimesheetToConfirm(facts())),
        (Reader::Interpreter, Letter::TimesheetDisputed(facts())),
        (Reader::Interpreter, Letter::DocumentIssued { reference: "GS-2027-000042".to_owned(), gross: Cents(123_450) }),
        (
            Reader::Interpreter,
            Letter::DocumentPaid {
                reference: "GS-2027-000042".to_owned(),
                amount: Cents(123_450),
                paid_on: "2027-04-15".parse().unwrap(),
            },
        ),
    ]
}

fn written(letter: &Letter, locale: Locale) -> Composed {
    let choice = matches!(letter, Letter::Offer(_));
    let links = Links {
        main: Some(format!("{SITE}/somewhere")),
        second: choice.then(|| format!("{SITE}/somewhere?answer=no")),
    };
    compose(letter, "Amal Haddad", "Musterstadt", &links, locale)
}

fn each() -> impl Iterator<Item = (Reader, Letter, Locale, Composed)> {
    all().into_iter().flat_map(|(reader, letter)| {
        Locale::ALL.map(|locale| {
            let composed = written(&letter, locale);
            (reader, letter.clone(), locale, composed)
        })
    })
}

#[test]
fn each_letter_reads_as_its_golden_file_says() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/mail/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut different = Vec::new();
    for (_, letter, locale, composed) in each() {
        let file = folder.join(format!("{}.{}.txt", letter.kind(), locale.code()));
        let text = format!("Subject: {}\n\n{}", composed.subject, composed.text);
        if update {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        if std::fs::read_to_string(&file).unwrap_or_default() != text {
            different.push(format!("{}:\n{text}", file.display()));
        }
    }
    assert!(different.is_empty(), "UPDATE_GOLDEN=1 rewrites them\n{}", different.join("\n"));
}

#[test]
fn every_text_has_a_letter_and_no_golden_file_is_left_over() {
    let kinds: Vec<&str> = all().iter().map(|(_, letter)| letter.kind()).collect();
    for texts in [include_str!("../../../web/locales/de/mail.ftl"), include_str!("../../../web/locales/en/mail.ftl")] {
        let mut keys: Vec<&str> = texts
            .lines()
            .filter_map(|line| line.split_once(" =")?.0.strip_prefix("mail-")?.strip_suffix("-text"))
            .collect();
        let mut wanted = kinds.clone();
        keys.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(keys, wanted);
    }
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/mail/golden");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), kinds.len() * Locale::ALL.len());
}

#[test]
fn no_letter_carries_a_file_reference() {
    // Offices know theirs; a mail leaves the house unencrypted.
    for (_, letter, _, composed) in each() {
        for text in [&composed.subject, &composed.text, &composed.html] {
            assert!(!text.contains(FILE_REFERENCE), "{}", letter.kind());
        }
    }
}

#[test]
fn the_address_comes_after_acceptance() {
    for (reader, letter, _, composed) in each() {
        let told = matches!(letter, Letter::JobAccepted(_) | Letter::JobChanged(_));
        for text in [&composed.text, &composed.html] {
            assert_eq!(text.contains(ADDRESS), told, "{}", letter.kind());
            if reader == Reader::InterpreterBeforeAcceptance {
                assert!(!text.contains("Wilhelm") && !text.contains("2.14"), "{}", letter.kind());
            }
        }
    }
}

#[test]
fn every_word_is_said() {
    for (_, letter, locale, composed) in each() {
        for text in [&composed.subject, &composed.text, &composed.html] {
            assert!(!text.is_empty());
            assert!(!text.contains(['{', '}']), "{} {}: {text}", letter.kind(), locale.code());
            assert!(!text.contains("mail-") && !text.contains("$"), "{} {}: {text}", letter.kind(), locale.code());
        }
        assert!(!composed.text.contains("\n\n\n"), "{}: an empty place\n{}", letter.kind(), composed.text);
        assert!(!composed.text.lines().any(|line| line.ends_with(": ") || line.ends_with(' ') && line != "-- "));
    }
}

#[test]
fn german_is_formal_and_the_languages_do_not_mix() {
    for (_, letter, locale, composed) in each() {
        let words: Vec<&str> = composed.text.split(|letter: char| !letter.is_alphabetic()).collect();
        match locale {
            Locale::De => {
                assert!(words.contains(&"Sie"), "{}", letter.kind());
                for word in ["du", "dir", "dich", "dein", "deine", "Du", "Dein"] {
                    assert!(!words.contains(&word), "{}: {word}", letter.kind());
                }
                assert!(!words.contains(&"the"), "{}", letter.kind());
            }
            Locale::En => assert!(!words.contains(&"der") && !words.contains(&"Sie"), "{}", letter.kind()),
        }
    }
}

#[test]
fn a_session_without_a_remark_leaves_no_hole() {
    let quiet = AssignmentFacts { remark: " \n ".to_owned(), ..session() };
    for locale in Locale::ALL {
        for letter in [Letter::JobAccepted(Box::new(quiet.clone())), Letter::JobChanged(Box::new(quiet.clone()))] {
            let text = written(&letter, locale).text;
            assert!(!text.contains("\n\n\n"), "{text}");
            assert!(!text.contains("Hinweis") && !text.contains("Note"), "{text}");
        }
    }
}

#[test]
fn a_session_by_phone_names_no_place() {
    let call = AssignmentFacts { delivery: Delivery::Phone, district: None, address: String::new(), ..session() };
    let text = written(&offer(call), Locale::De).text;
    assert!(text.contains("Ort: telefonisch"), "{text}");
}

#[test]
fn what_an_office_writes_stays_text() {
    let marked = AssignmentFacts { remark: "<b>Zimmer 3</b> {$x}".to_owned(), ..session() };
    let composed = written(&Letter::JobAccepted(Box::new(marked)), Locale::De);
    assert!(composed.text.contains("Hinweis zum Einsatz: <b>Zimmer 3</b> {$x}"), "{}", composed.text);
    assert!(!composed.html.contains("<b>"), "{}", composed.html);
}
