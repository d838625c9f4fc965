//! What this slice knows about one person.

use crate::platform::disclosure::Section;

/// The sections.
pub(in crate::billing) const SECTIONS: &[Section] = &[
    Section {
        kind: "account",
        name: "certifications",
        columns: &["kind", "certified_at", "revoked_at"],
        from: "certification WHERE account_id = {id} ORDER BY certified_at",
    },
    Section {
        kind: "interpreter",
        name: "claims",
        columns: &[
            "service_on",
            "outcome",
            "net",
            "vat",
            "gross",
            "schedule_id",
            "status",
            "priced_at",
            "sent_back_reason",
        ],
        from: "fee WHERE interpreter_id = {id} ORDER BY service_on",
    },
    Section {
        kind: "interpreter",
        name: "documents",
        columns: &["reference", "kind", "month", "net", "vat", "gross", "issued_at"],
        from: "document WHERE interpreter_id = {id} ORDER BY issued_at",
    },
    Section {
        kind: "interpreter",
        name: "payments",
        columns: &["p.booked_on", "m.amount", "p.counterparty", "p.counterparty_iban", "p.remittance"],
        from: "payment_match m JOIN payment p ON p.id = m.payment_id JOIN payment_order o ON o.id = m.payment_order_id JOIN document d ON d.id = o.document_id WHERE m.undone_at IS NULL AND d.interpreter_id = {id} ORDER BY p.booked_on",
    },
];
