//! Logging in, being locked out, and how long a session lasts.

use super::database;
use crate::{
    identity::{
        LogInRefused, NextStep, PasswordAttempt, give_second_factor, log_in, secrets, store, testing::*, visitor,
    },
    kernel::{actor::Role, clock::Instant},
    platform::fault::Stop,
};
use chrono::{Duration, TimeZone, Utc};

pub(super) fn monday() -> Instant {
    Utc.with_ymd_and_hms(2027, 3, 1, 8, 0, 0).unwrap()
}

pub(super) fn attempt<'a>(email: &'a str, password: &'a str) -> PasswordAttempt<'a> {
    PasswordAttempt { email, password, device: "Firefox", call: &UNKEYED }
}

#[tokio::test]
async fn a_right_password_opens_a_session_that_ends() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let admission = log_in(&db, &config, &passwords(), attempt(" Kora@city.example ", PASSWORD), now).await.unwrap();
    assert_eq!(admission.next, NextStep::Done);
    let seen = |at: Instant| visitor::by_session(&db, &config, &admission.cookie, at);
    let visitor = seen(now).await.unwrap().unwrap();
    assert_eq!(visitor.person.account, id);
    assert!(!visitor.second_factor_missing);
    // Sixty idle minutes end it; every click begins them anew.
    assert!(seen(now + Duration::minutes(59)).await.unwrap().is_some());
    assert!(seen(now + Duration::minutes(118)).await.unwrap().is_some());
    assert!(seen(now + Duration::minutes(178)).await.unwrap().is_none());
    // Twelve hours end it in any case.
    for minute in (118..720).step_by(50) {
        assert!(seen(now + Duration::minutes(minute)).await.unwrap().is_some(), "{minute}");
    }
    assert!(seen(now + Duration::hours(12)).await.unwrap().is_none());
    assert!(visitor::by_session(&db, &config, "somebody-elses", now).await.unwrap().is_none());
}

#[tokio::test]
async fn ten_wrong_passwords_lock_known_and_unknown_addresses_alike() {
    let (db, config, now) = (database().await, config(), monday());
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    for email in ["kora@city.example", "nobody@city.example"] {
        for _ in 0..9 {
            let refused = log_in(&db, &config, &passwords(), attempt(email, "wrong"), now).await.unwrap_err();
            assert!(matches!(refused, Stop::Refused(LogInRefused::Wrong)), "{refused:?}");
        }
        let until = now + Duration::minutes(15);
        let refused = log_in(&db, &config, &passwords(), attempt(email, "wrong"), now).await.unwrap_err();
        assert!(matches!(refused, Stop::Refused(LogInRefused::Locked { until: end }) if end == until), "{refused:?}");
        // The right password does not help before.
        let refused = log_in(&db, &config, &passwords(), attempt(email, PASSWORD), until - Duration::seconds(1))
            .await
            .unwrap_err();
        assert!(matches!(refused, Stop::Refused(LogInRefused::Locked { .. })), "{refused:?}");
    }
    let after = now + Duration::minutes(15);
    assert!(log_in(&db, &config, &passwords(), attempt("kora@city.example", PASSWORD), after).await.is_ok());
}

#[tokio::test]
async fn many_attempts_at_once_are_all_counted() {
    let (db, config, now) = (database().await, config(), monday());
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let passwords = passwords();
    let tries = (0..40).map(|_| log_in(&db, &config, &passwords, attempt("kora@city.example", "wrong"), now));
    let answers = futures::future::join_all(tries).await;
    let wrong = answers.iter().filter(|answer| matches!(answer, Err(Stop::Refused(LogInRefused::Wrong)))).count();
    assert_eq!(wrong, 9, "{answers:?}");
}

#[tokio::test]
async fn finance_needs_a_second_factor_and_each_code_counts_once() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "fina@city.example", &[(Role::FinanceClerk, None)], None, true, now).await;
    let first = log_in(&db, &config, &passwords(), attempt("fina@city.example", PASSWORD), now).await.unwrap();
    assert_eq!(first.next, NextStep::GiveSecondFactor);
    let visitor = visitor::by_session(&db, &config, &first.cookie, now).await.unwrap().unwrap();
    assert!(visitor.second_factor_missing);

    let salt = store::account(db.read(), id).await.unwrap().unwrap().totp_salt.unwrap();
    let code = secrets::totp_secret(&config, id, &salt).unwrap().code_at(now);
    let session = visitor.session.unwrap();
    let wrong = give_second_factor(&db, &config, session, "000000", now).await.unwrap_err();
    assert!(matches!(wrong, Stop::Refused(LogInRefused::CodeWrong)), "{wrong:?}");
    give_second_factor(&db, &config, session, &code, now).await.unwrap();
    assert!(!visitor::by_session(&db, &config, &first.cookie, now).await.unwrap().unwrap().second_factor_missing);

    let second = log_in(&db, &config, &passwords(), attempt("fina@city.example", PASSWORD), now).await.unwrap();
    let session = visitor::by_session(&db, &config, &second.cookie, now).await.unwrap().unwrap().session.unwrap();
    let replayed = give_second_factor(&db, &config, session, &code, now).await.unwrap_err();
    assert!(matches!(replayed, Stop::Refused(LogInRefused::CodeReplayed)), "{replayed:?}");
}

#[tokio::test]
async fn wrong_codes_lock_like_wrong_passwords() {
    let (db, config, now) = (database().await, config(), monday());
    account(&db, "fina@city.example", &[(Role::FinanceClerk, None)], None, true, now).await;
    for round in 0..10 {
        // Each round the password is right, which alone must not clear the count.
        let admission = log_in(&db, &config, &passwords(), attempt("fina@city.example", PASSWORD), now).await.unwrap();
        let visitor = visitor::by_session(&db, &config, &admission.cookie, now).await.unwrap().unwrap();
        let refused = give_second_factor(&db, &config, visitor.session.unwrap(), "000000", now).await.unwrap_err();
        let locked = matches!(refused, Stop::Refused(LogInRefused::Locked { .. }));
        assert_eq!(locked, round == 9, "{round}: {refused:?}");
    }
}
