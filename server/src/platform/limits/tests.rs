#![allow(clippy::unwrap_used, clippy::expect_used)]

use rocket::local::asynchronous::Client;
use rocket::{get, post, routes};

use super::*;
use crate::platform::http;

fn limits() -> LimitsConfig {
    LimitsConfig {
        login_per_minute_address: 3,
        login_per_minute_account: 2,
        api_per_minute_address: 2,
        api_per_minute_account: 2,
        max_body_mib: 1,
        max_connections: 1,
        header_seconds: 1,
        body_idle_seconds: 1,
        grace_seconds: 1,
    }
}

fn client(address: &str) -> ClientIp {
    ClientIp(address.parse().unwrap())
}

#[test]
fn each_key_has_its_own_count() {
    let limits = RateLimits::new(&limits());
    assert!(limits.login_to("Amira").is_ok());
    assert!(limits.login_to(" amira").is_ok());
    let wait = limits.login_to("AMIRA").unwrap_err().wait;
    assert!((29..=30).contains(&wait.as_secs()), "two a minute is one in thirty seconds: {wait:?}");
    assert!(limits.login_to("olena").is_ok());
    assert_eq!(limits.remembered(), 2);
    limits.forget_the_quiet();
    assert_eq!(limits.remembered(), 2, "who has just asked is remembered");
}

#[test]
fn an_ipv6_network_counts_as_one_client() {
    let limits = RateLimits::new(&limits());
    assert!(limits.api_from(client("2001:db8::1")).is_ok());
    assert!(limits.api_from(client("2001:db8::ffff")).is_ok());
    assert!(limits.api_from(client("2001:db8::2")).is_err());
    assert!(limits.api_from(client("2001:db8:0:1::2")).is_ok());
}

#[post("/login")]
fn login(_rate: LoginRate<'_>) -> &'static str {
    "in"
}

#[get("/things")]
fn things() -> &'static str {
    "[]"
}

#[rocket::async_test]
async fn too_many_are_told_when_to_come_back() {
    let rocket = rocket::custom(rocket::Config::debug_default())
        .attach(http::stage("http://localhost".parse().unwrap()))
        .attach(ApiRate)
        .manage(RateLimits::new(&limits()))
        .mount("/", routes![login])
        .mount("/api", routes![things]);
    let city = Client::untracked(rocket).await.unwrap();
    let own = || rocket::http::Header::new("sec-fetch-site", "same-origin");
    for _ in 0..3 {
        assert_eq!(city.post("/login").header(own()).dispatch().await.status(), Status::Ok);
    }
    let answer = city.post("/login").header(own()).dispatch().await;
    assert_eq!(answer.status(), Status::TooManyRequests);
    assert_eq!(answer.headers().get_one("retry-after"), Some("20"));
    assert_eq!(city.get("/api/things").dispatch().await.status(), Status::Ok);
    assert_eq!(city.get("/api/things").dispatch().await.status(), Status::Ok);
    let answer = city.get("/api/things").dispatch().await;
    assert_eq!(answer.status(), Status::TooManyRequests);
    assert_eq!(answer.headers().get_one("retry-after"), Some("30"));
    let problem: serde_json::Value = serde_json::from_str(&answer.into_string().await.unwrap()).unwrap();
    assert_eq!(problem["code"], "too-many-requests");
}
