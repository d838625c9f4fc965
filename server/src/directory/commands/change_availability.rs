//! An interpreter says when and how they can work.

use super::register_interpreter::check_windows;
use crate::{
    audit::{self, ActionKind},
    directory::{facts::WindowFacts, store},
    identity::{Permit, policy::ManageOwnAvailability},
    kernel::{
        clock::Instant,
        refusal::{Refusal, RefusalKind},
    },
    platform::{db::Tx, fault::Stop},
};
use chrono::NaiveTime;
use serde_json::json;

/// What interpreters decide themselves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnSettings {
    /// `any`, `on_site`, `remote`.
    pub delivery: String,
    /// Longest way to a session, one way, minutes.
    pub max_travel_minutes: i32,
    /// Most minutes in a week.
    pub weekly_cap_minutes: i32,
    /// Least notice, hours.
    pub min_notice_hours: i32,
    /// No offers from … to.
    pub quiet: Option<(NaiveTime, NaiveTime)>,
    /// Weekly windows.
    pub windows: Vec<WindowFacts>,
}

/// Why settings were not stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SettingsRefused {
    /// A window ends before it starts.
    WindowUpsideDown,
    /// Two windows of a day overlap.
    WindowsOverlap,
    /// A number is out of bounds.
    OutOfBounds(&'static str),
    /// No such delivery.
    UnknownDelivery,
}

impl Refusal for SettingsRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::WindowUpsideDown => "window-upside-down",
            Self::WindowsOverlap => "windows-overlap",
            Self::OutOfBounds(_) => "number-out-of-bounds",
            Self::UnknownDelivery => "unknown-delivery",
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::WindowUpsideDown | Self::WindowsOverlap => Some("windows"),
            Self::OutOfBounds(field) => Some(field),
            Self::UnknownDelivery => Some("delivery"),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

fn check(settings: &OwnSettings) -> Result<(), SettingsRefused> {
    check_windows(&settings.windows).map_err(|_| SettingsRefused::WindowUpsideDown)?;
    let mut windows = settings.windows.clone();
    windows.sort_by_key(|window| (window.weekday, window.from_minute));
    let overlap = windows.windows(2).any(|pair| match pair {
        [first, second] => first.weekday == second.weekday && second.from_minute < first.to_minute,
        _ => false,
    });
    if overlap {
        return Err(SettingsRefused::WindowsOverlap);
    }
    if !["any", "on_site", "remote"].contains(&settings.delivery.as_str()) {
        return Err(SettingsRefused::UnknownDelivery);
    }
    for (field, value, most) in [
        ("max_travel_minutes", settings.max_travel_minutes, 240),
        ("weekly_cap_minutes", settings.weekly_cap_minutes, 60 * 60),
        ("min_notice_hours", settings.min_notice_hours, 30 * 24),
    ] {
        if !(0..=most).contains(&value) {
            return Err(SettingsRefused::OutOfBounds(field));
        }
    }
    Ok(())
}

/// Stores an interpreter's own settings. Accepted jobs stay as they are: a promise is not undone by a pattern.
///
/// # Errors
/// Refuses overlapping or upside-down windows and numbers out of bounds.
pub async fn change_availability(
    permit: Permit<ManageOwnAvailability>,
    settings: &OwnSettings,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<SettingsRefused>> {
    check(settings).map_err(Stop::Refused)?;
    tx.lock_for_use([permit.interpreter.into()]).await?;
    store::save_settings(tx, permit.interpreter, settings).await?;
    let facts = json!({ "windows": settings.windows, "delivery": settings.delivery });
    audit::record(tx, permit.actor(), ActionKind::AvailabilityChanged, permit.interpreter, &facts, now).await?;
    Ok(())
}
