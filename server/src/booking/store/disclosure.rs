//! What this slice knows about one person.

use crate::platform::disclosure::Section;

/// The sections.
pub(in crate::booking) const SECTIONS: &[Section] = &[
    Section {
        kind: "account",
        name: "requests",
        columns: &["reference", "on_date", "language", "requested_at"],
        from: "booking_request WHERE requested_by = {id} ORDER BY requested_at",
    },
    Section {
        kind: "interpreter",
        name: "jobs",
        columns: &["r.reference", "a.status", "a.starts_at", "a.ends_at", "a.filled_at"],
        from: "assignment a JOIN booking_request r ON r.id = a.request_id WHERE a.interpreter_id = {id} ORDER BY a.starts_at",
    },
    Section {
        kind: "interpreter",
        name: "offers",
        columns: &[
            "r.reference",
            "f.status",
            "f.sent_at",
            "f.expires_at",
            "f.answered_at",
            "f.decline_reason",
            "f.expected_fee",
        ],
        from: "offer f JOIN assignment a ON a.id = f.assignment_id JOIN booking_request r ON r.id = a.request_id WHERE f.interpreter_id = {id} ORDER BY f.sent_at",
    },
    Section {
        kind: "interpreter",
        name: "timesheets",
        columns: &[
            "outcome",
            "started_at",
            "ended_at",
            "break_minutes",
            "travel_minutes",
            "travel_meters",
            "tickets",
            "deviation_reason",
            "status",
            "dispute_reason",
            "recorded_at",
            "answered_at",
        ],
        from: "timesheet WHERE interpreter_id = {id} ORDER BY recorded_at",
    },
];
