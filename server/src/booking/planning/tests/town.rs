//! A city whose house does not ask anybody by itself, so that a story decides who was asked.

use crate::{
    booking::{
        ask::Ask,
        commands::{self, Who},
        planning::{
            self,
            commands::{AskRefused, PlanAsk, Selection, SendPlanRefused, ask_for_plan, send_plan},
            entry::Entry,
            plan::{CityPlan, PlanStatus, Span},
            store,
        },
        tests::city::{City, wished},
    },
    identity::{
        Permit,
        policy::{ManageOwnAvailability, PlanCity},
    },
    kernel::{
        actor::Actor,
        ids::*,
        time::{Interval, start_of_day},
    },
    platform::{
        fault::Stop,
        jobs::{Registry, Worker},
    },
};
use chrono::{Days, NaiveDate};
use std::{sync::Arc, time::Duration};

pub(super) fn span(from: &str, to: &str) -> Span {
    Span { from: from.parse().unwrap(), to: to.parse().unwrap() }
}

/// The week after the first day of the stories.
pub(super) fn next_week() -> Span {
    span("2027-03-08", "2027-03-14")
}

pub(super) fn may_plan(city: &City) -> Permit<PlanCity> {
    Permit::ask(&city.coordination, PlanCity {}).unwrap()
}

/// A talk in that language on that day, at the school.
pub(super) fn talk(city: &City, language: &str, date: &str, from: &str, to: &str) -> Ask {
    Ask { language: language.to_owned(), time: wished(date, from, to), file_reference: String::new(), ..city.ask() }
}

pub(super) async fn asks_for(
    city: &City,
    span: Span,
    instead_of: Option<InterpreterId>,
) -> Result<CityPlanId, AskRefused> {
    let mut tx = city.db.begin().await.unwrap();
    let ask = PlanAsk { span, seconds: 2, instead_of };
    match ask_for_plan(&may_plan(city), &ask, city.now(), &mut tx).await {
        Ok(id) => {
            tx.commit().await.unwrap();
            Ok(id)
        }
        Err(Stop::Refused(refused)) => Err(refused),
        Err(Stop::Fault(fault)) => panic!("{fault}"),
    }
}

/// Planning's own jobs are done; nobody else listens.
pub(super) async fn plans_are_made(city: &City) {
    let mut registry = Registry::default();
    planning::register(&mut registry);
    Worker::new(city.db.clone(), city.clock.clone(), Arc::new(registry)).drain().await.unwrap();
    let failed = crate::platform::jobs::failed(&city.db, None, 200).await.unwrap();
    assert!(!failed.iter().any(|job| job.kind.contains("plan")), "a job failed: {failed:?}");
}

pub(super) async fn plan(city: &City, id: CityPlanId) -> CityPlan {
    store::plan(city.db.read(), id).await.unwrap().unwrap()
}

pub(super) async fn entries(city: &City, id: CityPlanId) -> Vec<Entry> {
    store::entries_of(city.db.read(), id).await.unwrap()
}

/// Waits for whoever works on it beside the worker.
pub(super) async fn is_over(city: &City, id: CityPlanId) -> CityPlan {
    for _ in 0..600 {
        let plan = plan(city, id).await;
        if !plan.is_under_way() {
            return plan;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nobody made the plan");
}

/// A plan of these days, ready.
pub(super) async fn planned(city: &City, span: Span, instead_of: Option<InterpreterId>) -> (CityPlan, Vec<Entry>) {
    let id = asks_for(city, span, instead_of).await.unwrap();
    plans_are_made(city).await;
    let plan = is_over(city, id).await;
    assert_eq!((plan.status, plan.failure), (PlanStatus::Made, None));
    (plan, entries(city, id).await)
}

pub(super) fn of(entries: &[Entry], assignment: AssignmentId) -> &Entry {
    entries.iter().find(|entry| entry.assignment == assignment).unwrap()
}

/// The coordination asks one.
pub(super) async fn is_asked(city: &City, assignment: AssignmentId, person: InterpreterId) {
    let mut tx = city.db.begin().await.unwrap();
    commands::send_offers(&city.may_dispatch(assignment), Who::One(person), city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// The coordination presses the button, and the house sends.
pub(super) async fn sends(
    city: &City,
    plan: CityPlanId,
    selection: Selection,
    confirmed: bool,
) -> Result<usize, SendPlanRefused> {
    let mut tx = city.db.begin().await.unwrap();
    let sent = match send_plan(&may_plan(city), plan, &selection, confirmed, city.now(), &mut tx).await {
        Ok(count) => count,
        Err(Stop::Refused(refused)) => return Err(refused),
        Err(Stop::Fault(fault)) => panic!("{fault}"),
    };
    tx.commit().await.unwrap();
    plans_are_made(city).await;
    Ok(sent)
}

/// Somebody can't on that day.
pub(super) async fn is_away(city: &City, actor: &Actor, interpreter: InterpreterId, day: &str) {
    let permit = Permit::ask(actor, ManageOwnAvailability { interpreter }).unwrap();
    let day: NaiveDate = day.parse().unwrap();
    let away = Interval::new(start_of_day(day), start_of_day(day + Days::new(1))).unwrap();
    let mut tx = city.db.begin().await.unwrap();
    crate::directory::commands::add_absence(permit, away, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
}
