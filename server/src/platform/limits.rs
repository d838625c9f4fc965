//! How often one client may ask. Counted in this process only: behind several replicas each counts for itself, and a
//! client gets at most as many times the limit as there are replicas.

use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::{Data, Orbit, Rocket};

use super::config::LimitsConfig;
use super::http::{ClientIp, Problem, refuse, remember};

/// How often forgotten clients are dropped from memory.
const HOUSEKEEPING: Duration = Duration::from_secs(60);

/// Too often; try again after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooOftenRefused {
    /// The time to wait.
    pub wait: Duration,
}

impl From<TooOftenRefused> for Problem {
    fn from(refused: TooOftenRefused) -> Self {
        // Whole seconds, rounded up: who waits as told is let in.
        let seconds = refused.wait.as_secs() + u64::from(refused.wait.subsec_nanos() > 0);
        Problem::of_status(Status::TooManyRequests).retry_after(u32::try_from(seconds).unwrap_or(u32::MAX).max(1))
    }
}

/// Counts by key. The key is kept as a salted hash only: no address or login stays in memory.
struct Counter {
    limiter: DefaultKeyedRateLimiter<u64>,
    salt: RandomState,
    clock: DefaultClock,
}

impl Counter {
    fn per_minute(times: u32) -> Arc<Self> {
        let times = NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN);
        let limiter = RateLimiter::keyed(Quota::per_minute(times));
        Arc::new(Self { limiter, salt: RandomState::new(), clock: DefaultClock::default() })
    }

    fn count(&self, key: impl Hash) -> Result<(), TooOftenRefused> {
        let key = self.salt.hash_one(key);
        let until = self.limiter.check_key(&key);
        until.map_err(|until| TooOftenRefused { wait: until.wait_time_from(self.clock.now()) })
    }
}

/// All limits of the process; clones count together. Manage one and attach [`ApiRate`].
#[derive(Clone)]
pub struct RateLimits {
    login_by_address: Arc<Counter>,
    login_by_account: Arc<Counter>,
    api_by_address: Arc<Counter>,
    api_by_account: Arc<Counter>,
}

impl RateLimits {
    /// As configured.
    pub fn new(config: &LimitsConfig) -> Self {
        Self {
            login_by_address: Counter::per_minute(config.login_per_minute_address),
            login_by_account: Counter::per_minute(config.login_per_minute_account),
            api_by_address: Counter::per_minute(config.api_per_minute_address),
            api_by_account: Counter::per_minute(config.api_per_minute_account),
        }
    }

    /// Counts an attempt to log in (or to reset a password, or to redeem a token) from an address.
    ///
    /// # Errors
    /// [`TooOftenRefused`].
    pub fn login_from(&self, client: ClientIp) -> Result<(), TooOftenRefused> {
        self.login_by_address.count(network_of(client.0))
    }

    /// Counts an attempt to log in to an account, whether it exists or not. `login`: as typed; case does not matter.
    ///
    /// # Errors
    /// [`TooOftenRefused`].
    pub fn login_to(&self, login: &str) -> Result<(), TooOftenRefused> {
        self.login_by_account.count(login.trim().to_lowercase())
    }

    /// Counts an API call from an address.
    ///
    /// # Errors
    /// [`TooOftenRefused`].
    pub fn api_from(&self, client: ClientIp) -> Result<(), TooOftenRefused> {
        self.api_by_address.count(network_of(client.0))
    }

    /// Counts an API call of an account; the guard that reads the token calls it.
    ///
    /// # Errors
    /// [`TooOftenRefused`].
    pub fn api_of(&self, account: uuid::Uuid) -> Result<(), TooOftenRefused> {
        self.api_by_account.count(account)
    }

    /// Drops clients that have been quiet long enough to begin anew. Without it memory grows.
    pub fn forget_the_quiet(&self) {
        for counter in [&self.login_by_address, &self.login_by_account, &self.api_by_address, &self.api_by_account] {
            counter.limiter.retain_recent();
            counter.limiter.shrink_to_fit();
        }
    }

    /// Clients remembered at the moment.
    pub fn remembered(&self) -> usize {
        [&self.login_by_address, &self.login_by_account, &self.api_by_address, &self.api_by_account]
            .into_iter()
            .map(|counter| counter.limiter.len())
            .sum()
    }
}

/// Who has one IPv6 address has 2^64 of them: the network counts, not the address.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & !u128::from(u64::MAX)).into()),
        v4 => v4,
    }
}

/// Counts every call below `/api` by address, answers 429 with `Retry-After` beyond the limit, and keeps house.
/// Needs a managed [`RateLimits`].
pub struct ApiRate;

#[rocket::async_trait]
impl Fairing for ApiRate {
    fn info(&self) -> Info {
        Info { name: "API rate", kind: Kind::Request | Kind::Liftoff | Kind::Singleton }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        if rocket.state::<RateLimits>().is_none() {
            tracing::error!("no rate limits are managed; API calls are not limited");
        }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        if !request.uri().path().starts_with("/api/") {
            return;
        }
        let Some(limits) = request.rocket().state::<RateLimits>() else { return };
        if let Err(refused) = limits.api_from(ClientIp::of(request)) {
            refuse(request, refused.into());
        }
    }
}

/// Keeps house in the limits until the future is dropped.
pub async fn keep_house(limits: &RateLimits) {
    let mut tick = tokio::time::interval(HOUSEKEEPING);
    loop {
        tick.tick().await;
        limits.forget_the_quiet();
    }
}

/// A guard for routes that check a password or a token: one more attempt from this address. Answers 429 beyond the
/// limit. Call [`RateLimits::login_to`] as well once the login is known.
pub struct LoginRate<'r>(pub &'r RateLimits);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for LoginRate<'r> {
    type Error = Problem;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Problem> {
        let Some(limits) = request.rocket().state::<RateLimits>() else {
            return Outcome::Error(remember(request, Problem::of_status(Status::InternalServerError)));
        };
        match limits.login_from(ClientIp::of(request)) {
            Ok(()) => Outcome::Success(Self(limits)),
            Err(refused) => Outcome::Error(remember(request, refused.into())),
        }
    }
}

#[cfg(test)]
mod tests;
