//! The one place that asks what time it is.
//!
//! Everything that depends on the time takes a `now` argument; doors and workers read it here. Stories and the demo set it.

use chrono::{DateTime, Duration, NaiveDate, SubsecRound, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// An instant, whole seconds, UTC.
pub type Instant = DateTime<Utc>;

/// A clock that runs with the machine's, moved by an offset, or that stands still where a story set it.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Face>);

#[derive(Debug)]
struct Face {
    /// Seconds added to the machine's clock.
    offset: AtomicI64,
    /// `i64::MIN` while the clock runs, otherwise the second at which it stands.
    stands_at: AtomicI64,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Face { offset: AtomicI64::new(0), stands_at: AtomicI64::new(i64::MIN) }))
    }

    /// A clock that stands at `instant` until somebody sets it again.
    #[must_use]
    pub fn standing_at(instant: Instant) -> Self {
        let clock = Self::system();
        clock.set(instant);
        clock
    }

    /// What time it is, cut to whole seconds.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> Instant {
        let stands_at = self.0.stands_at.load(Ordering::SeqCst);
        let running = Utc::now().trunc_subsecs(0) + Duration::seconds(self.0.offset.load(Ordering::SeqCst));
        if stands_at == i64::MIN { running } else { DateTime::from_timestamp(stands_at, 0).unwrap_or(running) }
    }

    /// Today in Europe/Berlin.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        super::time::berlin_date(self.now())
    }

    /// Stops the clock at `instant`.
    pub fn set(&self, instant: Instant) {
        self.0.stands_at.store(instant.timestamp(), Ordering::SeqCst);
    }

    /// Moves a standing clock, or the offset of a running one.
    pub fn advance(&self, by: Duration) {
        if self.0.stands_at.load(Ordering::SeqCst) == i64::MIN {
            self.0.offset.fetch_add(by.num_seconds(), Ordering::SeqCst);
        } else {
            self.0.stands_at.fetch_add(by.num_seconds(), Ordering::SeqCst);
        }
    }
}
