#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

#[test]
fn slots_are_agreed_on_the_wall_clock_and_last_between_instants() {
    // date, from, to, minutes that really pass
    for (day, from, to, minutes) in [
        ("2026-03-04", "14:00", "15:30", 90),
        ("2026-03-29", "01:00", "04:00", 120), // the clock jumps from two to three
        ("2026-10-25", "01:00", "04:00", 240), // the clock goes back from three to two
        ("2026-03-28", "23:00", "05:00", 300),
        ("2026-10-24", "23:00", "05:00", 420),
        ("2026-12-31", "23:30", "00:30", 60),
    ] {
        let slot = CivilSlot::agree(date(day), time(from), time(to), Fold::Unsaid).unwrap();
        assert_eq!(slot.minutes(), minutes, "{day} {from}-{to}");
    }
}

#[test]
fn a_skipped_or_doubled_time_is_refused_and_the_doubled_one_can_be_said() {
    let spring = CivilSlot::agree(date("2026-03-29"), time("02:30"), time("03:30"), Fold::Unsaid);
    assert!(matches!(spring, Err(CivilTimeError::Skipped(_))));
    let autumn = |fold| CivilSlot::agree(date("2026-10-25"), time("02:30"), time("03:30"), fold);
    assert!(matches!(autumn(Fold::Unsaid), Err(CivilTimeError::Ambiguous(_))));
    assert_eq!(autumn(Fold::Earlier).unwrap().minutes(), 120);
    assert_eq!(autumn(Fold::Later).unwrap().minutes(), 60);
    assert_eq!(autumn(Fold::Earlier).unwrap().starts_at().to_rfc3339(), "2026-10-25T00:30:00+00:00");
}

#[test]
fn a_slot_that_ends_before_it_starts_is_refused() {
    for (from, to, why) in [
        ("14:00", "14:00", CivilTimeError::EndsBeforeItStarts),
        ("15:00", "14:00", CivilTimeError::EndsBeforeItStarts),
        ("18:00", "09:00", CivilTimeError::EndsBeforeItStarts),
        ("06:00", "23:00", CivilTimeError::TooLong),
    ] {
        assert_eq!(CivilSlot::agree(date("2026-03-04"), time(from), time(to), Fold::Unsaid), Err(why), "{from}-{to}");
    }
}

#[test]
fn months_parse_and_know_their_days() {
    assert_eq!(Month::parse("2026-12").unwrap().after(), date("2027-01-01"));
    assert_eq!(Month::parse("2028-02").unwrap().last(), date("2028-02-29"));
    for wrong in ["2026-13", "2026-1", "26-01", "2026/01", "", "2026-00"] {
        assert!(Month::parse(wrong).is_none(), "{wrong}");
    }
}
