//! What was issued, posted or traced never changes, whoever asks the database.

use dragoman::audit;
use dragoman_tests::{City, Database, stories};

const ID: &str = "01900000-0000-7000-8000-000000000001";
const FEE: &str = "01900000-0000-7000-8000-000000000002";

fn bytes(city: &City) -> &'static str {
    if city.database == Database::Sqlite { "x'00'" } else { "'\\x00'::bytea" }
}

/// A row in each table that only grows, where the founding of the city has left none.
async fn fill(city: &City) {
    let bytes = bytes(city);
    let at = "'2027-01-01T00:00:00+00:00'";
    let office = city.text("SELECT id FROM office").await;
    let office = if city.database == Database::Sqlite {
        format!("x'{}'", office.replace('-', ""))
    } else {
        format!("'{office}'")
    };
    let (interpreter, line) = ("(SELECT id FROM interpreter LIMIT 1)", "(SELECT id FROM budget_line LIMIT 1)");
    let profile = "(SELECT id FROM requirement_profile LIMIT 1)";
    for sql in [
        format!(
            "INSERT INTO booking_request (id, reference, office_id, budget_line_id, language, profile_id, on_date, from_time,
             to_time, starts_at, ends_at, delivery, address, gender_required, remark, priority, requested_at)
             VALUES ('{ID}', 'R', {office}, {line}, 'ar', {profile}, '2027-01-02', '10:00:00', '11:00:00',
             '2027-01-02T09:00:00+00:00', '2027-01-02T10:00:00+00:00', 'phone', '', false, '', 'normal', {at})"
        ),
        format!(
            "INSERT INTO assignment (id, request_id, office_id, status, starts_at, ends_at, estimate, schedule_id, search_round,
             created_at, updated_at, version) VALUES ('{ID}', '{ID}', {office}, 'searching', '2027-01-02T09:00:00+00:00',
             '2027-01-02T10:00:00+00:00', 0, '', 1, {at}, {at}, 1)"
        ),
        format!(
            "INSERT INTO fee (id, assignment_id, interpreter_id, office_id, budget_line_id, service_on, outcome, net, vat, gross,
             schedule_id, figures, program_version, facts, quote, status, priced_at, version, round) VALUES ('{FEE}', '{ID}',
             {interpreter}, {office}, {line}, '2027-01-02', 'held', 100, 0, 100, 's', 'assumed', 'v', '', '', 'priced', {at}, 1, 1)"
        ),
        format!(
            "INSERT INTO document (id, kind, series, year, number, reference, month, net, vat, gross, content, media_type, bytes,
             sha256, issued_at) VALUES ('{ID}', 'payment_voucher', 'T', 2027, 1, 'T-1', '2027-01', 100, 0, 100, '', 'text/plain',
             {bytes}, '', {at})"
        ),
        format!(
            "INSERT INTO document_form (document_id, form, media_type, bytes, sha256)
             VALUES ('{ID}', 'xrechnung_ubl', 'application/xml', {bytes}, '')"
        ),
        format!("INSERT INTO document_fee (document_id, fee_id, purpose, round, net, vat) VALUES ('{ID}', '{FEE}', 'pay', 1, 100, 0)"),
        format!(
            "INSERT INTO hand_over (id, sequence, media_type, bytes, sha256, order_count, total, handed_over_at)
             VALUES ('{ID}', 1, 'text/plain', {bytes}, '', 1, 100, {at})"
        ),
        format!(
            "INSERT INTO payment (id, entry_reference, booked_on, amount, counterparty, counterparty_iban, remittance, end_to_end,
             source, imported_at) VALUES ('{ID}', 'e', '2027-01-02', 100, '', '', '', '', '', {at})"
        ),
    ] {
        city.sql(&sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

stories! {
    /// Neither UPDATE nor DELETE gets through to documents, ledger, trace, hand-overs and payments.
    async fn rows_that_only_grow_refuse_change(city: &City) {
        fill(city).await;
        for (table, column) in [
            ("audit_entry", "action"),
            ("budget_posting", "amount"),
            ("document", "gross"),
            ("document_fee", "purpose"),
            ("document_form", "form"),
            ("hand_over", "total"),
            ("payment", "amount"),
            ("figures_acceptance", "reason"),
        ] {
            let before = city.number(&format!("SELECT COUNT(*) FROM {table}")).await;
            assert!(before > 0, "{table} is empty, which proves nothing");
            for sql in [
                format!("UPDATE {table} SET {column} = {column}"),
                format!("DELETE FROM {table}"),
            ] {
                let refused = city.sql(&sql).await.expect_err(&sql).to_string();
                assert!(refused.contains("append_only") || refused.contains("append-only"), "{sql}: {refused}");
            }
            assert_eq!(city.number(&format!("SELECT COUNT(*) FROM {table}")).await, before, "{table}");
        }
    }

    /// Somebody with every right on the database takes the guard away and rewrites the trace: the chain tells.
    async fn the_chain_of_the_trace_tells_a_rewritten_entry(city: &City) {
        let whole = audit::verify(city.db()).await.unwrap();
        assert!(whole.broken.is_none() && whole.entries > 20, "{whole:?}");
        let guards: &[&str] = match city.database {
            Database::Sqlite => &["DROP TRIGGER audit_entry_append_only_update", "DROP TRIGGER audit_entry_append_only_delete"],
            Database::Postgres => &["DROP TRIGGER audit_entry_append_only ON audit_entry"],
        };
        for guard in guards {
            city.sql(guard).await.unwrap();
        }
        city.sql("UPDATE audit_entry SET facts = replace(facts, 'JA', 'XX') WHERE seq = 1").await.unwrap();
        let broken = audit::verify(city.db()).await.unwrap().broken.expect("it tells");
        assert_eq!(broken.seq, 1, "{broken:?}");
        city.sql("UPDATE audit_entry SET facts = replace(facts, 'XX', 'JA') WHERE seq = 1").await.unwrap();
        assert!(audit::verify(city.db()).await.unwrap().broken.is_none());
        // An entry in the middle that is gone, and the last one that is gone.
        city.sql("CREATE TABLE kept AS SELECT * FROM audit_entry WHERE seq = 7").await.unwrap();
        city.sql("DELETE FROM audit_personal WHERE seq = 7").await.unwrap();
        city.sql("DELETE FROM audit_entry WHERE seq = 7").await.unwrap();
        assert!(audit::verify(city.db()).await.unwrap().broken.is_some());
        city.sql("INSERT INTO audit_entry SELECT * FROM kept").await.unwrap();
        assert!(audit::verify(city.db()).await.unwrap().broken.is_none());
        let last = city.number("SELECT CAST(MAX(seq) AS BIGINT) FROM audit_entry").await;
        city.sql(&format!("DELETE FROM audit_personal WHERE seq = {last}")).await.unwrap();
        city.sql(&format!("DELETE FROM audit_entry WHERE seq = {last}")).await.unwrap();
        assert!(audit::verify(city.db()).await.unwrap().broken.is_some(), "the last entry was cut off");
    }
}
