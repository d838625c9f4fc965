use super::*;
use chrono::TimeZone;

fn window() -> Window {
    Window {
        from: Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap(),
        to: Utc.with_ymd_and_hms(2026, 7, 1, 0, 0, 0).unwrap(),
        zone: chrono_tz::Europe::Berlin,
        deadline: Moment::now() + std::time::Duration::from_secs(20),
    }
}

fn written(busy: &[Busy]) -> Vec<String> {
    busy.iter().map(|(from, to)| format!("{}/{}", from.format("%Y%m%dT%H%M%SZ"), to.format("%Y%m%dT%H%M%SZ"))).collect()
}

fn busy(body: &str) -> Vec<String> {
    let file = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//DE\r\n{}END:VCALENDAR\r\n",
        body.replace('\n', "\r\n")
    );
    written(&busy_times(file.as_bytes(), &window()).unwrap().busy)
}

/// Cases whose busy times were worked out by others.
#[test]
fn the_shared_cases_come_out_as_written_down() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tools/calendar/inbound");
    let expected: std::collections::BTreeMap<String, Vec<String>> =
        serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    assert!(expected.len() >= 15);
    for (case, expected) in expected {
        let file = std::fs::read(folder.join(format!("{case}.ics"))).unwrap();
        let found = busy_times(&file, &window()).unwrap();
        assert_eq!(written(&found.busy), expected, "{case}");
        assert_eq!(found.left_out, 0, "{case}");
    }
}

#[test]
fn a_late_evening_lasts_as_long_as_the_clockwork_says() {
    let night = |day: &str| {
        format!("BEGIN:VEVENT\nUID:n\nDTSTART;TZID=Europe/Berlin:{day}T230000\nDURATION:PT6H\nEND:VEVENT\n")
    };
    assert_eq!(busy(&night("20260328")), ["20260328T220000Z/20260329T040000Z"]);
    let until = "BEGIN:VEVENT\nUID:n\nDTSTART;TZID=Europe/Berlin:20260328T230000\nDTEND;TZID=Europe/Berlin:20260329T050000\nEND:VEVENT\n";
    assert_eq!(busy(until), ["20260328T220000Z/20260329T030000Z"]);
}

#[test]
fn this_and_all_that_follow_move_together() {
    let series = "BEGIN:VEVENT\nUID:s\nDTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Europe/Berlin:20260302T100000\nRRULE:FREQ=WEEKLY;COUNT=4\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260316T090000\nDTSTART;TZID=Europe/Berlin:20260317T110000\nDTEND;TZID=Europe/Berlin:20260317T113000\nEND:VEVENT\n";
    assert_eq!(
        busy(series),
        [
            "20260302T080000Z/20260302T090000Z",
            "20260309T080000Z/20260309T090000Z",
            "20260317T100000Z/20260317T103000Z",
            "20260324T100000Z/20260324T103000Z",
        ]
    );
}

#[test]
fn what_is_free_is_free_and_published_times_count() {
    assert!(
        busy("BEGIN:VEVENT\nUID:f\nDTSTART:20260302T090000Z\nDTEND:20260302T100000Z\nTRANSP:TRANSPARENT\nEND:VEVENT\n")
            .is_empty()
    );
    assert!(
        busy("BEGIN:VEVENT\nUID:f\nDTSTART:20260302T090000Z\nDTEND:20260302T100000Z\nSTATUS:CANCELLED\nEND:VEVENT\n")
            .is_empty()
    );
    let published = "BEGIN:VFREEBUSY\nUID:p\nFREEBUSY;FBTYPE=BUSY:20260302T090000Z/PT1H,20260303T090000Z/20260303T093000Z\nFREEBUSY;FBTYPE=FREE:20260304T090000Z/PT1H\nEND:VFREEBUSY\n";
    assert_eq!(busy(published), ["20260302T090000Z/20260302T100000Z", "20260303T090000Z/20260303T093000Z"]);
}

#[test]
fn further_and_excepted_days() {
    let series = "BEGIN:VEVENT\nUID:r\nDTSTART;VALUE=DATE:20260306\nRRULE:FREQ=WEEKLY;UNTIL=20260320\nEXDATE;VALUE=DATE:20260313\nRDATE;VALUE=DATE:20260402\nEND:VEVENT\n";
    assert_eq!(
        busy(series),
        ["20260305T230000Z/20260306T230000Z", "20260319T230000Z/20260320T230000Z", "20260401T220000Z/20260402T220000Z",]
    );
}

#[test]
fn rules_by_the_minute_are_left_out_and_others_stay() {
    let file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:m\r\nDTSTART:20260302T090000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=MINUTELY\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:o\r\nDTSTART:20260303T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:yesterday\r\nEND:VEVENT\r\nEND:VCALENDAR";
    let found = busy_times(file.as_bytes(), &window()).unwrap();
    assert_eq!(written(&found.busy), ["20260303T090000Z/20260303T100000Z"]);
    assert_eq!(found.left_out, 2);
}

#[test]
fn one_rule_gives_two_thousand_occurrences_at_most_even_from_long_ago() {
    let hourly = busy("BEGIN:VEVENT\nUID:h\nDTSTART:20160302T090000Z\nDURATION:PT10M\nRRULE:FREQ=HOURLY\nEND:VEVENT\n");
    assert!((1_900..=MAX_OCCURRENCES).contains(&hourly.len()), "{}", hourly.len());
    assert_eq!(hourly.first().unwrap(), "20260101T000000Z/20260101T001000Z");
}

#[test]
fn what_is_no_calendar_says_nothing() {
    let of = |bytes: &[u8]| busy_times(bytes, &window()).unwrap_err();
    assert_eq!(of(b" \r\n"), Unreadable::Empty);
    assert_eq!(of(b"<!doctype html><title>Login</title>"), Unreadable::NotACalendar);
    assert_eq!(of(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026"), Unreadable::CutOff);
    let many = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR", "BEGIN:VEVENT\r\nEND:VEVENT\r\n".repeat(MAX_COMPONENTS));
    assert_eq!(of(many.as_bytes()), Unreadable::TooMany);
    let late = Window { deadline: Moment::now() - std::time::Duration::from_secs(1), ..window() };
    let slow = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:h\r\nDTSTART:20160302T090000Z\r\nRRULE:FREQ=HOURLY\r\nEND:VEVENT\r\nEND:VCALENDAR";
    assert_eq!(busy_times(slow, &late).unwrap_err(), Unreadable::TooSlow);
    assert_eq!(busy_times(b"\xEF\xBB\xBFBEGIN:VCALENDAR\nEND:VCALENDAR\n", &window()).unwrap(), Busyness::default());
}

#[test]
fn all_rules_together_give_fifty_thousand_times_at_most() {
    let hourly = |uid: usize| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:20260101T000000Z\r\nDURATION:PT10M\r\nRRULE:FREQ=HOURLY\r\nEND:VEVENT\r\n"
        )
    };
    let file = |rules: usize| {
        let events: String = (0..rules).map(hourly).collect();
        busy_times(format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR").as_bytes(), &window())
    };
    // Each gives 2,000.
    assert_eq!(file(25).unwrap().busy.len(), 50_000);
    assert_eq!(file(26), Err(Unreadable::TooMany));
}

/// Times of a file from Outlook are named by Windows; tentative is busy; an event without a length is none; a second calendar in
/// the same file counts.
#[test]
fn what_other_programs_write() {
    let outlook = "BEGIN:VEVENT\nUID:w\nDTSTART;TZID=W. Europe Standard Time:20260302T090000\nDTEND;TZID=W. Europe Standard Time:20260302T100000\nSTATUS:TENTATIVE\nEND:VEVENT\n";
    assert_eq!(busy(outlook), ["20260302T080000Z/20260302T090000Z"]);
    let quoted = outlook.replace("TZID=W. Europe Standard Time", "TZID=\"W. Europe Standard Time\"");
    assert_eq!(busy(&quoted), ["20260302T080000Z/20260302T090000Z"]);
    let reminder = "BEGIN:VEVENT\nUID:r\nDTSTART:20260302T090000Z\nDTEND:20260302T090000Z\nEND:VEVENT\n";
    assert!(busy(reminder).is_empty());
    let task = "BEGIN:VTODO\nUID:t\nDTSTART:20260302T090000Z\nDUE:20260302T120000Z\nEND:VTODO\n";
    assert!(busy(task).is_empty());
    let two = format!("{}END:VCALENDAR\nBEGIN:VCALENDAR\nVERSION:2.0\n{}", outlook, outlook.replace("0302T", "0303T"));
    assert_eq!(busy(&two), ["20260302T080000Z/20260302T090000Z", "20260303T080000Z/20260303T090000Z"]);
    let folded = outlook.replace("Standard Time:20260302T1", "Stand\n ard Time:20260302T1");
    assert_eq!(busy(&folded), ["20260302T080000Z/20260302T090000Z"]);
}
