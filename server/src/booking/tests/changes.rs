//! Cancelled and moved.

use super::city::{City, wished};
use crate::{
    booking::{
        self,
        assignment::{CancellationClass, Status},
        commands::{self, CancelRefused, Change, ChangeRefused},
        offer::OfferStatus,
    },
    kernel::money::Cents,
    platform::fault::Stop,
};

#[tokio::test]
async fn a_day_before_is_early_and_free_a_second_later_is_late_and_due() {
    // The session begins on Thursday at 14:00; the rule says 24 hours.
    for (now, class, due, left) in [
        ("2027-03-03 14:00", CancellationClass::Early, Cents(0), Cents(100_000)),
        ("2027-03-03 14:01", CancellationClass::Late, Cents(3_150), Cents(92_500)),
    ] {
        let city = City::with(1, Cents(100_000)).await;
        let (booked, interpreter) = city.filled(&city.ask()).await;
        let id = booked.submitted.assignment;
        city.clock_is(now);
        let mut tx = city.db.begin().await.unwrap();
        let done = commands::cancel_assignment(&city.may_cancel(id), "", None, city.now(), &mut tx).await.unwrap();
        tx.commit().await.unwrap();
        // Half the fee of the agreed hour and a half: 31.50.
        assert_eq!((done.consequence.class, done.consequence.fee), (Some(class), due), "{now}");
        assert_eq!(city.available().await, left, "{now}");
        let billable = booking::billable(city.db.read(), id).await.unwrap();
        match class {
            CancellationClass::Early => assert!(billable.is_none()),
            CancellationClass::Late => {
                let billable = billable.unwrap();
                assert_eq!((billable.outcome.as_str(), billable.interpreter), ("cancelled_by_office", interpreter));
                assert_eq!(billable.notified_at, Some(city.now()));
            }
        }
    }
}

#[tokio::test]
async fn a_cancellation_that_became_late_since_it_was_shown_is_asked_again() {
    let city = City::with(1, Cents(100_000)).await;
    let (booked, _) = city.filled(&city.ask()).await;
    city.clock_is("2027-03-03 14:01");
    let mut tx = city.db.begin().await.unwrap();
    let permit = city.may_cancel(booked.submitted.assignment);
    let shown = Some(CancellationClass::Early);
    let refused = commands::cancel_assignment(&permit, "", shown, city.now(), &mut tx).await;
    assert!(matches!(refused, Err(Stop::Refused(CancelRefused::ConsequenceChanged))));
}

#[tokio::test]
async fn who_was_booked_is_asked_first_when_the_session_moves() {
    let city = City::with(3, Cents(100_000)).await;
    let (booked, interpreter) = city.filled(&city.ask()).await;
    let (id, request) = (booked.submitted.assignment, booked.submitted.request);
    let version = city.booking(id).await.1.version;
    let change = Change { time: Some(wished("2027-03-05", "10:00", "12:00")), ..Change::default() };
    let mut tx = city.db.begin().await.unwrap();
    let stale =
        commands::change_request(&city.may_change(request), &change, Some(version - 1), city.now(), &mut tx).await;
    assert!(matches!(stale, Err(Stop::Refused(ChangeRefused::ChangedMeanwhile))));
    let changed =
        commands::change_request(&city.may_change(request), &change, Some(version), city.now(), &mut tx).await;
    tx.commit().await.unwrap();
    let changed = changed.unwrap();
    assert_eq!((changed.status, changed.asked_again), (Status::Searching, Some(interpreter)));
    city.works().await;
    let open = city.open_offers(id).await;
    assert_eq!(open.iter().map(|offer| offer.interpreter).collect::<Vec<_>>(), [interpreter]);
    // Two hours at 42 €, and the way.
    assert_eq!((open[0].expected_fee, city.available().await), (Cents(9_600), Cents(90_400)));
    assert_eq!(city.somebody_accepts(id).await, interpreter);
    assert_eq!(city.status(id).await, Status::Filled);
}

#[tokio::test]
async fn another_house_number_leaves_the_yes_as_it_is() {
    let city = City::with(1, Cents(100_000)).await;
    let (booked, _) = city.filled(&city.ask()).await;
    let address = Some("Landhausstr. 119, 70190 Stuttgart".to_owned());
    let change = Change { address, ..Change::default() };
    let permit = city.may_change(booked.submitted.request);
    let mut tx = city.db.begin().await.unwrap();
    let changed = commands::change_request(&permit, &change, None, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((changed.status, changed.asked_again), (Status::Filled, None));
    let accepted = city.offers(booked.submitted.assignment).await;
    assert_eq!(accepted[0].status, OfferStatus::Accepted);
}
