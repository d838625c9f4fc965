//! How a caller watches the work: a stopwatch, a flag that stops it, and news now and then.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Points of the best plan so far.
    pub points: i64,
    /// No plan has fewer points, as far as it is proven.
    pub bound: i64,
    /// By the caller's stopwatch.
    pub elapsed: Duration,
}

/// How the caller watches: this part of the house has no clock and prints nothing.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// The caller's stopwatch; may run on before the call (reading a file takes time, too).
    pub elapsed: &'a (dyn Fn() -> Duration + Sync),
    /// Set it, and the best plan so far is answered within a fraction of a second.
    pub stop: &'a AtomicBool,
    /// Is told of news about five times a second at most, from any thread; must return quickly.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// A watch with a memory of what was told.
pub struct Teller<'a> {
    watch: &'a Watch<'a>,
    told: Mutex<Option<Progress>>,
}

impl<'a> Teller<'a> {
    const PAUSE: Duration = Duration::from_millis(200);

    /// Nothing was told yet.
    pub fn new(watch: &'a Watch<'a>) -> Self {
        Self { watch, told: Mutex::new(None) }
    }

    /// By the caller's stopwatch.
    pub fn elapsed(&self) -> Duration {
        (self.watch.elapsed)()
    }

    /// Whether the caller wants an end.
    pub fn is_stopped(&self) -> bool {
        self.watch.stop.load(Ordering::Relaxed)
    }

    /// Tells of news, unless something was told a moment ago.
    pub fn tell(&self, points: i64, bound: i64) {
        let now = Progress { points, bound, elapsed: self.elapsed() };
        let Ok(mut told) = self.told.lock() else { return };
        let news = told.is_none_or(|before| {
            (before.points, before.bound) != (points, bound) && now.elapsed >= before.elapsed + Self::PAUSE
        });
        if news && points < i64::MAX {
            *told = Some(now);
            (self.watch.progress)(now);
        }
    }
}
