//! Pressing twice: what holds a secret is done once, too, and answers the same.

use super::{database, login::monday};
use crate::{
    identity::{
        Admission, LogInRefused, NewRole, PasswordAttempt, PasswordChange, Permit, TokenAttempt, change_password,
        enroll_second_factor, enrollment, give_second_factor, grant_role, issue_tokens, log_in,
        policy::ManageAccounts,
        queries, refresh_tokens, secrets, store,
        testing::*,
        tokens::{TokenPair, TokenRefused},
        visitor,
    },
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        ids::{AccountId, LoginSessionId},
    },
    platform::{config::Config, db::Db, fault::Stop, idempotency::Call},
};
use chrono::Duration;
use futures::future::join_all;

const EMAIL: &str = "kora@city.example";

async fn kora(db: &Db, now: Instant) -> AccountId {
    account(db, EMAIL, &[(Role::Coordination, None)], None, false, now).await
}

async fn fina(db: &Db, now: Instant) -> AccountId {
    account(db, "fina@city.example", &[(Role::FinanceClerk, None)], None, true, now).await
}

fn pressed(config: &Config, key: &str, content: &str) -> Call {
    Call::of_form(config, Some(key), content).unwrap()
}

fn called(config: &Config, key: &str, content: &str) -> Call {
    Call::of_program(config, Some(key), content).unwrap()
}

async fn enters(
    db: &Db,
    config: &Config,
    call: &Call,
    password: &str,
    now: Instant,
) -> Result<Admission, Stop<LogInRefused>> {
    log_in(db, config, &passwords(), PasswordAttempt { email: EMAIL, password, device: "Firefox", call }, now).await
}

async fn sessions(db: &Db, config: &Config, account: AccountId, now: Instant) -> usize {
    queries::sessions(db, config, account, now).await.unwrap().len()
}

async fn code(db: &Db, config: &Config, account: AccountId, now: Instant) -> String {
    let salt = store::account(db.read(), account).await.unwrap().unwrap().totp_salt.unwrap();
    secrets::totp_secret(config, account, &salt).unwrap().code_at(now)
}

#[tokio::test]
async fn twenty_presses_of_login_begin_one_session_and_give_one_cookie() {
    let (db, config, now) = (database().await, config(), monday());
    let id = kora(&db, now).await;
    let call = pressed(&config, "key", "login");
    let all = join_all((0..20).map(|_| enters(&db, &config, &call, PASSWORD, now))).await;
    let cookies: Vec<String> = all.into_iter().map(|admission| admission.unwrap().cookie).collect();
    assert!(cookies.iter().all(|cookie| *cookie == cookies[0]));
    assert_eq!(sessions(&db, &config, id, now).await, 1);
    assert!(visitor::by_session(&db, &config, &cookies[0], now).await.unwrap().is_some());
}

#[tokio::test]
async fn a_login_that_ended_or_is_another_begins_a_session_of_its_own() {
    let (db, config, now) = (database().await, config(), monday());
    let id = kora(&db, now).await;
    let call = pressed(&config, "key", "login");
    let first = enters(&db, &config, &call, PASSWORD, now).await.unwrap();
    let other = enters(&db, &config, &pressed(&config, "other key", "login"), PASSWORD, now).await.unwrap();
    assert_ne!(first.cookie, other.cookie);
    assert_eq!(sessions(&db, &config, id, now).await, 2);
    // Logged out, gone back, and sent again.
    let session = visitor::by_session(&db, &config, &first.cookie, now).await.unwrap().unwrap().session.unwrap();
    let tx = db.begin().await.unwrap();
    store::end_session(&tx, id, session, now).await.unwrap();
    tx.commit().await.unwrap();
    let again = enters(&db, &config, &call, PASSWORD, now).await.unwrap();
    assert_ne!(again.cookie, first.cookie);
    assert!(visitor::by_session(&db, &config, &again.cookie, now).await.unwrap().is_some());
    // A wrong password under the key of a right login opens nothing.
    let wrong = enters(&db, &config, &call, "wrong", now).await.unwrap_err();
    assert!(matches!(wrong, Stop::Refused(LogInRefused::Wrong)), "{wrong:?}");
}

#[tokio::test]
async fn nothing_secret_is_stored_of_a_login() {
    let (db, config, now) = (database().await, config(), monday());
    kora(&db, now).await;
    let admission = enters(&db, &config, &pressed(&config, "key", PASSWORD), PASSWORD, now).await.unwrap();
    use sea_orm::{ConnectionTrait, Statement};
    let all = "SELECT idempotency_key, fingerprint, answer FROM idempotency_record";
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), all)).await.unwrap();
    assert_eq!(rows.len(), 1);
    for column in ["idempotency_key", "fingerprint", "answer"] {
        let text: String = rows[0].try_get("", column).unwrap();
        assert!(!text.contains(&admission.cookie) && !text.contains(PASSWORD), "{column}: {text}");
    }
}

#[tokio::test]
async fn twenty_presses_with_one_code_complete_the_login_and_are_no_failures() {
    let (db, config, now) = (database().await, config(), monday());
    let id = fina(&db, now).await;
    let attempt = PasswordAttempt { email: "fina@city.example", password: PASSWORD, device: "", call: &UNKEYED };
    let admission = log_in(&db, &config, &passwords(), attempt, now).await.unwrap();
    let session = visitor::by_session(&db, &config, &admission.cookie, now).await.unwrap().unwrap().session.unwrap();
    let code = code(&db, &config, id, now).await;
    let all = join_all((0..20).map(|_| give_second_factor(&db, &config, session, &code, now))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    // Another session can't use that code.
    let other = log_in(&db, &config, &passwords(), attempt, now).await.unwrap();
    let other = visitor::by_session(&db, &config, &other.cookie, now).await.unwrap().unwrap().session.unwrap();
    let replayed = give_second_factor(&db, &config, other, &code, now).await.unwrap_err();
    assert!(matches!(replayed, Stop::Refused(LogInRefused::CodeReplayed)), "{replayed:?}");
}

#[tokio::test]
async fn twenty_presses_set_up_one_second_factor() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "fina@city.example", &[(Role::FinanceClerk, None)], None, false, now).await;
    let attempt = PasswordAttempt { email: "fina@city.example", password: PASSWORD, device: "", call: &UNKEYED };
    let admission = log_in(&db, &config, &passwords(), attempt, now).await.unwrap();
    let session: LoginSessionId =
        visitor::by_session(&db, &config, &admission.cookie, now).await.unwrap().unwrap().session.unwrap();
    assert!(enrollment(&db, &config, id, session).await.unwrap().is_some());
    let code = secrets::totp_secret(&config, id, &session.to_string()).unwrap().code_at(now);
    let all = join_all((0..20).map(|_| enroll_second_factor(&db, &config, session, &code, now))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
}

#[tokio::test]
async fn twenty_presses_change_a_password_once_and_are_no_failures() {
    let (db, config, now) = (database().await, config(), monday());
    let id = kora(&db, now).await;
    let person = visitor::person(&db, id, now).await.unwrap().unwrap();
    let passwords = passwords();
    let call = pressed(&config, "key", "change");
    let wanted = PasswordChange { current: PASSWORD, new: "rote Tassen im Schrank", session: None, call: &call };
    let all = join_all((0..20).map(|_| change_password(&db, &config, &passwords, &person, wanted, now))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    let late = join_all((0..20).map(|_| change_password(&db, &config, &passwords, &person, wanted, now))).await;
    assert!(late.iter().all(Result::is_ok), "{late:?}");
    // Twenty counted failures would have locked the address.
    assert!(enters(&db, &config, &UNKEYED, "rote Tassen im Schrank", now).await.is_ok());
    // The same key with another new password is a change of its own.
    let other = pressed(&config, "key", "another change");
    let next = PasswordChange {
        current: "rote Tassen im Schrank",
        new: "grüne Tassen im Keller",
        session: None,
        call: &other,
    };
    change_password(&db, &config, &passwords, &person, next, now).await.unwrap();
    assert!(enters(&db, &config, &UNKEYED, "grüne Tassen im Keller", now).await.is_ok());
}

async fn tokens(db: &Db, config: &Config, call: &Call, now: Instant) -> Result<TokenPair, Stop<LogInRefused>> {
    let attempt = TokenAttempt { email: EMAIL, password: PASSWORD, code: None, call };
    issue_tokens(db, config, &passwords(), attempt, now).await
}

#[tokio::test]
async fn twenty_calls_under_one_key_give_one_pair_of_tokens() {
    let (db, config, now) = (database().await, config(), monday());
    kora(&db, now).await;
    let call = called(&config, "key", "token");
    let all = join_all((0..20).map(|_| tokens(&db, &config, &call, now))).await;
    let all: Vec<TokenPair> = all.into_iter().map(Result::unwrap).collect();
    assert!(all.iter().all(|pair| *pair == all[0]));
    let other = tokens(&db, &config, &called(&config, "key", "another body"), now).await.unwrap_err();
    assert!(matches!(other, Stop::Refused(LogInRefused::KeyReused)), "{other:?}");
}

#[tokio::test]
async fn a_call_with_its_code_is_no_replay_of_itself() {
    let (db, config, now) = (database().await, config(), monday());
    let id = fina(&db, now).await;
    let (code, call, other) = (code(&db, &config, id, now).await, called(&config, "a", "t"), called(&config, "b", "t"));
    let attempt =
        |call| TokenAttempt { email: "fina@city.example", password: PASSWORD, code: Some(code.as_str()), call };
    let first = issue_tokens(&db, &config, &passwords(), attempt(&call), now).await.unwrap();
    assert_eq!(issue_tokens(&db, &config, &passwords(), attempt(&call), now).await.unwrap(), first);
    assert!(visitor::by_api_token(&db, &config, &first.access, now).await.unwrap().is_some());
    let replayed = issue_tokens(&db, &config, &passwords(), attempt(&other), now).await.unwrap_err();
    assert!(matches!(replayed, Stop::Refused(LogInRefused::CodeReplayed)), "{replayed:?}");
}

#[tokio::test]
async fn a_retried_refresh_gets_its_pair_until_that_is_used() {
    let (db, config, now) = (database().await, config(), monday());
    kora(&db, now).await;
    let first = tokens(&db, &config, &UNKEYED, now).await.unwrap();
    let call = called(&config, "key", &first.refresh);
    let all = join_all((0..20).map(|_| refresh_tokens(&db, &config, &first.refresh, &call, now))).await;
    let all: Vec<TokenPair> = all.into_iter().map(Result::unwrap).collect();
    assert!(all.iter().all(|pair| *pair == all[0]));
    // Later the same, and it holds no longer for that.
    let later = now + Duration::minutes(5);
    assert_eq!(refresh_tokens(&db, &config, &first.refresh, &call, later).await.unwrap(), all[0]);

    let second = refresh_tokens(&db, &config, &all[0].refresh, &UNKEYED, now).await.unwrap();
    let reused = refresh_tokens(&db, &config, &first.refresh, &call, now).await.unwrap_err();
    assert!(matches!(reused, Stop::Refused(TokenRefused::Used)), "{reused:?}");
    assert!(visitor::by_api_token(&db, &config, &second.access, now).await.unwrap().is_none(), "the family has ended");
}

#[tokio::test]
async fn a_thief_without_the_key_ends_the_family() {
    let (db, config, now) = (database().await, config(), monday());
    kora(&db, now).await;
    let first = tokens(&db, &config, &UNKEYED, now).await.unwrap();
    let call = called(&config, "key", &first.refresh);
    let second = refresh_tokens(&db, &config, &first.refresh, &call, now).await.unwrap();
    let guessed = called(&config, "another key", &first.refresh);
    let reused = refresh_tokens(&db, &config, &first.refresh, &guessed, now).await.unwrap_err();
    assert!(matches!(reused, Stop::Refused(TokenRefused::Used)), "{reused:?}");
    assert!(visitor::by_api_token(&db, &config, &second.access, now).await.unwrap().is_none());
}

#[tokio::test]
async fn a_guessed_key_does_not_open_the_way_to_guessing_passwords() {
    let (db, config, now) = (database().await, config(), monday());
    kora(&db, now).await;
    tokens(&db, &config, &called(&config, "1", "right body"), now).await.unwrap();
    let passwords = passwords();
    let mut answers = Vec::new();
    for guess in 0..10 {
        // Another password is another body.
        let password = format!("guess {guess}");
        let guessed = called(&config, "1", &password);
        let attempt = TokenAttempt { email: EMAIL, password: &password, code: None, call: &guessed };
        answers.push(issue_tokens(&db, &config, &passwords, attempt, now).await.unwrap_err());
    }
    assert!(matches!(answers[0], Stop::Refused(LogInRefused::Wrong)), "{:?}", answers[0]);
    assert!(matches!(answers[9], Stop::Refused(LogInRefused::Locked { .. })), "the tenth locks: {:?}", answers[9]);
}

#[tokio::test]
async fn a_second_factor_that_was_not_given_is_not_claimed_later() {
    let (db, config, now) = (database().await, config(), monday());
    let id = kora(&db, now).await;
    let call = called(&config, "key", "token");
    tokens(&db, &config, &call, now).await.unwrap();
    // A minute later she is a finance clerk, too, whose tokens say that a code was given.
    let mut tx = db.begin().await.unwrap();
    let permit = Permit::ask(&Actor::House("test"), ManageAccounts {}).unwrap();
    grant_role(permit, id, NewRole::of(Role::FinanceClerk, None), now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let again = tokens(&db, &config, &call, now + Duration::minutes(1)).await.unwrap_err();
    assert!(matches!(again, Stop::Refused(LogInRefused::SecondFactorMissing)), "{again:?}");
}

#[tokio::test]
async fn an_old_code_under_its_old_key_is_a_replay() {
    let (db, config, now) = (database().await, config(), monday());
    let id = fina(&db, now).await;
    let (code, call) = (code(&db, &config, id, now).await, called(&config, "key", "token"));
    let attempt = TokenAttempt { email: "fina@city.example", password: PASSWORD, code: Some(&code), call: &call };
    issue_tokens(&db, &config, &passwords(), attempt, now).await.unwrap();
    let later = now + Duration::minutes(2);
    assert!(issue_tokens(&db, &config, &passwords(), attempt, later).await.is_err());
}

#[tokio::test]
async fn the_password_alone_does_not_lead_into_a_session_that_a_code_completed() {
    let (db, config, now) = (database().await, config(), monday());
    let id = fina(&db, now).await;
    let call = pressed(&config, "key", "login");
    let attempt = PasswordAttempt { email: "fina@city.example", password: PASSWORD, device: "", call: &call };
    let first = log_in(&db, &config, &passwords(), attempt, now).await.unwrap();
    let session = visitor::by_session(&db, &config, &first.cookie, now).await.unwrap().unwrap().session.unwrap();
    give_second_factor(&db, &config, session, &code(&db, &config, id, now).await, now).await.unwrap();
    let again = log_in(&db, &config, &passwords(), attempt, now).await.unwrap();
    assert_ne!(again.cookie, first.cookie);
    assert!(visitor::by_session(&db, &config, &again.cookie, now).await.unwrap().unwrap().second_factor_missing);
}

#[tokio::test]
async fn a_wrong_password_pressed_twice_is_one_failure() {
    let (db, config, now) = (database().await, config(), monday());
    kora(&db, now).await;
    let guess = |number: u32| pressed(&config, &format!("page {number}"), "login falsch");
    // Nine presses with a wrong password, each of them twenty times: nine failures.
    for number in 0..9 {
        let call = guess(number);
        let all = join_all((0..20).map(|_| enters(&db, &config, &call, "falsch", now))).await;
        assert!(all.iter().all(|one| matches!(one, Err(Stop::Refused(LogInRefused::Wrong)))), "{number}: {all:?}");
    }
    let tenth = enters(&db, &config, &guess(9), "falsch", now).await.unwrap_err();
    assert!(matches!(tenth, Stop::Refused(LogInRefused::Locked { .. })), "{tenth:?}");
    let again = enters(&db, &config, &guess(9), "falsch", now).await.unwrap_err();
    assert!(matches!(again, Stop::Refused(LogInRefused::Locked { .. })), "{again:?}");
}

#[tokio::test]
async fn an_unknown_address_counts_its_presses_alike() {
    let (db, config, now) = (database().await, config(), monday());
    let knock = |number: u32| {
        let call = pressed(&config, &format!("page {number}"), "login nobody");
        let (db, config) = (&db, &config);
        async move {
            let attempt = PasswordAttempt { email: "nobody@city.example", password: "falsch", device: "", call: &call };
            let _ = log_in(db, config, &passwords(), attempt, now).await;
            log_in(db, config, &passwords(), attempt, now).await.unwrap_err()
        }
    };
    for number in 0..9 {
        let refused = knock(number).await;
        assert!(matches!(refused, Stop::Refused(LogInRefused::Wrong)), "{number}: {refused:?}");
    }
    let tenth = knock(9).await;
    assert!(matches!(tenth, Stop::Refused(LogInRefused::Locked { .. })), "{tenth:?}");
}

#[tokio::test]
async fn one_key_for_many_guesses_counts_each_of_them() {
    let (db, config, now) = (database().await, config(), monday());
    kora(&db, now).await;
    let mut last = None;
    for number in 0..10 {
        let password = format!("geraten {number}");
        // The page's key stays, what is typed differs.
        let call = pressed(&config, "key", &format!("login {password}"));
        last = Some(enters(&db, &config, &call, &password, now).await.unwrap_err());
    }
    assert!(matches!(last, Some(Stop::Refused(LogInRefused::Locked { .. }))), "the tenth locks: {last:?}");
}

#[tokio::test]
async fn the_same_press_later_is_a_failure_of_its_own() {
    let (db, config, now) = (database().await, config(), monday());
    kora(&db, now).await;
    let call = pressed(&config, "key", "login falsch");
    let mut last = None;
    for round in 0..10 {
        let then = now + Duration::minutes(2 * round);
        last = Some(enters(&db, &config, &call, "falsch", then).await.unwrap_err());
    }
    assert!(matches!(last, Some(Stop::Refused(LogInRefused::Locked { .. }))), "the tenth locks: {last:?}");
}

#[tokio::test]
async fn a_failed_press_is_no_done_one() {
    let (db, config, now) = (database().await, config(), monday());
    let id = kora(&db, now).await;
    let person = visitor::person(&db, id, now).await.unwrap().unwrap();
    let call = pressed(&config, "key", "login");
    let _ = enters(&db, &config, &call, "rote Tassen im Schrank", now).await.unwrap_err();
    // The password becomes what was typed wrongly before: the same press is right now, and does what it is for.
    let change = PasswordChange { current: PASSWORD, new: "rote Tassen im Schrank", session: None, call: &UNKEYED };
    change_password(&db, &config, &passwords(), &person, change, now).await.unwrap();
    let admission = enters(&db, &config, &call, "rote Tassen im Schrank", now).await.unwrap();
    assert!(visitor::by_session(&db, &config, &admission.cookie, now).await.unwrap().is_some());
}
