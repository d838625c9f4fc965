//! Offers of a plan go out, a call comes in, the city goes on.

use super::town::*;
use crate::{
    booking::{
        assignment::Status,
        commands,
        offer::OfferStatus,
        planning::{
            commands::{Selection, SendPlanRefused},
            entry::{EntryOutcome, Sending},
            queries,
        },
        tests::city::{City, databases},
    },
    kernel::{ids::*, money::Cents},
};
use std::collections::HashSet;

async fn accepts(city: &City, assignment: AssignmentId, person: InterpreterId) {
    let offer = city.open_offers(assignment).await.into_iter().find(|one| one.interpreter == person).unwrap();
    let mut tx = city.db.begin().await.unwrap();
    commands::accept_offer(&city.may_answer(&offer), city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn one_press_sends_all_and_the_second_press_sends_nothing() {
    for db in databases().await {
        let city = City::on(db, 2, Cents(100_000)).await;
        let mut ids = Vec::new();
        for hours in [("09:00", "10:00"), ("11:00", "12:00"), ("14:00", "15:00")] {
            ids.push(city.books(&talk(&city, "ar", "2027-03-09", hours.0, hours.1)).await.submitted.assignment);
        }
        let (plan, _) = planned(&city, next_week(), None).await;
        let some = Selection::These(HashSet::from([ids[0]]));
        assert_eq!(sends(&city, plan.id, some.clone(), false).await, Ok(1));
        assert_eq!(sends(&city, plan.id, some, false).await, Err(SendPlanRefused::NothingToSend));
        assert_eq!(sends(&city, plan.id, Selection::All, false).await, Ok(2));
        for entry in entries(&city, plan.id).await {
            assert_eq!(entry.sending, Some(Sending::Sent));
            let asked: Vec<_> = city.open_offers(entry.assignment).await.iter().map(|one| one.interpreter).collect();
            assert_eq!(asked, [entry.interpreter.unwrap()]);
        }
        assert_eq!(sends(&city, plan.id, Selection::All, false).await, Err(SendPlanRefused::NothingToSend));
    }
}

#[tokio::test]
async fn what_changed_meanwhile_is_told_before_and_refused_when_sent() {
    let city = City::with(2, Cents(100_000)).await;
    let one = city.books(&talk(&city, "ar", "2027-03-09", "09:00", "10:00")).await.submitted.assignment;
    let two = city.books(&talk(&city, "ar", "2027-03-10", "09:00", "10:00")).await.submitted.assignment;
    let three = city.books(&talk(&city, "ar", "2027-03-11", "09:00", "10:00")).await.submitted.assignment;
    let (plan, before) = planned(&city, next_week(), None).await;
    let said = async || {
        let view = queries::plan(&city.db, plan.id, city.now()).await.unwrap().unwrap();
        view.changes.iter().map(|one| (one.assignment, one.message.key.clone())).collect::<Vec<_>>()
    };
    assert_eq!(said().await, []);

    // The first finds somebody by itself, whom the plan wants for the second falls ill, the third is cancelled, a fourth comes.
    let chosen = of(&before, two).interpreter.unwrap();
    let (other, _) = *city.pool.iter().find(|(id, _)| Some(*id) != of(&before, one).interpreter).as_ref().unwrap();
    let other = *other;
    is_asked(&city, one, other).await;
    accepts(&city, one, other).await;
    let (_, actor) = city.pool.iter().find(|(id, _)| *id == chosen).unwrap();
    is_away(&city, actor, chosen, "2027-03-10").await;
    let mut tx = city.db.begin().await.unwrap();
    commands::cancel_assignment(&city.may_cancel(three), "", None, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    city.books(&talk(&city, "ar", "2027-03-12", "09:00", "10:00")).await;
    assert_eq!(
        said().await,
        [
            (Some(one), "planning-change-filled".to_owned()),
            (Some(two), "planning-change-obstacle".to_owned()),
            (Some(three), "planning-change-gone".to_owned()),
            (None, "planning-change-new".to_owned()),
        ]
    );

    assert_eq!(sends(&city, plan.id, Selection::All, false).await, Ok(3));
    let after = entries(&city, plan.id).await;
    let refused = |id| {
        let entry = of(&after, id);
        (entry.sending.unwrap(), entry.refused.as_ref().unwrap().key.clone())
    };
    assert_eq!(refused(one), (Sending::Refused, "refusal-assignment-not-searching".to_owned()));
    assert_eq!(refused(two), (Sending::Refused, "refusal-interpreter-has-obstacles".to_owned()));
    assert_eq!(refused(three), (Sending::Refused, "refusal-assignment-not-searching".to_owned()));
    assert!(city.open_offers(two).await.is_empty());
}

/// An offer that is out stays where it is, unless something more than a few euros speaks against it.
#[tokio::test]
async fn what_is_offered_is_not_moved_for_little() {
    let city = City::with(1, Cents(100_000)).await;
    let far = city.joins(2, |one| one.home = (60, 6)).await;
    let id = city.books(&talk(&city, "ar", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
    is_asked(&city, id, far).await;
    let (_, entries) = planned(&city, next_week(), None).await;
    assert_eq!((of(&entries, id).outcome, of(&entries, id).interpreter), (EntryOutcome::Asked, Some(far)));
}

/// It is moved when somebody else would otherwise have nobody; whoever was asked learns it when the plan is sent.
#[tokio::test]
async fn an_offer_is_moved_so_that_both_have_somebody() {
    let city = City::with(0, Cents(100_000)).await;
    let both = city
        .joins(1, |one| one.languages = vec![("ar".to_owned(), "C1".to_owned()), ("tr".to_owned(), "C1".to_owned())])
        .await;
    let other = city.joins(2, |_| ()).await;
    let arabic = city.books(&talk(&city, "ar", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
    is_asked(&city, arabic, both).await;
    let turkish = city.books(&talk(&city, "tr", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
    let (plan, entries) = planned(&city, next_week(), None).await;
    let moved = of(&entries, arabic);
    assert_eq!((moved.outcome, moved.interpreter), (EntryOutcome::Proposed, Some(other)));
    assert_eq!(moved.called_back().collect::<Vec<_>>(), [both]);
    assert_eq!(of(&entries, turkish).interpreter, Some(both));
    sends(&city, plan.id, Selection::All, false).await.unwrap();
    let offers: Vec<_> = city.offers(arabic).await.iter().map(|one| (one.interpreter, one.status)).collect();
    assert_eq!(offers, [(both, OfferStatus::Withdrawn), (other, OfferStatus::Open)]);
    assert_eq!(city.open_offers(turkish).await[0].interpreter, both);
}

/// Somebody calls in sick. Her sessions are planned anew; what others accepted stays, and what is offered stays.
#[tokio::test]
async fn after_a_sick_call_only_hers_move() {
    for db in databases().await {
        let city = City::on(db, 3, Cents(100_000)).await;
        let [ill, second, third] = [0, 1, 2].map(|number| city.pool[number].0);
        let book = async |day, from, to| city.books(&talk(&city, "ar", day, from, to)).await.submitted.assignment;
        let hers = book("2027-03-09", "14:00", "15:30").await;
        is_asked(&city, hers, ill).await;
        accepts(&city, hers, ill).await;
        let at_the_same_time = book("2027-03-09", "14:00", "15:30").await;
        is_asked(&city, at_the_same_time, second).await;
        accepts(&city, at_the_same_time, second).await;
        let offered = book("2027-03-10", "14:00", "15:30").await;
        is_asked(&city, offered, third).await;
        let (plan, entries) = planned(&city, next_week(), Some(ill)).await;
        let moved = of(&entries, hers);
        assert_eq!((moved.outcome, moved.interpreter, moved.held_by), (EntryOutcome::Proposed, Some(third), Some(ill)));
        let kept = of(&entries, at_the_same_time);
        assert_eq!((kept.outcome, kept.interpreter), (EntryOutcome::Accepted, Some(second)));
        assert_eq!(
            (of(&entries, offered).outcome, of(&entries, offered).interpreter),
            (EntryOutcome::Asked, Some(third))
        );

        let refused = sends(&city, plan.id, Selection::All, false).await;
        assert_eq!(refused, Err(SendPlanRefused::AbsenceUnconfirmed));
        assert_eq!(city.status(hers).await, Status::Filled, "nothing accepted moves without a person");
        assert_eq!(sends(&city, plan.id, Selection::All, true).await, Ok(1));
        let (_, assignment) = city.booking(hers).await;
        assert_eq!((assignment.status, assignment.search_round), (Status::Searching, 2));
        assert_eq!(city.open_offers(hers).await[0].interpreter, third);
        assert_eq!(city.booking(at_the_same_time).await.1.interpreter, Some(second));
    }
}
