//! A button pressed twice, or twenty times, acts once; a secret is never stored for it.

use super::{
    login::monday,
    pages::{get, location, post, server, session_cookie},
};
use crate::{
    identity::{queries, secrets, store, testing::*, tokens},
    kernel::{actor::Role, clock::Instant, ids::AccountId},
    platform::db::Db,
};
use chrono::Duration;
use rocket::{
    http::{ContentType, Header, Status},
    local::asynchronous::Client,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PRESSES: usize = 20;

async fn sessions(db: &Db, account: AccountId, now: Instant) -> usize {
    queries::sessions(db, &config(), account, now).await.unwrap().len()
}

/// Everything that is remembered of calls, as one text.
async fn remembered(db: &Db) -> String {
    let sql = "SELECT idempotency_key, fingerprint, answer FROM idempotency_record";
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.unwrap();
    let text = |row: &sea_orm::QueryResult, column: &str| row.try_get::<String>("", column).unwrap();
    rows.iter().map(|row| ["idempotency_key", "fingerprint", "answer"].map(|c| text(row, c)).join(" ")).collect()
}

#[tokio::test]
async fn twenty_presses_of_login_are_one_session() {
    let (client, db, clock) = server(false).await;
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let fields = [("_key", "k1"), ("email", "kora@city.example"), ("password", PASSWORD)];
    let answers = futures::future::join_all((0..PRESSES).map(|_| post(&client, "/login", "", &fields))).await;
    let cookies: BTreeSet<String> = answers.iter().map(|answer| session_cookie(answer).value().to_owned()).collect();
    assert_eq!((cookies.len(), sessions(&db, id, clock.now()).await), (1, 1));
    let cookie = cookies.first().unwrap();
    assert_eq!(get(&client, "/account", cookie).await.0, Status::Ok);
    let stored = remembered(&db).await;
    assert!(!stored.contains(cookie.as_str()) && !stored.contains(PASSWORD) && !stored.contains("k1"), "{stored}");

    // The key alone opens nothing, and a wrong password under it counts as one.
    let wrong = [("_key", "k1"), ("email", "kora@city.example"), ("password", "wrong")];
    assert_eq!(post(&client, "/login", "", &wrong).await.status(), Status::UnprocessableEntity);

    // Back to the login page after logging out: a login of its own.
    post(&client, "/logout", cookie, &[]).await;
    let again = post(&client, "/login", "", &fields).await;
    assert_ne!(session_cookie(&again).value(), cookie);
    assert_eq!(sessions(&db, id, clock.now()).await, 1);
    // And once more, later, while that one still runs.
    clock.set(monday() + Duration::minutes(10));
    let later = post(&client, "/login", "", &fields).await;
    assert_ne!(session_cookie(&later).value(), session_cookie(&again).value());
}

#[tokio::test]
async fn twenty_presses_of_the_second_factor_count_no_failure() {
    let (client, db, clock) = server(false).await;
    let id = account(&db, "fina@city.example", &[(Role::FinanceClerk, None)], None, true, clock.now()).await;
    let login = [("_key", "k1"), ("email", "fina@city.example"), ("password", PASSWORD)];
    let cookie = session_cookie(&post(&client, "/login", "", &login).await).value().to_owned();
    let salt = store::account(db.read(), id).await.unwrap().unwrap().totp_salt.unwrap();
    let code = secrets::totp_secret(&config(), id, &salt).unwrap().code_at(clock.now());
    let fields = [("code", code.as_str()), ("next", "/account")];
    let presses = (0..PRESSES).map(|_| post(&client, "/login/second-factor", &cookie, &fields));
    let answers = futures::future::join_all(presses).await;
    let led: BTreeSet<String> = answers.iter().map(location).collect();
    assert_eq!(led, BTreeSet::from(["/account".to_owned()]));
    // The password and the key do not lead into the session that the second factor completed.
    let other = session_cookie(&post(&client, "/login", "", &login).await).value().to_owned();
    assert_ne!(other, cookie);
    assert_eq!(get(&client, "/account", &other).await.0, Status::Unauthorized);
}

#[tokio::test]
async fn twenty_presses_change_a_password_once() {
    let (client, db, clock) = server(false).await;
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let cookie = cookie(&db, &config(), "kora@city.example", clock.now()).await;
    let new = "rote Tassen im Schrank";
    let fields = [("_key", "k2"), ("current", PASSWORD), ("password", new), ("repeated", new)];
    let presses = (0..PRESSES).map(|_| post(&client, "/account/password", &cookie, &fields));
    for answer in futures::future::join_all(presses).await {
        assert_eq!(location(&answer), "/account");
    }
    assert_eq!(location(&post(&client, "/account/password", &cookie, &fields).await), "/account", "and once more");
    // Back, and another wish under the same key.
    let third = "gelbe Tassen im Keller";
    let changed = [("_key", "k2"), ("current", new), ("password", third), ("repeated", third)];
    assert_eq!(location(&post(&client, "/account/password", &cookie, &changed).await), "/account");
    let login = [("email", "kora@city.example"), ("password", third)];
    assert_eq!(post(&client, "/login", "", &login).await.status(), Status::SeeOther);
    let stored = remembered(&db).await;
    assert!(!stored.contains("Tassen"), "{stored}");
}

#[tokio::test]
async fn a_link_pressed_twice_is_answered_twice_alike() {
    let (client, db, clock) = server(false).await;
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let tx = db.begin().await.unwrap();
    let token = tokens::mint_reset(&tx, &config(), id, clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let (path, new) = (format!("/reset/{token}"), "rote Tassen im Schrank");
    let fields = [("_key", "k3"), ("password", new), ("repeated", new)];
    for press in ["first", "second"] {
        assert_eq!(location(&post(&client, &path, "", &fields).await), "/login", "{press}");
    }
    let other = [("_key", "k3"), ("password", "gelbe Tassen im Keller"), ("repeated", "gelbe Tassen im Keller")];
    assert_eq!(post(&client, &path, "", &other).await.status(), Status::Gone);
    let fresh = [("_key", "k4"), ("password", new), ("repeated", new)];
    assert_eq!(post(&client, &path, "", &fresh).await.status(), Status::Gone);
}

#[tokio::test]
async fn forms_of_one_page_and_changed_entries_do_not_stand_in_each_others_way() {
    let (client, db, clock) = server(false).await;
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let cookie = cookie(&db, &config(), "kora@city.example", clock.now()).await;
    let languages = [("en", "/account/locale"), ("de", "/account/locale"), ("en", "/account/locale")];
    for (language, path) in languages {
        let answer = post(&client, path, &cookie, &[("_key", "k5"), ("locale", language)]).await;
        assert_eq!(location(&answer), "/account", "{language}");
    }
    // The third press was the first one again: it acted before the second.
    let account = store::account(db.read(), id).await.unwrap().unwrap();
    assert_eq!(account.locale.code(), "de");
    let answer = post(&client, "/account/sessions/end-others", &cookie, &[("_key", "k5")]).await;
    assert_eq!(location(&answer), "/account");
}

async fn call(client: &Client, path: &str, key: &str, body: &Value) -> (Status, Value) {
    let request = client.post(path.to_owned()).header(ContentType::JSON).body(body.to_string());
    let request = if key.is_empty() { request } else { request.header(Header::new("idempotency-key", key.to_owned())) };
    let answer = request.dispatch().await;
    let status = answer.status();
    (status, serde_json::from_str(&answer.into_string().await.unwrap_or_default()).unwrap_or(Value::Null))
}

#[tokio::test]
async fn a_program_that_repeats_its_calls_gets_one_pair_and_is_no_thief() {
    let (client, db, clock) = server(false).await;
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let login = json!({ "email": "kora@city.example", "password": PASSWORD });
    let token = || call(&client, "/api/v1/auth/token", "login-1", &login);
    let pairs = futures::future::join_all((0..PRESSES).map(|_| token())).await;
    let first = pairs[0].1.clone();
    assert!(
        first["access_token"].is_string() && pairs.iter().all(|(status, pair)| *status == Status::Ok && *pair == first)
    );

    let refresh = json!({ "refresh_token": first["refresh_token"] });
    let repeats = (0..PRESSES).map(|_| call(&client, "/api/v1/auth/refresh", "refresh-1", &refresh));
    let pairs = futures::future::join_all(repeats).await;
    let second = pairs[0].1.clone();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert!(pairs.iter().all(|(status, pair)| *status == Status::Ok && *pair == second), "{pairs:?}");
    let stored = remembered(&db).await;
    assert!(!stored.contains("eyJ"), "{stored}");

    // The key with another token is a mistake; the login, once its token was used, is not given again.
    let (status, problem) =
        call(&client, "/api/v1/auth/refresh", "refresh-1", &json!({ "refresh_token": second["refresh_token"] })).await;
    assert_eq!((status, problem["code"].as_str()), (Status::UnprocessableEntity, Some("idempotency-key-reused")));
    assert_eq!(token().await.0, Status::UnprocessableEntity);

    // A used token under another key is a theft: everything of this login ends.
    let (status, problem) = call(&client, "/api/v1/auth/refresh", "thief", &refresh).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Unauthorized, Some("token-used")));
    let next = json!({ "refresh_token": second["refresh_token"] });
    let (status, problem) = call(&client, "/api/v1/auth/refresh", "", &next).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Unauthorized, Some("token-revoked")));
}

#[tokio::test]
async fn a_repetition_that_comes_after_the_next_token_was_used_is_a_theft() {
    let (client, db, clock) = server(false).await;
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let login = json!({ "email": "kora@city.example", "password": PASSWORD });
    let (_, first) = call(&client, "/api/v1/auth/token", "", &login).await;
    let refresh = json!({ "refresh_token": first["refresh_token"] });
    let (_, second) = call(&client, "/api/v1/auth/refresh", "r1", &refresh).await;
    let (_, third) =
        call(&client, "/api/v1/auth/refresh", "r2", &json!({ "refresh_token": second["refresh_token"] })).await;
    let (status, problem) = call(&client, "/api/v1/auth/refresh", "r1", &refresh).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Unauthorized, Some("token-used")));
    let (status, _) =
        call(&client, "/api/v1/auth/refresh", "", &json!({ "refresh_token": third["refresh_token"] })).await;
    assert_eq!(status, Status::Unauthorized);
    let (status, problem) = call(&client, "/api/v1/auth/refresh", &"x".repeat(201), &refresh).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (Status::BadRequest, None),
        "the server of this test has no catchers"
    );
}
