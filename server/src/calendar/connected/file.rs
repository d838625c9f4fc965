//! From a file's bytes to a reading.

use crate::{
    calendar::inbound::{self, MAX_COMPONENTS, Unreadable, Window},
    directory::busy::{HORIZON_DAYS, Reading},
    kernel::{
        clock::Instant,
        message::Message,
        refusal::{Refusal, RefusalKind},
        time::{ZONE, berlin_date, start_of_day},
    },
    platform::{
        db::stored,
        fault::{Fault, Stop},
    },
};
use chrono::Days;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The largest file that is read.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// How long one file may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// So many files are read at the same time; others wait. A file is somebody's else, and costs the house up to [`PATIENCE`].
static READERS: Semaphore = Semaphore::const_new(2);

/// Why a file is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileRefused {
    /// Larger than [`MOST_BYTES`].
    TooLarge,
    /// Nothing can be read from it.
    Unreadable(Unreadable),
}

impl Refusal for FileRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "calendar-file-too-large",
            Self::Unreadable(Unreadable::Empty) => "calendar-file-empty",
            Self::Unreadable(Unreadable::NotACalendar) => "calendar-file-not-a-calendar",
            Self::Unreadable(Unreadable::CutOff) => "calendar-file-cut-off",
            Self::Unreadable(Unreadable::TooMany) => "calendar-file-too-many",
            Self::Unreadable(Unreadable::TooSlow) => "calendar-file-too-slow",
        }
    }
    fn message(&self) -> Message {
        let number = |most: usize| i64::try_from(most).unwrap_or(i64::MAX);
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::TooLarge => message.with("megabytes", number(MOST_BYTES / 1024 / 1024)),
            Self::Unreadable(Unreadable::TooMany) => message.with("most", number(MAX_COMPONENTS)),
            Self::Unreadable(_) => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        Some("file")
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// What a calendar file says from now to [`HORIZON_DAYS`] ahead. Floating times are the city's. Reads beside the runtime, at most
/// two files at once, each ten seconds at most.
///
/// # Errors
/// Refuses what is too large, empty, cut off, no calendar, or takes too long; a fault if the reader itself broke.
pub async fn read_file(bytes: Vec<u8>, now: Instant) -> Result<Reading, Stop<FileRefused>> {
    if bytes.len() > MOST_BYTES {
        return Err(Stop::Refused(FileRefused::TooLarge));
    }
    let now = stored(now);
    let to = start_of_day(berlin_date(now) + Days::new(HORIZON_DAYS));
    let _turn = READERS.acquire().await.map_err(Fault::from)?;
    let read = move || {
        let deadline = std::time::Instant::now() + PATIENCE;
        let window = Window { from: now, to, zone: ZONE, deadline };
        let found = inbound::busy_times(&bytes, &window)?;
        Ok(Reading::of(found.busy, found.left_out, now, to))
    };
    let read = tokio::task::spawn_blocking(read).await;
    let read = read.map_err(|error| Fault::new(format!("reading a calendar ended: {error}")))?;
    read.map_err(|unreadable| Stop::Refused(FileRefused::Unreadable(unreadable)))
}
