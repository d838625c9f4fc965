//! Many at once.

use dragoman_tests::{
    City,
    acts::{budget, profile},
    arabic, stories, world,
};
use futures::future::join_all;

/// So many more people who speak Arabic.
async fn crowd(city: &City, size: usize) {
    let hash = city.text("SELECT password_hash FROM account WHERE email = 'amal@city.example'").await;
    let mut tx = city.db().begin().await.unwrap();
    for index in 0..size {
        world::add_to_crowd(&mut tx, index, &hash).await;
    }
    tx.commit().await.unwrap();
}

/// The reply links of everybody who was asked, out of their mails.
async fn reply_links(city: &City) -> Vec<String> {
    let rows = city.rows("SELECT body_text FROM mail_message WHERE body_text LIKE '%/o/%'").await;
    let link = |body: &String| {
        let at = body.find("/o/")?;
        Some(body[at..].split(|letter: char| letter.is_whitespace() || letter == '>').next()?.to_owned())
    };
    rows.iter().filter_map(|row| link(row.first()?)).collect()
}

stories! {
    /// Sixty-four people say yes to the same job at the same moment, each by the link in their mail: one has it, and
    /// sixty-three are told that it is taken.
    async fn sixty_four_accept_the_same_offer(city: &City) {
        crowd(city, 62).await;
        let (karin, kora) = (city.somebody("karin"), city.somebody("kora"));
        let booking = karin.requests(&arabic()).await;
        let page = format!("/dispatch/{}", booking.assignment);
        let everybody = kora.opens(&page).await.form("/offers").forged("who", "everybody");
        let _ = kora.browser().await.submit(&everybody).await.expect(303);
        city.works().await;
        let links = reply_links(city).await;
        assert!(links.len() >= 64, "{} were asked: {:?}", links.len(), booking.offers().await.len());
        let forms = join_all(links.iter().take(64).map(|link| async move {
            let browser = city.browser();
            let form = browser.get(link).await.expect(200).form(link).forged("answer", "yes");
            (browser, form)
        }))
        .await;
        let answers = join_all(forms.iter().map(|(browser, form)| browser.submit(form))).await;
        let mut won = 0;
        for answer in &answers {
            assert!(!answer.status.is_server_error(), "{}: {}", answer.status, answer.text());
            let told = if answer.status == 303 { browser_text(city, answer.location.as_deref()).await } else { answer.text() };
            if answer.status == 303 || answer.status == 200 { won += 1 } else { assert_eq!(answer.status, 409, "{told}") }
        }
        assert_eq!(won, 1, "{:?}", answers.iter().map(|answer| answer.status.as_u16()).collect::<Vec<_>>());
        assert_eq!(booking.status().await, "filled");
        let offers = booking.offers().await;
        assert_eq!(offers.iter().filter(|(_, status)| status == "accepted").count(), 1);
        assert!(offers.iter().all(|(_, status)| status == "accepted" || status == "filled"), "{offers:?}");
        // Everybody learns how it ended.
        city.works().await;
        let mails = city.number("SELECT COUNT(*) FROM mail_message WHERE to_address LIKE 'crowd%'").await;
        assert!(mails >= 62 * 2, "{mails} mails to the crowd");
    }

    /// Two offers for the same hour, accepted at the same moment, over and over: one holds.
    async fn nobody_is_booked_twice(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let first = karin.requests(&arabic().child_protection()).await;
        let second = karin.requests(&arabic().child_protection().from("15:00").to("16:00")).await;
        city.works().await;
        let page = amal.opens("/offers").await;
        let mut forms = Vec::new();
        for booking in [&first, &second] {
            let offer = booking.offer_to("amal").await;
            if !offer.is_empty() {
                forms.push(page.form(&format!("/offers/{offer}/accept")));
            }
        }
        assert_eq!(forms.len(), 2, "both are offered: {:?} {:?}", first.offers().await, second.offers().await);
        let browser = amal.browser().await;
        let mut tries = Vec::new();
        for round in 0..8 {
            for form in &forms {
                tries.push(form.clone().forged("_key", format!("try-{round}-{}", form.action)));
            }
        }
        let answers = join_all(tries.iter().map(|form| browser.submit(form))).await;
        assert!(answers.iter().all(|answer| !answer.status.is_server_error()), "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
        let statuses = [first.status().await, second.status().await];
        assert_eq!(statuses.iter().filter(|status| *status == "filled").count(), 1, "{statuses:?}");
        let overlaps = city.number(
            "SELECT COUNT(*) FROM assignment a JOIN assignment b ON a.interpreter_id = b.interpreter_id AND a.id <> b.id
             AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
             WHERE a.status IN ('filled', 'held', 'confirmed') AND b.status IN ('filled', 'held', 'confirmed')",
        ).await;
        assert_eq!(overlaps, 0);
    }

    /// The schools' office has 5,000 €, a session binds 89.25 €: of sixty-four requests at once 56 fit and eight wait,
    /// the ledger adds up, and their numbers have neither gap nor twin.
    async fn the_budget_races_to_zero(city: &City) {
        let silke = city.somebody("silke");
        let profile = profile(city, "counseling").await;
        let page = silke.opens("/requests/new").await;
        let browser = silke.browser().await;
        let form = page.form("/requests/new");
        let forms: Vec<_> =
            (0..64).map(|index| arabic().typed(form.clone(), &profile).forged("_key", format!("race-{index}"))).collect();
        let answers = join_all(forms.iter().map(|form| browser.submit(form))).await;
        let taken = answers.iter().filter(|answer| answer.status == 303).count();
        assert_eq!(taken, 64, "{:?}", answers.iter().map(|answer| answer.status.as_u16()).collect::<Vec<_>>());
        let statuses = city.rows("SELECT status, COUNT(*) FROM assignment GROUP BY status ORDER BY status").await;
        assert_eq!(statuses, [["awaiting_budget", "8"], ["searching", "56"]]);
        assert_eq!(budget(city, "SVA", 2027).await, (499_800, 0, 200));
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
        let references: Vec<String> =
            city.rows("SELECT reference FROM booking_request ORDER BY reference").await.into_iter().flatten().collect();
        let wanted: Vec<String> = (1..=64).map(|number| format!("2027-{number:06}")).collect();
        assert_eq!(references, wanted);
        assert!(dragoman::audit::verify(city.db()).await.unwrap().broken.is_none());
    }

    /// The button pressed eight times, at once and one after the other: one request, and always the same answer.
    async fn the_same_form_acts_once(city: &City) {
        let karin = city.somebody("karin");
        let profile = profile(city, "counseling").await;
        let browser = karin.browser().await;
        let form = arabic().typed(karin.opens("/requests/new").await.form("/requests/new"), &profile);
        let answers = join_all((0..8).map(|_| browser.submit(&form))).await;
        let first = answers.iter().find(|answer| answer.status == 303).expect("one was taken").location.clone();
        assert!(answers.iter().all(|answer| answer.status == 303 && answer.location == first), "{:?}", answers.iter().map(|a| (a.status, a.location.clone())).collect::<Vec<_>>());
        assert_eq!(browser.submit(&form).await.location, first);
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request").await, 1);
        assert_eq!(budget(city, "JA", 2027).await.0, 8_925);
        // Changed after going back: the page's key counts for each content, so this is a request of its own; once.
        let other = form.with("from", "14:30");
        let second = browser.submit(&other).await;
        assert!(second.status == 303 && second.location != first, "{:?}", second.location);
        assert_eq!(browser.submit(&other).await.location, second.location);
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request").await, 2);
    }
}

async fn browser_text(city: &City, location: Option<&str>) -> String {
    city.browser().get(location.unwrap_or("/")).await.text()
}
