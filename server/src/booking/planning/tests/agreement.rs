//! Plan and single ranking agree: with one session at stake, the plan names whom the ranking names first.

use super::town::*;
use crate::{
    booking::{
        search, store,
        tests::city::{City, HOUSE},
    },
    directory::{
        busy::Reading,
        commands::{NewCredential, connect_calendar},
        facts::CredentialKind,
    },
    identity::{
        Permit,
        policy::{ConnectCalendars, ManagePool},
    },
    kernel::{clock::Instant, ids::InterpreterId, money::Cents},
    scheduling::Reason,
};

#[tokio::test]
async fn the_best_for_one_session_is_the_best_in_a_plan_of_one() {
    let city = City::with(2, Cents(100_000)).await;
    let far = city.joins(3, |one| one.home = (40, 6)).await;
    let taxed = city.joins(4, |one| one.vat_kind = "standard".to_owned()).await;
    let trained = city.joins(5, |_| ()).await;
    let mut tx = city.db.begin().await.unwrap();
    let training = NewCredential {
        kind: CredentialKind::Training,
        course_group: Some("2021-1".to_owned()),
        valid_from: "2021-09-01".parse().unwrap(),
        valid_to: None,
    };
    let permit = Permit::ask(&HOUSE, ManagePool {}).unwrap();
    crate::directory::commands::record_credential(&permit, trained, &training, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();

    let wish = |gender| Some(gender);
    use crate::booking::request::AskedGender::{Female, Male};
    let mut worlds = vec![talk(&city, "ar", "2027-03-08", "14:00", "15:30")];
    for (number, preferred) in [far, taxed, trained].into_iter().enumerate() {
        let mut ask = talk(&city, "ar", &format!("2027-03-{:02}", 9 + number), "14:00", "15:30");
        ask.preferred = Some(preferred);
        worlds.push(ask);
    }
    for (day, gender) in [("2027-03-12", Female), ("2027-03-13", Male)] {
        let mut ask = talk(&city, "ar", day, "09:00", "10:00");
        ask.gender = wish(gender);
        worlds.push(ask);
    }
    for ask in worlds {
        let day = ask.time.date;
        let id = city.books(&ask).await.submitted.assignment;
        let (request, assignment) = city.booking(id).await;
        let rules = store::rules(city.db.read()).await.unwrap();
        let found = search::look_around(city.db.read(), &request, &assignment, &rules, city.now()).await.unwrap();
        let ranking = found.rank(&rules, city.now());
        let (_, entries) = planned(&city, super::super::plan::Span { from: day, to: day }, None).await;
        let chosen = of(&entries, id).interpreter.unwrap();
        let score = |person| ranking.recommended.iter().find(|one| one.interpreter == person).unwrap().score;
        assert_eq!(score(chosen), ranking.recommended[0].score, "{day}");
        let parts: i64 = of(&entries, id).facts.parts.iter().map(|part| i64::from(part.points)).sum();
        assert_eq!(parts, score(chosen), "the reasons are those of the ranking");
    }
}

/// Somebody's own calendar is a price on them, in the ranking and in a plan alike; nobody else being there, they are asked all the
/// same, and the plan says what their calendar says.
#[tokio::test]
async fn an_own_calendar_is_a_price_and_no_block() {
    let city = City::with(2, Cents(100_000)).await;
    let [first, second] = [city.pool[0].0, city.pool[1].0];
    let day = "2027-03-09";
    let id = city.books(&talk(&city, "ar", day, "14:00", "15:30")).await.submitted.assignment;
    let span = super::super::plan::Span { from: day.parse().unwrap(), to: day.parse().unwrap() };
    let (_, entries) = planned(&city, span, None).await;
    let preferred = of(&entries, id).interpreter.unwrap();
    let other = if preferred == first { second } else { first };
    let busy = |from: &str, to: &str| (from.parse().unwrap(), to.parse().unwrap());
    // 14:00 in Berlin is 13:00 UTC.
    connects(&city, preferred, busy("2027-03-09T13:30:00Z", "2027-03-09T14:00:00Z")).await;
    let (_, entries) = planned(&city, span, None).await;
    assert_eq!(of(&entries, id).interpreter, Some(other));
    connects(&city, other, busy("2027-03-09T08:00:00Z", "2027-03-09T20:00:00Z")).await;
    let (_, entries) = planned(&city, span, None).await;
    let entry = of(&entries, id);
    assert_eq!(entry.interpreter, Some(preferred), "both are busy: as before");
    let said = Reason::SaidBusy { minutes_old: 0, near: false, percent: 100 };
    let part = entry.facts.parts.iter().find(|part| part.reason == said).unwrap();
    assert_eq!(part.points, -200);
}

/// An interpreter's calendar says so now.
async fn connects(city: &City, interpreter: InterpreterId, busy: (Instant, Instant)) {
    let actor = city.pool.iter().find(|(id, _)| *id == interpreter).unwrap().1.clone();
    let permit = Permit::ask(&actor, ConnectCalendars { interpreter }).unwrap();
    let now = city.now();
    let reading = Reading::of([busy], 0, now, now + chrono::Duration::days(30));
    let mut tx = city.db.begin().await.unwrap();
    connect_calendar(&permit, "privat", &reading, now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
}
