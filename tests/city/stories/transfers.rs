//! Money moves from one office to another, by two people, and serves who waits for it.

use dragoman_tests::{
    acts::{budget, line},
    arabic, stories,
};
use serde_json::json;

stories! {
    /// Fina proposes, nothing moves; she can't approve it herself; Otto does, once.
    async fn a_transfer_takes_two_people(city: &City) {
        let (fina, otto, helga) = (city.somebody("fina"), city.somebody("otto"), city.somebody("helga"));
        fina.proposes_transfer("JA", "SVA", 2027, "1.000,00").await;
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));
        let transfer = city.text("SELECT id FROM budget_transfer").await;
        let approve = format!("/budget-transfers/{transfer}/approve");
        // Her page has no button; the request made by hand is refused.
        let own = fina.opens("/budget-transfers").await;
        assert!(own.text().contains("Eine zweite Person muss zustimmen"), "{}", own.text());
        let otto_page = otto.opens("/budget-transfers").await;
        let form = otto_page.form(&approve);
        assert_eq!(fina.browser().await.submit(&form).await.status.as_u16(), 403);
        assert_eq!(helga.browser().await.submit(&form).await.status.as_u16(), 403);
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));
        let _ = otto.browser().await.submit(&form).await.expect(303);
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 1_900_000));
        assert_eq!(budget(city, "SVA", 2027).await, (0, 0, 600_000));
        // Once: the next press with another key is told that it is decided.
        let again = otto.browser().await.submit(&form.forged("_key", "another")).await;
        assert_eq!(again.status.as_u16(), 409, "{}", again.text());
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
    }

    /// Gina's second request waits. Money that is transferred serves it at once; nobody asks again.
    async fn transferred_money_serves_who_waits(city: &City) {
        let (gina, fina, otto) = (city.somebody("gina"), city.somebody("fina"), city.somebody("otto"));
        let first = gina.requests(&arabic()).await;
        let second = gina.requests(&arabic().on("2027-03-05")).await;
        assert_eq!((first.status().await, second.status().await), ("searching".to_owned(), "awaiting_budget".to_owned()));
        fina.proposes_transfer("JA", "GA", 2027, "100,00").await;
        city.works().await;
        assert_eq!(second.status().await, "awaiting_budget");
        let transfer = city.text("SELECT id FROM budget_transfer").await;
        let answer = otto.calls(&format!("/budget-transfers/{transfer}/approve"), &json!({})).await.expect(200);
        assert_eq!((answer.str("/state"), answer.int("/moved_cents")), ("approved", 10_000));
        city.works().await;
        assert_eq!(second.status().await, "searching");
        assert_eq!(budget(city, "GA", 2027).await, (17_850, 0, 2_150));
    }

    /// Whoever waits is not overtaken by a later, cheaper request that the line could bear; a legal duty comes first.
    async fn nobody_overtakes_who_waits(city: &City) {
        let (gina, fina, otto) = (city.somebody("gina"), city.somebody("fina"), city.somebody("otto"));
        // 100.00 are there, 89.25 are bound.
        let _ = gina.requests(&arabic()).await;
        let long = gina.requests(&arabic().on("2027-03-05").to("17:00")).await;
        fina.proposes_transfer("JA", "GA", 2027, "95,00").await;
        let transfer = city.text("SELECT id FROM budget_transfer").await;
        let _ = otto.calls(&format!("/budget-transfers/{transfer}/approve"), &json!({})).await.expect(200);
        city.works().await;
        assert_eq!(long.status().await, "awaiting_budget");
        // 105.75 are left: enough for the next, but the other came first.
        let late = gina.requests(&arabic().on("2027-03-08")).await;
        assert_eq!(late.status().await, "awaiting_budget");
        let duty = gina.requests(&arabic().on("2027-03-09").with("priority", "legal_duty")).await;
        assert_eq!(duty.status().await, "searching");
    }

    /// Rejected with a reason; nothing moved. Without one it stays.
    async fn a_proposal_is_rejected(city: &City) {
        let (fina, otto) = (city.somebody("fina"), city.somebody("otto"));
        fina.proposes_transfer("JA", "SVA", 2027, "5,00").await;
        let transfer = city.text("SELECT id FROM budget_transfer").await;
        let path = format!("/budget-transfers/{transfer}/reject");
        let refused = otto.calls(&path, &json!({"reason": " "})).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (422, "transfer-rejection-reason-missing"));
        let _ = otto.fills("/budget-transfers", &path, |form| form.with("decision_reason", "Kein Beschluss")).await.expect(303);
        assert_eq!(city.text("SELECT state FROM budget_transfer").await, "rejected");
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));
    }

    /// The head of the health office hears at 75 percent and at 100, once each, however often the line goes up and down.
    async fn the_head_hears_of_each_mark_once(city: &City) {
        let gina = city.somebody("gina");
        let told = "SELECT COUNT(*) FROM mail_message WHERE kind = 'budget-mark'";
        let first = gina.requests(&arabic()).await;
        city.works().await;
        // 89.25 of 100.00.
        assert_eq!(city.number(told).await, 1);
        assert_eq!(city.text("SELECT to_address FROM mail_message WHERE kind = 'budget-mark'").await, "gerd@city.example");
        let _ = gina.cancels(&first).await.expect(303);
        let _ = gina.requests(&arabic()).await;
        city.works().await;
        assert_eq!(city.number(told).await, 1);
        let id = line(city, "GA", 2027).await;
        assert_eq!(city.number(&format!("SELECT COUNT(*) FROM budget_mark WHERE budget_line_id = {}", city.key(&id))).await, 1);
    }
}
