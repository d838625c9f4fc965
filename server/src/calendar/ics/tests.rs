#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use crate::kernel::{
    ids::*,
    money::Cents,
    time::{CivilSlot, Fold},
};

fn facts(day: &str, from: &str, to: &str, remark: &str) -> AssignmentFacts {
    let time = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    AssignmentFacts {
        assignment: AssignmentId(uuid::Uuid::from_u128(7)),
        request: BookingRequestId(uuid::Uuid::from_u128(8)),
        reference: "2027-000123".to_owned(),
        office: OfficeId(uuid::Uuid::from_u128(9)),
        office_name_de: "Jugendamt".to_owned(),
        office_name_en: "Youth Welfare Office".to_owned(),
        requested_by: None,
        file_reference: Some("JA-4711".to_owned()),
        language: "ar".to_owned(),
        topic_de: "Elterngespräch".to_owned(),
        topic_en: "Parents' talk".to_owned(),
        slot: CivilSlot::agree(day.parse().unwrap(), time(from), time(to), Fold::Later).unwrap(),
        delivery: Delivery::OnSite,
        address: "Wilhelmstraße 3, 70182 Stuttgart".to_owned(),
        district: Some("Stuttgart-Mitte".to_owned()),
        remark: remark.to_owned(),
        status: "filled".to_owned(),
        interpreter: None,
        estimate: Cents(9_000),
        schedule_id: "stuttgart-2022".to_owned(),
        version: 3,
        updated_at: "2027-03-01T08:00:00Z".parse().unwrap(),
    }
}

fn unfolded(text: &str) -> String {
    text.replace("\r\n ", "")
}

#[test]
fn an_accepted_job_shows_wall_clock_address_and_no_file_reference() {
    let entry = Entry::new(facts("2027-03-04", "14:00", "15:30", ""), Standing::Confirmed, None);
    let text = unfolded(&calendar(Method::Feed, "Aufträge", &[entry], Locale::De));
    for line in [
        "UID:assignment-00000000-0000-0000-0000-000000000007@dragoman",
        "DTSTAMP:20270301T080000Z",
        "SEQUENCE:3",
        "DTSTART;TZID=Europe/Berlin:20270304T140000",
        "DTEND;TZID=Europe/Berlin:20270304T153000",
        "LOCATION:Wilhelmstraße 3\\, 70182 Stuttgart",
        "STATUS:CONFIRMED",
        "NAME:Aufträge",
    ] {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}\n{text}");
    }
    assert!(!text.contains("JA-4711"));
    assert!(!text.contains("METHOD"));
}

#[test]
fn an_offer_shows_the_district_only() {
    let entry = Entry::new(facts("2027-03-04", "14:00", "15:30", "Klingel Meier"), Standing::Tentative, None);
    let text = unfolded(&calendar(Method::Feed, "x", &[entry], Locale::De));
    assert!(text.contains("LOCATION:Stuttgart-Mitte\r\n"), "{text}");
    assert!(!text.contains("Wilhelmstraße") && !text.contains("Meier"), "{text}");
}

#[test]
fn an_hour_that_comes_twice_is_written_in_utc() {
    // 02:30 on 25 October 2026, the second time: 01:30 UTC
    let entry = Entry::new(facts("2026-10-25", "02:30", "04:00", ""), Standing::Confirmed, None);
    let text = calendar(Method::Feed, "x", &[entry], Locale::De);
    assert!(text.contains("DTSTART:20261025T013000Z\r\n"), "{text}");
    assert!(text.contains("DTEND;TZID=Europe/Berlin:20261025T040000\r\n"), "{text}");
}

#[test]
fn nothing_that_is_typed_can_begin_a_line_of_its_own() {
    let remark = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\u{0}\r;,\\\" 😀 مرحبا";
    let party = |name: &str| Party { email: "a@example.org\r\nX:1".to_owned(), name: name.to_owned() };
    let entry = Entry::new(facts("2027-03-04", "14:00", "15:30", remark), Standing::Confirmed, None)
        .between(party("Stadt\r\nX-EVIL:1"), party("O\"Neil; a,b:c"));
    let text = calendar(Method::Request, "x", &[entry], Locale::En);
    assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), 1, "{text}");
    assert!(!text.contains("\r\nX-EVIL") && !text.contains("\r\nX:1"), "{text}");
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert!(unfolded(&text).contains("CN=ONeil abc") || unfolded(&text).contains("CN=\"ONeil abc\""), "{text}");
}
