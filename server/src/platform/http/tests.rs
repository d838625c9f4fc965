//! The parts together, through Rocket's local client.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use rocket::form::Form;
use rocket::http::{Accept, ContentType, Header, Status};
use rocket::local::asynchronous::{Client, LocalResponse};
use rocket::{FromForm, Request, get, post, put, routes};
use serde::Deserialize;

use super::*;
use crate::platform::i18n::{Locale, t_if_known};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    minutes: u32,
}

#[post("/orders", data = "<order>")]
fn orders(order: JsonBody<Order>) -> String {
    order.0.lines.iter().map(|line| line.minutes).sum::<u32>().to_string()
}

#[put("/orders/<_id>")]
fn change(_id: u32, seen: IfMatch) -> Result<Tagged<&'static str>, Problem> {
    seen.require(EntityTag::of_version(3))?;
    Ok(Tagged(EntityTag::of_version(4), "changed"))
}

#[get("/orders")]
fn list(page: PageRequest) -> String {
    page.limit.to_string()
}

#[post("/files", data = "<data>")]
async fn file(data: rocket::Data<'_>) -> Result<String, Problem> {
    use rocket::data::ToByteUnit;
    Ok(read_upload(data, 1.kibibytes()).await?.len().to_string())
}

#[derive(FromForm)]
struct Note<'r> {
    text: &'r str,
}

#[post("/notes", data = "<note>")]
fn note(note: Form<Note<'_>>) -> String {
    note.text.to_owned()
}

#[get("/who")]
fn who(id: RequestId<'_>, client: ClientIp) -> String {
    format!("{} {}", id.0, client.0)
}

#[get("/broken")]
fn broken() -> &'static str {
    panic!("on purpose")
}

async fn city(url: &str) -> Client {
    let rocket = rocket::custom(rocket::Config::debug_default())
        .attach(stage(url.parse().unwrap()))
        .mount("/", routes![note, who, broken])
        .mount("/api", routes![orders, change, list, file, broken]);
    Client::untracked(rocket).await.unwrap()
}

async fn problem(answer: LocalResponse<'_>, status: u16) -> serde_json::Value {
    assert_eq!(answer.status().code, status);
    assert_eq!(answer.content_type(), Some(ContentType::new("application", "problem+json")));
    let id = answer.headers().get_one("x-request-id").unwrap().to_owned();
    let value: serde_json::Value = serde_json::from_str(&answer.into_string().await.unwrap()).unwrap();
    assert_eq!(value["status"], status);
    assert_eq!(value["instance"], id.as_str());
    value
}

#[rocket::async_test]
async fn every_answer_carries_the_headers() {
    let city = city("https://city.example").await;
    for path in ["/who", "/nowhere", "/api/nowhere", "/broken"] {
        let answer = city.get(path).dispatch().await;
        let header = |name: &str| answer.headers().get(name).collect::<Vec<_>>();
        assert_eq!(
            header("content-security-policy"),
            ["default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"]
        );
        assert_eq!(header("x-content-type-options"), ["nosniff"], "{path}");
        assert_eq!(header("referrer-policy"), ["same-origin"]);
        assert_eq!(header("cache-control"), ["no-store"]);
        assert_eq!(header("strict-transport-security"), ["max-age=31536000; includeSubDomains"]);
    }
    let plain = super::tests::city("http://localhost:8000").await;
    assert!(!plain.get("/who").dispatch().await.headers().contains("strict-transport-security"));
}

/// Who may change something, by what the browser says about itself.
#[rocket::async_test]
async fn foreign_forms_are_refused() {
    let city = city("https://city.example").await;
    type Headers = &'static [(&'static str, &'static str)];
    let table: &[(&str, Headers, u16)] = &[
        ("/notes", &[("sec-fetch-site", "same-origin")], 200),
        ("/notes", &[("sec-fetch-site", "none")], 200),
        ("/notes", &[("sec-fetch-site", "same-site")], 403),
        ("/notes", &[("sec-fetch-site", "cross-site")], 403),
        ("/notes", &[("sec-fetch-site", "cross-site"), ("origin", "https://city.example")], 403),
        ("/notes", &[("origin", "https://city.example")], 200),
        ("/notes", &[("origin", "http://inside:8000"), ("host", "inside:8000")], 200),
        ("/notes", &[("origin", "https://city.example.evil"), ("host", "city.example")], 403),
        ("/notes", &[("origin", "https://evil"), ("host", "city.example")], 403),
        ("/notes", &[("origin", "null"), ("host", "city.example")], 403),
        ("/notes", &[("origin", "")], 403),
        ("/notes", &[], 403),
        ("/notes", &[("authorization", "Bearer abc")], 200),
        ("/notes", &[("authorization", "Basic abc")], 403),
        ("/api/files", &[], 200),
        ("/api/files", &[("sec-fetch-site", "cross-site")], 403),
        ("/api/files", &[("sec-fetch-site", "cross-site"), ("authorization", "bearer abc")], 200),
    ];
    for (path, headers, status) in table {
        let mut request = city.post(*path).header(ContentType::Form).body("text=a");
        for (name, value) in *headers {
            request.add_header(Header::new(*name, *value));
        }
        let answer = request.dispatch().await;
        assert_eq!(answer.status().code, *status, "{path} {headers:?}");
    }
    let answer = city.post("/api/files").header(Header::new("origin", "https://evil")).dispatch().await;
    assert_eq!(problem(answer, 403).await["code"], "cross-site");
    let answer = city.get("/-/refused").dispatch().await;
    assert_eq!(answer.status(), Status::NotFound, "the route behind refusals is not a page");
}

#[rocket::async_test]
async fn json_bodies_say_what_is_wrong() {
    let city = city("http://localhost").await;
    let send = |kind: ContentType, body: &str| city.post("/api/orders").header(kind).body(body).dispatch();
    let right = send(ContentType::JSON, r#"{"lines":[{"minutes":30},{"minutes":60}]}"#).await;
    assert_eq!(right.into_string().await.unwrap(), "90");

    let wrong = problem(send(ContentType::JSON, r#"{"lines":[{"minutes":30},{"minutes":"x"}]}"#).await, 422).await;
    assert_eq!(wrong["code"], "invalid");
    assert_eq!(wrong["errors"][0]["field"], "lines[1].minutes");
    let missing = problem(send(ContentType::JSON, r#"{"lines":[{}]}"#).await, 422).await;
    assert_eq!(
        (&missing["errors"][0]["field"], &missing["errors"][0]["code"]),
        (&"lines[0].minutes".into(), &"required".into())
    );
    let unknown = problem(send(ContentType::JSON, r#"{"lines":[],"extra":1}"#).await, 422).await;
    assert_eq!((&unknown["errors"][0]["field"], &unknown["errors"][0]["code"]), (&"extra".into(), &"unknown".into()));

    for body in ["", "{", "lines", r#"{"lines":[]} x"#] {
        assert_eq!(problem(send(ContentType::JSON, body).await, 400).await["code"], "not-json", "{body}");
    }
    for kind in [ContentType::Form, ContentType::Plain, ContentType::Binary] {
        let answer = problem(send(kind, r#"{"lines":[]}"#).await, 415).await;
        assert_eq!(answer["code"], "wrong-media-type");
    }
    let large = format!(r#"{{"lines":[],"x":"{}"}}"#, "a".repeat(2 << 20));
    assert_eq!(problem(send(ContentType::JSON, &large).await, 413).await["code"], "body-too-large");
}

#[rocket::async_test]
async fn uploads_are_whole_or_refused() {
    let city = city("http://localhost").await;
    let answer = city.post("/api/files").body(vec![0; 1024]).dispatch().await;
    assert_eq!(answer.into_string().await.unwrap(), "1024");
    let answer = city.post("/api/files").body(vec![0; 1025]).dispatch().await;
    assert_eq!(problem(answer, 413).await["code"], "body-too-large");
}

#[rocket::async_test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let city = city("http://localhost").await;
    let put = |tag: &'static str| city.put("/api/orders/1").header(Header::new("if-match", tag)).dispatch();
    let answer = put("\"v3\"").await;
    assert_eq!(answer.headers().get_one("etag"), Some("\"v4\""));
    assert_eq!(problem(put("\"v2\"").await, 412).await["code"], "changed-meanwhile");
    assert_eq!(problem(put("3").await, 400).await["code"], "if-match-unreadable");
    assert_eq!(problem(city.put("/api/orders/1").dispatch().await, 428).await["code"], "if-match-missing");
}

#[rocket::async_test]
async fn lists_take_limit_and_cursor() {
    let city = city("http://localhost").await;
    let text = city.get("/api/orders").dispatch().await.into_string().await.unwrap();
    assert_eq!(text, "50");
    let answer = problem(city.get("/api/orders?limit=0").dispatch().await, 400).await;
    assert_eq!(answer["errors"][0]["field"], "limit");
    let answer = problem(city.get("/api/orders?cursor=abc").dispatch().await, 400).await;
    assert_eq!(answer["code"], "cursor-unreadable");
}

#[rocket::async_test]
async fn people_get_pages_and_programs_get_problems() {
    let city = city("http://localhost").await;
    assert_eq!(problem(city.get("/api/nowhere").dispatch().await, 404).await["code"], "not-found");
    assert_eq!(problem(city.get("/api/broken").dispatch().await, 500).await["code"], "internal");
    let answer = city.get("/nowhere").header(Accept::HTML).dispatch().await;
    assert_eq!(answer.content_type(), Some(ContentType::HTML));
    let page = answer.into_string().await.unwrap();
    assert!(page.contains("Diese Seite gibt es nicht.") && page.contains("There is no such page."), "{page}");
}

/// Every status that the platform answers by itself, in both languages; the code stays.
#[rocket::async_test]
async fn problems_speak_the_readers_language() {
    for (status, code) in [
        (400, "bad-request"),
        (401, "not-logged-in"),
        (403, "not-allowed"),
        (404, "not-found"),
        (408, "body-too-slow"),
        (413, "body-too-large"),
        (415, "wrong-media-type"),
        (418, "refused"),
        (422, "invalid"),
        (429, "too-many-requests"),
        (500, "internal"),
        (502, "internal"),
        (503, "unavailable"),
    ] {
        assert_eq!(Problem::of_status(Status::new(status)).code(), code, "{status}");
        for locale in Locale::ALL {
            assert!(t_if_known(locale, &format!("page-problem-{code}")).is_some(), "{code} {}", locale.code());
        }
    }
    let city = city("http://localhost").await;
    let nowhere =
        |language: &'static str| city.get("/api/nowhere").header(Header::new("accept-language", language)).dispatch();
    let german = problem(nowhere("de-DE,en;q=0.5").await, 404).await;
    assert_eq!(german["detail"], "Hier ist nichts, oder nichts für dieses Konto.");
    let english = problem(nowhere("en").await, 404).await;
    assert_eq!(english["detail"], "There is nothing here, or nothing for this account.");
    assert_eq!((&german["code"], &german["title"]), (&english["code"], &english["title"]));
}

#[rocket::async_test]
async fn pages_can_be_drawn_by_somebody_else() {
    fn draw(page: &ErrorPage<'_>, _: &Request<'_>) -> String {
        format!("<h1>{} {}</h1>", page.status.code, page.problem.code())
    }
    let rocket = rocket::custom(rocket::Config::debug_default())
        .attach(stage("http://localhost".parse().unwrap()))
        .manage(ErrorPages(draw));
    let city = Client::untracked(rocket).await.unwrap();
    assert_eq!(city.get("/x").dispatch().await.into_string().await.unwrap(), "<h1>404 not-found</h1>");
}

#[rocket::async_test]
async fn requests_keep_their_number() {
    let city = city("http://localhost").await;
    let answer = city.get("/who").header(Header::new("x-request-id", "0123456789abcdef")).dispatch().await;
    assert_eq!(answer.headers().get_one("x-request-id"), Some("0123456789abcdef"));
    assert_eq!(answer.into_string().await.unwrap(), "0123456789abcdef 127.0.0.1");
    let answer = city.get("/who").header(Header::new("x-request-id", "<script>")).dispatch().await;
    assert_eq!(answer.headers().get_one("x-request-id").unwrap().len(), 32);
}

#[derive(Clone, Default)]
struct Lines(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One thread, because the log of this test belongs to its thread.
#[tokio::test(flavor = "current_thread")]
async fn the_log_names_the_route_and_nobody() {
    let lines = Lines::default();
    let sink = lines.clone();
    let log = tracing_subscriber::fmt().with_ansi(false).with_writer(move || sink.clone()).finish();
    let city = city("http://localhost").await;
    let guard = tracing::subscriber::set_default(log);
    let token = Header::new("authorization", "Bearer geheim");
    city.put("/api/orders/4711?name=Haddad").header(token).dispatch().await;
    city.get("/nowhere/Haddad").dispatch().await;
    city.post("/notes").header(ContentType::Form).body("text=Haddad").dispatch().await;
    drop(guard);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let answered: Vec<&str> = text.lines().filter(|line| line.contains("answered")).collect();
    assert_eq!(answered.len(), 3, "{text}");
    assert!(answered[0].contains("method=\"PUT\" route=\"/api/orders/<_id>\" status=428 ms="), "{text}");
    assert!(answered[1].contains("route=\"-\" status=404"), "{text}");
    assert!(answered[2].contains("method=\"POST\"") && answered[2].contains("status=403"), "{text}");
    assert!(!text.contains("Haddad") && !text.contains("4711") && !text.contains("geheim"), "{text}");
}

#[test]
fn rocket_stays_behind_the_front() {
    let config = super::super::config::Config::from_sources(None, []).unwrap();
    let settings: rocket::Config = rocket_settings(&config).extract().unwrap();
    assert!(settings.address.is_loopback());
    assert_eq!(settings.port, 0);
    assert_eq!(settings.limits.get("data-form").unwrap().as_u64(), 26_214_400);
    assert!(!settings.shutdown.ctrlc);
}
