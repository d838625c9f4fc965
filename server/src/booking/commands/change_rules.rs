//! The coordination changes what the city decides about bookings.

use crate::{
    audit::{self, ActionKind, Subject},
    booking::{
        rules::{Rules, RulesWrong, fields::fields, mode_name},
        store,
    },
    identity::{Permit, policy::ManageRules},
    kernel::{
        clock::Instant,
        message::Message,
        refusal::{Refusal, RefusalKind},
    },
    platform::{db::Tx, fault::Stop},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Why rules were not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RulesRefused {
    /// Somebody else changed them meanwhile.
    ChangedMeanwhile,
    /// A number is out of bounds, or two of them contradict each other.
    Wrong(RulesWrong),
}

impl Refusal for RulesRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::ChangedMeanwhile => "rules-changed-meanwhile",
            Self::Wrong(RulesWrong::OutOfBounds { .. }) => "rule-out-of-bounds",
            Self::Wrong(RulesWrong::WaitsUpsideDown) => "rule-waits-upside-down",
            Self::Wrong(RulesWrong::DayUpsideDown) => "rule-day-upside-down",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::Wrong(RulesWrong::OutOfBounds { least, most, .. }) => {
                message.with("least", *least).with("most", *most)
            }
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::ChangedMeanwhile => None,
            Self::Wrong(RulesWrong::OutOfBounds { field, .. }) => Some(field),
            Self::Wrong(RulesWrong::WaitsUpsideDown) => Some("longest_wait"),
            Self::Wrong(RulesWrong::DayUpsideDown) => Some("work_to"),
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::ChangedMeanwhile => RefusalKind::Conflict,
            Self::Wrong(_) => RefusalKind::Input,
        }
    }
}

#[cfg(test)]
impl RulesRefused {
    pub(crate) const CODES: &'static [&'static str] =
        &["rules-changed-meanwhile", "rule-out-of-bounds", "rule-waits-upside-down", "rule-day-upside-down"];
}

/// Replaces the rules; `seen_version` is what the editor had before their eyes. What was asked and booked before stays as it is;
/// the next ranking and the next wave keep to the new rules. The trace holds each number before and after. Gives the new version.
///
/// # Errors
/// Refuses numbers out of bounds, and if somebody else changed them since they were shown.
#[doc(alias = "Buchungsregeln")]
pub async fn change_rules(
    permit: &Permit<ManageRules>,
    rules: &Rules,
    seen_version: i32,
    now: Instant,
    tx: &mut Tx,
) -> Result<i32, Stop<RulesRefused>> {
    rules.check().map_err(|wrong| Stop::Refused(RulesRefused::Wrong(wrong)))?;
    let (before, version) = store::rules_with_version(tx.conn()).await?;
    if version != seen_version {
        return Err(Stop::Refused(RulesRefused::ChangedMeanwhile));
    }
    let changes = changes(&before, rules);
    if changes.is_empty() {
        return Ok(version);
    }
    if !store::save_rules(tx, rules, version, now).await? {
        return Err(Stop::Refused(RulesRefused::ChangedMeanwhile));
    }
    let subject = Subject { kind: "setting", id: Uuid::nil() };
    let facts = json!({ "setting": "booking.rules", "version": version + 1, "changes": changes });
    audit::record(tx, permit.actor(), ActionKind::RulesChanged, subject, &facts, now).await?;
    Ok(version + 1)
}

/// What differs, each as `[before, after]`.
fn changes(before: &Rules, after: &Rules) -> Map<String, Value> {
    let mut changes = Map::new();
    let (was, is) = (mode_name(before.offers.mode), mode_name(after.offers.mode));
    if was != is {
        changes.insert("mode".to_owned(), json!([was, is]));
    }
    for field in fields() {
        let (was, is) = ((field.get)(before), (field.get)(after));
        if was != is {
            changes.insert(field.name.to_owned(), json!([was, is]));
        }
    }
    changes
}
