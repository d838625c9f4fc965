//! The year ends with a session that is not settled: its commitment goes into the next year, by two people.

use dragoman_tests::{
    acts::{budget, held, line},
    arabic, stories,
};

stories! {
    async fn an_open_commitment_goes_into_the_next_year(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let (fina, otto) = (city.somebody("fina"), city.somebody("otto"));
        city.clock.is("2026-12-01 09:00");
        let booking = karin.requests(&arabic().child_protection().on("2026-12-17")).await;
        city.works().await;
        amal.accepts(&booking).await;
        city.clock.is("2026-12-17 16:00");
        amal.records(&booking, held("14:00", "15:30")).await;
        // Amal is a small business: 1.5 h at 50.00 and the way, 87.00.
        assert_eq!(budget(city, "JA", 2026).await, (8_700, 0, 1_991_300));
        let (old, new) = (line(city, "JA", 2026).await, line(city, "JA", 2027).await);
        let page = format!("/budgets/{old}/carry-over");
        let fill = |form: dragoman_tests::html::Form| form.with("to", &new).with("reason", "Verfügung vom 4. Januar");
        let early = fina.fills(&page, &page, fill).await;
        assert_eq!(early.status.as_u16(), 409, "{}", early.text());
        city.clock.is("2027-01-04 09:00");
        let _ = fina.fills(&page, &page, fill).await.expect(303);
        // It can't be proposed twice.
        let twice = fina.fills(&page, &page, fill).await;
        assert_eq!(twice.status.as_u16(), 409, "{}", twice.text());
        assert_eq!(budget(city, "JA", 2026).await, (8_700, 0, 1_991_300));
        let transfer = city.text("SELECT id FROM budget_transfer").await;
        let _ = otto.fills("/budget-transfers", &format!("/budget-transfers/{transfer}/approve"), |form| form).await.expect(303);
        // What is available stays the same in both years.
        assert_eq!(budget(city, "JA", 2026).await, (0, 0, 1_991_300));
        assert_eq!(budget(city, "JA", 2027).await, (8_700, 0, 2_000_000));
        karin.signs(&booking).await;
        city.works().await;
        assert_eq!(budget(city, "JA", 2027).await, (0, 8_700, 2_000_000));
        assert_eq!(city.text("SELECT budget_line_id FROM fee").await, new);
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
    }
}
