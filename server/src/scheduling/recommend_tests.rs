//! What holds for every ranking, whatever the pool looks like; and how long it takes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::facts::*;
use super::rules::tests::{candidate, need};
use super::*;
use crate::kernel::ids::InterpreterId;
use crate::kernel::time::Interval;
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use proptest::prelude::*;
use std::time::Instant;
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

/// A pool that varies in everything the rules look at, from plain numbers.
fn someone(number: u128, seed: u64) -> Candidate {
    // SplitMix64 (Steele, Lea, Flood 2014): neighbors in, strangers out.
    let pick = |salt: u64, of: u64| {
        let mut z = seed.wrapping_mul(31).wrapping_add(salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % of
    };
    let language = Code::parse(["ar", "fa", "tr", "uk", "ti", "so"][pick(1, 6) as usize]).unwrap();
    let start = now() + TimeDelta::minutes(pick(2, 8000) as i64);
    let absence = Interval::new(start, start + TimeDelta::minutes(1 + pick(3, 2000) as i64)).unwrap();
    let weekdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let busy = (0..pick(12, 8))
        .map(|n| {
            let from = now() + TimeDelta::minutes((n * 700 + pick(13, 400)) as i64);
            Busy {
                during: Interval::new(from, from + TimeDelta::minutes(60)).unwrap(),
                place: Some(Point { x: n as i32 * 9, y: 4 }),
            }
        })
        .collect();
    Candidate {
        id: InterpreterId(Uuid::from_u128(number)),
        active: pick(4, 12) > 0,
        languages: vec![
            Spoken { language, level: if pick(5, 4) == 0 { Level::B1 } else { Level::C1 } },
            Spoken { language: Code::parse("en").unwrap(), level: Level::C1 },
        ],
        gender: if pick(6, 2) == 0 { Gender::Female } else { Gender::Male },
        home: Some(Point { x: pick(7, 180) as i32, y: pick(8, 180) as i32 }),
        worked_min: pick(9, 700) as u32,
        windows: weekdays
            .map(|weekday| WeeklyWindow { weekday, from_min: 450, to_min: if pick(10, 4) == 0 { 810 } else { 1110 } })
            .to_vec(),
        absences: vec![absence],
        busy,
        said_busy: vec![SaidBusy {
            during: Interval::new(start, start + TimeDelta::minutes(1 + pick(16, 600) as i64)).unwrap(),
            read_at: now() - TimeDelta::days(pick(17, 50) as i64),
        }],
        recent_sessions: pick(11, 20) as u16,
        continuity_keys: vec![pick(14, 9)],
        fee_cents: 5_000 + pick(15, 9_000) as i64,
        ..candidate()
    }
}

fn pool(size: u64, seed: u64) -> Vec<Candidate> {
    (0..size).map(|n| someone(u128::from(n), seed.wrapping_add(n * 7_919))).collect()
}

#[test]
fn a_ranking_is_read_back_as_it_was_stored() {
    let ranking = recommend(&need(), &pool(60, 5), &Weights::default(), now());
    assert!(!ranking.recommended.is_empty() && !ranking.obstructed.is_empty());
    let stored = serde_json::to_string(&ranking).unwrap();
    assert_eq!(serde_json::from_str::<Ranking>(&stored).unwrap(), ranking);
}

#[test]
fn every_obstacle_is_named_not_only_the_first() {
    let mut unlucky = candidate();
    unlucky.active = false;
    unlucky.languages.clear();
    unlucky.windows.clear();
    let mut wanted = need();
    wanted.required_credentials = vec![TRAINING, Code::parse("measles").unwrap()];
    let ranking = recommend(&wanted, &[unlucky.clone()], &Weights::default(), now());
    assert_eq!(
        ranking.obstacles(unlucky.id).unwrap(),
        [
            Reason::Inactive,
            Reason::DoesNotSpeak { language: wanted.language },
            Reason::OutsideWindows,
            Reason::CredentialMissing { credential: TRAINING },
            Reason::CredentialMissing { credential: Code::parse("measles").unwrap() },
        ]
    );
}

#[test]
fn equal_scores_stand_in_the_order_of_ids() {
    let twin = |n| Candidate { id: InterpreterId(Uuid::from_u128(n)), ..candidate() };
    let ranking = recommend(&need(), &[twin(3), twin(1), twin(2)], &Weights::default(), now());
    let order: Vec<_> = ranking.interpreters().collect();
    assert_eq!(order, [1, 2, 3].map(|n| InterpreterId(Uuid::from_u128(n))));
}

#[test]
fn every_sentence_stands_in_both_languages() {
    let german = include_str!("../../../web/locales/de/scheduling.ftl");
    let english = include_str!("../../../web/locales/en/scheduling.ftl");
    let keys = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| line.starts_with("scheduling-"))
            .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
            .collect()
    };
    assert_eq!(keys(german), keys(english));
    let reasons: Vec<Reason> = pool(400, 1)
        .iter()
        .flat_map(|someone| {
            let ranking = recommend(&need(), std::slice::from_ref(someone), &Weights::default(), now());
            let refused = ranking.obstructed.into_iter().flat_map(|entry| entry.obstacles);
            let scored = ranking.recommended.into_iter().flat_map(|entry| entry.parts).map(|part| part.reason);
            refused.chain(scored).collect::<Vec<_>>()
        })
        .collect();
    for reason in reasons {
        let message = reason.message();
        assert!(keys(german).contains(&message.key), "{}", message.key);
    }
}

proptest! {
    #[test]
    fn everybody_is_answered_exactly_once_and_nobody_recommended_has_an_obstacle(size in 0u64..60, seed: u64) {
        let (need, weights, people) = (need(), Weights::default(), pool(size, seed));
        let ranking = recommend(&need, &people, &weights, now());
        let mut answered: Vec<_> = ranking.interpreters().chain(ranking.obstructed.iter().map(|o| o.interpreter)).collect();
        answered.sort_unstable();
        prop_assert_eq!(answered, people.iter().map(|p| p.id).collect::<Vec<_>>());
        for entry in &ranking.recommended {
            let candidate = people.iter().find(|p| p.id == entry.interpreter).unwrap();
            let pairing = rules::Pairing { need: &need, candidate, weights: &weights, now: now() };
            prop_assert!(recommend::obstacles_of(&pairing).is_empty());
            prop_assert_eq!(entry.score, entry.parts.iter().map(|part| i64::from(part.points)).sum::<i64>());
        }
        prop_assert!(ranking.obstructed.iter().all(|entry| !entry.obstacles.is_empty()));
        prop_assert!(ranking.recommended.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }

    #[test]
    fn the_order_of_the_pool_changes_nothing(size in 0u64..60, seed: u64, turn: usize) {
        let people = pool(size, seed);
        let mut turned = people.clone();
        turned.reverse();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        let weights = Weights::default();
        prop_assert_eq!(recommend(&need(), &people, &weights, now()), recommend(&need(), &turned, &weights, now()));
    }

    #[test]
    fn what_somebody_scores_does_not_depend_on_the_others(size in 1u64..40, seed: u64) {
        let (need, weights, people) = (need(), Weights::default(), pool(size, seed));
        let whole = recommend(&need, &people, &weights, now());
        for person in &people {
            let alone = recommend(&need, std::slice::from_ref(person), &weights, now());
            prop_assert_eq!(alone.recommended.first(), whole.recommended.iter().find(|entry| entry.interpreter == person.id));
        }
    }
}

/// Prints how long one ranking takes: `cargo test --release --lib recommend_tests -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a check"]
fn how_long_a_ranking_takes() {
    for (size, rounds) in [(170, 20_000), (17_000, 400)] {
        let (need, people, weights) = (need(), pool(size, 11), Weights::default());
        let mut took: Vec<u128> = (0..rounds)
            .map(|_| {
                let began = Instant::now();
                std::hint::black_box(recommend(&need, &people, &weights, now()));
                began.elapsed().as_nanos()
            })
            .collect();
        took.sort_unstable();
        println!("{size} candidates: median {} ns, p99 {} ns", took[rounds / 2], took[rounds * 99 / 100]);
    }
}
