//! The ledger under 64 writers: they book, cancel, move money, override and settle at the same moment. Afterwards it is
//! recounted.

use dragoman_tests::{
    acts::{held, profile},
    arabic, stories,
};
use futures::future::{BoxFuture, FutureExt, join_all};
use serde_json::json;

stories! {
    async fn sixty_four_writers_leave_a_ledger_that_adds_up(city: &City) {
        let (silke, stefan, karin) = (city.somebody("silke"), city.somebody("stefan"), city.somebody("karin"));
        let (fina, otto, amal) = (city.somebody("fina"), city.somebody("otto"), city.somebody("amal"));
        // Something to settle: sessions that took place and are signed, their price not yet computed.
        for day in ["2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05"] {
            let booking = karin.requests(&arabic().child_protection().on(day)).await;
            city.works().await;
            amal.accepts(&booking).await;
            city.clock.is(&format!("{day} 16:00"));
            amal.records(&booking, held("14:00", "15:30")).await;
            karin.signs(&booking).await;
        }
        // The schools' money: so little that most wait. Twelve are booked; what they bind is freed below.
        city.clock.is("2027-03-08 09:00");
        let day = "2027-03-18";
        fina.proposes_transfer("SVA", "JA", 2027, "4.000,00").await;
        let first = city.text("SELECT id FROM budget_transfer WHERE state = 'proposed'").await;
        let _ = otto.calls(&format!("/budget-transfers/{first}/approve"), &json!({})).await.expect(200);
        let mut booked = Vec::new();
        for _ in 0..14 {
            booked.push(silke.requests(&arabic().on(day)).await);
        }
        let waiting: Vec<_> = city
            .rows("SELECT r.id FROM assignment a JOIN booking_request r ON r.id = a.request_id WHERE a.status = 'awaiting_budget' ORDER BY r.reference")
            .await;
        assert!(waiting.len() >= 2, "{} wait", waiting.len());
        for _ in 0..8 {
            fina.proposes_transfer("JA", "SVA", 2027, "50,00").await;
        }
        let proposals = city.rows("SELECT id FROM budget_transfer WHERE state = 'proposed'").await;
        // Each writer has an own form, drawn before the race.
        let counseling = profile(city, "counseling").await;
        let (silke_browser, stefan_browser, otto_browser) = (silke.browser().await, stefan.browser().await, otto.browser().await);
        let new = silke.opens("/requests/new").await.form("/requests/new");
        let approvals = otto.opens("/budget-transfers").await;
        let mut writers: Vec<BoxFuture<'_, u16>> = Vec::new();
        for index in 0..32 {
            let form = arabic().on(day).typed(new.clone(), &counseling).forged("_key", format!("ledger-{index}"));
            writers.push(async { let form = form; silke_browser.submit(&form).await.status.as_u16() }.boxed());
        }
        for booking in booked.iter().take(10) {
            let path = format!("/requests/{}/cancel", booking.request);
            let form = silke.opens(&path).await.form(&path);
            writers.push(async { let form = form; silke_browser.submit(&form).await.status.as_u16() }.boxed());
        }
        for proposal in &proposals {
            let form = approvals.form(&format!("/budget-transfers/{}/approve", proposal[0]));
            writers.push(async { let form = form; otto_browser.submit(&form).await.status.as_u16() }.boxed());
        }
        for row in waiting.iter().take(4) {
            let path = format!("/requests/{}", row[0]);
            let form = stefan.opens(&path).await.form_with("reason").with("reason", "Ohne Dolmetschen kann das Gespräch nicht stattfinden");
            writers.push(async { let form = form; stefan_browser.submit(&form).await.status.as_u16() }.boxed());
        }
        // The rest settle: the worker prices what was signed and serves who waits, again and again.
        while writers.len() < 64 {
            writers.push(async { city.works().await; 200 }.boxed());
        }
        assert_eq!(writers.len(), 64);
        let answers = join_all(writers).await;
        assert!(answers.iter().all(|status| *status < 500 && *status != 403 && *status != 404), "{answers:?}");
        city.works().await;
        city.works().await;
        // Recounted by the product, and once more from the bare ledger.
        assert_eq!(dragoman::budget::verify(city.db()).await.unwrap(), []);
        let wrong = city
            .rows(
                "SELECT l.id FROM budget_line l LEFT JOIN budget_posting p ON p.budget_line_id = l.id
                 GROUP BY l.id, l.granted, l.overridden, l.committed, l.consumed
                 HAVING l.granted <> COALESCE(SUM(CASE WHEN p.kind IN ('appropriation', 'supplement', 'transfer') THEN p.amount ELSE 0 END), 0)
                 OR l.overridden <> COALESCE(SUM(CASE WHEN p.kind = 'override' THEN p.amount ELSE 0 END), 0)
                 OR l.committed <> COALESCE(SUM(CASE WHEN p.kind IN ('commit', 'adjust', 'release') THEN p.amount ELSE 0 END), 0)
                 OR l.consumed <> COALESCE(SUM(CASE WHEN p.kind IN ('consume', 'refund') THEN p.amount ELSE 0 END), 0)",
            )
            .await;
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(city.number("SELECT COUNT(*) FROM budget_line WHERE committed + consumed > granted + overridden").await, 0);
        // What the lines call committed is what the commitments say.
        let bound = city.number("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM budget_commitment WHERE state = 'open'").await;
        assert_eq!(city.number("SELECT CAST(SUM(committed) AS BIGINT) FROM budget_line").await, bound);
        // Transfers give what others take: all lines together have what they were opened with.
        assert_eq!(city.number("SELECT CAST(SUM(amount) AS BIGINT) FROM budget_posting WHERE kind = 'transfer'").await, 0);
        assert_eq!(city.number("SELECT CAST(SUM(consumed) AS BIGINT) FROM budget_line").await, 4 * 8_700);
        // Nobody waits while there is money for them: the first in line is dearer than what is left.
        let left = city
            .number("SELECT l.granted + l.overridden - l.committed - l.consumed FROM budget_line l JOIN office o ON o.id = l.office_id WHERE o.code = 'SVA' AND l.fiscal_year = 2027")
            .await;
        let still = city.number("SELECT COUNT(*) FROM assignment WHERE status = 'awaiting_budget'").await;
        assert!(still == 0 || left < 8_925, "{still} wait with {left} left");
        assert!(dragoman::audit::verify(city.db()).await.unwrap().broken.is_none());
    }
}
