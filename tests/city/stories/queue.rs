//! Who waits for money is seen: in which place, what for, and what is missing.

use dragoman_tests::{arabic, stories};

stories! {
    /// The health office has 100.00; a session is committed at 89.25. Two more wait: the legal duty first, though it came later.
    async fn the_queue_shows_who_waits_and_what_is_missing(city: &City) {
        let (gina, gerd, kora) = (city.somebody("gina"), city.somebody("gerd"), city.somebody("kora"));
        let (stefan, amal) = (city.somebody("stefan"), city.somebody("amal"));
        let _ = gina.requests(&arabic()).await;
        let plain = gina.requests(&arabic().on("2027-03-09")).await;
        let duty = gina.requests(&arabic().on("2027-03-10").with("priority", "legal_duty")).await;
        let queues = kora.reads("/queue").await;
        let queue = &queues[0];
        assert_eq!((queue["available_cents"].as_i64(), queue["freed_cents"].as_i64()), (Some(1_075), Some(0)));
        let row = |place: usize| {
            let one = &queue["waiting"][place];
            (
                one["booking"]["id"].as_str().unwrap_or_default().to_owned(),
                one["place"].as_u64(),
                one["needs_cents"].as_i64(),
                one["missing_cents"].as_i64(),
                one["weeks"].as_i64(),
            )
        };
        // 89.25 less 10.75 that are left; then twice 89.25 less 10.75. Nothing came free so far, so there is no date.
        assert_eq!(row(0), (duty.request.clone(), Some(1), Some(8_925), Some(7_850), None));
        assert_eq!(row(1), (plain.request.clone(), Some(2), Some(8_925), Some(16_775), None));
        // Her head sees it and what can be done; another office's head sees nothing of it, an interpreter no queue at all.
        let page = gerd.opens("/queue").await;
        assert!(page.text().contains("78,50 €") && page.text().contains("167,75 €"), "{}", page.text());
        assert!(page.text().contains("Trotzdem bewilligen"), "{}", page.text());
        assert!(page.text().contains("Angenommene Sätze:"), "{}", page.text());
        let other = stefan.opens("/queue").await;
        assert!(other.text().contains("Niemand wartet auf Mittel"), "{}", other.text());
        assert_eq!(amal.knocks("/queue").await.status.as_u16(), 403);
        let file = kora.knocks("/queue.csv").await;
        assert!(file.html().0.contains("89,25;78,50;"), "{}", file.html().0);
        // Helga of another office may not see it through the API either.
        assert_eq!(stefan.reads("/queue").await.as_array().map(Vec::len), Some(0));
    }
}
