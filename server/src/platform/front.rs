//! The public listener. It takes the public address and passes what is in order on to Rocket, which listens on loopback
//! only and is never reached from outside.
//!
//! It gives what Rocket 0.5 lacks: a time limit for the head of a request and for pauses in its body, a largest body,
//! bodies that are whole (Rocket takes one that breaks off for whole), a largest number of connections, the true client address, and methods Rocket does not know. It speaks HTTP/1.1 without
//! encryption. TLS (and HTTP/2) is left to the reverse proxy that every city runs anyway; name it in `trusted_proxies`
//! so that its `X-Forwarded-For` is believed.
//!
//! What reaches Rocket: `x-real-ip` (ours, whatever the client wrote), `x-request-id` (ours; also on the answer), and
//! for WebDAV methods below the DAV paths a `POST` with `x-dav-method`.

mod answer;
mod body;
mod headers;
mod relay;
mod stall;
#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::config::{Config, Network};
use relay::Relay;
use stall::Impatient;

/// Header that carries the true client address to Rocket.
pub const REAL_IP: &str = "x-real-ip";
/// Header that carries the number of a request to Rocket and back to the client.
pub const REQUEST_ID: &str = "x-request-id";
/// Header that carries the WebDAV method of a request that Rocket sees as `POST`.
pub const DAV_METHOD: &str = "x-dav-method";

/// Connections beyond the limit that are told so at the same time; more are closed without a word.
const TURNED_AWAY_POLITELY: usize = 64;

/// What the listener allows.
#[derive(Clone, Debug)]
pub struct FrontOptions {
    /// How long a client may take to send the head of a request, and how long an idle connection stays open.
    pub header_timeout: Duration,
    /// How long a body may pause, and how long a client may leave its answer lying.
    pub body_idle_timeout: Duration,
    /// How long Rocket may take to begin its answer.
    pub answer_timeout: Duration,
    /// How long a body may take altogether.
    pub body_total_timeout: Duration,
    /// Largest body, in bytes.
    pub max_body_bytes: usize,
    /// Memory for all bodies under way together, in bytes; at least one largest body.
    pub body_memory_bytes: usize,
    /// Connections open at the same time; one more is told to come back later.
    pub max_connections: usize,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Paths below which WebDAV methods are passed on.
    pub dav_prefixes: Vec<String>,
    /// How long running requests may take after the stop.
    pub grace: Duration,
}

impl Default for FrontOptions {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(10),
            body_idle_timeout: Duration::from_secs(20),
            answer_timeout: Duration::from_secs(120),
            body_total_timeout: Duration::from_secs(600),
            max_body_bytes: 25 * 1024 * 1024,
            body_memory_bytes: 256 * 1024 * 1024,
            max_connections: 1024,
            trusted_proxies: Vec::new(),
            dav_prefixes: vec!["/caldav/".to_owned(), "/.well-known/caldav".to_owned()],
            grace: Duration::from_secs(10),
        }
    }
}

impl FrontOptions {
    /// As configured.
    pub fn of(config: &Config) -> Self {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        Self {
            header_timeout: seconds(config.limits.header_seconds),
            body_idle_timeout: seconds(config.limits.body_idle_seconds),
            max_body_bytes: usize::try_from(config.limits.max_body_bytes()).unwrap_or(usize::MAX),
            max_connections: usize::try_from(config.limits.max_connections).unwrap_or(usize::MAX),
            trusted_proxies: config.trusted_proxies.clone(),
            grace: config.limits.grace(),
            ..Self::default()
        }
    }
}

/// The public listener, bound and ready to serve.
pub struct Front {
    listener: TcpListener,
    relay: Arc<Relay>,
    options: FrontOptions,
}

impl Front {
    /// Takes the address. `backend`: where Rocket listens, see [`crate::platform::http::backend_address`].
    ///
    /// # Errors
    /// When the address is taken or not ours.
    pub async fn bind(address: SocketAddr, backend: SocketAddr, options: FrontOptions) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let relay = Arc::new(Relay::new(backend, options.clone()));
        Ok(Self { listener, relay, options })
    }

    /// The address taken; with port 0 asked for, the port found.
    ///
    /// # Errors
    /// When the system cannot tell.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` is done, then takes no new connections and waits for running requests, at most the grace time.
    /// Gives whether all of them could finish.
    pub async fn serve(self, stop: impl Future<Output = ()>) -> bool {
        let Self { listener, relay, options } = self;
        let places = Arc::new(Semaphore::new(options.max_connections.min(Semaphore::MAX_PERMITS)));
        let waiting_room = Arc::new(Semaphore::new(TURNED_AWAY_POLITELY));
        let connections = GracefulShutdown::new();
        let mut protocol = http1::Builder::new();
        protocol
            .timer(TokioTimer::new())
            .header_read_timeout(options.header_timeout)
            .max_header_size(64 * 1024)
            .max_headers(100);
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => match places.clone().try_acquire_owned() {
                    Ok(place) => {
                        let _ = stream.set_nodelay(true);
                        let stream = Impatient::new(stream, options.body_idle_timeout);
                        let watcher = connections.watcher();
                        tokio::spawn(attend(stream, peer, protocol.clone(), relay.clone(), watcher, place));
                    }
                    Err(_) => {
                        if let Ok(seat) = waiting_room.clone().try_acquire_owned() {
                            tokio::spawn(turn_away(stream, seat));
                        }
                    }
                },
                Err(error) => {
                    // Out of file handles, most likely: wait for connections to end instead of spinning.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(listener);
        tokio::time::timeout(options.grace, connections.shutdown()).await.is_ok()
    }
}

async fn attend(
    stream: Impatient,
    peer: SocketAddr,
    protocol: http1::Builder,
    relay: Arc<Relay>,
    watcher: Watcher,
    place: OwnedSemaphorePermit,
) {
    let service = service_fn(move |request| {
        let relay = relay.clone();
        async move { Ok::<_, std::convert::Infallible>(relay.answer(request, peer).await) }
    });
    let connection = protocol.serve_connection(TokioIo::new(stream), service);
    // Clients that leave or are too slow are everyday life, not an error of ours.
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
    drop(place);
}

/// Says "later" to a connection there is no place for. What it sends is read and forgotten: closing with unread bytes
/// would reset the connection before the client has read the answer.
async fn turn_away(mut stream: TcpStream, seat: OwnedSemaphorePermit) {
    let farewell = async {
        stream.write_all(answer::NO_PLACE.as_bytes()).await?;
        stream.shutdown().await?;
        let mut forgotten = [0; 4096];
        while stream.read(&mut forgotten).await? > 0 {}
        io::Result::Ok(())
    };
    let _ = tokio::time::timeout(Duration::from_secs(2), farewell).await;
    drop(seat);
}
