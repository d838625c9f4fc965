//! What this slice knows about one person.

use crate::platform::disclosure::Section;

/// The sections.
pub(in crate::directory) const SECTIONS: &[Section] = &[
    Section {
        kind: "interpreter",
        name: "interpreter",
        columns: &[
            "number",
            "first_name",
            "last_name",
            "gender",
            "email",
            "phone",
            "street",
            "postcode",
            "city",
            "district",
            "home_x",
            "home_y",
            "employment",
            "vat_kind",
            "vat_id",
            "tax_number",
            "iban",
            "account_holder",
            "delivery",
            "max_travel_minutes",
            "weekly_cap_minutes",
            "min_notice_hours",
            "quiet_from",
            "quiet_to",
            "self_billing_agreed_on",
            "active",
            "locale",
            "created_at",
            "inactive_since",
        ],
        from: "interpreter WHERE id = {id}",
    },
    Section {
        kind: "interpreter",
        name: "languages",
        columns: &["language", "level"],
        from: "interpreter_language WHERE interpreter_id = {id} ORDER BY language",
    },
    Section {
        kind: "interpreter",
        name: "credentials",
        columns: &["kind", "course_group", "topics", "valid_from", "valid_to"],
        from: "credential WHERE interpreter_id = {id} ORDER BY valid_from",
    },
    Section {
        kind: "interpreter",
        name: "availability",
        columns: &["weekday", "from_minute", "to_minute"],
        from: "availability_window WHERE interpreter_id = {id} ORDER BY weekday, from_minute",
    },
    Section {
        kind: "interpreter",
        name: "absences",
        columns: &["starts_at", "ends_at", "source"],
        from: "absence WHERE interpreter_id = {id} ORDER BY starts_at",
    },
    Section {
        kind: "interpreter",
        name: "exclusions",
        columns: &["o.code", "e.created_at"],
        from: "exclusion e JOIN office o ON o.id = e.office_id WHERE e.interpreter_id = {id}",
    },
    Section {
        kind: "interpreter",
        name: "agreements",
        columns: &["rate_group", "valid_from", "signed_on"],
        from: "rate_agreement WHERE interpreter_id = {id} ORDER BY valid_from",
    },
];
