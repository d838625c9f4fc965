//! Somebody who has the database itself moves a cent: the proof of the month finds it and says where.

use dragoman::{
    billing::reconcile::{self, Report},
    kernel::time::Month,
};
use dragoman_tests::{City, Database, acts::held, arabic, stories};

/// How a fault is named: cause, subject, cents.
type Named<'a> = (&'a str, &'a str, i64);

async fn proof(city: &City) -> Report {
    let month = Month::parse("2027-03").expect("a month");
    reconcile::run(city.db(), month).await.unwrap_or_else(|fault| panic!("{fault}"))
}

async fn found(city: &City) -> Vec<(String, String, i64)> {
    let one = |one: reconcile::Difference| (one.cause.name().to_owned(), one.subject, one.amount.get());
    proof(city).await.differences.into_iter().map(one).collect()
}

/// Changes what the database guards, as only its owner can: without triggers and references.
async fn plant(city: &City, sql: &str) {
    let unguarded = match city.database {
        Database::Postgres => {
            format!("SET session_replication_role = replica; {sql}; SET session_replication_role = DEFAULT")
        }
        Database::Sqlite => {
            for row in city.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'").await {
                city.sql(&format!("DROP TRIGGER {}", row[0])).await.expect("a trigger less");
            }
            format!("PRAGMA foreign_keys = OFF; {sql}; PRAGMA foreign_keys = ON")
        }
    };
    city.sql(&unguarded).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

stories! {
    /// A month of two claims on two invoices, all of it paid. Then each fault is planted, found, and mended again.
    async fn what_was_planted_is_found_and_named(city: &City) {
        let (karin, helga, amal) = (city.somebody("karin"), city.somebody("helga"), city.somebody("amal"));
        let (fina, otto, tessa) = (city.somebody("fina"), city.somebody("otto"), city.somebody("tessa"));
        let mut bookings = Vec::new();
        for day in ["2027-03-04", "2027-03-11"] {
            let booking = karin.requests(&arabic().child_protection().on(day)).await;
            city.works().await;
            amal.accepts(&booking).await;
            city.clock.is(&format!("{day} 16:00"));
            amal.records(&booking, held("14:00", "15:30")).await;
            karin.signs(&booking).await;
            city.works().await;
            bookings.push(booking);
        }
        city.clock.is("2027-04-01 09:00");
        // The second is certified after the first was closed: two invoices, two settlements.
        for booking in &bookings {
            helga.certifies(booking).await;
            fina.certifies(booking).await;
            fina.closes("2027-03").await;
        }
        otto.orders_all().await;
        tessa.hands_over().await;
        let list = "Buchungsreferenz;Buchungstag;Betrag;Belegnummer\nK-1;06.04.2027;87,00;GS-2027-000001\nK-2;06.04.2027;87,00;GS-2027-000002\n";
        let _ = tessa.brings_feedback(list).await.expect(303);
        assert_eq!(found(city).await, []);
        assert!(proof(city).await.is_reconciled());

        let number = async |index: usize| {
            let sql = format!("SELECT reference FROM booking_request WHERE id = {}", city.key(&bookings[index].request));
            city.text(&sql).await
        };
        let (first, second) = (number(0).await, number(1).await);
        let claim = city.key(&bookings[0].claim().await);
        let other = city.key(&bookings[1].claim().await);
        let assignment = city.key(&bookings[0].assignment);
        let account = async |address: &str| {
            city.key(&city.text(&format!("SELECT id FROM account WHERE email = '{address}@city.example'")).await)
        };
        let (clerk, officer) = (account("fina").await, account("otto").await);
        let invoice = "kind = 'self_billed_invoice' AND reference = 'GS-2027-000001'";
        let order = format!("document_id = (SELECT id FROM document WHERE {invoice})");

        // What, how it is mended, and how it is named: cause, subject, cents.
        let faults: Vec<(String, String, Vec<Named<'_>>)> = vec![
            (
                format!("UPDATE fee SET net = net + 1, gross = gross + 1 WHERE id = {claim}"),
                format!("UPDATE fee SET net = net - 1, gross = gross - 1 WHERE id = {claim}"),
                vec![("ledger_differs", &first, -1), ("claim_differs", &first, 1)],
            ),
            (
                format!("UPDATE fee SET net = net + CASE WHEN id = {claim} THEN 1 ELSE -1 END, gross = gross + CASE WHEN id = {claim} THEN 1 ELSE -1 END WHERE id IN ({claim}, {other})"),
                format!("UPDATE fee SET net = net - CASE WHEN id = {claim} THEN 1 ELSE -1 END, gross = gross - CASE WHEN id = {claim} THEN 1 ELSE -1 END WHERE id IN ({claim}, {other})"),
                vec![("ledger_differs", &first, -1), ("ledger_differs", &second, 1)],
            ),
            (
                format!("UPDATE fee SET net = net - 1, vat = vat + 1 WHERE id = {claim}"),
                format!("UPDATE fee SET net = net + 1, vat = vat - 1 WHERE id = {claim}"),
                vec![("claim_differs", &first, -1)],
            ),
            (
                format!("UPDATE budget_posting SET amount = amount + 1 WHERE kind = 'consume' AND assignment_id = {assignment}"),
                format!("UPDATE budget_posting SET amount = amount - 1 WHERE kind = 'consume' AND assignment_id = {assignment}"),
                vec![("ledger_differs", &first, 1)],
            ),
            (
                format!("UPDATE document SET net = net + 100, gross = gross + 100 WHERE {invoice}"),
                format!("UPDATE document SET net = net - 100, gross = gross - 100 WHERE {invoice}"),
                vec![("document_differs", "GS-2027-000001", 100), ("order_differs", "GS-2027-000001", -100)],
            ),
            (
                format!("UPDATE payment_order SET amount = amount + 1 WHERE {order}"),
                format!("UPDATE payment_order SET amount = amount - 1 WHERE {order}"),
                vec![("order_differs", "GS-2027-000001", 1), ("file_differs", "1", -1)],
            ),
            (
                "UPDATE hand_over SET total = total - 1".to_owned(),
                "UPDATE hand_over SET total = total + 1".to_owned(),
                vec![("file_differs", "1", -1)],
            ),
            (
                format!("UPDATE payment_match SET amount = amount * 2 WHERE payment_order_id = (SELECT id FROM payment_order WHERE {order})"),
                format!("UPDATE payment_match SET amount = amount / 2 WHERE payment_order_id = (SELECT id FROM payment_order WHERE {order})"),
                vec![("payment_differs", "GS-2027-000001", -8_700), ("paid_twice", "GS-2027-000001", -8_700)],
            ),
            (
                format!("UPDATE certification SET revoked_at = certified_at WHERE kind = 'arithmetic' AND fee_id = {claim}"),
                format!("UPDATE certification SET revoked_at = NULL WHERE fee_id = {claim}"),
                vec![("certificate_missing", &first, 8_700)],
            ),
            (
                format!("UPDATE payment_order SET ordered_by = {clerk} WHERE {order}"),
                format!("UPDATE payment_order SET ordered_by = {officer} WHERE {order}"),
                vec![("two_rights", "GS-2027-000001", 8_700)],
            ),
            (
                format!("UPDATE document SET sha256 = sha256 || 'x' WHERE {invoice}"),
                format!("UPDATE document SET sha256 = SUBSTR(sha256, 1, 64) WHERE {invoice}"),
                vec![("document_changed", "GS-2027-000001", 8_700)],
            ),
            (
                "UPDATE document_form SET sha256 = sha256 || 'x' WHERE form = 'xrechnung_cii'".to_owned(),
                "UPDATE document_form SET sha256 = SUBSTR(sha256, 1, 64)".to_owned(),
                vec![("document_changed", "GS-2027-000001", 8_700), ("document_changed", "GS-2027-000002", 8_700)],
            ),
            (
                "UPDATE hand_over_form SET sha256 = sha256 || 'x'".to_owned(),
                "UPDATE hand_over_form SET sha256 = SUBSTR(sha256, 1, 64)".to_owned(),
                vec![("file_changed", "1", 17_400)],
            ),
            (
                format!("UPDATE payment_order SET hand_over_id = NULL WHERE {order}"),
                format!("UPDATE payment_order SET hand_over_id = (SELECT id FROM hand_over) WHERE {order}"),
                vec![("file_missing", "GS-2027-000001", 8_700), ("file_differs", "1", 8_700)],
            ),
        ];
        for (fault, cure, expected) in faults {
            plant(city, &fault).await;
            let differences = found(city).await;
            for (cause, subject, cents) in expected {
                let wanted = (cause.to_owned(), subject.to_owned(), cents);
                assert!(differences.contains(&wanted), "{fault}: {wanted:?} is not in {differences:?}");
            }
            plant(city, &cure).await;
            assert_eq!(found(city).await, [], "{cure}");
        }

        // The bank pays once more: nothing to match it with, and the month says so until a person has dealt with it.
        let again = "Buchungsreferenz;Buchungstag;Betrag;Belegnummer\nK-3;07.04.2027;87,00;GS-2027-000001\n";
        let _ = tessa.brings_feedback(again).await.expect(303);
        assert_eq!(found(city).await, [("paid_twice".to_owned(), "GS-2027-000001".to_owned(), 8_700)]);
        let page = fina.opens("/months/2027-03").await.text();
        assert!(page.contains("Zahlung zu einem schon bezahlten Beleg"), "{page}");
        // It is sent back, and what came twice went twice.
        let back = "Buchungsreferenz;Buchungstag;Betrag;Belegnummer\nK-4;08.04.2027;-87,00;GS-2027-000001\n";
        let _ = tessa.brings_feedback(back).await.expect(303);
        let retry = tessa.opens("/treasury").await.form("/treasury/match");
        let _ = tessa.browser().await.submit(&retry).await.expect(303);
        assert_eq!(found(city).await, []);

        // What is gone is not mended: one after the other.
        let gone: Vec<(&str, Vec<Named<'_>>)> = vec![
            (
                "DELETE FROM document_fee WHERE document_id = (SELECT id FROM document WHERE reference = 'GS-2027-000002');
                 DELETE FROM document_form WHERE document_id = (SELECT id FROM document WHERE reference = 'GS-2027-000002');
                 DELETE FROM payment_match WHERE payment_order_id IN (SELECT id FROM payment_order WHERE document_id = (SELECT id FROM document WHERE reference = 'GS-2027-000002'));
                 DELETE FROM payment_order WHERE document_id = (SELECT id FROM document WHERE reference = 'GS-2027-000002');
                 DELETE FROM document WHERE reference = 'GS-2027-000002'",
                vec![("document_missing", &second, 8_700), ("number_missing", "GS-2027-000002", 0), ("file_differs", "1", 8_700)],
            ),
            (
                "DELETE FROM document_fee WHERE document_id IN (SELECT id FROM document WHERE kind = 'internal_settlement');
                 DELETE FROM document WHERE kind = 'internal_settlement'",
                vec![("document_missing", &first, 8_700)],
            ),
            ("DELETE FROM hand_over", vec![("file_missing", "GS-2027-000001", 8_700)]),
            ("DELETE FROM certification", vec![("certificate_missing", &first, 8_700), ("certificate_missing", &second, 8_700)]),
            ("DELETE FROM budget_posting WHERE kind = 'consume'", vec![("ledger_differs", &first, -8_700)]),
            ("DELETE FROM timesheet; DELETE FROM assignment", vec![]),
        ];
        for (fault, expected) in gone {
            plant(city, fault).await;
            let differences = found(city).await;
            for (cause, subject, cents) in expected {
                let wanted = (cause.to_owned(), subject.to_owned(), cents);
                assert!(differences.contains(&wanted), "{fault}: {wanted:?} is not in {differences:?}");
            }
            assert!(!proof(city).await.is_reconciled());
        }
        assert!(found(city).await.iter().any(|(cause, ..)| cause == "claim_without_session"));
    }
}
