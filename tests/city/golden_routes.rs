//! Who comes through which door: every mounted route, knocked at as everybody, answers in `golden/routes.txt`.
//!
//! A stranger to a thing sees 404, a colleague without the right 403, somebody who is not logged in the login page (303) or 401.
//! A route without an example request fails this test. Forms are sent incomplete where that is possible, so that an answer of
//! 422 says "may, but says nothing sensible"; where a knock does something, later columns show what is left to do.

use crate::examples::{EXAMPLES, OWN_SESSION};
use dragoman::{platform::telemetry::Metrics, shell::app};
use dragoman_tests::{
    City, Database,
    acts::{Booking, held},
    arabic, golden,
    visitor::encode,
};
use reqwest::Method;
use serde_json::Value;
use std::{collections::BTreeSet, fmt::Write as _};
use uuid::Uuid;

/// From strangers to those who may: `(column, address)`; everything belongs to the youth office (`karin`, `helga`) and to `amal`.
const PEOPLE: [(&str, &str); 13] = [
    ("nobody", ""),
    ("other interpreter", "oksana"),
    ("other worker", "silke"),
    ("other head", "stefan"),
    ("auditor", "aldo"),
    ("administrator", "ada"),
    ("treasury", "tessa"),
    ("authorizing", "otto"),
    ("finance", "fina"),
    ("coordination", "kora"),
    ("interpreter", "amal"),
    ("head", "helga"),
    ("worker", "karin"),
];

/// Everything mounted, as `METHOD /path/<id>`.
async fn mounted(city: &City) -> BTreeSet<String> {
    app::rocket(city.site().clone(), Metrics::detached().unwrap())
        .unwrap()
        .routes()
        .map(|route| format!("{} {}", route.method, route.uri.path()))
        .collect()
}

/// What the examples talk about: `{name}` in a path or body.
struct Things(Vec<(&'static str, String)>);

impl Things {
    async fn of(city: &City) -> Self {
        let (karin, helga, amal) = (city.somebody("karin"), city.somebody("helga"), city.somebody("amal"));
        let (fina, otto, tessa) = (city.somebody("fina"), city.somebody("otto"), city.somebody("tessa"));
        // In February one was paid, so that there is something of everything.
        city.clock.is("2027-02-01 09:00");
        let paid = karin.requests(&arabic().child_protection().on("2027-02-04")).await;
        city.works().await;
        amal.accepts(&paid).await;
        city.clock.is("2027-02-04 16:00");
        amal.records(&paid, held("14:00", "15:30")).await;
        karin.signs(&paid).await;
        city.works().await;
        helga.certifies(&paid).await;
        fina.certifies(&paid).await;
        city.clock.is("2027-03-01 09:00");
        fina.closes("2027-02").await;
        otto.orders_all().await;
        tessa.hands_over().await;
        let _ = tessa.brings_feedback("Buchungsreferenz;Buchungstag;Betrag;Belegnummer\nK-1;01.03.2027;87,00;GS-2027-000001\nK-2;01.03.2027;5,00;\n").await;
        // One is offered, one is filled, one was recorded, one was confirmed.
        let mut stages = Vec::new();
        for day in ["2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05"] {
            stages.push(karin.requests(&arabic().child_protection().on(day)).await);
        }
        city.works().await;
        let [confirmed, recorded, filled, offered]: [Booking<'_>; 4] =
            stages.try_into().unwrap_or_else(|_| panic!("four"));
        for booking in [&confirmed, &recorded, &filled] {
            amal.accepts(booking).await;
        }
        city.clock.is("2027-03-03 16:00");
        for booking in [&confirmed, &recorded] {
            amal.records(booking, held("14:00", "15:30")).await;
        }
        karin.signs(&confirmed).await;
        city.works().await;
        fina.proposes_transfer("SVA", "GA", 2027, "100,00").await;
        let one = |sql: String| async move { city.text(&sql).await };
        let account = |address: &str| one(format!("SELECT id FROM account WHERE email = '{address}@city.example'"));
        Self(vec![
            ("request", offered.request.clone()),
            ("assignment", offered.assignment.clone()),
            ("offer", offered.offer_to("amal").await),
            ("filled", filled.request.clone()),
            ("job", filled.assignment.clone()),
            ("recorded_job", recorded.assignment.clone()),
            ("timesheet", recorded.timesheet().await),
            ("claim", confirmed.claim().await),
            ("document", one("SELECT id FROM document WHERE kind = 'self_billed_invoice'".to_owned()).await),
            ("hand_over", one("SELECT id FROM hand_over".to_owned()).await),
            ("payment", one("SELECT id FROM payment WHERE entry_reference = 'K-2'".to_owned()).await),
            ("match", one("SELECT id FROM payment_match".to_owned()).await),
            ("order", one("SELECT id FROM payment_order".to_owned()).await),
            ("interpreter", one("SELECT id FROM interpreter WHERE number = 'D-1'".to_owned()).await),
            ("office", one("SELECT id FROM office WHERE code = 'JA'".to_owned()).await),
            ("profile", one("SELECT id FROM requirement_profile WHERE code = 'counseling'".to_owned()).await),
            ("line", one("SELECT l.id FROM budget_line l JOIN office o ON o.id = l.office_id WHERE o.code = 'JA' AND l.fiscal_year = 2027".to_owned()).await),
            ("old_line", one("SELECT l.id FROM budget_line l JOIN office o ON o.id = l.office_id WHERE o.code = 'JA' AND l.fiscal_year = 2026".to_owned()).await),
            ("transfer", one("SELECT id FROM budget_transfer".to_owned()).await),
            ("account", account("kemal").await),
            ("grant", one("SELECT r.id FROM account_role r JOIN account a ON a.id = r.account_id WHERE a.email = 'kemal@city.example'".to_owned()).await),
            ("mail", one("SELECT id FROM mail_message".to_owned()).await),
            ("unknown", "01900000-0000-7000-8000-00000000dead".to_owned()),
        ])
    }

    fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

async fn knock(city: &City, address: &str, method: &str, path: &str, body: &str, own_session: bool) -> u16 {
    let method: Method = method.parse().unwrap();
    let somebody = city.somebody(address);
    if let Some(path) = path.strip_prefix("/api/v1") {
        let program = if address.is_empty() {
            city.program()
        } else {
            crate::golden_routes::programs(city, address, own_session).await
        };
        if let Some(csv) = body.strip_prefix("csv:") {
            return program.sends_file(path, "text/csv", csv).await.status.as_u16();
        }
        if let Some(ics) = body.strip_prefix("ics:") {
            let headers = [("content-type", "text/calendar"), ("if-match", "*")];
            return program.sends_file_by(method, path, &headers, ics).await.status.as_u16();
        }
        let key = Uuid::now_v7().to_string();
        let json: Option<Value> = (!body.is_empty())
            .then(|| serde_json::from_str(body).unwrap_or_else(|error| panic!("{path}: {body}: {error}")));
        return program.call(method, path, &[("idempotency-key", &key)], json.as_ref()).await.status.as_u16();
    }
    let browser = match (address, own_session) {
        ("", _) => city.browser(),
        (_, true) => somebody.browser().await,
        (_, false) => crate::golden_routes::browsers(city, address).await,
    };
    let origin = city.origin.clone();
    let mut headers = vec![("accept", "text/html"), ("origin", origin.as_str())];
    if method == Method::GET {
        return browser.raw(method, path, &headers[..1], Vec::new()).await.status.as_u16();
    }
    let key = format!("_key={}", encode(&Uuid::now_v7().to_string()));
    if let Some(multipart) = body.strip_prefix("multipart:") {
        let text = format!(
            "--x\r\nContent-Disposition: form-data; name=\"_key\"\r\n\r\n{key}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\n{multipart}\r\n--x--\r\n"
        );
        headers.push(("content-type", "multipart/form-data; boundary=x"));
        return browser.raw(method, path, &headers, text.into_bytes()).await.status.as_u16();
    }
    headers.push(("content-type", "application/x-www-form-urlencoded"));
    let body = if body.is_empty() { key } else { format!("{key}&{body}") };
    browser.raw(method, path, &headers, body.into_bytes()).await.status.as_u16()
}

mod doors {
    //! One browser and one program a person, for all knocks.
    use dragoman_tests::{
        City,
        visitor::{Browser, Program},
    };
    use std::collections::HashMap;
    use tokio::sync::Mutex;

    static BROWSERS: Mutex<Option<HashMap<String, Browser>>> = Mutex::const_new(None);
    static PROGRAMS: Mutex<Option<HashMap<String, Program>>> = Mutex::const_new(None);

    pub(crate) async fn browsers(city: &City, address: &str) -> Browser {
        let mut known = BROWSERS.lock().await;
        let known = known.get_or_insert_default();
        if let Some(browser) = known.get(address) {
            return browser.clone();
        }
        let browser = city.somebody(address).browser().await;
        known.insert(address.to_owned(), browser.clone());
        browser
    }

    pub(crate) async fn forget(address: &str) {
        BROWSERS.lock().await.get_or_insert_default().remove(address);
        PROGRAMS.lock().await.get_or_insert_default().remove(address);
    }

    pub(crate) async fn programs(city: &City, address: &str, own: bool) -> Program {
        if own {
            return city.somebody(address).program().await;
        }
        let mut known = PROGRAMS.lock().await;
        let known = known.get_or_insert_default();
        if let Some(program) = known.get(address) {
            return program.clone();
        }
        let program = city.somebody(address).program().await;
        known.insert(address.to_owned(), program.clone());
        program
    }
}
pub(crate) use doors::{browsers, programs};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_knocks_at_every_route() {
    let city = City::on(Database::Sqlite).await.unwrap();
    let mounted = mounted(&city).await;
    let without: Vec<_> = mounted.iter().filter(|route| !EXAMPLES.iter().any(|(known, ..)| known == route)).collect();
    let gone: Vec<_> = EXAMPLES.iter().map(|(route, ..)| *route).filter(|route| !mounted.contains(*route)).collect();
    assert!(
        without.is_empty() && gone.is_empty(),
        "routes without an example: {without:#?}\nexamples without a route: {gone:#?}"
    );

    let things = Things::of(&city).await;
    let mut text =
        String::from("# What each route answers to whom. 404: does not exist for them; 403: known, but may not.\n# ");
    for (column, (name, _)) in PEOPLE.iter().enumerate() {
        let _ = write!(text, "{}{} {name}", if column == 0 { "" } else { ", " }, column + 1);
    }
    text.push('\n');
    for (column, _) in PEOPLE.iter().enumerate() {
        let _ = write!(text, "{:>4}", column + 1);
    }
    text.push('\n');
    let mut broken = Vec::new();
    for (route, path, body) in EXAMPLES {
        let (method, _) = route.split_once(' ').unwrap();
        let (path, body) = (things.fill(path), things.fill(body));
        for (name, address) in PEOPLE {
            let own_session = OWN_SESSION.contains(route);
            let status = knock(&city, address, method, &path, &body, own_session).await;
            if own_session {
                // Such a knock may end the person's other sessions; whoever knocks next logs in anew.
                doors::forget(address).await;
            }
            if status >= 500 {
                broken.push(format!("{status} from {route} for {name}"));
            }
            let _ = write!(text, " {status}");
        }
        let _ = writeln!(text, "  {route}");
    }
    assert!(broken.is_empty(), "{broken:#?}\n{text}");
    golden("routes.txt", &text);
    city.ends().await;
}
