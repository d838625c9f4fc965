//! The listener before a real Rocket, attacked over raw TCP.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rocket::data::ToByteUnit;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::response::stream::{Event, EventStream};
use rocket::{State, get, post, routes};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::{Front, FrontOptions};
use crate::platform::config::Config;
use crate::platform::http::{self, ClientIp, RequestId, backend_address, read_upload, rocket_settings};

struct Seen(String);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Seen {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let one = |name: &str| request.headers().get(name).collect::<Vec<_>>().join("|");
        Outcome::Success(Seen(format!(
            "dav={} depth={} forwarded={} te={}",
            one("x-dav-method"),
            one("depth"),
            one("x-forwarded-for"),
            one("te")
        )))
    }
}

#[get("/who")]
fn who(client: ClientIp, id: RequestId<'_>, seen: Seen) -> String {
    format!("client={} id={} {}", client.0, id.0, seen.0)
}

#[post("/caldav/<_..>", data = "<body>")]
async fn dav(body: rocket::Data<'_>, seen: Seen) -> Result<String, http::Problem> {
    let body = read_upload(body, 1.mebibytes()).await?;
    Ok(format!("{} body={}", seen.0, body.len()))
}

/// What became of each upload, as the handler saw it.
#[derive(Clone, Default)]
struct Uploads(Arc<Mutex<Vec<Option<usize>>>>);

#[post("/api/upload", data = "<body>")]
async fn upload(body: rocket::Data<'_>, seen: &State<Uploads>) -> Result<String, http::Problem> {
    let read = read_upload(body, 100.mebibytes()).await.map(|body| body.len());
    seen.0.lock().unwrap().push(read.as_ref().ok().copied());
    read.map(|length| length.to_string())
}

/// More than fits into the buffers of a connection.
#[get("/large")]
fn large() -> String {
    "x".repeat(64 * MIB)
}

#[get("/slow/<millis>")]
async fn slow(millis: u64) -> &'static str {
    sleep(Duration::from_millis(millis)).await;
    "slept"
}

#[get("/events")]
fn events() -> EventStream![] {
    EventStream! {
        for number in 0..3 {
            yield Event::data(number.to_string());
            sleep(Duration::from_millis(300)).await;
        }
    }
}

struct House {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<bool>,
    uploads: Uploads,
}

/// A Rocket on loopback and the listener before it.
async fn house(options: FrontOptions) -> House {
    let config = Config::from_sources(None, []).unwrap();
    let (fairing, backend) = backend_address();
    let uploads = Uploads::default();
    let rocket = rocket::custom(rocket_settings(&config))
        .attach(http::stage("http://localhost".parse().unwrap()))
        .attach(fairing)
        .manage(uploads.clone())
        .mount("/", routes![who, dav, upload, large, slow, events]);
    tokio::spawn(async move { rocket.launch().await.map(drop) });
    House { uploads, ..before(backend.await.unwrap(), options).await }
}

async fn before(backend: SocketAddr, options: FrontOptions) -> House {
    let front = Front::bind("127.0.0.1:0".parse().unwrap(), backend, options).await.unwrap();
    let address = front.address().unwrap();
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(front.serve(async { drop(stopped.await) }));
    House { address, stop, served, uploads: Uploads::default() }
}

fn options() -> FrontOptions {
    FrontOptions {
        header_timeout: Duration::from_millis(700),
        body_idle_timeout: Duration::from_millis(700),
        ..FrontOptions::default()
    }
}

async fn send(address: SocketAddr, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await.expect("an end");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn ask(address: SocketAddr, head: &str) -> String {
    rest(&mut send(address, head).await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_head_is_cut() {
    let house = house(options()).await;
    for head in ["", "GET /who HT", "GET /who HTTP/1.1\r\nhost: x\r\nx-a: "] {
        let begun = Instant::now();
        let mut stream = send(house.address, head).await;
        let dripping = async {
            for _ in 0..40 {
                if !head.is_empty() && stream.write_all(b"a").await.is_err() {
                    break;
                }
                sleep(Duration::from_millis(100)).await;
                let mut byte = [0];
                if matches!(stream.try_read(&mut byte), Ok(0)) {
                    break;
                }
            }
        };
        dripping.await;
        assert!(begun.elapsed() < Duration::from_millis(2500), "{head:?} was held for {:?}", begun.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pausing_body_is_cut() {
    let house = house(options()).await;
    let head = "POST /api/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc";
    let answer = timeout(Duration::from_secs(4), ask(house.address, head)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("body-too-slow"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers_of_ours_cannot_be_forged() {
    let house = house(options()).await;
    let answer = ask(
        house.address,
        "GET /who HTTP/1.1\r\nhost: x\r\nx-real-ip: 203.0.113.9\r\nX-Real-IP: 203.0.113.8\r\nx-forwarded-for: 203.0.113.7\r\n\
         x-request-id: forged-by-me\r\nx-dav-method: PROPFIND\r\nte: trailers\r\nconnection: close, te\r\n\r\n",
    )
    .await;
    assert!(answer.contains("client=127.0.0.1 "), "{answer}");
    assert!(answer.contains("dav= depth= forwarded= te="), "{answer}");
    assert!(!answer.contains("forged-by-me"), "{answer}");
    let id = answer.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap();
    assert!(answer.contains(&format!("id={id} ")), "the page and the header name the same number: {answer}");
    assert_eq!(answer.matches("x-request-id").count(), 1, "{answer}");
    assert!(!answer.to_lowercase().contains("server:"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_may_name_the_client() {
    let trusted = FrontOptions { trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], ..options() };
    let house = house(trusted).await;
    let head = "GET /who HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 1.2.3.4, 203.0.113.9\r\nconnection: close\r\n\r\n";
    let answer = ask(house.address, head).await;
    assert!(answer.contains("client=203.0.113.9 "), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dav_methods_are_tunneled_below_their_paths_only() {
    let house = house(options()).await;
    let table = [
        ("PROPFIND", "/caldav/x/", "HTTP/1.1 200 ", "dav=PROPFIND depth=1 "),
        ("REPORT", "/caldav/x/", "HTTP/1.1 200 ", "dav=REPORT depth=1 "),
        ("MKCALENDAR", "/caldav/x/", "HTTP/1.1 200 ", "dav=MKCALENDAR "),
        ("PROPFIND", "/who", "HTTP/1.1 501 ", "unknown-method"),
        ("PROPFIND", "/caldavx/", "HTTP/1.1 501 ", "unknown-method"),
        ("BREW", "/caldav/x/", "HTTP/1.1 501 ", "unknown-method"),
        ("TRACE", "/who", "HTTP/1.1 501 ", "unknown-method"),
        ("PROPFIND", "/.well-known/caldav", "HTTP/1.1 404 ", "not-found"),
    ];
    for (method, path, status, says) in table {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\ndepth: 1\r\nx-dav-method: LOCK\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc"
        );
        let answer = ask(house.address, &head).await;
        assert!(answer.starts_with(status) && answer.contains(says), "{method} {path}: {answer}");
    }
    // A forged header on a plain POST does not count as WebDAV.
    let head = "POST /caldav/x HTTP/1.1\r\nhost: x\r\nx-dav-method: PROPFIND\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    assert!(ask(house.address, head).await.contains("dav= "));
}

const MIB: usize = 1024 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_megabytes_are_refused() {
    let house = house(options()).await;
    // By its own statement, before a byte of it is read …
    let head = format!("POST /api/upload HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", 50 * MIB);
    let mut stream = send(house.address, &head).await;
    let mut begin = [0; 64];
    let read = timeout(Duration::from_secs(2), stream.read(&mut begin)).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&begin[..read]).starts_with("HTTP/1.1 413 "));
    // … which a client that sends on all the same still gets to see.
    let mut stream = send(house.address, &head).await;
    let chunk = vec![b'x'; MIB];
    for _ in 0..50 {
        stream.write_all(&chunk).await.unwrap();
    }
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("body-too-large"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_megabytes_in_chunks_are_refused_on_the_way() {
    let house = house(options()).await;
    let mut stream =
        send(house.address, "POST /api/upload HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n").await;
    let mut chunk = format!("{MIB:x}\r\n").into_bytes();
    chunk.extend(std::iter::repeat_n(b'x', MIB));
    chunk.extend(b"\r\n");
    for _ in 0..50 {
        if stream.write_all(&chunk).await.is_err() {
            break;
        }
    }
    let _ = stream.write_all(b"0\r\n\r\n").await;
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("body-too-large"), "{answer}");

    let twenty =
        format!("POST /api/upload HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", 20 * MIB);
    let mut stream = send(house.address, &twenty).await;
    stream.write_all(&vec![b'x'; 20 * MIB]).await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("20971520"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_requests_are_answered() {
    let house = house(options()).await;
    let table = [
        ("GET /who HTTP/1.1\r\n\r\n", "400"),
        ("GET /who HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", "400"),
        ("OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "400"),
        ("CONNECT other:443 HTTP/1.1\r\nhost: other\r\nconnection: close\r\n\r\n", "501"),
        ("GET http://other/who HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "200"),
        ("GET /who HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n", "400"),
    ];
    for (head, status) in table {
        let answer = ask(house.address, head).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{head:?}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_arrive_as_they_happen() {
    let house = house(options()).await;
    let begun = Instant::now();
    let mut stream = send(house.address, "GET /events HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    let mut seen = String::new();
    let mut bytes = [0; 4096];
    while !seen.contains("data:0") {
        let read = stream.read(&mut bytes).await.unwrap();
        assert!(read > 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    assert!(begun.elapsed() < Duration::from_millis(600), "the first event waited for the last");
    assert!(rest(&mut stream).await.contains("data:2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_lets_running_requests_finish() {
    let house = house(options()).await;
    let mut running = send(house.address, "GET /slow/800 HTTP/1.1\r\nhost: x\r\n\r\n").await;
    sleep(Duration::from_millis(200)).await;
    house.stop.send(()).unwrap();
    sleep(Duration::from_millis(100)).await;
    assert!(TcpStream::connect(house.address).await.is_err(), "no new connections");
    let answer = rest(&mut running).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("slept"), "{answer}");
    assert!(house.served.await.unwrap(), "everything finished in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_server_behind_people_read_why() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let backend = gone.local_addr().unwrap();
    drop(gone);
    let house = before(backend, options()).await;
    let page = ask(house.address, "GET / HTTP/1.1\r\nhost: x\r\naccept: text/html\r\nconnection: close\r\n\r\n").await;
    assert!(page.starts_with("HTTP/1.1 503 ") && page.contains("nicht erreichbar"), "{page}");
    assert!(page.contains("content-security-policy") && page.contains("retry-after: 5"), "{page}");
    let api = ask(house.address, "GET /api/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(api.contains("application/problem+json") && api.contains("\"code\":\"unavailable\""), "{api}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_connection_too_many_is_told_to_come_back() {
    let house = house(FrontOptions { max_connections: 1, ..options() }).await;
    let mut first = send(house.address, "GET /slow/500 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    sleep(Duration::from_millis(100)).await;
    let mut second = TcpStream::connect(house.address).await.unwrap();
    let answer = rest(&mut second).await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("ausgelastet"), "{answer}");
    assert!(rest(&mut first).await.ends_with("slept"));
    // The place is free a moment after the client has read the end of its answer.
    let mut third = String::new();
    for _ in 0..50 {
        third = ask(house.address, "GET /slow/1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        if third.starts_with("HTTP/1.1 200 ") {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("{third}");
}

/// Rocket takes what arrived before a break for the whole, so it must not arrive.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_breaks_off_never_reaches_a_route() {
    let house = house(options()).await;
    let heads = [
        "POST /api/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc",
        "POST /api/upload HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ];
    for head in heads {
        let stream = send(house.address, head).await;
        sleep(Duration::from_millis(100)).await;
        drop(stream);
        let mut half_closed = send(house.address, head).await;
        half_closed.shutdown().await.unwrap();
        rest(&mut half_closed).await;
    }
    sleep(Duration::from_millis(300)).await;
    assert_eq!(*house.uploads.0.lock().unwrap(), []);
    let whole = "POST /api/upload HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    assert!(ask(house.address, whole).await.ends_with('3'));
    assert_eq!(*house.uploads.0.lock().unwrap(), [Some(3)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_under_way_share_a_limited_memory() {
    let small = FrontOptions { max_body_bytes: MIB, body_memory_bytes: MIB, ..options() };
    let house = house(small).await;
    let head = format!("POST /api/upload HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {MIB}\r\n\r\n");
    let mut first = send(house.address, &head).await;
    first.write_all(&vec![b'x'; MIB / 2]).await.unwrap();
    sleep(Duration::from_millis(200)).await;
    let mut second = send(house.address, &head).await;
    second.write_all(&vec![b'x'; MIB]).await.unwrap();
    let answer = rest(&mut second).await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    first.write_all(&vec![b'x'; MIB / 2]).await.unwrap();
    assert!(rest(&mut first).await.ends_with("1048576"));
    let mut third = send(house.address, &head).await;
    third.write_all(&vec![b'x'; MIB]).await.unwrap();
    assert!(rest(&mut third).await.ends_with("1048576"), "the memory was given back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_does_not_fetch_its_answer_loses_its_place() {
    let house = house(FrontOptions { max_connections: 1, ..options() }).await;
    let lazy = send(house.address, "GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await;
    sleep(Duration::from_millis(2500)).await;
    let next = ask(house.address, "GET /slow/1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(next.starts_with("HTTP/1.1 200 "), "{next}");
    drop(lazy);
}
