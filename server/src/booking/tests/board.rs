//! The board: who sees which job when, and how it is taken.

use super::city::{City, at, databases};
use crate::{
    booking::{
        assignment::Status,
        board::{self, Posting},
        commands::{self, AcceptRefused, TakeRefused, Who},
        offer::OfferStatus,
        rules::Rules,
        store,
    },
    identity::{Permit, policy::TakeJob},
    kernel::{ids::*, money::Cents},
    platform::fault::Stop,
    scheduling::BoardRules,
};
use std::sync::Arc;

impl City {
    /// What stands on somebody's board.
    async fn board_of(&self, number: usize) -> Vec<Posting> {
        board::board(self.db.read(), self.pool[number].0, self.now()).await.unwrap()
    }

    /// Who sees any job at all, by number.
    async fn readers(&self) -> Vec<usize> {
        let mut readers = Vec::new();
        for number in 0..self.pool.len() {
            if !self.board_of(number).await.is_empty() {
                readers.push(number);
            }
        }
        readers
    }

    fn may_take(&self, number: usize, assignment: AssignmentId) -> Permit<TakeJob> {
        let (interpreter, actor) = &self.pool[number];
        Permit::ask(actor, TakeJob { interpreter: *interpreter, assignment }).unwrap()
    }

    async fn takes(&self, number: usize, id: AssignmentId) -> Result<(), TakeRefused> {
        let mut tx = self.db.begin().await.unwrap();
        match commands::take_job(&self.may_take(number, id), self.now(), &mut tx).await {
            Ok(_) => {
                tx.commit().await.unwrap();
                Ok(())
            }
            Err(Stop::Refused(refused)) => Err(refused),
            Err(Stop::Fault(fault)) => panic!("{fault:?}"),
        }
    }

    async fn board_opens_at_once(&self) {
        let rules = Rules { board: BoardRules { open_after_waves: 0, open_below_min: 0 }, ..Rules::default() };
        store::testing::set_rules(&self.db, &rules, self.now()).await;
    }
}

/// Monday 9:00; the session is on Thursday. Three are asked first; what the others see comes with the waves.
#[tokio::test]
async fn jobs_of_later_waves_appear_when_their_time_comes() {
    let city = City::with(8, Cents(100_000)).await;
    let id = city.books(&city.ask()).await.submitted.assignment;
    assert!(city.readers().await.is_empty(), "before anybody was asked, the board does not open it");
    city.works().await;
    assert_eq!(city.readers().await, [0, 1, 2]);
    assert_eq!(city.takes(5, id).await, Err(TakeRefused::NotOpenYet));

    let until = city.open_offers(id).await[0].expires_at;
    city.clock.set(until);
    city.works().await;
    assert_eq!(city.readers().await, [0, 1, 2, 3, 4, 5], "who let the time pass may still take it");
    let until = city.open_offers(id).await[0].expires_at;
    city.clock.set(until);
    city.works().await;
    assert_eq!(city.readers().await.len(), 8, "after two waves in vain it is open to everybody who fits");

    assert_eq!(city.takes(0, id).await, Ok(()), "silence did no harm");
    assert_eq!(city.status(id).await, Status::Filled);
    assert!(city.readers().await.is_empty());
    assert_eq!(city.takes(1, id).await, Err(TakeRefused::Yes(AcceptRefused::Taken)));
    let ended: Vec<OfferStatus> = city.offers(id).await.iter().map(|offer| offer.status).collect();
    assert_eq!(ended.iter().filter(|status| **status == OfferStatus::Accepted).count(), 1);
    assert!(!ended.contains(&OfferStatus::Open), "everybody who was asked learns the end");
}

#[tokio::test]
async fn the_board_shows_pay_time_district_and_way_and_neither_address_nor_file_nor_remark() {
    let city = City::with(1, Cents(100_000)).await;
    city.books(&city.ask()).await;
    city.works().await;
    let posting = city.board_of(0).await.remove(0);
    // 90 minutes at 42 € in whole hours and halves, and 12 € for the way.
    assert_eq!(posting.fee, Cents(7_500));
    assert_eq!(posting.facts.district.as_deref(), Some("Ost"));
    assert_eq!(posting.facts.slot.starts_at(), at("2027-03-04 14:00"));
    assert!(posting.way_min.is_some());
    assert_eq!(
        (posting.facts.address.as_str(), posting.facts.file_reference, posting.facts.remark.as_str()),
        ("", None, "")
    );
}

#[tokio::test]
async fn who_said_no_or_has_no_time_does_not_see_it() {
    let city = City::with(3, Cents(100_000)).await;
    let id = city.books(&city.ask()).await.submitted.assignment;
    city.works().await;
    let offer = city.open_offers(id).await.into_iter().find(|offer| offer.interpreter == city.pool[0].0).unwrap();
    let mut tx = city.db.begin().await.unwrap();
    commands::decline_offer(&city.may_answer(&offer), "", city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(city.takes(0, id).await, Err(TakeRefused::Yes(AcceptRefused::Answered)));
    // The second takes a session at the same time.
    let mut other = city.ask();
    other.preferred = Some(city.pool[1].0);
    let other = city.books(&other).await.submitted.assignment;
    city.works().await;
    assert_eq!(city.takes(1, other).await, Ok(()));
    assert_eq!(city.takes(1, id).await, Err(TakeRefused::DoesNotFit));
    assert_eq!(city.readers().await, [2]);
    city.clock_is("2027-03-04 14:00");
    assert!(city.readers().await.is_empty(), "what has begun is over");
    assert_eq!(city.takes(2, id).await, Err(TakeRefused::Over));
}

/// 64 take the same job from the board, 20 of them were asked: one wins, 63 learn that it is taken.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_press_wins() {
    for db in databases().await {
        let city = Arc::new(City::on(db, 64, Cents(100_000)).await);
        city.board_opens_at_once().await;
        let id = city.books(&city.ask()).await.submitted.assignment;
        let mut tx = city.db.begin().await.unwrap();
        for number in 0..20 {
            let one = Who::One(city.pool[number].0);
            commands::send_offers(&city.may_dispatch(id), one, city.now(), &mut tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(city.readers().await.len(), 64);
        let mut tasks = Vec::new();
        for number in 0..64 {
            let city = Arc::clone(&city);
            tasks.push(tokio::spawn(async move { city.takes(number, id).await }));
        }
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert_eq!(answers.iter().filter(|answer| **answer == Err(TakeRefused::Yes(AcceptRefused::Taken))).count(), 63);
        let offers = city.offers(id).await;
        assert_eq!(offers.iter().filter(|offer| offer.status == OfferStatus::Accepted).count(), 1);
        assert_eq!(offers.iter().filter(|offer| offer.status == OfferStatus::Open).count(), 0);
        let (_, assignment) = city.booking(id).await;
        assert_eq!(assignment.status, Status::Filled);
    }
}
