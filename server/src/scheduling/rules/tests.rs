//! One rule at a time: what it accepts, what it refuses, and in which words.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::kernel::ids::{InterpreterId, OfficeId, RequirementProfileId};
use crate::kernel::time::Interval;
use crate::scheduling::facts::*;
use crate::scheduling::{Code, Point};
use chrono::{NaiveDate, TimeDelta, Weekday};
use uuid::Uuid;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}
fn span(from: &str, to: &str) -> Interval {
    Interval::new(utc(from), utc(to)).unwrap()
}

/// Thursday 2027-03-04 from 14:00 to 15:40 in Berlin, Arabic, on site, 2.4 km from the candidate's home.
pub(crate) fn need() -> Need {
    Need {
        language: code("ar"),
        minimum_level: Level::B2,
        slot: Slot {
            during: span("2027-03-04T13:00:00Z", "2027-03-04T14:40:00Z"),
            on: day("2027-03-04"),
            civil_from_min: 840,
            civil_to_min: 940,
        },
        delivery: Delivery::OnSite,
        place: Some(Point { x: 24, y: 0 }),
        required_credentials: vec![],
        gender: GenderWish::Any,
        office: OfficeId(Uuid::from_u128(900)),
        topic: RequirementProfileId(Uuid::from_u128(950)),
        continuity_key: Some(7),
        preferred: vec![],
        excluded: vec![],
        available_cents: None,
    }
}

/// Somebody without any obstacle.
pub(crate) fn candidate() -> Candidate {
    Candidate {
        id: InterpreterId(Uuid::from_u128(1)),
        active: true,
        paused_until: None,
        languages: vec![Spoken { language: code("ar"), level: Level::Native }],
        gender: Gender::Female,
        home: Some(Point { x: 0, y: 0 }),
        credentials: vec![],
        delivery: DeliveryModes::ALL,
        max_travel_min: 45,
        weekly_cap_min: 600,
        worked_min: 300,
        windows: vec![WeeklyWindow { weekday: Weekday::Thu, from_min: 480, to_min: 1080 }],
        absences: vec![],
        busy: vec![],
        excluded_offices: vec![],
        declined_topics: vec![],
        min_notice_hours: 24,
        recent_sessions: 2,
        said_busy: vec![],
        continuity_keys: vec![],
        fee_cents: 10_720,
    }
}

fn ask(rule: Rule, need: &Need, candidate: &Candidate) -> Verdict {
    rule(&Pairing { need, candidate, weights: &Weights::default(), now: utc("2027-03-01T08:00:00Z") })
}
fn says(rule: Rule, change: impl Fn(&mut Need, &mut Candidate)) -> Verdict {
    let (mut need, mut candidate) = (need(), candidate());
    change(&mut need, &mut candidate);
    ask(rule, &need, &candidate)
}

#[test]
fn the_model_pair_meets_no_obstacle() {
    for rule in OBSTACLES {
        assert_eq!(ask(rule, &need(), &candidate()), Verdict::Fits);
    }
}

#[test]
fn the_inactive_are_not_asked() {
    assert_eq!(says(obstacles::is_active, |_, c| c.active = false), Verdict::Obstacle(Reason::Inactive));
}

#[test]
fn language_and_level() {
    let rule = obstacles::speaks_the_language;
    let language = code("ar");
    assert_eq!(says(rule, |_, c| c.languages.clear()), Verdict::Obstacle(Reason::DoesNotSpeak { language }));
    assert_eq!(
        says(rule, |_, c| c.languages[0].level = Level::B1),
        Verdict::Obstacle(Reason::ProficiencyTooLow { language, level: Level::B1, wanted: Level::B2 })
    );
    assert_eq!(says(rule, |_, c| c.languages[0].level = Level::B2), Verdict::Fits);
    assert_eq!(says(rule, |_, c| c.languages.insert(0, Spoken { language, level: Level::A1 })), Verdict::Fits);
}

#[test]
fn a_credential_must_be_valid_on_the_day_of_the_session() {
    let kind = code("measles");
    let on = day("2027-03-04");
    // from, last valid day, expected
    let table = [
        ("2026-01-01", Some("2027-03-04"), Verdict::Fits), // the expiry day still counts
        ("2026-01-01", Some("2027-03-03"), Verdict::Obstacle(Reason::CredentialNotValid { credential: kind, on })),
        ("2027-03-05", None, Verdict::Obstacle(Reason::CredentialNotValid { credential: kind, on })),
        ("2027-03-04", None, Verdict::Fits),
    ];
    for (from, last, expected) in table {
        let mut holder = candidate();
        holder.credentials = vec![Credential { kind, valid_from: day(from), last_valid_on: last.map(day) }];
        let (need, weights) = (need(), Weights::default());
        let pairing = Pairing { need: &need, candidate: &holder, weights: &weights, now: utc("2027-03-01T08:00:00Z") };
        assert_eq!(obstacles::holds_the_credential(&pairing, kind), expected, "{from} {last:?}");
        let other = code("conduct");
        assert_eq!(
            obstacles::holds_the_credential(&pairing, other),
            Verdict::Obstacle(Reason::CredentialMissing { credential: other })
        );
    }
}

#[test]
fn only_a_required_gender_is_an_obstacle() {
    let rule = obstacles::has_the_required_gender;
    assert_eq!(
        says(rule, |n, _| n.gender = GenderWish::Required(Gender::Male)),
        Verdict::Obstacle(Reason::GenderRequired { wanted: Gender::Male })
    );
    assert_eq!(says(rule, |n, _| n.gender = GenderWish::Required(Gender::Female)), Verdict::Fits);
    assert_eq!(says(rule, |n, _| n.gender = GenderWish::Wished(Gender::Male)), Verdict::Fits);
}

#[test]
fn exclusions_work_both_ways() {
    assert_eq!(
        says(obstacles::is_not_excluded, |n, c| n.excluded.push(c.id)),
        Verdict::Obstacle(Reason::ExcludedForThisSession)
    );
    assert_eq!(
        says(obstacles::works_for_the_office, |n, c| c.excluded_offices.push(n.office)),
        Verdict::Obstacle(Reason::DoesNotWorkForThisOffice)
    );
}

/// Asked on Monday 2027-03-01: the last day of a pause still counts, the named day is free again.
#[test]
fn who_pauses_is_asked_again_from_the_named_day_on() {
    let until = |text: &str| says(obstacles::is_not_paused, |_, c| c.paused_until = Some(day(text)));
    assert_eq!(until("2027-03-02"), Verdict::Obstacle(Reason::Paused { until: day("2027-03-02") }));
    assert_eq!(until("2027-03-01"), Verdict::Fits);
    // 23:30 UTC on 28 February is 1 March in Berlin.
    let (need, candidate) = (need(), Candidate { paused_until: Some(day("2027-03-01")), ..candidate() });
    let weights = Weights::default();
    let late = Pairing { need: &need, candidate: &candidate, weights: &weights, now: utc("2027-02-28T23:30:00Z") };
    assert_eq!(obstacles::is_not_paused(&late), Verdict::Fits);
}

#[test]
fn a_declined_topic_is_not_asked_for() {
    let rule = obstacles::takes_the_topic;
    let declined = says(rule, |n, c| c.declined_topics.push(n.topic));
    assert_eq!(declined, Verdict::Obstacle(Reason::DoesNotTakeThisTopic));
    let other = RequirementProfileId(Uuid::from_u128(951));
    assert_eq!(says(rule, |_, c| c.declined_topics.push(other)), Verdict::Fits);
}

#[test]
fn delivery_must_be_offered() {
    let rule = obstacles::offers_the_delivery;
    let remote = DeliveryModes { on_site: false, phone: true, video: true };
    assert_eq!(
        says(rule, |_, c| c.delivery = remote),
        Verdict::Obstacle(Reason::DeliveryNotOffered { delivery: Delivery::OnSite })
    );
    assert_eq!(says(rule, |n, c| (n.delivery, c.delivery) = (Delivery::Video, remote)), Verdict::Fits);
}

#[test]
fn the_way_must_not_be_too_long() {
    let rule = obstacles::lives_near_enough;
    // 2.4 km: 6 + ceil(7.2) = 14 minutes.
    assert_eq!(says(rule, |_, c| c.max_travel_min = 14), Verdict::Fits);
    assert_eq!(
        says(rule, |_, c| c.max_travel_min = 13),
        Verdict::Obstacle(Reason::TooFar { minutes: 14, at_most: 13 })
    );
    assert_eq!(says(rule, |_, c| (c.max_travel_min, c.home) = (13, None)), Verdict::Fits);
    assert_eq!(says(rule, |n, c| (c.max_travel_min, n.delivery) = (13, Delivery::Phone)), Verdict::Fits);
}

#[test]
fn the_whole_session_lies_in_the_weekly_windows() {
    use Weekday::{Fri, Thu, Wed};
    // civil minutes of a session on a Thursday; windows; whether it fits
    type Row = (u16, u16, &'static [(Weekday, u16, u16)], bool);
    let table: [Row; 10] = [
        (840, 940, &[(Thu, 840, 940)], true),
        (840, 940, &[(Thu, 841, 940)], false),
        (840, 940, &[(Thu, 840, 939)], false),
        (840, 940, &[(Fri, 840, 940)], false),
        (840, 940, &[(Thu, 840, 900), (Thu, 900, 940)], true),
        (840, 940, &[(Thu, 840, 890), (Thu, 891, 940)], false),
        (1380, 1500, &[(Thu, 0, 1440), (Fri, 0, 1440)], true), // over midnight, on call on both days
        (1380, 1500, &[(Thu, 1320, 1800)], true),
        (1380, 1500, &[(Thu, 0, 1440)], false),
        (60, 120, &[(Wed, 1320, 1800)], true), // the night shift that began on Wednesday
    ];
    for (from, to, windows, fits) in table {
        let verdict = says(obstacles::works_at_that_time_of_the_week, |n, c| {
            (n.slot.civil_from_min, n.slot.civil_to_min) = (from, to);
            c.windows =
                windows.iter().map(|&(weekday, from_min, to_min)| WeeklyWindow { weekday, from_min, to_min }).collect();
        });
        assert_eq!(
            verdict,
            if fits { Verdict::Fits } else { Verdict::Obstacle(Reason::OutsideWindows) },
            "{from}-{to}"
        );
    }
}

#[test]
fn windows_follow_the_clocks_on_the_day_they_change() {
    // 2026-03-29, 01:00 to 04:00 in Berlin lasts two hours, but needs a window of three hours on the clock.
    let sunday = |from_min, to_min| WeeklyWindow { weekday: Weekday::Sun, from_min, to_min };
    let set = |n: &mut Need| {
        n.slot = Slot {
            during: span("2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"),
            on: day("2026-03-29"),
            civil_from_min: 60,
            civil_to_min: 240,
        };
    };
    let rule = obstacles::works_at_that_time_of_the_week;
    assert_eq!(says(rule, |n, c| (set(n), c.windows = vec![sunday(60, 240)]).0), Verdict::Fits);
    assert_eq!(
        says(rule, |n, c| (set(n), c.windows = vec![sunday(60, 180)]).0),
        Verdict::Obstacle(Reason::OutsideWindows)
    );
    // The cap counts what is really worked: 300 + 120 minutes.
    assert_eq!(says(obstacles::stays_below_the_weekly_cap, |n, c| (set(n), c.weekly_cap_min = 420).0), Verdict::Fits);
}

#[test]
fn the_absent_are_not_asked() {
    let rule = obstacles::is_not_absent;
    let away = |from: &str, to: &str| {
        let absence = span(from, to);
        says(rule, |_, c| c.absences.push(absence))
    };
    assert_eq!(away("2027-03-03T23:00:00Z", "2027-03-04T13:00:00Z"), Verdict::Fits); // back when it begins
    assert_eq!(away("2027-03-04T14:40:00Z", "2027-03-08T00:00:00Z"), Verdict::Fits);
    let (from, to) = (utc("2027-03-04T14:39:00Z"), utc("2027-03-08T00:00:00Z"));
    assert_eq!(away("2027-03-04T14:39:00Z", "2027-03-08T00:00:00Z"), Verdict::Obstacle(Reason::Absent { from, to }));
}

#[test]
fn the_way_between_two_sessions_takes_time() {
    // Busy elsewhere, 2.4 km away (14 minutes), plus 5 minutes between any two.
    let before = |end: &str, place: Option<Point>| {
        let during = Interval::new(utc(end) - TimeDelta::hours(1), utc(end)).unwrap();
        says(obstacles::has_no_collision, |_, c| c.busy.push(Busy { during, place }))
    };
    let home = Some(Point { x: 0, y: 0 });
    assert_eq!(before("2027-03-04T12:41:00Z", home), Verdict::Fits);
    let (from, to) = (utc("2027-03-04T11:42:00Z"), utc("2027-03-04T12:42:00Z"));
    assert_eq!(before("2027-03-04T12:42:00Z", home), Verdict::Obstacle(Reason::Occupied { from, to, way: 14 }));
    // A session by phone is held at home: the way counts all the same.
    assert_eq!(before("2027-03-04T12:42:00Z", None), Verdict::Obstacle(Reason::Occupied { from, to, way: 14 }));
    // In the same building only the gap counts.
    assert_eq!(before("2027-03-04T12:55:00Z", Some(Point { x: 24, y: 0 })), Verdict::Fits);
    // The way to the next session counts too.
    let next = span("2027-03-04T14:58:00Z", "2027-03-04T16:00:00Z");
    let after = says(obstacles::has_no_collision, |_, c| c.busy.push(Busy { during: next, place: home }));
    assert_eq!(after, Verdict::Obstacle(Reason::Occupied { from: next.starts_at(), to: next.ends_at(), way: 14 }));
}

#[test]
fn nobody_works_more_than_they_want() {
    let rule = obstacles::stays_below_the_weekly_cap;
    assert_eq!(says(rule, |_, c| c.weekly_cap_min = 400), Verdict::Fits);
    assert_eq!(
        says(rule, |_, c| c.weekly_cap_min = 399),
        Verdict::Obstacle(Reason::WeeklyCap { minutes: 400, at_most: 399 })
    );
}

#[test]
fn notice_is_kept() {
    // From Monday 08:00 UTC to Thursday 13:00 UTC are 77 hours.
    let rule = obstacles::is_told_early_enough;
    assert_eq!(says(rule, |_, c| c.min_notice_hours = 77), Verdict::Fits);
    assert_eq!(
        says(rule, |_, c| c.min_notice_hours = 78),
        Verdict::Obstacle(Reason::NoticeTooShort { hours: 77, wanted: 78 })
    );
}

#[test]
fn the_budget_must_cover_the_fee() {
    let rule = obstacles::is_within_the_budget;
    assert_eq!(says(rule, |n, _| n.available_cents = Some(10_720)), Verdict::Fits);
    assert_eq!(
        says(rule, |n, _| n.available_cents = Some(10_719)),
        Verdict::Obstacle(Reason::NoMoney { fee_cents: 10_720, available_cents: 10_719 })
    );
}

#[test]
fn preferences_give_and_take_points() {
    assert_eq!(
        says(preferences::knows_the_file, |_, c| c.continuity_keys = vec![3, 7]),
        Verdict::Score(300, Reason::KnowsTheFile)
    );
    assert_eq!(
        says(preferences::knows_the_file, |n, c| (n.continuity_key, c.continuity_keys) = (None, vec![7])),
        Verdict::Fits
    );
    assert_eq!(
        says(preferences::has_the_wished_gender, |n, _| n.gender = GenderWish::Wished(Gender::Female)),
        Verdict::Score(120, Reason::WishedGender { gender: Gender::Female })
    );
    assert_eq!(
        says(preferences::has_the_wished_gender, |n, _| n.gender = GenderWish::Wished(Gender::Male)),
        Verdict::Fits
    );
    assert_eq!(says(preferences::is_preferred, |n, c| n.preferred.push(c.id)), Verdict::Score(150, Reason::Preferred));
    // 14 minutes are two begun tens; 107.20 euros are 107 full ones; two sessions at eight points.
    assert_eq!(says(preferences::lives_near, |_, _| ()), Verdict::Score(-20, Reason::Way { minutes: 14 }));
    assert_eq!(says(preferences::lives_near, |n, _| n.delivery = Delivery::Video), Verdict::Fits);
    assert_eq!(says(preferences::costs_little, |_, _| ()), Verdict::Score(-107, Reason::Fee { fee_cents: 10_720 }));
    assert_eq!(
        says(preferences::worked_little_lately, |_, _| ()),
        Verdict::Score(-16, Reason::RecentSessions { sessions: 2 })
    );
}

#[test]
fn the_trained_are_kept_for_what_needs_them() {
    let rule = preferences::is_kept_for_trained_work;
    let training =
        |last: &str| Credential { kind: TRAINING, valid_from: day("2020-01-01"), last_valid_on: Some(day(last)) };
    let valid = training("2027-03-04");
    assert_eq!(says(rule, |_, c| c.credentials.push(valid)), Verdict::Score(-90, Reason::TrainedNotNeeded));
    assert_eq!(says(rule, |n, c| (c.credentials.push(valid), n.required_credentials.push(TRAINING)).1), Verdict::Fits);
    let expired = training("2027-03-03");
    assert_eq!(says(rule, |_, c| c.credentials.push(expired)), Verdict::Fits);
}

/// Asked on Monday 2027-03-01 at 08:00 UTC; the session is on Thursday from 13:00 to 14:40 UTC.
#[test]
fn who_is_busy_by_their_own_calendar_comes_later_and_is_not_stopped() {
    let rule = preferences::is_free_by_their_own_calendar;
    let busy = |from: &str, to: &str, read_at: &str| {
        let word = SaidBusy { during: span(from, to), read_at: utc(read_at) };
        says(rule, |_, c| c.said_busy.push(word))
    };
    let counts =
        |points, minutes_old, near, percent| Verdict::Score(points, Reason::SaidBusy { minutes_old, near, percent });
    let then = ("2027-03-04T14:00:00Z", "2027-03-04T15:00:00Z");
    assert_eq!(busy(then.0, then.1, "2027-03-01T05:00:00Z"), counts(-200, 180, false, 100));
    // On another day.
    assert_eq!(busy("2027-03-03T14:00:00Z", "2027-03-03T15:00:00Z", "2027-03-01T05:00:00Z"), Verdict::Fits);
    // From home it takes 14 minutes, and five lie between any two.
    let until = |end: &str| busy("2027-03-04T10:00:00Z", end, "2027-03-01T08:00:00Z");
    assert_eq!(until("2027-03-04T12:41:00Z"), Verdict::Fits);
    assert_eq!(until("2027-03-04T12:42:00Z"), counts(-200, 0, true, 100));
    // By video there is no way, only the gap.
    let by_video = |end: &str| {
        let word = SaidBusy { during: span("2027-03-04T10:00:00Z", end), read_at: utc("2027-03-01T08:00:00Z") };
        says(rule, |n, c| (n.place, n.delivery, c.said_busy) = (None, Delivery::Video, vec![word]))
    };
    assert_eq!(by_video("2027-03-04T12:55:00Z"), Verdict::Fits);
    assert_eq!(by_video("2027-03-04T12:56:00Z"), counts(-200, 0, true, 100));
    // A week in full, four more weeks half, then not at all: 10,080 and 50,400 minutes.
    assert_eq!(busy(then.0, then.1, "2027-02-22T08:00:00Z"), counts(-200, 10_080, false, 100));
    assert_eq!(busy(then.0, then.1, "2027-02-22T07:59:00Z"), counts(-100, 10_081, false, 50));
    assert_eq!(busy(then.0, then.1, "2027-01-25T08:01:00Z"), counts(-100, 50_399, false, 50));
    assert_eq!(busy(then.0, then.1, "2027-01-25T08:00:00Z"), counts(0, 50_400, false, 0));
    // A clock that is ahead makes nobody's calendar older or younger.
    assert_eq!(busy(then.0, then.1, "2027-03-01T09:00:00Z"), counts(-200, 0, false, 100));
    // The latest word counts, and of one reading what lies at the time itself.
    let said = |from: &str, to: &str, read_at: &str| SaidBusy { during: span(from, to), read_at: utc(read_at) };
    let old = said(then.0, then.1, "2027-02-01T08:00:00Z");
    let new = said("2027-03-04T12:00:00Z", "2027-03-04T12:50:00Z", "2027-03-01T07:00:00Z");
    let at_once = said("2027-03-04T13:00:00Z", "2027-03-04T13:10:00Z", "2027-03-01T07:00:00Z");
    assert_eq!(says(rule, |_, c| c.said_busy = vec![old, new]), counts(-200, 60, true, 100));
    assert_eq!(says(rule, |_, c| c.said_busy = vec![at_once, old, new]), counts(-200, 60, false, 100));
    // It is no obstacle.
    for obstacle in OBSTACLES {
        assert_eq!(says(obstacle, |_, c| c.said_busy = vec![at_once]), Verdict::Fits);
    }
}
