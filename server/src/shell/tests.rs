//! Pool, budgets, figures, trace, imports and operations through their doors.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{app, import, operations, personal, retention, trace};
use crate::{
    budget, directory,
    directory::commands::{OfficeDetails, register_office},
    identity::{Permit, Site, policy::ManageOffices, testing},
    insight,
    kernel::{
        actor::{Actor, Role},
        clock::{Clock, Instant},
    },
    platform::{db::Db, telemetry::Metrics},
};
use rocket::{
    http::{ContentType, Cookie, Header, Status},
    local::asynchronous::Client,
};
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Arc};

const INTERPRETERS: &[u8] = include_bytes!("../../../tests/data/interpreters.csv");
const BUDGETS: &[u8] = include_bytes!("../../../tests/data/budgets.csv");

fn now() -> Instant {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

struct City {
    db: Db,
    client: Client,
    cookies: HashMap<Role, String>,
    tokens: HashMap<Role, String>,
}

impl City {
    /// Offices of the example files, an example pool and budgets brought in, and somebody of each role.
    async fn new() -> Self {
        let db = testing::fresh_db().await;
        let config = testing::config();
        let house = Actor::House("test");
        let mut tx = db.begin().await.unwrap();
        for code in ["JA", "SVA", "GA", "SOA", "JC", "IM"] {
            let office = OfficeDetails {
                code: code.to_owned(),
                name_de: format!("Amt {code}"),
                name_en: format!("Office {code}"),
                is_grant: false,
                leitweg_id: crate::kernel::leitweg::LeitwegId::completed(&format!("08111-{code}")).unwrap(),
                email: format!("{code}@example.org"),
                address: String::new(),
                district: "Mitte".to_owned(),
                contact: String::new(),
                phone: String::new(),
            };
            let permit = Permit::ask(&house, ManageOffices {}).unwrap();
            register_office(permit, &office, now(), &mut tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        for (kind, bytes) in [("interpreters", INTERPRETERS), ("budgets", BUDGETS)] {
            let kind = import::apply::ListKind::parse(kind).unwrap();
            let outcome = import::apply::import(&db, kind, bytes, &house, now()).await.unwrap();
            assert!(matches!(outcome, import::apply::Outcome::Done(done) if done.created > 0), "{outcome:?}");
        }
        let office = directory::office_by_code(db.read(), "JA").await.unwrap().unwrap().id;
        let someone = directory::interpreters(db.read()).await.unwrap().remove(0).id;
        let (mut cookies, mut tokens) = (HashMap::new(), HashMap::new());
        for role in Role::ALL {
            let scope = role.is_scoped_to_office().then_some(office);
            let interpreter = (role == Role::Interpreter).then_some(someone);
            let email = format!("{}@city.example", role.name());
            let account = testing::account(&db, &email, &[(role, scope)], interpreter, true, now()).await;
            cookies.insert(role, testing::cookie(&db, &config, &email, now()).await);
            tokens.insert(role, testing::bearer(&db, &config, account, now()).await);
        }
        let site = Site {
            db: db.clone(),
            clock: Clock::standing_at(now()),
            config: Arc::new(config),
            navigation: super::navigation::of,
        };
        let quiet = rocket::Config { log_level: rocket::config::LogLevel::Off, ..rocket::Config::debug_default() };
        let rocket = rocket::custom(quiet)
            .manage(site)
            .mount("/", directory::routes())
            .mount("/", budget::routes())
            .mount("/", insight::routes())
            .mount("/", import::routes())
            .mount("/", trace::routes())
            .mount("/", operations::routes())
            .mount("/", personal::routes())
            .mount("/", retention::routes())
            .mount("/api/v1", directory::api_routes())
            .mount("/api/v1", budget::api_routes())
            .mount("/api/v1", insight::api_routes())
            .mount("/api/v1", import::api_routes())
            .mount("/api/v1", trace::api_routes());
        Self { db, client: Client::untracked(rocket).await.unwrap(), cookies, tokens }
    }

    fn cookie(&self, role: Role) -> Cookie<'static> {
        Cookie::new("session", self.cookies.get(&role).unwrap().clone())
    }

    async fn gets(&self, role: Role, path: &str) -> (Status, String) {
        let answer = self.client.get(path.to_owned()).cookie(self.cookie(role)).dispatch().await;
        (answer.status(), answer.into_string().await.unwrap_or_default())
    }

    async fn posts(&self, role: Role, path: &str, body: &str) -> (Status, String) {
        let request = self.client.post(path.to_owned()).cookie(self.cookie(role)).header(ContentType::Form);
        let answer = request.body(body).dispatch().await;
        (answer.status(), answer.into_string().await.unwrap_or_default())
    }

    async fn uploads(&self, role: Role, list: &str, file: &[u8]) -> (Status, String) {
        let mut body = format!(
            "--X\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n{list}\r\n--X\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"liste.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--X--\r\n");
        let kind: ContentType = "multipart/form-data; boundary=X".parse().unwrap();
        let answer = self.client.post("/imports").cookie(self.cookie(role)).header(kind).body(body).dispatch().await;
        // A file without mistakes leads to its draft.
        if answer.status() == Status::SeeOther {
            let draft = answer.headers().get_one("location").unwrap_or_default().to_owned();
            return self.gets(role, &draft).await;
        }
        (answer.status(), answer.into_string().await.unwrap_or_default())
    }

    async fn api(
        &self,
        role: Role,
        method: &str,
        path: &str,
        tag: Option<&str>,
        body: Value,
    ) -> (Status, Option<String>, Value) {
        let path = path.to_owned();
        let request = match method {
            "GET" => self.client.get(path),
            "PUT" => self.client.put(path).header(ContentType::JSON).body(body.to_string()),
            "DELETE" => self.client.delete(path),
            _ => self.client.post(path).header(ContentType::JSON).body(body.to_string()),
        };
        let mut request =
            request.header(Header::new("authorization", format!("Bearer {}", self.tokens.get(&role).unwrap())));
        if let Some(tag) = tag {
            request = request.header(Header::new("if-match", tag.to_owned()));
        }
        let answer = request.dispatch().await;
        let (status, tag) = (answer.status(), answer.headers().get_one("etag").map(str::to_owned));
        let text = answer.into_string().await.unwrap_or_default();
        (status, tag, serde_json::from_str(&text).unwrap_or_default())
    }
}

#[tokio::test]
async fn each_page_opens_for_those_it_is_for() {
    let city = City::new().await;
    let person = directory::interpreters(city.db.read()).await.unwrap().remove(0).id;
    let office = directory::office_by_code(city.db.read(), "JA").await.unwrap().unwrap().id;
    let lines = budget::balances(city.db.read(), None, None).await.unwrap();
    let own = lines.iter().find(|line| line.office == office).unwrap().line;
    let foreign = lines.iter().find(|line| line.office != office).unwrap().line;
    let (pool_one, own_line, foreign_line) =
        (format!("/pool/{person}"), format!("/budgets/{own}"), format!("/budgets/{foreign}"));
    let history = format!("/audit/interpreter/{person}");
    let table = [
        (Role::Coordination, "/pool?language=ar&district=Ost&active=yes&trained_on=2027-03-01", Status::Ok, "Haddad"),
        (Role::Coordination, "/pool?text=niemand", Status::Ok, "Niemand im Pool passt dazu"),
        (Role::Coordination, pool_one.as_str(), Status::Ok, "Nachweis eintragen"),
        (Role::Auditor, pool_one.as_str(), Status::Ok, "Nachweise"),
        (Role::CaseWorker, "/pool", Status::Forbidden, ""),
        (Role::Coordination, "/profiles", Status::Ok, "Noch kein Anforderungsprofil"),
        (Role::Coordination, "/profiles/new", Status::Ok, "Kürzel"),
        (Role::Interpreter, "/availability", Status::Ok, "Zeiten in der Woche"),
        (Role::Coordination, "/availability", Status::Forbidden, ""),
        (Role::Interpreter, "/profile", Status::Ok, "Haddad"),
        (Role::FinanceClerk, "/budgets", Status::Ok, "% genutzt"),
        (Role::CaseWorker, own_line.as_str(), Status::Ok, "Ansatz"),
        (Role::CaseWorker, foreign_line.as_str(), Status::NotFound, ""),
        (Role::FinanceClerk, foreign_line.as_str(), Status::Ok, "Nachtrag buchen"),
        (Role::Interpreter, "/budgets", Status::Forbidden, ""),
        (Role::Auditor, "/audit?action=interpreter-registered", Status::Ok, "Eine Dolmetscher:in wurde aufgenommen."),
        (Role::Auditor, "/audit/verification", Status::Ok, "Die Kette ist vollständig"),
        (Role::Auditor, history.as_str(), Status::Ok, "Verlauf: Dolmetscher:in"),
        (Role::CaseWorker, "/audit", Status::Forbidden, ""),
        (Role::Administrator, "/admin/operations", Status::Ok, "Alles läuft"),
        (Role::Auditor, "/admin/operations", Status::Forbidden, ""),
        (Role::Auditor, "/admin/retention", Status::Ok, "Aktenzeichen, Adresse"),
        (Role::Coordination, "/admin/retention", Status::Forbidden, ""),
        (Role::Interpreter, "/account/data", Status::Ok, "Haddad"),
        (Role::Coordination, "/pool/new", Status::Ok, "Kreditorennummer"),
        (Role::FinanceClerk, "/budgets/new", Status::Ok, "Haushaltsstelle anlegen"),
        (Role::OfficeHead, "/insight", Status::Ok, "Keine Anfrage in dieser Auswahl"),
        (Role::OfficeHead, "/insight/languages.csv?year=2027", Status::Ok, "Sprache;Anfragen"),
        (Role::OfficeHead, "/insight/nothing.csv", Status::NotFound, ""),
        (Role::Coordination, "/imports", Status::Ok, "Datei prüfen"),
        (Role::Auditor, "/imports", Status::Forbidden, ""),
    ];
    for (role, path, status, says) in table {
        let (answered, text) = city.gets(role, path).await;
        assert_eq!(answered, status, "{role:?} {path}");
        assert!(text.contains(says), "{role:?} {path} does not say {says}: {text}");
    }
}

/// Mailbox and clock are the demo's alone.
#[tokio::test]
async fn the_demos_pages_are_absent_elsewhere() {
    let site = app::site(testing::fresh_db().await, Clock::standing_at(now()), Arc::new(testing::config()));
    let rocket = app::rocket(site, Metrics::detached().unwrap()).unwrap();
    assert!(rocket.routes().any(|route| route.uri.path() == "/admin/retention"));
    assert!(!rocket.routes().any(|route| route.uri.path().starts_with("/dev/")));
}

#[tokio::test]
async fn forms_store_and_refuse_with_what_was_typed() {
    let city = City::new().await;
    let coordination = Role::Coordination;
    let person = directory::interpreters(city.db.read()).await.unwrap().remove(0).id;
    let path = format!("/pool/{person}/credentials");
    let (status, text) = city.posts(coordination, &path, "kind=sworn&valid_from=2027-02-01&valid_to=2026-01-01").await;
    assert_eq!(status, Status::UnprocessableEntity);
    assert!(text.contains("Der Nachweis endet, bevor er beginnt.") && text.contains("2027-02-01"));
    let (status, _) = city.posts(coordination, &path, "kind=sworn&valid_from=01.02.2027&valid_to=").await;
    assert_eq!(status, Status::SeeOther);
    let (status, _) = city.posts(coordination, &format!("/pool/{person}/active"), "active=no").await;
    assert_eq!(status, Status::SeeOther);
    assert!(city.gets(coordination, &format!("/pool/{person}")).await.1.contains("pausiert"));

    // A profile that somebody else changed meanwhile.
    let new = "code=talk&name_de=Gespräch&name_en=Talk&credentials=training&active=yes";
    assert_eq!(city.posts(coordination, "/profiles", new).await.0, Status::SeeOther);
    assert_eq!(city.posts(coordination, "/profiles", new).await.0, Status::UnprocessableEntity);
    let profile = directory::profile_by_code(city.db.read(), "talk").await.unwrap().unwrap().id;
    let edit = format!("/profiles/{profile}");
    assert!(city.gets(coordination, &edit).await.1.contains("name=\"version\" value=\"1\""));
    let change = "version=1&name_de=Beratung&name_en=Advice&active=yes";
    assert_eq!(city.posts(coordination, &edit, change).await.0, Status::SeeOther);
    let (status, text) = city.posts(coordination, &edit, "version=1&name_de=Anders&name_en=Other&active=yes").await;
    assert_eq!(status, Status::Conflict);
    assert!(text.contains("value=\"Anders\"") && text.contains("inzwischen geändert"));

    // An interpreter's week and absence.
    let week = "weekday_0=1&from_0=09:00&to_0=12:00&weekday_1=1&from_1=11:00&to_1=13:00&delivery=any&max_travel_minutes=30\
                &weekly_cap_hours=10&min_notice_hours=24";
    let (status, text) = city.posts(Role::Interpreter, "/availability", week).await;
    assert_eq!(status, Status::UnprocessableEntity);
    assert!(text.contains("überschneiden sich"));
    let week = week.replace("from_1=11:00", "from_1=12:00");
    assert_eq!(city.posts(Role::Interpreter, "/availability", &week).await.0, Status::SeeOther);
    let away = "from_day=2027-04-01&to_day=2027-04-05";
    assert_eq!(city.posts(Role::Interpreter, "/availability/absences", away).await.0, Status::SeeOther);
    let absence = directory::absences(city.db.read(), person, now()).await.unwrap().remove(0).id;
    let remove = format!("/availability/absences/{absence}/remove");
    assert_eq!(city.posts(Role::Interpreter, &remove, "").await.0, Status::SeeOther);
    assert_eq!(city.posts(Role::Interpreter, &remove, "_key=again").await.0, Status::NotFound);

    // Money.
    let line = budget::balances(city.db.read(), None, None).await.unwrap().remove(0).line;
    let supplement = format!("/budgets/{line}/supplements");
    let (status, text) = city.posts(Role::FinanceClerk, &supplement, "amount=viel&reason=").await;
    assert_eq!(status, Status::UnprocessableEntity);
    assert!(text.contains("value=\"viel\"") && text.contains("Das ist kein Betrag."));
    let body = "amount=1.250,50&reason=GRDrs 17&_key=once";
    assert_eq!(city.posts(Role::FinanceClerk, &supplement, body).await.0, Status::SeeOther);
    assert_eq!(city.posts(Role::FinanceClerk, &supplement, body).await.0, Status::SeeOther);
    assert_eq!(budget::count_postings(city.db.read(), line).await.unwrap(), 2);
    assert_eq!(city.posts(Role::OfficeHead, &supplement, "amount=1&reason=x").await.0.code / 100, 4);
}

#[tokio::test]
async fn a_file_is_checked_before_it_is_stored() {
    let city = City::new().await;
    let broken = include_bytes!("../../../tests/data/broken/interpreters.csv");
    let (status, text) = city.uploads(Role::Coordination, "interpreters", broken).await;
    assert_eq!(status, Status::UnprocessableEntity);
    assert!(text.contains("Was zu berichtigen ist") && text.contains("Nichts wurde gespeichert"));
    assert_eq!(city.uploads(Role::Coordination, "budgets", BUDGETS).await.0, Status::UnprocessableEntity);
    assert_eq!(city.uploads(Role::Coordination, "interpreters", b"").await.0, Status::UnprocessableEntity);
    let (status, text) = city.uploads(Role::Coordination, "interpreters", INTERPRETERS).await;
    assert_eq!(status, Status::Ok);
    assert!(text.contains("Alles aus dieser Datei ist schon da."), "{text}");

    let head = BUDGETS.iter().position(|byte| *byte == b'\n').unwrap();
    let mut one = BUDGETS[..=head].to_vec();
    one.extend_from_slice(b"JA;2028;5110-01;36300100;44310000;Dolmetschen;1.000,00;80\r\n");
    let (status, text) = city.uploads(Role::FinanceClerk, "budgets", &one).await;
    assert_eq!(status, Status::Ok, "{text}");
    let confirm =
        text.split("action=\"").find(|part| part.starts_with("/imports/")).unwrap().split('"').next().unwrap();
    let before = budget::balances(city.db.read(), None, None).await.unwrap().len();
    assert_eq!(city.posts(Role::Coordination, confirm, "").await.0, Status::NotFound);
    assert_eq!(city.posts(Role::FinanceClerk, confirm, "").await.0, Status::SeeOther);
    assert_eq!(budget::balances(city.db.read(), None, None).await.unwrap().len(), before + 1);
    assert_eq!(city.posts(Role::FinanceClerk, confirm, "_key=again").await.0, Status::NotFound);
}

#[tokio::test]
async fn programs_read_page_by_page_and_change_what_they_have_seen() {
    let city = City::new().await;
    let coordination = Role::Coordination;
    let (_, _, page) = city.api(coordination, "GET", "/api/v1/interpreters?limit=2", None, Value::Null).await;
    let next = page["next"].as_str().unwrap();
    let (_, _, rest) = city
        .api(coordination, "GET", &format!("/api/v1/interpreters?limit=200&cursor={next}"), None, Value::Null)
        .await;
    assert_eq!(
        2 + rest["items"].as_array().unwrap().len(),
        directory::interpreters(city.db.read()).await.unwrap().len()
    );

    let id = page["items"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/interpreters/{id}");
    let (status, tag, mut person) = city.api(coordination, "GET", &path, None, Value::Null).await;
    assert_eq!(status, Status::Ok);
    for field in ["id", "invented", "credentials", "missing_for_document", "version"] {
        person.as_object_mut().unwrap().remove(field);
    }
    person["phone"] = json!("0711 1");
    assert_eq!(city.api(coordination, "PUT", &path, None, person.clone()).await.0, Status::PreconditionRequired);
    let (status, _, changed) = city.api(coordination, "PUT", &path, tag.as_deref(), person.clone()).await;
    assert_eq!((status, &changed["phone"]), (Status::Ok, &json!("0711 1")), "{changed}");
    assert_eq!(
        city.api(coordination, "PUT", &path, tag.as_deref(), person.clone()).await.0,
        Status::PreconditionFailed
    );
    let (_, _, seen) = city.api(Role::Auditor, "GET", &path, None, Value::Null).await;
    assert_eq!(seen["iban"], Value::Null);
    assert_eq!(city.api(coordination, "POST", "/api/v1/interpreters", None, person.clone()).await.0, Status::Conflict);
    person["number"] = json!("D-9999");
    assert_eq!(city.api(coordination, "POST", "/api/v1/interpreters", None, person).await.0, Status::Created);

    let away = json!({"starts_at": "2027-04-01T08:00:00Z", "ends_at": "2027-04-01T10:00:00Z"});
    let (status, _, absence) = city.api(Role::Interpreter, "POST", "/api/v1/absences", None, away).await;
    assert_eq!(status, Status::Created);
    let gone = format!("/api/v1/absences/{}", absence["id"].as_str().unwrap());
    assert_eq!(city.api(Role::Interpreter, "DELETE", &gone, None, Value::Null).await.0, Status::Ok);
    let (_, _, availability) = city.api(Role::Interpreter, "GET", "/api/v1/availability", None, Value::Null).await;
    assert_eq!(city.api(Role::Interpreter, "PUT", "/api/v1/availability", None, availability).await.0, Status::Ok);

    let (_, _, lines) = city.api(Role::OfficeHead, "GET", "/api/v1/budget-lines?year=2027", None, Value::Null).await;
    let line = lines["items"][0]["id"].as_str().unwrap();
    let supplement = format!("/api/v1/budget-lines/{line}/supplements");
    let money = json!({"amount_cents": 5000, "reason": "GRDrs 17"});
    assert_eq!(city.api(Role::OfficeHead, "POST", &supplement, None, money.clone()).await.0, Status::Forbidden);
    assert_eq!(city.api(Role::FinanceClerk, "POST", &supplement, None, money).await.0, Status::Created);
    let postings = format!("/api/v1/budget-lines/{line}/postings?limit=1");
    let (_, _, ledger) = city.api(Role::OfficeHead, "GET", &postings, None, Value::Null).await;
    assert_eq!(ledger["items"][0]["amount_cents"], json!(5000));
    assert!(ledger["next"].is_string());

    let (_, _, trace) = city.api(Role::Auditor, "GET", "/api/v1/audit?limit=1", None, Value::Null).await;
    let next = format!("/api/v1/audit?limit=1&cursor={}", trace["next"].as_str().unwrap());
    let (_, _, before) = city.api(Role::Auditor, "GET", &next, None, Value::Null).await;
    assert_eq!(trace["items"][0]["prev_hash"], before["items"][0]["hash"]);
    assert_eq!(
        city.api(Role::Auditor, "GET", "/api/v1/insight?year=2027", None, Value::Null).await.2["total"]["requests"],
        json!(0)
    );
    assert_eq!(city.api(Role::Auditor, "GET", "/api/v1/insight/unmet", None, Value::Null).await.0, Status::Ok);

    let csv: ContentType = "text/csv".parse().unwrap();
    for (path, file, status, says) in [
        ("/api/v1/imports/interpreters?dry_run=true", INTERPRETERS, Status::Ok, "\"dry_run\":true"),
        ("/api/v1/imports/interpreters", INTERPRETERS, Status::Ok, "\"created\":0"),
        ("/api/v1/imports/interpreters", b"Nummer\nx\n", Status::UnprocessableEntity, "file-refused"),
        ("/api/v1/imports/budgets", BUDGETS, Status::Forbidden, "forbidden"),
        ("/api/v1/imports/other", BUDGETS, Status::NotFound, "not-found"),
    ] {
        let bearer = Header::new("authorization", format!("Bearer {}", city.tokens.get(&coordination).unwrap()));
        let answer = city.client.post(path).header(csv.clone()).header(bearer).body(file).dispatch().await;
        assert_eq!(answer.status(), status, "{path}");
        let text = answer.into_string().await.unwrap();
        assert!(text.contains(says), "{path}: {text}");
    }
}

/// The document names no schema that it does not have.
#[test]
fn the_description_of_the_api_is_whole() {
    let document = super::api::document().unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
    for path in
        ["interpreters", "profiles/{id}", "budget-lines/{id}/postings", "imports/{list}", "audit", "insight/unmet"]
    {
        assert!(document["paths"].get(format!("/api/v1/{path}")).is_some(), "{path}");
    }
}
