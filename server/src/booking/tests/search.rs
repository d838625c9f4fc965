//! How somebody is found, or nobody.

use super::city::City;
use crate::{
    booking::{
        assignment::{Status, UnfilledReason},
        commands::{self, SendRefused, Who},
        offer::OfferStatus,
    },
    identity::{Permit, policy::DropOut},
    kernel::{clock::Instant, ids::InterpreterId, money::Cents},
    platform::fault::Stop,
};

async fn declines(city: &City, offer: &crate::booking::offer::Offer) {
    let mut tx = city.db.begin().await.unwrap();
    commands::decline_offer(&city.may_answer(offer), "", city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn waves_follow_each_other_until_nobody_is_left() {
    let city = City::with(4, Cents(100_000)).await;
    let id = city.books(&city.ask()).await.submitted.assignment;
    city.works().await;
    let first = city.open_offers(id).await;
    assert_eq!(first.len(), 3);
    // 30 working hours and a half are left: a fifth of that, 6 h 6 min, and nobody answers.
    let deadline: Instant = first[0].expires_at;
    assert_eq!(deadline, super::city::at("2027-03-01 15:48"));
    city.clock.set(deadline);
    city.works().await;
    let offers = city.offers(id).await;
    assert_eq!(offers.iter().filter(|offer| offer.status == OfferStatus::Expired).count(), 3);
    let second = city.open_offers(id).await;
    assert_eq!((second.len(), second[0].wave), (1, 2));
    declines(&city, &second[0]).await;
    city.works().await;
    assert!(city.open_offers(id).await.is_empty());
    assert_eq!(city.status(id).await, Status::Searching, "the coordination can still do something");

    city.clock_is("2027-03-04 14:00");
    city.works().await;
    let (_, assignment) = city.booking(id).await;
    assert_eq!(assignment.status, Status::Unfilled);
    assert_eq!(assignment.unfilled_reason, Some(UnfilledReason::NobodyFree));
    assert_eq!(city.available().await, Cents(100_000), "the money is free again");
}

#[tokio::test]
async fn nobody_in_the_pool_speaks_it() {
    let city = City::with(2, Cents(100_000)).await;
    let mut ask = city.ask();
    ask.language = "Tigrinya".to_owned();
    let booked = city.books(&ask).await;
    // Trained, beside another job: an hour and a half at 50 €, and 12 €.
    assert_eq!(booked.planned.estimate, Cents(8_700));
    city.works().await;
    city.clock_is("2027-03-04 14:00");
    city.works().await;
    let (_, assignment) = city.booking(booked.submitted.assignment).await;
    assert_eq!(assignment.unfilled_reason, Some(UnfilledReason::NobodyQualified));
}

#[tokio::test]
async fn who_drops_out_is_not_asked_again() {
    let city = City::with(3, Cents(100_000)).await;
    let (booked, interpreter) = city.filled(&city.ask()).await;
    let id = booked.submitted.assignment;
    let (_, actor) = city.pool.iter().find(|(one, _)| *one == interpreter).unwrap();
    let permit = Permit::ask(actor, DropOut { interpreter, assignment: id }).unwrap();
    let mut tx = city.db.begin().await.unwrap();
    commands::drop_out(&permit, "krank", city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    city.works().await;
    let (_, assignment) = city.booking(id).await;
    assert_eq!((assignment.status, assignment.search_round, assignment.interpreter), (Status::Searching, 2, None));
    let asked: Vec<InterpreterId> = city.open_offers(id).await.iter().map(|offer| offer.interpreter).collect();
    assert_eq!(asked.len(), 2);
    assert!(!asked.contains(&interpreter));
    assert_eq!(city.available().await, Cents(92_500), "the money stays committed");
}

#[tokio::test]
async fn the_coordination_asks_one_and_calls_back() {
    let city = City::with(5, Cents(100_000)).await;
    let id = city.books(&city.ask()).await.submitted.assignment;
    let (last, _) = city.pool[4].clone();
    let permit = city.may_dispatch(id);
    let mut tx = city.db.begin().await.unwrap();
    commands::send_offers(&permit, Who::One(last), city.now(), &mut tx).await.unwrap();
    let twice = commands::send_offers(&permit, Who::One(last), city.now(), &mut tx).await;
    assert!(matches!(twice, Err(Stop::Refused(SendRefused::AskedAlready))));
    assert_eq!(commands::withdraw_offers(&permit, None, city.now(), &mut tx).await.unwrap(), 1);
    commands::send_offers(&permit, Who::One(last), city.now(), &mut tx).await.unwrap();
    commands::declare_unfilled(&permit, UnfilledReason::TooLate, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(city.open_offers(id).await.is_empty());
    assert_eq!(city.status(id).await, Status::Unfilled);
}

/// Offers that are made at night are told in the morning.
#[tokio::test]
async fn nobody_is_woken() {
    let city = City::with(1, Cents(100_000)).await;
    city.clock_is("2027-03-01 22:30");
    let id = city.books(&city.ask()).await.submitted.assignment;
    city.works().await;
    let offers = city.open_offers(id).await;
    assert_eq!(offers[0].sent_at, super::city::at("2027-03-02 07:00"));
    assert!(offers[0].expires_at > offers[0].sent_at);
}

#[tokio::test]
async fn whom_the_office_would_like_is_asked_first_and_alone_then_the_others() {
    let city = City::with(5, Cents(100_000)).await;
    let mut ask = city.ask();
    ask.preferred = Some(city.pool[3].0);
    let id = city.books(&ask).await.submitted.assignment;
    city.works().await;
    let first = city.open_offers(id).await;
    assert_eq!(first.iter().map(|offer| offer.interpreter).collect::<Vec<_>>(), [city.pool[3].0]);
    declines(&city, &first[0]).await;
    city.works().await;
    assert_eq!(city.open_offers(id).await.len(), 3);
}
