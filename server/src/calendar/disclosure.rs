//! What this slice knows about one person.

use crate::platform::disclosure::Section;

/// The sections.
pub const SECTIONS: &[Section] = &[Section {
    kind: "account",
    name: "calendar-feeds",
    columns: &["name", "created_at", "last_fetched_at", "last_client", "revoked_at"],
    from: "calendar_feed WHERE account_id = {id} ORDER BY created_at",
}];
