//! The walk once more, through the pages as a browser meets them and through the API as a program meets it.

use super::world::{World, april};
use crate::{
    billing::{ApiDoc, api_routes, commands, routes},
    identity::{Site, policy::PriceClaims, testing},
    kernel::{
        actor::{Actor, Role},
        clock::Clock,
        ids::*,
    },
    platform::i18n::LOCALE_COOKIE,
};
use rocket::{
    http::{ContentType, Cookie, Header, Status},
    local::asynchronous::Client,
};
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Arc};
use utoipa::OpenApi;

struct City {
    world: World,
    client: Client,
    cookies: HashMap<&'static str, String>,
    tokens: HashMap<&'static str, String>,
}

async fn city() -> City {
    let world = World::new().await;
    let config = testing::config();
    let people: [(&'static str, Role, Option<OfficeId>, Option<InterpreterId>); 6] = [
        ("office", Role::CaseWorker, Some(world.office), None),
        ("finance", Role::FinanceClerk, None, None),
        ("officer", Role::AuthorizingOfficer, None, None),
        ("treasury", Role::Treasury, None, None),
        ("auditor", Role::Auditor, None, None),
        ("amara", Role::Interpreter, None, Some(world.amara)),
    ];
    let (mut cookies, mut tokens) = (HashMap::new(), HashMap::new());
    for (name, role, office, interpreter) in people {
        let email = format!("{name}@city.example");
        let id = testing::account(&world.db, &email, &[(role, office)], interpreter, true, april()).await;
        cookies.insert(name, testing::cookie(&world.db, &config, &email, april()).await);
        tokens.insert(name, testing::bearer(&world.db, &config, id, april()).await);
    }
    let site = Site {
        db: world.db.clone(),
        clock: Clock::standing_at(april()),
        config: Arc::new(config),
        navigation: |_| Vec::new(),
    };
    let limits = rocket::data::Limits::new().limit("bytes", 1_000_000.into()).limit("data-form", 1_000_000.into());
    let quiet = rocket::Config { log_level: rocket::config::LogLevel::Off, limits, ..rocket::Config::debug_default() };
    let rocket = rocket::custom(quiet).manage(site).mount("/", routes()).mount("/api/v1", api_routes());
    City { world, client: Client::untracked(rocket).await.unwrap(), cookies, tokens }
}

impl City {
    async fn priced(&self, who: InterpreterId, day: u32) -> FeeId {
        let assignment = self.world.held(who, day, 60, 0, 8_000).await;
        let mut tx = self.world.db.begin().await.unwrap();
        let house = super::world::permit(&Actor::House("test"), PriceClaims {});
        let priced = commands::price_timesheet(house, assignment, april(), &mut tx).await.unwrap();
        tx.commit().await.unwrap();
        match priced {
            commands::Priced::Claim(fee) => fee,
            other => panic!("{other:?}"),
        }
    }

    async fn get(&self, who: &str, path: &str, locale: &'static str) -> (Status, String) {
        let request = self.client.get(path.to_owned()).cookie(Cookie::new("session", self.cookies[who].clone()));
        let answer = request.cookie(Cookie::new(LOCALE_COOKIE, locale)).dispatch().await;
        (answer.status(), answer.into_string().await.unwrap_or_default())
    }

    /// A page in both languages; gives the German one.
    async fn both(&self, who: &str, path: &str) -> String {
        let (_, english) = self.get(who, path, "en").await;
        let (status, html) = self.get(who, path, "de").await;
        assert_eq!(status, Status::Ok, "{who} {path}: {html}");
        for text in [&html, &english] {
            assert!(!text.contains(">billing-") && !text.contains(" billing-"), "{who} {path}: {text}");
        }
        html
    }

    async fn post(&self, who: &str, path: &str, body: &str) -> (Status, String) {
        let request = self.client.post(path.to_owned()).cookie(Cookie::new("session", self.cookies[who].clone()));
        let answer = request.header(ContentType::Form).body(body).dispatch().await;
        (answer.status(), answer.into_string().await.unwrap_or_default())
    }

    async fn api(&self, who: &str, method: rocket::http::Method, path: &str, body: Option<Value>) -> (Status, Value) {
        let mut request = self.client.req(method, format!("/api/v1{path}"));
        request.add_header(Header::new("authorization", format!("Bearer {}", self.tokens[who])));
        if let Some(body) = body {
            request.add_header(ContentType::JSON);
            request = request.body(body.to_string());
        }
        let answer = request.dispatch().await;
        let status = answer.status();
        let text = answer.into_string().await.unwrap_or_default();
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }
}

#[rocket::tokio::test]
async fn the_walk_through_the_pages() {
    let city = city().await;
    let (first, second) = (city.priced(city.world.amara, 4).await, city.priced(city.world.bilal, 5).await);

    let list = city.both("office", "/claims").await;
    assert!(list.contains("Sachlich richtig feststellen") && list.contains("64,26 €"), "{list}");
    city.both("office", "/claims?step=all").await;
    assert!(city.both("office", &format!("/claims/{first}")).await.contains("Wegpauschale"));
    let (status, _) = city.post("office", "/claims/certify", "step=factual").await;
    assert_eq!(status, Status::UnprocessableEntity);
    let both = format!("claim={first}&claim={second}");
    let (status, _) = city.post("office", "/claims/certify", &format!("_key=a&step=factual&{both}")).await;
    assert_eq!(status, Status::SeeOther);
    let (status, html) = city.post("office", "/claims/certify", &format!("_key=b&step=factual&{both}")).await;
    assert_eq!(status, Status::Conflict, "{html}");
    assert!(html.contains("2027-000001"), "{html}");

    city.both("finance", "/claims?step=arithmetic").await;
    let (status, html) = city.post("finance", &format!("/claims/{first}/send-back"), "_key=c&reason=").await;
    assert_eq!(status, Status::UnprocessableEntity);
    assert!(html.contains("Bitte nennen Sie einen Grund"), "{html}");
    let (status, _) = city.post("finance", "/claims/certify", &format!("_key=d&step=arithmetic&{both}")).await;
    assert_eq!(status, Status::SeeOther);

    for path in ["/months", "/months/2027-03", "/months/2027-03/close"] {
        city.both("finance", path).await;
    }
    let (status, _) = city.post("finance", "/months/2027-03/close", "_key=e").await;
    assert_eq!(status, Status::SeeOther);
    let month = city.both("auditor", "/months/2027-03").await;
    assert!(month.contains("GS-2027-000001") && month.contains("AB-2027-000001"), "{month}");
    let money = city.both("amara", "/money").await;
    assert!(money.contains("3/6: Festgestellt") && money.contains("GS-2027-000001"), "{money}");
    let document = money.split("/documents/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    city.both("amara", &format!("/documents/{document}")).await;
    assert_eq!(city.get("amara", &format!("/documents/{document}/file"), "de").await.0, Status::Ok);
    let (status, xml) = city.get("amara", &format!("/documents/{document}/forms/xrechnung_ubl"), "de").await;
    assert_eq!(status, Status::Ok);
    assert!(xml.starts_with("<?xml") && xml.contains(">389<"), "{xml}");
    let strange = format!("/documents/{document}/forms/docx");
    assert_eq!(city.get("amara", &strange, "de").await.0, Status::NotFound);
    let foreign = format!("/documents/{document}/forms/xrechnung_ubl");
    assert_eq!(city.get("office", &foreign, "de").await.0, Status::NotFound);
    assert_eq!(city.get("office", &format!("/documents/{document}"), "de").await.0, Status::NotFound);
    assert_eq!(city.get("amara", &format!("/claims/{second}"), "de").await.0, Status::NotFound);

    let orders = city.both("officer", "/orders").await;
    let chosen: Vec<&str> = orders.split("name=\"document\" value=\"").skip(1).map(|rest| &rest[..36]).collect();
    assert_eq!(chosen.len(), 2, "{orders}");
    let body = format!("_key=f&document={}&document={}", chosen[0], chosen[1]);
    assert_eq!(city.post("finance", "/orders", &body).await.0, Status::Forbidden);
    assert_eq!(city.post("officer", "/orders", &body).await.0, Status::SeeOther);

    city.both("treasury", "/treasury").await;
    assert_eq!(city.post("treasury", "/treasury/hand-over", "_key=g").await.0, Status::SeeOther);
    let desk = city.both("treasury", "/treasury").await;
    let file = desk.split("/treasury/files/").nth(1).unwrap()[..36].to_owned();
    let (status, csv) = city.post("treasury", &format!("/treasury/files/{file}/accept"), "_key=h").await;
    assert_eq!(status, Status::Ok);
    assert!(csv.starts_with("lfd_nr;"), "{csv}");
    assert_eq!(city.post("treasury", &format!("/treasury/files/{file}/accept"), "_key=i").await.0, Status::Conflict);
    let (_, copy) = city.get("auditor", &format!("/treasury/files/{file}"), "de").await;
    assert_eq!(copy, csv);

    let upload = |name: &str, text: &str| {
        format!(
            "--X\r\nContent-Disposition: form-data; name=\"_key\"\r\n\r\n{name}\r\n--X\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"list.csv\"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n--X--\r\n"
        )
    };
    let send = async |body: String| {
        let kind = ContentType::new("multipart", "form-data").with_params(("boundary", "X"));
        let request = city.client.post("/treasury/feedback").header(kind).body(body);
        let answer = request.cookie(Cookie::new("session", city.cookies["treasury"].clone())).dispatch().await;
        (answer.status(), answer.into_string().await.unwrap_or_default())
    };
    let (status, html) = send(upload("j", "Buchungsreferenz;Buchungstag;Betrag\nK-1;31.02.2027;1,00\n")).await;
    assert_eq!(status, Status::UnprocessableEntity);
    assert!(html.contains("Diesen Tag gibt es nicht"), "{html}");
    let list =
        "Buchungsreferenz;Buchungstag;Betrag;Belegnummer\nK-1;06.04.2027;64,26;GS-2027-000001\nK-2;06.04.2027;54,00;\n";
    assert_eq!(send(upload("k", list)).await.0, Status::SeeOther);
    let desk = city.both("treasury", "/treasury").await;
    assert!(desk.contains("Nur der Betrag stimmt"), "{desk}");
    assert!(city.both("amara", "/money").await.contains("06.04.2027"));
    let (_, proof) = city.get("auditor", "/months/2027-03/reconciliation.txt", "de").await;
    assert!(proof.contains("noch nicht ganz bezahlt"), "{proof}");
    assert_eq!(city.get("amara", "/treasury", "de").await.0, Status::Forbidden);
}

#[rocket::tokio::test]
async fn the_walk_through_the_api() {
    use rocket::http::Method::{Delete, Get, Post};
    let city = city().await;
    let fee = city.priced(city.world.amara, 4).await;
    let (status, page) = city.api("office", Get, "/claims?status=priced&limit=1", None).await;
    assert_eq!((status, page["items"][0]["id"].as_str()), (Status::Ok, Some(fee.to_string().as_str())), "{page}");
    let (_, claim) = city.api("amara", Get, &format!("/claims/{fee}"), None).await;
    assert_eq!(claim["gross_cents"], 6_426, "{claim}");
    assert_eq!(claim["lines"].as_array().unwrap().len(), 2, "{claim}");
    let kind = |kind: &str| Some(json!({ "kind": kind }));
    let certifications = format!("/claims/{fee}/certifications");
    let (status, problem) = city.api("finance", Post, &certifications, kind("arithmetic")).await;
    assert_eq!((status, problem["code"].as_str()), (Status::Conflict, Some("claim-not-this-step")), "{problem}");
    assert_eq!(city.api("auditor", Post, &certifications, kind("factual")).await.0, Status::Forbidden);
    assert_eq!(city.api("office", Post, &certifications, kind("factual")).await.0, Status::Created);
    let (status, claim) = city.api("finance", Post, &certifications, kind("arithmetic")).await;
    assert_eq!((status, claim["status"].as_str()), (Status::Created, Some("certified")), "{claim}");
    let (status, closed) = city.api("finance", Post, "/months/2027-03/close", None).await;
    assert_eq!((status, closed["documents"].as_array().unwrap().len()), (Status::Created, 2), "{closed}");
    let document = closed["documents"][0]["id"].as_str().unwrap();
    let (_, content) = city.api("amara", Get, &format!("/documents/{document}/content"), None).await;
    assert_eq!((content["reference"].as_str(), content["gross"].as_i64()), (Some("GS-2027-000001"), Some(6_426)));
    let (status, order) = city.api("officer", Post, "/orders", Some(json!({ "document": document }))).await;
    assert_eq!((status, order["amount_cents"].as_i64()), (Status::Created, Some(6_426)), "{order}");
    let (status, file) = city.api("treasury", Post, "/hand-overs", None).await;
    assert_eq!((status, file["sequence"].as_i64()), (Status::Created, Some(1)), "{file}");
    let accept = format!("/hand-overs/{}/acceptance", file["id"].as_str().unwrap());
    assert_eq!(city.api("treasury", Post, &accept, None).await.0, Status::Created);
    assert_eq!(city.api("treasury", Post, &accept, None).await.0, Status::Conflict);
    let feedback = async |text: &'static str| {
        let request = city.client.post("/api/v1/payments/feedback").body(text);
        let token = Header::new("authorization", format!("Bearer {}", city.tokens["treasury"]));
        let answer = request.header(token).dispatch().await;
        (answer.status(), answer.into_json::<Value>().await.unwrap())
    };
    let (status, problem) = feedback("Buchungsreferenz;Buchungstag;Betrag\nK-1;31.02.2027;1,00\n").await;
    assert_eq!(
        (status, problem["errors"][0]["code"].as_str()),
        (Status::UnprocessableEntity, Some("table-date-impossible")),
        "{problem}"
    );
    let (status, imported) = feedback("Buchungsreferenz;Buchungstag;Betrag\nK-1;06.04.2027;64,26\n").await;
    assert_eq!((status, imported["waiting"].as_i64()), (Status::Created, Some(1)), "{imported}");
    let (_, waiting) = city.api("treasury", Get, "/payments?unmatched=true", None).await;
    let payment = &waiting["items"][0];
    assert_eq!(payment["proposals"][0]["certainty"], "weak", "{waiting}");
    let pair = json!({ "payment": payment["id"], "order": order["id"] });
    let (status, matched) = city.api("treasury", Post, "/matches", Some(pair)).await;
    assert_eq!((status, matched["unmatched_cents"].as_i64()), (Status::Created, Some(0)), "{matched}");
    let (_, report) = city.api("auditor", Get, "/months/2027-03/reconciliation", None).await;
    assert_eq!(
        (report["differences"].as_array().unwrap().len(), report["city"]["paid_cents"].as_i64()),
        (0, Some(6_426)),
        "{report}"
    );
    let undo = format!("/matches/{}", matched["matches"][0]["id"].as_str().unwrap());
    assert_eq!(city.api("treasury", Delete, &undo, None).await.0, Status::Ok);
    assert_eq!(city.api("treasury", Delete, &undo, None).await.0, Status::Conflict);
    let (_, open) = city.api("treasury", Get, "/open-items", None).await;
    assert_eq!(open[0]["open_cents"], 6_426, "{open}");
}

#[test]
fn every_route_of_the_api_is_described() {
    let described: Vec<String> = ApiDoc::openapi().paths.paths.keys().cloned().collect();
    for route in api_routes() {
        let mut path = format!("/api/v1{}", route.uri.path());
        while let (Some(from), Some(to)) = (path.find('<'), path.find('>')) {
            let name = path[from + 1..to].to_owned();
            path.replace_range(from..=to, &format!("{{{name}}}"));
        }
        assert!(described.contains(&path), "{path} is not described");
    }
}

#[test]
fn every_text_made_at_run_time_exists() {
    use crate::{
        billing::{
            claim::{CertificationKind, ClaimStatus, status_key},
            documents::DocumentKind,
            open_work::Missing,
            reconcile::{Cause, cause_key},
        },
        platform::i18n::{Locale, t},
    };
    let mut keys: Vec<String> = ClaimStatus::ALL.iter().map(|one| status_key(*one)).collect();
    keys.extend(DocumentKind::ALL.iter().map(|one| one.key()));
    keys.extend(Cause::ALL.iter().map(|one| cause_key(*one)));
    keys.extend(CertificationKind::ALL.iter().map(|one| format!("billing-certification-{}", one.name())));
    for missing in Missing::ALL {
        keys.push(format!("billing-missing-{}", missing.name().replace('_', "-")));
        keys.push(format!("billing-who-{}", missing.who()));
    }
    for (_, name) in [("", "held"), ("", "client-absent"), ("", "cancelled-by-office"), ("", "interpreter-absent")] {
        keys.push(format!("billing-outcome-{name}"));
    }
    for state in ["issued", "reversed", "ordered", "handed-over", "paid"] {
        keys.push(format!("billing-document-{state}"));
    }
    for why in ["end-to-end", "document-number", "amount-and-payee", "amount", "by-hand"] {
        keys.push(format!("billing-why-{why}"));
    }
    for doubt in ["certain", "amount-does-not-fit", "several", "weak"] {
        keys.push(format!("billing-doubt-{doubt}"));
    }
    for locale in Locale::ALL {
        for key in &keys {
            assert_ne!(&t(locale, key), key, "{key} in {locale:?}");
        }
    }
}
