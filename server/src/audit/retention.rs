//! What the trace forgets: personal values beside it, never an entry.

use crate::platform::retention::{Fate, Rule, Rules, Term, What};

/// Registers the trace's rule. Entries stay: the chain needs them, and they hold keys and facts without names.
pub fn retention(rules: &mut Rules) {
    rules.rule(Rule {
        name: "trace-personal",
        term: |periods| Term::Days(periods.trace_days),
        what: What::Rows {
            table: "audit_personal",
            due: "seq IN (SELECT seq FROM audit_entry WHERE at < {before})",
            fate: Fate::Deleted,
        },
    });
}

/// The step of an erasure that forgets the personal values beside all entries about these things; `ids` is a query of their keys.
#[must_use]
pub fn forget_about(subject_kind: &str, ids: &str) -> String {
    format!(
        "DELETE FROM audit_personal WHERE seq IN (SELECT seq FROM audit_entry WHERE subject_kind = '{subject_kind}'
         AND subject_id IN ({ids}))"
    )
}
