//! The walk through the doors: pages without JavaScript, and the API by a program.

use super::city::{City, at};
use crate::{
    booking::{api_routes, assignment::Status, routes},
    identity::{self, Site, testing},
    kernel::{actor::Actor, ids::AssignmentId, money::Cents},
};
use rocket::{
    http::{ContentType, Cookie, Header, Status as Http},
    local::asynchronous::Client,
};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) struct Doors {
    pub(crate) city: City,
    client: Client,
}

impl Doors {
    pub(crate) async fn open(interpreters: usize, appropriation: Cents) -> Self {
        let city = City::with(interpreters, appropriation).await;
        let config = Arc::new(testing::config());
        let site = Site { db: city.db.clone(), clock: city.clock.clone(), config, navigation: |_| Vec::new() };
        let quiet = rocket::Config { log_level: rocket::config::LogLevel::Off, ..rocket::Config::debug_default() };
        let rocket = rocket::custom(quiet).manage(site).mount("/", routes()).mount("/api/v1", api_routes());
        Self { client: Client::untracked(rocket).await.unwrap(), city }
    }

    pub(crate) async fn cookie(&self, email: &str) -> Cookie<'static> {
        let value = testing::cookie(&self.city.db, &testing::config(), email, self.city.now()).await;
        Cookie::new(identity::door::SESSION_COOKIE, value)
    }

    pub(crate) async fn gets(&self, who: &Cookie<'static>, path: &str) -> (Http, String) {
        let answer = self.client.get(path.to_owned()).cookie(who.clone()).dispatch().await;
        (answer.status(), answer.into_string().await.unwrap_or_default())
    }

    /// Sends a form; gives the status, where it leads, and the page.
    pub(crate) async fn posts(
        &self,
        who: &Cookie<'static>,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (Http, String, String) {
        let encode = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let request = self.client.post(path.to_owned()).cookie(who.clone()).header(ContentType::Form);
        let answer = request.body(body.join("&")).dispatch().await;
        let location = answer.headers().get_one("location").unwrap_or_default().to_owned();
        (answer.status(), location, answer.into_string().await.unwrap_or_default())
    }

    pub(crate) async fn bearer(&self, actor: &Actor) -> Header<'static> {
        let account = actor.account().unwrap();
        let token = testing::bearer(&self.city.db, &testing::config(), account, self.city.now()).await;
        Header::new("authorization", format!("Bearer {token}"))
    }

    pub(crate) async fn api(
        &self,
        who: &Header<'static>,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (Http, Value) {
        let path = path.to_owned();
        let request = match method {
            "GET" => self.client.get(path),
            "PATCH" => self.client.patch(path),
            "PUT" => self.client.put(path),
            _ => self.client.post(path),
        };
        let mut request = request.header(who.clone());
        if let Some(body) = &body {
            request = request.header(ContentType::JSON).body(body.to_string());
        }
        let answer = request.dispatch().await;
        let status = answer.status();
        (status, serde_json::from_str(&answer.into_string().await.unwrap_or_default()).unwrap_or(Value::Null))
    }
}

#[tokio::test]
async fn the_walk_by_pages() {
    let doors = Doors::open(3, Cents(100_000)).await;
    let worker = doors.cookie("worker@ja.example").await;
    let interpreters = [
        doors.cookie("interpreter0@pool.example").await,
        doors.cookie("interpreter1@pool.example").await,
        doors.cookie("interpreter2@pool.example").await,
    ];
    let (status, form) = doors.gets(&worker, "/requests/new").await;
    assert_eq!(status, Http::Ok);
    assert!(form.contains("1.000,00 €"), "the office sees what it has");
    let (office, school) = (doors.city.office.to_string(), doors.city.school.to_string());
    let mut fields = vec![
        ("_key", "one"),
        ("office", office.as_str()),
        ("profile", school.as_str()),
        ("language", "ar"),
        ("date", "31.02.2027"),
        ("from", "14:00"),
        ("to", "15:30"),
        ("delivery", "on_site"),
        ("address", "Landhausstr. 117 <b>"),
        ("district", "ost"),
        ("file_reference", "JA-2027/0815"),
        ("priority", "normal"),
    ];
    let (status, _, page) = doors.posts(&worker, "/requests/new", &fields).await;
    assert_eq!(status, Http::UnprocessableEntity);
    assert!(page.contains("31.02.2027") && page.contains("Landhausstr. 117 &#60;b&#62;"), "what was typed is kept");
    fields[4].1 = "04.03.2027";
    let mut preview = fields.clone();
    preview.push(("then", "preview"));
    let (status, _, page) = doors.posts(&worker, "/requests/new", &preview).await;
    assert_eq!(status, Http::Ok);
    assert!(page.contains("75,00 €"));
    let (status, request, _) = doors.posts(&worker, "/requests/new", &fields).await;
    assert_eq!(status, Http::SeeOther);
    let (_, again, _) = doors.posts(&worker, "/requests/new", &fields).await;
    assert_eq!(again, request, "the same form sent twice acts once");

    let (status, page) = doors.gets(&worker, &request).await;
    assert_eq!(status, Http::Ok);
    assert!(page.contains("noch keine Zusage") && page.contains("JA-2027/0815"));
    let (_, list) = doors.gets(&worker, "/requests?status=searching&language=ar").await;
    assert!(list.contains("2027-000001"));
    assert_eq!(doors.gets(&interpreters[0], &request).await.0, Http::NotFound, "a stranger to the request");

    doors.city.works().await;
    let (_, offers) = doors.gets(&interpreters[0], "/offers").await;
    assert!(offers.contains("Ost") && offers.contains("75,00 €"));
    assert!(!offers.contains("Landhausstr") && !offers.contains("0815"), "neither address nor file before the yes");
    let accept = offers.split("action=\"").find(|part| part.contains("/accept\"")).unwrap();
    let accept = accept.split('"').next().unwrap().to_owned();
    let (status, job, _) = doors.posts(&interpreters[0], &accept, &[("_key", "yes")]).await;
    assert_eq!(status, Http::SeeOther);
    let (_, page) = doors.gets(&interpreters[0], &job).await;
    assert!(page.contains("Landhausstr. 117") && !page.contains("0815"));
    assert_eq!(doors.gets(&interpreters[1], &job).await.0, Http::NotFound);
    let (_, page) = doors.gets(&worker, &request).await;
    assert!(page.contains("Erfunden Nummer 1"));
    let (status, page) = doors.gets(&worker, &format!("{request}/cancel")).await;
    assert_eq!(status, Http::Ok);
    assert!(page.contains("rechtzeitig"));
    assert_eq!(doors.gets(&worker, &format!("{request}/change")).await.0, Http::Ok);
    assert_eq!(doors.gets(&interpreters[0], &format!("{job}/drop-out")).await.0, Http::Ok);

    doors.city.clock.set(at("2027-03-04 16:00"));
    let interpreter = doors.cookie("interpreter0@pool.example").await;
    let worker = doors.cookie("worker@ja.example").await;
    assert_eq!(doors.gets(&worker, &format!("{request}/absent")).await.0, Http::Ok);
    let session =
        [("_key", "s"), ("outcome", "held"), ("held_from", "14:00"), ("held_to", "15:30"), ("tickets", "3,20")];
    let (status, _, page) = doors.posts(&interpreter, &format!("{job}/session"), &session).await;
    assert_eq!(status, Http::SeeOther, "{page}");
    let (_, sheets) = doors.gets(&worker, "/timesheets").await;
    let sign = sheets.split("action=\"").find(|part| part.contains("/sign\"")).unwrap().split('"').next().unwrap();
    let (status, _) = doors.gets(&worker, &sign.replace("/sign", "/dispute")).await;
    assert_eq!(status, Http::Ok);
    let (status, ..) = doors.posts(&worker, sign, &[("_key", "t"), ("version", "1")]).await;
    assert_eq!(status, Http::SeeOther);
    let (_, page) = doors.gets(&worker, &request).await;
    assert!(page.contains("Einsatz bestätigt") && page.contains("Einsatznachweis bestätigt"));
    assert_eq!(doors.gets(&interpreter, "/jobs").await.0, Http::Ok);
}

#[tokio::test]
async fn the_coordination_sees_why_and_decides() {
    let doors = Doors::open(4, Cents(100_000)).await;
    let id = doors.city.books(&doors.city.ask()).await.submitted.assignment;
    doors.city.works().await;
    let coordination = doors.cookie("coordination@city.example").await;
    let (status, page) = doors.gets(&coordination, "/dispatch").await;
    assert_eq!(status, Http::Ok);
    assert!(page.contains("2027-000001"));
    let (status, page) = doors.gets(&coordination, &format!("/dispatch/{id}")).await;
    assert_eq!(status, Http::Ok);
    assert!(page.contains("Voraussichtliches Honorar: 75,00 €") && page.contains("Welle 1"));
    assert!(!page.contains("0815"), "the file is for the office alone");
    let send = [("_key", "a"), ("who", "everybody")];
    let (status, ..) = doors.posts(&coordination, &format!("/dispatch/{id}/offers"), &send).await;
    assert_eq!(status, Http::SeeOther);
    assert_eq!(doors.city.open_offers(id).await.len(), 4);
    let worker = doors.cookie("worker@ja.example").await;
    assert_eq!(doors.gets(&worker, &format!("/dispatch/{id}")).await.0, Http::Forbidden);
    let give_up = [("_key", "b"), ("reason", "nobody_free")];
    let (status, ..) = doors.posts(&coordination, &format!("/dispatch/{id}/unfilled"), &give_up).await;
    assert_eq!(status, Http::SeeOther);
    assert_eq!(doors.city.status(id).await, Status::Unfilled);
}

#[tokio::test]
async fn a_mail_link_shows_first_and_acts_only_when_asked() {
    let doors = Doors::open(1, Cents(100_000)).await;
    let id = doors.city.books(&doors.city.ask()).await.submitted.assignment;
    doors.city.works().await;
    let offer = doors.city.open_offers(id).await.remove(0);
    let now = doors.city.now();
    let tx = doors.city.db.begin().await.unwrap();
    let config = testing::config();
    let mint = identity::tokens::mint_offer_reply(&tx, &config, offer.id, offer.interpreter, offer.expires_at, now);
    let token = mint.await.unwrap();
    tx.commit().await.unwrap();
    let nobody = Cookie::new("none", "");
    let (status, page) = doors.gets(&nobody, &format!("/o/{token}")).await;
    assert_eq!(status, Http::Ok);
    assert!(page.contains("75,00 €") && !page.contains("Landhausstr"));
    assert_eq!(doors.city.status(id).await, Status::Searching, "looking is not answering");
    let (status, ..) = doors.posts(&nobody, &format!("/o/{token}"), &[("_key", "k"), ("answer", "yes")]).await;
    assert_eq!(status, Http::SeeOther);
    assert_eq!(doors.city.status(id).await, Status::Filled);
    let (_, page) = doors.gets(&nobody, &format!("/o/{token}")).await;
    assert!(page.contains("Sie haben den Auftrag angenommen") && page.contains(&format!("/jobs/{id}")), "{page}");
    assert!(!page.contains("Landhausstr"), "whoever has the link is not yet whoever logs in");
    let (status, _, page) = doors.posts(&nobody, &format!("/o/{token}"), &[("_key", "l"), ("answer", "no")]).await;
    assert_eq!(status, Http::Conflict);
    assert!(page.contains("schon angenommen"));
    assert_eq!(doors.gets(&nobody, "/o/nonsense").await.0, Http::NotFound);
}

#[tokio::test]
async fn the_walk_by_the_api() {
    let doors = Doors::open(2, Cents(100_000)).await;
    let city = &doors.city;
    let worker = doors.bearer(&city.case_worker).await;
    let interpreter = doors.bearer(&city.pool[0].1).await;
    let coordination = doors.bearer(&city.coordination).await;
    let mut body = json!({
        "office": city.office, "language": "Arabisch", "profile": city.school, "date": "2027-03-28", "from": "02:30",
        "to": "04:00", "delivery": "on_site", "file_reference": "JA-1",
    });
    let (status, problem) = doors.api(&worker, "POST", "/api/v1/requests", Some(body.clone())).await;
    assert_eq!(status, Http::UnprocessableEntity);
    let fields: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!((problem["code"].as_str(), fields), (Some("time-skipped"), vec!["from", "address", "district"]));
    body["date"] = json!("2027-03-04");
    body["from"] = json!("14:00");
    body["to"] = json!("15:30");
    body["address"] = json!("Landhausstr. 117");
    body["district"] = json!("Ost");
    let (status, booked) = doors.api(&worker, "POST", "/api/v1/requests", Some(body.clone())).await;
    assert_eq!((status, booked["estimate_cents"].as_i64()), (Http::Created, Some(7_500)), "{booked}");
    let (request, assignment) = (booked["id"].as_str().unwrap(), booked["assignment"].as_str().unwrap());
    body["office"] = json!(uuid::Uuid::now_v7());
    assert_eq!(doors.api(&worker, "POST", "/api/v1/requests", Some(body)).await.0, Http::NotFound, "another's office");

    city.works().await;
    let (_, list) = doors.api(&worker, "GET", "/api/v1/requests?limit=1&status=searching", None).await;
    assert_eq!((list["items"][0]["id"].as_str(), list["next"].as_str()), (Some(request), None));
    let (status, ranking) =
        doors.api(&coordination, "GET", &format!("/api/v1/assignments/{assignment}/ranking"), None).await;
    assert_eq!((status, ranking["recommended"].as_array().unwrap().len()), (Http::Ok, 2));
    let (_, offers) = doors.api(&interpreter, "GET", "/api/v1/offers", None).await;
    let offer = &offers["items"][0];
    assert!(offer["booking"]["address"].is_null() && offer["booking"]["file_reference"].is_null());
    let accept = format!("/api/v1/offers/{}/accept", offer["id"].as_str().unwrap());
    let (status, job) = doors.api(&interpreter, "POST", &accept, None).await;
    assert_eq!((status, job["address"].as_str()), (Http::Ok, Some("Landhausstr. 117")));
    let (status, taken) = doors.api(&interpreter, "POST", &accept, None).await;
    assert_eq!((status, taken["code"].as_str()), (Http::Conflict, Some("offer-already-answered")));

    let patch = json!({ "remark": "Eingang Hof" });
    let path = format!("/api/v1/requests/{request}");
    assert_eq!(doors.api(&worker, "PATCH", &path, Some(patch.clone())).await.0, Http::PreconditionRequired);
    let etag = doors.client.get(path.clone()).header(worker.clone()).dispatch().await;
    let etag = etag.headers().get_one("etag").unwrap().to_owned();
    let changing = doors.client.patch(path.clone()).header(worker.clone()).header(ContentType::JSON);
    let changed = changing.header(Header::new("if-match", etag.clone())).body(patch.to_string()).dispatch().await;
    assert_eq!(changed.status(), Http::Ok);
    let changing = doors.client.patch(path.clone()).header(worker.clone()).header(ContentType::JSON);
    let patch = json!({ "remark": "Eingang Straße" });
    let stale = changing.header(Header::new("if-match", etag)).body(patch.to_string()).dispatch().await;
    assert_eq!(stale.status(), Http::PreconditionFailed);

    city.clock.set(at("2027-03-04 16:00"));
    let worker = doors.bearer(&city.case_worker).await;
    let interpreter = doors.bearer(&city.pool[0].1).await;
    let session = json!({
        "outcome": "held", "started_at": "2027-03-04T13:00:00Z", "ended_at": "2027-03-04T14:30:00Z", "tickets_cents": 320,
    });
    let path = format!("/api/v1/jobs/{assignment}/session");
    let (status, sheet) = doors.api(&interpreter, "POST", &path, Some(session.clone())).await;
    assert_eq!(status, Http::Created, "{sheet}");
    let sheet = format!("/api/v1/timesheets/{}", sheet["id"].as_str().unwrap());
    let why = json!({ "reason": "Keine Fahrkarte nötig." });
    assert_eq!(doors.api(&worker, "POST", &format!("{sheet}/dispute"), Some(why)).await.0, Http::Ok);
    assert_eq!(doors.api(&interpreter, "PUT", &sheet, Some(session)).await.0, Http::Ok);
    let (status, signed) = doors.api(&worker, "POST", &format!("{sheet}/sign"), Some(json!({}))).await;
    assert_eq!((status, signed["status"].as_str()), (Http::Ok, Some("confirmed")));
    assert_eq!(city.status(assignment.parse::<AssignmentId>().unwrap()).await, Status::Confirmed);
}

#[tokio::test]
async fn the_office_head_overrides_on_the_page() {
    let doors = Doors::open(1, Cents(1_000)).await;
    let booked = doors.city.books(&doors.city.ask()).await;
    let head = doors.cookie("head@ja.example").await;
    let path = format!("/requests/{}", booked.submitted.request);
    let (_, list) = doors.gets(&head, "/requests?status=awaiting_budget").await;
    assert!(list.contains("2027-000001"));
    let (_, page) = doors.gets(&head, &path).await;
    assert!(page.contains("10,00 €") && page.contains("/override"));
    let short = [("_key", "o"), ("reason", "dringend")];
    let (status, _, page) = doors.posts(&head, &format!("{path}/override"), &short).await;
    assert_eq!(status, Http::UnprocessableEntity);
    assert!(page.contains("dringend") && page.contains("mindestens 25 Zeichen"));
    let reason = [("_key", "o"), ("reason", "Das Gespräch ist gerichtlich angeordnet.")];
    let (status, ..) = doors.posts(&head, &format!("{path}/override"), &reason).await;
    assert_eq!(status, Http::SeeOther);
    assert_eq!(doors.city.status(booked.submitted.assignment).await, Status::Searching);
}

/// The description holds every route, each with its address below /api/v1.
#[test]
fn every_route_is_described() {
    use utoipa::OpenApi;
    let described: usize = [crate::booking::ApiDoc::openapi(), crate::booking::PlanningDoc::openapi()]
        .iter()
        .flat_map(|document| document.paths.paths.values())
        .map(|item| [&item.get, &item.post, &item.put, &item.patch].iter().filter(|one| one.is_some()).count())
        .sum();
    assert_eq!(described, api_routes().len());
}

#[tokio::test]
async fn an_interpreter_reads_offers_piece_by_piece() {
    let doors = Doors::open(1, Cents(100_000)).await;
    let city = &doors.city;
    let worker = doors.bearer(&city.case_worker).await;
    let interpreter = doors.bearer(&city.pool[0].1).await;
    // Three Thursdays; all three offers are sent at the same instant.
    for date in ["2027-03-04", "2027-03-11", "2027-03-18"] {
        let body = json!({
            "office": city.office, "language": "Arabisch", "profile": city.school, "date": date, "from": "14:00",
            "to": "15:30", "delivery": "on_site", "file_reference": "JA-1", "address": "Landhausstr. 117", "district": "Ost",
        });
        assert_eq!(doors.api(&worker, "POST", "/api/v1/requests", Some(body)).await.0, Http::Created, "{date}");
    }
    city.works().await;
    let (_, whole) = doors.api(&interpreter, "GET", "/api/v1/offers", None).await;
    let ids = |page: &Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|offer| offer["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((ids(&whole).len(), &whole["next"]), (3, &Value::Null));
    let mut read = Vec::new();
    let mut path = "/api/v1/offers?limit=1".to_owned();
    loop {
        let (status, page) = doors.api(&interpreter, "GET", &path, None).await;
        assert_eq!(status, Http::Ok);
        read.extend(ids(&page));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/offers?limit=1&cursor={next}");
    }
    assert_eq!(read, ids(&whole));
}
