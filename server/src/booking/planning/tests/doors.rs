//! The same through pages and the API, and who may not.

use super::town::*;
use crate::{
    booking::tests::http::Doors,
    identity::testing,
    kernel::{actor::Role, money::Cents},
};
use rocket::http::Status as Http;
use serde_json::json;

#[tokio::test]
async fn the_coordination_plans_looks_and_sends() {
    let doors = Doors::open(2, Cents(100_000)).await;
    let city = &doors.city;
    let mut ask = talk(city, "ar", "2027-03-09", "14:00", "15:30");
    ask.file_reference = "JA-2027/0815".to_owned();
    let booked = city.books(&ask).await;
    city.books(&talk(city, "ti", "2027-03-10", "14:00", "15:30")).await;
    let coordination = doors.cookie("coordination@city.example").await;
    let (status, form) = doors.gets(&coordination, "/plans").await;
    assert_eq!(status, Http::Ok);
    assert!(form.contains(r#"value="2027-03-08""#) && form.contains(r#"value="2027-03-14""#), "next week is meant");
    let wrong = [("_key", "a"), ("from", "2027-03-14"), ("to", "2027-03-08"), ("seconds", "2")];
    let (status, _, page) = doors.posts(&coordination, "/plans", &wrong).await;
    assert_eq!(status, Http::UnprocessableEntity);
    assert!(page.contains("Der letzte Tag liegt vor dem ersten."));
    let good = [("_key", "b"), ("from", "2027-03-08"), ("to", "14.03.2027"), ("seconds", "2")];
    let (status, address, _) = doors.posts(&coordination, "/plans", &good).await;
    assert_eq!(status, Http::SeeOther);
    let again = [("_key", "c"), ("from", "2027-03-08"), ("to", "2027-03-14"), ("seconds", "2")];
    let (status, _, page) = doors.posts(&coordination, "/plans", &again).await;
    assert_eq!(status, Http::Conflict);
    assert!(page.contains("wird gerade ein Plan gerechnet"));
    let (_, waiting) = doors.gets(&coordination, &address).await;
    assert!(waiting.contains("Anhalten und das Beste nehmen") && waiting.contains(r#"http-equiv="refresh""#));

    plans_are_made(city).await;
    is_over(city, address.trim_start_matches("/plans/").parse().unwrap()).await;
    let (_, page) = doors.gets(&coordination, &address).await;
    assert!(page.contains("Besser geht es nicht: Das ist bewiesen."));
    assert!(page.contains("1 von 2") && page.contains("75,00"), "{page}");
    assert!(page.contains("Niemand spricht die Sprache."));
    assert!(!page.contains("0815") && !page.contains("Landhausstr"), "neither file nor address");
    let (status, table) = doors.gets(&coordination, &format!("{address}/plan.csv")).await;
    assert_eq!(status, Http::Ok);
    assert!(table.contains(&booked.submitted.reference) && !table.contains("0815"));

    let nothing = [("_key", "d"), ("which", "chosen")];
    let (status, _, page) = doors.posts(&coordination, &format!("{address}/offers"), &nothing).await;
    assert_eq!(status, Http::Conflict);
    assert!(page.contains("Es gibt nichts zu versenden."));
    let all = [("_key", "e"), ("which", "all")];
    let (status, _, _) = doors.posts(&coordination, &format!("{address}/offers"), &all).await;
    assert_eq!(status, Http::SeeOther);
    plans_are_made(city).await;
    assert_eq!(city.open_offers(booked.submitted.assignment).await.len(), 1);
}

#[tokio::test]
async fn programs_do_the_same() {
    let doors = Doors::open(1, Cents(100_000)).await;
    let city = &doors.city;
    let id = city.books(&talk(city, "ar", "2027-03-09", "14:00", "15:30")).await.submitted.assignment;
    let coordination = doors.bearer(&city.coordination).await;
    let (status, plan) = doors.api(&coordination, "POST", "/api/v1/plans", Some(json!({ "seconds": 2 }))).await;
    assert_eq!(status, Http::Accepted);
    assert_eq!(
        (&plan["from"], &plan["to"], &plan["status"]),
        (&json!("2027-03-08"), &json!("2027-03-14"), &json!("waiting"))
    );
    let (status, problem) = doors.api(&coordination, "POST", "/api/v1/plans", Some(json!({ "seconds": 3 }))).await;
    assert_eq!((status, &problem["code"]), (Http::Conflict, &json!("plan-under-way")));
    let address = format!("/api/v1/plans/{}", plan["id"].as_str().unwrap());
    plans_are_made(city).await;
    is_over(city, plan["id"].as_str().unwrap().parse().unwrap()).await;
    let (status, made) = doors.api(&coordination, "GET", &address, None).await;
    assert_eq!(status, Http::Ok);
    assert_eq!((&made["status"], &made["gap_basis_points"]), (&json!("made"), &json!(0)));
    let session = &made["sessions"][0];
    assert_eq!((&session["outcome"], &session["gross_cents"]), (&json!("proposed"), &json!(7_500)));
    assert_eq!(session["assignment"], json!(id.to_string()));
    let (status, sent) = doors.api(&coordination, "POST", &format!("{address}/offers"), Some(json!({}))).await;
    assert_eq!((status, &sent["sending"]), (Http::Accepted, &json!(1)));
    let (status, problem) = doors.api(&coordination, "POST", &format!("{address}/stop"), None).await;
    assert_eq!((status, &problem["code"]), (Http::Conflict, &json!("plan-not-under-way")));
    let (_, list) = doors.api(&coordination, "GET", "/api/v1/plans", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn auditors_read_and_others_see_nothing() {
    let doors = Doors::open(1, Cents(100_000)).await;
    let city = &doors.city;
    testing::account(&city.db, "auditor@city.example", &[(Role::Auditor, None)], None, true, city.now()).await;
    let id = asks_for(city, next_week(), None).await.unwrap();
    let auditor = doors.cookie("auditor@city.example").await;
    let (status, page) = doors.gets(&auditor, &format!("/plans/{id}")).await;
    assert_eq!(status, Http::Ok);
    assert!(!page.contains("Anhalten"));
    let (status, ..) = doors.posts(&auditor, &format!("/plans/{id}/stop"), &[("_key", "x")]).await;
    assert_eq!(status, Http::Forbidden);
    for email in ["worker@ja.example", "head@ja.example", "interpreter0@pool.example"] {
        let other = doors.cookie(email).await;
        for path in ["/plans".to_owned(), format!("/plans/{id}"), format!("/plans/{id}/plan.csv")] {
            assert_eq!(doors.gets(&other, &path).await.0, Http::Forbidden, "{email} {path}");
        }
    }
    let coordination = doors.cookie("coordination@city.example").await;
    let nobody = crate::kernel::ids::CityPlanId::new();
    assert_eq!(doors.gets(&coordination, &format!("/plans/{nobody}")).await.0, Http::NotFound);
}
