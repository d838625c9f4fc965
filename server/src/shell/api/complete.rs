//! What holds for every call of the API, written into each call's description, so that a program that knows nothing but the
//! document knows it too: which errors come, in which form, and the header `Idempotency-Key`.

use serde_json::{Map, Value, json};

/// Methods that change something.
const CHANGES: [&str; 4] = ["post", "put", "patch", "delete"];
/// Where the header's description stands.
const KEY: &str = "IdempotencyKey";

/// Completes the document.
pub(super) fn complete(document: &mut Value) {
    if let Some(parameters) = object(document, &["components", "parameters"]) {
        parameters.insert(KEY.to_owned(), key_parameter());
    }
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for calls in paths.values_mut().filter_map(Value::as_object_mut) {
        for (method, call) in calls.iter_mut() {
            let changes = CHANGES.contains(&method.as_str());
            if changes || method == "get" {
                complete_call(call, changes);
            }
        }
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
        "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
        "example": "5b1f7a52-2a0c-4f0e-9a55-6f0c0a6d7f10",
    })
}

fn complete_call(call: &mut Value, changes: bool) {
    let is_guarded = call.get("security").is_some();
    let has_body = call.get("requestBody").is_some();
    let parameters = call.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let is_in = |place: &str| parameters.iter().any(|one| one.get("in").and_then(Value::as_str) == Some(place));
    let mut errors = vec![("429", "Too many calls; wait as `Retry-After` says"), ("500", "Something broke")];
    errors.push(("503", "Not reachable at the moment; nothing was done"));
    if is_guarded {
        errors.push(("401", "No access token, or one that does not hold"));
        errors.push(("403", "Not allowed"));
    }
    if is_in("path") {
        errors.push(("404", "Nothing there, or nothing for this account"));
    }
    if is_in("query") || has_body {
        errors.push(("400", "The call can't be understood"));
    }
    if is_in("path") || is_in("query") || changes {
        errors.push(("422", "A value has the wrong form, or the key was used for another call"));
    }
    if has_body {
        errors.push(("413", "The body is too large"));
        errors.push(("415", "The body has the wrong media type"));
    }
    if let Some(responses) = object(call, &["responses"]) {
        for (status, description) in errors {
            responses.entry(status).or_insert_with(|| json!({ "description": description, "content": problem() }));
        }
        for (status, response) in responses.iter_mut() {
            if status.starts_with('4') || status.starts_with('5') {
                say_problem(response);
            }
        }
    }
    if changes && let Some(call) = call.as_object_mut() {
        let parameters = call.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(json!({ "$ref": format!("#/components/parameters/{KEY}") }));
        }
    }
}

fn problem() -> Value {
    json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } })
}

/// Errors are `application/problem+json`, whatever the description of the call said.
fn say_problem(response: &mut Value) {
    if let Some(response) = response.as_object_mut() {
        response.insert("content".to_owned(), problem());
        let is_empty = response.get("description").and_then(Value::as_str).is_none_or(str::is_empty);
        if is_empty {
            response.insert("description".to_owned(), json!("Refused; `code` says why"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_tells_its_errors_and_each_change_its_key() {
        let mut document = json!({ "paths": { "/a/{id}": {
            "get": { "parameters": [{ "name": "id", "in": "path" }], "security": [], "responses": { "200": {} } },
            "post": { "requestBody": {}, "responses": {
                "409": { "description": "taken", "content": { "application/json": {} } } } },
        } } });
        complete(&mut document);
        let get = &document["paths"]["/a/{id}"]["get"];
        let told: Vec<&str> =
            get["responses"].as_object().into_iter().flatten().map(|(status, _)| status.as_str()).collect();
        assert_eq!(told, ["200", "401", "403", "404", "422", "429", "500", "503"]);
        assert_eq!(get["parameters"].as_array().map(Vec::len), Some(1));
        let post = &document["paths"]["/a/{id}"]["post"];
        let told: Vec<&str> =
            post["responses"].as_object().into_iter().flatten().map(|(status, _)| status.as_str()).collect();
        assert_eq!(told, ["400", "409", "413", "415", "422", "429", "500", "503"]);
        assert_eq!(post["responses"]["409"], json!({ "description": "taken", "content": problem() }));
        assert_eq!(post["parameters"], json!([{ "$ref": "#/components/parameters/IdempotencyKey" }]));
        assert_eq!(document["components"]["parameters"][KEY]["in"], "header");
    }
}
