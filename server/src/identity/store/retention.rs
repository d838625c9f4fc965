//! When accounts and what hangs on them go.

use crate::platform::retention::{Fate, Rule, Rules, Term, What};

/// An account: the row stays without the person, because the trace, certifications and orders point at it.
pub(in crate::identity) const ACCOUNT: &str = "account";

/// Registers identity's rules.
pub(in crate::identity) fn register(rules: &mut Rules) {
    let rows = |table, due| What::Rows { table, due, fate: Fate::Deleted };
    rules.rule(Rule {
        name: "login-sessions",
        term: |periods| Term::Days(periods.login_days),
        what: rows("login_session", "COALESCE(revoked_at, expires_at) < {before}"),
    });
    rules.rule(Rule {
        name: "api-tokens",
        term: |periods| Term::Days(periods.token_days),
        what: rows("refresh_token", "expires_at < {before}"),
    });
    rules.rule(Rule {
        name: "spent-links",
        term: |periods| Term::Days(periods.token_days),
        what: rows("spent_token", "expires_at < {before}"),
    });
    rules.rule(Rule {
        name: "failed-logins",
        term: |periods| Term::Days(periods.token_days),
        what: rows("login_guard", "updated_at < {before}"),
    });
    rules.rule(Rule {
        name: "accounts",
        term: |periods| Term::Days(periods.account_days),
        what: What::Things {
            kind: ACCOUNT,
            due: "SELECT id FROM account WHERE status = 'disabled' AND erased_at IS NULL AND disabled_at < {before}",
        },
    });
    rules.hold(ACCOUNT, "account-active", "SELECT id FROM account WHERE status <> 'disabled'");
    rules.stay(ACCOUNT, "trace", "SELECT COUNT(*) FROM audit_entry WHERE actor_account = {id}");
    rules.erase(
        ACCOUNT,
        [
            "DELETE FROM login_session WHERE account_id IN ({due})",
            "DELETE FROM refresh_token WHERE account_id IN ({due})",
            "DELETE FROM account_role WHERE account_id IN ({due})",
            "UPDATE account SET email = 'erased:' || {id_text}, name = '–', status = 'disabled', password_hash = NULL, totp_salt = NULL,
             totp_confirmed_at = NULL, totp_last_step = 0, interpreter_id = NULL, disabled_at = COALESCE(disabled_at, {now}), erased_at = {now},
             version = version + 1 WHERE id IN ({due})",
        ],
    );
}
