//! Wherever an amount rests on the city's assumed table, that is said beside it; what the law publishes carries no such remark.

use dragoman_tests::{acts::held, arabic, stories};

const MARK: &str = "Angenommene Sätze:";

stories! {
    async fn every_page_with_a_price_says_that_rates_are_assumed(city: &City) {
        let (karin, kora, helga, amal) =
            (city.somebody("karin"), city.somebody("kora"), city.somebody("helga"), city.somebody("amal"));
        let (fina, otto) = (city.somebody("fina"), city.somebody("otto"));
        city.clock.is("2027-02-01 09:00");
        let paid = karin.requests(&arabic().child_protection().on("2027-02-04")).await;
        city.works().await;
        amal.accepts(&paid).await;
        city.clock.is("2027-02-04 16:00");
        amal.records(&paid, held("14:00", "15:30")).await;
        karin.signs(&paid).await;
        city.works().await;
        helga.certifies(&paid).await;
        fina.certifies(&paid).await;
        city.clock.is("2027-03-01 09:00");
        fina.closes("2027-02").await;
        let booked = karin.requests(&arabic().child_protection().on("2027-03-04")).await;
        let asked = karin.requests(&arabic().child_protection().on("2027-03-11")).await;
        city.works().await;
        let open = amal.opens("/offers").await;
        assert!(open.text().contains(MARK), "{}", open.text());
        amal.accepts(&booked).await;
        let claim = paid.claim().await;
        let document = city.text("SELECT id FROM document").await;
        let line = dragoman_tests::acts::line(city, "JA", 2027).await;
        let pages = [
            (&karin, "/requests".to_owned()),
            (&karin, "/requests/new".to_owned()),
            (&karin, format!("/requests/{}", booked.request)),
            (&karin, format!("/requests/{}/cancel", booked.request)),
            (&kora, format!("/dispatch/{}", asked.assignment)),
            (&amal, "/offers".to_owned()),
            (&amal, "/board".to_owned()),
            (&amal, "/jobs".to_owned()),
            (&amal, format!("/jobs/{}", booked.assignment)),
            (&amal, "/money".to_owned()),
            (&helga, "/budgets".to_owned()),
            (&helga, format!("/budgets/{line}")),
            (&helga, "/insight/forecast".to_owned()),
            (&fina, "/claims?step=all".to_owned()),
            (&fina, format!("/claims/{claim}")),
            (&fina, "/months".to_owned()),
            (&fina, "/months/2027-02".to_owned()),
            (&fina, format!("/documents/{document}")),
            (&fina, "/treasury".to_owned()),
            (&fina, "/rates/compare?year=2027&from=jveg-2025&to=stuttgart-2022".to_owned()),
            (&fina, "/insight".to_owned()),
            (&otto, "/orders".to_owned()),
        ];
        for (who, path) in pages {
            let page = who.opens(&path).await;
            assert!(page.text().contains(MARK), "{path} does not say that rates are assumed: {}", page.text());
        }
        // The letter with the offer says it, the invoice as well (that its PDF says the same is seen by `tests/documents`).
        let letter = city.text("SELECT body_text FROM mail_message WHERE kind = 'offer' ORDER BY id LIMIT 1").await;
        assert!(letter.contains("(nach angenommenen Sätzen)"), "{letter}");
        let paper = fina.opens(&format!("/documents/{document}/forms/xrechnung_ubl")).await;
        assert!(paper.text().contains("sind Annahmen"), "{}", paper.text());
        // What the law publishes carries no remark.
        let law = fina.opens("/rates/compare?year=2027&from=jveg-2021&to=jveg-2025").await;
        assert!(!law.text().contains(MARK), "{}", law.text());
    }
}
