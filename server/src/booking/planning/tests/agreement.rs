//! Plan and single ranking agree: with one session at stake, the plan names whom the ranking names first.

use super::town::*;
use crate::{
    booking::{
        search, store,
        tests::city::{City, HOUSE},
    },
    directory::{commands::NewCredential, facts::CredentialKind},
    identity::{Permit, policy::ManagePool},
    kernel::money::Cents,
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
