//! A request's body on its way to Rocket: it may neither pause too long nor grow too large.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

/// How much of a body that is too large is read and thrown away, so that the client hears the answer instead of a reset.
const DRAIN_BYTES: u64 = 256 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(15);

/// Why a body was not passed on to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CutShort {
    TooLarge,
    TooSlow,
    ClientLeft,
}

/// Remembers why a body was cut short, for the answer.
#[derive(Clone, Default)]
pub(super) struct Outcome(Arc<AtomicU8>);

impl Outcome {
    fn set(&self, why: CutShort) {
        let number = match why {
            CutShort::TooLarge => 1,
            CutShort::TooSlow => 2,
            CutShort::ClientLeft => 3,
        };
        self.0.store(number, Ordering::Release);
    }

    pub(super) fn get(&self) -> Option<CutShort> {
        match self.0.load(Ordering::Acquire) {
            1 => Some(CutShort::TooLarge),
            2 => Some(CutShort::TooSlow),
            3 => Some(CutShort::ClientLeft),
            _ => None,
        }
    }
}

/// The error that makes the connection to Rocket break off, so that Rocket never takes a part for the whole.
#[derive(Debug, thiserror::Error)]
#[error("the body was cut short: {0:?}")]
pub(super) struct BodyCut(CutShort);

/// A body under watch.
pub(super) struct Guarded {
    inner: Option<Incoming>,
    room: u64,
    idle: Duration,
    alarm: Pin<Box<Sleep>>,
    outcome: Outcome,
}

impl Guarded {
    /// `room`: bytes that may come; `idle`: the longest pause.
    pub(super) fn new(inner: Incoming, room: u64, idle: Duration) -> (Self, Outcome) {
        let outcome = Outcome::default();
        let alarm = Box::pin(sleep(idle));
        (Self { inner: Some(inner), room, idle, alarm, outcome: outcome.clone() }, outcome)
    }

    fn cut(&mut self, why: CutShort) -> Poll<Option<Result<Frame<Bytes>, BodyCut>>> {
        self.outcome.set(why);
        if let Some(rest) = self.inner.take()
            && why == CutShort::TooLarge
        {
            throw_away(rest);
        }
        Poll::Ready(Some(Err(BodyCut(why))))
    }
}

impl Body for Guarded {
    type Data = Bytes;
    type Error = BodyCut;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyCut>>> {
        let Some(inner) = self.inner.as_mut() else { return Poll::Ready(None) };
        match Pin::new(inner).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                let length = frame.data_ref().map_or(0, |data| u64::try_from(data.len()).unwrap_or(u64::MAX));
                match self.room.checked_sub(length) {
                    Some(room) => self.room = room,
                    None => return self.cut(CutShort::TooLarge),
                }
                let next = Instant::now() + self.idle;
                self.alarm.as_mut().reset(next);
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(_))) => self.cut(CutShort::ClientLeft),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending if self.alarm.as_mut().poll(cx).is_ready() => self.cut(CutShort::TooSlow),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Incoming::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.as_ref().map_or_else(SizeHint::default, Incoming::size_hint)
    }
}

/// Reads on without keeping anything. A client that is still sending when the connection closes gets a reset and never
/// sees the answer; this lets it finish, within reason.
pub(super) fn throw_away(mut rest: Incoming) {
    tokio::spawn(tokio::time::timeout(DRAIN_TIME, async move {
        let mut room = DRAIN_BYTES;
        while let Some(Ok(frame)) = rest.frame().await {
            let length = frame.data_ref().map_or(0, |data| u64::try_from(data.len()).unwrap_or(u64::MAX));
            let Some(left) = room.checked_sub(length) else { break };
            room = left;
        }
    }));
}
