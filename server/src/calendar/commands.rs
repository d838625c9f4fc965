//! Making and revoking feeds.

use super::store;
use crate::{
    audit::{self, ActionKind, Subject},
    identity::{Permit, policy::ManageOwnFeeds},
    kernel::{
        clock::Instant,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use serde_json::json;
use uuid::Uuid;

/// Why a feed was not made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FeedRefused {
    /// A feed has a name, so that its owner knows which one to revoke.
    NameMissing,
    /// Ten are enough for all one's devices.
    TooMany,
    /// Only people with an account have feeds.
    NoAccount,
}

impl Refusal for FeedRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NameMissing => "feed-name-missing",
            Self::TooMany => "feed-too-many",
            Self::NoAccount => "feed-without-account",
        }
    }
    fn field(&self) -> Option<&'static str> {
        Some("name")
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

fn subject(id: Uuid) -> Subject {
    Subject { kind: "calendar_feed", id }
}

/// Makes a feed of one's own jobs; its secret address is shown on the page.
///
/// # Errors
/// Refuses a missing name and an eleventh feed.
pub async fn create_feed(
    permit: Permit<ManageOwnFeeds>,
    name: &str,
    now: Instant,
    tx: &mut Tx,
) -> Result<Uuid, Stop<FeedRefused>> {
    let name: String = name.trim().chars().take(60).collect();
    if name.is_empty() {
        return Err(Stop::Refused(FeedRefused::NameMissing));
    }
    let Some(account) = permit.actor().account() else { return Err(Stop::Refused(FeedRefused::NoAccount)) };
    if store::of_interpreter(tx.conn(), permit.interpreter).await?.len() >= 10 {
        return Err(Stop::Refused(FeedRefused::TooMany));
    }
    let id = store::insert(tx, account, permit.interpreter, &name, now).await?;
    audit::record(tx, permit.actor(), ActionKind::FeedCreated, subject(id), &json!({}), now).await?;
    Ok(id)
}

/// Revokes a feed: its address is dead from now on. Gives whether it lived.
///
/// # Errors
/// The database can't be written.
pub async fn revoke_feed(permit: Permit<ManageOwnFeeds>, id: Uuid, now: Instant, tx: &mut Tx) -> Result<bool, Fault> {
    let revoked = store::revoke(tx, permit.interpreter, id, now).await?;
    if revoked {
        audit::record(tx, permit.actor(), ActionKind::FeedRevoked, subject(id), &json!({}), now).await?;
    }
    Ok(revoked)
}
