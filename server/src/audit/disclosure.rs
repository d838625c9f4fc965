//! What this slice knows about one person.

use crate::platform::disclosure::Section;

/// The sections.
pub const SECTIONS: &[Section] = &[Section {
    kind: "account",
    name: "trace",
    columns: &["at", "action", "subject_kind"],
    from: "audit_entry WHERE actor_account = {id} ORDER BY seq",
}];
