//! When letters go.

use crate::platform::retention::{Fate, Rule, Rules, Term, What};

/// Registers the letters' rules and erasures. What still waits to be sent stays.
pub fn retention(rules: &mut Rules) {
    rules.rule(Rule {
        name: "letters",
        term: |periods| Term::Days(periods.mail_days),
        what: What::Rows {
            table: "mail_message",
            due: "created_at < {before} AND status <> 'waiting'",
            fate: Fate::Deleted,
        },
    });
    rules.erase("account", ["DELETE FROM mail_message WHERE account_id IN ({due})"]);
    // Interpreters are written to where the directory says; before it forgets that address.
    let of_interpreter =
        "DELETE FROM mail_message WHERE to_address IN (SELECT email FROM interpreter WHERE id IN ({due}))";
    rules.erase("interpreter", [of_interpreter]);
}
