//! What the ledger keeps, and for how long somebody's words stand in it.

use crate::platform::retention::{Rule, Rules, Term, What};

/// Registers the budget's rules and holds.
pub fn retention(rules: &mut Rules) {
    // Money that is still bound: the session is not priced, whatever its status says.
    for kind in ["booking", "session", "search"] {
        rules.hold(kind, "money-bound", "SELECT assignment_id AS id FROM budget_commitment WHERE state = 'open'");
    }
    rules.rule(Rule {
        name: "ledger-words",
        term: |periods| Term::Years(periods.voucher_years),
        what: What::Things {
            kind: "posting",
            due: "SELECT id FROM budget_posting WHERE posted_at < {before} AND (reason <> '' OR actor_account IS NOT NULL)",
        },
    });
    rules.erase("posting", ["UPDATE budget_posting SET reason = '', actor_account = NULL WHERE id IN ({due})"]);
}
