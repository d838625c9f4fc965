//! Who takes what, and why nobody.

use super::town::*;
use crate::{
    booking::{
        commands,
        planning::entry::{EntryOutcome, OpenReason},
        tests::city::{City, databases},
    },
    kernel::money::Cents,
};

/// The single ranking would ask the nearer one for Arabic, and nobody would be left for Turkish.
#[tokio::test]
async fn the_one_who_speaks_both_is_kept_for_what_only_they_can_do() {
    for db in databases().await {
        let city = City::on(db, 0, Cents(100_000)).await;
        let both = city
            .joins(1, |one| {
                one.languages = vec![("ar".to_owned(), "C1".to_owned()), ("tr".to_owned(), "C1".to_owned())]
            })
            .await;
        let far = city.joins(2, |one| one.home = (90, 6)).await;
        let arabic = city.books(&talk(&city, "ar", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
        let turkish = city.books(&talk(&city, "tr", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
        let (plan, entries) = planned(&city, next_week(), None).await;
        assert_eq!(
            (of(&entries, arabic).outcome, of(&entries, arabic).interpreter),
            (EntryOutcome::Proposed, Some(far))
        );
        assert_eq!(
            (of(&entries, turkish).outcome, of(&entries, turkish).interpreter),
            (EntryOutcome::Proposed, Some(both))
        );
        // An hour and a half at 42 €, and the flat sum for the way: small business, so gross is net.
        assert_eq!((of(&entries, turkish).net, of(&entries, turkish).gross), (Cents(7_500), Cents(7_500)));
        assert_eq!(plan.standing.gap_basis_points(), Some(0), "nothing can be better, and it is known");
        assert!(!of(&entries, turkish).facts.parts.is_empty(), "what speaks for somebody is kept");
    }
}

#[tokio::test]
async fn each_open_session_says_why() {
    let city = City::with(1, Cents(100_000)).await;
    let (only, only_actor) = city.pool[0].clone();
    // Nobody speaks it.
    let tigrinya = city.books(&talk(&city, "ti", "2027-03-08", "10:00", "11:00")).await.submitted.assignment;
    // Somebody speaks it, of the wrong gender.
    let mut ask = talk(&city, "ar", "2027-03-08", "12:00", "13:00");
    (ask.gender, ask.gender_required) = (Some(crate::booking::request::AskedGender::Male), true);
    let male = city.books(&ask).await.submitted.assignment;
    // Away on Tuesday.
    is_away(&city, &only_actor, only, "2027-03-09").await;
    let tuesday = city.books(&talk(&city, "ar", "2027-03-09", "10:00", "11:00")).await.submitted.assignment;
    // Said no.
    let declined = city.books(&talk(&city, "ar", "2027-03-10", "10:00", "11:00")).await.submitted.assignment;
    is_asked(&city, declined, only).await;
    let offer = city.open_offers(declined).await.remove(0);
    let mut tx = city.db.begin().await.unwrap();
    commands::decline_offer(&city.may_answer(&offer), "", city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    // Two at once: one is outweighed, and the one that matters more is not.
    let plain = city.books(&talk(&city, "ar", "2027-03-11", "10:00", "11:00")).await.submitted.assignment;
    let mut ask = talk(&city, "ar", "2027-03-11", "10:00", "11:00");
    ask.priority = crate::booking::request::Priority::Urgent;
    let urgent = city.books(&ask).await.submitted.assignment;
    let (_, entries) = planned(&city, next_week(), None).await;
    let why = |id| of(&entries, id).facts.why;
    assert_eq!(why(tigrinya), Some(OpenReason::NobodySpeaks));
    assert_eq!(why(male), Some(OpenReason::NobodyQualified));
    assert_eq!(why(tuesday), Some(OpenReason::NobodyFree));
    assert_eq!(why(declined), Some(OpenReason::SaidNo));
    assert_eq!(why(plain), Some(OpenReason::Outweighed));
    assert_eq!(of(&entries, urgent).interpreter, Some(only));
    assert_eq!(of(&entries, tuesday).facts.tally.qualified, 1);
}

#[tokio::test]
async fn nobody_works_more_in_a_week_than_they_want() {
    let city = City::with(0, Cents(100_000)).await;
    let only = city.joins(1, |one| one.weekly_cap_minutes = 120).await;
    let monday = city.books(&talk(&city, "ar", "2027-03-08", "10:00", "11:30")).await.submitted.assignment;
    let friday = city.books(&talk(&city, "ar", "2027-03-12", "10:00", "11:30")).await.submitted.assignment;
    let next = city.books(&talk(&city, "ar", "2027-03-15", "10:00", "11:30")).await.submitted.assignment;
    let (_, entries) = planned(&city, span("2027-03-08", "2027-03-21"), None).await;
    let week = [of(&entries, monday), of(&entries, friday)];
    assert_eq!(week.iter().filter(|entry| entry.interpreter == Some(only)).count(), 1);
    let open = week.into_iter().find(|entry| entry.outcome == EntryOutcome::Open).unwrap();
    assert_eq!(open.facts.why, Some(OpenReason::WeeklyCap));
    assert_eq!(of(&entries, next).interpreter, Some(only), "the next week is another one");
}

/// Two sessions have 75.00 € each and their line has 20.00 € left; whoever can come costs 89.25 €.
#[tokio::test]
async fn the_money_of_the_line_is_shared() {
    for db in databases().await {
        let city = City::on(db, 1, Cents(17_000)).await;
        let (cheap, actor) = city.pool[0].clone();
        let one = city.books(&talk(&city, "ar", "2027-03-09", "10:00", "11:30")).await.submitted.assignment;
        let two = city.books(&talk(&city, "ar", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
        assert_eq!(city.available().await, Cents(2_000));
        is_away(&city, &actor, cheap, "2027-03-09").await;
        // 75.00 € and 19 % of them.
        let dear = city.joins(2, |one| one.vat_kind = "standard".to_owned()).await;
        let (_, entries) = planned(&city, next_week(), None).await;
        let held: Vec<_> =
            [one, two].map(|id| of(&entries, id)).into_iter().filter(|one| one.interpreter == Some(dear)).collect();
        assert_eq!(held.len(), 1, "178.50 € are too much");
        assert_eq!((held[0].net, held[0].gross), (Cents(7_500), Cents(8_925)));
        let open =
            [one, two].map(|id| of(&entries, id)).into_iter().find(|one| one.outcome == EntryOutcome::Open).unwrap();
        assert_eq!(open.facts.why, Some(OpenReason::Budget));
    }
}

#[tokio::test]
async fn what_waits_for_money_stays_open_and_says_so() {
    let city = City::with(1, Cents(7_000)).await;
    let id = city.books(&talk(&city, "ar", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
    let (plan, entries) = planned(&city, next_week(), None).await;
    assert_eq!(of(&entries, id).facts.why, Some(OpenReason::NoMoneyYet));
    assert_eq!(plan.standing.gap_basis_points(), Some(0));
}

#[tokio::test]
async fn who_knows_the_file_comes_again_and_the_plan_does_not_know_which_file_it_is() {
    let city = City::with(2, Cents(100_000)).await;
    let mut ids = Vec::new();
    for day in ["2027-03-09", "2027-03-11"] {
        let mut ask = talk(&city, "ar", day, "14:00", "15:30");
        ask.file_reference = "JA-2027/0815".to_owned();
        ids.push(city.books(&ask).await.submitted.assignment);
    }
    let (_, entries) = planned(&city, next_week(), None).await;
    assert_eq!(of(&entries, ids[0]).interpreter, of(&entries, ids[1]).interpreter, "one face is enough");
    let said = format!("{entries:?}");
    assert!(!said.contains("0815"), "{said}");
}
