//! The API's document says what there is: nothing more, nothing less.

use dragoman::{platform::telemetry::Metrics, shell::app};
use dragoman_tests::{City, Database};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// `<id>` is `{id}` there; a catch-all is no path of the API.
fn as_documented(path: &str) -> String {
    path.replace('<', "{").replace('>', "}")
}

/// Everything mounted below `/api/v1`, as `METHOD /api/v1/path`.
async fn mounted(city: &City) -> BTreeSet<String> {
    app::rocket(city.site().clone(), Metrics::detached().unwrap())
        .unwrap()
        .routes()
        .filter(|route| route.uri.path().starts_with("/api/v1/"))
        .map(|route| format!("{} {}", route.method, as_documented(route.uri.path())))
        .filter(|call| call != "GET /api/v1/openapi.json")
        .collect()
}

fn documented(document: &Value) -> BTreeMap<String, &Value> {
    let mut all = BTreeMap::new();
    for (path, calls) in document["paths"].as_object().into_iter().flatten() {
        for (method, call) in calls.as_object().into_iter().flatten() {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                all.insert(format!("{} {path}", method.to_uppercase()), call);
            }
        }
    }
    all
}

/// Every `$ref` leads somewhere.
fn check_references(value: &Value, document: &Value, broken: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str)
                && reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer)).is_none()
            {
                broken.push(reference.to_owned());
            }
            fields.values().for_each(|field| check_references(field, document, broken));
        }
        Value::Array(items) => items.iter().for_each(|item| check_references(item, document, broken)),
        _ => {}
    }
}

/// Words that a program would send and read: `certified_factually`, never the name of a Rust variant.
fn check_words(value: &Value, name: &str, wrong: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for word in fields.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
                if word.chars().any(|letter| letter.is_ascii_uppercase()) {
                    wrong.push(format!("{name}: {word}"));
                }
            }
            fields.iter().for_each(|(name, field)| check_words(field, name, wrong));
        }
        Value::Array(items) => items.iter().for_each(|item| check_words(item, name, wrong)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_and_the_routes_are_the_same() {
    let city = City::on(Database::Sqlite).await.unwrap();
    let document = city.program().get("/openapi.json").await.expect(200).json;
    assert_eq!(document["openapi"].as_str().unwrap().get(..3), Some("3.1"));
    let documented = documented(&document);
    let mounted = mounted(&city).await;
    let undocumented: Vec<_> = mounted.iter().filter(|call| !documented.contains_key(*call)).collect();
    let unmounted: Vec<_> = documented.keys().filter(|call| !mounted.contains(*call)).collect();
    assert!(
        undocumented.is_empty() && unmounted.is_empty(),
        "not documented: {undocumented:#?}\nnot mounted: {unmounted:#?}"
    );

    let mut names = BTreeSet::new();
    for (call, description) in &documented {
        let name = description["operationId"].as_str().unwrap_or_else(|| panic!("{call} has no operationId"));
        assert!(names.insert(name), "{name} is there twice");
        assert!(
            description["responses"].as_object().is_some_and(|answers| !answers.is_empty()),
            "{call} answers nothing"
        );
        for (parameter, _) in call.split('{').skip(1).filter_map(|part| part.split_once('}')) {
            let told = description["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|told| told["name"] == parameter && told["in"] == "path");
            assert!(told, "{call} does not tell its parameter {parameter}");
        }
    }
    for (call, description) in &documented {
        for (status, answer) in description["responses"].as_object().into_iter().flatten() {
            assert!(
                answer["description"].as_str().is_some_and(|text| !text.is_empty()),
                "{call} does not describe {status}"
            );
        }
    }
    let statuses = &document["components"]["schemas"]["ClaimStatus"]["enum"];
    assert_eq!(statuses[2], "certified_factually");
    let mut wrong = Vec::new();
    check_words(&document["components"]["schemas"], "", &mut wrong);
    assert!(wrong.is_empty(), "words that nobody sends: {wrong:?}");
    // Each list tells its own rows.
    let rows = |path: &str| {
        document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].clone()
    };
    assert_eq!(rows("/api/v1/requests"), "#/components/schemas/Paged_BookingJson");
    assert_eq!(rows("/api/v1/audit"), "#/components/schemas/Paged_EntryJson");
    let mut broken = Vec::new();
    check_references(&document, &document, &mut broken);
    assert!(broken.is_empty(), "references that lead nowhere: {broken:?}");
    city.ends().await;
}
