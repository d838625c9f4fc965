//! The few answers the listener gives itself: short, in both languages, without anything from outside.

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::header::{ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{HeaderMap, Response, StatusCode};

use super::super::i18n::Locale;

/// A body that comes from Rocket or from here.
pub(super) type AnswerBody = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// Written as it is to a connection there is no place for.
pub(super) const NO_PLACE: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
     content-length: 94\r\nretry-after: 5\r\nconnection: close\r\n\r\n\
     Zurzeit ausgelastet, bitte gleich noch einmal versuchen.\nBusy at the moment, please try again.";

/// What went wrong before Rocket could answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    BadRequest,
    BodyTooSlow,
    BodyTooLarge,
    UnknownMethod,
    NoBackend,
    BackendTooSlow,
}

impl Trouble {
    fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnknownMethod => StatusCode::NOT_IMPLEMENTED,
            Self::NoBackend => StatusCode::SERVICE_UNAVAILABLE,
            Self::BackendTooSlow => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// Stable code, German and English sentence.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::BadRequest => {
                ("bad-request", "Die Anfrage ist nicht zu verstehen.", "The request cannot be understood.")
            }
            Self::BodyTooSlow => (
                "body-too-slow",
                "Die Übertragung ist abgebrochen. Bitte noch einmal senden.",
                "The transfer broke off. Please send it again.",
            ),
            Self::BodyTooLarge => (
                "body-too-large",
                "Die Datei ist zu groß. Bitte eine kleinere senden.",
                "The file is too large. Please send a smaller one.",
            ),
            Self::UnknownMethod => {
                ("unknown-method", "Diese Methode gibt es hier nicht.", "This method is not implemented.")
            }
            Self::NoBackend => (
                "unavailable",
                "Der Dienst ist gerade nicht erreichbar. Bitte gleich noch einmal versuchen.",
                "The service is unavailable at the moment. Please try again shortly.",
            ),
            Self::BackendTooSlow => (
                "answer-too-slow",
                "Die Antwort dauert zu lange. Bitte später noch einmal versuchen.",
                "The answer takes too long. Please try again later.",
            ),
        }
    }
}

/// Who asks: a person's browser or a program.
pub(super) fn wants_page(headers: &HeaderMap, path: &str) -> bool {
    let accepts = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !path.starts_with("/api/") && accepts.contains("text/html")
}

/// The language a program asks for.
pub(super) fn locale_of(headers: &HeaderMap) -> Locale {
    Locale::negotiate(None, headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

/// The answer, as a page in both languages for people and as a problem document (RFC 9457) in theirs for programs. `id`: the
/// request's number.
pub(super) fn trouble(trouble: Trouble, page: bool, locale: Locale, id: &str) -> Response<AnswerBody> {
    let status = trouble.status();
    let (code, german, english) = trouble.words();
    let (kind, text) = if page {
        ("text/html; charset=utf-8", page_text(status, german, english, id))
    } else {
        (
            "application/problem+json",
            problem_text(status, code, if locale == Locale::De { german } else { english }, id),
        )
    };
    let body = Full::new(Bytes::from(text)).map_err(|never| match never {}).boxed_unsync();
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("content-security-policy", HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    if trouble == Trouble::NoBackend {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if matches!(trouble, Trouble::BodyTooLarge | Trouble::BodyTooSlow | Trouble::BadRequest) {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

fn page_text(status: StatusCode, german: &str, english: &str, id: &str) -> String {
    let number = status.as_u16();
    format!(
        "<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>{number}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body><main>\
         <h1>{german}</h1><p lang=\"en\">{english}</p><p>{number} · {id}</p></main></body></html>\n"
    )
}

fn problem_text(status: StatusCode, code: &str, detail: &str, id: &str) -> String {
    let title = status.canonical_reason().unwrap_or_default();
    serde_json::json!({
        "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail, "code": code,
        "errors": [], "instance": id,
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_raw_answer_states_its_length() {
        let (_, text) = NO_PLACE.split_once("\r\n\r\n").unwrap_or_default();
        assert!(NO_PLACE.contains(&format!("content-length: {}\r\n", text.len())), "{}", text.len());
    }
}
