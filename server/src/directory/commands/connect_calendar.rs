//! An interpreter lets their own calendar say when they are busy.

use crate::{
    audit::{self, ActionKind},
    directory::{
        busy::{ConnectedCalendar, MOST_BUSY_TIMES, MOST_CALENDARS, Reading},
        store,
    },
    identity::{Permit, policy::ConnectCalendars},
    kernel::{
        clock::Instant,
        ids::ConnectedCalendarId,
        message::Message,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::{Tx, stored},
        fault::Stop,
        http::{TextRule, clean_text},
    },
};
use serde_json::json;

/// What a calendar is called, in characters.
const NAME: TextRule = TextRule::line(60);

/// Why a calendar was not connected or read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConnectRefused {
    /// It needs a name of at most sixty characters.
    NameUnusable,
    /// There are [`MOST_CALENDARS`] already.
    TooMany,
    /// It gives more than [`MOST_BUSY_TIMES`] separate times.
    TooManyTimes,
    /// It is not connected, or is somebody else's.
    Gone,
}

impl Refusal for ConnectRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NameUnusable => "connected-calendar-name",
            Self::TooMany => "connected-calendar-too-many",
            Self::TooManyTimes => "connected-calendar-too-many-times",
            Self::Gone => "connected-calendar-gone",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        let most = |most: usize| i64::try_from(most).unwrap_or(i64::MAX);
        match self {
            Self::TooMany => message.with("most", most(MOST_CALENDARS)),
            Self::TooManyTimes => message.with("most", most(MOST_BUSY_TIMES)),
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NameUnusable | Self::TooMany => Some("name"),
            Self::TooManyTimes => Some("file"),
            Self::Gone => None,
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::NameUnusable | Self::TooMany | Self::TooManyTimes => RefusalKind::Input,
            Self::Gone => RefusalKind::Missing,
        }
    }
}

/// Connects a calendar with what it says.
///
/// # Errors
/// Refuses a missing or long name, a calendar too many, and one with too many times.
pub async fn connect_calendar(
    permit: &Permit<ConnectCalendars>,
    name: &str,
    reading: &Reading,
    now: Instant,
    tx: &mut Tx,
) -> Result<ConnectedCalendarId, Stop<ConnectRefused>> {
    let name = clean_text(name, NAME).map_err(|_| Stop::Refused(ConnectRefused::NameUnusable))?;
    fits(reading)?;
    // Two presses at once count each other.
    tx.lock_for_use([permit.interpreter.into()]).await?;
    if store::connected_calendars(tx.conn(), permit.interpreter).await?.len() >= MOST_CALENDARS {
        return Err(Stop::Refused(ConnectRefused::TooMany));
    }
    let id = store::insert_calendar(tx, permit.interpreter, &name, stored(now)).await?;
    store::save_reading(tx, id, permit.interpreter, reading).await?;
    audit::record(tx, permit.actor(), ActionKind::CalendarConnected, id, &counts(reading), now).await?;
    Ok(id)
}

/// Puts a new reading of a calendar in the place of the one before.
///
/// # Errors
/// Refuses what is gone, and too many times; the last good reading stays then.
pub async fn read_anew(
    permit: &Permit<ConnectCalendars>,
    id: ConnectedCalendarId,
    reading: &Reading,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<ConnectRefused>> {
    fits(reading)?;
    own(permit, id, tx).await?;
    store::save_reading(tx, id, permit.interpreter, reading).await?;
    audit::record(tx, permit.actor(), ActionKind::CalendarReadAnew, id, &counts(reading), now).await?;
    Ok(())
}

/// Forgets a calendar and everything it said.
///
/// # Errors
/// Refuses what is gone already.
pub async fn disconnect_calendar(
    permit: &Permit<ConnectCalendars>,
    id: ConnectedCalendarId,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<ConnectRefused>> {
    own(permit, id, tx).await?;
    store::delete_calendar(tx, id).await?;
    audit::record(tx, permit.actor(), ActionKind::CalendarDisconnected, id, &json!({}), now).await?;
    Ok(())
}

async fn own(
    permit: &Permit<ConnectCalendars>,
    id: ConnectedCalendarId,
    tx: &Tx,
) -> Result<ConnectedCalendar, Stop<ConnectRefused>> {
    tx.lock_for_use([id.into()]).await?;
    let found = store::connected_calendar(tx.conn(), id).await?;
    found.filter(|one| one.interpreter == permit.interpreter).ok_or(Stop::Refused(ConnectRefused::Gone))
}

fn fits(reading: &Reading) -> Result<(), Stop<ConnectRefused>> {
    if reading.busy.len() > MOST_BUSY_TIMES { Err(Stop::Refused(ConnectRefused::TooManyTimes)) } else { Ok(()) }
}

/// What the trace says of a reading: how much, never when.
fn counts(reading: &Reading) -> serde_json::Value {
    json!({ "busy": reading.busy.len(), "left_out": reading.left_out })
}
