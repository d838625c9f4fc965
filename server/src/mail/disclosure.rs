//! What this slice knows about one person.

use crate::platform::disclosure::Section;

/// The sections.
pub const SECTIONS: &[Section] = &[Section {
    kind: "account",
    name: "letters",
    columns: &["kind", "to_address", "subject", "body_text", "status", "created_at", "sent_at"],
    from: "mail_message WHERE account_id = {id} ORDER BY created_at",
}];
