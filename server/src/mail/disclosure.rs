//! What this slice knows about one person.

use crate::platform::disclosure::Section;

/// The sections.
pub const SECTIONS: &[Section] = &[Section {
    kind: "account",
    name: "letters",
    columns: &["kind", "to_address", "subject", "body_text", "status", "created_at", "sent_at"],
    from: "mail_message WHERE account_id = {id} OR to_address IN (SELECT i.email FROM interpreter i
           JOIN account a ON a.interpreter_id = i.id WHERE a.id = {id}) ORDER BY created_at",
}];
