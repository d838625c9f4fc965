//! Two schedules over the same sessions.

use rates::{Currency, Facts, MoneyError, Outcome, compare::compare};

use crate::contract::{example, schedule};

#[test]
fn two_schedules_are_compared_by_group() {
    let held = Facts::from_json(&example().to_string()).unwrap();
    let mut short = held.clone();
    short.held = None;
    short.agreed.to = "2026-03-05T13:20:00Z".parse().unwrap();
    let away = Facts { outcome: Outcome::InterpreterAbsent, ..held.clone() };
    let strange = Facts { class: "noble".to_owned(), ..held.clone() };
    let facts = [held, short, away, strange];
    let offices = ["youth", "youth", "social", "social"];
    let result = compare(schedule("stuttgart-2022"), schedule("jveg-2025"), &facts, |index, _| offices[index]).unwrap();

    let youth = &result.groups["youth"];
    // 100.00 + 12.00 and 50.00 + 12.00; 232.50 + 10.08 and (20 + 40 minutes) 93.00 + 10.08
    assert_eq!((youth.before.minor(), youth.after.minor()), (11_200 + 6_200, 24_258 + 10_308));
    assert_eq!((youth.sessions, youth.dearer, youth.cheaper, youth.change()), (2, 2, 0, 17_166));
    let social = &result.groups["social"];
    // Neither table knows classes, so the strange one has the ordinary price.
    assert_eq!((social.sessions, social.dearer), (2, 1));
    assert_eq!(result.total.sessions, 4);

    let unlike = compare(schedule("jveg-2025"), schedule("baselland"), &facts, |_, _| ());
    assert_eq!(unlike.unwrap_err(), MoneyError::UnlikeCurrencies(Currency::Eur, Currency::Chf));
}

#[test]
fn a_session_that_one_schedule_cannot_price_is_in_neither_sum() {
    let mut facts = Facts::from_json(&example().to_string()).unwrap();
    let priced = facts.clone();
    facts.travel.zone = Some("moon".to_owned());
    let result = compare(schedule("bielefeld"), schedule("bamberg"), &[priced, facts], |_, _| "all").unwrap();
    // 100 + 40 minutes at 15.00; 100 minutes at 25.00 and 5.00 in the city
    assert_eq!((result.total.before.minor(), result.total.after.minor()), (3_750, 5_500));
    let [unpriced] = result.groups["all"].unpriced.as_slice() else { panic!("{result:?}") };
    assert_eq!((unpriced.index, unpriced.schedule.as_str()), (1, "bamberg"));
}
