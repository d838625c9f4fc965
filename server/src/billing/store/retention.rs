//! When vouchers go: eight calendar years after the year they are of (§ 147 AO, § 14b UStG), all that belongs together at once.

use crate::{
    audit,
    platform::retention::{Rule, Rules, Term, What},
};

/// Registers billing's rules, erasures and holds.
pub(in crate::billing) fn register(rules: &mut Rules) {
    let years = |name, kind, due| Rule {
        name,
        term: |periods| Term::Years(periods.voucher_years),
        what: What::Things { kind, due },
    };
    // A reversal goes before what it takes back.
    rules.rule(years(
        "vouchers",
        "document",
        "SELECT d.id FROM document d WHERE d.year < {year} AND NOT EXISTS (SELECT 1 FROM document c WHERE c.corrects_id = d.id)",
    ));
    rules.rule(years(
        "payments",
        "payment",
        "SELECT p.id FROM payment p WHERE p.booked_on < {before_day}
         AND NOT EXISTS (SELECT 1 FROM payment_match m WHERE m.payment_id = p.id)",
    ));
    rules.rule(years(
        "hand-overs",
        "hand-over",
        "SELECT h.id FROM hand_over h WHERE h.handed_over_at < {before}
         AND NOT EXISTS (SELECT 1 FROM payment_order o WHERE o.hand_over_id = h.id)",
    ));
    rules.rule(years(
        "claims",
        "claim",
        "SELECT f.id FROM fee f WHERE f.service_on < {before_day} AND f.priced_at < {before} AND f.status IN ('paid', 'void')
         AND NOT EXISTS (SELECT 1 FROM document_fee s WHERE s.fee_id = f.id)",
    ));
    // As long as a claim was priced by the schedule, somebody must answer for its figures.
    rules.rule(years(
        "acceptances",
        "acceptance",
        "SELECT a.id FROM figures_acceptance a WHERE a.accepted_at < {before}
         AND NOT EXISTS (SELECT 1 FROM fee f WHERE f.schedule_id = a.schedule_id)",
    ));
    erasures(rules);
    holds(rules);
}

fn erasures(rules: &mut Rules) {
    let orders = "SELECT id FROM payment_order WHERE document_id IN ({due})";
    rules.erase(
        "document",
        [
            // Payments go with the last document they paid: until then the treasury would take them for unmatched.
            "INSERT INTO retention_pick (id, run_id) SELECT DISTINCT m.payment_id, {run} FROM payment_match m
             JOIN payment_order o ON o.id = m.payment_order_id WHERE o.document_id IN ({due})
             AND NOT EXISTS (SELECT 1 FROM payment_match n JOIN payment_order q ON q.id = n.payment_order_id
                             WHERE n.payment_id = m.payment_id AND q.document_id NOT IN ({due}))"
                .to_owned(),
            audit::forget_about("payment_order", orders),
            audit::forget_about("document", "{due}"),
            audit::forget_about("payment", "{due}"),
            format!("DELETE FROM payment_match WHERE payment_order_id IN ({orders})"),
            "DELETE FROM payment WHERE id IN ({due})".to_owned(),
            format!("DELETE FROM bank_answer WHERE payment_order_id IN ({orders})"),
            "DELETE FROM payment_order WHERE document_id IN ({due})".to_owned(),
            "DELETE FROM document_fee WHERE document_id IN ({due})".to_owned(),
            "DELETE FROM document_form WHERE document_id IN ({due})".to_owned(),
            "DELETE FROM document WHERE id IN ({due})".to_owned(),
        ],
    );
    rules.erase(
        "payment",
        [audit::forget_about("payment", "{due}"), "DELETE FROM payment WHERE id IN ({due})".to_owned()],
    );
    rules.erase(
        "hand-over",
        [
            audit::forget_about("hand_over", "{due}"),
            "DELETE FROM hand_over_receipt WHERE hand_over_id IN ({due})".to_owned(),
            "DELETE FROM bank_answer WHERE hand_over_id IN ({due})".to_owned(),
            "DELETE FROM bank_file_receipt WHERE hand_over_id IN ({due})".to_owned(),
            "DELETE FROM hand_over_form WHERE hand_over_id IN ({due})".to_owned(),
            "DELETE FROM hand_over WHERE id IN ({due})".to_owned(),
        ],
    );
    rules.erase(
        "acceptance",
        [
            audit::forget_about("figures_acceptance", "{due}"),
            "DELETE FROM figures_acceptance WHERE id IN ({due})".to_owned(),
        ],
    );
    rules.erase(
        "claim",
        [
            audit::forget_about("fee", "{due}"),
            "DELETE FROM certification WHERE fee_id IN ({due})".to_owned(),
            "DELETE FROM fee WHERE id IN ({due})".to_owned(),
        ],
    );
}

fn holds(rules: &mut Rules) {
    rules.stay("interpreter", "vouchers", "SELECT COUNT(*) FROM document WHERE interpreter_id = {id}");
    rules.stay("interpreter", "claims", "SELECT COUNT(*) FROM fee WHERE interpreter_id = {id}");
    rules.stay("account", "certifications", "SELECT COUNT(*) FROM certification WHERE account_id = {id}");
    let open_claims = "SELECT assignment_id AS id FROM fee WHERE status NOT IN ('paid', 'void')";
    for kind in ["booking", "search"] {
        rules.hold(kind, "claim-open", open_claims);
    }
    rules.hold("session", "claim-kept", "SELECT assignment_id AS id FROM fee");
    rules.hold(
        "interpreter",
        "claim-open",
        "SELECT interpreter_id AS id FROM fee WHERE status NOT IN ('paid', 'void')",
    );
    // Confirmed and not priced yet: money is bound and there is no claim.
    rules.hold(
        "interpreter",
        "money-bound",
        "SELECT a.interpreter_id AS id FROM assignment a JOIN budget_commitment c ON c.assignment_id = a.id
         WHERE c.state = 'open' AND a.status IN ('filled', 'held', 'confirmed', 'cancelled')",
    );
    rules.hold(
        "document",
        "claim-open",
        "SELECT s.document_id AS id FROM document_fee s JOIN fee f ON f.id = s.fee_id WHERE f.status NOT IN ('paid', 'void')",
    );
    // The whole month stays until all of it is paid: it is proven as one.
    rules.hold(
        "document",
        "month-open",
        "SELECT d.id FROM document d WHERE d.month IN (SELECT m.month FROM document m
         JOIN payment_order o ON o.document_id = m.id WHERE o.paid < o.amount)",
    );
    rules.hold(
        "document",
        "payment-kept",
        "SELECT o.document_id AS id FROM payment_order o JOIN payment_match m ON m.payment_order_id = o.id
         JOIN payment p ON p.id = m.payment_id WHERE p.booked_on >= {before_day}",
    );
}
