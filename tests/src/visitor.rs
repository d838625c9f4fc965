//! The two doors as people and programs use them: pages with a cookie, the API with a bearer token.

use crate::html::{Form, Html};
use reqwest::{Client, Method, StatusCode, redirect::Policy};
use serde_json::Value;
use uuid::Uuid;

/// Somebody with a browser that runs no scripts.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    origin: String,
}

/// A page as it came.
#[derive(Clone, Debug)]
pub struct Page {
    /// The address it was asked for.
    pub path: String,
    /// Its status.
    pub status: StatusCode,
    /// Where it leads, if it leads on.
    pub location: Option<String>,
    /// Headers.
    pub headers: reqwest::header::HeaderMap,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Page {
    /// As HTML.
    #[must_use]
    pub fn html(&self) -> Html {
        Html(String::from_utf8_lossy(&self.bytes).into_owned())
    }

    /// What a person reads.
    #[must_use]
    pub fn text(&self) -> String {
        self.html().text()
    }

    /// The form that goes to `action` (without its query), or whose action ends so.
    ///
    /// # Panics
    /// There is none.
    #[must_use]
    pub fn form(&self, action: &str) -> Form {
        let forms = self.html().forms();
        let own = self.path.split('?').next().unwrap_or_default().to_owned();
        let of = |form: &Form| {
            if form.action.is_empty() {
                own.clone()
            } else {
                form.action.split('?').next().unwrap_or_default().to_owned()
            }
        };
        forms
            .iter()
            .find(|form| of(form) == action)
            .or_else(|| forms.iter().find(|form| of(form).ends_with(action)))
            .cloned()
            .map(|form| Form { action: if form.action.is_empty() { own.clone() } else { form.action.clone() }, ..form })
            .unwrap_or_else(|| {
                let actions: Vec<_> = forms.iter().map(|form| form.action.clone()).collect();
                panic!("{} ({}) has no form to {action}, only {actions:?}\n{}", self.path, self.status, self.text())
            })
    }

    /// The form that has this field.
    ///
    /// # Panics
    /// There is none.
    #[must_use]
    pub fn form_with(&self, field: &str) -> Form {
        let own = self.path.split('?').next().unwrap_or_default();
        let found = self.html().forms().into_iter().find(|form| form.names.iter().any(|name| name == field));
        let form = found.unwrap_or_else(|| panic!("{} has no form with {field}\n{}", self.path, self.text()));
        if form.action.is_empty() { Form { action: own.to_owned(), ..form } } else { form }
    }

    /// The address of the first link that contains `part`.
    ///
    /// # Panics
    /// There is none.
    #[must_use]
    pub fn link(&self, part: &str) -> String {
        let links = self.html().links();
        let found = links.iter().find(|(href, _)| href.contains(part));
        found.unwrap_or_else(|| panic!("{} has no link with {part}: {links:?}", self.path)).0.clone()
    }

    /// Says that this status was expected.
    ///
    /// # Panics
    /// It is another one.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "saying it is enough")]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}: {:?}\n{}", self.path, self.location, self.text());
        self
    }
}

impl Browser {
    /// A new browser without cookies at this origin, such as `http://127.0.0.1:8000`.
    ///
    /// # Panics
    /// Never in practice.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().expect("a client");
        Self { client, origin: origin.to_owned() }
    }

    async fn send(&self, request: reqwest::RequestBuilder, path: &str) -> Page {
        let response = request.send().await.unwrap_or_else(|error| panic!("{path}: {error:?}"));
        let status = response.status();
        let headers = response.headers().clone();
        let location = headers.get("location").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let bytes = response.bytes().await.unwrap_or_else(|error| panic!("{path}: {error:?}")).to_vec();
        Page { path: path.to_owned(), status, location, headers, bytes }
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(format!("{}{path}", self.origin)).header("accept", "text/html"), path).await
    }

    /// Asks for a page with a body of one's own.
    pub async fn raw(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Page {
        let mut request = self.client.request(method, format!("{}{path}", self.origin)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request, path).await
    }

    /// Asks for a page that must be there.
    pub async fn open(&self, path: &str) -> Page {
        let page = self.get(path).await;
        match (page.status, page.location.clone()) {
            (StatusCode::SEE_OTHER, Some(next)) => Box::pin(self.open(&next)).await,
            _ => page.expect(200),
        }
    }

    /// Sends a form as it stands.
    pub async fn submit(&self, form: &Form) -> Page {
        let path = form.action.clone();
        let url = format!("{}{path}", self.origin);
        if form.method == "get" {
            let query: String =
                form.fields.iter().map(|(name, value)| format!("{}={}&", encode(name), encode(value))).collect();
            return self.get(&format!("{path}?{query}")).await;
        }
        let request = self.client.post(url).header("origin", &self.origin).header("accept", "text/html");
        if form.enctype.contains("multipart") {
            let (kind, body) = multipart(form, &[]);
            return self.send(request.header("content-type", kind).body(body), &path).await;
        }
        self.send(request.form(&form.fields), &path).await
    }

    /// Sends a form with files: `(field, file name, content)`.
    pub async fn upload(&self, form: &Form, files: &[(&str, &str, &[u8])]) -> Page {
        let (kind, body) = multipart(form, files);
        let request = self.client.post(format!("{}{}", self.origin, form.action));
        let request = request.header("origin", &self.origin).header("accept", "text/html");
        self.send(request.header("content-type", kind).body(body), &form.action).await
    }

    /// Sends a form that must be taken, and opens the page it leads to.
    pub async fn submitted(&self, form: &Form) -> Page {
        let page = self.submit(form).await;
        let next = page.clone().expect(303).location.expect("leads on");
        self.open(&next).await
    }
}

/// A body of `multipart/form-data`; file fields of the form are left to `files`.
fn multipart(form: &Form, files: &[(&str, &str, &[u8])]) -> (String, Vec<u8>) {
    let boundary = Uuid::now_v7().simple().to_string();
    let mut body = Vec::new();
    for (name, value) in form.fields.iter().filter(|(name, _)| !files.iter().any(|(file, ..)| file == name)) {
        body.extend(
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (name, file, content) in files {
        body.extend(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend_from_slice(content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// Percent-encodes a part of an address.
#[must_use]
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A program with a bearer token, or none.
#[derive(Clone)]
pub struct Program {
    client: Client,
    origin: String,
    token: Option<String>,
}

/// An answer of the API.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked.
    pub call: String,
    /// Its status.
    pub status: StatusCode,
    /// Headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body, or `Null` if it is not JSON.
    pub json: Value,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// Says that this status was expected.
    ///
    /// # Panics
    /// It is another one.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "saying it is enough")]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.call, self.text);
        self
    }

    /// Says that it was done: 200, 201 or 204.
    ///
    /// # Panics
    /// It was not.
    pub fn expect_ok(&self) {
        assert!(self.status.is_success(), "{} {}: {}", self.call, self.status, self.text);
    }

    /// The stable code of a problem document (RFC 9457).
    ///
    /// # Panics
    /// It is none.
    #[must_use]
    pub fn code(&self) -> &str {
        let kind = self.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(kind.starts_with("application/problem+json"), "{} {}: {kind}: {}", self.call, self.status, self.text);
        assert_eq!(self.json["status"], self.status.as_u16(), "{}: {}", self.call, self.text);
        self.json["code"].as_str().unwrap_or_else(|| panic!("{}: no code in {}", self.call, self.text))
    }

    /// A text in the body, by JSON pointer.
    ///
    /// # Panics
    /// It is not there.
    #[must_use]
    pub fn str(&self, pointer: &str) -> &str {
        let found = self.json.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("{}: no {pointer} in {}", self.call, self.text))
    }

    /// A number in the body, by JSON pointer.
    ///
    /// # Panics
    /// It is not there.
    #[must_use]
    pub fn int(&self, pointer: &str) -> i64 {
        let found = self.json.pointer(pointer).and_then(Value::as_i64);
        found.unwrap_or_else(|| panic!("{}: no number {pointer} in {}", self.call, self.text))
    }

    /// The list in the body: `items` of a page of a list, or the body itself.
    ///
    /// # Panics
    /// There is none.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        let list = self.json.get("items").or_else(|| self.json.get("data")).unwrap_or(&self.json);
        list.as_array().unwrap_or_else(|| panic!("{}: no list in {}", self.call, self.text))
    }
}

impl Program {
    /// A program at this origin.
    ///
    /// # Panics
    /// Never in practice.
    #[must_use]
    pub fn new(origin: &str, token: Option<String>) -> Self {
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        Self { client, origin: origin.to_owned(), token }
    }

    /// The same program with another token.
    #[must_use]
    pub fn with_token(&self, token: Option<String>) -> Self {
        Self { token, ..self.clone() }
    }

    /// Calls `path` (below `/api/v1`) with headers of its own.
    ///
    /// # Panics
    /// Nobody answers.
    pub async fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let call = format!("{method} /api/v1{path}");
        let mut request = self.client.request(method, format!("{}/api/v1{path}", self.origin));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{call}: {error:?}"));
        let status = response.status();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap_or_else(|error| panic!("{call}: {error:?}"));
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { call, status, headers, json, text }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], None).await
    }

    /// Sends, with an idempotency key of its own.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let key = Uuid::now_v7().to_string();
        self.call(Method::POST, path, &[("idempotency-key", &key)], Some(body)).await
    }

    /// Sends a file as the body.
    ///
    /// # Panics
    /// Nobody answers.
    pub async fn sends_file(&self, path: &str, kind: &str, text: &str) -> Answer {
        self.sends_file_by(Method::POST, path, &[("content-type", kind)], text).await
    }

    /// Sends a file as the body, by any method and with any headers.
    ///
    /// # Panics
    /// Nobody answers.
    pub async fn sends_file_by(&self, method: Method, path: &str, headers: &[(&str, &str)], text: &str) -> Answer {
        let call = format!("{method} /api/v1{path}");
        let mut request = self.client.request(method, format!("{}/api/v1{path}", self.origin)).body(text.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await;
        let response = response.unwrap_or_else(|error| panic!("{call}: {error:?}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap_or_else(|error| panic!("{call}: {error:?}"));
        Answer { call, status, headers, json: serde_json::from_str(&text).unwrap_or(Value::Null), text }
    }

    /// Changes, with an idempotency key of its own.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        let key = Uuid::now_v7().to_string();
        self.call(Method::PUT, path, &[("idempotency-key", &key)], Some(body)).await
    }
}
