//! Several asked for as one.

use super::city::{City, wished};
use crate::{
    booking::{
        assignment::Status,
        commands::{self, Every, Scope, SeriesAsk, SeriesChange, SeriesTime, SubmitSeriesRefused, Until},
    },
    kernel::{money::Cents, time::Fold},
    platform::fault::Stop,
};

/// Fridays from 19 March 2027: the 26th is Good Friday.
fn fridays(skip_holidays: bool) -> SeriesAsk {
    SeriesAsk { every: Every::Week, until: Until::Times(4), skip_holidays }
}

#[tokio::test]
async fn every_date_is_checked_and_every_problem_named() {
    let city = City::with(1, Cents(1_000_000)).await;
    let mut ask = city.ask();
    ask.time = wished("2027-03-19", "10:00", "11:00");
    let mut tx = city.db.begin().await.unwrap();
    let refused = commands::submit_series(&city.may_submit(), &ask, fridays(false), city.now(), &mut tx).await;
    let Err(Stop::Refused(SubmitSeriesRefused::Dates(problems))) = refused else { panic!("{refused:?}") };
    let named: Vec<(String, &str)> = problems.iter().map(|one| (one.date.to_string(), one.code())).collect();
    assert_eq!(named, [("2027-03-26".to_owned(), "series-date-is-holiday")]);

    // Sundays at half past two: the 28th has no such time, and is Easter.
    ask.time = wished("2027-03-21", "02:30", "04:00");
    let refused = commands::submit_series(&city.may_submit(), &ask, fridays(false), city.now(), &mut tx).await;
    let Err(Stop::Refused(SubmitSeriesRefused::Dates(problems))) = refused else { panic!("{refused:?}") };
    assert!(problems.iter().any(|one| one.date.to_string() == "2027-03-28" && one.code() == "time-skipped"));
}

#[tokio::test]
async fn a_series_is_moved_and_cancelled_by_its_scope() {
    let city = City::with(1, Cents(1_000_000)).await;
    let mut ask = city.ask();
    ask.time = wished("2027-03-19", "10:00", "11:00");
    let mut tx = city.db.begin().await.unwrap();
    let series = commands::submit_series(&city.may_submit(), &ask, fridays(true), city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(series.booked.len(), 3);
    assert_eq!(series.skipped[0].to_string(), "2027-03-26");
    // An hour at 42 € and the way: 54 € each.
    assert_eq!(city.available().await, Cents(1_000_000 - 3 * 5_400));

    let second = &series.booked[1].1.submitted;
    let time = |text| chrono::NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    let moved_to = SeriesTime { by_days: -1, from: Some(time("14:00")), to: Some(time("15:00")), fold: Fold::Unsaid };
    let later = SeriesChange { time: Some(moved_to), ..SeriesChange::default() };
    let mut tx = city.db.begin().await.unwrap();
    let permit = city.may_change(second.request);
    let moved = commands::change_series(&permit, Scope::Following, &later, None, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(moved.len(), 2);
    let (first, _) = city.booking(series.booked[0].1.submitted.assignment).await;
    let (third, _) = city.booking(series.booked[2].1.submitted.assignment).await;
    assert_eq!(first.slot.date().to_string(), "2027-03-19");
    assert_eq!(third.slot.date().to_string(), "2027-04-08");

    let mut tx = city.db.begin().await.unwrap();
    let permit = city.may_cancel(second.assignment);
    let done = commands::cancel_series(&permit, second.request, Scope::All, "", city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(done.len(), 3);
    assert_eq!(city.status(second.assignment).await, Status::Cancelled);
    assert_eq!(city.available().await, Cents(1_000_000));
}
