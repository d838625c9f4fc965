//! How interpreters are asked is theirs to say: each offer by mail, one mail a day, the board alone, a pause.

use dragoman_tests::{arabic, stories};
use serde_json::json;

/// Where the city writes to Amal; her login is another address.
const AMAL: &str = "amal.haddad@dolmetschen.example.org";

stories! {
    /// Amal wants one mail a day: nothing at once, one letter in the morning, and her yes counts like any other.
    async fn one_mail_a_day(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        amal.sends("/availability", "/availability/asking", |form| form.with("offers_by", "digest")).await;
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        let to_amal = format!("SELECT COUNT(*) FROM mail_message WHERE to_address = '{AMAL}' AND kind = ");
        let (offers, digests) = (format!("{to_amal}'offer'"), format!("{to_amal}'offer-digest'"));
        assert_eq!(city.number(&offers).await, 0, "no mail for each offer");
        // The post office looks every half hour.
        city.clock.is("2027-03-01 09:30");
        city.works().await;
        assert_eq!(city.number(&digests).await, 1);
        city.clock.is("2027-03-01 13:00");
        city.works().await;
        assert_eq!(city.number(&digests).await, 1, "one a day");
        assert!(amal.opens("/board").await.text().contains("Auftrag übernehmen"));
        amal.sends("/board", &format!("/board/{}/take", booking.assignment), |form| form).await;
        assert_eq!(booking.status().await, "filled");
    }

    /// Who looks at the board alone gets no mail of offers, and takes a job there by the API.
    async fn the_board_alone(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let program = amal.program().await;
        let asking = json!({ "offers_by": "board", "paused_until": null, "declined_offices": [], "declined_topics": [] });
        program.put("/asking", &asking).await.expect_ok();
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        let mails = format!("SELECT COUNT(*) FROM mail_message WHERE to_address = '{AMAL}' AND kind LIKE 'offer%'");
        assert_eq!(city.number(&mails).await, 0);
        let board = program.get("/board").await;
        assert_eq!(board.items().len(), 1);
        assert_eq!(board.str("/0/booking/assignment"), booking.assignment);
        assert!(board.items()[0]["booking"]["address"].is_null(), "no address before a yes");
        program.post(&format!("/board/{}/take", booking.assignment), &json!({})).await.expect_ok();
        assert_eq!(booking.interpreter().await, "Amal");
    }

    /// Who pauses is not asked and sees nothing on the board until the day they named; so with a declined topic.
    async fn a_pause_and_a_declined_topic(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let program = amal.program().await;
        let paused = json!({ "offers_by": "mail", "paused_until": "2027-03-03", "declined_offices": [], "declined_topics": [] });
        program.put("/asking", &paused).await.expect_ok();
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        assert!(booking.offers().await.iter().all(|(who, _)| who != "Amal"), "{:?}", booking.offers().await);
        assert!(program.get("/board").await.items().is_empty());
        let topic = city.text("SELECT profile_id FROM booking_request").await;
        let declined = json!({ "offers_by": "mail", "paused_until": null, "declined_offices": [], "declined_topics": [topic] });
        program.put("/asking", &declined).await.expect_ok();
        city.clock.is("2027-03-03 08:00");
        assert!(amal.program().await.get("/board").await.items().is_empty());
    }
}
