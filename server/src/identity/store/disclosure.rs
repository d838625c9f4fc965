//! What this slice knows about one person.

use crate::platform::disclosure::Section;

/// The sections.
pub(in crate::identity) const SECTIONS: &[Section] = &[
    Section {
        kind: "account",
        name: "account",
        columns: &["email", "name", "locale", "status", "created_at", "disabled_at", "totp_confirmed_at"],
        from: "account WHERE id = {id}",
    },
    Section {
        kind: "account",
        name: "roles",
        columns: &["r.role", "o.code", "r.valid_from", "r.valid_to"],
        from: "account_role r LEFT JOIN office o ON o.id = r.office_id WHERE r.account_id = {id}",
    },
    Section {
        kind: "account",
        name: "login-sessions",
        columns: &["device", "created_at", "last_seen_at", "expires_at", "revoked_at"],
        from: "login_session WHERE account_id = {id} ORDER BY created_at",
    },
    Section {
        kind: "account",
        name: "api-tokens",
        columns: &["issued_at", "expires_at", "used_at", "revoked_at"],
        from: "refresh_token WHERE account_id = {id} ORDER BY issued_at",
    },
];
