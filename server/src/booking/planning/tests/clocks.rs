//! Nights in which the clock changes, and sessions over midnight.

use super::town::*;
use crate::{booking::tests::city::City, directory::facts::WindowFacts, kernel::money::Cents};

/// Works around the clock, 120 minutes a week.
async fn night_city() -> (City, crate::kernel::ids::InterpreterId) {
    let city = City::with(0, Cents(200_000)).await;
    let only = city
        .joins(1, |one| {
            one.weekly_cap_minutes = 120;
            one.windows = (0..7).map(|weekday| WindowFacts { weekday, from_minute: 0, to_minute: 1440 }).collect();
        })
        .await;
    (city, only)
}

/// On 28 March 2027, 01:00 to 04:00 lasts two hours; 00:30 on Monday is the next week, though only 22 hours later.
#[tokio::test]
async fn the_night_in_which_an_hour_is_missing() {
    let (city, only) = night_city().await;
    let night = city.books(&talk(&city, "ar", "2027-03-28", "01:00", "04:00")).await.submitted.assignment;
    let monday = city.books(&talk(&city, "ar", "2027-03-29", "00:30", "02:30")).await.submitted.assignment;
    let (_, entries) = planned(&city, span("2027-03-22", "2027-04-04"), None).await;
    for id in [night, monday] {
        assert_eq!(of(&entries, id).interpreter, Some(only));
    }
}

/// On 31 October 2027, 01:00 to 03:00 lasts three hours: too long for this week's cap. The last hour of that Sunday is not
/// the next week's.
#[tokio::test]
async fn the_night_that_has_an_hour_more() {
    let (city, only) = night_city().await;
    city.clock_is("2027-10-11 09:00");
    let long = city.books(&talk(&city, "ar", "2027-10-31", "01:00", "03:00")).await.submitted.assignment;
    let sunday = city.books(&talk(&city, "ar", "2027-10-31", "21:30", "23:30")).await.submitted.assignment;
    let monday = city.books(&talk(&city, "ar", "2027-11-01", "00:30", "02:30")).await.submitted.assignment;
    let (_, entries) = planned(&city, span("2027-10-25", "2027-11-07"), None).await;
    assert_eq!(of(&entries, long).facts.why, Some(super::super::entry::OpenReason::WeeklyCap));
    for id in [sunday, monday] {
        assert_eq!(of(&entries, id).interpreter, Some(only));
    }
}

/// Until 01:00, and again at 01:10 the other way across town: nobody can be at both.
#[tokio::test]
async fn midnight_is_no_wall() {
    let city = City::with(0, Cents(200_000)).await;
    city.joins(1, |one| {
        one.windows = (0..7).map(|weekday| WindowFacts { weekday, from_minute: 0, to_minute: 1440 }).collect();
    })
    .await;
    let first = city.books(&talk(&city, "ar", "2027-03-09", "23:00", "01:00")).await.submitted.assignment;
    let mut ask = talk(&city, "ar", "2027-03-10", "01:10", "02:00");
    ask.district = "Vaihingen".to_owned();
    let second = city.books(&ask).await.submitted.assignment;
    let third = city.books(&talk(&city, "ar", "2027-03-10", "03:00", "04:00")).await.submitted.assignment;
    let (_, entries) = planned(&city, next_week(), None).await;
    let held = [first, second].into_iter().filter(|id| of(&entries, *id).interpreter.is_some()).count();
    assert_eq!(held, 1);
    assert!(of(&entries, third).interpreter.is_some());
}
