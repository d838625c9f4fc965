//! When subscriptions go.

use crate::platform::retention::{Fate, Rule, Rules, Term, What};

/// Registers the calendars' rules and erasures.
pub fn retention(rules: &mut Rules) {
    rules.rule(Rule {
        name: "calendar-feeds",
        term: |periods| Term::Days(periods.feed_days),
        what: What::Rows { table: "calendar_feed", due: "revoked_at < {before}", fate: Fate::Deleted },
    });
    rules.erase("account", ["DELETE FROM calendar_feed WHERE account_id IN ({due})"]);
    rules.erase("interpreter", ["DELETE FROM calendar_feed WHERE interpreter_id IN ({due})"]);
}
