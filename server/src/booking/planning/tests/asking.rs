//! A plan is asked for, made, stopped, interrupted; and never two at once.

use super::town::*;
use crate::{
    booking::{
        planning::{
            commands::{AskRefused, StopRefused, stop_plan},
            plan::{CityPlan, Failure, PlanStatus, Standing},
            run, store,
        },
        tests::city::{City, at, databases},
    },
    kernel::{ids::*, money::Cents},
    platform::fault::Stop,
};

async fn stops(city: &City, id: CityPlanId) -> Result<(), StopRefused> {
    let mut tx = city.db.begin().await.unwrap();
    match stop_plan(&may_plan(city), id, city.now(), &mut tx).await {
        Ok(()) => tx.commit().await.unwrap(),
        Err(Stop::Refused(refused)) => return Err(refused),
        Err(Stop::Fault(fault)) => panic!("{fault}"),
    }
    Ok(())
}

/// Somebody claims the plan and is never heard of again.
async fn is_claimed_and_abandoned(city: &City, id: CityPlanId) -> CityPlan {
    let mut plan = plan(city, id).await;
    assert_eq!(plan.status, PlanStatus::Waiting);
    plan.status = PlanStatus::Running;
    plan.attempt += 1;
    plan.beat_at = Some(city.now());
    let tx = city.db.begin().await.unwrap();
    store::save(&tx, &plan).await.unwrap();
    tx.commit().await.unwrap();
    plan
}

#[tokio::test]
async fn days_and_seconds_have_their_bounds() {
    let city = City::with(1, Cents(100_000)).await;
    let ask = async |from, to| asks_for(&city, span(from, to), None).await.unwrap_err();
    assert_eq!(ask("2027-03-09", "2027-03-08").await, AskRefused::Backwards);
    assert_eq!(ask("2027-02-22", "2027-02-28").await, AskRefused::Past);
    assert_eq!(ask("2027-03-01", "2027-04-26").await, AskRefused::TooLong { days: 57, most: 56 });
    let stranger = Some(InterpreterId::new());
    assert_eq!(asks_for(&city, next_week(), stranger).await, Err(AskRefused::NoSuchInterpreter));
    asks_for(&city, span("2027-03-01", "2027-04-25"), None).await.unwrap();
}

#[tokio::test]
async fn two_plans_of_the_same_days_are_not_made_at_once() {
    for db in databases().await {
        let city = City::on(db, 1, Cents(100_000)).await;
        let first = asks_for(&city, next_week(), None).await.unwrap();
        assert_eq!(asks_for(&city, span("2027-03-14", "2027-03-20"), None).await, Err(AskRefused::UnderWay));
        asks_for(&city, span("2027-03-15", "2027-03-21"), None).await.unwrap();
        // The database has the last word.
        let mut twin = plan(&city, first).await;
        twin.id = CityPlanId::new();
        let tx = city.db.begin().await.unwrap();
        assert!(store::is_second(&store::insert(&tx, &twin).await.unwrap_err()));
        drop(tx);
        // A finished one is in nobody's way.
        plans_are_made(&city).await;
        is_over(&city, first).await;
        asks_for(&city, next_week(), None).await.unwrap();
    }
}

#[tokio::test]
async fn an_empty_week_has_an_empty_plan() {
    let city = City::with(1, Cents(100_000)).await;
    let (plan, entries) = planned(&city, next_week(), None).await;
    assert!(entries.is_empty());
    assert_eq!((plan.standing.points, plan.standing.gap_basis_points()), (Some(0), Some(0)));
}

#[tokio::test]
async fn whoever_works_on_it_hears_that_it_is_enough() {
    for db in databases().await {
        let city = City::on(db, 1, Cents(100_000)).await;
        let id = asks_for(&city, next_week(), None).await.unwrap();
        let running = is_claimed_and_abandoned(&city, id).await;
        let standing = Standing { points: Some(900), bound: Some(800), hopeless: 0, elapsed_ms: 1_500 };
        let beat = store::beat(&city.db, &running, standing, city.now()).await.unwrap();
        assert_eq!(beat, store::Beat::On);
        // 100 of 900 points are 11.11… %, rounded up.
        assert_eq!(plan(&city, id).await.standing.gap_basis_points(), Some(1_112), "how far it is can be seen");
        stops(&city, id).await.unwrap();
        assert_eq!(store::beat(&city.db, &running, standing, city.now()).await.unwrap(), store::Beat::Stop);
        run::make(city.db.clone(), running, city.now()).await;
        assert_eq!(plan(&city, id).await.status, PlanStatus::Made);
        assert_eq!(stops(&city, id).await, Err(StopRefused::NotUnderWay));
    }
}

#[tokio::test]
async fn what_nobody_began_ends_without_a_plan() {
    let city = City::with(1, Cents(100_000)).await;
    let id = asks_for(&city, next_week(), None).await.unwrap();
    stops(&city, id).await.unwrap();
    plans_are_made(&city).await;
    let plan = plan(&city, id).await;
    assert_eq!((plan.status, plan.failure), (PlanStatus::Failed, Some(Failure::Stopped)));
    asks_for(&city, next_week(), None).await.unwrap();
}

/// The program ended in the middle; the next one finds the plan silent and begins it anew.
#[tokio::test]
async fn a_plan_survives_the_end_of_the_program() {
    for db in databases().await {
        let city = City::on(db, 1, Cents(100_000)).await;
        let talk = city.books(&talk(&city, "ar", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
        let id = asks_for(&city, next_week(), None).await.unwrap();
        let dead = is_claimed_and_abandoned(&city, id).await;
        city.clock_is("2027-03-01 09:01");
        plans_are_made(&city).await;
        let made = is_over(&city, id).await;
        assert_eq!((made.status, made.attempt), (PlanStatus::Made, 2));
        assert_eq!(of(&entries(&city, id).await, talk).interpreter, Some(city.pool[0].0));
        // Whoever was thought dead and comes back changes nothing.
        run::make(city.db.clone(), dead, city.now()).await;
        assert_eq!(plan(&city, id).await, made);
    }
}

#[tokio::test]
async fn after_three_interruptions_it_is_given_up_and_says_so() {
    let city = City::with(1, Cents(100_000)).await;
    let id = asks_for(&city, next_week(), None).await.unwrap();
    let mut silent = is_claimed_and_abandoned(&city, id).await;
    silent.attempt = 3;
    let tx = city.db.begin().await.unwrap();
    store::save(&tx, &silent).await.unwrap();
    tx.commit().await.unwrap();
    city.clock.set(at("2027-03-01 09:01"));
    plans_are_made(&city).await;
    let plan = plan(&city, id).await;
    assert_eq!((plan.status, plan.failure), (PlanStatus::Failed, Some(Failure::Interrupted)));
}
