//! Many at once.

use super::city::{City, databases, wished};
use crate::{
    booking::{
        assignment::Status,
        commands::{self, AcceptRefused, Who},
        offer::OfferStatus,
    },
    kernel::money::Cents,
    platform::fault::Stop,
};
use std::sync::Arc;

/// 64 say yes to the same assignment: one wins, 63 learn that it is taken.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_yes_wins() {
    for db in databases().await {
        let city = Arc::new(City::on(db, 64, Cents(100_000)).await);
        let id = city.books(&city.ask()).await.submitted.assignment;
        let mut tx = city.db.begin().await.unwrap();
        let sent = commands::send_offers(&city.may_dispatch(id), Who::Everybody, city.now(), &mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(sent.offers.len(), 64);
        let mut tasks = Vec::new();
        for offer in city.open_offers(id).await {
            let city = Arc::clone(&city);
            tasks.push(tokio::spawn(async move {
                let mut tx = city.db.begin().await.unwrap();
                match commands::accept_offer(&city.may_answer(&offer), city.now(), &mut tx).await {
                    Ok(_) => tx.commit().await.map(|()| true).unwrap(),
                    Err(Stop::Refused(AcceptRefused::Taken)) => false,
                    Err(other) => panic!("{other:?}"),
                }
            }));
        }
        let mut winners = 0;
        for task in tasks {
            winners += usize::from(task.await.unwrap());
        }
        assert_eq!(winners, 1);
        let offers = city.offers(id).await;
        assert_eq!(offers.iter().filter(|offer| offer.status == OfferStatus::Accepted).count(), 1);
        assert_eq!(offers.iter().filter(|offer| offer.status == OfferStatus::Filled).count(), 63);
    }
}

/// One interpreter says yes to overlapping sessions at once: one yes counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_in_two_places() {
    for db in databases().await {
        let city = Arc::new(City::on(db, 1, Cents(1_000_000)).await);
        let mut offers = Vec::new();
        for minute in 0..8 {
            let mut ask = city.ask();
            ask.time = wished("2027-03-04", &format!("14:{:02}", minute * 5), "15:30");
            let id = city.books(&ask).await.submitted.assignment;
            city.works().await;
            offers.extend(city.open_offers(id).await);
        }
        assert_eq!(offers.len(), 8);
        let mut tasks = Vec::new();
        for offer in offers {
            let city = Arc::clone(&city);
            tasks.push(tokio::spawn(async move {
                let mut tx = city.db.begin().await.unwrap();
                match commands::accept_offer(&city.may_answer(&offer), city.now(), &mut tx).await {
                    Ok(_) => tx.commit().await.map(|()| true).unwrap(),
                    Err(Stop::Refused(AcceptRefused::Busy)) => false,
                    Err(other) => panic!("{other:?}"),
                }
            }));
        }
        let mut winners = 0;
        for task in tasks {
            winners += usize::from(task.await.unwrap());
        }
        assert_eq!(winners, 1);
    }
}

/// Many requests at once: numbers without gap or twin, and never more money than there is.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_and_money_hold_under_many_requests() {
    for db in databases().await {
        // Enough for five at 75 €.
        let city = Arc::new(City::on(db, 1, Cents(40_000)).await);
        let mut tasks = Vec::new();
        for _ in 0..16 {
            let city = Arc::clone(&city);
            tasks.push(tokio::spawn(async move {
                let mut tx = city.db.begin().await.unwrap();
                let booked = commands::book(&city.may_submit(), &city.ask(), city.now(), &mut tx).await.unwrap();
                tx.commit().await.unwrap();
                (booked.submitted.reference, booked.planned.status)
            }));
        }
        let mut done = Vec::new();
        for task in tasks {
            done.push(task.await.unwrap());
        }
        let mut references: Vec<&str> = done.iter().map(|(reference, _)| reference.as_str()).collect();
        references.sort_unstable();
        let wanted: Vec<String> = (1..=16).map(|number| format!("2027-{number:06}")).collect();
        assert_eq!(references, wanted);
        assert_eq!(done.iter().filter(|(_, status)| *status == Status::Searching).count(), 5);
        assert_eq!(city.available().await, Cents(2_500));
    }
}
