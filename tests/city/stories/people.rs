//! What the coordination and finance change by hand: master data, credentials, exclusions, budget lines.

use dragoman_tests::{arabic, stories};

stories! {
    /// Kora corrects Amal's account number: a slip is said beside its field with everything typed; what somebody else changed
    /// meanwhile is not overwritten.
    async fn master_data_is_changed_by_a_page(city: &City) {
        let kora = city.somebody("kora");
        let amal = city.text("SELECT id FROM interpreter WHERE last_name = 'Haddad'").await;
        let edit = format!("/pool/{amal}/edit");
        let slip = kora.fills(&edit, &edit, |form| form.with("iban", "DE00 1234").with("street", "Neue Straße 7")).await;
        assert_eq!(slip.status.as_u16(), 422);
        assert!(slip.html().0.contains("DE00 1234") && slip.html().0.contains("Neue Straße 7"), "{}", slip.text());

        let old = kora.opens(&edit).await.form(&edit);
        let new = |form: dragoman_tests::html::Form| form.with("iban", "DE75512108001245126199").with("street", "Neue Straße 7");
        let _ = kora.fills(&edit, &edit, new).await.expect(303);
        let row = city.rows("SELECT iban, street FROM interpreter WHERE last_name = 'Haddad'").await.remove(0);
        assert_eq!(row, ["DE75512108001245126199", "Neue Straße 7"]);
        let late = kora.browser().await.submit(&old.with("street", "Alte Straße 1")).await;
        assert_eq!(late.status.as_u16(), 409, "{}", late.text());
        assert!(late.html().0.contains("Alte Straße 1"));

        let new = "/pool/new";
        let taken = kora.fills(new, new, |form| {
            form.with("number", "D-9001").with("first_name", "Nadia").with("last_name", "Neu").with("gender", "female")
                .with("email", "nadia@example.org").with("street", "Weg 1").with("postcode", "70173")
                .with("employment", "part_time").with("vat_kind", "small_business")
                .with("language_0", "ar").with("level_0", "C1")
        }).await.expect(303);
        assert!(taken.location.unwrap_or_default().starts_with("/pool/"));
        assert_eq!(city.number("SELECT COUNT(*) FROM interpreter WHERE number = 'D-9001'").await, 1);
    }

    /// A credential recorded by mistake is taken back; an office that is ruled out does not ask any more.
    async fn credentials_are_withdrawn_and_offices_ruled_out(city: &City) {
        let kora = city.somebody("kora");
        let amal = city.text("SELECT id FROM interpreter WHERE last_name = 'Haddad'").await;
        let pool = format!("/pool/{amal}");
        let _ = kora.fills(&pool, &format!("{pool}/credentials"), |form| {
            form.with("kind", "sworn").with("valid_from", "2027-02-01")
        }).await.expect(303);
        let sworn = city.text("SELECT id FROM credential WHERE kind = 'sworn' AND valid_from = '2027-02-01'").await;
        let withdraw = format!("{pool}/credentials/{sworn}/withdraw");
        let _ = kora.fills(&pool, &withdraw, |form| form).await.expect(303);
        assert_eq!(city.number("SELECT COUNT(*) FROM credential WHERE kind = 'sworn' AND valid_from = '2027-02-01'").await, 0);

        let youth = city.text("SELECT id FROM office WHERE code = 'JA'").await;
        let _ = kora.fills(&pool, &format!("{pool}/exclusions"), |form| form.with("office", &youth)).await.expect(303);
        let booking = city.somebody("karin").requests(&arabic().child_protection()).await;
        city.works().await;
        assert!(!booking.offers().await.iter().any(|(name, _)| name == "Amal"), "{:?}", booking.offers().await);
        let exclusions = kora.reads(&format!("/interpreters/{amal}/exclusions")).await;
        assert_eq!(exclusions, serde_json::json!([youth]));
    }

    /// Finance opens a line by hand; the same again changes nothing, another appropriation is refused.
    async fn a_budget_line_is_opened_by_a_page(city: &City) {
        let fina = city.somebody("fina");
        let office = city.text("SELECT id FROM office WHERE code = 'JA'").await;
        let new = "/budgets/new";
        let typed = |form: dragoman_tests::html::Form, amount: &str| {
            form.with("office", &office).with("year", "2028").with("name", "Dolmetschen 2028").with("cost_center", "5100")
                .with("cost_object", "36300").with("account", "42910").with("appropriation", amount).with("warn_percent", "80")
        };
        let _ = fina.fills(new, new, |form| typed(form, "12.500,00")).await.expect(303);
        let granted = "SELECT granted FROM budget_line WHERE fiscal_year = 2028 AND cost_center = '5100'";
        assert_eq!(city.number(granted).await, 1_250_000);
        let _ = fina.fills(new, new, |form| typed(form, "12.500,00")).await.expect(303);
        let other = fina.fills(new, new, |form| typed(form, "13.000,00")).await;
        assert_eq!(other.status.as_u16(), 422);
        assert!(other.html().0.contains("13.000,00"));
        assert_eq!(city.number(granted).await, 1_250_000);
    }

    /// In the demo the clock goes forward by a page, and never back.
    async fn the_clock_goes_forward(city: &City) {
        let kora = city.somebody("kora");
        let before = city.clock.0.now();
        let _ = kora.fills("/dev/clock", "/dev/clock", |form| form.with("date", "2027-06-01").with("time", "10:00")).await.expect(303);
        assert!(city.clock.0.now() > before);
        let back = kora.fills("/dev/clock", "/dev/clock", |form| form.with("date", "2027-03-01").with("time", "10:00")).await;
        assert_eq!(back.status.as_u16(), 422);
    }
}
