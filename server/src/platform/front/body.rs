//! A request's body, read to its end before Rocket hears of the request.
//!
//! Rocket 0.5 takes a body that breaks off for a whole one: half a form would be a form. So a body is gathered here
//! first; one that breaks off, pauses or grows too large never reaches a route. The memory for bodies under way is
//! limited for all connections together.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

/// How much of a body that is refused is read and thrown away, so that the client hears the answer instead of a reset.
const DRAIN_BYTES: usize = 256 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(15);

/// Why a body is not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CutShort {
    TooLarge,
    TooSlow,
    BrokeOff,
    NoMemory,
}

/// What bodies may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    /// Largest body, in bytes.
    pub(super) largest: usize,
    /// Longest pause.
    pub(super) idle: Duration,
    /// Longest time for the whole.
    pub(super) total: Duration,
}

/// A whole body and its share of the common memory, given back when dropped.
pub(super) struct Gathered {
    pub(super) bytes: Bytes,
    pub(super) share: Option<OwnedSemaphorePermit>,
}

/// Reads a body to its end. `memory`: what all bodies under way may take together, in KiB.
pub(super) async fn gather(
    mut body: Incoming,
    limits: BodyLimits,
    memory: &Arc<Semaphore>,
) -> Result<Gathered, CutShort> {
    if body.is_end_stream() {
        return Ok(Gathered { bytes: Bytes::new(), share: None });
    }
    let stated = body.size_hint().exact();
    let end = Instant::now() + limits.total;
    let mut bytes = BytesMut::new();
    let mut share: Option<OwnedSemaphorePermit> = None;
    let outcome = loop {
        let frame = match timeout_at(end, timeout(limits.idle, body.frame())).await {
            Ok(Ok(frame)) => frame,
            Ok(Err(_)) | Err(_) => break Err(CutShort::TooSlow),
        };
        match frame {
            None if stated.is_none_or(|stated| u64::try_from(bytes.len()) == Ok(stated)) => break Ok(()),
            None | Some(Err(_)) => break Err(CutShort::BrokeOff),
            Some(Ok(frame)) => {
                let Some(data) = frame.data_ref() else { continue };
                if bytes.len() + data.len() > limits.largest {
                    break Err(CutShort::TooLarge);
                }
                match take_share(memory, share.as_ref(), bytes.len() + data.len()) {
                    Err(()) => break Err(CutShort::NoMemory),
                    Ok(None) => {}
                    Ok(Some(more)) => match share.as_mut() {
                        Some(share) => share.merge(more),
                        None => share = Some(more),
                    },
                }
                bytes.extend_from_slice(data);
            }
        }
    };
    match outcome {
        Ok(()) => Ok(Gathered { bytes: bytes.freeze(), share }),
        Err(why) => {
            if matches!(why, CutShort::TooLarge | CutShort::NoMemory) {
                throw_away(body);
            }
            Err(why)
        }
    }
}

/// The permits missing for so many bytes; `Ok(None)` if there are enough already.
fn take_share(
    memory: &Arc<Semaphore>,
    held: Option<&OwnedSemaphorePermit>,
    bytes: usize,
) -> Result<Option<OwnedSemaphorePermit>, ()> {
    let needed = bytes.div_ceil(1024);
    let missing = needed.saturating_sub(held.map_or(0, OwnedSemaphorePermit::num_permits));
    if missing == 0 {
        return Ok(None);
    }
    let missing = u32::try_from(missing).map_err(drop)?;
    memory.clone().try_acquire_many_owned(missing).map(Some).map_err(drop)
}

/// Reads on without keeping anything. A client that is still sending when the connection closes gets a reset and never
/// sees the answer; this lets it finish, within reason.
pub(super) fn throw_away(mut rest: Incoming) {
    tokio::spawn(timeout(DRAIN_TIME, async move {
        let mut room = DRAIN_BYTES;
        while let Some(Ok(frame)) = rest.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            let Some(left) = room.checked_sub(length) else { break };
            room = left;
        }
    }));
}
