//! Lists that are longer than a page.

use dragoman_tests::{acts::{office, profile}, arabic, stories};
use std::collections::BTreeSet;

/// The request numbers on a page, such as 2027-000001.
fn numbers(text: &str) -> BTreeSet<String> {
    text.split_whitespace().filter(|word| word.len() == 11 && word.starts_with("2027-0")).map(str::to_owned).collect()
}

stories! {
    /// Fifty-five searches: the coordination's desk and an interpreter's offers say how many there are, and go on behind the fiftieth, also if
    /// somebody takes one off the first page in between.
    async fn the_way_on_skips_nothing(city: &City) {
        let (karin, kora, amal) = (city.somebody("karin"), city.somebody("kora"), city.somebody("amal"));
        let (ja, counseling) = (office(city, "JA").await, profile(city, "counseling").await);
        for day in 0..55 {
            let (month, day) = if day < 20 { (4, day + 6) } else { (if day < 45 { 5 } else { 6 }, day % 25 + 1) };
            let wish = arabic().on(&format!("2027-{month:02}-{day:02}"));
            karin.calls("/requests", &wish.body(&ja, &counseling)).await.expect(201);
        }
        let first = kora.opens("/dispatch").await;
        assert!(first.text().contains("55 Einträge"), "{}", first.text());
        let shown = numbers(&first.text());
        assert_eq!(shown.len(), 50);
        // The first one leaves the list.
        let request = city.text("SELECT id FROM booking_request WHERE starts_at = (SELECT MIN(starts_at) FROM booking_request)").await;
        let path = format!("/requests/{request}/cancel");
        let _ = karin.fills(&path, &path, |form| form).await.expect(303);
        let next = first.link("nobody_left=");
        let rest = numbers(&kora.opens(&next).await.text());
        assert_eq!(rest.len(), 5, "{rest:?}");
        assert!(shown.is_disjoint(&rest));
        // What can't be read begins anew, and the other lists of the page keep their place.
        assert_eq!(kora.opens("/dispatch?nobody_left=x&unfilled=y").await.status.as_u16(), 200);

        city.works().await;
        let offers = amal.opens("/offers").await;
        let total = city.number("SELECT COUNT(*) FROM offer o JOIN interpreter i ON i.id = o.interpreter_id WHERE i.last_name = 'Haddad' AND o.status = 'open'").await;
        assert_eq!(total, 54);
        assert!(offers.text().contains("54 Einträge"), "{}", offers.text());
        let count = |page: &dragoman_tests::visitor::Page| page.html().forms().iter().filter(|form| form.action.ends_with("/accept")).count();
        assert_eq!(count(&offers), 50);
        assert_eq!(count(&amal.opens(&offers.link("open=")).await), 4);
    }
}
