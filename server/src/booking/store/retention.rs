//! When the content of bookings, searches and timesheets goes. All things here are known by their assignment's key.

use crate::{
    audit,
    platform::retention::{Rule, Rules, Term, What},
};

/// Registers booking's rules, erasures and holds.
pub(in crate::booking) fn register(rules: &mut Rules) {
    // What leads to a client, or to their home. The rest stays for statistics.
    rules.rule(Rule {
        name: "case-content",
        term: |periods| Term::Days(periods.case_days),
        what: What::Things {
            kind: "booking",
            due: "SELECT a.id FROM assignment a JOIN booking_request r ON r.id = a.request_id
                  WHERE a.status IN ('confirmed', 'cancelled', 'unfilled') AND a.ends_at < {before}
                  AND (r.file_reference IS NOT NULL OR r.external_reference IS NOT NULL OR r.address <> '' OR r.remark <> ''
                       OR r.place_x IS NOT NULL OR r.gender IS NOT NULL OR r.preferred_interpreter_id IS NOT NULL)",
        },
    });
    let requests = "SELECT request_id FROM assignment WHERE id IN ({due})";
    let timesheets = "SELECT id FROM timesheet WHERE assignment_id IN ({due})";
    rules.erase(
        "booking",
        [
            format!(
                "UPDATE booking_request SET file_reference = NULL, external_reference = NULL, address = '', place_x = NULL,
                 place_y = NULL, gender = NULL, gender_required = FALSE, preferred_interpreter_id = NULL, remark = ''
                 WHERE id IN ({requests})"
            ),
            "UPDATE assignment SET place_x = NULL, place_y = NULL WHERE id IN ({due})".to_owned(),
            audit::forget_about("booking_request", requests),
            audit::forget_about("assignment", "{due}"),
            audit::forget_about("timesheet", timesheets),
        ],
    );

    rules.rule(Rule {
        name: "searches",
        term: |periods| Term::Days(periods.search_days),
        what: What::Things {
            kind: "search",
            due: "SELECT a.id FROM assignment a WHERE a.status IN ('confirmed', 'cancelled', 'unfilled') AND a.ends_at < {before}
                  AND (EXISTS (SELECT 1 FROM ranking k WHERE k.assignment_id = a.id)
                       OR EXISTS (SELECT 1 FROM offer o WHERE o.assignment_id = a.id AND o.decline_reason IS NOT NULL))",
        },
    });
    let offers = "SELECT id FROM offer WHERE assignment_id IN ({due})";
    rules.erase(
        "search",
        [
            "DELETE FROM ranking WHERE assignment_id IN ({due})".to_owned(),
            "UPDATE offer SET decline_reason = NULL WHERE assignment_id IN ({due}) AND decline_reason IS NOT NULL"
                .to_owned(),
            audit::forget_about("offer", offers),
        ],
    );

    // Plans explain offers, as rankings do.
    rules.rule(Rule {
        name: "plans",
        term: |periods| Term::Days(periods.search_days),
        what: What::Things {
            kind: "plan",
            due: "SELECT id FROM city_plan WHERE asked_at < {before} AND status IN ('made', 'failed')",
        },
    });
    rules.erase(
        "plan",
        ["DELETE FROM city_plan_entry WHERE plan_id IN ({due})", "DELETE FROM city_plan WHERE id IN ({due})"],
    );

    // Timesheets are vouchers. Billing holds those under a claim, and lets them go with it.
    rules.rule(Rule {
        name: "timesheets",
        term: |periods| Term::Years(periods.voucher_years),
        what: What::Things {
            kind: "session",
            due: "SELECT t.assignment_id AS id FROM timesheet t JOIN assignment a ON a.id = t.assignment_id
                  WHERE t.status = 'confirmed' AND t.recorded_at < {before} AND a.ends_at < {before}",
        },
    });
    rules.erase(
        "session",
        [
            audit::forget_about("timesheet", timesheets),
            "DELETE FROM timesheet WHERE assignment_id IN ({due})".to_owned(),
        ],
    );

    rules.hold(
        "interpreter",
        "job-ahead",
        "SELECT interpreter_id AS id FROM assignment WHERE status IN ('filled', 'held')",
    );
    rules.stay("interpreter", "timesheets", "SELECT COUNT(*) FROM timesheet WHERE interpreter_id = {id}");
    rules.hold("interpreter", "offer-open", "SELECT interpreter_id AS id FROM offer WHERE status = 'open'");
    rules.erase(
        "interpreter",
        [
            "UPDATE offer SET decline_reason = NULL WHERE interpreter_id IN ({due}) AND decline_reason IS NOT NULL",
            "UPDATE booking_request SET preferred_interpreter_id = NULL WHERE preferred_interpreter_id IN ({due})",
        ],
    );
}
