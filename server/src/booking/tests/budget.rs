//! Requests that wait for money.

use super::city::{City, HOUSE};
use crate::{
    booking::{
        assignment::{Status, UnfilledReason},
        commands::{self, OverrideRefused},
        request::Priority,
    },
    budget::commands::grant_supplement,
    identity::{
        Permit,
        policy::{ManageBudget, OverrideBudget},
    },
    kernel::{ids::AssignmentId, money::Cents},
    platform::fault::Stop,
};

async fn overrides(city: &City, id: AssignmentId, reason: &str) -> Result<Cents, Stop<OverrideRefused>> {
    let permit = Permit::ask(&city.head, OverrideBudget { office: city.office }).unwrap();
    let mut tx = city.db.begin().await.unwrap();
    let raised = commands::override_budget(permit, id, reason, city.now(), &mut tx).await?;
    tx.commit().await.unwrap();
    Ok(raised)
}

#[tokio::test]
async fn what_waits_is_served_by_duty_and_age_when_money_comes() {
    let city = City::with(1, Cents(7_000)).await;
    let first = city.books(&city.ask()).await;
    assert_eq!((first.planned.status, first.planned.available), (Status::AwaitingBudget, Some(Cents(7_000))));
    let mut duty = city.ask();
    duty.priority = Priority::LegalDuty;
    let duty = city.books(&duty).await;
    city.works().await;
    let mut tx = city.db.begin().await.unwrap();
    let permit = Permit::ask(&HOUSE, ManageBudget {}).unwrap();
    grant_supplement(permit, city.line, Cents(5_000), "Nachtrag", city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    city.works().await;
    assert_eq!(city.status(duty.submitted.assignment).await, Status::Searching);
    assert_eq!(city.status(first.submitted.assignment).await, Status::AwaitingBudget);

    // The one that got the money is cancelled in time: the other goes on.
    let mut tx = city.db.begin().await.unwrap();
    let permit = city.may_cancel(duty.submitted.assignment);
    commands::cancel_assignment(&permit, "", None, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    city.works().await;
    assert_eq!(city.status(first.submitted.assignment).await, Status::Searching);
}

#[tokio::test]
async fn an_override_needs_a_reason_and_has_a_limit() {
    let city = City::with(1, Cents(1_000)).await;
    let plain = city.books(&city.ask()).await.submitted.assignment;
    let refused = overrides(&city, plain, "  ").await;
    assert!(matches!(refused, Err(Stop::Refused(OverrideRefused::ReasonMissing))));
    let refused = overrides(&city, plain, "dringend").await;
    assert!(matches!(refused, Err(Stop::Refused(OverrideRefused::ReasonTooShort { letters: 25 }))));
    let mut duty = city.ask();
    duty.profile = city.child_protection;
    let duty = city.books(&duty).await.submitted.assignment;
    // 75.00 are needed, 10.00 are there.
    assert_eq!(overrides(&city, duty, "§ 8a SGB VIII").await.unwrap(), Cents(6_500));
    assert_eq!(city.status(duty).await, Status::Searching);
    assert_eq!(city.available().await, Cents::ZERO);
    let again = overrides(&city, duty, "§ 8a SGB VIII").await;
    assert!(matches!(again, Err(Stop::Refused(OverrideRefused::NotWaiting))));
}

#[tokio::test]
async fn what_waited_in_vain_is_kept_with_its_reason() {
    let city = City::with(1, Cents(0)).await;
    let id = city.books(&city.ask()).await.submitted.assignment;
    city.clock_is("2027-03-04 14:00");
    city.works().await;
    let (_, assignment) = city.booking(id).await;
    assert_eq!(assignment.unfilled_reason, Some(UnfilledReason::NoMoney));
}
