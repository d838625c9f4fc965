#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::{
    budget::commands::{LineDetails, open_line},
    directory::commands::{OfficeDetails, ProfileDetails, define_profile, register_office},
    identity::{
        Permit,
        policy::{ManageBudget, ManageOffices, ManagePool},
        testing::fresh_db,
    },
    kernel::{actor::Actor, clock::Instant, ids::OfficeId, money::Cents, time::FiscalYear},
    platform::{
        db::Db,
        i18n::{Locale, t},
    },
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

fn now() -> Instant {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

/// As SQLite keeps a key.
fn blob(id: Uuid) -> String {
    format!("x'{}'", id.simple())
}

/// A city with these requests: day, language, status and reason of the assignment.
async fn city(requests: &[(&str, &str, &str, Option<&str>)]) -> (Db, OfficeId, Vec<Uuid>) {
    let db = fresh_db().await;
    let house = Actor::House("test");
    let mut tx = db.begin().await.unwrap();
    let office = OfficeDetails {
        code: "JA".to_owned(),
        name_de: "Jugendamt".to_owned(),
        name_en: "Youth Welfare Office".to_owned(),
        is_grant: false,
        leitweg_id: crate::kernel::leitweg::LeitwegId::completed("08111-JA").unwrap(),
        email: "ja@example.org".to_owned(),
        address: String::new(),
        district: "Mitte".to_owned(),
        contact: String::new(),
        phone: String::new(),
    };
    let permit = Permit::ask(&house, ManageOffices {}).unwrap();
    let (office, _) = register_office(permit, &office, now(), &mut tx).await.unwrap();
    let line = LineDetails {
        office,
        fiscal_year: FiscalYear(2027),
        cost_center: "A".to_owned(),
        cost_object: "1".to_owned(),
        account: "2".to_owned(),
        name: "Dolmetschen".to_owned(),
        appropriation: Cents(1_000_000),
        warn_percent: 80,
    };
    let permit = Permit::ask(&house, ManageBudget {}).unwrap();
    let (line, _) = open_line(&permit, &line, now(), &mut tx).await.unwrap();
    let profile = ProfileDetails {
        code: "talk".to_owned(),
        name_de: "Gespräch".to_owned(),
        name_en: "Talk".to_owned(),
        credentials: Vec::new(),
        legal_duty: false,
        active: true,
    };
    let permit = Permit::ask(&house, ManagePool {}).unwrap();
    let (profile, _) = define_profile(&permit, &profile, None, now(), &mut tx).await.unwrap();
    let mut ids = Vec::new();
    for (number, (day, language, status, reason)) in requests.iter().enumerate() {
        let (request, assignment) = (Uuid::now_v7(), Uuid::now_v7());
        ids.push(request);
        let span = format!("'{day}T09:00:00+00:00', '{day}T10:00:00+00:00'");
        let reason = reason.map_or("NULL".to_owned(), |reason| format!("'{reason}'"));
        tx.conn()
            .execute_unprepared(&format!(
                "INSERT INTO booking_request (id, reference, office_id, budget_line_id, language, profile_id, on_date, from_time, \
                 to_time, starts_at, ends_at, delivery, address, gender_required, remark, priority, requested_at) VALUES \
                 ({}, 'R-{number}', {}, {}, '{language}', {}, '{day}', '10:00:00', '11:00:00', {span}, 'phone', '', 0, '', \
                 'normal', '{day}T08:00:00+00:00')",
                blob(request),
                blob(office.0),
                blob(line.0),
                blob(profile.0)
            ))
            .await
            .unwrap();
        tx.conn()
            .execute_unprepared(&format!(
                "INSERT INTO assignment (id, request_id, office_id, status, starts_at, ends_at, estimate, schedule_id, \
                 unfilled_reason, search_round, created_at, updated_at, version) VALUES ({}, {}, {}, '{status}', {span}, 9000, \
                 's', {reason}, 1, '{day}T08:00:00+00:00', '{day}T08:00:00+00:00', 1)",
                blob(assignment),
                blob(request),
                blob(office.0)
            ))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    (db, office, ids)
}

#[tokio::test]
async fn the_database_counts_what_the_tables_show() {
    let (db, office, ids) = city(&[
        ("2027-01-04", "ar", "searching", None),
        ("2027-01-05", "ar", "unfilled", Some("nobody_free")),
        ("2027-12-31", "ti", "unfilled", Some("nobody_qualified")),
        ("2027-12-31", "ti", "unfilled", Some("nobody_qualified")),
        ("2026-12-31", "ti", "unfilled", Some("too_late")),
        ("2028-01-01", "ti", "cancelled", None),
    ])
    .await;
    let figures = report(&db, 2027, None).await.unwrap();
    assert_eq!((figures.total.requests, figures.total.uncovered, figures.total.open), (4, 3, 1));
    assert_eq!(figures.total.missed, Cents(27_000));
    assert_eq!(figures.training, [("ti".to_owned(), 2)]);
    let months: Vec<(u32, i64)> = figures.offices.iter().map(|(_, month, tally)| (*month, tally.requests)).collect();
    assert_eq!(months, [(1, 2), (12, 2)]);
    assert_eq!(report(&db, 2027, Some(OfficeId::new())).await.unwrap().total.requests, 0);
    assert_eq!(store::years(db.read()).await.unwrap(), [2028, 2027, 2026]);

    let (first, last) = ("2027-01-01".parse().unwrap(), "2027-12-31".parse().unwrap());
    assert_eq!(count_unmet(db.read(), first, last, Some(office)).await.unwrap(), 3);
    let list = unmet(db.read(), (first, last), None, None, 0, 2).await.unwrap();
    assert_eq!(list.iter().map(|one| one.reference.as_str()).collect::<Vec<_>>(), ["R-3", "R-2"]);
    let place = list.last().map(|one| (one.on_date, one.request.0));
    let rest = unmet(db.read(), (first, last), None, place, 0, 2).await.unwrap();
    assert_eq!(
        rest.iter().map(|one| (one.reference.as_str(), one.reason.as_str())).collect::<Vec<_>>(),
        [("R-1", "nobody_free")]
    );

    let parts = subjects_of_booking(db.read(), ids[0]).await.unwrap();
    assert_eq!(parts.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["booking_request", "assignment"]);
    assert_eq!(subjects_of_booking(db.read(), parts[1].1).await.unwrap(), parts);
    assert_eq!(subjects_of_booking(db.read(), Uuid::now_v7()).await.unwrap(), []);
}

/// Texts whose keys are made at run time.
#[test]
fn every_reason_has_its_words() {
    let keys = super::report::REASONS.map(|reason| format!("insight-reason-{}", reason.replace('_', "-")));
    let columns =
        ["month", "language", "office", "reason", "reference", "day", "profile", "estimate", "requests", "covered"];
    let more = columns.into_iter().chain(["uncovered", "open", "cancelled", "coverage", "missed"]);
    for key in keys.into_iter().chain(more.map(|name| format!("insight-{name}"))) {
        assert_ne!(t(Locale::De, &key), key);
        assert_ne!(t(Locale::En, &key), key);
    }
}
