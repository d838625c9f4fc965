//! When interpreters and what hangs on them go.

use crate::{
    audit,
    platform::retention::{Fate, Rule, Rules, Term, What},
};

/// An interpreter: the row stays under its number without the person, because sessions and vouchers point at it.
const INTERPRETER: &str = "interpreter";

/// Registers the directory's rules.
pub(in crate::directory) fn register(rules: &mut Rules) {
    let rows = |table, due| What::Rows { table, due, fate: Fate::Deleted };
    rules.rule(Rule {
        name: "credentials",
        term: |periods| Term::Days(periods.credential_days),
        what: rows("credential", "valid_to < {before_day}"),
    });
    rules.rule(Rule {
        name: "absences",
        term: |periods| Term::Days(periods.absence_days),
        what: rows("absence", "ends_at < {before}"),
    });
    rules.rule(Rule {
        name: "busy-times",
        term: |periods| Term::Days(periods.busy_days),
        what: rows("busy_time", "ends_at < {before}"),
    });
    // A calendar that was looked at up to a day long past says nothing any more.
    rules.rule(Rule {
        name: "connected-calendars",
        term: |periods| Term::Days(periods.feed_days),
        what: rows(
            "connected_calendar",
            "covers_to < {before} AND NOT EXISTS (SELECT 1 FROM busy_time WHERE calendar_id = connected_calendar.id)",
        ),
    });
    rules.rule(Rule {
        name: "interpreters",
        term: |periods| Term::Days(periods.interpreter_days),
        what: What::Things {
            kind: INTERPRETER,
            due: "SELECT id FROM interpreter WHERE NOT active AND erased_at IS NULL AND inactive_since < {before}",
        },
    });
    // Whoever is no interpreter any more needs no account; what they did as one stays under its key.
    rules.rule(Rule {
        name: "accounts-of-interpreters",
        term: |_| Term::Days(0),
        what: What::Things {
            kind: "account",
            due: "SELECT id FROM account WHERE erased_at IS NULL
                  AND interpreter_id IN (SELECT id FROM interpreter WHERE erased_at IS NOT NULL)",
        },
    });
    // What was agreed is needed as long as the vouchers under it.
    rules.rule(Rule {
        name: "rate-agreements",
        term: |periods| Term::Years(periods.voucher_years),
        what: rows("rate_agreement", "interpreter_id IN (SELECT id FROM interpreter WHERE erased_at < {before})"),
    });
    rules.hold(INTERPRETER, "interpreter-active", "SELECT id FROM interpreter WHERE active");
    rules.stay(INTERPRETER, "agreements", "SELECT COUNT(*) FROM rate_agreement WHERE interpreter_id = {id}");
    // Who has no account can't look after what they connected.
    let theirs = "SELECT interpreter_id FROM account WHERE interpreter_id IS NOT NULL AND id IN ({due})";
    rules.erase(
        "account",
        [
            format!("DELETE FROM busy_time WHERE interpreter_id IN ({theirs})"),
            format!("DELETE FROM connected_calendar WHERE interpreter_id IN ({theirs})"),
            audit::forget_about("account", "{due}"),
        ],
    );
    let steps = [
        "DELETE FROM interpreter_language WHERE interpreter_id IN ({due})",
        "DELETE FROM credential WHERE interpreter_id IN ({due})",
        "DELETE FROM availability_window WHERE interpreter_id IN ({due})",
        "DELETE FROM absence WHERE interpreter_id IN ({due})",
        "DELETE FROM busy_time WHERE interpreter_id IN ({due})",
        "DELETE FROM connected_calendar WHERE interpreter_id IN ({due})",
        "DELETE FROM exclusion WHERE interpreter_id IN ({due})",
        "DELETE FROM interpreter_declined_office WHERE interpreter_id IN ({due})",
        "DELETE FROM interpreter_declined_topic WHERE interpreter_id IN ({due})",
        "UPDATE interpreter SET first_name = '', last_name = '–', gender = 'diverse', email = '', phone = '', street = '',
         postcode = '', city = '', district = '', home_x = 0, home_y = 0, vat_id = NULL, tax_number = NULL, iban = NULL,
         account_holder = NULL, quiet_from = NULL, quiet_to = NULL, offers_by = 'mail', paused_until = NULL, self_billing_agreed_on = NULL, max_travel_minutes = 0,
         weekly_cap_minutes = 0, active = FALSE, inactive_since = COALESCE(inactive_since, {now}), erased_at = {now},
         version = version + 1 WHERE id IN ({due})",
    ];
    rules.erase(INTERPRETER, steps.map(str::to_owned).into_iter().chain([audit::forget_about("interpreter", "{due}")]));
}
