//! The demo city keeps its promises for any day on which it is founded.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{Datelike, NaiveDate, Weekday};
use iban::Iban;

use super::cast::cast;
use super::names::{COMMUNITIES, DEMAND, UNSERVED};
use super::offices::{Funding, LOGINS, OFFICES, office};
use super::papers::TRAINING_GROUPS;
use super::profiles::{PROFILES, profile};
use super::script::{OPEN_REQUESTS, Outcome, PAST_BOOKINGS, Progress, Scene, Script, Uncovered, script};
use super::{DemoInterpreter, districts::NEIGHBORHOODS};
use crate::kernel::language::Language;
use crate::kernel::place::District;
use crate::shell::import::words::{CredentialKind, Delivery, Employment, Gender, GenderWish, VatKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn works(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn city(today: &str) -> (Vec<DemoInterpreter>, Script) {
    let cast = cast(42, day(today));
    let script = script(42, day(today), &cast, &works);
    (cast, script)
}

/// A day in the middle of a year, the first of one, the last of one, and a leap day.
const DAYS: [&str; 4] = ["2027-03-01", "2027-01-01", "2026-12-31", "2028-02-29"];

#[test]
fn the_same_seed_and_day_give_the_same_city() {
    assert_eq!(city("2027-03-01"), city("2027-03-01"));
    let names = |seed| cast(seed, day("2027-03-01")).into_iter().map(|each| each.last_name).collect::<Vec<_>>();
    assert_ne!(names(1), names(2));
    let (monday, tuesday) = (cast(42, day("2027-03-01")), cast(42, day("2027-03-02")));
    let same_people = monday.iter().zip(&tuesday).all(|(a, b)| a.email == b.email && a.iban == b.iban);
    assert!(same_people, "people stay who they are when a day passes");
}

#[test]
fn the_pool_is_as_large_and_as_mixed_as_the_city_says() {
    for today in DAYS {
        let (pool, _) = city(today);
        assert_eq!(pool.len(), 170);
        let count = |rule: &dyn Fn(&DemoInterpreter) -> bool| pool.iter().filter(|each| rule(each)).count();
        assert_eq!(count(&|each| each.employment == Employment::FullTime), 34, "one to four");
        let languages: BTreeSet<Language> =
            pool.iter().flat_map(|each| each.languages.iter().map(|spoken| spoken.language)).collect();
        assert!(languages.len() >= 45, "{}", languages.len());
        let arabic = Language::parse("ar").unwrap();
        assert!(count(&|each| each.level(arabic).is_some()) >= 20);
        assert!(count(&|each| each.vat == VatKind::SmallBusiness) > 130);
        assert!((85..135).contains(&count(&|each| each.gender == Gender::Female)));
        let districts: HashSet<District> = pool.iter().map(|each| each.district).collect();
        assert!(districts.len() >= 20, "{}", districts.len());
        for numbers in [
            pool.iter().map(|each| each.number.clone()).collect::<HashSet<_>>(),
            pool.iter().map(|each| each.email.clone()).collect(),
            pool.iter().map(|each| each.iban.clone()).collect(),
            pool.iter().map(|each| each.phone.clone()).collect(),
            pool.iter().map(|each| format!("{} {}", each.first_name, each.last_name)).collect(),
        ] {
            assert_eq!(numbers.len(), 170, "nobody is there twice");
        }
        for each in &pool {
            assert!(each.iban.parse::<Iban>().is_ok(), "{}", each.iban);
            assert!(each.email.ends_with("@dolmetschen.example.org") && each.number.starts_with("DEMO-"));
            assert!(each.tax_number.is_some() != each.vat_id.is_some());
            assert!(!each.availability.is_empty() && each.availability.iter().all(|window| window.from < window.to));
        }
    }
}

#[test]
fn fifty_eight_hold_the_certificate_of_six_groups() {
    for today in DAYS {
        let (pool, _) = city(today);
        let today = day(today);
        let certificates: Vec<_> = pool
            .iter()
            .flat_map(|each| &each.credentials)
            .filter(|each| each.kind == CredentialKind::Training)
            .collect();
        assert_eq!(certificates.len(), 58);
        let mut groups: BTreeMap<u8, usize> = BTreeMap::new();
        certificates.iter().for_each(|each| *groups.entry(each.training_group.unwrap()).or_default() += 1);
        let sizes: Vec<usize> = groups.into_values().collect();
        assert_eq!(sizes, TRAINING_GROUPS.map(|(size, _)| size));
        let left = |each: &&super::DemoCredential| (each.last_valid_on.unwrap() - today).num_days();
        assert_eq!(certificates.iter().filter(|each| left(each) < 0).count(), 5, "expired");
        assert_eq!(certificates.iter().filter(|each| (0..60).contains(&left(each))).count(), 7, "expiring");
        assert!(certificates.iter().all(|each| each.valid_from <= each.last_valid_on.unwrap()));
    }
}

#[test]
fn the_past_year_could_have_happened() {
    for today in DAYS {
        let (pool, script) = city(today);
        let today = day(today);
        assert_eq!(script.past.len(), PAST_BOOKINGS);
        assert!(script.past.is_sorted_by_key(|booking| booking.slot));
        let mut taken: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for booking in &script.past {
            let wanted = &booking.wanted;
            assert!(
                booking.slot.on < today && booking.slot.from < booking.slot.to && wanted.requested_on < booking.slot.on
            );
            assert!(wanted.office.budgets.iter().any(|line| line.cost_center == booking.budget));
            assert_eq!(wanted.place.is_some(), wanted.delivery == Delivery::OnSite);
            assert_eq!(booking.interpreter.is_none(), matches!(booking.outcome, Outcome::Unfilled(_)));
            let Some(index) = booking.interpreter else { continue };
            let person = &pool[index];
            assert!(person.level(wanted.language).unwrap() >= wanted.profile.minimum_level);
            assert!(wanted.profile.required.iter().all(|kind| person.holds(*kind, booking.slot.on)));
            assert!(!matches!(wanted.gender_wish, GenderWish::Required(gender) if gender != person.gender));
            taken.entry(index).or_default().push(booking.slot);
        }
        for slots in taken.values() {
            assert!(
                slots.windows(2).all(|pair| pair[0].on < pair[1].on || pair[0].to < pair[1].from),
                "nobody is booked twice"
            );
        }
        assert!(taken.len() > 100, "work is spread: {}", taken.len());
    }
}

#[test]
fn bookings_end_in_every_way_and_mostly_well() {
    for today in DAYS {
        let (_, script) = city(today);
        let count = |rule: &dyn Fn(&Outcome) -> bool| script.past.iter().filter(|each| rule(&each.outcome)).count();
        let held = count(&|each| matches!(each, Outcome::Held { .. }));
        assert!((900..=970).contains(&held), "about 85 in a hundred: {held}");
        assert!(count(&|each| matches!(each, Outcome::CancelledEarly { .. })) > 10);
        assert!(count(&|each| matches!(each, Outcome::CancelledLate { .. })) > 5);
        assert!(count(&|each| matches!(each, Outcome::ClientAbsent { .. })) > 4);
        assert!(count(&|each| *each == Outcome::InterpreterAbsent) > 1);
        for reason in [Uncovered::NobodyFree, Uncovered::NobodyQualified, Uncovered::NoMoney, Uncovered::TooLate] {
            assert!(count(&|each| *each == Outcome::Unfilled(reason)) > 0, "{today} {reason:?}");
        }
        let dropped: Vec<_> = script.past.iter().filter(|each| each.dropped_out.is_some()).collect();
        assert!(
            dropped.len() > 10
                && dropped.iter().all(|each| each.interpreter.is_some() && each.interpreter != each.dropped_out)
        );
        let rare = script.past.iter().filter(|each| UNSERVED.contains(&each.wanted.language.code()));
        assert!(rare.clone().count() > 3 && rare.clone().all(|each| each.interpreter.is_none()));
        let working = script.past.iter().filter(|each| works(each.slot.on)).count();
        assert!((1_060..1_100).contains(&working), "a few at weekends: {working}");
    }
}

#[test]
fn claims_have_come_as_far_as_their_month() {
    let (_, script) = city("2027-03-15");
    for booking in &script.past {
        let Some(progress) = booking.progress else {
            assert!(!matches!(booking.outcome, Outcome::Held { .. }));
            continue;
        };
        match (booking.slot.on.year(), booking.slot.on.month()) {
            (2027, 3) => assert!(progress <= Progress::Confirmed),
            (2027, 2) => assert!((Progress::Disputed..=Progress::Certified).contains(&progress)),
            (2027, 1) => assert_eq!(progress, Progress::HandedOver),
            _ => assert_eq!(progress, Progress::Paid),
        }
    }
    let steps: BTreeSet<Progress> = script.past.iter().filter_map(|each| each.progress).collect();
    assert_eq!(steps.len(), 6, "every step is there to be seen");
}

#[test]
fn open_requests_show_what_needs_attention() {
    for today in DAYS {
        let (pool, script) = city(today);
        let today = day(today);
        assert_eq!(script.open.len(), OPEN_REQUESTS);
        let scenes = |scene| script.open.iter().filter(move |each| each.scene == scene);
        assert_eq!(scenes(Scene::Ordinary).count(), 32);
        assert_eq!(scenes(Scene::RareLanguage).count(), 3);
        for rare in scenes(Scene::RareLanguage) {
            assert!(pool.iter().all(|person| person.level(rare.wanted.language).is_none()));
        }
        let series = scenes(Scene::Series).next().unwrap();
        assert!(series.slots.len() == 6 && series.slots.is_sorted());
        let undecided = scenes(Scene::TwoBudgetLines).next().unwrap();
        assert!(undecided.budget.is_none() && undecided.wanted.office.budgets.len() == 2);
        assert_eq!(scenes(Scene::NoMoneyLeft).next().unwrap().wanted.office.code, "JC");
        for request in &script.open {
            for slot in &request.slots {
                assert!((1..=21).contains(&(slot.on - today).num_days()) && works(slot.on) && slot.from < slot.to);
            }
            assert!(request.wanted.requested_on <= today);
        }
    }
}

#[test]
fn the_tables_name_nothing_that_is_not_there() {
    for community in COMMUNITIES {
        assert!(Language::from_code(community.language).is_some(), "{}", community.language);
        for (code, level) in community.also.split_whitespace().map(|each| each.split_once(':').unwrap()) {
            assert!(Language::from_code(code).is_some() && ["B1", "B2", "C1", "C2"].contains(&level), "{code}:{level}");
        }
    }
    assert_eq!(COMMUNITIES.iter().map(|each| each.people).sum::<usize>(), 170);
    assert!(DEMAND.iter().all(|(code, _)| Language::from_code(code).is_some()));
    assert!(UNSERVED.iter().all(|code| DEMAND.iter().any(|(asked, _)| asked == code)));
    let districts: HashSet<District> =
        NEIGHBORHOODS.iter().map(|each| District::parse(each.district).unwrap()).collect();
    assert_eq!(districts.len(), 23);
    assert_eq!(OFFICES.iter().map(|each| each.per_thousand).sum::<u32>(), 1_000);
    for each in OFFICES {
        assert!(District::parse(each.district).is_ok());
        assert!(each.profiles.iter().all(|(code, _)| profile(code).is_some()));
        assert!(LOGINS.iter().any(|login| login.office == Some(each.code) && login.role == "case_worker"));
        assert!(LOGINS.iter().any(|login| login.office == Some(each.code) && login.role == "office_head"));
    }
    let lines: Vec<_> = OFFICES.iter().flat_map(|each| each.budgets).collect();
    assert_eq!(lines.iter().map(|line| line.cost_center).collect::<HashSet<_>>().len(), lines.len());
    assert_eq!(lines.iter().filter(|line| matches!(line.funding, Funding::UsedUpExcept(_))).count(), 1);
    assert!(PROFILES.iter().all(|each| !each.topics.is_empty() && !each.minutes.is_empty()));
    assert!(LOGINS.iter().filter_map(|login| login.office).all(|code| office(code).is_some()));
    assert_eq!(LOGINS.iter().map(|login| login.email).collect::<HashSet<_>>().len(), LOGINS.len());
    let roles: BTreeSet<&str> = LOGINS.iter().map(|login| login.role).collect();
    assert_eq!(roles.len(), 8, "all roles but the interpreters");
}
