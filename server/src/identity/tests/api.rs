//! The API, as a program meets it.

use super::pages::server;
use crate::{
    identity::{ApiDoc, secrets, store, testing::*},
    kernel::actor::Role,
};
use rocket::{
    http::{ContentType, Header, Status},
    local::asynchronous::{Client, LocalRequest},
};
use serde_json::{Value, json};
use utoipa::OpenApi;

async fn send(request: LocalRequest<'_>) -> (Status, Value) {
    let answer = request.dispatch().await;
    let status = answer.status();
    let text = answer.into_string().await.unwrap_or_default();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

fn posting<'c>(client: &'c Client, path: &'c str, body: &Value) -> LocalRequest<'c> {
    client.post(path).header(ContentType::JSON).body(body.to_string())
}

fn bearing(token: &str) -> Header<'static> {
    Header::new("authorization", format!("Bearer {token}"))
}

#[tokio::test]
async fn a_program_logs_in_goes_on_and_ends() {
    let (client, db, clock) = server(false).await;
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let wrong = json!({ "email": "kora@city.example", "password": "wrong" });
    let (status, problem) = send(posting(&client, "/api/v1/auth/token", &wrong)).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Unauthorized, Some("login-wrong")));

    let right = json!({ "email": "kora@city.example", "password": PASSWORD });
    let (status, pair) = send(posting(&client, "/api/v1/auth/token", &right)).await;
    assert_eq!(status, Status::Ok);
    let access = pair["access_token"].as_str().unwrap();
    let (status, me) = send(client.get("/api/v1/me").header(bearing(access))).await;
    assert_eq!((status, me["roles"][0]["role"].as_str()), (Status::Ok, Some("coordination")));
    let (status, _) = send(client.get("/api/v1/me").header(bearing(pair["refresh_token"].as_str().unwrap()))).await;
    assert_eq!(status, Status::Unauthorized, "a refresh token is no access token");
    assert_eq!(send(client.get("/api/v1/me")).await.0, Status::Unauthorized);

    let refresh = json!({ "refresh_token": pair["refresh_token"] });
    let (status, next) = send(posting(&client, "/api/v1/auth/refresh", &refresh)).await;
    assert_eq!(status, Status::Ok);
    let end = json!({ "refresh_token": next["refresh_token"] });
    assert_eq!(send(posting(&client, "/api/v1/auth/revoke", &end)).await.0, Status::NoContent);
    let (status, problem) = send(posting(&client, "/api/v1/auth/refresh", &end)).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Unauthorized, Some("token-revoked")));
    let (status, _) = send(client.get("/api/v1/me").header(bearing(next["access_token"].as_str().unwrap()))).await;
    assert_eq!(status, Status::Unauthorized);
}

#[tokio::test]
async fn finance_gives_its_code_too() {
    let (client, db, clock) = server(false).await;
    let id = account(&db, "fina@city.example", &[(Role::FinanceClerk, None)], None, true, clock.now()).await;
    account(&db, "new@city.example", &[(Role::FinanceClerk, None)], None, false, clock.now()).await;
    let without = json!({ "email": "fina@city.example", "password": PASSWORD });
    let (status, problem) = send(posting(&client, "/api/v1/auth/token", &without)).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Unauthorized, Some("login-code-missing")));
    let salt = store::account(db.read(), id).await.unwrap().unwrap().totp_salt.unwrap();
    let code = secrets::totp_secret(&config(), id, &salt).unwrap().code_at(clock.now());
    let with = json!({ "email": "fina@city.example", "password": PASSWORD, "totp": code });
    assert_eq!(send(posting(&client, "/api/v1/auth/token", &with)).await.0, Status::Ok);
    let (status, problem) = send(posting(&client, "/api/v1/auth/token", &with)).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Unauthorized, Some("login-code-replayed")));
    let not_set_up = json!({ "email": "new@city.example", "password": PASSWORD });
    let (status, problem) = send(posting(&client, "/api/v1/auth/token", &not_set_up)).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Forbidden, Some("login-second-factor-missing")));
}

#[tokio::test]
async fn a_lockout_says_when_to_come_back() {
    let (client, _, _) = server(false).await;
    let wrong = json!({ "email": "nobody@city.example", "password": "wrong" });
    for _ in 0..10 {
        let _ = send(posting(&client, "/api/v1/auth/token", &wrong)).await;
    }
    let answer = posting(&client, "/api/v1/auth/token", &wrong).dispatch().await;
    assert_eq!(answer.status(), Status::TooManyRequests);
    assert_eq!(answer.headers().get_one("retry-after"), Some("900"));
}

#[tokio::test]
async fn an_administrator_manages_accounts() {
    let (client, db, clock) = server(false).await;
    let (now, config) = (clock.now(), config());
    let ada = account(&db, "ada@city.example", &[(Role::Administrator, None)], None, false, now).await;
    let kim = account(&db, "kim@city.example", &[(Role::Auditor, None)], None, false, now).await;
    let token = bearer(&db, &config, ada, now).await;
    let kims = bearer(&db, &config, kim, now).await;
    assert_eq!(send(client.get("/api/v1/accounts").header(bearing(&kims))).await.0, Status::Forbidden);

    let (status, page) = send(client.get("/api/v1/accounts?limit=1").header(bearing(&token))).await;
    assert_eq!((status, page["items"].as_array().map(Vec::len)), (Status::Ok, Some(1)));
    let rest = format!("/api/v1/accounts?limit=1&cursor={}", page["next"].as_str().unwrap());
    let (_, page) = send(client.get(rest).header(bearing(&token))).await;
    assert_eq!((page["items"][0]["email"].as_str(), page["next"].as_str()), (Some("kim@city.example"), None));
    let (status, _) = send(client.get("/api/v1/accounts?role=king").header(bearing(&token))).await;
    assert_eq!(status, Status::BadRequest);

    let new = json!({ "email": "lea@city.example", "name": "Lea Groß", "roles": [{ "role": "auditor" }] });
    let invite = || {
        let request = posting(&client, "/api/v1/accounts", &new).header(bearing(&token));
        request.header(Header::new("idempotency-key", "invite-lea"))
    };
    let (status, lea) = send(invite()).await;
    assert_eq!((status, lea["status"].as_str()), (Status::Created, Some("invited")), "{lea}");
    assert_eq!(send(invite()).await, (Status::Created, lea.clone()), "sent twice, invited once");
    let (status, problem) = send(posting(&client, "/api/v1/accounts", &new).header(bearing(&token))).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Conflict, Some("account-email-taken")));

    let path = format!("/api/v1/accounts/{}", lea["id"].as_str().unwrap());
    let answer = client.get(path.clone()).header(bearing(&token)).dispatch().await;
    let tag = answer.headers().get_one("etag").unwrap().to_owned();
    let change = |tag: &str, name: &str| {
        let body = json!({ "name": name }).to_string();
        let request = client.patch(path.clone()).header(ContentType::JSON).header(bearing(&token)).body(body);
        request.header(Header::new("if-match", tag.to_owned()))
    };
    assert_eq!(send(change(&tag, "Lea Klein")).await.1["name"], "Lea Klein");
    assert_eq!(send(change(&tag, "Lea Mittel")).await.0, Status::PreconditionFailed);

    let roles = format!("{path}/roles");
    let role = json!({ "role": "coordination", "valid_from": "2027-04-01" });
    let (status, lea) = send(posting(&client, &roles, &role).header(bearing(&token))).await;
    assert_eq!((status, lea["roles"][1]["valid_from"].as_str()), (Status::Created, Some("2027-04-01")));
    let grant = format!("{roles}/{}", lea["roles"][1]["id"].as_str().unwrap());
    let (status, lea) = send(client.delete(grant).header(bearing(&token))).await;
    assert_eq!((status, lea["roles"][1]["valid_to"].as_str()), (Status::Ok, Some("2027-04-01")));
    let own = format!("/api/v1/accounts/{ada}/roles");
    let (status, problem) = send(posting(&client, &own, &json!({ "role": "treasury" })).header(bearing(&token))).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Forbidden, Some("role-own")));

    let (status, lea) = send(client.post(format!("{path}/disable")).header(bearing(&token))).await;
    assert_eq!((status, lea["status"].as_str()), (Status::Ok, Some("disabled")));
    assert_eq!(send(client.post(format!("{path}/disable")).header(bearing(&token))).await.0, Status::Conflict);
    let (_, lea) = send(client.post(format!("{path}/enable")).header(bearing(&token))).await;
    assert_eq!(lea["status"].as_str(), Some("invited"), "she never chose a password");

    let rotate = posting(&client, "/api/v1/signing-keys", &json!({})).header(bearing(&token));
    assert_eq!(send(rotate).await.0, Status::Created);
    assert_eq!(send(client.get("/api/v1/me").header(bearing(&token))).await.0, Status::Ok);
}

/// Each route is described, each description is a route.
#[test]
fn the_description_names_every_route() {
    let described: Vec<String> = ApiDoc::openapi().paths.paths.keys().cloned().collect();
    let mounted = crate::identity::api_routes().into_iter().map(|route| {
        let path = route.uri.path().replace('<', "{").replace('>', "}");
        format!("/api/v1{path}")
    });
    for path in mounted {
        assert!(described.contains(&path), "{path} is not described");
    }
}

#[tokio::test]
async fn a_retry_under_its_key_gets_the_same_pair() {
    let (client, db, clock) = server(false).await;
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let right = json!({ "email": "kora@city.example", "password": PASSWORD });
    let keyed = |path, body| posting(&client, path, body).header(Header::new("idempotency-key", "k1"));
    let (_, first) = send(keyed("/api/v1/auth/token", &right)).await;
    let (status, again) = send(keyed("/api/v1/auth/token", &right)).await;
    assert_eq!((status, &again), (Status::Ok, &first));
    let refresh = json!({ "refresh_token": first["refresh_token"] });
    let (status, reused) = send(keyed("/api/v1/auth/refresh", &refresh)).await;
    assert_eq!((status, reused["code"].as_str()), (Status::UnprocessableEntity, Some("idempotency-key-reused")));
    let refreshing = || posting(&client, "/api/v1/auth/refresh", &refresh).header(Header::new("idempotency-key", "k2"));
    let (_, next) = send(refreshing()).await;
    assert_eq!(send(refreshing()).await, (Status::Ok, next));
    let long = "k".repeat(201);
    let (status, unusable) =
        send(posting(&client, "/api/v1/auth/token", &right).header(Header::new("idempotency-key", long))).await;
    assert_eq!((status, unusable["code"].as_str()), (Status::UnprocessableEntity, Some("idempotency-key-unusable")));
}
