//! A yes that slipped out: for a minute there is a way back, and nobody is the worse for it.

use dragoman_tests::{acts::budget, arabic, stories};
use serde_json::json;

stories! {
    /// Amal and Yusuf are asked. Amal says yes and takes it back half a minute later: both offers are open again, Yusuf is told
    /// anew and takes the job. Amal can still be asked; she did not give anything back.
    async fn a_yes_is_taken_back_within_a_minute(city: &City) {
        let (karin, amal, yusuf) = (city.somebody("karin"), city.somebody("amal"), city.somebody("yusuf"));
        let booking = karin.requests(&arabic()).await;
        city.works().await;
        let before = booking.offers().await;
        let bound = budget(city, "JA", 2027).await;
        amal.accepts(&booking).await;
        city.works().await;
        city.clock.passes(chrono::Duration::seconds(30));
        let page = amal.opens(&format!("/jobs/{}", booking.assignment)).await;
        assert!(page.text().contains("Zusage zurücknehmen"), "{}", page.text());
        let form = page.form(&format!("/jobs/{}/take-back", booking.assignment));
        let _ = amal.browser().await.submit(&form).await.expect(303);
        assert_eq!(booking.status().await, "searching");
        assert_eq!(booking.offers().await, before);
        assert_eq!(budget(city, "JA", 2027).await, bound);
        city.works().await;
        yusuf.accepts(&booking).await;
        assert_eq!(booking.status().await, "filled");
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
    }

    /// After the minute there is only the way of giving back.
    async fn after_a_minute_it_is_given_back_instead(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        amal.accepts(&booking).await;
        city.clock.passes(chrono::Duration::seconds(60));
        let page = amal.opens(&format!("/jobs/{}", booking.assignment)).await;
        assert!(!page.text().contains("Zusage zurücknehmen"), "{}", page.text());
        let late = amal.calls(&format!("/jobs/{}/take-back", booking.assignment), &json!({})).await;
        assert_eq!((late.status.as_u16(), late.code()), (409, "yes-too-old-to-take-back"));
        assert_eq!(booking.status().await, "filled");
    }
}
