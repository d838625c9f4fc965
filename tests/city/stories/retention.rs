//! What has served its time goes by itself; what is still needed stays, and the report says both.

use dragoman_tests::{
    City,
    acts::{Booking, held},
    arabic, stories,
};

/// A booking with a client's file, walked up to the confirmed timesheet.
async fn confirmed<'c>(city: &'c City, day: &str) -> Booking<'c> {
    let karin = city.somebody("karin");
    let booking = karin.requests(&arabic().child_protection().on(day).with("file_reference", "JA 51-0815")).await;
    city.works().await;
    city.somebody("amal").accepts(&booking).await;
    city.works().await;
    city.clock.is(&format!("{day} 16:00"));
    city.somebody("amal").records(&booking, held("14:00", "15:30")).await;
    city.works().await;
    karin.signs(&booking).await;
    city.works().await;
    booking
}

/// From the certified claim to the last cent.
async fn paid(city: &City, booking: &Booking<'_>) {
    city.somebody("helga").certifies(booking).await;
    city.somebody("fina").certifies(booking).await;
    city.clock.is("2027-04-01 09:00");
    city.somebody("fina").closes("2027-03").await;
    city.works().await;
    city.somebody("otto").orders_all().await;
    let tessa = city.somebody("tessa");
    let _ = tessa.hands_over().await;
    let list =
        "Buchungsreferenz;Buchungstag;Betrag;Belegnummer;Empfänger\nK-1;06.04.2027;87,00;GS-2027-000001;Amal Haddad\n";
    let _ = tessa.brings_feedback(list).await.expect(303);
    assert_eq!(booking.claim_status().await, "paid");
}

async fn content(city: &City, booking: &Booking<'_>) -> (String, String) {
    let sql = format!(
        "SELECT COALESCE(file_reference, ''), address FROM booking_request WHERE id = {}",
        city.key(&booking.request)
    );
    let row = city.rows(&sql).await.remove(0);
    (row[0].clone(), row[1].clone())
}

/// The day's run, to its end.
async fn a_day_passes(city: &City, until: &str) {
    city.clock.is(until);
    city.works().await;
    let last = city
        .rows("SELECT CAST(last_error AS TEXT) FROM job WHERE last_error IS NOT NULL AND kind LIKE 'house.retention%'")
        .await;
    assert_eq!(last, Vec::<Vec<String>>::new());
    assert_eq!(city.number("SELECT COUNT(*) FROM retention_run WHERE finished_at IS NULL").await, 0, "it is through");
    assert_eq!(city.number("SELECT COUNT(*) FROM retention_pick").await, 0, "nothing stays in the hand");
    assert!(dragoman::audit::verify(city.db()).await.unwrap().broken.is_none());
}

stories! {
    /// Two talks in March 2027; one is paid, the claim of the other waits for its certification for nine years.
    async fn content_goes_soon_and_vouchers_after_eight_years(city: &City) {
        let first = confirmed(city, "2027-03-04").await;
        let second = confirmed(city, "2027-03-11").await;
        paid(city, &first).await;
        let before = content(city, &first).await;
        assert!(!before.0.is_empty() && !before.1.is_empty(), "{before:?}");

        // The session ended on 4 March at 14:30 UTC: 180 days later it is 31 August.
        a_day_passes(city, "2027-08-31 12:00").await;
        assert_eq!(content(city, &first).await, before, "not a day early");
        a_day_passes(city, "2027-09-01 12:00").await;
        assert_eq!(content(city, &first).await, (String::new(), String::new()));
        let rankings = format!("SELECT COUNT(*) FROM ranking WHERE assignment_id = {}", city.key(&first.assignment));
        assert_eq!(city.number(&rankings).await, 0);
        let erased = "SELECT COUNT(*) FROM audit_entry WHERE action = 'retention-erased'";
        assert!(city.number(erased).await > 0);
        a_day_passes(city, "2027-12-01 12:00").await;
        assert_ne!(content(city, &second).await, (String::new(), String::new()), "its claim is open");
        let page = city.somebody("ada").opens("/admin/retention").await.text();
        assert!(page.contains("Aktenzeichen, Adresse, Bemerkung"), "{page}");

        // The vouchers of 2027 stay to the last evening of 2035.
        a_day_passes(city, "2035-12-31 23:30").await;
        assert_eq!(city.number("SELECT COUNT(*) FROM document").await, 2);
        assert_eq!(city.number("SELECT COUNT(*) FROM payment").await, 1);
        a_day_passes(city, "2036-01-02 12:00").await;
        for table in ["document", "document_form", "document_fee", "payment_order", "payment", "payment_match", "hand_over", "hand_over_receipt"] {
            assert_eq!(city.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
        // The timesheet goes the day after its claim; the open claim keeps all of its own.
        a_day_passes(city, "2036-01-03 12:00").await;
        assert_eq!((first.claim().await, first.timesheet().await), (String::new(), String::new()));
        assert_eq!(second.claim_status().await, "priced");
        assert!(!second.timesheet().await.is_empty());
        assert_ne!(content(city, &second).await, (String::new(), String::new()));
        assert_eq!(city.number("SELECT COUNT(*) FROM budget_posting WHERE actor_account IS NOT NULL AND posted_at < '2027-12-31T00:00:00+00:00'").await, 0);
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty(), "amounts stay");
    }

    /// The way past the guards is narrow: whoever picks a voucher of this year by hand is refused by the database itself.
    async fn no_run_lets_a_voucher_go_early(city: &City) {
        let booking = confirmed(city, "2027-03-04").await;
        paid(city, &booking).await;
        let run = "01900000-0000-7000-8000-000000000009";
        let run = city.key(run);
        city.sql(&format!("INSERT INTO retention_run (id, started_at, unfinished) VALUES ({run}, '2035-12-31T22:59:59+00:00', 1)")).await.unwrap();
        for table in ["document", "hand_over", "payment", "budget_posting"] {
            city.sql(&format!("INSERT INTO retention_pick (id, run_id) SELECT id, {run} FROM {table}")).await.unwrap();
        }
        for sql in [
            "DELETE FROM payment_match",
            "DELETE FROM payment_order",
        ] {
            let _ = city.sql(sql).await;
        }
        for sql in [
            "DELETE FROM document_fee",
            "DELETE FROM document_form",
            "DELETE FROM document",
            "DELETE FROM payment",
            "UPDATE budget_posting SET reason = '', actor_account = NULL",
            "UPDATE document SET gross = gross",
            "DELETE FROM budget_posting",
        ] {
            let refused = city.sql(sql).await.expect_err(sql).to_string();
            assert!(refused.contains("append_only") || refused.contains("append-only"), "{sql}: {refused}");
        }
        // A year later the words of the ledger may go, but never an amount.
        city.sql(&format!("UPDATE retention_run SET started_at = '2036-01-01T12:00:00+00:00' WHERE id = {run}")).await.unwrap();
        let refused = city.sql("UPDATE budget_posting SET reason = '', actor_account = NULL, amount = amount + 1").await;
        let refused = refused.expect_err("amounts never change").to_string();
        assert!(refused.contains("append_only") || refused.contains("append-only"), "{refused}");
        city.sql("UPDATE budget_posting SET reason = '', actor_account = NULL").await.unwrap();
        city.sql("DELETE FROM document_fee").await.unwrap();
        city.sql("DELETE FROM document_form").await.unwrap();
    }

    /// Why money moved goes after eight years, that it moved stays. Who stood by figures goes with the last claim that was priced by them, and not
    /// a year early.
    async fn the_words_of_transfers_and_acceptances_go(city: &City) {
        city.somebody("fina").proposes_transfer("JA", "SVA", 2027, "1.000,00").await;
        let transfer = city.text("SELECT id FROM budget_transfer").await;
        let _ = city.somebody("otto").calls(&format!("/budget-transfers/{transfer}/approve"), &serde_json::json!({})).await.expect(200);
        let words = async || city.text("SELECT reason FROM budget_transfer").await;
        let acceptances = async || city.number("SELECT COUNT(*) FROM figures_acceptance").await;
        assert_eq!((words().await.as_str(), acceptances().await), ("Beschluss", 2));
        // The figures were accepted in 2026, the transfer was decided in 2027.
        a_day_passes(city, "2034-12-31 23:30").await;
        assert_eq!((words().await.as_str(), acceptances().await), ("Beschluss", 2));
        a_day_passes(city, "2035-01-02 12:00").await;
        assert_eq!((words().await.as_str(), acceptances().await), ("Beschluss", 0));
        a_day_passes(city, "2036-01-02 12:00").await;
        assert_eq!(words().await, "");
        assert_eq!(city.number("SELECT moved FROM budget_transfer").await, 100_000);
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty(), "amounts stay");
    }

    /// Amal asks what is known about her, and to be erased. Her claim must be paid first; her invoice stays.
    async fn a_person_asks_for_their_data_and_to_be_erased(city: &City) {
        let booking = confirmed(city, "2027-03-04").await;
        let data = city.somebody("amal").reads("/me/data").await;
        assert_eq!(data["interpreter"][0]["last_name"], "Haddad");
        assert_eq!(data["jobs"][0]["status"], "confirmed");
        assert_eq!(data["claims"][0]["gross"], "8700");
        let page = city.somebody("amal").opens("/account/data").await.text();
        assert!(page.contains("Stammdaten") && page.contains("Haddad"), "{page}");

        let ada = city.somebody("ada");
        let interpreter = city.text("SELECT id FROM interpreter WHERE last_name = 'Haddad'").await;
        let erasure = format!("/personal-data/interpreter/{interpreter}/erasure");
        let holds = ada.reads(&erasure).await["holds"].to_string();
        for hold in ["interpreter-active", "account-active", "claim-open"] {
            assert!(holds.contains(hold), "{holds}");
        }
        let refused = ada.calls(&erasure, &serde_json::json!({})).await;
        assert_eq!(refused.status.as_u16(), 409, "{:?}", refused.json);

        paid(city, &booking).await;
        let account = city.text("SELECT id FROM account WHERE email = 'amal@city.example'").await;
        let pool = format!("/pool/{interpreter}");
        let _ = city.somebody("kora").fills(&pool, &format!("{pool}/active"), |form| form.forged("active", "no")).await.expect(303);
        let person = format!("/admin/people/{account}");
        let _ = ada.fills(&person, &format!("{person}/disable"), |form| form).await.expect(303);
        let meaning = ada.reads(&erasure).await;
        assert_eq!(meaning["holds"], serde_json::json!([]), "{meaning}");
        let page = format!("/admin/data/interpreter/{interpreter}");
        let _ = ada.fills(&page, &format!("{page}/erase"), |form| form).await.expect(303);

        assert_eq!(city.number("SELECT COUNT(*) FROM interpreter WHERE last_name = 'Haddad'").await, 0);
        assert_eq!(city.number("SELECT COUNT(*) FROM account WHERE email LIKE 'amal%'").await, 0);
        let letters = city.rows("SELECT kind, status FROM mail_message WHERE to_address LIKE 'amal%'").await;
        assert_eq!(letters, Vec::<Vec<String>>::new());
        let beside = "SELECT e.action, e.subject_kind, p.field FROM audit_personal p JOIN audit_entry e ON e.seq = p.seq WHERE p.value LIKE '%Haddad%'";
        assert_eq!(city.rows(beside).await, Vec::<Vec<String>>::new());
        // What the law wants kept: the invoice, the claim, the timesheet.
        assert_eq!(city.number("SELECT COUNT(*) FROM document WHERE kind = 'self_billed_invoice' AND content LIKE '%Haddad%'").await, 1);
        assert_eq!(booking.claim_status().await, "paid");
        assert!(!booking.timesheet().await.is_empty());
        assert!(dragoman::audit::verify(city.db()).await.unwrap().broken.is_none());
    }
}
