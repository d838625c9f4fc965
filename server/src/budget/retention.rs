//! What the ledger keeps, and for how long somebody's words stand in it.

use crate::platform::retention::{Fate, Rule, Rules, Term, What};

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
    // The amounts stay with the ledger; who proposed and decided are keys of accounts, which lose their person by their own rule.
    rules.rule(Rule {
        name: "transfer-words",
        term: |periods| Term::Years(periods.voucher_years),
        what: What::Rows {
            table: "budget_transfer",
            due: "decided_at < {before} AND (reason <> '' OR decision_reason <> '')",
            fate: Fate::Blanked("reason = '', decision_reason = ''"),
        },
    });
    rules.erase("posting", ["UPDATE budget_posting SET reason = '', actor_account = NULL WHERE id IN ({due})"]);
}
