#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{
    commands::{InterpreterDetails, NewCredential, record_credential, register_interpreter, set_active},
    facts::CredentialKind,
    *,
};
use crate::{
    identity::{Permit, policy::ManagePool, testing::fresh_db},
    kernel::{actor::Actor, clock::Instant},
    platform::db::Db,
};
use chrono::NaiveDate;

fn now() -> Instant {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn details(number: &str, name: &str, gender: &str, district: &str, languages: &[&str]) -> InterpreterDetails {
    InterpreterDetails {
        number: number.to_owned(),
        first_name: name.to_owned(),
        last_name: "Beispiel".to_owned(),
        gender: gender.to_owned(),
        email: format!("{number}@example.org"),
        phone: String::new(),
        street: "Weg 1".to_owned(),
        postcode: "70173".to_owned(),
        city: "Stuttgart".to_owned(),
        district: district.to_owned(),
        home: (0, 0),
        employment: "part_time".to_owned(),
        vat_kind: "small_business".to_owned(),
        vat_id: None,
        tax_number: None,
        iban: Some("DE89370400440532013000".to_owned()),
        delivery: "any".to_owned(),
        max_travel_minutes: 60,
        weekly_cap_minutes: 1200,
        min_notice_hours: 12,
        quiet: None,
        self_billing_agreed_on: None,
        rate_agreement_signed_on: None,
        active: true,
        invented: true,
        locale: "de".to_owned(),
        languages: languages.iter().map(|code| ((*code).to_owned(), "C1".to_owned())).collect(),
        windows: Vec::new(),
    }
}

/// Three people: the second trained until the end of 2027, the third pausing.
async fn pool() -> Db {
    let db = fresh_db().await;
    let permit = Permit::ask(&Actor::House("test"), ManagePool {}).unwrap();
    let mut tx = db.begin().await.unwrap();
    for (number, name, gender, district, languages) in [
        ("D-0001", "Amal", "female", "Süd", &["ar"][..]),
        ("D-0002", "Berat", "male", "Nord", &["tr", "ar"]),
        ("D-0003", "Chidi", "male", "Süd", &["ig"]),
    ] {
        let person = details(number, name, gender, district, languages);
        let (id, _) = register_interpreter(permit.clone(), &person, now(), &mut tx).await.unwrap();
        if number == "D-0002" {
            let training = NewCredential {
                kind: CredentialKind::Training,
                course_group: Some("4".to_owned()),
                valid_from: day("2024-01-01"),
                valid_to: Some(day("2027-12-31")),
            };
            record_credential(&permit, id, &training, now(), &mut tx).await.unwrap();
        }
        if number == "D-0003" {
            assert!(set_active(&permit, id, false, now(), &mut tx).await.unwrap());
            assert!(!set_active(&permit, id, false, now(), &mut tx).await.unwrap());
        }
    }
    tx.commit().await.unwrap();
    db
}

#[tokio::test]
async fn the_pool_is_narrowed_by_each_filter() {
    let db = pool().await;
    let filter = PoolFilter::default;
    for (wanted, numbers) in [
        (filter(), &["D-0001", "D-0002", "D-0003"][..]),
        (PoolFilter { language: Some("ar".to_owned()), ..filter() }, &["D-0001", "D-0002"]),
        (PoolFilter { district: Some("Süd".to_owned()), ..filter() }, &["D-0001", "D-0003"]),
        (PoolFilter { trained_on: Some(day("2027-12-31")), ..filter() }, &["D-0002"]),
        (PoolFilter { trained_on: Some(day("2028-01-01")), ..filter() }, &[]),
        (PoolFilter { trained_on: Some(day("2023-12-31")), ..filter() }, &[]),
        (PoolFilter { gender: Some("male".to_owned()), active: Some(true), ..filter() }, &["D-0002"]),
        (PoolFilter { active: Some(false), ..filter() }, &["D-0003"]),
        (PoolFilter { text: Some("amal BEISP".to_owned()), ..filter() }, &["D-0001"]),
        (PoolFilter { text: Some("0003".to_owned()), ..filter() }, &["D-0003"]),
        (PoolFilter { text: Some("%".to_owned()), ..filter() }, &[]),
    ] {
        let found = find_pool(db.read(), &wanted, None, 0, 50).await.unwrap();
        let found: Vec<&str> = found.iter().map(|person| person.number.as_str()).collect();
        assert_eq!(found, numbers, "{wanted:?}");
        assert_eq!(count_pool(db.read(), &wanted).await.unwrap(), numbers.len() as u64);
    }
}

#[tokio::test]
async fn pages_and_cursors_lead_through_the_pool() {
    let db = pool().await;
    let all = PoolFilter::default();
    let second = find_pool(db.read(), &all, None, 1, 1).await.unwrap();
    assert_eq!(second.first().map(|person| person.number.as_str()), Some("D-0002"));
    let after = find_pool(db.read(), &all, Some("D-0002"), 0, 5).await.unwrap();
    assert_eq!(after.iter().map(|person| person.number.as_str()).collect::<Vec<_>>(), ["D-0003"]);
}

#[tokio::test]
async fn what_is_missing_for_a_document_is_named() {
    let db = pool().await;
    let person = find_pool(db.read(), &PoolFilter::default(), None, 0, 1).await.unwrap().remove(0);
    assert_eq!(missing_for_document(&person, true), [MissingForDocument::TaxNumber]);
    assert_eq!(missing_for_document(&person, false), []);
    let bare = facts::InterpreterFacts {
        iban: Some(" ".to_owned()),
        street: String::new(),
        vat_id: Some("DE1".to_owned()),
        ..person
    };
    assert_eq!(missing_for_document(&bare, true), [MissingForDocument::Street, MissingForDocument::Iban]);
    let wrong = facts::InterpreterFacts {
        iban: Some("DE02120300000000202052".to_owned()), // one more than the check digits allow
        phone: "0-1".to_owned(),
        email: "amara@".to_owned(),
        last_name: "\t".to_owned(),
        ..bare
    };
    assert_eq!(missing_for_document(&wrong, false), [MissingForDocument::Iban]);
    let all = ["name", "street", "phone", "email", "iban"];
    assert_eq!(missing_for_document(&wrong, true).iter().map(|one| one.name()).collect::<Vec<_>>(), all);
}

/// Texts whose keys are made at run time.
#[test]
fn every_word_made_at_run_time_has_its_text() {
    use crate::platform::i18n::{Locale, t};
    let mut keys: Vec<String> = (0..7).map(|day| format!("directory-weekday-{day}")).collect();
    keys.extend(CredentialKind::ALL.iter().map(|kind| format!("directory-credential-{}", kind.name())));
    keys.extend(MissingForDocument::ALL.iter().map(|one| format!("directory-missing-{}", one.name())));
    for (prefix, names) in [
        ("gender", &["female", "male", "diverse"][..]),
        ("delivery", &["any", "on-site", "remote"]),
        ("employment", &["full-time", "part-time"]),
        ("vat", &["small-business", "standard", "exempt"]),
        ("credential-state", &["valid", "ending", "over", "future"]),
        ("offers-by", &["mail", "digest", "board", "mail-hint", "digest-hint", "board-hint"]),
        ("absence-source", &["own", "caldav", "imported"]),
    ] {
        keys.extend(names.iter().map(|name| format!("directory-{prefix}-{name}")));
    }
    for key in keys {
        assert_ne!(t(Locale::De, &key), key);
        assert_ne!(t(Locale::En, &key), key);
    }
}
