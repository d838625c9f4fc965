//! What holds for every call of the API, written into each call's description, so that a program that knows nothing but the
//! document knows it too: which errors come, in which form, which
//! headers go with it, and what its good answer is.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Methods that change something.
const CHANGES: [&str; 4] = ["post", "put", "patch", "delete"];
/// Where the headers' descriptions stand.
const KEY: &str = "IdempotencyKey";
const LANGUAGE: &str = "AcceptLanguage";

/// What the parts of the API are about.
const TAGS: [(&str, &str); 11] = [
    ("audit", "The trace: who did what to which thing; append-only and hash-chained"),
    (
        "billing",
        "Claims, certifications, documents, payment orders, the treasury's files and statements, the proof of a month",
    ),
    ("booking", "Requests, assignments, offers, interpreters' jobs, timesheets, plans, the rules of booking"),
    ("budget", "Budget lines, their ledger, transfers and carry-overs"),
    ("calendar", "The calendars of interpreters that say when they are busy: advice, never a bar"),
    ("directory", "Offices, interpreters, credentials, requirement profiles, availability"),
    ("identity", "Tokens, oneself, accounts and roles"),
    ("imports", "Lists that are brought in whole or not at all"),
    ("insight", "Figures: demand, coverage, forecast"),
    ("personal", "What is known about one person, and its erasure"),
    ("retention", "What is deleted when, and the runs that do it"),
];

/// What a status means wherever nothing more exact is said.
const ERRORS: [(&str, &str); 14] = [
    ("400", "The call can't be understood"),
    ("401", "No access token, or one that does not hold"),
    ("403", "Not allowed for this account"),
    ("404", "Nothing there, or nothing for this account"),
    ("409", "The thing does not stand so that this could be done; `code` says why"),
    ("412", "Somebody else changed it since it was read; read it again"),
    ("413", "The body is too large"),
    ("415", "The body has the wrong media type"),
    ("422", "A value is refused, `errors` says which; or the `Idempotency-Key` was used for another call"),
    ("428", "`If-Match` is missing"),
    ("429", "Too many calls; wait as `Retry-After` says"),
    ("500", "Something broke; `instance` is the number to quote"),
    ("503", "Not reachable at the moment; nothing was done, the same call may be sent again"),
    ("504", "It took too long"),
];

/// Completes the document.
pub(super) fn complete(document: &mut Value) {
    if let Some(document) = document.as_object_mut() {
        document.insert("servers".to_owned(), json!([{ "url": "/", "description": "This house" }]));
    }
    if let Some(parameters) = object(document, &["components", "parameters"]) {
        parameters.insert(KEY.to_owned(), key_parameter());
        parameters.insert(LANGUAGE.to_owned(), language_parameter());
    }
    let told: Map<String, Value> =
        document.pointer("/components/schemas").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut used = BTreeSet::new();
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for calls in paths.values_mut().filter_map(Value::as_object_mut) {
        let is_tagged = calls.values().any(wants_tag);
        for (method, call) in calls.iter_mut() {
            let changes = CHANGES.contains(&method.as_str());
            if changes || method == "get" {
                complete_call(call, changes, &told);
                if is_tagged && method == "get" {
                    tell_tag(call);
                }
                used.extend(call["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
            }
        }
    }
    let tags: Vec<Value> = TAGS
        .iter()
        .filter(|(name, _)| used.contains(*name))
        .map(|(name, description)| json!({ "name": name, "description": description }))
        .collect();
    if let Some(document) = document.as_object_mut() {
        document.insert("tags".to_owned(), Value::Array(tags));
    }
}

/// The object at the end of these names, made where it is missing.
fn object<'d>(document: &'d mut Value, names: &[&str]) -> Option<&'d mut Map<String, Value>> {
    let mut place = document;
    for name in names {
        place = place.as_object_mut()?.entry(*name).or_insert_with(|| json!({}));
    }
    place.as_object_mut()
}

fn key_parameter() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": false,
        "description": "A new value for each new call, e.g. a UUID. The same call sent again under its key acts once and answers the \
                        same, for a week; another call under the same key is refused (422, `idempotency-key-reused`). A call that \
                        was refused leaves its key free.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$" },
        "example": "5b1f7a52-2a0c-4f0e-9a55-6f0c0a6d7f10",
    })
}

fn language_parameter() -> Value {
    json!({
        "name": "Accept-Language",
        "in": "header",
        "required": false,
        "description": "The language of sentences, such as `detail` of a problem: German, if nothing else is asked for, or English.",
        "schema": { "type": "string" },
        "example": "en",
    })
}

fn parameters(call: &Value) -> impl Iterator<Item = &Value> {
    call.get("parameters").and_then(Value::as_array).into_iter().flatten()
}

/// The call wants to know which version was read.
fn wants_tag(call: &Value) -> bool {
    parameters(call).any(|one| one.get("name").and_then(Value::as_str) == Some("If-Match"))
}

/// Says which version an answer carries.
fn tell_tag(call: &mut Value) {
    if let Some(headers) = object(call, &["responses", "200", "headers"]) {
        headers.insert(
            "ETag".to_owned(),
            json!({
                "description": "The version that was read, to be sent as `If-Match` with a change.",
                "schema": { "type": "string" },
                "example": "\"v3\"",
            }),
        );
    }
}

fn complete_call(call: &mut Value, changes: bool, told: &Map<String, Value>) {
    let is_guarded = call.get("security").is_some();
    let has_body = call.get("requestBody").is_some();
    let is_in = |place: &str| parameters(call).any(|one| one.get("in").and_then(Value::as_str) == Some(place));
    let mut errors = vec!["429", "500", "503"];
    if is_guarded {
        errors.extend(["401", "403"]);
    }
    if is_in("path") {
        errors.push("404");
    }
    if is_in("query") || has_body || wants_tag(call) {
        errors.push("400");
    }
    if is_in("path") || is_in("query") || changes {
        errors.push("422");
    }
    if has_body {
        errors.extend(["413", "415"]);
    }
    if let Some(responses) = object(call, &["responses"]) {
        for status in errors {
            responses.entry(status).or_insert_with(|| json!({}));
        }
        for (status, response) in responses.iter_mut() {
            if status.starts_with('4') || status.starts_with('5') {
                say_problem(status, response);
            } else {
                say_what_comes(status, response, told);
            }
        }
    }
    if let Some(call) = call.as_object_mut() {
        let parameters = call.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            if changes {
                parameters.push(json!({ "$ref": format!("#/components/parameters/{KEY}") }));
            }
            parameters.push(json!({ "$ref": format!("#/components/parameters/{LANGUAGE}") }));
        }
    }
}

fn problem() -> Value {
    json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } })
}

fn is_undescribed(response: &Map<String, Value>) -> bool {
    response.get("description").and_then(Value::as_str).is_none_or(str::is_empty)
}

/// Errors are `application/problem+json`, whatever the description of the call said.
fn say_problem(status: &str, response: &mut Value) {
    let Some(response) = response.as_object_mut() else { return };
    response.insert("content".to_owned(), problem());
    if is_undescribed(response) {
        let told = ERRORS.iter().find(|(known, _)| *known == status).map(|(_, what)| *what);
        response.insert("description".to_owned(), json!(told.unwrap_or("Refused; `code` says why")));
    }
    if matches!(status, "429" | "503") {
        let header = json!({ "description": "Seconds to wait before the next try.", "schema": { "type": "integer" } });
        response.insert("headers".to_owned(), json!({ "Retry-After": header }));
    }
}

/// What a good answer holds is what its schema says of itself.
fn say_what_comes(status: &str, response: &mut Value, told: &Map<String, Value>) {
    let Some(response) = response.as_object_mut() else { return };
    if !is_undescribed(response) {
        return;
    }
    let schema = response.get("content").and_then(Value::as_object).and_then(|kinds| kinds.values().next());
    let schema = schema.and_then(|kind| kind.get("schema"));
    let of = |schema: &Value| {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next());
        let schema = name.and_then(|name| told.get(name)).unwrap_or(schema);
        schema.get("description").and_then(Value::as_str).map(str::to_owned)
    };
    let what = schema.and_then(|schema| of(schema).or_else(|| schema.get("items").and_then(of)));
    let otherwise = if status == "204" { "Done; there is nothing to say" } else { "Done" };
    response.insert("description".to_owned(), json!(what.unwrap_or_else(|| otherwise.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_tells_its_errors_and_each_change_its_key() {
        let mut document = json!({
            "components": { "schemas": { "Thing": { "description": "A thing." } } },
            "paths": { "/a/{id}": {
                "get": { "parameters": [{ "name": "id", "in": "path" }], "security": [], "responses": { "200": {
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } } },
                "post": { "requestBody": {}, "parameters": [{ "name": "If-Match", "in": "header" }], "responses": {
                    "200": { "description": "changed" },
                    "409": { "description": "taken", "content": { "application/json": {} } } } },
            } },
        });
        complete(&mut document);
        let get = &document["paths"]["/a/{id}"]["get"];
        let told: Vec<&str> =
            get["responses"].as_object().into_iter().flatten().map(|(status, _)| status.as_str()).collect();
        assert_eq!(told, ["200", "401", "403", "404", "422", "429", "500", "503"]);
        assert_eq!(get["parameters"].as_array().map(Vec::len), Some(2), "the path's and the language");
        assert_eq!(get["responses"]["200"]["description"], "A thing.");
        assert_eq!(get["responses"]["404"]["description"], "Nothing there, or nothing for this account");
        assert_eq!(get["responses"]["200"]["headers"]["ETag"]["schema"]["type"], "string");
        assert_eq!(get["responses"]["503"]["headers"]["Retry-After"]["schema"]["type"], "integer");
        let post = &document["paths"]["/a/{id}"]["post"];
        let told: Vec<&str> =
            post["responses"].as_object().into_iter().flatten().map(|(status, _)| status.as_str()).collect();
        assert_eq!(told, ["200", "400", "409", "413", "415", "422", "429", "500", "503"]);
        assert_eq!(post["responses"]["409"], json!({ "description": "taken", "content": problem() }));
        assert_eq!(post["responses"]["200"]["description"], "changed");
        assert_eq!(post["parameters"][1], json!({ "$ref": "#/components/parameters/IdempotencyKey" }));
        assert_eq!(document["components"]["parameters"][KEY]["in"], "header");
        assert_eq!(document["components"]["parameters"][LANGUAGE]["in"], "header");
    }
}
