//! One request: refused here, or cleaned, numbered and passed on to Rocket.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_LENGTH, HOST, HeaderValue};
use hyper::{Method, Request, Response, Uri, Version};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::Semaphore;

use super::answer::{AnswerBody, Trouble, locale_of, trouble, wants_page};
use super::body::{BodyLimits, CutShort, gather, throw_away};
use super::headers::{clean_answer, clean_request, client_address, value_of};
use super::{DAV_METHOD, FrontOptions, REAL_IP, REQUEST_ID};

/// Shorter than Rocket's own keep-alive, so that we never use a connection it is about to close.
const POOL_IDLE: Duration = Duration::from_secs(4);

/// Methods Rocket has routes for.
const PLAIN_METHODS: &[Method] =
    &[Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// Methods of WebDAV and CalDAV (RFC 4918, 3253, 3744, 4791).
const DAV_METHODS: &[&str] =
    &["PROPFIND", "PROPPATCH", "REPORT", "MKCALENDAR", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "ACL"];

pub(super) struct Relay {
    client: Client<HttpConnector, Full<Bytes>>,
    backend: SocketAddr,
    options: FrontOptions,
    /// KiB left for bodies under way.
    memory: Arc<Semaphore>,
}

impl Relay {
    pub(super) fn new(backend: SocketAddr, options: FrontOptions) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(Duration::from_secs(5)));
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE)
            .pool_max_idle_per_host(256)
            .build(connector);
        let kibibytes = options.body_memory_bytes.max(options.max_body_bytes).div_ceil(1024);
        let memory = Arc::new(Semaphore::new(kibibytes.min(Semaphore::MAX_PERMITS)));
        Self { client, backend, options, memory }
    }

    /// The answer to one request, always with the request's number.
    pub(super) async fn answer(&self, request: Request<Incoming>, peer: SocketAddr) -> Response<AnswerBody> {
        let id = uuid::Uuid::now_v7().simple().to_string();
        let page = wants_page(request.headers(), request.uri().path());
        let locale = locale_of(request.headers());
        let mut answer = match self.pass_on(request, peer, &id).await {
            Ok(answer) => answer,
            Err(reason) => {
                tracing::info!(request_id = %id, reason = ?reason, "refused by the front listener");
                trouble(reason, page, locale, &id)
            }
        };
        answer.headers_mut().insert(REQUEST_ID, value_of(&id));
        answer
    }

    async fn pass_on(
        &self,
        mut request: Request<Incoming>,
        peer: SocketAddr,
        id: &str,
    ) -> Result<Response<AnswerBody>, Trouble> {
        let method = method_for_rocket(&request, &self.options.dav_prefixes)?;
        let uri = self.uri_for_rocket(&request)?;
        if request.version() == Version::HTTP_11 && request.headers().get_all(HOST).iter().count() != 1 {
            return Err(Trouble::BadRequest);
        }
        if too_large(&request, self.options.max_body_bytes) {
            throw_away(request.into_body());
            return Err(Trouble::BodyTooLarge);
        }
        let client = client_address(peer.ip(), request.headers(), &self.options.trusted_proxies);
        let headers = request.headers_mut();
        clean_request(headers);
        headers.insert(REAL_IP, value_of(&client.to_string()));
        headers.insert(REQUEST_ID, value_of(id));
        if let Some(dav) = method.dav {
            headers.insert(DAV_METHOD, value_of(&dav));
        }
        *request.method_mut() = method.method;
        *request.uri_mut() = uri;
        *request.version_mut() = Version::HTTP_11;
        self.send(request).await
    }

    async fn send(&self, request: Request<Incoming>) -> Result<Response<AnswerBody>, Trouble> {
        let (mut parts, body) = request.into_parts();
        let limits = BodyLimits {
            largest: self.options.max_body_bytes,
            idle: self.options.body_idle_timeout,
            total: self.options.body_total_timeout,
        };
        let body = gather(body, limits, &self.memory).await?;
        if !body.bytes.is_empty() {
            parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.bytes.len()));
        }
        let answering = self.client.request(Request::from_parts(parts, Full::new(body.bytes)));
        let answer = tokio::time::timeout(self.options.answer_timeout, answering).await;
        drop(body.share);
        match answer {
            Err(_) => Err(Trouble::BackendTooSlow),
            Ok(Ok(mut answer)) => {
                clean_answer(answer.headers_mut());
                Ok(answer.map(|body| body.map_err(Into::into).boxed_unsync()))
            }
            Ok(Err(error)) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "the server behind the listener did not answer");
                Err(Trouble::NoBackend)
            }
        }
    }

    /// The same path and query at Rocket's address. Absolute addresses (`GET http://…`) lose their host.
    fn uri_for_rocket(&self, request: &Request<Incoming>) -> Result<Uri, Trouble> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        if !path.starts_with('/') {
            return Err(Trouble::BadRequest);
        }
        Uri::builder()
            .scheme("http")
            .authority(self.backend.to_string())
            .path_and_query(path)
            .build()
            .map_err(|_| Trouble::BadRequest)
    }
}

struct MethodForRocket {
    method: Method,
    dav: Option<String>,
}

fn method_for_rocket(request: &Request<Incoming>, dav_prefixes: &[String]) -> Result<MethodForRocket, Trouble> {
    let method = request.method();
    if PLAIN_METHODS.contains(method) {
        return Ok(MethodForRocket { method: method.clone(), dav: None });
    }
    let path = request.uri().path();
    let below = |prefix: &String| {
        path.strip_prefix(prefix.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if DAV_METHODS.contains(&method.as_str()) && dav_prefixes.iter().any(below) {
        return Ok(MethodForRocket { method: Method::POST, dav: Some(method.as_str().to_owned()) });
    }
    Err(Trouble::UnknownMethod)
}

/// Whether the request itself says that its body is too large.
fn too_large(request: &Request<Incoming>, max: usize) -> bool {
    let stated = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let fits = |length: u64| usize::try_from(length).is_ok_and(|length| length <= max);
    stated.or(request.body().size_hint().exact()).is_some_and(|length| !fits(length))
}

impl From<CutShort> for Trouble {
    fn from(why: CutShort) -> Self {
        match why {
            CutShort::TooLarge => Self::BodyTooLarge,
            CutShort::TooSlow => Self::BodyTooSlow,
            CutShort::BrokeOff => Self::BadRequest,
            CutShort::NoMemory => Self::NoBackend,
        }
    }
}
