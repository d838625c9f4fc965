//! The pages, as a browser meets them.

use super::{database, login::monday};
use crate::{
    identity::{DemoLogin, DemoLogins, Site, api_routes, routes, store, testing::*, tokens},
    kernel::{actor::Role, clock::Clock},
    platform::{db::Db, limits::RateLimits},
};
use rocket::{
    http::{ContentType, Cookie, Status},
    local::asynchronous::{Client, LocalResponse},
};
use std::sync::Arc;

/// A server with identity alone.
pub(super) async fn server(demo: bool) -> (Client, Db, Clock) {
    let db = database().await;
    let mut config = config();
    config.demo = demo;
    config.limits.login_per_minute_address = 10_000;
    config.limits.login_per_minute_account = 10_000;
    let clock = Clock::standing_at(monday());
    let limits = RateLimits::new(&config.limits);
    let site = Site { db: db.clone(), clock: clock.clone(), config: Arc::new(config), navigation: |_| Vec::new() };
    let quiet = rocket::Config { log_level: rocket::config::LogLevel::Off, ..rocket::Config::debug_default() };
    let mut rocket = rocket::custom(quiet)
        .manage(site)
        .manage(passwords())
        .manage(limits)
        .mount("/", routes())
        .mount("/api/v1", api_routes());
    if demo {
        let login = DemoLogin {
            role_key: "role-finance-clerk".to_owned(),
            email: "fina@city.example".to_owned(),
            password: PASSWORD.to_owned(),
        };
        rocket = rocket.manage(DemoLogins(vec![login]));
    }
    (Client::untracked(rocket).await.unwrap(), db, clock)
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    pairs.join("&")
}

async fn post<'c>(client: &'c Client, path: &'c str, cookie: &str, fields: &[(&str, &str)]) -> LocalResponse<'c> {
    let request = client.post(path).header(ContentType::Form).body(encoded(fields));
    request.cookie(Cookie::new("session", cookie.to_owned())).dispatch().await
}

async fn get<'c>(client: &'c Client, path: &'c str, cookie: &str) -> (Status, String) {
    let answer = client.get(path).cookie(Cookie::new("session", cookie.to_owned())).dispatch().await;
    (answer.status(), answer.into_string().await.unwrap_or_default())
}

fn location(answer: &LocalResponse<'_>) -> String {
    answer.headers().get_one("location").unwrap_or_default().to_owned()
}

fn session_cookie(answer: &LocalResponse<'_>) -> Cookie<'static> {
    answer.cookies().get("session").unwrap().clone().into_owned()
}

#[tokio::test]
async fn logging_in_leads_back_to_where_one_wanted_to_go() {
    let (client, db, clock) = server(false).await;
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let login = |next: &'static str| {
        let fields = [("email", "kora@city.example"), ("password", PASSWORD), ("next", next)];
        let client = &client;
        async move { location(&post(client, "/login", "", &fields).await) }
    };
    assert_eq!(login("/requests?page=2").await, "/requests?page=2");
    for foreign in ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"] {
        assert_eq!(login(foreign).await, "/", "{foreign}");
    }
    let (status, html) = get(&client, "/login?next=//evil.example", "").await;
    assert_eq!(status, Status::Ok);
    assert!(html.contains(r#"name="next" value="/""#), "{html}");

    let answer = post(&client, "/login", "", &[("email", "kora@city.example"), ("password", PASSWORD)]).await;
    let cookie = session_cookie(&answer);
    assert_eq!(cookie.http_only(), Some(true));
    assert_eq!(cookie.same_site(), Some(rocket::http::SameSite::Lax));
    assert_eq!(get(&client, "/account", cookie.value()).await.0, Status::Ok);
    let answer = post(&client, "/logout", cookie.value(), &[]).await;
    assert_eq!(location(&answer), "/login");
    assert_eq!(get(&client, "/account", cookie.value()).await.0, Status::Unauthorized);
}

#[tokio::test]
async fn a_wrong_password_keeps_what_was_typed_but_not_the_password() {
    let (client, _, _) = server(false).await;
    let fields = [("email", "kora@city.example"), ("password", "wrong-horse"), ("next", "/requests")];
    let answer = post(&client, "/login", "", &fields).await;
    assert_eq!(answer.status(), Status::UnprocessableEntity);
    let html = answer.into_string().await.unwrap();
    assert!(html.contains("kora@city.example") && html.contains("/requests"), "{html}");
    assert!(!html.contains("wrong-horse"), "{html}");
    let answer = post(&client, "/login", "", &[]).await;
    assert_eq!(answer.status(), Status::UnprocessableEntity);
}

#[tokio::test]
async fn the_demo_shows_its_logins_and_codes_and_nothing_else_does() {
    for demo in [true, false] {
        let (client, db, clock) = server(demo).await;
        account(&db, "fina@city.example", &[(Role::FinanceClerk, None)], None, true, clock.now()).await;
        assert_eq!(get(&client, "/login", "").await.1.contains(PASSWORD), demo);
        let fields = [("email", "fina@city.example"), ("password", PASSWORD), ("next", "/claims")];
        let answer = post(&client, "/login", "", &fields).await;
        assert_eq!(location(&answer), "/login/second-factor?next=%2Fclaims");
        let cookie = session_cookie(&answer).value().to_owned();
        assert_eq!(get(&client, "/account", &cookie).await.0, Status::Unauthorized, "not in yet");
        let (_, html) = get(&client, "/login/second-factor?next=/claims", &cookie).await;
        let code = html.split("id=\"demo-code\">").nth(1).map(|rest| rest[..6].to_owned());
        assert_eq!(code.is_some(), demo);
        let Some(code) = code else { continue };
        let wrong = post(&client, "/login/second-factor", &cookie, &[("code", "000000")]).await;
        assert_eq!(wrong.status(), Status::UnprocessableEntity);
        let right = post(&client, "/login/second-factor", &cookie, &[("code", &code), ("next", "/claims")]).await;
        assert_eq!(location(&right), "/claims");
        assert_eq!(get(&client, "/account", &cookie).await.0, Status::Ok);
        // A second press of the button leads on, too.
        let twice = post(&client, "/login/second-factor", &cookie, &[("code", &code), ("next", "/claims")]).await;
        assert_eq!(location(&twice), "/claims");
    }
}

#[tokio::test]
async fn the_language_switch_works_for_guests() {
    let (client, _, _) = server(false).await;
    let answer = post(&client, "/locale", "", &[("locale", "en"), ("return_to", "/login?next=/a")]).await;
    assert_eq!(location(&answer), "/login?next=/a");
    assert_eq!(answer.cookies().get("locale").unwrap().value(), "en");
    let answer = post(&client, "/locale", "", &[("locale", "xx"), ("return_to", "//evil.example")]).await;
    assert_eq!(location(&answer), "/");
    assert!(answer.cookies().get("locale").is_none());
}

#[tokio::test]
async fn every_page_renders_in_both_languages() {
    let (client, db, clock) = server(false).await;
    let ada = account(&db, "ada@city.example", &[(Role::Administrator, None)], None, false, clock.now()).await;
    let kim = account(&db, "kim@city.example", &[(Role::Auditor, None)], None, false, clock.now()).await;
    let config = config();
    let cookie = cookie(&db, &config, "ada@city.example", clock.now()).await;
    let tx = db.begin().await.unwrap();
    let reset = tokens::mint_reset(&tx, &config, ada, clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let pages = [
        "/login".to_owned(),
        "/reset".to_owned(),
        format!("/reset/{reset}"),
        "/login/enroll".to_owned(),
        "/account".to_owned(),
        "/account/password".to_owned(),
        "/admin/people".to_owned(),
        "/admin/people?q=k%25&role=auditor&status=active&page=9".to_owned(),
        "/admin/people/new".to_owned(),
        format!("/admin/people/{ada}"),
        format!("/admin/people/{kim}"),
        "/admin/keys".to_owned(),
    ];
    for locale in ["de", "en"] {
        for path in &pages {
            let visits_as_guest = path.starts_with("/login") && !path.ends_with("enroll") || path.starts_with("/reset");
            let session = if visits_as_guest { String::new() } else { cookie.clone() };
            let request = client.get(path.as_str()).cookie(Cookie::new("session", session));
            let answer = request.cookie(Cookie::new("locale", locale)).dispatch().await;
            assert_eq!(answer.status(), Status::Ok, "{path}");
            let html = answer.into_string().await.unwrap();
            assert!(html.contains("<h1"), "{path}");
            assert!(!html.contains("identity-") || path == "/account", "{path}: a text is missing\n{html}");
            if let Some(folder) = std::env::var_os("DRAGOMAN_SHOW_PAGES") {
                let name = format!(
                    "identity-{}-{locale}.html",
                    path.split('/')
                        .filter(|part| part.len() < 30)
                        .collect::<Vec<_>>()
                        .join("-")
                        .replace(['?', '%', '&', '='], "_")
                );
                std::fs::write(std::path::Path::new(&folder).join(name), &html).unwrap();
            }
        }
    }
    let (status, html) = get(&client, "/reset/no-token", "").await;
    assert_eq!(status, Status::NotFound, "{html}");
}

#[tokio::test]
async fn an_administrator_invites_and_the_link_leads_in() {
    let (client, db, clock) = server(false).await;
    account(&db, "ada@city.example", &[(Role::Administrator, None)], None, false, clock.now()).await;
    account(&db, "kim@city.example", &[(Role::Auditor, None)], None, false, clock.now()).await;
    let config = config();
    let ada = cookie(&db, &config, "ada@city.example", clock.now()).await;
    let kim = cookie(&db, &config, "kim@city.example", clock.now()).await;
    assert_eq!(get(&client, "/admin/people", &kim).await.0, Status::Forbidden);

    let wrong = [("_key", "k1"), ("name", "Lea <b>Groß</b>"), ("email", "lea"), ("role", "auditor"), ("locale", "de")];
    let answer = post(&client, "/admin/people/new", &ada, &wrong).await;
    assert_eq!(answer.status(), Status::UnprocessableEntity);
    let html = answer.into_string().await.unwrap();
    assert!(html.contains("Lea &#60;b&#62;Groß") || html.contains("Lea &lt;b&gt;Groß"), "kept and escaped: {html}");

    let right =
        [("_key", "k1"), ("name", "Lea Groß"), ("email", "lea@city.example"), ("role", "auditor"), ("locale", "de")];
    let answer = post(&client, "/admin/people/new", &ada, &right).await;
    let person = location(&answer);
    assert!(person.starts_with("/admin/people/"), "{person}");
    // Sent twice, invited once.
    assert_eq!(location(&post(&client, "/admin/people/new", &ada, &right).await), person);

    let id = person.trim_start_matches("/admin/people/").parse().unwrap();
    let tx = db.begin().await.unwrap();
    let token = tokens::mint_invitation(&tx, &config, id, clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let link = format!("/invitation/{token}");
    let link = link.as_str();
    assert_eq!(get(&client, link, "").await.0, Status::Ok);
    let differing = [("_key", "k2"), ("password", PASSWORD), ("repeated", "something else")];
    assert_eq!(post(&client, link, "", &differing).await.status(), Status::UnprocessableEntity);
    let same = [("_key", "k2"), ("password", PASSWORD), ("repeated", PASSWORD)];
    assert_eq!(location(&post(&client, link, "", &same).await), "/login");
    assert_eq!(get(&client, link, "").await.0, Status::Gone);
    let answer = post(&client, "/login", "", &[("email", "lea@city.example"), ("password", PASSWORD)]).await;
    assert_eq!(location(&answer), "/");
}

#[tokio::test]
async fn login_pressed_twice_gives_one_session_and_a_key_counts_for_each_form() {
    let (client, db, clock) = server(false).await;
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, clock.now()).await;
    let login = [("_key", "k"), ("email", "kora@city.example"), ("password", PASSWORD), ("next", "/")];
    let mut cookies = Vec::new();
    for _ in 0..2 {
        let answer = post(&client, "/login", "", &login).await;
        assert_eq!(answer.status(), Status::SeeOther);
        cookies.push(session_cookie(&answer).value().to_owned());
    }
    assert_eq!(cookies[0], cookies[1]);
    let sessions = crate::identity::queries::sessions(&db, &config(), id, clock.now()).await.unwrap();
    assert_eq!(sessions.len(), 1);
    // Going back and sending another form of the same page, then the first one changed.
    let forms = [
        ("/account/sessions/end-others", [("_key", "page"), ("locale", "")]),
        ("/account/locale", [("_key", "page"), ("locale", "en")]),
        ("/account/locale", [("_key", "page"), ("locale", "de")]),
    ];
    for (path, fields) in forms {
        let answer = post(&client, path, &cookies[0], &fields).await;
        assert_eq!(answer.status(), Status::SeeOther, "{path}");
    }
    assert_eq!(store::account(db.read(), id).await.unwrap().unwrap().locale.code(), "de");
}
