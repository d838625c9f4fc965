//! Where a booking leaves the straight way.

use dragoman_tests::{
    acts::{Record, budget, held},
    arabic, in_language, stories,
};

stories! {
    /// Nobody in the pool speaks it: kept with its reason, and the money is free again.
    async fn nobody_speaks_the_language(city: &City) {
        let karin = city.somebody("karin");
        let booking = karin.requests(&in_language("ti")).await;
        assert_eq!(booking.status().await, "searching");
        assert!(budget(city, "JA", 2027).await.0 > 0);
        city.works().await;
        city.clock.is("2027-03-04 15:00");
        city.works().await;
        assert_eq!((booking.status().await, booking.unfilled_reason().await), ("unfilled".to_owned(), "nobody_qualified".to_owned()));
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));
        let page = karin.opens(&format!("/requests/{}", booking.request)).await;
        assert!(!page.text().is_empty());
    }

    /// The coordination gives up a search and says why.
    async fn the_coordination_gives_up(city: &City) {
        let (karin, kora) = (city.somebody("karin"), city.somebody("kora"));
        let booking = karin.requests(&arabic()).await;
        city.works().await;
        let page = format!("/dispatch/{}", booking.assignment);
        kora.sends(&page, &format!("{page}/unfilled"), |form| form.with("reason", "nobody_free")).await;
        assert_eq!((booking.status().await, booking.unfilled_reason().await), ("unfilled".to_owned(), "nobody_free".to_owned()));
        assert!(booking.offers().await.iter().all(|(_, status)| status == "withdrawn"), "{:?}", booking.offers().await);
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));
    }

    /// A day before is early and costs nothing; whoever was booked is told.
    async fn cancelled_a_day_before(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        amal.accepts(&booking).await;
        city.clock.is("2027-03-03 13:59");
        let _ = karin.cancels(&booking).await.expect(303);
        city.works().await;
        assert_eq!(booking.status().await, "cancelled");
        assert_eq!(booking.claim().await, "");
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));
    }

    /// Less than 24 hours before: half the fee of the agreed time, at most two hours. 1.5 h × 50 € / 2 = 37.50 €.
    async fn cancelled_too_late(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        amal.accepts(&booking).await;
        city.clock.is("2027-03-03 14:01");
        let page = karin.opens(&format!("/requests/{}/cancel", booking.request)).await.text();
        assert!(page.contains("37,50 €"), "the page says what it costs: {page}");
        let _ = karin.cancels(&booking).await.expect(303);
        city.works().await;
        assert_eq!(booking.status().await, "cancelled");
        assert_eq!(booking.fee().await, (3_750, 0, 3_750));
        assert_eq!(budget(city, "JA", 2027).await, (0, 3_750, 1_996_250));
    }

    /// Whoever gives a job back is not asked again; the search begins again by itself.
    async fn an_interpreter_drops_out(city: &City) {
        let (karin, kora) = (city.somebody("karin"), city.somebody("kora"));
        let booking = karin.requests(&arabic()).await;
        city.works().await;
        let page = format!("/dispatch/{}", booking.assignment);
        let _ = kora.fills(&page, &format!("{page}/offers"), |form| form.forged("who", "everybody")).await;
        let first = city.somebody("yusuf");
        if booking.offer_to("yusuf").await.is_empty() {
            panic!("Yusuf was not asked: {:?}", booking.offers().await);
        }
        first.accepts(&booking).await;
        city.works().await;
        assert_eq!(booking.interpreter().await, "Yusuf");
        // Yusuf charges VAT: (1.5 × 42 + 12) × 1.19 = 89.25.
        assert_eq!(budget(city, "JA", 2027).await.0, 8_925);
        first.drops_out(&booking).await;
        city.works().await;
        assert_eq!(booking.status().await, "searching");
        let again: Vec<_> = booking.offers().await.into_iter().filter(|(_, status)| status == "open").collect();
        assert!(!again.is_empty() && again.iter().all(|(name, _)| name != "Yusuf"), "{again:?}");
        let samir = city.somebody("samir");
        if booking.offers().await.contains(&("Samir".to_owned(), "open".to_owned())) {
            samir.accepts(&booking).await;
            // Samir charges none: 75.00.
            assert_eq!(budget(city, "JA", 2027).await.0, 7_500);
        }
    }

    /// The client did not come: the first hour and the way. 50 + 12 = 62 €.
    async fn the_client_does_not_come(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        amal.accepts(&booking).await;
        city.clock.is("2027-03-04 15:40");
        amal.records(&booking, Record { outcome: "client_absent", held: None, why: "" }).await;
        karin.signs(&booking).await;
        city.works().await;
        assert_eq!(booking.fee().await, (6_200, 0, 6_200));
    }

    /// The interpreter did not come: nothing is owed, and the money is free again.
    async fn the_interpreter_does_not_come(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        amal.accepts(&booking).await;
        city.clock.is("2027-03-04 14:30");
        let path = format!("/requests/{}/absent", booking.request);
        karin.sends(&path, &path, |form| form.with("reason", "Niemand kam, auch telefonisch nicht erreichbar.")).await;
        city.works().await;
        let fee = booking.fee().await;
        assert!(fee == (-1, -1, -1) || fee == (0, 0, 0), "{fee:?}");
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));
        // And it can't be recorded as held afterwards.
        assert_ne!(amal.knocks(&format!("/jobs/{}", booking.assignment)).await.status.as_u16(), 500);
    }

    /// The office disagrees, the interpreter corrects, the office confirms: paid is what both say.
    async fn a_timesheet_is_disputed_and_corrected(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        amal.accepts(&booking).await;
        city.clock.is("2027-03-04 17:00");
        let refused = amal.writes_down(&booking, held("14:00", "16:30")).await;
        assert_eq!(refused.status.as_u16(), 422, "an hour more wants a reason");
        assert!(refused.form_with("outcome").value("held_to") == Some("16:30"), "what was typed is kept");
        amal.records(&booking, Record { why: "Das Gespräch dauerte länger.", ..held("14:00", "16:30") }).await;
        karin.disputes(&booking, "Das Gespräch endete um 16 Uhr.").await;
        assert_eq!(city.text("SELECT status FROM timesheet").await, "disputed");
        city.works().await;
        amal.records(&booking, Record { why: "Richtig, es war 16 Uhr.", ..held("14:00", "16:00") }).await;
        karin.signs(&booking).await;
        city.works().await;
        // Two hours at 50 €, and the way.
        assert_eq!(booking.fee().await, (11_200, 0, 11_200));
        assert_eq!(budget(city, "JA", 2027).await, (0, 11_200, 1_988_800));
    }

    /// The health office has 100 €: one session fits, the next waits, and is served when the first is cancelled.
    async fn the_money_is_gone_and_comes_back(city: &City) {
        let gina = city.somebody("gina");
        let first = gina.requests(&arabic()).await;
        // The dearest who could come charges VAT: 89.25 €.
        assert_eq!(budget(city, "GA", 2027).await, (8_925, 0, 1_075));
        let second = gina.requests(&arabic().on("2027-03-05")).await;
        assert_eq!((first.status().await, second.status().await), ("searching".to_owned(), "awaiting_budget".to_owned()));
        city.works().await;
        assert_eq!(second.status().await, "awaiting_budget");
        let _ = gina.cancels(&first).await.expect(303);
        city.works().await;
        assert_eq!(second.status().await, "searching");
        assert_eq!(budget(city, "GA", 2027).await, (8_925, 0, 1_075));
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
    }

    /// The head of the office lets a session take place beyond the means, by name and with a reason; nobody else may.
    async fn the_head_of_the_office_overrides(city: &City) {
        let (gina, gerd) = (city.somebody("gina"), city.somebody("gerd"));
        gina.requests(&arabic()).await;
        let booking = gina.requests(&arabic().child_protection().on("2027-03-05")).await;
        assert_eq!(booking.status().await, "awaiting_budget");
        let page = format!("/requests/{}", booking.request);
        let action = format!("{page}/override");
        let refused = gerd.fills(&page, &action, |form| form.with("reason", " ")).await;
        assert_eq!(refused.status.as_u16(), 422);
        gerd.sends(&page, &action, |form| form.with("reason", "Kinderschutz nach § 8a SGB VIII duldet keinen Aufschub.")).await;
        assert_eq!(booking.status().await, "searching");
        // 89.25 + 87.00 are bound; 76.25 of it is beyond the means.
        assert_eq!(budget(city, "GA", 2027).await, (17_625, 0, 0));
        assert_eq!(city.number("SELECT overridden FROM budget_line l JOIN office o ON o.id = l.office_id WHERE o.code = 'GA' AND fiscal_year = 2027").await, 7_625);
        let forged = gina.opens("/requests/new").await.form("/requests/new").value("_key").unwrap().to_owned();
        let form = dragoman_tests::html::Form {
            action, method: "post".to_owned(), fields: vec![("_key".to_owned(), forged), ("reason".to_owned(), "Bitte".to_owned())], ..Default::default()
        };
        assert_eq!(gina.browser().await.submit(&form).await.status.as_u16(), 403);
    }
}
